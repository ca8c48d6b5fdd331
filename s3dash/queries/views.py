"""Other views of what a filter keeps: by territory, territory by domain, common and rare."""

import pandas as pd

from s3dash.queries.codes import codes, with_labels
from s3dash.queries.explore import find
from s3dash.queries.priority_filter import PriorityFilter
from s3dash.store.connection import Store

LEVELS = {
    "sections": "Economic sections (NACE)",
    "divisions": "Economic divisions (NACE)",
    "scientific": "Scientific domains (NABS)",
    "policy": "Policy objectives",
    "platforms": "Platform themes",
}
"""What domains may be counted by."""

_DOMAINS = """
    SELECT domain_code AS code, label, domain_code AS place FROM domain
    WHERE $level = 'sections' AND taxonomy = 'economic' AND parent_code IS NULL
    UNION ALL
    SELECT domain_code, label, domain_code FROM domain
    WHERE $level = 'divisions' AND taxonomy = 'economic' AND parent_code IS NOT NULL
    UNION ALL
    SELECT domain_code, label, domain_code FROM domain
    WHERE taxonomy = $level AND parent_code IS NULL
    UNION ALL
    SELECT platform_id, name, format('{:03d}', position) FROM platform WHERE $level = 'platforms'
"""


def by_territory(store: Store, chosen: PriorityFilter, limit: int, offset: int) -> pd.DataFrame:
    """Priorities of one page of territories.

    Parameters
    ----------
    limit, offset : int
        Territories on the page, and territories before it; by country and name.

    Returns
    -------
    pandas.DataFrame
        As `queries.priorities.priorities`, all rows of these territories, newest period first.
    """
    with store.session() as session:
        find(session, chosen)
        rows = session.frame(
            """
            WITH placed AS (
                SELECT row_no, territory_id, country.name AS country, territory.name AS territory,
                       dense_rank() OVER (ORDER BY country.name, territory.name, territory_id)
                           AS place
                FROM near JOIN territory USING (territory_id) JOIN country USING (country_code)
                WHERE missed = 0
            )
            SELECT priority_id, title, territory, country, period, codes, completeness,
                   description, classified_by, source_kind, as_of, source_url,
                   priority.territory_id
            FROM placed JOIN priority ON priority.rowid = row_no
            WHERE place > $offset AND place <= $offset + $limit
            ORDER BY place, period DESC, row_no
            """,
            {"limit": limit, "offset": offset},
        )
        return with_labels(rows, codes(session))


def matrix(store: Store, chosen: PriorityFilter, level: str) -> pd.DataFrame:
    """Number of matching priorities by territory and domain.

    Parameters
    ----------
    level : str
        One of `LEVELS`. A priority counts once for each of its domains, in a section once.

    Returns
    -------
    pandas.DataFrame
        ``territory_id, territory, country, has_partial_list, all`` (the territory's matching
        priorities), then a column for each domain that occurs, named by its code, in the order
        of the codes: counts, 0 where there is none.
    """
    with store.session() as session:
        find(session, chosen)
        counted = session.frame(
            f"""
            WITH domains AS ({_DOMAINS}), spread AS (
                SELECT territory_id, unnest(codes) AS code FROM near WHERE missed = 0
            )
            SELECT territory_id, code, place, count(*)::INTEGER AS priorities
            FROM spread JOIN domains USING (code) GROUP BY ALL ORDER BY place
            """,
            {"level": level},
        )
        rows = session.frame(
            """
            SELECT territory_id, territory.name AS territory, country.name AS country,
                   bool_or(completeness = 'partial') AS has_partial_list,
                   count(*)::INTEGER AS "all"
            FROM near JOIN territory USING (territory_id) JOIN country USING (country_code)
            WHERE missed = 0 GROUP BY ALL ORDER BY country, territory, territory_id
            """
        )
    wide = counted.pivot(index="territory_id", columns="code", values="priorities")
    wide = wide.reindex(rows["territory_id"], columns=list(dict.fromkeys(counted["code"])))
    wide = wide.fillna(0).astype("int32").reset_index(drop=True)
    return pd.concat([rows, wide], axis="columns")


def domain_labels(store: Store, level: str) -> dict[str, str]:
    """Code -> label of the domains of a level, see `LEVELS`."""
    rows = store.rows(f"SELECT code, label FROM ({_DOMAINS}) ORDER BY place", {"level": level})
    return dict(rows)


def common_and_rare(store: Store, chosen: PriorityFilter, level: str) -> pd.DataFrame:
    """How common each domain is in what a filter keeps, against all of Europe.

    The index is that of a location quotient: the domain's share of the priorities kept, divided by
    its share of all documented priorities of the same periods. 1: as common as everywhere.

    Parameters
    ----------
    level : str
        One of `LEVELS`.

    Returns
    -------
    pandas.DataFrame
        ``code, label, priorities, share`` (of the priorities kept, 0 to 1), ``europe_priorities,
        europe_share`` (of all of the same periods), ``index``, ``territories`` (that have such a
        priority among those kept); most common first. Every domain that occurs in Europe in these
        periods has a row.
    """
    with store.session() as session:
        find(session, chosen)
        return session.frame(
            f"""
            WITH domains AS ({_DOMAINS}), kept AS (
                SELECT code, count(*) AS priorities, count(DISTINCT territory_id) AS territories
                FROM (SELECT territory_id, unnest(codes) AS code FROM near WHERE missed = 0)
                GROUP BY code
            ), europe AS (
                SELECT unnest(list_concat(codes, broader_codes)) AS code FROM priority
                WHERE len($periods) = 0 OR list_contains($periods, period)
            ), everywhere AS (
                SELECT code, count(*) AS europe_priorities FROM europe GROUP BY code
            ), totals AS (
                SELECT (SELECT count(*) FROM near WHERE missed = 0) AS kept_count,
                       (SELECT count(*) FROM priority
                        WHERE len($periods) = 0 OR list_contains($periods, period)) AS europe_count
            )
            SELECT code, label, coalesce(priorities, 0)::INTEGER AS priorities,
                   coalesce(priorities, 0) / nullif(kept_count, 0) AS share,
                   europe_priorities::INTEGER AS europe_priorities,
                   europe_priorities / europe_count AS europe_share,
                   share / europe_share AS index,
                   coalesce(territories, 0)::INTEGER AS territories
            FROM everywhere JOIN domains USING (code) LEFT JOIN kept USING (code), totals
            ORDER BY priorities DESC, index DESC, code
            """,
            {"level": level, "periods": list(chosen.periods)},
        )
