"""What the members of a partnership chose, as a value chain is laid out from it."""

import pandas as pd

from s3dash.store.connection import Store


def domains_of_members(store: Store, partnership_id: str) -> pd.DataFrame:
    """Economic domains of the members' own priorities, as they were classified.

    Returns
    -------
    pandas.DataFrame
        ``territory_id, name, country, domain_code, label`` (both NA: none is documented),
        ``priorities`` (how many), lead first, then co-leads, then participants by name; the domain
        with most priorities first.
    """
    return store.frame(
        """
        WITH chosen AS (
            SELECT territory_id, domain_code, label, count(DISTINCT priority_id) AS priorities
            FROM priority JOIN priority_domain USING (priority_id) JOIN domain USING (domain_code)
            WHERE taxonomy = 'economic'
            GROUP BY ALL
        )
        SELECT territory_id, territory.name, country.name AS country, domain_code, label,
               coalesce(priorities, 0)::INTEGER AS priorities
        FROM membership JOIN territory USING (territory_id) JOIN country USING (country_code)
        LEFT JOIN chosen USING (territory_id)
        WHERE partnership_id = $partnership_id
        ORDER BY list_position(['lead', 'co-lead', 'participant'], role), territory.name,
                 territory_id, priorities DESC, domain_code
        """,
        {"partnership_id": partnership_id},
    )
