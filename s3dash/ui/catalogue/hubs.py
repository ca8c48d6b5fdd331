"""The page Hubs: the map of seats."""

import pandas as pd

from s3dash.queries.catalogue.hubs import hubs_by_territory
from s3dash.ui.maps import territory_map
from s3dash.ui.shell import chrome
from s3dash.ui.shell.library import drawn


def draw_map(found: pd.DataFrame) -> None:
    """Number of hubs by the territory of their seat; a click opens the territory."""
    where, classes, territories = drawn(_placed, found)
    opened = territory_map.territory_map(
        where,
        classes,
        "{0}\nhubs on record: {1}",
        key="hub_map",
        alt=f"Map of Europe: {territories} territories by number of hubs on record with their "
        "seat there. The list beside it names each.",
        can_open=True,
        rest="none on record",
    )
    if opened:
        chrome.open_page("region", territory=opened)


def _placed(
    found: pd.DataFrame,
) -> tuple[territory_map.Placed, list[territory_map.MapClass], int]:
    """Territories by number of hubs as the map takes them, and how many they are."""
    counts = hubs_by_territory(found)
    codes, classes = territory_map.count_classes(counts["hubs"].tolist(), "hubs")
    told = zip(counts["country"], counts["hubs"], strict=True)
    return territory_map.placed(counts, codes, told), classes, len(counts)
