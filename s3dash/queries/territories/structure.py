"""The structure of territories: indicator values at every NUTS level, and standardised.

Values are published for NUTS 2 regions. A larger territory gets them by the rule of each indicator
(column ``aggregation``), a smaller one those of the region it lies in. `docs/methods/compare.md`
has the rules in words.
"""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from s3dash.store.connection import Store

MEASURED, AGGREGATED, INHERITED, NONE = "measured", "aggregated", "inherited", "not available"
LEAST_COVERED = 0.8
"""Share of the weight (population, area, GDP) whose regions must have a value for a mean."""
SUM = "sum"
NUTS2 = 4
"""Letters of a NUTS 2 code."""


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
        ``indicator_id, label, unit, theme, year_note, aggregation, is_structural, transformation,
        note, source_title, licence``, in the order of the data package. ``theme`` without what
        stands in brackets.
    values : numpy.ndarray
        Territories x indicators, in the unit of each; NaN: not available.
    years : numpy.ndarray
        Newest year that went into each value; 0 where there is none.
    is_measured : numpy.ndarray
        Which rows are NUTS 2 regions with a value of their own.
    eu_values : numpy.ndarray
        Regions x indicators: the NUTS 2 regions (codes of 2016) of the Member States, as published;
        what a value is seen against. Regions whose code was given up since then count here.
    held : dict of str to numpy.ndarray
        Per code of a region (of 2016) which indicators have a value.
    """

    territories: pd.DataFrame
    indicators: pd.DataFrame
    values: np.ndarray
    years: np.ndarray
    is_measured: np.ndarray
    eu_values: np.ndarray = field(default_factory=lambda: np.empty((0, 0)))
    held: dict[str, np.ndarray] = field(default_factory=dict)

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
        return standardised(self.values, list(self.indicators["transformation"]), self.is_measured)

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
        codes = str(self.territories["from_regions"].iat[row]).split(", ")
        return [code for code in codes if code not in self.held or self.held[code][column]]

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
        if basis == MEASURED or ", " not in str(self.territories["from_regions"].iat[row]):
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
        every = str(self.territories["from_regions"].iat[row]).split(", ")
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


def structure(store: Store) -> Structure:
    """The structure of all territories, computed once per store."""
    return store.once(_structure)


def _structure(store: Store) -> Structure:
    indicators = store.frame("""
        SELECT indicator_id, label, unit, trim(regexp_replace(theme, '\\(.*\\)', '')) AS theme,
               year_note, aggregation, is_structural, transformation, note, source_title, licence
        FROM indicator ORDER BY rowid
    """)
    territories = store.frame("""
        SELECT territory_id, territory.name, country.name AS country, country_code,
               nuts_level::INTEGER AS nuts_level, longitude, latitude
        FROM territory JOIN country USING (country_code)
        WHERE nuts_level IS NOT NULL ORDER BY territory_id
    """)
    newest = store.frame("""
        SELECT indicator_id, nuts_code, territory_id, year::INTEGER AS year, value
        FROM indicator_value SEMI JOIN indicator USING (indicator_id)
        QUALIFY row_number() OVER (PARTITION BY indicator_id, nuts_code ORDER BY year DESC) = 1
        ORDER BY nuts_code
    """)
    regions = store.frame("""
        SELECT nuts_code, bool_or(territory_id IS NOT NULL) AS is_kept,
               bool_or(coalesce(status, '') = 'member') AS is_eu
        FROM (
            -- Regions without any value too: a sum without them would be too small.
            SELECT nuts_code, territory_id FROM nuts_correspondence
            WHERE nuts_vintage = (SELECT min(nuts_vintage) FROM nuts_correspondence)
              AND length(nuts_code) = 4
            UNION
            SELECT nuts_code, territory_id FROM indicator_value
        ) LEFT JOIN country ON country_code = left(nuts_code, 2)
        GROUP BY nuts_code ORDER BY nuts_code
    """)
    rows = pd.Index(regions["nuts_code"])
    columns = pd.Index(indicators["indicator_id"])
    place = (rows.get_indexer(newest["nuts_code"]), columns.get_indexer(newest["indicator_id"]))
    values = np.full((len(rows), len(columns)), np.nan)
    values[place] = newest["value"]
    years = np.zeros(values.shape, dtype=int)
    years[place] = newest["year"]
    return _levelled(territories, indicators, regions, values, years)


def _levelled(
    territories: pd.DataFrame,
    indicators: pd.DataFrame,
    regions: pd.DataFrame,
    region_values: np.ndarray,
    region_years: np.ndarray,
) -> Structure:
    """Values of the NUTS 2 regions carried to the territories above and below them."""
    weights = _weights(indicators, region_values)
    codes = [str(code) for code in regions["nuts_code"]]
    has_value = ~np.isnan(region_values).all(axis=1)
    # A region whose code was given up in NUTS 2021 counts only for the territories above it.
    is_kept = regions["is_kept"].to_numpy(dtype=bool) & has_value
    regions_of = _regions_of(codes, is_kept)
    siblings = Counter(
        str(code)[:NUTS2] for code in territories["territory_id"] if len(code) == NUTS2 + 1
    )
    is_sum = (indicators["aggregation"] == SUM).to_numpy()
    values = np.full((len(territories), len(indicators)), np.nan)
    years = np.zeros(values.shape, dtype=int)
    basis, origins = [], []
    for place, (code, level) in enumerate(
        zip(territories["territory_id"], territories["nuts_level"], strict=True)
    ):
        rows = regions_of.get(code[:NUTS2], [])
        if len(rows) == 1:
            values[place], years[place] = region_values[rows[0]], region_years[rows[0]]
            if level > 2 and siblings[code[:NUTS2]] > 1:
                # A part has the rates of the whole, not its size.
                values[place, is_sum] = np.nan
        elif rows:
            values[place] = _aggregated(indicators, region_values[rows], weights, rows)
            years[place] = region_years[rows].max(axis=0)
        is_held = ~np.isnan(values[place])
        years[place][~is_held] = 0
        kind = (AGGREGATED, AGGREGATED, MEASURED, INHERITED)[level] if is_held.any() else NONE
        basis.append(kind)
        origins.append(", ".join(codes[row] for row in rows) if kind != NONE else "")
    told = territories.assign(basis=basis, from_regions=origins)
    eu_values = region_values[regions["is_eu"].to_numpy(dtype=bool) & has_value]
    is_measured = np.array(basis) == MEASURED
    held = dict(zip(codes, ~np.isnan(region_values), strict=True))
    return Structure(told, indicators, values, years, is_measured, eu_values, held)


def _regions_of(codes: list[str], is_kept: np.ndarray) -> dict[str, list[int]]:
    """Code of a territory, down to NUTS 2 -> rows of the regions whose values are its own."""
    found = {code: [row] for row, code in enumerate(codes) if is_kept[row]}
    for row, code in enumerate(codes):
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
    indicators: pd.DataFrame,
    values: np.ndarray,
    weights: dict[str, np.ndarray],
    rows: list[int],
) -> np.ndarray:
    """One value per indicator from those of regions; a sum needs them all, a mean most of them."""
    result = np.full(len(indicators), np.nan)
    for column, rule in enumerate(indicators["aggregation"]):
        held = values[:, column]
        if rule == SUM:
            result[column] = held.sum()
        elif rule in weights:
            weight = weights[rule][rows]
            has_value = ~np.isnan(held)
            covered = weight[has_value].sum() / weight.sum()
            # Where the weight of a region is unknown the comparison is false: not available.
            if covered >= LEAST_COVERED:
                result[column] = (held[has_value] * weight[has_value]).sum() / weight[
                    has_value
                ].sum()
    return result
