"""How complete the base is: by country, level and period, by field, by date, by kind of source."""

from dataclasses import dataclass

import pandas as pd

from s3dash.queries.territories.strategies import DOCUMENTED
from s3dash.store.connection import Store


@dataclass(frozen=True)
class Headline:
    """The base in figures; every number counts what is documented.

    Attributes
    ----------
    strategies, partial_lists, priorities
        Strategies, those of which only a part is held, and priorities of all of them.
    territories
        Territories with a strategy per NUTS level, level 0 first; the key None: without a code.
    periods
        Strategies per programming period.
    stating_strategies, stated_priorities, found_priorities
        Strategies whose number of priorities a source states; that number, and how many of it
        are held.
    stating_partnerships, stated_members, found_members
        The same of partnerships and their members. A partnership of which more members are held
        than stated counts with the stated number: it cannot make up for another's gap.
    pages, sites
        Pages that facts were taken from, and the web sites they are on.
    """

    strategies: int
    partial_lists: int
    priorities: int
    territories: dict[int | None, int]
    periods: dict[str, int]
    stating_strategies: int
    stated_priorities: int
    found_priorities: int
    stating_partnerships: int
    stated_members: int
    found_members: int
    pages: int
    sites: int


def headline(store: Store) -> Headline:
    """The base in figures."""
    [counts] = store.rows(f"""
        WITH groups AS (
            SELECT stated_count, count(membership.territory_id) AS held
            FROM partnership LEFT JOIN membership USING (partnership_id)
            WHERE stated_count IS NOT NULL GROUP BY partnership_id, stated_count
        )
        SELECT count(*), count(*) FILTER (completeness = 'partial'),
               coalesce(sum(documented_count), 0)::BIGINT,
               count(stated_count), coalesce(sum(stated_count), 0)::BIGINT,
               coalesce(sum(documented_count) FILTER (stated_count IS NOT NULL), 0)::BIGINT,
               (SELECT count(*) FROM groups),
               (SELECT coalesce(sum(stated_count), 0)::BIGINT FROM groups),
               (SELECT coalesce(sum(least(held, stated_count)), 0)::BIGINT FROM groups),
               (SELECT count(*) FROM source), (SELECT count(DISTINCT host) FROM source)
        FROM {DOCUMENTED}
    """)
    levels = store.rows(f"""
        SELECT nuts_level, count(DISTINCT territory_id)
        FROM {DOCUMENTED}
        JOIN territory USING (territory_id)
        GROUP BY nuts_level ORDER BY nuts_level NULLS LAST
    """)
    periods = store.rows(
        f"SELECT period, count(*) FROM {DOCUMENTED} GROUP BY period ORDER BY period"
    )
    strategies, partial_lists, priorities, *others = counts
    return Headline(strategies, partial_lists, priorities, dict(levels), dict(periods), *others)


def coverage_by_country(store: Store) -> pd.DataFrame:
    """What the base holds per country.

    Returns
    -------
    pandas.DataFrame
        ``country, territory_id`` (of the country, if it is one), ``territories, strategies_2014,
        strategies_2021, priorities, partial_lists, memberships``, countries by name. Counts are of
        documented rows.
    """
    return store.frame(f"""
        WITH strategies AS (
            SELECT country_code,
                   count(DISTINCT territory_id) AS territories,
                   count(*) FILTER (period = '2014-2020') AS strategies_2014,
                   count(*) FILTER (period = '2021-2027') AS strategies_2021,
                   sum(documented_count)::BIGINT AS priorities,
                   count(*) FILTER (completeness = 'partial') AS partial_lists
            FROM {DOCUMENTED}
            JOIN territory USING (territory_id)
            GROUP BY country_code
        ), memberships AS (
            SELECT country_code, count(*) AS memberships
            FROM membership JOIN territory USING (territory_id)
            GROUP BY country_code
        )
        SELECT country.name AS country, territory_id,
               coalesce(territories, 0) AS territories,
               coalesce(strategies_2014, 0) AS strategies_2014,
               coalesce(strategies_2021, 0) AS strategies_2021,
               coalesce(priorities, 0) AS priorities,
               coalesce(partial_lists, 0) AS partial_lists,
               coalesce(memberships, 0) AS memberships
        FROM country
        LEFT JOIN territory
          ON territory.country_code = country.country_code
         AND (nuts_level = 0 OR (nuts_level IS NULL AND territory.name = country.name))
        LEFT JOIN strategies ON strategies.country_code = country.country_code
        LEFT JOIN memberships ON memberships.country_code = country.country_code
        ORDER BY country.name
    """)


def strategies_by_level(store: Store) -> pd.DataFrame:
    """At which NUTS levels a country's strategies of a period are documented.

    Returns
    -------
    pandas.DataFrame
        A row per country and period, also where nothing is documented: ``country, status,
        territory_id`` (of the country, if it is one), ``period``; per NUTS level ``level_0`` to
        ``level_3``, and ``no_code``, the number of territories with a documented strategy;
        ``has_1`` to ``has_3``, the country's territories of that level; ``regional_area``, the
        part of the country's area in a level 1 to 3 territory with one, in percent, missing
        where the area is not known. Countries by name, periods in order.
    """
    return store.frame(f"""
        WITH documented AS (
            SELECT period, territory_id, country_code, nuts_level, area_km2
            FROM {DOCUMENTED}
            JOIN territory USING (territory_id)
        ), counted AS (
            SELECT country_code, period,
                   count(*) FILTER (nuts_level = 0) AS level_0,
                   count(*) FILTER (nuts_level = 1) AS level_1,
                   count(*) FILTER (nuts_level = 2) AS level_2,
                   count(*) FILTER (nuts_level = 3) AS level_3,
                   count(*) FILTER (nuts_level IS NULL) AS no_code
            FROM documented GROUP BY ALL
        ), regional AS (
            -- A region inside another one with a strategy adds no area.
            SELECT country_code, period, sum(area_km2) AS area
            FROM documented AS inner_region
            WHERE nuts_level > 0 AND NOT EXISTS (
                SELECT 1 FROM documented AS outer_region
                WHERE outer_region.period = inner_region.period AND outer_region.nuts_level > 0
                  AND outer_region.nuts_level < inner_region.nuts_level
                  AND starts_with(inner_region.territory_id, outer_region.territory_id))
            GROUP BY ALL
        ), has AS (
            SELECT country_code,
                   max(territory_id) FILTER (
                       nuts_level = 0 OR (nuts_level IS NULL AND territory.name = country.name)
                   ) AS territory_id,
                   max(area_km2) FILTER (nuts_level = 0) AS area,
                   count(*) FILTER (nuts_level = 1) AS has_1,
                   count(*) FILTER (nuts_level = 2) AS has_2,
                   count(*) FILTER (nuts_level = 3) AS has_3
            FROM territory JOIN country USING (country_code) GROUP BY country_code
        )
        SELECT name AS country, status, territory_id, period,
               coalesce(level_0, 0) AS level_0, coalesce(level_1, 0) AS level_1,
               coalesce(level_2, 0) AS level_2, coalesce(level_3, 0) AS level_3,
               coalesce(no_code, 0) AS no_code,
               coalesce(has_1, 0) AS has_1, coalesce(has_2, 0) AS has_2,
               coalesce(has_3, 0) AS has_3,
               -- Outlines are simplified: a whole can be a little less than the sum of its parts.
               CASE WHEN has.area > 0 THEN
                   round(least(coalesce(regional.area, 0) / has.area, 1) * 100, 1)
               END AS regional_area
        FROM country CROSS JOIN (SELECT unnest(['2014-2020', '2021-2027']) AS period)
        LEFT JOIN has USING (country_code)
        LEFT JOIN counted USING (country_code, period)
        LEFT JOIN regional USING (country_code, period)
        ORDER BY country, period
    """)


def field_completeness(store: Store) -> pd.DataFrame:
    """How many rows of a table say something that they need not say.

    Returns
    -------
    pandas.DataFrame
        ``table_name, fact, filled, row_count, share``: rows that state the fact, rows in all, and
        the part in percent. Tables and facts in the order of reading.
    """
    return store.frame(f"""
        WITH classified AS (
            SELECT priority_id, bool_or(taxonomy = 'economic') AS economic,
                   bool_or(taxonomy = 'scientific') AS scientific,
                   bool_or(taxonomy = 'policy') AS policy
            FROM priority_domain JOIN domain USING (domain_code) GROUP BY priority_id
        ), themed AS (SELECT DISTINCT priority_id, true AS themed FROM priority_platform),
        members AS (SELECT DISTINCT partnership_id, true AS has_members FROM membership),
        dated AS (SELECT DISTINCT partnership_id, true AS has_evidence FROM stage_evidence),
        facts AS (
            SELECT 1 AS position, 'strategy' AS table_name, count(*) AS row_count, [
                {{'fact': 'number of priorities that a source states',
                 'filled': count(stated_count)}},
                {{'fact': 'list as the source has it, not known to be partial',
                 'filled': count(*) FILTER (completeness = 'as-listed')}}] AS fields
            FROM {DOCUMENTED}
            UNION ALL
            SELECT 2, 'priority', count(*), [
                {{'fact': 'description', 'filled': count(description)}},
                {{'fact': 'date of the source', 'filled': count(as_of)}},
                {{'fact': 'economic domain', 'filled': count(*) FILTER (economic)}},
                {{'fact': 'scientific domain', 'filled': count(*) FILTER (scientific)}},
                {{'fact': 'policy objective', 'filled': count(*) FILTER (policy)}},
                {{'fact': 'theme of a platform', 'filled': count(themed)}},
                {{'fact': 'classified by the source, not by us',
                 'filled': count(*) FILTER (classified_by = 'source')}}]
            FROM priority LEFT JOIN classified USING (priority_id)
            LEFT JOIN themed USING (priority_id)
            UNION ALL
            SELECT 3, 'partnership', count(*), [
                {{'fact': 'date of launch', 'filled': count(launched)}},
                {{'fact': 'web site', 'filled': count(website)}},
                {{'fact': 'number of members that a source states',
                 'filled': count(stated_count)}},
                {{'fact': 'acronym', 'filled': count(acronym)}},
                {{'fact': 'date of the source', 'filled': count(as_of)}},
                {{'fact': 'at least one member territory', 'filled': count(has_members)}},
                {{'fact': 'at least one dated event', 'filled': count(has_evidence)}}]
            FROM partnership LEFT JOIN members USING (partnership_id)
            LEFT JOIN dated USING (partnership_id)
            UNION ALL
            SELECT 4, 'membership', count(*), [
                {{'fact': 'date of the source', 'filled': count(as_of)}},
                {{'fact': 'stated by the source, not inferred by us',
                 'filled': count(*) FILTER (basis = 'stated')}}]
            FROM membership
            UNION ALL
            SELECT 5, 'stage_evidence', count(*), [
                {{'fact': 'date known to the day', 'filled': count(*) FILTER (length(date) = 10)}},
                {{'fact': 'date known to the month', 'filled': count(*) FILTER (length(date) = 7)}},
                {{'fact': 'date known to the year', 'filled': count(*) FILTER (length(date) = 4)}}]
            FROM stage_evidence
            UNION ALL
            SELECT 6, 'actor', count(*), [
                {{'fact': 'territory', 'filled': count(territory_id)}}] FROM actor
            UNION ALL
            SELECT 7, 'platform_fact', count(*), [
                {{'fact': 'date', 'filled': count(date)}}] FROM platform_fact
        )
        SELECT table_name, field.fact AS fact, field.filled AS filled, row_count,
               CASE WHEN row_count > 0 THEN round(100.0 * field.filled / row_count, 1) END AS share
        FROM (SELECT position, table_name, row_count, unnest(fields) AS field,
                     generate_subscripts(fields, 1) AS place FROM facts)
        ORDER BY position, place
    """)


DATED = """
    SELECT 'priority' AS table_name, as_of AS date FROM priority
    UNION ALL SELECT 'partnership', as_of FROM partnership
    UNION ALL SELECT 'membership', as_of FROM membership
    UNION ALL SELECT 'stage_evidence', date FROM stage_evidence
    UNION ALL SELECT 'platform_fact', date FROM platform_fact
"""
TABLES = "['strategy', 'priority', 'partnership', 'membership', 'stage_evidence']"


def dates(store: Store) -> pd.DataFrame:
    """How old the facts of a table are: ``table_name, row_count, dated, earliest, latest``.

    Dates as stated: of the source, or of the event where the table holds events.
    """
    # A partial date sorts as text in the order of its first day.
    return store.frame(f"""
        SELECT table_name, count(*) AS row_count, count(date) AS dated,
               min(date) AS earliest, max(date) AS latest
        FROM ({DATED}) GROUP BY table_name
        ORDER BY list_position({TABLES}, table_name) NULLS LAST
    """)


def dates_by_year(store: Store) -> pd.DataFrame:
    """Rows per year that they are of: ``table_name, year, row_count``; no year: not stated."""
    return store.frame(f"""
        SELECT table_name, date[:4]::INTEGER AS year, count(*) AS row_count
        FROM ({DATED}) GROUP BY table_name, year
        ORDER BY list_position({TABLES}, table_name) NULLS LAST, year NULLS LAST
    """)


def kinds_of_sources(store: Store) -> pd.DataFrame:
    """What kind of publisher the rows of a table were taken from.

    Returns
    -------
    pandas.DataFrame
        ``table_name, kind, row_count``. A strategy counts with the kind closest to it among the
        sources of its priorities.
    """
    return store.frame(f"""
        WITH site_kind AS (
            SELECT url AS source_url, kind, list_position(['authority', 'eu', 'network',
                'research', 'business', 'press', 'copy', 'unclear'], kind) AS distance
            FROM source
        )
        SELECT table_name, kind, count(*) AS row_count
        FROM (
            SELECT 'strategy' AS table_name, arg_min(kind, distance) AS kind
            FROM priority JOIN site_kind USING (source_url) GROUP BY territory_id, period
            UNION ALL
            SELECT table_name, kind FROM (
                SELECT 'priority' AS table_name, source_url FROM priority
                UNION ALL SELECT 'partnership', source_url FROM partnership
                UNION ALL SELECT 'membership', source_url FROM membership
                UNION ALL SELECT 'stage_evidence', source_url FROM stage_evidence
                UNION ALL SELECT 'affiliation', source_url FROM affiliation
                UNION ALL SELECT 'actor', source_url FROM actor
                UNION ALL SELECT 'platform_fact', source_url FROM platform_fact)
            JOIN site_kind USING (source_url))
        GROUP BY table_name, kind
        ORDER BY list_position({TABLES}, table_name) NULLS LAST, table_name, row_count DESC, kind
    """)
