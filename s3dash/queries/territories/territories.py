"""Questions about one territory: its place, its strategies, its priorities, its partnerships."""

import pandas as pd

from s3dash.queries.territories.strategies import DOCUMENTED
from s3dash.store.connection import Store

LABELLED = """
    SELECT territory_id, territory.name,
           format('{} ({})',
                  CASE WHEN contains(lower(territory.name), lower(exonym.name)) IS NOT FALSE
                       THEN territory.name ELSE concat(territory.name, ' / ', exonym.name) END,
                  territory_id) AS label
    FROM territory LEFT JOIN (
        SELECT territory_id, min(name) AS name FROM territory_name
        WHERE kind = 'exonym' GROUP BY territory_id
    ) AS exonym USING (territory_id)
"""
"""Query for every territory as a box offers it: ``territory_id, name, label``.

The label is ``name (id)``, or ``name / English name (id)`` where the common English name is another
one: boxes find what stands in it.
"""


def territory(store: Store, territory_id: str) -> dict[str, object] | None:
    """One territory as a record; None when there is none.

    Keys: ``territory_id, name, name_native, name_latin, nuts_level, country, parent_id,
    parent_name, note, label_x, label_y`` (map units of 100 km) and ``area_km2``.
    """
    frame = store.frame(
        """
        SELECT t.territory_id, t.name, t.name_native, t.name_latin, t.nuts_level,
               country.name AS country, parent.territory_id AS parent_id,
               parent.name AS parent_name, t.note, t.label_x, t.label_y, t.area_km2
        FROM territory t JOIN country USING (country_code)
        LEFT JOIN territory parent ON parent.territory_id = t.parent_id
        WHERE t.territory_id = $territory_id
        """,
        {"territory_id": territory_id},
    )
    return None if frame.empty else dict(frame.iloc[0])


def strategies_of(store: Store, territory_id: str) -> pd.DataFrame:
    """Strategies of a territory: ``period, documented_count, stated_count, completeness,
    completeness_note, evidence_note, title, document_url, adopted_date, managing_body, budget_eur,
    source_url``, newest first.
    """
    return store.frame(
        """
        SELECT period, documented_count, stated_count, completeness, completeness_note,
               evidence_note, title, document_url, adopted_date, managing_body, budget_eur,
               source_url
        FROM strategy WHERE territory_id = $territory_id ORDER BY period DESC
        """,
        {"territory_id": territory_id},
    )


def memberships_of(store: Store, territory_id: str) -> pd.DataFrame:
    """Partnerships of a territory.

    Returns
    -------
    pandas.DataFrame
        ``partnership_id, partnership, platform, platform_id, role, basis, as_of, source_url``,
        leads first.
    """
    return store.frame(
        """
        SELECT partnership_id, partnership.name AS partnership, platform.name AS platform,
               platform_id, role, basis, membership.as_of, membership.source_url
        FROM membership JOIN partnership USING (partnership_id)
        JOIN platform USING (platform_id)
        WHERE territory_id = $territory_id
        ORDER BY list_position(['lead', 'co-lead', 'participant'], role), partnership.name
        """,
        {"territory_id": territory_id},
    )


def relatives(store: Store, territory_id: str) -> pd.DataFrame:
    """Territories above and below that have a strategy or a membership.

    Returns
    -------
    pandas.DataFrame
        ``territory_id, name, nuts_level`` (NA: no NUTS code), ``relation`` (``above`` or
        ``below``), ``priorities, memberships`` (documented), ``has_partial_list``, from the country
        down.
    """
    return store.frame(
        f"""
        WITH chosen AS (
            SELECT territory_id, sum(documented_count) AS priorities,
                   bool_or(completeness = 'partial') AS has_partial_list
            FROM {DOCUMENTED} GROUP BY territory_id
        ), joined AS (
            SELECT territory_id, count(*) AS memberships FROM membership GROUP BY territory_id
        )
        SELECT territory_id, name, nuts_level,
               CASE WHEN starts_with($territory_id, territory_id) THEN 'above' ELSE 'below' END
                   AS relation,
               coalesce(priorities, 0)::INTEGER AS priorities,
               coalesce(memberships, 0)::INTEGER AS memberships,
               coalesce(has_partial_list, false) AS has_partial_list
        FROM territory
        JOIN (FROM chosen FULL JOIN joined USING (territory_id)) USING (territory_id)
        WHERE territory_id <> $territory_id
          AND (starts_with($territory_id, territory_id) OR starts_with(territory_id, $territory_id))
        ORDER BY territory_id
        """,
        {"territory_id": territory_id},
    )


def sources_of(store: Store, territory_id: str) -> pd.DataFrame:
    """Sites that a territory's priorities and memberships were taken from.

    Returns
    -------
    pandas.DataFrame
        ``host, row_count`` (priorities and memberships taken from it), ``as_of_last`` (latest date
        that one of them states, text; None: none states one), most used first.
    """
    return store.frame(
        """
        SELECT lower(regexp_extract(source_url, '^[a-zA-Z]+://([^/?#:]+)', 1)) AS host,
               count(*)::INTEGER AS row_count, max(as_of) AS as_of_last
        FROM (
            SELECT source_url, as_of FROM priority WHERE territory_id = $territory_id
            UNION ALL
            SELECT source_url, as_of FROM membership WHERE territory_id = $territory_id
        )
        GROUP BY host ORDER BY row_count DESC, host
        """,
        {"territory_id": territory_id},
    )
