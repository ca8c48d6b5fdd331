"""Questions about one partnership: what it is, who belongs to it, what it is tied to."""

import pandas as pd

from s3dash.store.connection import Store


def partnership_names(store: Store) -> dict[str, str]:
    """All partnerships for a chooser: id -> ``name (platform)``, by name."""
    return dict(
        store.rows("""
            SELECT partnership_id, format('{} ({})', partnership.name, platform.name)
            FROM partnership JOIN platform USING (platform_id) ORDER BY partnership.name
        """)
    )


def partnership(store: Store, partnership_id: str) -> dict[str, object] | None:
    """One partnership as a record; None when there is none.

    Keys: ``partnership_id, name, acronym, scope, platform_id, platform, launched, stated_count,
    documented_count`` (members held), ``website, status_note, source_url, as_of``.
    """
    frame = store.frame(
        """
        SELECT partnership_id, p.name, acronym, scope, platform_id,
               platform.name AS platform, p.launched, stated_count,
               (SELECT count(*) FROM membership m WHERE m.partnership_id = p.partnership_id)
                   AS documented_count,
               website, status_note, p.source_url, as_of
        FROM partnership p JOIN platform USING (platform_id)
        WHERE partnership_id = $partnership_id
        """,
        {"partnership_id": partnership_id},
    )
    return None if frame.empty else dict(frame.iloc[0])


def members(store: Store, partnership_id: str) -> pd.DataFrame:
    """Members of a partnership: lead first, then co-leads, then participants by name.

    Returns
    -------
    pandas.DataFrame
        ``territory_id, name, country, nuts_level, role, basis, territory_name`` (name in the
        source), ``as_of, source_url``.
    """
    return store.frame(
        """
        SELECT territory_id, territory.name, country.name AS country, nuts_level, role, basis,
               territory_name, as_of, membership.source_url
        FROM membership JOIN territory USING (territory_id) JOIN country USING (country_code)
        WHERE partnership_id = $partnership_id
        ORDER BY list_position(['lead', 'co-lead', 'participant'], role), territory.name
        """,
        {"partnership_id": partnership_id},
    )


def affiliations(store: Store, partnership_id: str) -> pd.DataFrame:
    """Ties to other initiatives: ``initiative, relation, source_url``, by name."""
    return store.frame(
        "SELECT initiative, relation, source_url FROM affiliation"
        " WHERE partnership_id = $partnership_id ORDER BY initiative",
        {"partnership_id": partnership_id},
    )


def sources_of(store: Store, partnership_id: str) -> pd.DataFrame:
    """Every page that a fact on the partnership was taken from.

    Returns
    -------
    pandas.DataFrame
        ``source_url, facts`` (what was taken from it, in words), by address.
    """
    return store.frame(
        """
        WITH named AS (
            SELECT source_url, 'the partnership itself' AS fact FROM partnership
            WHERE partnership_id = $partnership_id
            UNION ALL SELECT source_url, 'members' FROM membership
            WHERE partnership_id = $partnership_id
            UNION ALL SELECT source_url, 'evidence' FROM stage_evidence
            WHERE partnership_id = $partnership_id
            UNION ALL SELECT source_url, 'affiliations' FROM affiliation
            WHERE partnership_id = $partnership_id
            UNION ALL SELECT source_url, 'organisations' FROM actor
            WHERE partnership_id = $partnership_id
        )
        SELECT source_url, string_agg(DISTINCT fact, ', ' ORDER BY fact) AS facts
        FROM named GROUP BY source_url ORDER BY source_url
        """,
        {"partnership_id": partnership_id},
    )


def actors(store: Store, partnership_id: str) -> pd.DataFrame:
    """Organisations on record: ``actor_name, helix, territory_name, role, source_url``."""
    return store.frame(
        "SELECT actor_name, helix, territory_name, role, source_url FROM actor"
        " WHERE partnership_id = $partnership_id ORDER BY helix, actor_name",
        {"partnership_id": partnership_id},
    )
