"""Territories by how much is documented of them: the map of the start page."""

import pandas as pd

from s3dash.queries.base.overview import territory_counts
from s3dash.ui.maps.territory_map import MapClass, Placed, count_classes, partial_marks, placed
from s3dash.ui.shell.library import answer, drawn


def by(measure: str, noun: str) -> tuple[pd.DataFrame, Placed, list[MapClass]]:
    """Territories that have any: as `territory_counts` gives them, on the map, and the classes.

    ``measure``: ``priorities`` or ``memberships``; ``noun``: what the legend calls them.
    """
    return drawn(_by, measure, noun)


def _by(measure: str, noun: str) -> tuple[pd.DataFrame, Placed, list[MapClass]]:
    counts = answer(territory_counts).query(f"{measure} > 0").reset_index(drop=True)
    codes, classes = count_classes(counts[measure].tolist(), noun)
    told = zip(
        counts["country"],
        counts["priorities"],
        counts["memberships"],
        partial_marks(counts["has_partial_list"]),
        strict=True,
    )
    return counts, placed(counts, codes, told), classes
