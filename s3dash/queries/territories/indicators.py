"""Regional indicators of a territory, beside the EU and the regions of its country."""

import pandas as pd

from s3dash.store.connection import Store


def indicators_of(store: Store, territory_id: str) -> pd.DataFrame:
    """Every indicator value of a territory, in the order of the data package.

    Values exist for NUTS 2 regions. Where a region has several years, the newest counts.

    Returns
    -------
    pandas.DataFrame
        ``indicator_id, label, unit, theme, year, value, eu_median`` (median over the regions of the
        27 Member States, each region once, not weighted), ``eu_regions`` (how many of them have a
        value), ``country_min, country_max, country_regions`` (over the regions of its country,
        itself included), ``year_note`` (years of the values compared), ``note, source_title,
        licence``. Values are in ``unit``. The median is computed here: the one that the indicator
        is shipped with covers other countries too.
    """
    return store.frame(
        """
        WITH newest AS (
            SELECT indicator_id, territory_id, left(nuts_code, 2) AS country_code, year, value,
                   source_title
            FROM indicator_value
            QUALIFY row_number() OVER (PARTITION BY indicator_id, nuts_code ORDER BY year DESC) = 1
        ), eu AS (
            SELECT indicator_id, median(value) AS eu_median, count(*)::INTEGER AS eu_regions
            FROM newest JOIN country USING (country_code)
            WHERE status = 'member'
            GROUP BY indicator_id
        ), at_home AS (
            SELECT indicator_id, min(value) AS country_min, max(value) AS country_max,
                   count(*)::INTEGER AS country_regions
            FROM newest WHERE country_code = left($territory_id, 2)
            GROUP BY indicator_id
        )
        SELECT indicator_id, label, unit, theme, year::INTEGER AS year, value, eu_median,
               coalesce(eu_regions, 0) AS eu_regions, country_min, country_max, country_regions,
               year_note, note, newest.source_title, licence
        FROM newest JOIN indicator USING (indicator_id) LEFT JOIN eu USING (indicator_id)
        JOIN at_home USING (indicator_id)
        WHERE territory_id = $territory_id
        ORDER BY indicator.rowid
        """,
        {"territory_id": territory_id},
    )


def regions_with_indicators(store: Store, territory_id: str) -> pd.DataFrame:
    """NUTS 2 regions with indicator values that contain the territory or lie within it.

    Returns
    -------
    pandas.DataFrame
        ``territory_id, name, relation`` (``contains``: it contains the territory, ``within``),
        ``indicators`` (number of values), by code. Empty for a NUTS 2 region itself.
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
