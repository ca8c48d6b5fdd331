"""Which territories border a territory, and what they have in common with it."""

import pandas as pd

from s3dash.queries.territories.strategies import DOCUMENTED
from s3dash.store.connection import Store

TOUCHING = """border AS (
            SELECT territory_id AS here, neighbour_id AS there FROM neighbour
            UNION ALL SELECT neighbour_id, territory_id FROM neighbour
        ), touching AS (
            SELECT left(there, size) AS territory_id
            FROM border CROSS JOIN (VALUES (2), (3), (4), (5)) AS code(size)
            WHERE here = $territory_id AND size <= length(there)
              AND left(there, size) <> left($territory_id, size)
            UNION
            SELECT here FROM border
            WHERE starts_with(there, $territory_id) AND NOT starts_with(here, $territory_id)
        )"""
"""SQL of a table ``touching`` (``territory_id``): the neighbours of ``$territory_id``.

The store holds borders between regions of one level. Because NUTS codes nest, others follow: a
territory touches a larger one when a neighbour of its own level lies in it, and a smaller one when
that one has a neighbour inside the territory. What lies within it, or it lies within, is no
neighbour. A territory without a NUTS code has no outline and so none.
"""


def neighbours(store: Store, territory_id: str, taxonomy: str) -> pd.DataFrame:
    """Territories of any NUTS level that border this one and have a strategy or a membership.

    Parameters
    ----------
    taxonomy : str
        Domains to compare: ``economic``, ``scientific`` or ``policy``.

    Returns
    -------
    pandas.DataFrame
        ``territory_id, name, country, nuts_level, priorities, memberships`` (documented),
        ``has_partial_list, shared`` (number of domains that both have, in whatever period; NA: one
        of the two has no documented priority), ``shared_domains`` (their labels, separated by
        semicolons, those with most priorities in the neighbour first; None without any); most
        shared first, then by name.
    """
    return store.frame(
        f"""
        WITH {TOUCHING}, own AS (
            SELECT DISTINCT domain_code
            FROM priority JOIN priority_domain USING (priority_id) JOIN domain USING (domain_code)
            WHERE territory_id = $territory_id AND taxonomy = $taxonomy
        ), common AS (
            SELECT territory_id, domain.label, domain_code, count(*) AS priorities
            FROM touching JOIN priority USING (territory_id)
            JOIN priority_domain USING (priority_id) JOIN own USING (domain_code)
            JOIN domain USING (domain_code)
            GROUP BY ALL
        ), shares AS (
            SELECT territory_id, count(*) AS shared,
                   string_agg(label, '; ' ORDER BY priorities DESC, domain_code) AS shared_domains
            FROM common GROUP BY territory_id
        ), chosen AS (
            SELECT territory_id, sum(documented_count) AS priorities,
                   bool_or(completeness = 'partial') AS has_partial_list
            FROM {DOCUMENTED} GROUP BY territory_id
        ), joined AS (
            SELECT territory_id, count(*) AS memberships FROM membership GROUP BY territory_id
        )
        SELECT territory_id, territory.name, country.name AS country, nuts_level,
               coalesce(priorities, 0)::INTEGER AS priorities,
               coalesce(memberships, 0)::INTEGER AS memberships,
               coalesce(has_partial_list, false) AS has_partial_list,
               CASE WHEN priorities > 0 AND EXISTS (
                        SELECT 1 FROM priority WHERE territory_id = $territory_id)
                    THEN coalesce(shared, 0) END::INTEGER AS shared, shared_domains
        FROM touching JOIN (FROM chosen FULL JOIN joined USING (territory_id)) USING (territory_id)
        JOIN territory USING (territory_id) JOIN country USING (country_code)
        LEFT JOIN shares USING (territory_id)
        ORDER BY shared DESC NULLS LAST, territory.name, territory_id
        """,
        {"territory_id": territory_id, "taxonomy": taxonomy},
    )
