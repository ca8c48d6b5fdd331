"""Questions of the start page: key figures, the map of Europe, the platforms."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from s3dash.queries.partnerships.progress import DEFAULT_WINDOW, months_before
from s3dash.queries.territories.strategies import DOCUMENTED
from s3dash.store.connection import Store


@dataclass(frozen=True)
class KeyFigures:
    """Counts of documented rows."""

    priorities: int
    strategies: int
    strategy_territories: int
    strategy_countries: int
    partnerships: int
    platforms: int
    member_territories: int
    member_countries: int
    evidence: int


def key_figures(store: Store) -> KeyFigures:
    """How much the base documents."""
    [row] = store.rows(f"""
        SELECT (SELECT count(*) FROM priority),
               (SELECT count(*) FROM {DOCUMENTED}),
               (SELECT count(DISTINCT territory_id)
                   FROM {DOCUMENTED}),
               (SELECT count(DISTINCT country_code)
                  FROM {DOCUMENTED}
                  JOIN territory USING (territory_id)),
               (SELECT count(*) FROM partnership),
               (SELECT count(DISTINCT platform_id) FROM partnership),
               (SELECT count(DISTINCT territory_id) FROM membership),
               (SELECT count(DISTINCT country_code)
                  FROM membership JOIN territory USING (territory_id)),
               (SELECT count(*) FROM stage_evidence)
    """)
    return KeyFigures(*row)


def territory_counts(store: Store) -> pd.DataFrame:
    """Priorities and memberships per territory, for the map.

    Returns
    -------
    pandas.DataFrame
        ``territory_id, name, country, nuts_level`` (NA: no NUTS code), ``priorities,
        memberships`` (number of documented rows, both periods together),
        ``has_partial_list``; one row a territory with at least one of the two.
    """
    return store.frame(f"""
        WITH chosen AS (
            SELECT territory_id, sum(documented_count)::INTEGER AS priorities,
                   bool_or(completeness = 'partial') AS has_partial_list
            FROM {DOCUMENTED} GROUP BY territory_id
        ), joined AS (
            SELECT territory_id, count(*)::INTEGER AS memberships
            FROM membership GROUP BY territory_id
        )
        SELECT territory_id, territory.name, country.name AS country, nuts_level,
               coalesce(priorities, 0) AS priorities, coalesce(memberships, 0) AS memberships,
               coalesce(has_partial_list, false) AS has_partial_list
        FROM chosen FULL JOIN joined USING (territory_id)
        JOIN territory USING (territory_id) JOIN country USING (country_code)
        ORDER BY territory_id
    """)


def platform_cards(store: Store, as_of: date, window_months: int = DEFAULT_WINDOW) -> pd.DataFrame:
    """Platforms in their order, with counts and evidence per stage as on record for a date.

    Returns
    -------
    pandas.DataFrame
        ``platform_id, name, description, partnerships, territories, countries, evidence``
        (list of counts in the order of the stages), ``latest`` (list of the latest dates, text
        as in the source or None, same order), ``states`` (same order: ``active, earlier, related,
        none``, over all its partnerships), ``facts`` (number of dated facts).
    """
    return store.frame(
        """
        WITH members AS (
            SELECT platform_id, count(DISTINCT territory_id) AS territories,
                   count(DISTINCT country_code) AS countries
            FROM partnership JOIN membership USING (partnership_id)
            JOIN territory USING (territory_id) GROUP BY platform_id
        ), stages AS (
            SELECT platform.platform_id, stage.position, count(evidence_id) AS evidence,
                   max_by(event.date, (is_near, event.date_start)) AS latest,
                   CASE WHEN count(evidence_id) = 0 THEN 'none' WHEN NOT bool_or(is_near)
                        THEN 'related' WHEN max(date_end) FILTER (is_near) >= $since
                        THEN 'active' ELSE 'earlier' END AS state
            FROM platform CROSS JOIN stage
            LEFT JOIN partnership USING (platform_id)
            LEFT JOIN (SELECT *, coalesce(basis, 'direct') <> 'related' AS is_near
                       FROM stage_evidence WHERE date_start <= $as_of) AS event
                USING (partnership_id, stage_id)
            GROUP BY ALL
        ), strips AS (
            SELECT platform_id, list(evidence ORDER BY position) AS evidence,
                   list(latest ORDER BY position) AS latest,
                   list(state ORDER BY position) AS states
            FROM stages GROUP BY platform_id
        )
        SELECT platform_id, platform.name, platform.description,
               (SELECT count(*) FROM partnership p WHERE p.platform_id = platform.platform_id)
                   AS partnerships,
               coalesce(territories, 0) AS territories, coalesce(countries, 0) AS countries,
               evidence, latest, states,
               (SELECT count(*) FROM platform_fact f WHERE f.platform_id = platform.platform_id)
                   AS facts
        FROM platform LEFT JOIN members USING (platform_id) JOIN strips USING (platform_id)
        ORDER BY platform.position
        """,
        {"as_of": as_of, "since": months_before(as_of, window_months)},
    )


def latest_evidence(store: Store, limit: int) -> pd.DataFrame:
    """The newest events on record, whatever the partnership.

    Returns
    -------
    pandas.DataFrame
        ``evidence_id, date`` (text, as precise as the source), ``stage, partnership_id,
        partnership, platform, title, detail, note, source_url, basis`` (of `BASES`), newest first.
    """
    return store.frame(
        """
        SELECT evidence_id, stage_evidence.date, stage.name AS stage, partnership_id,
               partnership.name AS partnership, platform.name AS platform, platform_id,
               title, detail, note, stage_evidence.source_url,
               coalesce(basis, 'direct') AS basis
        FROM stage_evidence JOIN stage USING (stage_id) JOIN partnership USING (partnership_id)
        JOIN platform USING (platform_id)
        ORDER BY date_start DESC, evidence_id LIMIT $limit
        """,
        {"limit": limit},
    )
