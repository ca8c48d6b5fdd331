"""How distinctive a territory's choice is: its domains against those of all of Europe."""

import pandas as pd

from s3dash.store.connection import Store


def domain_index(store: Store, territory_id: str, taxonomy: str) -> pd.DataFrame:
    """Domains of a territory's priorities, the most distinctive first.

    The index is a location quotient of documented priorities::

        index = (priorities / all priorities of the territory)
              / (europe_priorities / all priorities in Europe)

    1 means: as common here as in Europe; 3: three times as common. Europe is every documented
    priority of every territory, this one included, of the periods that the territory documents.
    A priority counts in each of its domains, and under the code it was classified with: a section
    (``C``) does not include its divisions (``C10``). A priority without a domain of the taxonomy
    still counts among all priorities.

    With about five priorities a territory, one priority more or less moves the index a lot: read
    it with ``priorities`` and ``europe_priorities`` beside it.

    Parameters
    ----------
    taxonomy : str
        ``economic``, ``scientific`` or ``policy``.

    Returns
    -------
    pandas.DataFrame
        ``domain_code, label, priorities`` (documented, of the territory), ``share`` (of all its
        priorities, 0 to 1), ``europe_priorities, europe_share`` (the same of Europe), ``index``,
        ``territories`` (others with the domain in the same periods); one row a domain that the
        territory has, highest index first.
    """
    return store.frame(
        """
        WITH counted AS (
            SELECT priority_id, territory_id FROM priority
            WHERE period IN (SELECT period FROM priority WHERE territory_id = $territory_id)
        ), totals AS (
            SELECT count(*) FILTER (territory_id = $territory_id) AS own, count(*) AS europe
            FROM counted
        ), by_domain AS (
            SELECT domain_code, label,
                   (count(*) FILTER (territory_id = $territory_id))::INTEGER AS priorities,
                   count(*)::INTEGER AS europe_priorities,
                   (count(DISTINCT territory_id) FILTER (territory_id <> $territory_id))::INTEGER
                       AS territories
            FROM counted JOIN priority_domain USING (priority_id) JOIN domain USING (domain_code)
            WHERE taxonomy = $taxonomy
            GROUP BY domain_code, label
        )
        SELECT domain_code, label, priorities, priorities / own AS share, europe_priorities,
               europe_priorities / europe AS europe_share,
               (priorities / own) / (europe_priorities / europe) AS "index", territories
        FROM by_domain CROSS JOIN totals
        WHERE priorities > 0
        ORDER BY "index" DESC, domain_code
        """,
        {"territory_id": territory_id, "taxonomy": taxonomy},
    )
