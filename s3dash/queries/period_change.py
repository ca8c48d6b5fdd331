"""What changed between a territory's strategies of 2014-2020 and 2021-2027."""

import pandas as pd

from s3dash.store.connection import Store

BEFORE, AFTER = "2014-2020", "2021-2027"


def period_change(store: Store, territory_id: str) -> pd.DataFrame:
    """Domains of a territory's priorities in both periods, of all three taxonomies.

    A domain counts under the code that priorities were classified with: a section (``C``) and one
    of its divisions (``C10``) are two domains. Only documented priorities count, so with a partial
    list "gone" may mean "not in the part we hold", and "new" likewise.

    Returns
    -------
    pandas.DataFrame
        ``taxonomy`` (``economic``, ``scientific``, ``policy``), ``domain_code, label, change``
        (``kept``: in both periods, ``new``: only in 2021-2027, ``gone``: only in 2014-2020),
        ``priorities_2014, priorities_2021`` (number of documented priorities with the domain),
        ``titles_2014, titles_2021`` (their titles, separated by semicolons; None without any);
        by taxonomy, then kept, new, gone, most priorities first. Empty unless priorities of both
        periods are documented.
    """
    return store.frame(
        """
        WITH chosen AS (
            SELECT priority_id, period, title FROM priority
            WHERE territory_id = $territory_id AND period IN ($before, $after)
        ), by_domain AS (
            SELECT taxonomy, domain_code, label,
                   (count(*) FILTER (period = $before))::INTEGER AS priorities_2014,
                   (count(*) FILTER (period = $after))::INTEGER AS priorities_2021,
                   string_agg(title, '; ' ORDER BY priority_id) FILTER (period = $before)
                       AS titles_2014,
                   string_agg(title, '; ' ORDER BY priority_id) FILTER (period = $after)
                       AS titles_2021
            FROM chosen JOIN priority_domain USING (priority_id) JOIN domain USING (domain_code)
            GROUP BY taxonomy, domain_code, label
        )
        SELECT taxonomy, domain_code, label,
               CASE WHEN priorities_2014 = 0 THEN 'new' WHEN priorities_2021 = 0 THEN 'gone'
                    ELSE 'kept' END AS change,
               priorities_2014, priorities_2021, titles_2014, titles_2021
        FROM by_domain
        WHERE (SELECT count(DISTINCT period) FROM chosen) = 2
        ORDER BY taxonomy, list_position(['kept', 'new', 'gone'], change),
                 priorities_2014 + priorities_2021 DESC, domain_code
        """,
        {"territory_id": territory_id, "before": BEFORE, "after": AFTER},
    )
