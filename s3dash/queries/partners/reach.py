"""Among whom a partner is looked for: the filters of a wish, and why they leave nobody.

Every function takes the territories in reach: those with documented priorities, with the columns
of `Ranking.frame` and ``is_abroad`` (in another country than the one that looks).
"""

from __future__ import annotations

import pandas as pd

from s3dash.queries.explorer.index import Numbers
from s3dash.queries.partners.finder import ACROSS_BORDERS, Wish
from s3dash.queries.partners.places import Places


def meets(wish: Wish, reach: pd.DataFrame) -> Numbers:
    """Which rows meet the filters and have a score."""
    keeps = reach["score"].notna()
    if wish.countries:
        keeps &= reach["country_code"].isin(wish.countries)
    if wish.is_abroad:
        keeps &= reach["is_abroad"]
    if wish.most_km is not None:
        keeps &= reach["distance_km"] <= wish.most_km
    if wish.is_among_neighbours:
        keeps &= reach["is_neighbour"]
    if wish.macro_region_only:
        keeps &= reach["macro_regions"].notna()
    if wish.unlinked_only:
        keeps &= reach["shared_partnerships"].isna()
    if wish.less_developed_only:
        keeps &= reach["is_less_developed"].eq(True)
    kept: Numbers = keeps.to_numpy(dtype=bool)
    return kept


def is_widened(wish: Wish, reach: pd.DataFrame) -> bool:
    """Whether the mode looks in the macro-region, as nobody across the border has priorities.

    Not where the reader asked for neighbours or for a macro-region, and only if that finds some.
    """
    if wish.mode != ACROSS_BORDERS or wish.neighbours_only is not None:
        return False
    if not wish.is_abroad or wish.macro_region_only:
        return False
    abroad = reach[reach["is_abroad"]]
    return bool(not abroad["is_neighbour"].any() and abroad["macro_regions"].notna().any())


def why_nobody(wish: Wish, places: Places, reach: pd.DataFrame) -> str:
    """Why no territory meets the filters."""
    name = places.name()
    if not places.has_code and (wish.most_km or wish.is_among_neighbours):
        return (
            f"No territory meets all filters: {name} has no NUTS code, so neither its distance to "
            "others nor its neighbours can be told."
        )
    if wish.is_among_neighbours:
        chosen = reach[reach["is_abroad"]] if wish.is_abroad else reach
        where = " in another country" if wish.is_abroad else ""
        if not chosen["is_neighbour"].any():
            told = f"No neighbour of {name}{where} has documented priorities."
            is_alone = wish.is_abroad and chosen["macro_regions"].isna().all()
            return told + (
                " Nor does it share a macro-region with a territory abroad." if is_alone else ""
            )
        return f"No neighbour of {name}{where} with documented priorities meets the filters."
    if wish.macro_region_only and reach["macro_regions"].isna().all():
        return (
            f"No territory meets all filters: {name} shares no macro-region with a territory that "
            "has documented priorities."
        )
    return "No territory meets all filters."
