"""Where possible partners stand: structure, innovation, distance, borders, partnerships, GDP."""

from __future__ import annotations

import numpy as np

from s3dash.queries.explorer.index import Numbers
from s3dash.queries.partners.lead import Lead, lead
from s3dash.queries.territories.neighbours import TOUCHING
from s3dash.queries.territories.similarity import NotComparable, distances
from s3dash.queries.territories.structure import structure
from s3dash.store.connection import Store

EARTH_KM = 6371.0
"""Mean radius of the Earth."""
LESS_DEVELOPED = 0.75
"""Share of the EU's GDP per inhabitant below which a region is less developed
(Regulation (EU) 2021/1060, Article 108)."""


class Places:
    """Territories in the order of their codes given, as seen from one of them."""

    def __init__(self, store: Store, here: str, codes: list[str]) -> None:
        self._store, self._here, self._codes = store, here, codes
        self._known = structure(store)
        self._row = np.array([self._known.row_of.get(code, -1) for code in codes], dtype=int)

    def name(self) -> str:
        """The name of the one they are seen from."""
        [(name,)] = self._store.rows(
            "SELECT name FROM territory WHERE territory_id = $here", {"here": self._here}
        )
        return str(name)

    @property
    def has_code(self) -> bool:
        """Whether the one they are seen from has a NUTS code, and so an outline."""
        return self._here in self._known.row_of

    def _picked(self, values: Numbers) -> Numbers:
        """Values of the structure for these territories; NaN without a NUTS code."""
        picked: Numbers = np.where(self._row >= 0, values[self._row], np.nan)
        return picked

    def distance(self) -> Numbers:
        """Structural distance; NaN where it cannot be told."""
        try:
            return self._picked(distances(self._known, self._here).distance)
        except NotComparable:
            return np.full(len(self._codes), np.nan)

    def lead(self) -> Lead:
        """How far ahead in R&D and patents they are."""
        return lead(self._known, self._here, self._row)

    def kilometres(self) -> Numbers:
        """As the crow flies, between the middles of the largest parts of the territories."""
        known = self._known
        if not self.has_code:
            return np.full(len(self._codes), np.nan)
        places = np.radians(known.territories[["longitude", "latitude"]].to_numpy(dtype=float))
        away = _haversine(places, places[known.row_of[self._here]])
        return self._picked(np.round(away))

    def less_developed(self) -> list[bool | None]:
        """Whether GDP per inhabitant is below `LESS_DEVELOPED` of the EU's.

        None outside the EU and where no figure is held.
        """
        names = list(self._known.indicators["indicator_id"])
        average, members = eu_gdp(self._store)
        if "gdp_pps_per_inhabitant" not in names or np.isnan(average):
            return [None] * len(self._codes)
        gdp = self._picked(self._known.values[:, names.index("gdp_pps_per_inhabitant")])
        return [
            bool(value < LESS_DEVELOPED * average)
            if code[:2] in members and not np.isnan(value)
            else None
            for code, value in zip(self._codes, gdp, strict=True)
        ]

    def partnerships(self) -> dict[str, list[tuple[str, str]]]:
        """Territories that share partnerships with it -> identifiers and names of these."""
        rows = self._store.rows(
            """
            SELECT DISTINCT other.territory_id, partnership.name, partnership_id
            FROM membership AS own JOIN membership AS other USING (partnership_id)
            JOIN partnership USING (partnership_id)
            WHERE own.territory_id = $territory_id AND other.territory_id <> $territory_id
            ORDER BY ALL
            """,
            {"territory_id": self._here},
        )
        shared: dict[str, list[tuple[str, str]]] = {}
        for territory_id, name, partnership_id in rows:
            shared.setdefault(territory_id, []).append((partnership_id, name))
        return shared

    def macro_regions(self) -> dict[str, list[str]]:
        """Territories that lie in a macro-region that it lies in too -> the names of these.

        A territory counts as in a macro-region also when only a part of it is.
        """
        rows = self._store.rows(
            """
            SELECT territory_id, name FROM macro_region_territory
            JOIN macro_region USING (macro_region_id) ORDER BY macro_region.rowid
            """
        )
        own = list(dict.fromkeys(name for code, name in rows if is_kin(code, self._here)))
        parts = {name: [code for code, other in rows if other == name] for name in own}
        shared = {
            code: [name for name in own if any(is_kin(part, code) for part in parts[name])]
            for code in self._codes
        }
        return {code: names for code, names in shared.items() if names}

    def neighbours(self) -> set[str]:
        """Territories of any NUTS level that share a border with it on land."""
        rows = self._store.rows(
            f"WITH {TOUCHING} SELECT territory_id FROM touching",
            {"territory_id": self._here},
        )
        return {code for (code,) in rows}


def _haversine(places: Numbers, here: Numbers) -> Numbers:
    """Kilometres along the sphere from each place to one; longitude and latitude in radians."""
    east, north = (places - here).T
    squared = np.sin(north / 2) ** 2
    squared += np.cos(places[:, 1]) * np.cos(here[1]) * np.sin(east / 2) ** 2
    away: Numbers = 2 * EARTH_KM * np.arcsin(np.sqrt(squared))
    return away


def is_kin(one: str, other: str) -> bool:
    """Whether a territory is the other, contains it or lies in it: NUTS codes nest."""
    return one.startswith(other) or other.startswith(one)


def eu_gdp(store: Store) -> tuple[float, frozenset[str]]:
    """GDP per inhabitant of the EU-27 in PPS, and the codes of its countries; read once.

    The mean over the NUTS 2 regions of the Member States, weighted by population.
    """
    return store.once(_eu_gdp)


def _eu_gdp(store: Store) -> tuple[float, frozenset[str]]:
    members = frozenset(
        code for (code,) in store.rows("SELECT country_code FROM country WHERE status = 'member'")
    )
    [(average,)] = store.rows(
        """
        WITH newest AS (
            SELECT indicator_id, nuts_code, arg_max(value, year) AS value FROM indicator_value
            WHERE indicator_id IN ('gdp_pps_per_inhabitant', 'population')
              AND list_contains($members, left(nuts_code, 2))
            GROUP BY indicator_id, nuts_code
        )
        SELECT sum(gdp.value * people.value) / sum(people.value)
        FROM newest AS gdp JOIN newest AS people USING (nuts_code)
        WHERE gdp.indicator_id = 'gdp_pps_per_inhabitant' AND people.indicator_id = 'population'
        """,
        {"members": sorted(members)},
    )
    return (float("nan") if average is None else float(average)), members
