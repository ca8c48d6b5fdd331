"""The page Hubs: its filters, and the map of seats."""

import pandas as pd

from s3dash.queries.catalogue.documents import topics_of
from s3dash.queries.catalogue.hubs import KINDS, STATUSES, hubs_by_territory
from s3dash.ui.catalogue.controls import Facet, Shown, has_one_of, is_one_of, searched
from s3dash.ui.catalogue.controls import choose as choose_rows
from s3dash.ui.maps import territory_map
from s3dash.ui.shell import chrome

SEARCHED = (
    *("name", "acronym", "territory", "country", "specialisation", "technologies", "services"),
    *("coordinator", "kind", "status_note"),
)


def choose(every: pd.DataFrame) -> Shown:
    """The hubs that meet the link's filters."""
    countries = dict(sorted(zip(every["country_code"], every["country"], strict=True)))
    kinds = {code: f"{code}: {words}" for code, words in KINDS.items()}
    technologies = {name: name for name in topics_of(every, "technologies")}
    return choose_rows(
        every,
        [
            Facet("country", "Country", countries, is_one_of("country_code")),
            Facet("kind", "Kind", kinds, is_one_of("kind")),
            Facet("status", "Status", STATUSES, is_one_of("status")),
            Facet("technology", "Technology", technologies, has_one_of("technologies")),
        ],
        searched(every, SEARCHED),
        hint="robotics, agri-food, Bologna ...",
        in_territory=_serves,
    )


def _serves(rows: pd.DataFrame, territory_id: str) -> pd.Series:
    """Whether a hub has its seat in a territory, or serves it, a part of it or one that contains
    it from elsewhere."""

    def is_served(cell: str) -> bool:
        codes = filter(None, map(str.strip, cell.split(";")))
        return any(c.startswith(territory_id) or territory_id.startswith(c) for c in codes)

    served = rows["also_serves"].fillna("").map(is_served)
    seats = rows["within"].map(lambda codes: territory_id in codes)
    return (seats | served).astype(bool)


def draw_map(found: pd.DataFrame) -> None:
    """Number of hubs by the territory of their seat; a click opens the territory."""
    counts = hubs_by_territory(found)
    codes, classes = territory_map.count_classes(counts["hubs"].tolist(), "hubs")
    opened = territory_map.territory_map(
        counts,
        codes,
        classes,
        "{0}\nhubs on record: {1}",
        zip(counts["country"], counts["hubs"], strict=True),
        key="hub_map",
        alt=f"Map of Europe: {len(counts)} territories by number of hubs on record with their "
        "seat there. The list beside it names each.",
        can_open=True,
        rest="none on record",
    )
    if opened:
        chrome.open_page("region", territory=opened)
