"""Questions about the organisations of a partnership: the quadruple helix and where they are."""

import pandas as pd

from s3dash.store.connection import Store

PARTS = ("business", "research", "public", "civil-society")
"""The four parts of the quadruple helix, as `actor.helix` names them."""


def organisations(store: Store, partnership_id: str) -> pd.DataFrame:
    """Organisations on record, by part of the helix and name.

    Returns
    -------
    pandas.DataFrame
        ``actor_name, helix`` (one of `PARTS`), ``territory_id, territory_name`` (name in the
        source; both missing where it states none), ``role`` (in words), ``source_url``.
    """
    return store.frame(
        """
        SELECT actor_name, helix, territory_id, territory_name, role, source_url FROM actor
        WHERE partnership_id = $partnership_id
        ORDER BY list_position(['business', 'research', 'public', 'civil-society'], helix),
                 actor_name, territory_id, role
        """,
        {"partnership_id": partnership_id},
    )


def organisations_by_territory(store: Store, partnership_id: str) -> pd.DataFrame:
    """Member territories, and other territories that an organisation is in, with their numbers.

    An organisation counts for a member when its territory is the member or lies in it. What is
    known of a larger territory only (Spain, where Galicia is the member) counts for that territory.

    Returns
    -------
    pandas.DataFrame
        ``territory_id, name, country, membership`` (role of the member, missing: not a member),
        ``business, research, public, civil_society, organisations`` (distinct names). Members
        first, as in `queries.partnerships.members`. A territory that is not stated has no
        identifier and stands last.
    """
    return store.frame(
        """
        WITH member AS (
            SELECT territory_id, role FROM membership WHERE partnership_id = $partnership_id
        ), lies_in AS (
            SELECT territory_id, unnest(within) AS member_id FROM territory
        ), placed AS (
            -- Of several members that it lies in, the smallest.
            SELECT actor_name, helix,
                   coalesce(arg_max(member.territory_id, length(member.territory_id)),
                            any_value(actor.territory_id)) AS territory_id
            FROM (SELECT row_number() OVER () AS actor_no, * FROM actor
                  WHERE partnership_id = $partnership_id) actor
            LEFT JOIN lies_in ON lies_in.territory_id = actor.territory_id
            LEFT JOIN member ON member.territory_id = member_id
            GROUP BY actor_no, actor_name, helix
        )
        SELECT territory_id, any_value(territory.name) AS name,
               any_value(country.name) AS country, any_value(member.role) AS membership,
               count(DISTINCT actor_name) FILTER (helix = 'business')::INTEGER AS business,
               count(DISTINCT actor_name) FILTER (helix = 'research')::INTEGER AS research,
               count(DISTINCT actor_name) FILTER (helix = 'public')::INTEGER AS public,
               count(DISTINCT actor_name) FILTER (helix = 'civil-society')::INTEGER
                   AS civil_society,
               count(DISTINCT actor_name)::INTEGER AS organisations
        FROM member FULL JOIN placed USING (territory_id)
        LEFT JOIN territory USING (territory_id) LEFT JOIN country USING (country_code)
        GROUP BY territory_id
        ORDER BY list_position(['lead', 'co-lead', 'participant'], membership) NULLS LAST,
                 name NULLS LAST
        """,
        {"partnership_id": partnership_id},
    )
