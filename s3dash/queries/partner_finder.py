"""Partner finder: territories ranked by how well they fit one, the score split into named parts.

`docs/methods.md` has every part in words. A part that cannot be told for a territory is left out
of its mean and reported; it never counts as zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from s3dash.queries.priority_index import Numbers, PriorityIndex, priority_index
from s3dash.queries.priority_vectors import PriorityVectors, best_by_territory, priority_vectors
from s3dash.queries.similarity import NotComparable, distances
from s3dash.queries.structure import Structure, structure
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
LEAD_INDICATORS = ("gerd_pct_gdp", "berd_pct_gdp", "epo_patents_per_million")
FULL_LEAD = 2.0
"""Standard deviations ahead from which on the lead counts in full."""
FULL_LINKS = 3
"""Shared partnerships from which on links count in full."""
LESS_DEVELOPED = 0.75
"""Share of the EU's GDP per inhabitant below which a region is less developed
(Regulation (EU) 2021/1060, Article 108)."""
NEAR = 0.15
"""Likeness from which on two priorities are told as a match."""
TOLD = 3


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
        Only territories whose middle is no farther away, as the crow flies on the map.
    neighbours_only, abroad_only, unlinked_only, less_developed_only : bool
        Only territories that share a border; of another country; without a shared partnership;
        whose GDP per inhabitant is below 75 % of the EU's.
    """

    territory_id: str
    platform_id: str = ""
    priority_id: str = ""
    mode: str = "implementation"
    weights: Mapping[str, float] = field(default_factory=dict)
    countries: tuple[str, ...] = ()
    most_km: float | None = None
    neighbours_only: bool = False
    abroad_only: bool = False
    unlinked_only: bool = False
    less_developed_only: bool = False

    @property
    def part_weights(self) -> dict[str, float]:
        """Weight of every part; raises `NoPartners` when none is above 0."""
        weights = {part: MODES[self.mode].get(part, 0.0) for part in PARTS} | dict(self.weights)
        if min(weights.values()) < 0 or not max(weights.values()) > 0:
            raise NoPartners("At least one part of the score needs a weight above 0.")
        return weights


def partners(store: Store, wish: Wish, limit: int | None = None) -> pd.DataFrame:
    """Territories with documented priorities, the best partners first.

    Territories that contain the one that looks, or lie in it, are left out.

    Returns
    -------
    pandas.DataFrame
        ``territory_id, name, country, score`` (0 to 100), one column per part of `PARTS` (0 to 1;
        NaN: cannot be told), ``distance_km`` (NaN: not drawn on the map), ``shared_partnerships``
        (names, separated by semicolons; None without any), ``structural_distance``,
        ``is_less_developed`` (None: no figure), ``is_neighbour``, ``has_partial_list`` and
        ``reasons`` (sentences, separated by " · "); equal scores in the order of the codes.

    Raises
    ------
    NoPartners
        The territory has no documented priority on what is asked, is unknown, or every weight is 0.
    """
    weights = wish.part_weights
    index = priority_index(store)
    territories = index.territories
    codes = territories["territory_id"]
    vectors = priority_vectors(store)
    own = _own_rows(store, vectors, wish)
    here = wish.territory_id
    offered = np.ones(len(vectors.territory), dtype=bool)
    if wish.platform_id:
        offered = _on_theme(index, wish.platform_id)
    likeness = np.where(offered, vectors.likeness(own), 0)
    best, where = best_by_territory(likeness, vectors.territory, len(territories))
    links = _links(store, here)
    shared = codes.map(links)
    place = _placed(structure(store), codes)
    told = _Told(vectors, own, best, where, index)
    parts = {
        "match": best.mean(axis=0),
        "complement": told.complementarity(vectors.territory[own[0]]),
        **_structural(structure(store), here, place),
        "links": np.minimum(shared.map(len, na_action="ignore").fillna(0) / FULL_LINKS, 1.0),
    }
    frame = territories[["territory_id", "name", "country"]].assign(
        **{part: np.asarray(parts[part], dtype=float) for part in PARTS}
    )
    frame["score"] = _score(frame, weights)
    frame["structural_distance"] = parts["distance"]
    frame["distance_km"] = _kilometres(structure(store), here, place)
    frame["shared_partnerships"] = shared.map("; ".join, na_action="ignore")
    frame["is_less_developed"] = _less_developed(structure(store), place)
    frame["is_neighbour"] = codes.isin(_bordering(store, here))
    partial = index.strategies.loc[index.strategies["completeness"] == "partial", "territory_id"]
    frame["has_partial_list"] = codes.isin(set(partial))
    kept = frame[_keeps(wish, index, frame)].sort_values(
        ["score", "territory_id"], ascending=[False, True]
    )[:limit]
    reasons = [
        " · ".join(told.reasons(row, weights)) for row in kept.reset_index().to_dict("records")
    ]
    return kept.assign(reasons=reasons).reset_index(drop=True)[_COLUMNS]


_COLUMNS = [
    *("territory_id", "name", "country", "score", *PARTS, "structural_distance", "distance_km"),
    *("shared_partnerships", "is_less_developed", "is_neighbour", "has_partial_list", "reasons"),
]


def _own_rows(store: Store, vectors: PriorityVectors, wish: Wish) -> Numbers:
    """Rows of the priorities that partners are looked for."""
    codes = vectors.index.territories["territory_id"]
    rows = np.flatnonzero((codes == wish.territory_id).to_numpy()[vectors.territory])
    if not len(rows):
        raise NoPartners(f"No priority is documented for {wish.territory_id}.")
    if wish.platform_id:
        rows = rows[_on_theme(vectors.index, wish.platform_id)[rows]]
        if not len(rows):
            raise NoPartners(
                f"No priority of {wish.territory_id} is documented on the theme of the platform "
                f"{wish.platform_id}."
            )
    if wish.priority_id:
        found = store.rows(
            "SELECT rowid FROM priority WHERE priority_id = $priority_id",
            {"priority_id": wish.priority_id},
        )
        rows = rows[[bool(found) and vectors.index.row_no[row] == found[0][0] for row in rows]]
        if not len(rows):
            raise NoPartners(
                f"{wish.priority_id} is not a documented priority of {wish.territory_id}"
                + (
                    f" on the theme of the platform {wish.platform_id}."
                    if wish.platform_id
                    else "."
                )
            )
    return rows


def _on_theme(index: PriorityIndex, platform_id: str) -> Numbers:
    """Priorities that match the theme of a platform."""
    column = index.codes.index(platform_id) if platform_id in index.codes else None
    if column is None:
        return np.zeros(len(index), dtype=bool)
    mask: Numbers = index.has_own_code[:, column][index.classification]
    return mask


class _Told:
    """What territories have in common with the one that looks, as numbers and as sentences."""

    def __init__(
        self,
        vectors: PriorityVectors,
        own: Numbers,
        best: Numbers,
        where: Numbers,
        index: PriorityIndex,
    ) -> None:
        self.vectors, self.own, self.best, self.where, self.index = vectors, own, best, where, index
        is_domain = np.array(
            [index.labels[code][0] in ("economic", "scientific") for code in index.codes]
        )
        self.codes = [code for code, is_ in zip(index.codes, is_domain, strict=True) if is_]
        self.has = index.has_own_code[:, is_domain][index.classification]
        self.held = np.zeros((len(index.territories), len(self.codes)), dtype=bool)
        np.logical_or.at(self.held, vectors.territory, self.has)
        self.pull: Numbers = np.zeros(len(self.codes))
        self.with_own: Numbers = np.zeros(len(self.codes), dtype=int)

    def complementarity(self, here: int) -> Numbers:
        """Share of what goes with its own domains, and it lacks, that each territory has.

        A domain goes with another as often as it stands in the same priorities: the share of the
        other's priorities, all of Europe, that have both.
        """
        # Whoever has a section lacks none of the section, whoever has a division not its section.
        sections = {code[0] for code in np.array(self.codes)[self.held[here]]}
        mine = self.held[here].copy()
        lacks = np.array(
            [not (has or code in sections) for code, has in zip(self.codes, mine, strict=True)]
        )
        counted = self.has.astype(np.float32)
        used = np.zeros(len(self.codes), dtype=bool)
        used[self.has[self.own].any(axis=0)] = True
        if not used.any():
            return np.full(len(self.held), np.nan)
        together = (
            counted[:, used].T @ counted / np.maximum(counted[:, used].sum(axis=0), 1)[:, None]
        )
        self.pull = np.where(lacks, together.max(axis=0), 0)
        self.with_own = np.flatnonzero(used)[together.argmax(axis=0)]
        total = self.pull.sum()
        share: Numbers = self.held @ self.pull / total if total else np.full(len(self.held), np.nan)
        return share

    def reasons(self, row: Mapping[str, object], weights: Mapping[str, float]) -> list[str]:
        """Why a territory stands where it stands, one sentence per part that counts."""
        place = int(str(row["index"]))
        found = []
        if weights["match"]:
            found.append(self._matches(place))
        if weights["complement"]:
            found.append(self._complements(place))
        distance, lead = row["structural_distance"], row["lead"]
        if weights["peer"] or weights["difference"]:
            found.append(
                "structural distance not available"
                if pd.isna(distance)
                else f"structural distance {float(str(distance)):.2f}"
            )
        if weights["lead"]:
            found.append(_lead_words(lead))
        if row["shared_partnerships"] is not None and not pd.isna(row["shared_partnerships"]):
            found.append(f"works together in: {row['shared_partnerships']}")
        elif weights["links"]:
            found.append("no shared partnership documented")
        return found

    def _matches(self, place: int) -> str:
        titles = self.vectors.titles
        # The same title may stand in the strategies of two periods: told once.
        pairs = dict.fromkeys(
            f"“{titles[self.own[row]]}” and “{titles[self.where[row, place]]}”"
            for row in np.argsort(-self.best[:, place], kind="stable")
            if self.best[row, place] >= NEAR
        )
        return f"alike: {'; '.join([*pairs][:TOLD])}" if pairs else "no priority alike"

    def _complements(self, place: int) -> str:
        pull = np.where(self.held[place], self.pull, 0)
        named = []
        for column in np.argsort(-pull, kind="stable")[:TOLD]:
            if pull[column] > 0:
                own = self.codes[self.with_own[column]]
                kind, label = self.index.labels[self.codes[column]]
                own_kind, own_label = self.index.labels[own]
                where = {
                    ("scientific", "economic"): "research behind",
                    ("economic", "scientific"): "industry for",
                }.get((kind, own_kind), "beside")
                named.append(f"{label} ({where} {own_label})")
        return f"brings: {'; '.join(named)}" if named else "brings no domain that is missing here"


def _lead_words(lead: object) -> str:
    if lead is None or pd.isna(lead):
        return "lead in R&D and patents not available"
    ahead = float(str(lead)) * FULL_LEAD
    if ahead <= 0:
        return "not ahead in R&D and patents"
    return f"ahead in R&D and patents by {ahead:.1f} standard deviations" + (
        " or more" if ahead >= FULL_LEAD else ""
    )


def _score(frame: pd.DataFrame, weights: Mapping[str, float]) -> Numbers:
    """Mean of the parts that can be told, weighted, 0 to 100; NaN where none can."""
    values = frame[list(PARTS)].to_numpy(dtype=float)
    weight = np.array([weights[part] for part in PARTS])
    used = (~np.isnan(values) * weight).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        score: Numbers = 100 * (np.nan_to_num(values) * weight).sum(axis=1) / used
    return score


def _placed(known: Structure, codes: pd.Series) -> Numbers:
    """Row of each territory in the structure; -1: it has no NUTS code."""
    return np.array([known.row_of.get(code, -1) for code in codes])


def _picked(values: Numbers, place: Numbers) -> Numbers:
    picked: Numbers = np.where(place >= 0, values[place], np.nan)
    return picked


def _structural(known: Structure, here: str, place: Numbers) -> dict[str, Numbers]:
    try:
        distance = _picked(distances(known, here).distance, place)
    except NotComparable:
        distance = np.full(len(place), np.nan)
    peer = np.exp(-distance)
    columns = [
        list(known.indicators["indicator_id"]).index(name)
        for name in LEAD_INDICATORS
        if name in set(known.indicators["indicator_id"])
    ]
    scores = known.scores[:, columns]
    held = ~np.isnan(scores)
    enough = held.sum(axis=1) >= 2
    level = np.where(
        enough, np.nan_to_num(scores).sum(axis=1) / np.maximum(held.sum(axis=1), 1), np.nan
    )
    own = level[known.row_of[here]] if here in known.row_of else np.nan
    lead = np.clip((_picked(level, place) - own) / FULL_LEAD, 0, 1)
    return {"peer": peer, "difference": 1 - peer, "lead": lead, "distance": distance}


def _kilometres(known: Structure, here: str, place: Numbers) -> Numbers:
    """Between the points where the names stand, on the equal-area map (a unit is 100 km)."""
    if here not in known.row_of:
        return np.full(len(place), np.nan)
    points = known.territories[["label_x", "label_y"]].to_numpy(dtype=float)
    away = 100 * np.hypot(*(points - points[known.row_of[here]]).T)
    return _picked(np.round(away), place)


def _less_developed(known: Structure, place: Numbers) -> list[bool | None]:
    """Whether GDP per inhabitant is below 75 % of that of the EU-27 regions taken together."""
    names = list(known.indicators["indicator_id"])
    if "gdp_pps_per_inhabitant" not in names or "population" not in names:
        return [None] * len(place)
    gdp = known.values[:, names.index("gdp_pps_per_inhabitant")]
    people = known.values[:, names.index("population")]
    rows = known.is_measured & known.is_in_eu & ~np.isnan(gdp * people)
    average = (gdp[rows] * people[rows]).sum() / people[rows].sum()
    own = _picked(gdp, place)
    return [None if np.isnan(value) else bool(value < LESS_DEVELOPED * average) for value in own]


def _keeps(wish: Wish, index: PriorityIndex, frame: pd.DataFrame) -> Numbers:
    here = wish.territory_id
    codes = frame["territory_id"]
    country = index.strategies.drop_duplicates("territory_id").set_index("territory_id")[
        "country_code"
    ]
    countries = codes.map(country)
    own_country = country.get(here, here[:2])
    is_kin = codes.map(lambda code: code.startswith(here) or here.startswith(code))
    keeps = ~is_kin & frame["score"].notna()
    if wish.countries:
        keeps &= countries.isin(wish.countries)
    if wish.abroad_only:
        keeps &= countries != own_country
    if wish.most_km is not None:
        keeps &= frame["distance_km"] <= wish.most_km
    if wish.neighbours_only:
        keeps &= frame["is_neighbour"]
    if wish.unlinked_only:
        keeps &= frame["shared_partnerships"].isna()
    if wish.less_developed_only:
        keeps &= frame["is_less_developed"].map(lambda is_: is_ is True)
    kept: Numbers = keeps.to_numpy(dtype=bool)
    return kept


def _links(store: Store, territory_id: str) -> dict[str, list[str]]:
    """Territories that share a partnership with it -> names of the partnerships."""
    rows = store.rows(
        """
        SELECT other.territory_id, list(DISTINCT partnership.name ORDER BY partnership.name)
        FROM membership AS own JOIN membership AS other USING (partnership_id)
        JOIN partnership USING (partnership_id)
        WHERE own.territory_id = $territory_id AND other.territory_id <> $territory_id
        GROUP BY other.territory_id
        """,
        {"territory_id": territory_id},
    )
    return dict(rows)


def _bordering(store: Store, territory_id: str) -> set[str]:
    """Territories of any level that share a border with it."""
    rows = store.rows(
        """
        WITH border AS (
            SELECT territory_id AS here, neighbour_id AS there FROM neighbour
            UNION ALL SELECT neighbour_id, territory_id FROM neighbour
        )
        SELECT left(there, size)
        FROM border CROSS JOIN (VALUES (2), (3), (4), (5)) AS code(size)
        WHERE here = $territory_id AND size <= length(there)
          AND left(there, size) <> left($territory_id, size)
        UNION
        SELECT here FROM border
        WHERE starts_with(there, $territory_id) AND NOT starts_with(here, $territory_id)
        """,
        {"territory_id": territory_id},
    )
    return {code for (code,) in rows}
