"""Which economic domains the members of a partnership have priorities in, and which they lack."""

import pandas as pd

from s3dash.queries.territories.strategies import DOCUMENTED
from s3dash.store.connection import Store

LEVELS = {"sections": "Sections of the economy", "divisions": "Divisions of sections"}
PERIODS = {"both": "Both periods", "2021-2027": "2021-2027", "2014-2020": "2014-2020"}
THEMES = {"all": "All priorities", "platform": "On the platform's theme"}
WHOSE = {"own": "Set by the members", "around": "Also set above and in them"}

FEWEST_ELSEWHERE = 3
"""So many territories that are not members make a domain of theirs a missing one."""

COUNTED = """
    counted AS (
        SELECT priority_id, territory_id FROM priority
        WHERE $period IN ('both', period)
          AND ($theme = 'all' OR priority_id IN (
              SELECT priority_id FROM priority_platform JOIN partnership USING (platform_id)
              WHERE partnership_id = $partnership_id))
    ), member AS (
        SELECT territory_id AS member_id, role FROM membership
        WHERE partnership_id = $partnership_id
    ), lies_in AS (
        SELECT territory_id, unnest(within) AS outer_id FROM territory
    ), held AS (
        -- Codes nest: a territory lies above a member, in it, or is the member itself.
        SELECT member_id, priority_id, member_id = counted.territory_id AS is_own
        FROM member JOIN lies_in ON member_id = lies_in.territory_id
        JOIN counted ON counted.territory_id = outer_id
        UNION ALL
        SELECT member_id, priority_id, false
        FROM member JOIN lies_in ON member_id = outer_id JOIN counted USING (territory_id)
        WHERE territory_id <> member_id
    )"""
"""Common tables of priorities that count: ``counted``, ``member``, ``held`` by each member."""
_CODE = """CASE $level WHEN 'sections' THEN coalesce(parent_code, domain_code)
           WHEN 'divisions' THEN CASE WHEN parent_code IS NOT NULL THEN domain_code END END"""


def members_with_priorities(
    store: Store, partnership_id: str, period: str, theme: str
) -> pd.DataFrame:
    """Members with the number of priorities that the matrix is made of.

    Parameters
    ----------
    period : {"both", "2021-2027", "2014-2020"}
    theme : {"all", "platform"}
        All priorities, or those classified with the theme of the partnership's platform.

    Returns
    -------
    pandas.DataFrame
        ``territory_id, name, country, role, own`` (documented priorities of its own), ``around``
        (those of territories above it or in it), ``has_partial_list`` (one of its own lists is
        known to be partial). Lead first, then co-leads, then participants by name.
    """
    return store.frame(
        f"""
        WITH {COUNTED}
        SELECT territory_id, territory.name, country.name AS country, member.role,
               coalesce(own, 0)::INTEGER AS own, coalesce(around, 0)::INTEGER AS around,
               territory_id IN (SELECT territory_id
                   FROM {DOCUMENTED}
                                WHERE completeness = 'partial' AND $period IN ('both', period))
                   AS has_partial_list
        FROM member JOIN territory ON territory_id = member_id JOIN country USING (country_code)
        LEFT JOIN (
            SELECT member_id, count(*) FILTER (is_own) AS own,
                   count(*) FILTER (NOT is_own) AS around
            FROM held GROUP BY member_id
        ) USING (member_id)
        ORDER BY list_position(['lead', 'co-lead', 'participant'], member.role), territory.name
        """,
        {"partnership_id": partnership_id, "period": period, "theme": theme},
    )


def member_domains(
    store: Store, partnership_id: str, period: str, theme: str, level: str
) -> pd.DataFrame:
    """Priorities of each member in each economic domain.

    Parameters
    ----------
    period, theme
        As in `members_with_priorities`.
    level : {"sections", "divisions"}
        A section of NACE Rev. 2 includes its divisions; a priority counts once in each domain.
        At ``divisions``, what is classified with a section as a whole is left out.

    Returns
    -------
    pandas.DataFrame
        ``territory_id, domain_code, label, own, around`` (numbers of documented priorities).
    """
    return store.frame(
        f"""
        WITH {COUNTED}
        SELECT member_id AS territory_id, code AS domain_code, any_value(shown.label) AS label,
               count(DISTINCT priority_id) FILTER (is_own)::INTEGER AS own,
               count(DISTINCT priority_id) FILTER (NOT is_own)::INTEGER AS around
        FROM held JOIN priority_domain USING (priority_id)
        JOIN (SELECT domain_code, {_CODE} AS code FROM domain WHERE taxonomy = 'economic')
            USING (domain_code)
        JOIN domain shown ON shown.domain_code = code
        GROUP BY ALL ORDER BY member_id, code
        """,
        {"partnership_id": partnership_id, "period": period, "theme": theme, "level": level},
    )


def domains_elsewhere(store: Store, partnership_id: str, period: str, level: str) -> pd.DataFrame:
    """Economic domains of priorities on the platform's theme, of territories that are no members.

    Returns
    -------
    pandas.DataFrame
        ``domain_code, label, territories`` (that are not members and have such a priority).
    """
    return store.frame(
        f"""
        WITH {COUNTED}
        SELECT code AS domain_code, any_value(shown.label) AS label,
               count(DISTINCT territory_id)::INTEGER AS territories
        FROM counted ANTI JOIN member ON territory_id = member_id
        JOIN priority_domain USING (priority_id)
        JOIN (SELECT domain_code, {_CODE} AS code FROM domain WHERE taxonomy = 'economic')
            USING (domain_code)
        JOIN domain shown ON shown.domain_code = code
        GROUP BY code ORDER BY code
        """,
        {"partnership_id": partnership_id, "period": period, "theme": "platform", "level": level},
    )


def capabilities(held: pd.DataFrame, elsewhere: pd.DataFrame, whose: str) -> pd.DataFrame:
    """Domains by whether members share them, complement each other, or lack them.

    Parameters
    ----------
    held, elsewhere : pandas.DataFrame
        As `member_domains` and `domains_elsewhere` give them.
    whose : {"own", "around"}
        Only priorities that members set themselves, or also those set above and in them.

    Returns
    -------
    pandas.DataFrame
        ``domain_code, label, kind`` (``shared``: two members or more; ``complementary``: one;
        ``missing``: none, while `FEWEST_ELSEWHERE` other territories or more have it on the
        platform's theme), ``members`` (that have it), ``elsewhere`` (other territories that have it
        on the theme). Shared first, most members first; then by code; missing by ``elsewhere``.
    """
    counts = held["own"] + (held["around"] if whose == "around" else 0)
    members = held[counts > 0].groupby("domain_code")["territory_id"].nunique()
    others = elsewhere.set_index("domain_code")["territories"]
    labels = pd.concat([held, elsewhere]).drop_duplicates("domain_code")[["domain_code", "label"]]
    found = labels.assign(
        members=labels["domain_code"].map(members).fillna(0).astype(int),
        elsewhere=labels["domain_code"].map(others).fillna(0).astype(int),
    )
    found["kind"] = "missing"
    found.loc[found["members"] == 1, "kind"] = "complementary"
    found.loc[found["members"] > 1, "kind"] = "shared"
    found = found[(found["members"] > 0) | (found["elsewhere"] >= FEWEST_ELSEWHERE)]
    order = {"shared": 0, "complementary": 1, "missing": 2}
    by_elsewhere = -found["elsewhere"] * (found["kind"] == "missing")
    return (
        found.assign(place=found["kind"].map(order), more=by_elsewhere - found["members"])
        .sort_values(["place", "more", "domain_code"])
        .drop(columns=["place", "more"])
        .reset_index(drop=True)[["domain_code", "label", "kind", "members", "elsewhere"]]
    )
