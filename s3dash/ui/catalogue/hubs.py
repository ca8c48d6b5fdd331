"""The page Hubs: the map of seats."""

import pandas as pd

from s3dash.queries.catalogue.hubs import hubs_by_territory
from s3dash.ui.maps import territory_map
from s3dash.ui.shell import chrome


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
