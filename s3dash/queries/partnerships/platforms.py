"""Questions about one thematic platform: who takes part, who leads, which countries."""

from dataclasses import dataclass

import pandas as pd

from s3dash.store.connection import Store


@dataclass(frozen=True)
class Platform:
    """A thematic platform with its documented counts.

    ``named_partnerships``: those of which a member is known by name. ``lead``, ``co_lead``:
    territories with that role in any partnership; ``leading``: with one of the two.
    ``inferred_only``: territories whose memberships here are all inferred by us. ``facts``: dated
    facts on this platform alone.
    """

    platform_id: str
    name: str
    description: str
    launched: str
    source_url: str
    partnerships: int
    named_partnerships: int
    territories: int
    leading: int
    lead: int
    co_lead: int
    countries: int
    inferred_only: int
    facts: int


def platform(store: Store, platform_id: str) -> Platform | None:
    """One platform; None when there is none."""
    rows = store.rows(
        """
        WITH members AS (
            SELECT partnership_id, territory_id, role, basis, country_code
            FROM partnership JOIN membership USING (partnership_id)
            LEFT JOIN territory USING (territory_id)
            WHERE platform_id = $platform_id
        ), places AS (
            -- One row a territory: to count distinct ones column by column takes far longer.
            SELECT territory_id, any_value(country_code) AS country_code,
                   count(*) FILTER (role <> 'participant') > 0 AS leads,
                   count(*) FILTER (role = 'lead') > 0 AS is_lead,
                   count(*) FILTER (role = 'co-lead') > 0 AS is_co_lead,
                   count(*) FILTER (basis = 'stated') > 0 AS is_stated
            FROM members GROUP BY territory_id
        )
        SELECT platform_id, name, description, launched, source_url,
               (SELECT count(*) FROM partnership WHERE platform_id = $platform_id),
               (SELECT count(DISTINCT partnership_id) FROM members),
               counted.*,
               (SELECT count(*) FROM platform_fact WHERE platform_id = $platform_id)
        FROM platform, (
            SELECT count(*), count(*) FILTER (leads), count(*) FILTER (is_lead),
                   count(*) FILTER (is_co_lead), count(DISTINCT country_code),
                   count(*) FILTER (NOT is_stated)
            FROM places
        ) AS counted
        WHERE platform_id = $platform_id
        """,
        {"platform_id": platform_id},
    )
    return Platform(*rows[0]) if rows else None


def platform_territories(store: Store, platform_id: str) -> pd.DataFrame:
    """Territories that take part, with the strongest role each has in any partnership.

    Returns
    -------
    pandas.DataFrame
        ``territory_id, name, country, nuts_level, role`` (lead before co-lead before
        participant), ``leads, co_leads, memberships`` (numbers of partnerships),
        ``leads_in`` (names of the partnerships it leads or co-leads, marked where we infer it),
        ``inferred_only`` (no source states any of the memberships: we infer them all),
        ``is_role_inferred`` (none states the strongest role), most active first.
    """
    return store.frame(
        """
        SELECT territory_id, territory.name, country.name AS country, nuts_level,
               CASE WHEN bool_or(role = 'lead') THEN 'lead'
                    WHEN bool_or(role = 'co-lead') THEN 'co-lead' ELSE 'participant' END AS role,
               count(*) FILTER (role = 'lead')::INTEGER AS leads,
               count(*) FILTER (role = 'co-lead')::INTEGER AS co_leads,
               count(*)::INTEGER AS memberships,
               string_agg(
                   partnership.name || if(basis = 'inferred', ' (inferred by us)', ''),
                   '; ' ORDER BY partnership.name
               ) FILTER (role <> 'participant') AS leads_in,
               bool_and(basis = 'inferred') AS inferred_only,
               coalesce(bool_and(basis = 'inferred') FILTER (role = 'lead'),
                        bool_and(basis = 'inferred') FILTER (role = 'co-lead'),
                        bool_and(basis = 'inferred')) AS is_role_inferred
        FROM membership JOIN partnership USING (partnership_id)
        JOIN territory USING (territory_id) JOIN country USING (country_code)
        WHERE platform_id = $platform_id
        GROUP BY ALL
        ORDER BY leads + co_leads DESC, leads DESC, memberships DESC, territory.name
        """,
        {"platform_id": platform_id},
    )


def platform_partnerships(store: Store, platform_id: str) -> pd.DataFrame:
    """Partnerships of a platform, and who leads each.

    Returns
    -------
    pandas.DataFrame
        A row for each lead and co-lead, and one for a partnership without any documented:
        ``partnership_id, partnership, documented_count, stated_count`` (member territories; NA: not
        stated), ``territory_id, territory, role, basis`` (None without a lead); by partnership,
        leads first.
    """
    return store.frame(
        """
        WITH counted AS (
            SELECT partnership_id, count(*)::INTEGER AS documented_count
            FROM membership GROUP BY partnership_id
        ), led AS (
            SELECT partnership_id, territory_id, territory.name AS territory, role, basis
            FROM membership JOIN territory USING (territory_id) WHERE role <> 'participant'
        )
        SELECT partnership_id, partnership.name AS partnership,
               coalesce(documented_count, 0)::INTEGER AS documented_count, stated_count,
               territory_id, territory, role, basis
        FROM partnership LEFT JOIN counted USING (partnership_id)
        LEFT JOIN led USING (partnership_id)
        WHERE platform_id = $platform_id
        ORDER BY strip_accents(lower(partnership.name)), partnership_id, role = 'co-lead', territory
        """,
        {"platform_id": platform_id},
    )


def platform_countries(store: Store, platform_id: str) -> pd.DataFrame:
    """Countries by participation.

    Returns
    -------
    pandas.DataFrame
        ``country, territories, memberships, leads`` (memberships as lead or co-lead), most
        territories first.
    """
    return store.frame(
        """
        SELECT country.name AS country, count(DISTINCT territory_id)::INTEGER AS territories,
               count(*)::INTEGER AS memberships,
               count(*) FILTER (role <> 'participant')::INTEGER AS leads
        FROM membership JOIN partnership USING (partnership_id)
        JOIN territory USING (territory_id) JOIN country USING (country_code)
        WHERE platform_id = $platform_id
        GROUP BY ALL ORDER BY territories DESC, memberships DESC, country.name
        """,
        {"platform_id": platform_id},
    )


def platform_facts(store: Store, platform_id: str) -> pd.DataFrame:
    """Dated facts on a platform, and those on the platforms together.

    Returns
    -------
    pandas.DataFrame
        ``fact_id, date`` (text as in the source; None: the year is not stated), ``date_start``
        (first day of it), ``fact, figure`` (the main figure in it; NA: none), ``is_own`` (False:
        on the platforms together), ``source_url``; oldest first, undated ones last.
    """
    return store.frame(
        """
        SELECT fact_id, date, date_start, fact, figure, platform_id IS NOT NULL AS is_own,
               source_url
        FROM platform_fact
        WHERE platform_id = $platform_id OR platform_id IS NULL
        ORDER BY date_start NULLS LAST, date, fact_id
        """,
        {"platform_id": platform_id},
    )


def all_platforms(store: Store) -> dict[str, str]:
    """Every platform of the data, in their order: id -> name."""
    return dict(store.rows("SELECT platform_id, name FROM platform ORDER BY position"))
