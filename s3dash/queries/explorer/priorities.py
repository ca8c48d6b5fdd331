"""Questions about priorities: which there are, and the values a filter of them offers."""

import numpy as np
import pandas as pd

from s3dash.queries.explorer.explore import rows_at
from s3dash.queries.explorer.filter import FACETS, PriorityFilter
from s3dash.queries.explorer.index import priority_index
from s3dash.queries.explorer.selection import select
from s3dash.queries.territories.strategies import DOCUMENTED
from s3dash.queries.territories.territories import LABELLED
from s3dash.store.connection import Store

Labels = dict[str, dict[str, str]]
"""Field of the filter -> code -> label, in the order in which a reader looks them up."""

COMPLETENESS = {
    "as-listed": "all that the source lists",
    "partial": "list known to be partial",
}
LISTS = COMPLETENESS | {"no-list": "no priority of it is held"}
"""How complete the list of a strategy is: code -> words; also of one without any priority here."""
CLASSIFIED_BY = {
    "source": "classified by the source",
    "editorial": "classified by us, from the wording",
}
SOURCE_KINDS = {
    "authority": "public authority",
    "eu": "EU institution or programme",
    "network": "network, cluster or project",
    "research": "university or research institute",
    "business": "company or chamber",
    "press": "press",
    "copy": "copy on a document-sharing site",
    "unclear": "site of unclear kind",
}


def priorities(
    store: Store, chosen: PriorityFilter, limit: int | None = None, offset: int = 0
) -> pd.DataFrame:
    """Priorities that match: best matches of a search first, then by country, territory, period.

    Parameters
    ----------
    limit, offset : int
        One page of the result; without a limit all of it.

    Returns
    -------
    pandas.DataFrame
        ``priority_id, title, territory, country, period, economic_domains, scientific_domains,
        policy_objectives, platform_themes`` (labels, separated by semicolons), ``codes`` (of all
        these), ``completeness`` of the list the priority is from, ``description, classified_by,
        source_kind, as_of, source_url, territory_id``.
    """
    found = select(store, chosen)
    end = None if limit is None else offset + limit
    return rows_at(store, found.index, found.best_first()[offset:end])


def priorities_of(store: Store, territory_id: str) -> pd.DataFrame:
    """Priorities of one territory itself, newest period first, with the columns of `priorities`."""
    index = priority_index(store)
    is_its = (index.strategies["territory_id"] == territory_id).to_numpy()
    return rows_at(store, index, np.flatnonzero(is_its[index.strategy]))


def priority(store: Store, priority_id: str) -> dict[str, object] | None:
    """One priority as a record with the columns of `priorities`; None when there is none."""
    index = priority_index(store)
    rows = store.rows(
        "SELECT rowid FROM priority WHERE priority_id = $priority_id", {"priority_id": priority_id}
    )
    if not rows:
        return None
    places = index.place_of[[rows[0][0]]]
    return dict(rows_at(store, index, places).iloc[0])


def filter_labels(store: Store) -> Labels:
    """Values that each field of the filter offers, with their labels.

    Only values that occur; an economic section occurs when one of its divisions does, a territory
    or country when it or one within it has a strategy.
    """
    rows = store.rows(f"""
        WITH used AS (SELECT DISTINCT unnest(list_concat(codes, broader_codes)) AS code
                      FROM classification),
        places AS (
            SELECT DISTINCT unnest(within) AS code, country_code
            FROM {DOCUMENTED}
            JOIN territory USING (territory_id)
        )
        SELECT 'periods' AS field, period AS code, period AS label, period AS place
        FROM {DOCUMENTED} GROUP BY period
        UNION ALL
        -- A country comes before its territories; regions come below the region they lie in.
        SELECT 'territories', places.code,
               coalesce(labelled.label, format('{{}} ({{}})', country.name, places.code)),
               format('{{}}|{{}}', country.name, places.code)
        FROM places JOIN country USING (country_code)
        LEFT JOIN ({LABELLED}) AS labelled ON territory_id = places.code
        UNION ALL
        SELECT CASE taxonomy WHEN 'policy' THEN 'objectives' ELSE taxonomy END, domain_code,
               CASE taxonomy WHEN 'economic' THEN format('{{}} {{}}', domain_code, label)
                    ELSE format('{{}} ({{}})', label, domain_code) END,
               CASE taxonomy WHEN 'policy' THEN label ELSE domain_code END
        FROM domain JOIN used ON code = domain_code
        UNION ALL
        SELECT 'platforms', platform_id, name, format('{{:03d}}', position)
        FROM platform JOIN used ON code = platform_id
        ORDER BY field, place, code
    """)
    known: Labels = {item.field: {} for item in FACETS}
    for field, code, label, _ in rows:
        known[field][code] = label
    found = store.rows(f"""
        SELECT DISTINCT 'completeness', completeness
            FROM {DOCUMENTED}
        UNION ALL SELECT DISTINCT 'sources', source_kind FROM priority_key
        UNION ALL SELECT DISTINCT 'classified', classified_by FROM priority
    """)
    fixed = {"completeness": COMPLETENESS, "sources": SOURCE_KINDS, "classified": CLASSIFIED_BY}
    for field, labels in fixed.items():
        known[field] = {code: label for code, label in labels.items() if (field, code) in found}
    return known
