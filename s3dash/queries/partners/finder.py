"""Partner finder: territories ranked by how well they fit one, the score split into named parts.

`docs/methods/partners.md` has every part in words. A part that cannot be told for a territory is
left out of its mean and reported; it never counts as zero. Modes that look for those ahead list
them first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import isfinite

import numpy as np
import pandas as pd

from s3dash.queries.explorer.index import Numbers, PriorityIndex, priority_index
from s3dash.queries.partners.lead import LEAD_GROUPS, Lead, group_words
from s3dash.queries.partners.places import Places, is_kin
from s3dash.queries.partners.priority_vectors import PriorityVectors, priority_vectors
from s3dash.queries.partners.themes import CommonGround
from s3dash.store.connection import Store

PARTS = {
    "match": "Thematic match",
    "complement": "Complementarity",
    "peer": "Similar structure",
    "difference": "Different structure",
    "lead": "Lead in innovation",
    "links": "Existing links",
}
"""Parts of the score, each 0 to 1."""
MODES: dict[str, dict[str, float]] = {
    "analysis": {"lead": 2, "difference": 2, "match": 1},
    "design": {"peer": 3, "match": 1},
    "implementation": {"lead": 2, "match": 2, "complement": 2},
    "cross-border": {"match": 2, "complement": 1, "links": 1},
}
"""Weights of the parts that answer the question “which partners?” at each stage of a RIS3."""
ACROSS_BORDERS = "cross-border"
"""The mode that looks among neighbours of other countries unless told otherwise."""
FULL_LINKS = 3
"""Shared partnerships from which on links count in full."""


class NoPartners(ValueError):
    """There is nothing to rank for what was asked; the text says why."""


@dataclass(frozen=True)
class Wish:
    """What a partner is looked for.

    Attributes
    ----------
    territory_id : str
        Who looks.
    platform_id, priority_id : str
        Only its priorities on this theme, or this one; empty: all of them.
    mode : str
        A key of `MODES`.
    weights : mapping of str to float
        Weights in place of those of the mode, by part.
    countries : tuple of str
        Only territories of these countries; empty: of all.
    most_km : float or None
        Only territories whose middle is no farther away, as the crow flies.
    neighbours_only, abroad_only : bool or None
        Only territories that share a border; of another country; None: as the mode has it, which
        may then be widened to the macro-region (`Ranking.is_widened`).
    macro_region_only, unlinked_only, less_developed_only : bool
        Only territories of a macro-region in common; without a shared partnership; whose GDP per
        inhabitant is below 75 % of the EU's.
    """

    territory_id: str
    platform_id: str = ""
    priority_id: str = ""
    mode: str = "implementation"
    # Compared but not hashed: a wish may be asked for again.
    weights: Mapping[str, float] = field(default_factory=dict, hash=False)
    countries: tuple[str, ...] = ()
    most_km: float | None = None
    neighbours_only: bool | None = None
    abroad_only: bool | None = None
    macro_region_only: bool = False
    unlinked_only: bool = False
    less_developed_only: bool = False

    @property
    def part_weights(self) -> dict[str, float]:
        """Weight of every part; raises `NoPartners` when they cannot weigh anything."""
        if self.mode not in MODES:
            raise NoPartners(f"There is no mode {self.mode}; there are {', '.join(MODES)}.")
        unknown = [part for part in self.weights if part not in PARTS]
        if unknown:
            raise NoPartners(f"There is no part {unknown[0]}; there are {', '.join(PARTS)}.")
        weights = {part: float(MODES[self.mode].get(part, 0)) for part in PARTS}
        weights |= {part: float(weight) for part, weight in self.weights.items()}
        if not all(isfinite(weight) and weight >= 0 for weight in weights.values()):
            raise NoPartners("A weight is a number of 0 or more.")
        if not any(weights.values()):
            raise NoPartners("Every weight is 0. At least one part of the score needs a weight.")
        return weights

    @property
    def is_by_lead(self) -> bool:
        """Whether those ahead come first: the mode looks for them, and the lead has a weight."""
        return "lead" in MODES[self.mode] and self.part_weights["lead"] > 0

    @property
    def is_among_neighbours(self) -> bool:
        """Whether only neighbours are asked for, by the reader or by the mode."""
        is_mode = self.mode == ACROSS_BORDERS
        return is_mode if self.neighbours_only is None else self.neighbours_only

    @property
    def is_abroad(self) -> bool:
        """Whether only other countries are asked for, by the reader or by the mode."""
        return self.mode == ACROSS_BORDERS if self.abroad_only is None else self.abroad_only


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
        those ahead, or the lead can be told for nobody); equal scores in the order of the codes.
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
    """

    frame: pd.DataFrame
    weights: dict[str, float]
    untold: tuple[str, ...]
    wish: Wish
    is_widened: bool
    nobody: str
    _common: CommonGround
    _lead: Lead
    _places: Numbers
    _here: str

    def reasons(self, row: int) -> dict[str, str]:
        """Why the territory of a row of the frame stands there: part -> words."""
        told = self._records[row]
        found = {}
        if self.weights["match"]:
            found["match"] = self._common.matches(self._places[row])
        if self.weights["complement"]:
            found["complement"] = self._common.complements(self._places[row])
        if self.weights["peer"] or self.weights["difference"]:
            part = "peer" if self.weights["peer"] >= self.weights["difference"] else "difference"
            found[part] = _distance_words(told["structural_distance"])
        if self.weights["lead"]:
            found["lead"] = self._lead.words(self._places[row], self._here, str(told["name"]))
        if told["partnership_ids"]:
            found["links"] = f"together in {told['shared_partnerships']}"
        elif self.weights["links"]:
            found["links"] = "no shared partnership documented"
        return found

    @cached_property
    def groups(self) -> dict[str, int]:
        """How many territories each group has, in order; none where the ranking has no groups."""
        counts = self.frame["lead_group"].value_counts()
        return {group: int(counts[group]) for group in LEAD_GROUPS if group in counts}

    def heading(self, row: int) -> str:
        """What stands above a row: that another group begins; empty where none does."""
        group = self.frame["lead_group"]
        if not row or not self.groups or group[row] == group[row - 1]:
            return ""
        return group_words(str(group[row]), self.groups[str(group[row])])

    @cached_property
    def _records(self) -> list[dict[str, object]]:
        columns = ["name", "structural_distance", "shared_partnerships", "partnership_ids"]
        return [
            {str(name): value for name, value in record.items()}
            for record in self.frame[columns].to_dict("records")
        ]

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


def ranking(store: Store, wish: Wish) -> Ranking:
    """Rank the territories with documented priorities.

    Territories that contain the one that looks, or lie in it, are left out.

    Raises
    ------
    NoPartners
        The territory is unknown or has no documented priority on what is asked, or a country is
        unknown; no part with a
        weight can be told; the weights weigh nothing.
    """
    weights = wish.part_weights
    known = {code for (code,) in store.rows("SELECT country_code FROM country")}
    if foreign := [code for code in wish.countries if code not in known]:
        raise NoPartners(f"There is no country {foreign[0]}; there are {', '.join(sorted(known))}.")
    index, vectors = priority_index(store), priority_vectors(store)
    own = _own_rows(store, vectors, wish)
    offered = np.ones(len(index), dtype=bool)
    if wish.platform_id:
        offered = _on_theme(index, wish.platform_id)
    common = CommonGround(vectors, own, offered)
    codes = index.territories["territory_id"]
    places = Places(store, wish.territory_id, codes.tolist())
    shared, macro_regions = places.partnerships(), places.macro_regions()
    distance = places.distance()
    peer = np.exp(-distance)
    counts = np.array([len(shared.get(code, ())) for code in codes])
    lead = places.lead()
    parts = {
        "match": common.match,
        "complement": common.complementarity,
        "peer": peer,
        "difference": 1 - peer,
        "lead": lead.part,
        "links": np.minimum(counts / FULL_LINKS, 1.0),
    }
    country = index.strategies.drop_duplicates("territory_id").set_index("territory_id")
    partial = index.strategies.loc[index.strategies["completeness"] == "partial", "territory_id"]
    frame = index.territories.assign(
        country_code=codes.map(country["country_code"]),
        score=_score(parts, weights),
        **parts,
        structural_distance=distance,
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
    )[_COLUMNS]
    others = ~_is_kin(codes, wish.territory_id)
    untold = tuple(
        part for part, weight in weights.items() if weight and np.isnan(parts[part][others]).all()
    )
    if set(untold) == {part for part, weight in weights.items() if weight}:
        named = ", ".join(PARTS[part].lower() for part in untold)
        raise NoPartners(
            f"For {wish.territory_id} no part that has a weight can be told ({named})."
        )
    if wish.is_by_lead and "lead" not in untold:
        frame["lead_group"] = lead.groups
    reach = frame.assign(
        is_abroad=frame["country_code"] != country["country_code"][wish.territory_id]
    )[others & vectors.has_priorities]
    is_widened = _is_widened(wish, reach)
    if is_widened:
        wish = replace(wish, neighbours_only=False, macro_region_only=True)
    meets = _meets(wish, reach)
    order = [LEAD_GROUPS.index(g) if g else 0 for g in frame["lead_group"]]
    kept = (
        frame.assign(order=order)
        .loc[reach.index[meets]]
        .sort_values(["order", "score", "territory_id"], ascending=[True, False, True])
    )
    return Ranking(
        kept[_COLUMNS].reset_index(drop=True),
        weights,
        untold,
        wish,
        is_widened,
        "" if meets.any() else _why_nobody(wish, places, reach),
        common,
        lead,
        kept.index.to_numpy(),
        places.name(),
    )


_COLUMNS = [
    *("territory_id", "name", "country", "country_code", "nuts_level", "score", *PARTS),
    *("structural_distance", "distance_km", "shared_partnerships", "partnership_ids"),
    *("is_less_developed", "is_neighbour", "macro_regions", "has_partial_list", "lead_group"),
]


def _own_rows(store: Store, vectors: PriorityVectors, wish: Wish) -> Numbers:
    """Rows of the priorities that partners are looked for."""
    index, here = vectors.index, wish.territory_id
    rows = np.flatnonzero((index.territories["territory_id"] == here).to_numpy()[vectors.territory])
    if not len(rows):
        if not store.rows("SELECT 1 FROM territory WHERE territory_id = $here", {"here": here}):
            raise NoPartners(f"{here} is not a territory of this base.")
        raise NoPartners(f"No priority of its own is documented for {here}.")
    theme = ""
    if wish.platform_id:
        known = [code for (code,) in store.rows("SELECT platform_id FROM platform ORDER BY 1")]
        if wish.platform_id not in known:
            raise NoPartners(
                f"There is no platform {wish.platform_id}; there are {', '.join(known)}."
            )
        theme = f" on the theme of the platform {wish.platform_id}"
        rows = rows[_on_theme(index, wish.platform_id)[rows]]
        if not len(rows):
            raise NoPartners(f"No priority of {here} is documented{theme}.")
    if wish.priority_id:
        found = store.rows(
            "SELECT rowid FROM priority WHERE priority_id = $priority_id",
            {"priority_id": wish.priority_id},
        )
        rows = rows[np.isin(index.row_no[rows], [row for (row,) in found])]
        if not len(rows):
            raise NoPartners(f"{wish.priority_id} is not a documented priority of {here}{theme}.")
    return rows


def _on_theme(index: PriorityIndex, platform_id: str) -> Numbers:
    """Priorities that match the theme of a platform."""
    if platform_id not in index.codes:
        return np.zeros(len(index), dtype=bool)
    mask: Numbers = index.has_own_code[:, index.codes.index(platform_id)][index.classification]
    return mask


def _score(parts: Mapping[str, Numbers], weights: Mapping[str, float]) -> Numbers:
    """Mean of the parts that can be told, weighted, 0 to 100; NaN where none can."""
    values = np.column_stack([parts[part] for part in PARTS])
    weight = np.array([weights[part] for part in PARTS])
    used = (~np.isnan(values) * weight).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        score: Numbers = 100 * (np.nan_to_num(values) * weight).sum(axis=1) / used
    return score


def _is_kin(codes: pd.Series, here: str) -> Numbers:
    """Whether a territory is the one that looks, contains it or lies in it."""
    kin: Numbers = np.array([is_kin(code, here) for code in codes])
    return kin


def _is_widened(wish: Wish, reach: pd.DataFrame) -> bool:
    """Whether the mode looks in the macro-region, as nobody across the border has priorities.

    Not where the reader asked for neighbours or for a macro-region, and only if that finds some.
    """
    if wish.mode != ACROSS_BORDERS or wish.neighbours_only is not None:
        return False
    if not wish.is_abroad or wish.macro_region_only:
        return False
    abroad = reach[reach["is_abroad"]]
    return bool(not abroad["is_neighbour"].any() and abroad["macro_regions"].notna().any())


def _why_nobody(wish: Wish, places: Places, reach: pd.DataFrame) -> str:
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


def _meets(wish: Wish, frame: pd.DataFrame) -> Numbers:
    """Which rows meet the filters and have a score."""
    keeps = frame["score"].notna()
    if wish.countries:
        keeps &= frame["country_code"].isin(wish.countries)
    if wish.is_abroad:
        keeps &= frame["is_abroad"]
    if wish.most_km is not None:
        keeps &= frame["distance_km"] <= wish.most_km
    if wish.is_among_neighbours:
        keeps &= frame["is_neighbour"]
    if wish.macro_region_only:
        keeps &= frame["macro_regions"].notna()
    if wish.unlinked_only:
        keeps &= frame["shared_partnerships"].isna()
    if wish.less_developed_only:
        keeps &= frame["is_less_developed"].eq(True)
    kept: Numbers = keeps.to_numpy(dtype=bool)
    return kept


def _distance_words(distance: object) -> str:
    if distance is None or pd.isna(distance):
        return "structural distance not available"
    return f"structural distance {float(str(distance)):.2f}"
