"""Digital technology by territory: in strategies, in use, and what is documented behind the words.

What counts as digital is our reading, stated here alone: `DOMAINS` of a priority, `PROJECT_WORDS`
of a project, the indicators whose theme begins with `THEME`.
"""

from __future__ import annotations

import pandas as pd

from s3dash.store.connection import Store

DOMAINS = ("PO04", "J", "C26")
"""Domains that make a priority digital: the policy objective *Digital transformation*, information
and communication (with its divisions), computers and electronics."""
PROJECT_WORDS = r"\b(digital\w*|ai|artificial|data|cyber\w*|software|ict|robot\w*|industry 4\.0)\b"
"""A project is digital when its topic or title has one of these words."""
THEME = "digital"
PERIODS = {"both": "Both periods", "2021-2027": "2021-2027", "2014-2020": "2014-2020"}
MOST_TITLES = 3


def digital_indicators(store: Store) -> dict[str, str]:
    """Indicators of the digital theme that have a value: identifier -> label with unit."""
    rows = store.rows(
        """SELECT indicator_id, format('{} ({})', label, unit) FROM indicator
           WHERE starts_with(theme, $theme) AND indicator_id IN
                 (SELECT indicator_id FROM indicator_value WHERE territory_id IS NOT NULL)
           ORDER BY rowid""",
        {"theme": THEME},
    )
    return dict(rows)


def is_backed(found: pd.DataFrame) -> pd.Series:
    """Whether a hub or a digital project is documented in each row of `digital_in_strategies`."""
    return (found["hubs"] > 0) | (found["digital_projects"] > 0)


def use_over_time(store: Store, indicator_id: str) -> pd.DataFrame:
    """The newest value of each region, and its change since the first year it has.

    Returns
    -------
    pandas.DataFrame
        ``territory_id, name, country, nuts_level, value, year, flag, since`` (first year with a
        value), ``change`` (NA: one year only, or a break in between), ``has_break``; the highest
        first. Nothing is filled in.
    """
    return store.frame(
        """
        WITH own AS (
            SELECT territory_id, arg_max(value, year) AS value, max(year)::INTEGER AS year,
                   arg_max(coalesce(flag, ''), year) AS flag, min(year)::INTEGER AS since,
                   arg_min(value, year) AS first_value,
                   -- The first value begins a series, it does not break one.
                   coalesce(bool_or(flag IS NOT NULL AND length(flag) <= 5
                       AND contains(flag, 'b') AND year > first_year), false) AS has_break
            FROM (SELECT *, min(year) OVER (PARTITION BY territory_id) AS first_year
                  FROM indicator_value
                  WHERE indicator_id = $indicator_id AND territory_id IS NOT NULL)
            GROUP BY territory_id
        )
        SELECT territory_id, territory.name, country.name AS country,
               nuts_level::INTEGER AS nuts_level, value, year, nullif(flag, '') AS flag, since,
               CASE WHEN year > since AND NOT has_break THEN value - first_value END AS change,
               has_break
        FROM own JOIN territory USING (territory_id) JOIN country USING (country_code)
        ORDER BY value DESC, territory.name, territory_id
        """,
        {"indicator_id": indicator_id},
    )


def digital_in_strategies(store: Store, period: str) -> pd.DataFrame:
    """Territories with documented priorities: how many are digital, and what is behind them.

    Parameters
    ----------
    period : {"both", "2021-2027", "2014-2020"}

    Returns
    -------
    pandas.DataFrame
        ``territory_id, name, country, nuts_level, digital`` (documented digital priorities),
        ``priorities`` (all documented), ``share`` (0 to 1), ``digital_titles`` (of digital ones,
        the newest first, at most `MOST_TITLES`, separated by semicolons), ``hubs`` (placed in it),
        ``digital_projects`` (digital ones with a partner in it), ``use, use_regions, use_year``
        (the first digital indicator: the median over the NUTS 2 regions in it, or of the one that
        it lies in; newest values; how many regions; the newest year among them).
        Most digital priorities first.
    """
    return store.frame(
        f"""
        WITH counted AS (
            SELECT territory_id, priority_id, title, period, priority_id IN (
                SELECT priority_id FROM priority_domain JOIN domain USING (domain_code)
                WHERE list_contains($domains, domain_code)
                   OR list_contains($domains, parent_code)) AS is_digital
            FROM priority WHERE $period IN ('both', period)
        ), said AS (
            SELECT territory_id, count(*)::INTEGER AS priorities,
                   (count(*) FILTER (is_digital))::INTEGER AS digital,
                   array_to_string((list(title ORDER BY period DESC, priority_id)
                       FILTER (is_digital))[:{MOST_TITLES}], '; ') AS titles
            FROM counted GROUP BY territory_id
        ), placed AS (
            SELECT outer_id AS territory_id, count(*)::INTEGER AS hubs
            FROM (SELECT hub_id, unnest(within) AS outer_id
                  FROM hub JOIN territory USING (territory_id))
            GROUP BY outer_id
        ), worked AS (
            SELECT outer_id AS territory_id, count(DISTINCT project_id)::INTEGER AS projects
            FROM (SELECT project_id, unnest(within) AS outer_id
                  FROM project_partner JOIN territory USING (territory_id)
                  JOIN project USING (project_id)
                  WHERE regexp_matches(
                      lower(concat_ws(' ', topic, title)), $words))
            GROUP BY outer_id
        ), used AS (
            SELECT territory_id AS region_id, arg_max(value, year) AS value,
                   max(year)::INTEGER AS year
            FROM indicator_value WHERE territory_id IS NOT NULL AND indicator_id = (
                SELECT indicator_id FROM indicator WHERE starts_with(theme, $theme)
                ORDER BY rowid LIMIT 1)
            GROUP BY territory_id
        ), around AS (
            SELECT said.territory_id, median(used.value) AS use,
                   count(*)::INTEGER AS use_regions, max(used.year) AS use_year
            FROM said JOIN territory AS here USING (territory_id)
            JOIN (SELECT region_id, value, year, within FROM used
                  JOIN territory ON territory_id = region_id) AS used
              ON list_contains(used.within, here.territory_id)
              OR list_contains(here.within, used.region_id)
            GROUP BY said.territory_id
        )
        SELECT territory_id, territory.name, country.name AS country,
               nuts_level::INTEGER AS nuts_level, digital, priorities,
               digital / priorities AS share, coalesce(titles, '') AS digital_titles,
               coalesce(hubs, 0) AS hubs, coalesce(projects, 0) AS digital_projects,
               use, coalesce(use_regions, 0) AS use_regions, use_year
        FROM said JOIN territory USING (territory_id) JOIN country USING (country_code)
        LEFT JOIN placed USING (territory_id) LEFT JOIN worked USING (territory_id)
        LEFT JOIN around USING (territory_id)
        ORDER BY digital DESC, share DESC, territory.name, territory_id
        """,
        {"period": period, "domains": list(DOMAINS), "words": PROJECT_WORDS, "theme": THEME},
    ).astype({"use_year": "Int64"})
