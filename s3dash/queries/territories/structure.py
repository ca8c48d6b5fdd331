"""The structure of territories: indicator values at every NUTS level, and standardised.

Values are published for NUTS 2 regions, most of them for several years. A larger territory gets
them by the rule of each indicator (column ``aggregation``), a smaller one those of the region it
lies in. What is shown is the newest; what is standardised is of the newest year that nearly all
regions have, so that distances compare one year. `docs/methods/compare.md` has the rules in words.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd

from s3dash.queries.territories.courses import NEAR_YEARS, Courses, courses, one_version
from s3dash.store.connection import Store

MEASURED, AGGREGATED, INHERITED, NONE = "measured", "aggregated", "inherited", "not available"
LEAST_COVERED = 0.8
"""Share of the weight (population, area, GDP) whose regions must have a value for a mean."""
SUM = "sum"
NUTS2 = 4
"""Letters of a NUTS 2 code."""
NUTS_2 = 2


@dataclass(frozen=True)
class Structure:
    """Indicator values of all territories with a NUTS code.

    Attributes
    ----------
    territories : pandas.DataFrame
        ``territory_id, name, country, country_code, nuts_level, basis`` (how the values were come
        by: measured, aggregated, inherited, not available), ``from_regions`` (codes of the regions
        they come from), ``longitude, latitude`` (of its middle, in degrees); by code.
    indicators : pandas.DataFrame
        ``indicator_id, label, unit, theme, year_note, coverage_note, aggregation, is_structural,
        transformation, note, source_title, licence``, in the order of the data package. ``theme``
        without what stands in brackets.
    values : numpy.ndarray
        Territories x indicators, in the unit of each; NaN: not available. The newest of a region;
        of several regions those of the newest year that most of them have.
    years : numpy.ndarray
        Newest year that went into each value; 0 where there is none.
    is_measured : numpy.ndarray
        Which rows are NUTS 2 regions with a value of their own.
    eu_values : numpy.ndarray
        Regions x indicators: the NUTS 2 regions of the Member States, as published, the newest of
        each; what a value is seen against. A region whose code was given up counts where those
        that followed it have no value.
    held : dict of str to numpy.ndarray
        Per code of a region which indicators have a value.
    former, newer : frozenset of str
        Codes of regions that NUTS 2021 gave up, and those that it brought instead.
    common : numpy.ndarray
        As ``values``, of the common year of each indicator; where a region has none, of the year
        that is nearest to it and at most `NEAR_YEARS` away.
    common_years : numpy.ndarray
        That year, one per indicator; 0 where there is none.
    as_of : int or None
        Year that the common years were chosen as of; None: the newest.
    """

    territories: pd.DataFrame
    indicators: pd.DataFrame
    values: np.ndarray
    years: np.ndarray
    is_measured: np.ndarray
    eu_values: np.ndarray = field(default_factory=lambda: np.empty((0, 0)))
    held: dict[str, np.ndarray] = field(default_factory=dict)
    former: frozenset[str] = frozenset()
    newer: frozenset[str] = frozenset()
    common: np.ndarray = field(default_factory=lambda: np.empty((0, 0)))
    common_years: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=int))
    as_of: int | None = None

    @cached_property
    def codes(self) -> list[str]:
        """Codes of the territories, in the order of the rows."""
        return [str(code) for code in self.territories["territory_id"]]

    @cached_property
    def levels(self) -> np.ndarray:
        """NUTS level of each row."""
        levels: np.ndarray = self.territories["nuts_level"].to_numpy(dtype=int)
        return levels

    @cached_property
    def row_of(self) -> dict[str, int]:
        """Row of each territory."""
        return {code: row for row, code in enumerate(self.codes)}

    @cached_property
    def scores(self) -> np.ndarray:
        """Values transformed and standardised: 0 the mean of the NUTS 2 regions, 1 a deviation."""
        return standardised(
            self.comparable, list(self.indicators["transformation"]), self.is_measured
        )

    @property
    def comparable(self) -> np.ndarray:
        """What is standardised: the values of the common years, where several years are held."""
        return self.common if self.common.size else self.values

    @cached_property
    def themes(self) -> dict[str, np.ndarray]:
        """Themes of the structural distance -> columns of their indicators."""
        chosen = self.indicators[self.indicators["is_structural"]]
        return {
            str(theme): np.asarray(rows.index, dtype=int)
            for theme, rows in chosen.groupby("theme", sort=False)
        }

    def regions(self, territory_id: str, column: int) -> list[str]:
        """Codes of the regions that a value comes from: those that have one themselves."""
        row = self.row_of.get(territory_id)
        if row is None or np.isnan(self.values[row, column]):
            return []
        return [
            code
            for code in self._of_one_version(row, column)
            if code not in self.held or self.held[code][column]
        ]

    def _of_one_version(self, row: int, column: int) -> list[str]:
        """Codes behind a territory in the version of NUTS that its value of an indicator is in."""
        codes = str(self.territories["from_regions"].iat[row]).split(", ")
        held = np.array([[code in self.held and self.held[code][column]] for code in codes])
        counts = one_version(codes, held, self.former, self.newer)[:, 0]
        return [code for code, is_in in zip(codes, counts, strict=True) if is_in]

    def rule(self, territory_id: str, column: int) -> str:
        """How a value was derived: ``sum``, ``population-weighted mean``, ``inherited``.

        Empty for a value published for one region, taken as it is; `NONE` where there is no value.
        """
        row = self.row_of.get(territory_id)
        if row is None or np.isnan(self.values[row, column]):
            return NONE
        basis = self.territories["basis"].iat[row]
        if basis == INHERITED:
            return INHERITED
        if basis == MEASURED or len(self._of_one_version(row, column)) == 1:
            return ""
        aggregation = str(self.indicators["aggregation"].iat[column])
        return SUM if aggregation == SUM else f"{aggregation.replace('gdp', 'GDP')} mean"

    def origin(self, territory_id: str, column: int) -> str:
        """How a value came by, in words: ``population-weighted mean of 4 regions``.

        A mean that a region has no value for says ``of 3 of 4 regions``. Empty for a value
        published for the region itself; `NONE` where there is no value.
        """
        rule, used = self.rule(territory_id, column), self.regions(territory_id, column)
        if rule == NONE:
            return NONE
        row = self.row_of[territory_id]
        if self.territories["basis"].iat[row] == MEASURED:
            return ""
        every = self._of_one_version(row, column)
        if len(every) == 1:
            return f"{rule} from {every[0]}" if rule else f"that of {every[0]}"
        count = f"{len(used)} of {len(every)}" if len(used) < len(every) else f"{len(every)}"
        return f"{rule} of {count} regions"


def standardised(
    values: np.ndarray, transformations: list[object], is_reference: np.ndarray
) -> np.ndarray:
    """Columns transformed (``log``, ``square-root`` or as they are), then as z-scores.

    Mean and standard deviation are those of the reference rows that have a value; a column that
    is the same everywhere becomes 0.
    """
    scores = np.array(values, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        for column, transformation in enumerate(transformations):
            if transformation == "log":
                scores[:, column] = np.log(
                    np.where(scores[:, column] > 0, scores[:, column], np.nan)
                )
            elif transformation == "square-root":
                scores[:, column] = np.sqrt(scores[:, column])
    reference = scores[is_reference]
    held = ~np.isnan(reference)
    count = np.maximum(held.sum(axis=0), 1)
    mean = np.where(held, reference, 0).sum(axis=0) / count
    deviation = np.sqrt(np.where(held, (reference - mean) ** 2, 0).sum(axis=0) / count)
    result: np.ndarray = (scores - mean) / np.where(deviation > 0, deviation, 1)
    return result


def structure(store: Store, as_of: int | None = None) -> Structure:
    """The structure of all territories, computed once per store and year.

    ``as_of``: compare the common years up to this one (`Courses.common_years`), not the newest.
    """
    return store.once(_structure if as_of is None else _AsOf(as_of))


def years_of_structure(store: Store) -> list[int]:
    """Years that the structure can be asked as of, the newest first.

    Those in which an indicator of the structural distance has a common year: as of a year between
    two of them all is as in the earlier one.
    """
    known, is_structural = courses(store), structure(store).indicators["is_structural"]
    is_common = known.is_common[is_structural.to_numpy(dtype=bool)].any(axis=0)
    return [int(year) for year in known.years[is_common][::-1]]


@dataclass(frozen=True)
class _AsOf:
    """Makes the structure as of a year from that of the newest."""

    year: int

    def __call__(self, store: Store) -> Structure:
        newest, known = structure(store), courses(store)
        years = known.common_years(self.year)
        _, common, _ = _of_territories(newest.indicators, newest.territories, known, years)
        return replace(newest, common=common, common_years=years, as_of=self.year)


def _structure(store: Store) -> Structure:
    indicators = store.frame("""
        SELECT indicator_id, label, unit, trim(regexp_replace(theme, '\\(.*\\)', '')) AS theme,
               year_note, coverage_note, aggregation, is_structural, transformation, note,
               source_title, licence
        FROM indicator ORDER BY rowid
    """)
    territories = store.frame("""
        SELECT territory_id, territory.name, country.name AS country, country_code,
               nuts_level::INTEGER AS nuts_level, longitude, latitude
        FROM territory JOIN country USING (country_code)
        WHERE nuts_level IS NOT NULL ORDER BY territory_id
    """)
    known = courses(store)
    is_eu = np.array([code[:2] in known.members for code in known.codes], dtype=bool)
    newest, _ = known.newest()
    common_years = known.common_years()
    values, common, years = _of_territories(indicators, territories, known, common_years)
    basis, origins = [], []
    regions_of = _regions_of(known)
    for place, (code, level) in enumerate(
        zip(territories["territory_id"], territories["nuts_level"], strict=True)
    ):
        is_held = ~np.isnan(values[place])
        kind = (AGGREGATED, AGGREGATED, MEASURED, INHERITED)[level] if is_held.any() else NONE
        basis.append(kind)
        rows = regions_of.get(code[:NUTS2], [])
        origins.append(", ".join(known.codes[row] for row in rows) if kind != NONE else "")
    eu_rows = np.flatnonzero(is_eu & known.has_value)
    return Structure(
        territories=territories.assign(basis=basis, from_regions=origins),
        indicators=indicators,
        values=values,
        years=years,
        is_measured=np.array(basis) == MEASURED,
        eu_values=np.where(known.of_one_version(eu_rows), newest[eu_rows], np.nan),
        held=dict(zip(known.codes, ~np.isnan(newest), strict=True)),
        former=known.former,
        newer=known.newer,
        common=common,
        common_years=common_years,
    )


def _of_territories(
    indicators: pd.DataFrame,
    territories: pd.DataFrame,
    known: Courses,
    common_years: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Territories x indicators: the newest values, those of the common years, the newest's years.

    Values by the rule of each indicator; NaN and 0: none.
    """
    newest, years = known.newest()
    every = list(range(len(known.codes)))
    near, _ = known.nearest(every, common_years, NEAR_YEARS)
    weights = _weights(indicators, newest)
    is_sum = (indicators["aggregation"] == SUM).to_numpy()
    columns_of = {
        str(rule): np.asarray(columns)
        for rule, columns in indicators.groupby("aggregation").indices.items()
    }
    regions_of = _regions_of(known)
    siblings = Counter(
        str(code)[:NUTS2] for code in territories["territory_id"] if len(code) == NUTS2 + 1
    )
    shape = (len(territories), len(indicators))
    values, common = np.full(shape, np.nan), np.full(shape, np.nan)
    told_years = np.zeros(shape, dtype=int)
    for place, (code, level) in enumerate(
        zip(territories["territory_id"], territories["nuts_level"], strict=True)
    ):
        rows = regions_of.get(code[:NUTS2], [])
        if len(rows) == 1:
            values[place], told_years[place] = newest[rows[0]], years[rows[0]]
            common[place] = near[rows[0]]
            if level > NUTS_2 and siblings[code[:NUTS2]] > 1:
                # A part has the rates of the whole, not its size.
                values[place, is_sum] = common[place, is_sum] = np.nan
        elif rows:
            own, own_years = known.nearest(rows, known.fullest(rows))
            chosen = known.of_one_version(rows)
            values[place] = _aggregated(columns_of, own, chosen, weights, rows)
            told_years[place] = np.where(chosen, own_years, 0).max(axis=0)
            common[place] = _aggregated(columns_of, near[rows], chosen, weights, rows)
    told_years[np.isnan(values)] = 0
    return values, common, told_years


def _regions_of(known: Courses) -> dict[str, list[int]]:
    """Code of a territory, down to NUTS 2 -> rows of the regions whose values are its own.

    A region whose code was given up in NUTS 2021 counts only for the territories above it.
    """
    is_kept = known.is_kept & known.has_value
    found = {code: [row] for row, code in enumerate(known.codes) if is_kept[row]}
    for row, code in enumerate(known.codes):
        for length in range(2, NUTS2):
            found.setdefault(code[:length], []).append(row)
    return found


def _weights(indicators: pd.DataFrame, values: np.ndarray) -> dict[str, np.ndarray]:
    """What means are weighted by: of each region its population, area and GDP (NaN: unknown)."""
    held = {name: values[:, place] for place, name in enumerate(indicators["indicator_id"])}
    missing = np.full(len(values), np.nan)
    people = held.get("population", missing)
    with np.errstate(divide="ignore", invalid="ignore"):
        return {
            "population-weighted": people,
            "area-weighted": people / held.get("population_density", missing),
            "gdp-weighted": people * held.get("gdp_eur_per_inhabitant", missing),
        }


def _aggregated(
    columns_of: Mapping[str, np.ndarray],
    values: np.ndarray,
    chosen: np.ndarray,
    weights: dict[str, np.ndarray],
    rows: list[int],
) -> np.ndarray:
    """One value per indicator from those of regions; a sum needs them all, a mean most of them.

    ``columns_of``: which indicators have which rule. ``chosen``: which regions count for which
    indicator: those of one version of NUTS.
    """
    result = np.full(values.shape[1], np.nan)
    for rule, columns in columns_of.items():
        own, is_chosen = values[:, columns], chosen[:, columns]
        if rule == SUM:
            total = np.where(is_chosen, own, 0).sum(axis=0)
            # Of no region at all there is no sum, not even 0.
            result[columns] = np.where(is_chosen.any(axis=0), total, np.nan)
        elif rule in weights:
            weight = np.where(is_chosen, weights[rule][rows][:, None], 0)
            held = np.where(np.isnan(own), 0, weight)
            with np.errstate(invalid="ignore"):
                covered = held.sum(axis=0) / weight.sum(axis=0)
                mean = np.where(held != 0, own * held, 0).sum(axis=0) / held.sum(axis=0)
            # Where the weight of a region is unknown the comparison is false: not available.
            result[columns] = np.where(covered >= LEAST_COVERED, mean, np.nan)
    return result
