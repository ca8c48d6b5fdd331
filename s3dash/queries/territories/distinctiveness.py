"""How distinctive a territory's choice is: its domains against those of all of Europe."""

import pandas as pd

from s3dash.queries.territories.classified import CLASSIFIED
from s3dash.store.connection import Store

WEIGHT_OF_EUROPE = 5
"""Priorities, distributed as in Europe, that the cautious index adds to those of a territory. As
many as a territory typically has in a period: one priority alone then says little."""
ENOUGH = 2
"""Priorities of the territory that a domain needs to be named as distinctive."""


def domain_index(store: Store, territory_id: str, taxonomy: str) -> pd.DataFrame:
    """Domains of a territory's priorities, the most distinctive first.

    The index is a location quotient of documented priorities::

        index = (priorities / all priorities of the territory)
              / (europe_priorities / all priorities in Europe)

    1 means: as common here as in Europe; 3: three times as common. Europe is every documented
    priority of every territory, this one included, of the periods that the territory documents.
    A priority counts once in each of its domains and once in the section above them, as in
    `queries.views.common_and_rare`. One without a domain of the taxonomy still counts among all.

    With about five priorities a territory, one priority more or less moves the index a lot. The
    order is by an index that is shrunk towards 1, the more the fewer priorities there are::

        cautious_index = ((priorities + k * europe_share) / (own + k)) / europe_share

    with ``own`` all priorities of the territory and ``k`` = `WEIGHT_OF_EUROPE`.

    Sections and divisions are one list. Where a section has a single division here, only one of
    the two is in it: the division if it has all priorities of the section, else the section.

    Parameters
    ----------
    taxonomy : str
        ``economic``, ``scientific`` or ``policy``.

    Returns
    -------
    pandas.DataFrame
        ``domain_code, label, priorities`` (documented, of the territory), ``share`` (of all its
        priorities, 0 to 1), ``europe_priorities, europe_share`` (the same of Europe), ``index``,
        ``cautious_index, territories`` (others with the domain in the same periods); one row a
        domain that the territory has, highest cautious index first.
    """
    return store.frame(
        f"""
        WITH counted AS (
            SELECT priority_id, territory_id FROM priority
            WHERE period IN (SELECT period FROM priority WHERE territory_id = $territory_id)
        ), totals AS (
            SELECT count(*) FILTER (territory_id = $territory_id) AS own, count(*) AS europe
            FROM counted
        ), {CLASSIFIED}, by_domain AS (
            SELECT domain_code, parent_code, label,
                   (count(*) FILTER (territory_id = $territory_id))::INTEGER AS priorities,
                   count(*)::INTEGER AS europe_priorities,
                   (count(DISTINCT territory_id) FILTER (territory_id <> $territory_id))::INTEGER
                       AS territories
            FROM counted JOIN classified USING (priority_id) JOIN domain USING (domain_code)
            WHERE taxonomy = $taxonomy
            GROUP BY domain_code, parent_code, label
            HAVING priorities > 0
        ), only_child AS (
            SELECT parent_code AS section, any_value(domain_code) AS division,
                   any_value(priorities) AS in_division
            FROM by_domain WHERE parent_code IS NOT NULL GROUP BY parent_code HAVING count(*) = 1
        ), left_out AS (
            SELECT CASE WHEN in_division = priorities THEN section ELSE division END AS domain_code
            FROM only_child JOIN by_domain ON domain_code = section
        )
        SELECT domain_code, label, priorities, priorities / own AS share, europe_priorities,
               europe_priorities / europe AS europe_share, share / europe_share AS "index",
               (priorities + $weight * europe_share) / (own + $weight) / europe_share
                   AS cautious_index,
               territories
        FROM by_domain CROSS JOIN totals
        WHERE domain_code NOT IN (SELECT domain_code FROM left_out)
        ORDER BY cautious_index DESC, domain_code
        """,
        {"territory_id": territory_id, "taxonomy": taxonomy, "weight": WEIGHT_OF_EUROPE},
    )


def clearly_distinctive(ranked: pd.DataFrame) -> pd.DataFrame:
    """Of `domain_index` the rows that a headline may name: enough priorities, above Europe."""
    return ranked[(ranked["priorities"] >= ENOUGH) & (ranked["index"] > 1)]
