"""What changed between a territory's strategies of 2014-2020 and 2021-2027."""

import pandas as pd

from s3dash.queries.territories.classified import CLASSIFIED
from s3dash.store.connection import Store

BEFORE, AFTER = PERIODS = "2014-2020", "2021-2027"


def period_change(store: Store, territory_id: str) -> pd.DataFrame:
    """Sections and divisions of a territory's priorities in both periods, of all three taxonomies.

    A section has the priorities of its divisions, too, each once: Manufacturing is kept when other
    divisions of it are chosen. Only documented priorities count, so with a partial list "gone" may
    mean "not in the part we hold", and "new" likewise.

    Returns
    -------
    pandas.DataFrame
        ``taxonomy`` (``economic``, ``scientific``, ``policy``), ``domain_code, section_code`` (of
        the section that it is or lies in), ``label, change`` (``kept``: in both periods, ``new``:
        only in 2021-2027, ``gone``: only in 2014-2020; of a division also ``narrower``: new, where
        the section had no division before, and ``wider``: gone, where it has none any more),
        ``priorities_2014, priorities_2021`` (number of documented priorities with the domain),
        ``titles_2014, titles_2021`` (their titles, separated by semicolons; None without any);
        by taxonomy, then sections kept, new, gone, most priorities first, each followed by its
        divisions. Empty unless priorities of both periods are documented.
    """
    return store.frame(
        f"""
        WITH chosen AS (
            SELECT priority_id, period, title FROM priority
            WHERE territory_id = $territory_id AND period IN ($before, $after)
        ), {CLASSIFIED}, by_domain AS (
            SELECT taxonomy, domain_code, label, coalesce(parent_code, domain_code) AS section_code,
                   (count(*) FILTER (period = $before))::INTEGER AS priorities_2014,
                   (count(*) FILTER (period = $after))::INTEGER AS priorities_2021,
                   string_agg(title, '; ' ORDER BY priority_id) FILTER (period = $before)
                       AS titles_2014,
                   string_agg(title, '; ' ORDER BY priority_id) FILTER (period = $after)
                       AS titles_2021
            FROM chosen JOIN classified USING (priority_id) JOIN domain USING (domain_code)
            GROUP BY taxonomy, domain_code, label, section_code
        ), beside AS (
            SELECT *,
                   -- Of the section that it lies in: is it kept, has it divisions in a period?
                   bool_or(domain_code = section_code AND priorities_2014 > 0
                           AND priorities_2021 > 0) OVER section AS section_kept,
                   bool_or(domain_code <> section_code AND priorities_2014 > 0) OVER section
                       AS divided_2014,
                   bool_or(domain_code <> section_code AND priorities_2021 > 0) OVER section
                       AS divided_2021
            FROM by_domain
            WINDOW section AS (PARTITION BY taxonomy, section_code)
        ), told AS (
            SELECT *,
                   CASE WHEN priorities_2014 > 0 AND priorities_2021 > 0 THEN 'kept'
                        WHEN priorities_2014 = 0 AND section_kept AND NOT divided_2014
                            THEN 'narrower'
                        WHEN priorities_2014 = 0 THEN 'new'
                        WHEN section_kept AND NOT divided_2021 THEN 'wider'
                        ELSE 'gone' END AS change
            FROM beside
        )
        SELECT taxonomy, domain_code, section_code, label, change,
               priorities_2014, priorities_2021, titles_2014, titles_2021
        FROM told JOIN (
            SELECT taxonomy, domain_code AS section_code, change AS section_change,
                   priorities_2014 + priorities_2021 AS section_size
            FROM told WHERE domain_code = section_code
        ) USING (taxonomy, section_code)
        WHERE (SELECT count(DISTINCT period) FROM chosen) = 2
        ORDER BY taxonomy, list_position(['kept', 'new', 'gone'], section_change),
                 section_size DESC, section_code, domain_code <> section_code,
                 list_position(['kept', 'narrower', 'wider', 'new', 'gone'], change),
                 priorities_2014 + priorities_2021 DESC, domain_code
        """,
        {"territory_id": territory_id, "before": BEFORE, "after": AFTER},
    )


def sections(found: pd.DataFrame) -> pd.DataFrame:
    """Of `period_change` the rows of sections; what has no divisions is one."""
    return found[found["domain_code"] == found["section_code"]]
