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


def by_platform(store: Store) -> pd.DataFrame:
    """All partnerships under their platforms, in the order of those, then by name.

    Columns: ``platform_id, platform, partnership_id, name``.
    """
    return store.frame("""
        SELECT platform_id, platform.name AS platform, partnership_id, partnership.name
        FROM partnership JOIN platform USING (platform_id)
        ORDER BY platform.position, partnership.name
    """)


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
    """Ties to other initiatives, by kind and name.

    Returns
    -------
    pandas.DataFrame
        ``kind, initiative, relation, source_url``. The kind is what the name of the initiative
        states, ``Other`` when it states none of the kinds named here.
    """
    return store.frame(
        """
        SELECT CASE WHEN contains(initiative, 'Vanguard Initiative') THEN 'Vanguard Initiative'
                    WHEN contains(initiative, 'Strategic Cluster Partnership')
                        THEN 'European Strategic Cluster Partnerships'
                    WHEN contains(initiative, 'I3 project') THEN 'I3 projects'
                    WHEN contains(initiative, 'Interreg') THEN 'Interreg'
                    WHEN contains(initiative, 'Horizon') THEN 'Horizon 2020 and Horizon Europe'
                    ELSE 'Other' END AS kind,
               initiative, relation, source_url
        FROM affiliation WHERE partnership_id = $partnership_id
        ORDER BY list_position(['Vanguard Initiative', 'European Strategic Cluster Partnerships',
                                'I3 projects', 'Interreg', 'Horizon 2020 and Horizon Europe',
                                'Other'], kind), initiative
        """,
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


def linked_partnerships(store: Store, partnership_id: str) -> pd.DataFrame:
    """Other partnerships with a member in common, those with most first.

    Returns
    -------
    pandas.DataFrame
        ``partnership_id, name, platform_id, platform, shared`` (members of both), ``documented``
        (members of the other), ``territories`` (names of those of both, separated by semicolons).
    """
    return store.frame(
        """
        SELECT partnership_id, partnership.name, platform_id, platform.name AS platform,
               count(*) FILTER (is_ours)::INTEGER AS shared, count(*)::INTEGER AS documented,
               string_agg(territory.name, '; ' ORDER BY territory.name) FILTER (is_ours)
                   AS territories
        FROM (SELECT *, territory_id IN (SELECT territory_id FROM membership
                                         WHERE partnership_id = $partnership_id) AS is_ours
              FROM membership WHERE partnership_id <> $partnership_id)
        JOIN territory USING (territory_id)
        JOIN partnership USING (partnership_id) JOIN platform USING (platform_id)
        GROUP BY ALL HAVING shared > 0
        ORDER BY shared DESC, documented, partnership.name
        """,
        {"partnership_id": partnership_id},
    )


def partners_of(store: Store, territory_id: str) -> pd.DataFrame:
    """Territories in the same partnerships as one, those with most in common first.

    Returns
    -------
    pandas.DataFrame
        ``territory_id, name, country, nuts_level`` (NA: no NUTS code), ``shared`` (number of
        partnerships), ``partnerships`` (their names).
    """
    return store.frame(
        """
        SELECT territory_id, territory.name, country.name AS country, nuts_level,
               count(*)::INTEGER AS shared,
               string_agg(partnership.name, '; ' ORDER BY partnership.name) AS partnerships
        FROM membership JOIN territory USING (territory_id) JOIN country USING (country_code)
        JOIN partnership USING (partnership_id)
        WHERE territory_id <> $territory_id
          AND partnership_id IN (SELECT partnership_id FROM membership
                                 WHERE territory_id = $territory_id)
        GROUP BY ALL ORDER BY shared DESC, territory.name, territory_id
        """,
        {"territory_id": territory_id},
    )
