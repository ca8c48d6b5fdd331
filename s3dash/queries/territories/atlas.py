"""An indicator of one year over all regions, and classes of its values."""

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from s3dash.store.connection import Store

QUANTILES, NATURAL, EQUAL = "quantiles", "natural", "equal"
METHODS = {
    QUANTILES: "Quantiles",
    NATURAL: "Natural breaks",
    EQUAL: "Equal steps",
}
CLASSES = 5
NO_REGION = "no region"
"""What is said of a class that holds nothing."""
SIDE = 3
"""Classes of each of two values that are coloured together."""
MOST_SEARCHED = 300
"""Values among which natural breaks are searched: a third of a second on one core."""
DECIMALS = 9
"""Of a change: a difference has noise behind them, which would part equal values."""
MOST_DECIMALS = 6
"""In the words of a class."""
PRIORITIES = "priorities"
"""Stands for the number of documented priorities where something is seen against another."""


def atlas_indicators(store: Store) -> pd.DataFrame:
    """The indicators that have a value, in the order of the data package.

    Returns
    -------
    pandas.DataFrame
        ``indicator_id, label, unit, coverage_note, note, source_title, licence, years`` (list of
        those that have a value, the first first).
    """
    return store.frame("""
        SELECT indicator_id, label, unit, coverage_note, note, indicator.source_title,
               indicator.licence, list(DISTINCT year::INTEGER ORDER BY year::INTEGER) AS years
        FROM indicator JOIN indicator_value USING (indicator_id)
        GROUP BY indicator.rowid, indicator_id, label, unit, coverage_note, note,
                 indicator.source_title, indicator.licence
        ORDER BY indicator.rowid
    """)


def values_of_year(store: Store, indicator_id: str, year: int, since: int | None) -> pd.DataFrame:
    """Values of an indicator in a year, or their change since another: highest first.

    Returns
    -------
    pandas.DataFrame
        ``territory_id, name, country, nuts_level, value`` (with ``since`` the difference, for
        regions that have both), ``year, flag``. A region without a value in the year has no row:
        nothing is taken from other years.
    """
    return store.frame(
        """
        SELECT now.territory_id, territory.name, country.name AS country,
               nuts_level::INTEGER AS nuts_level,
               CASE WHEN $since IS NULL THEN now.value
                    ELSE round(now.value - earlier.value, $decimals) END AS value,
               now.year::INTEGER AS year, now.flag
        FROM indicator_value AS now JOIN territory USING (territory_id)
        JOIN country USING (country_code)
        LEFT JOIN indicator_value AS earlier ON earlier.indicator_id = now.indicator_id
             AND earlier.territory_id = now.territory_id AND earlier.year = $since
        WHERE now.indicator_id = $indicator_id AND now.year = $year
          AND ($since IS NULL OR earlier.value IS NOT NULL)
        ORDER BY value DESC, territory.name, territory_id
        """,
        {"indicator_id": indicator_id, "year": year, "since": since, "decimals": DECIMALS},
    )


def values_of_years(store: Store, indicator_id: str) -> pd.DataFrame:
    """Values of an indicator in all years, of the regions that `values_of_year` has.

    Returns
    -------
    pandas.DataFrame
        ``territory_id, name, country, nuts_level, year, value``, by region and year.
    """
    return store.frame(
        """
        SELECT territory_id, territory.name, country.name AS country,
               nuts_level::INTEGER AS nuts_level, year::INTEGER AS year, value
        FROM indicator_value JOIN territory USING (territory_id) JOIN country USING (country_code)
        WHERE indicator_id = $indicator_id
        ORDER BY territory_id, year
        """,
        {"indicator_id": indicator_id},
    )


def beside(
    store: Store, indicator_id: str, year: int, since: int | None, against: str
) -> pd.DataFrame:
    """Regions with a value of `values_of_year`, and what they have of something else.

    Parameters
    ----------
    against : str
        `PRIORITIES`, or another indicator.

    Returns
    -------
    pandas.DataFrame
        The columns of `values_of_year` and ``other, other_year``: documented priorities of the
        region's own strategies (year NA; only regions of which any is documented: the others are
        not 0), or the other indicator in the year, else in the nearest that it has, the newer of
        two. Only regions with both.
    """
    values = values_of_year(store, indicator_id, year, since)
    if against == PRIORITIES:
        other = store.frame(
            """SELECT territory_id, count(*)::INTEGER AS other, NULL::INTEGER AS other_year
               FROM priority GROUP BY territory_id"""
        )
    else:
        other = store.frame(
            """
            WITH held AS (
                SELECT territory_id, value AS other, year::INTEGER AS other_year
                FROM indicator_value
                WHERE indicator_id = $against AND territory_id IS NOT NULL
            ), nearest AS (
                SELECT other_year FROM held
                ORDER BY abs(other_year - $year), other_year DESC LIMIT 1
            )
            SELECT * FROM held SEMI JOIN nearest USING (other_year)
            """,
            {"against": against, "year": year},
        )
    return values.merge(other.astype({"other_year": "Int64"}), on="territory_id")


@dataclass(frozen=True)
class Classes:
    """Classes of values, the lowest first.

    ``edges``: the highest value of each; ``ranges``: the lowest and the highest of the values that
    it holds, None where it holds none.
    """

    edges: tuple[float, ...]
    ranges: tuple[tuple[float, float] | None, ...]

    @classmethod
    def of(cls, values: Sequence[float], method: str, count: int = CLASSES) -> "Classes":
        """The classes of values by a method of `METHODS`."""
        edges = upper_edges(values, method, count)
        held = pd.Series(values, dtype=float).groupby(class_of(values, edges)).agg(["min", "max"])
        found = {int(n): (float(low), float(high)) for n, low, high in held.itertuples()}
        return cls(tuple(edges), tuple(found.get(n) for n in range(len(edges))))

    def words(self, write: Callable[[float, int | None], str]) -> tuple[str, ...]:
        """The range of each class in words; an equal step may hold nothing.

        ``write`` writes a number with so many decimals; None: as it does elsewhere. All have as
        many as keep the bounds apart.
        """
        bounds = sorted({bound for held in self.ranges if held for bound in held})
        for decimals in (None, *range(1, MOST_DECIMALS + 1)):
            told = {bound: write(bound, decimals) for bound in bounds}
            if len({*told.values()}) == len(bounds):
                break
        return tuple(
            " to ".join(dict.fromkeys(told[bound] for bound in held)) if held else NO_REGION
            for held in self.ranges
        )

    def places(self, values: Sequence[float]) -> list[int]:
        """The class of each value, 0 the lowest."""
        return class_of(values, self.edges)


def classes_of_indicator(
    store: Store, indicator_id: str, year: int, since: int | None, method: str
) -> Classes:
    """Classes of the values of all years, so that colours compare; of a change: its own."""
    if since is None:
        values = values_of_years(store, indicator_id)["value"]
    else:
        values = values_of_year(store, indicator_id, year, since)["value"]
    return Classes.of(values.tolist(), method)


def classes_in_words(method: str, since: int | None, years: Sequence[int]) -> str:
    """How classes were made, for a legend; ``years``: those that the indicator has."""
    words = f"classes: {METHODS[method].lower()}"
    if since is None and len(years) > 1:
        return f"{words} of all values from {years[0]} to {years[-1]}"
    return words


def upper_edges(values: Sequence[float], method: str, count: int = CLASSES) -> list[float]:
    """The highest value of each class, the last the highest of all; fewer where values are few.

    ``quantiles``: about as many regions in each; ``natural``: the classes within which values
    differ least (Fisher and Jenks); ``equal``: steps of the same width. All by mapclassify.
    """
    ordered = np.sort(np.asarray(values, dtype=float))
    if len(np.unique(ordered)) <= count:
        return [float(value) for value in np.unique(ordered)]
    return list(_edges(ordered.tobytes(), method, count))


@lru_cache(maxsize=256)
def _edges(ordered: bytes, method: str, count: int) -> tuple[float, ...]:
    """Upper edges of sorted values, as the bytes of floats: a page asks for the same ones anew."""
    # It loads all of scikit-learn: not before a map of classes is asked for.
    from mapclassify import EqualInterval, FisherJenks, Quantiles

    values = np.frombuffer(ordered)
    with warnings.catch_warnings():
        # That it works without numba; that equal values leave fewer classes: the legend shows it.
        warnings.simplefilter("ignore", UserWarning)
        if method == NATURAL:
            some = _spread(values, count)
            # It adds up squares in single precision: large numbers that differ little exceed it.
            scaled = (some - some.mean()) / some.std()
            edges = some[np.searchsorted(scaled, FisherJenks(scaled, k=count).bins)]
        elif method == EQUAL:
            edges = EqualInterval(values, k=count).bins
        else:
            edges = Quantiles(values, k=count).bins
    return tuple(sorted({*(float(edge) for edge in edges[:-1]), float(values[-1])}))


def _spread(values: np.ndarray, count: int) -> np.ndarray:
    """Few enough of sorted values: those at even steps of their order, lowest and highest too.

    The search takes the square of their number.
    """
    steps = np.linspace(0, len(values) - 1, min(len(values), MOST_SEARCHED)).round().astype(int)
    some = values[steps]
    return some if len(np.unique(some)) >= count else np.unique(values)


def places_of_both(found: pd.DataFrame, method: str) -> tuple[list[int], Classes, Classes]:
    """Regions in three classes of each of two values; ``found`` as `beside`.

    Returns
    -------
    tuple
        The place of each region in a square, 0 to 8: the class of ``value`` and three times that of
        ``other``; the classes of the two.
    """
    values, others = found["value"].tolist(), found["other"].astype(float).tolist()
    ours, theirs = Classes.of(values, method, SIDE), Classes.of(others, method, SIDE)
    pairs = zip(ours.places(values), theirs.places(others), strict=True)
    return [one + SIDE * other for one, other in pairs], ours, theirs


def class_of(values: Sequence[float], edges: Sequence[float]) -> list[int]:
    """The class of each value, 0 the lowest: an edge belongs to the class below it."""
    places = np.searchsorted(np.asarray(edges), np.asarray(values, dtype=float), side="left")
    return [int(place) for place in places]
