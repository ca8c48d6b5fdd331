"""Questions about priorities: which, how many, where."""

from dataclasses import dataclass

import pandas as pd

from s3dash.queries.priority_filter import PriorityFilter
from s3dash.store.connection import Store

ROWS = """
    SELECT priority_id, priority.title, territory.name AS territory, country.name AS country,
           priority.period, economic_domains, policy_objectives, platform_themes,
           strategy.completeness, priority.description, priority.classified_by,
           priority.as_of, priority.source_url, priority.territory_id
    FROM priority JOIN territory USING (territory_id) JOIN country USING (country_code)
    JOIN strategy USING (territory_id, period)
"""
ORDER = "ORDER BY country.name, territory.name, priority.period DESC, priority_id"


def priority_options(store: Store) -> dict[str, dict[str, str]]:
    """Values each filter of the priorities page offers: field -> code -> label.

    Only values that occur; an economic section occurs when one of its divisions does.
    """
    rows = store.rows("""
        SELECT 'countries', country_code, format('{} ({})', country.name, country_code),
               country.name
        FROM country WHERE country_code IN (
            SELECT country_code FROM strategy JOIN territory USING (territory_id))
        UNION ALL SELECT DISTINCT 'periods', period, period, period FROM strategy
        UNION ALL
        SELECT CASE taxonomy WHEN 'economic' THEN 'economic' ELSE 'objectives' END, domain_code,
               CASE taxonomy WHEN 'economic' THEN format('{} {}', domain_code, label)
                    ELSE format('{} ({})', label, domain_code) END,
               CASE taxonomy WHEN 'economic' THEN domain_code ELSE label END
        FROM domain
        WHERE taxonomy IN ('economic', 'policy') AND (
            domain_code IN (SELECT domain_code FROM priority_domain)
            OR domain_code IN (SELECT parent_code FROM domain JOIN priority_domain
                               USING (domain_code)))
        UNION ALL SELECT 'platforms', platform_id, name, format('{:03d}', position) FROM platform
        WHERE platform_id IN (SELECT platform_id FROM priority_platform)
        ORDER BY ALL
    """)
    fields: dict[str, dict[str, str]] = {}
    for field, code, label, _ in sorted(rows, key=lambda row: (row[0], row[3])):
        fields.setdefault(field, {})[code] = label
    return fields


def priorities(
    store: Store, chosen: PriorityFilter, limit: int | None = None, offset: int = 0
) -> pd.DataFrame:
    """Priorities that match, by country, territory and period.

    Parameters
    ----------
    limit, offset : int
        One page of the result; without a limit all of it.

    Returns
    -------
    pandas.DataFrame
        ``priority_id, title, territory, country, period, economic_domains, policy_objectives,
        platform_themes`` (labels, separated by semicolons), ``completeness`` of the list the
        priority is from, ``description, classified_by, as_of, source_url, territory_id``.
    """
    condition, parameters = chosen.condition()
    page = "LIMIT $limit OFFSET $offset" if limit is not None else ""
    if limit is not None:
        parameters |= {"limit": limit, "offset": offset}
    return store.frame(f"{ROWS} WHERE {condition} {ORDER} {page}", parameters)


def priority(store: Store, priority_id: str) -> dict[str, object] | None:
    """One priority as a record with the columns of `priorities`; None when there is none."""
    frame = store.frame(f"{ROWS} WHERE priority_id = $priority_id", {"priority_id": priority_id})
    return None if frame.empty else dict(frame.iloc[0])


@dataclass(frozen=True)
class PriorityCounts:
    """How much matches, and where.

    ``by_territory`` has ``territory_id, name, country, nuts_level, priorities,
    has_partial_list``, one row a territory.
    """

    priorities: int
    territories: int
    countries: int
    by_territory: pd.DataFrame


def priority_counts(store: Store, chosen: PriorityFilter) -> PriorityCounts:
    """Number of priorities that match, per territory and in all."""
    condition, parameters = chosen.condition()
    frame = store.frame(
        f"""
        SELECT priority.territory_id, territory.name, country.name AS country, nuts_level,
               count(*)::INTEGER AS priorities,
               bool_or(completeness = 'partial') AS has_partial_list
        FROM priority JOIN territory USING (territory_id) JOIN country USING (country_code)
        JOIN strategy USING (territory_id, period)
        WHERE {condition}
        GROUP BY ALL ORDER BY priority.territory_id
        """,
        parameters,
    )
    return PriorityCounts(
        priorities=int(frame["priorities"].sum()),
        territories=len(frame),
        countries=frame["country"].nunique(),
        by_territory=frame,
    )
