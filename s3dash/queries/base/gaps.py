"""What is known to be missing, record by record, with the reason."""

import pandas as pd

from s3dash.queries.territories.strategies import DOCUMENTED
from s3dash.store.connection import Store

GAPS = {
    # code: (what it is, why it is so)
    "no-strategy": (
        "EU countries without a documented strategy",
        "We found no list of priorities on a public page; it does not mean that there is none.",
    ),
    "no-strategy-2021": (
        "EU countries without a documented strategy of 2021-2027",
        "An older strategy is documented, at some level, and none of the current period.",
    ),
    "partial-list": (
        "Strategies of which only a part is documented",
        "The source itself, or what could be read of it, gives less than the whole list.",
    ),
    "members": (
        "Partnerships with fewer members documented than stated",
        "A source gives a number and names fewer, or names them in a place we could not read.",
    ),
    "no-evidence": (
        "Partnerships without a dated event",
        "No stage is documented. They may well be active.",
    ),
    "no-code": (
        "Territories without a NUTS code",
        "No NUTS 2021 region has the same extent: listed everywhere, drawn on no map, "
        "and without indicators.",
    ),
    "no-successor": (
        "Indicator codes without a successor",
        "NUTS 2021 has no region of the same extent: the values are kept without a territory.",
    ),
    "no-kind": (
        "Sites that nobody has classified yet",
        "They count as unclear among the kinds of sources.",
    ),
}


def known_gaps(store: Store) -> pd.DataFrame:
    """Every record of which something is known to be missing.

    Returns
    -------
    pandas.DataFrame
        ``gap`` (a key of `GAPS`), ``table_name, identifier, name, context`` (country, period or
        platform), ``documented_count, stated_count`` (missing where there is no number),
        ``reason`` (as the row says it; missing where there is no more than the gap itself).
        In the order of `GAPS`, then by context and name.
    """
    return store.frame(f"""
        WITH members AS (
            SELECT partnership_id, count(*) AS held FROM membership GROUP BY partnership_id
        ), periods AS (
            SELECT country_code, max(period) AS latest
            FROM {DOCUMENTED} JOIN territory USING (territory_id) GROUP BY country_code
        )
        SELECT gap, table_name, identifier, name, context, documented_count, stated_count, reason
        FROM (
            SELECT CASE WHEN latest IS NULL THEN 1 ELSE 2 END AS position,
                   CASE WHEN latest IS NULL THEN 'no-strategy' ELSE 'no-strategy-2021' END AS gap,
                   'territory' AS table_name, territory_id AS identifier, country.name AS name,
                   NULL AS context, NULL::BIGINT AS documented_count,
                   NULL::BIGINT AS stated_count,
                   'latest documented period ' || latest AS reason
            FROM country JOIN territory USING (country_code)
            LEFT JOIN periods USING (country_code)
            WHERE status = 'member' AND nuts_level = 0
              AND (latest IS NULL OR latest < '2021-2027')
            UNION ALL
            SELECT 3, 'partial-list', 'territory', territory_id, territory.name,
                   country.name || ', ' || period, documented_count, stated_count,
                   completeness_note
            FROM strategy JOIN territory USING (territory_id) JOIN country USING (country_code)
            WHERE completeness = 'partial'
            UNION ALL
            SELECT 4, 'members', 'partnership', partnership_id, partnership.name, platform.name,
                   coalesce(held, 0), stated_count, status_note
            FROM partnership JOIN platform USING (platform_id)
            LEFT JOIN members USING (partnership_id)
            WHERE stated_count > coalesce(held, 0)
            UNION ALL
            SELECT 5, 'no-evidence', 'partnership', partnership_id, partnership.name,
                   platform.name, NULL, NULL, status_note
            FROM partnership JOIN platform USING (platform_id)
            WHERE partnership_id NOT IN (SELECT partnership_id FROM stage_evidence)
            UNION ALL
            SELECT 6, 'no-code', 'territory', territory_id, territory.name, country.name,
                   NULL, NULL, note
            FROM territory JOIN country USING (country_code) WHERE nuts_level IS NULL
            UNION ALL
            SELECT 7, 'no-successor', 'nuts_correspondence', nuts_code, name,
                   'NUTS ' || nuts_vintage, NULL, NULL,
                   count(*) || ' values without a territory'
            FROM indicator_value JOIN nuts_correspondence USING (nuts_code, nuts_vintage)
            WHERE indicator_value.territory_id IS NULL
            GROUP BY nuts_code, name, nuts_vintage
            UNION ALL
            SELECT 8, 'no-kind', 'site', host, host, NULL, NULL, NULL,
                   sum(row_count) || ' rows taken from it'
            FROM source WHERE host NOT IN (SELECT host FROM site) GROUP BY host
        )
        ORDER BY position, context NULLS FIRST, name, identifier
    """)
