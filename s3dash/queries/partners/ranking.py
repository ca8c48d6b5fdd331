"""Partner finder: territories ranked by how well they fit one, the score split into named parts.

`docs/methods/partners.md` has every part in words. A part that cannot be told for a territory
counts as 0 there and is reported. With a priority or theme chosen, those
that share it come first; else modes that look for those ahead list them first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from s3dash.queries.explorer.index import Numbers, PriorityIndex, priority_index
from s3dash.queries.partners.finder import PARTS, NoPartners, Wish
from s3dash.queries.partners.lead import LEAD_GROUPS, group_words
from s3dash.queries.partners.places import Places, is_kin
from s3dash.queries.partners.priority_vectors import priority_vectors
from s3dash.queries.partners.reach import is_widened, meets, why_nobody
from s3dash.queries.partners.reasons import Reasons
from s3dash.queries.partners.score import parts_of, untold_parts, weighted_mean
from s3dash.queries.partners.subjects import (
    not_sharing_words,
    offered,
    own_rows,
    sample_words,
)
from s3dash.queries.partners.themes import CommonGround
from s3dash.store.connection import Store

_COLUMNS = [
    *("territory_id", "name", "country", "country_code", "nuts_level", "score", *PARTS),
    *("structural_distance", "distance_km", "shared_partnerships", "partnership_ids"),
    *("is_less_developed", "is_neighbour", "macro_regions", "has_partial_list", "lead_group"),
    "shares_subject",
]


@dataclass(frozen=True, eq=False)
class Ranking:
    """Territories by group, and by score within each, the best first.

    Attributes
    ----------
    frame : pandas.DataFrame
        ``territory_id, name, country, country_code, nuts_level`` (NA: no NUTS code), ``score``
        (0 to 100), one column per part of `PARTS` (0 to 1; NaN: cannot be told),
        ``structural_distance``, ``distance_km`` (NaN: without a NUTS code),
        ``shared_partnerships`` (names, separated by "; "; None without any), ``partnership_ids``
        (tuple of identifiers, in the same order), ``is_less_developed`` (None: outside the EU, or
        no figure), ``is_neighbour``, ``macro_regions`` (those in common, separated by
        "; "; NA without any), ``has_partial_list``, ``lead_group`` (one of `LEAD_GROUPS`, in
        their order; None throughout where the ranking has no groups: the mode does not look for
        those ahead, or the lead can be told for nobody), ``shares_subject`` (whether it has a
        priority alike the one chosen, or one on the theme chosen; None throughout where neither
        was); equal scores in the order of the codes.
    weights : dict of str to float
        The weight of every part.
    untold : tuple of str
        Parts with a weight that cannot be told for any territory.
    wish : Wish
        What was looked for in the end.
    is_widened : bool
        No neighbour abroad has documented priorities, so the mode looked in the macro-region.
    nobody : str
        Why there is no row, as a sentence; empty where there is one.
    sample : str
        That it has too many priorities to compare them all, as a sentence; empty where not.
    """

    frame: pd.DataFrame
    weights: dict[str, float]
    untold: tuple[str, ...]
    wish: Wish
    is_widened: bool
    nobody: str
    sample: str
    _reasons: Reasons

    def reasons(self, row: int) -> dict[str, str]:
        """Why the territory of a row of the frame stands there: part -> words."""
        return self._reasons.of(row)

    @cached_property
    def groups(self) -> dict[str, int]:
        """How many territories each group has, in order; none where the ranking has no groups."""
        counts = self.frame["lead_group"].value_counts()
        return {group: int(counts[group]) for group in LEAD_GROUPS if group in counts}

    @cached_property
    def sharing(self) -> tuple[int, int] | None:
        """How many share the priority or theme chosen and how many do not; None: nothing chosen."""
        if not self.wish.subject:
            return None
        count = int(self.frame["shares_subject"].sum())
        return count, len(self.frame) - count

    def heading(self, row: int) -> str:
        """What stands above a row: that another group begins; empty where none does."""
        if self.sharing:
            count, others = self.sharing
            return not_sharing_words(self.wish.subject, count, others) if row == count else ""
        group = self.frame["lead_group"]
        if not row or not self.groups or group[row] == group[row - 1]:
            return ""
        return group_words(str(group[row]), self.groups[str(group[row])])

    def told(self, limit: int | None = None) -> pd.DataFrame:
        """The first rows with a column ``reasons``: sentences, separated by " · "."""
        rows = self.frame[:limit]
        words = [
            " · ".join(f"{PARTS[part]}: {said}" for part, said in self.reasons(row).items())
            for row in range(len(rows))
        ]
        return rows.assign(reasons=words)


def partners(store: Store, wish: Wish, limit: int | None = None) -> pd.DataFrame:
    """Territories with documented priorities, the best partners first, with the reasons.

    Returns
    -------
    pandas.DataFrame
        The columns of `Ranking.frame` and ``reasons`` (sentences, separated by " · ").

    Raises
    ------
    NoPartners
        As `ranking`.
    """
    return ranking(store, wish).told(limit)


def ranking(store: Store, wish: Wish, on_topic: Numbers | None = None) -> Ranking:
    """Rank the territories with documented priorities.

    Territories that contain the one that looks, or lie in it, are left out.

    Parameters
    ----------
    on_topic : array of bool
        Per priority whether it is on a topic that partners are looked for on: then those that
        share it come first. Who looks is compared by its own priorities on it, else by all.

    Raises
    ------
    NoPartners
        The territory is unknown or has no documented priority on what is asked, or a country is
        unknown; no part with a weight can be told; the weights weigh nothing.
    """
    weights = wish.part_weights
    _refuse_unknown_countries(store, wish)
    index, vectors = priority_index(store), priority_vectors(store)
    own, offers = own_rows(store, vectors, wish), offered(index, wish)
    if on_topic is not None:
        own, offers = own[on_topic[own]] if on_topic[own].any() else own, offers & on_topic
    common = CommonGround(vectors, own, offers)
    codes = index.territories["territory_id"]
    places = Places(store, wish.territory_id, codes.tolist())
    distance, lead, shared = places.distance(), places.lead(), places.partnerships()
    counts = np.array([len(shared.get(code, ())) for code in codes])
    parts = parts_of(common, lead, distance, counts)
    others: Numbers = np.array([not is_kin(code, wish.territory_id) for code in codes])
    untold = untold_parts(parts, weights, others)
    _refuse_without_a_part(wish, weights, untold)
    frame = _described(index, places, shared).assign(
        score=weighted_mean(parts, weights, untold), **parts, structural_distance=distance
    )[_COLUMNS]
    if wish.is_by_lead and on_topic is None and "lead" not in untold:
        frame["lead_group"] = lead.groups
    if wish.subject or on_topic is not None:
        frame["shares_subject"] = common.is_alike if wish.priority_id else common.offers
    own_country = frame.loc[codes == wish.territory_id, "country_code"].item()
    reach = frame.assign(is_abroad=frame["country_code"] != own_country)[
        others & vectors.has_priorities
    ]
    widened = is_widened(wish, reach)
    if widened:
        wish = replace(wish, neighbours_only=False, macro_region_only=True)
    kept = _in_order(frame.loc[reach.index[meets(wish, reach)]])
    rows, here = kept.reset_index(drop=True), places.name()
    return Ranking(
        rows,
        weights,
        untold,
        wish,
        widened,
        why_nobody(wish, places, reach) if rows.empty else "",
        sample_words(len(own)),
        Reasons(rows, weights, common, lead, kept.index.to_numpy(), here),
    )


def _refuse_unknown_countries(store: Store, wish: Wish) -> None:
    known = {code for (code,) in store.rows("SELECT country_code FROM country")}
    if foreign := [code for code in wish.countries if code not in known]:
        raise NoPartners(f"There is no country {foreign[0]}; there are {', '.join(sorted(known))}.")


def _refuse_without_a_part(
    wish: Wish, weights: Mapping[str, float], untold: tuple[str, ...]
) -> None:
    if set(untold) == {part for part, weight in weights.items() if weight}:
        named = ", ".join(PARTS[part].lower() for part in untold)
        raise NoPartners(
            f"For {wish.territory_id} no part that has a weight can be told ({named})."
        )


def _described(
    index: PriorityIndex, places: Places, shared: Mapping[str, list[tuple[str, str]]]
) -> pd.DataFrame:
    """All territories with what `Ranking.frame` says of them, the score and its parts aside."""
    codes = index.territories["territory_id"]
    macro_regions = places.macro_regions()
    country = index.strategies.drop_duplicates("territory_id").set_index("territory_id")
    partial = index.strategies.loc[index.strategies["completeness"] == "partial", "territory_id"]
    return index.territories.assign(
        country_code=codes.map(country["country_code"]),
        distance_km=places.kilometres(),
        shared_partnerships=[
            "; ".join(name for _, name in shared[code]) if code in shared else None
            for code in codes
        ],
        partnership_ids=[tuple(key for key, _ in shared.get(code, ())) for code in codes],
        is_less_developed=pd.Series(places.less_developed(), dtype=object),
        is_neighbour=codes.isin(places.neighbours()),
        macro_regions=["; ".join(macro_regions.get(code, ())) or None for code in codes],
        has_partial_list=codes.isin(set(partial)),
        lead_group=pd.Series([None] * len(codes), dtype=object),
        shares_subject=pd.Series([None] * len(codes), dtype=object),
    )


def _in_order(frame: pd.DataFrame) -> pd.DataFrame:
    """Those that share the subject, by group of the lead, the best score first, then by code."""
    order = [
        LEAD_GROUPS.index(group) if group else int(shares is not None and not shares)
        for group, shares in zip(frame["lead_group"], frame["shares_subject"], strict=True)
    ]
    by = ["order", "score", "territory_id"]
    return frame.assign(order=order).sort_values(by, ascending=[True, False, True])[_COLUMNS]
