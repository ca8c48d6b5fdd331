"""Indicator values of NUTS 2 regions over the years, all of them in one array.

A region that NUTS 2021 brought in place of another counts where it has a value; the former one
counts elsewhere. Years without a value are never filled in: what is taken from another year says
so.
"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from s3dash.store.connection import Store

LEAST_COMMON = 0.9
"""Part of the regions of its best year that a common year of an indicator must have."""
NEAR_YEARS = 5
"""A value stands for another year that is at most so many years away."""
NEVER = 10_000
"""A year after all years."""


@dataclass(frozen=True)
class Courses:
    """Every value of every region.

    Attributes
    ----------
    codes : list of str
        Codes of the regions, those without any value too: a sum without them would be too small.
    indicators : list of str
        Identifiers, in the order of the data package.
    years : numpy.ndarray
        All years that have a value, the first first.
    values : numpy.ndarray
        Regions x indicators x years; NaN: no value.
    is_kept : numpy.ndarray
        Which codes NUTS 2021 has.
    former, newer : frozenset of str
        Codes that NUTS 2021 gave up, and those that it brought.
    members : frozenset of str
        Codes of the Member States.
    """

    codes: list[str]
    indicators: list[str]
    years: np.ndarray
    values: np.ndarray
    is_kept: np.ndarray
    former: frozenset[str]
    newer: frozenset[str]
    members: frozenset[str] = field(default_factory=frozenset)

    @cached_property
    def row_of(self) -> dict[str, int]:
        """Row of each region."""
        return {code: row for row, code in enumerate(self.codes)}

    @cached_property
    def has_value(self) -> np.ndarray:
        """Which regions have any value at all."""
        has_value: np.ndarray = ~np.isnan(self.values).all(axis=(1, 2))
        return has_value

    def newest(self) -> tuple[np.ndarray, np.ndarray]:
        """The newest value of each region and indicator, and its year; NaN and 0: none."""
        return self.nearest(
            list(range(len(self.codes))),
            np.full(len(self.indicators), self.years[-1] if len(self.years) else 0),
        )

    def nearest(
        self, rows: list[int], wanted: np.ndarray, within: int | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Values of regions in a year per indicator, else in the nearest, else NaN; their years.

        Of two years that are as near, the newer counts; none that is more than ``within`` years
        away does.
        """
        part = self.values[rows]
        if not part.size:
            return np.full(part.shape[:2], np.nan), np.zeros(part.shape[:2], dtype=int)
        far = 2 * np.abs(self.years - wanted[:, None]) + (self.years < wanted[:, None])
        if within is not None:
            part = np.where(far[None] > 2 * within + 1, np.nan, part)
        far = np.where(np.isnan(part), np.inf, far[None])
        place = far.argmin(axis=2)
        found = np.take_along_axis(part, place[:, :, None], axis=2)[:, :, 0]
        return found, np.where(np.isnan(found), 0, self.years[place])

    def of_one_version(self, rows: list[int] | np.ndarray) -> np.ndarray:
        """Regions x indicators: which of the regions count, see `one_version`."""
        held = ~np.isnan(self.values[rows]).all(axis=2)
        return one_version([self.codes[row] for row in rows], held, self.former, self.newer)

    def fullest(self, rows: list[int]) -> np.ndarray:
        """Per indicator the newest of the years in which most of the regions have a value."""
        return self._newest(self._full_in(rows, 1.0))

    @cached_property
    def is_common(self) -> np.ndarray:
        """Indicators x years: whether nearly as many regions as in the best year have a value."""
        return self._full_in(list(range(len(self.codes))), LEAST_COMMON)

    def common_years(self, as_of: int | None = None) -> np.ndarray:
        """Per indicator the newest common year, up to a year where one is given; 0: none.

        An indicator without a common year up to it has the first one after, at most `NEAR_YEARS`
        later.
        """
        if as_of is None:
            return self._newest(self.is_common)
        held = self._newest(self.is_common & (self.years <= as_of))
        is_after = self.is_common & (self.years > as_of) & (self.years <= as_of + NEAR_YEARS)
        first = np.where(is_after, self.years, NEVER).min(axis=1, initial=NEVER)
        found: np.ndarray = np.where(held > 0, held, first % NEVER)
        return found

    def _newest(self, is_in: np.ndarray) -> np.ndarray:
        """Per indicator the newest of the years that are in; 0: none."""
        found: np.ndarray = np.where(is_in, self.years, 0).max(axis=1, initial=0)
        return found

    def _full_in(self, rows: list[int], least: float) -> np.ndarray:
        """Indicators x years: whether so large a part of the best year's regions has a value."""
        chosen = self.of_one_version(rows)[:, :, None]
        count = (~np.isnan(self.values[rows]) & chosen).sum(axis=0)
        most = count.max(axis=1, keepdims=True, initial=0)
        is_full: np.ndarray = (count >= least * most) & (count > 0)
        return is_full


def one_version(
    codes: list[str], held: np.ndarray, former: frozenset[str], newer: frozenset[str]
) -> np.ndarray:
    """Which regions count for which indicator, so that no ground counts twice.

    Of a country whose regions were cut anew, those that NUTS 2021 brought count where as large a
    part of them has a value (``held``: regions x indicators) as of the former ones, which count
    else.
    """
    is_former = np.array([code in former for code in codes], dtype=bool)
    is_newer = np.array([code in newer for code in codes], dtype=bool)
    countries = np.array([code[:2] for code in codes])
    counts = np.ones(held.shape, dtype=bool)
    for country in set(countries[is_former | is_newer]):
        own_former, own_newer = (
            is_former & (countries == country),
            is_newer & (countries == country),
        )
        part = held[own_newer].sum(axis=0) / max(own_newer.sum(), 1)
        has_newer = (part > 0) & (part >= held[own_former].sum(axis=0) / max(own_former.sum(), 1))
        counts[own_former] = ~has_newer
        counts[own_newer] = has_newer
    return counts


def courses(store: Store) -> Courses:
    """All values of all regions, read once per store."""
    return store.once(_courses)


def _courses(store: Store) -> Courses:
    values = store.frame("""
        SELECT indicator_id, nuts_code, year::INTEGER AS year, value
        FROM indicator_value SEMI JOIN indicator USING (indicator_id)
    """)
    regions = store.frame("""
        WITH version AS (
            SELECT nuts_code, bool_or(territory_id IS NOT NULL) AS is_kept,
                   min(nuts_vintage) AS first_vintage
            FROM nuts_correspondence WHERE length(nuts_code) = 4 GROUP BY nuts_code
        )
        SELECT nuts_code, bool_or(is_kept) AS is_kept,
               bool_or(first_vintage > (SELECT min(nuts_vintage) FROM nuts_correspondence))
                   AS is_newer
        FROM (
            SELECT nuts_code, is_kept, first_vintage FROM version
            UNION ALL
            SELECT nuts_code, territory_id IS NOT NULL, NULL FROM indicator_value
        )
        GROUP BY nuts_code ORDER BY nuts_code
    """)
    indicators = [
        name for (name,) in store.rows("SELECT indicator_id FROM indicator ORDER BY rowid")
    ]
    members = store.rows("SELECT country_code FROM country WHERE status = 'member'")
    codes = [str(code) for code in regions["nuts_code"]]
    years = np.unique(values["year"].to_numpy(dtype=int))
    cube = np.full((len(codes), len(indicators), len(years)), np.nan)
    cube[
        pd.Index(codes).get_indexer(values["nuts_code"]),
        pd.Index(indicators).get_indexer(values["indicator_id"]),
        np.searchsorted(years, values["year"]),
    ] = values["value"]
    is_kept = regions["is_kept"].to_numpy(dtype=bool)
    is_newer = regions["is_newer"].fillna(False).to_numpy(dtype=bool)
    return Courses(
        codes=codes,
        indicators=indicators,
        years=years,
        values=cube,
        is_kept=is_kept,
        former=frozenset(code for code, kept in zip(codes, is_kept, strict=True) if not kept),
        newer=frozenset(code for code, new in zip(codes, is_newer, strict=True) if new),
        members=frozenset(code for (code,) in members),
    )
