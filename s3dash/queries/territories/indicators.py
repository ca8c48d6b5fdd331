"""Regional indicators of a territory, beside the EU and the regions of its country."""

import warnings
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from s3dash.queries.territories.courses import NEAR_YEARS, Courses, courses
from s3dash.store.connection import Store

FLAGS = {
    "b": "break in the series",
    "p": "provisional",
    "e": "estimated",
    "u": "low reliability",
    "d": "definition differs",
}
"""Letters of a flag in words."""
BREAK = "b"
RECODED = "recoded:"


def flag_in_words(flag: str | None) -> str:
    """What the publisher says of a value: ``break in the series, provisional``; empty: nothing.

    Letters that nobody explained are named as they are.
    """
    if not flag or pd.isna(flag):
        return ""
    if flag.startswith(RECODED):
        code = flag.removeprefix(RECODED).strip()
        return f"published under {f'the older code {code}' if code else 'an older code'}"
    if flag == "derived":
        return "computed from published figures"
    if flag == "partial":
        return "a part of the region has nothing on record"
    if len(flag) <= len(FLAGS):
        return ", ".join(FLAGS.get(letter, f"flag {letter}") for letter in flag)
    return f"flag {flag}"


def is_break(flag: str | None) -> bool:
    """Whether the publisher marks a break in the series at the value."""
    if not flag or pd.isna(flag):
        return False
    return len(flag) <= len(FLAGS) and BREAK in flag


def indicator_labels(store: Store) -> dict[str, str]:
    """Every indicator, in the order of the data package: code -> label."""
    return dict(store.rows("SELECT indicator_id, label FROM indicator ORDER BY rowid"))


def indicators_of(store: Store, territory_id: str) -> pd.DataFrame:
    """The newest value of each indicator of a territory, in the order of the data package.

    Values exist for NUTS 2 regions. A value is seen against those of the same year; of a region
    without one in that year the nearest counts, at most `NEAR_YEARS` away; the years are told.

    Returns
    -------
    pandas.DataFrame
        ``indicator_id, label, unit, theme, year, value, flag, eu_median`` (median over the regions
        of the 27 Member States, each region once, not weighted), ``eu_regions`` (how many of them
        have a value), ``country_min, country_max, country_regions`` (over the regions of its
        country, itself included), ``years_compared`` (of all these values: ``2024`` or
        ``2018-2024``), ``years`` (how many the region has), ``coverage_note, note, source_title,
        licence``. Values are in ``unit``. The median is computed here: the one that the indicator
        is shipped with covers other countries too.
    """
    own = store.frame(
        """
        SELECT indicator.rowid AS place, indicator_id, label, unit, theme, year::INTEGER AS year,
               value, flag, count(*) OVER (PARTITION BY indicator_id)::INTEGER AS years,
               coverage_note, note, indicator_source.source_title, indicator_source.licence
        FROM indicator_value JOIN indicator USING (indicator_id)
        LEFT JOIN indicator_source USING (source_id)
        WHERE territory_id = $territory_id
        QUALIFY row_number() OVER (PARTITION BY indicator_id ORDER BY year DESC) = 1
        ORDER BY indicator.rowid
        """,
        {"territory_id": territory_id},
    )
    known = courses(store)
    # An indicator that the table of values alone knows has no place there.
    at = [known.indicators.index(name) for name in own["indicator_id"]]
    wanted = np.zeros(len(known.indicators), dtype=int)
    wanted[at] = own["year"]
    eu = _beside(known, _eu_rows(known), wanted)
    home = _beside(known, _rows_of_country(known, territory_id[:2]), wanted)
    with warnings.catch_warnings():
        # A median of nothing is nothing.
        warnings.simplefilter("ignore", RuntimeWarning)
        median = np.nanmedian(eu[0], axis=0)[at]
        lowest, highest = np.nanmin(home[0], axis=0)[at], np.nanmax(home[0], axis=0)[at]
    years = np.concatenate([eu[1], home[1]])
    return own.drop(columns="place").assign(
        eu_median=median,
        eu_regions=(~np.isnan(eu[0])).sum(axis=0)[at],
        country_min=lowest,
        country_max=highest,
        country_regions=(~np.isnan(home[0])).sum(axis=0)[at],
        years_compared=[_span(years[:, column]) for column in at],
    )


def _eu_rows(known: Courses) -> list[int]:
    return [row for row, code in enumerate(known.codes) if code[:2] in known.members]


def _rows_of_country(known: Courses, country_code: str) -> list[int]:
    return [row for row, code in enumerate(known.codes) if code[:2] == country_code]


def _beside(known: Courses, rows: list[int], wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Values of regions nearest to the years wanted, and their years (0: none)."""
    if not rows:
        nothing = np.full((1, len(wanted)), np.nan)
        return nothing, np.zeros(nothing.shape, dtype=int)
    values, years = known.nearest(rows, wanted, NEAR_YEARS)
    counts = known.of_one_version(rows)
    return np.where(counts, values, np.nan), np.where(counts, years, 0)


def _span(years: np.ndarray) -> str:
    held = years[years > 0]
    if not held.size:
        return ""
    return str(held.min()) if held.min() == held.max() else f"{held.min()}-{held.max()}"


def course_of(store: Store, territory_id: str) -> pd.DataFrame:
    """Every value of a territory over the years, beside the EU and its country in the same year.

    Returns
    -------
    pandas.DataFrame
        ``indicator_id, label, unit, year, value, flag, eu_median, eu_regions, country_min,
        country_max, country_regions, source_title, obtained_from, licence``: one row a value, by
        indicator in the order of the data package and year. A year without a value has no row.
    """
    return store.frame(
        """
        WITH own AS (
            SELECT indicator_id, year, value, flag, source_id
            FROM indicator_value WHERE territory_id = $territory_id
        ), others AS (
            SELECT indicator_id, year, others.value, left(nuts_code, 2) AS country_code
            FROM indicator_value AS others SEMI JOIN own USING (indicator_id, year)
            -- A region that was given up counts where those that followed it have nothing.
            WHERE territory_id IS NOT NULL OR NOT EXISTS (
                SELECT 1 FROM indicator_value AS newer
                WHERE newer.indicator_id = others.indicator_id AND newer.year = others.year
                  AND left(newer.nuts_code, 2) = left(others.nuts_code, 2)
                  AND newer.nuts_code NOT IN (
                      SELECT nuts_code FROM nuts_correspondence WHERE nuts_vintage = (
                          SELECT min(nuts_vintage) FROM nuts_correspondence)))
        ), eu AS (
            SELECT indicator_id, year, median(value) AS eu_median, count(*)::INTEGER AS eu_regions
            FROM others JOIN country USING (country_code) WHERE status = 'member'
            GROUP BY indicator_id, year
        ), home AS (
            SELECT indicator_id, year, min(value) AS country_min, max(value) AS country_max,
                   count(*)::INTEGER AS country_regions
            FROM others WHERE country_code = left($territory_id, 2) GROUP BY indicator_id, year
        )
        SELECT indicator_id, label, unit, year::INTEGER AS year, value, flag, eu_median,
               coalesce(eu_regions, 0) AS eu_regions, country_min, country_max, country_regions,
               indicator_source.source_title, obtained_from, indicator_source.licence
        FROM own JOIN indicator USING (indicator_id)
        LEFT JOIN indicator_source USING (source_id)
        LEFT JOIN eu USING (indicator_id, year) LEFT JOIN home USING (indicator_id, year)
        ORDER BY indicator.rowid, year
        """,
        {"territory_id": territory_id},
    )


def given_up(store: Store, indicator_id: str, year: int | None = None) -> list[str]:
    """Codes of regions with a value, in a year or in any, that NUTS 2021 gave up.

    They have no outline and no page: their ground belongs to other regions now, and a value of the
    one is none of the other.
    """
    return [
        code
        for (code,) in store.rows(
            """
            SELECT DISTINCT nuts_code FROM indicator_value
            WHERE indicator_id = $indicator_id AND territory_id IS NULL
              AND ($year IS NULL OR year = $year)
            ORDER BY nuts_code
            """,
            {"indicator_id": indicator_id, "year": year},
        )
    ]


def given_up_in_words(codes: list[str]) -> str:
    """What a map says of them; empty where there are none."""
    if not codes:
        return ""
    return (
        f"Not shown: values of {', '.join(codes)}, codes that NUTS 2021 gave up; the regions that "
        "came instead are cut otherwise, so nothing is carried over."
    )


def courses_of_regions(store: Store, *nuts_codes: str) -> pd.DataFrame:
    """Every value of NUTS 2 regions of the indicators that they have several years of.

    Returns
    -------
    pandas.DataFrame
        ``nuts_code, indicator_id, year, value, flag``, by region, indicator and year.
    """
    return store.frame(
        """
        SELECT nuts_code, indicator_id, year::INTEGER AS year, value, flag FROM indicator_value
        WHERE list_contains($nuts_codes, nuts_code)
        QUALIFY count(*) OVER (PARTITION BY nuts_code, indicator_id) > 1
        ORDER BY nuts_code, indicator_id, year
        """,
        {"nuts_codes": list(nuts_codes)},
    )


def regions_with_indicators(store: Store, territory_id: str) -> pd.DataFrame:
    """NUTS 2 regions with indicator values that contain the territory or lie within it.

    Returns
    -------
    pandas.DataFrame
        ``territory_id, name, relation`` (``contains``: it contains the territory, ``within``),
        ``indicators`` (how many have a value), by code. Empty for a NUTS 2 region itself.
    """
    return store.frame(
        """
        SELECT territory_id, name,
               CASE WHEN starts_with($territory_id, territory_id) THEN 'contains' ELSE 'within' END
                   AS relation,
               count(DISTINCT indicator_id)::INTEGER AS indicators
        FROM indicator_value JOIN territory USING (territory_id)
        WHERE territory_id <> $territory_id
          AND (starts_with($territory_id, territory_id) OR starts_with(territory_id, $territory_id))
        GROUP BY territory_id, name
        ORDER BY territory_id
        """,
        {"territory_id": territory_id},
    )


def of_several_years(courses: pd.DataFrame) -> dict[str, str]:
    """Indicators that have values of several years, code -> label.

    ``courses``: rows of `course_of`, of one territory or several.
    """
    counts = courses.groupby(["indicator_id", "label"], sort=False)["year"].nunique()
    return {code: label for (code, label), size in counts.items() if size > 1}


def index_year(lines: Sequence[Mapping[int, float]]) -> int | None:
    """The first year that all lines have, which an index is of; None where not all are above 0 in
    it. Each line: year -> value.
    """
    first = min(set.intersection(*map(set, lines)), default=None) if lines else None
    return None if first is None or any(line[first] <= 0 for line in lines) else first
