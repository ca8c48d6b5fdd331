"""Projects and pilot actions: all of them, their partners, those of a territory or partnership."""

import re

import numpy as np
import pandas as pd

from s3dash.store.connection import Store

SHORTEST_NAMED = 3
"""Letters of an acronym from which on it is looked for in the texts of events."""
BASES = {
    "direct": "of the partnership itself",
    "project": "a source ties it to the partnership",
    "related": "tie judged by us",
    "unstated": "what the tie rests on is not stated",
}
"""What a tie to a partnership rests on; ``unstated``: the data package has no such column."""
_SELECTED = """
    SELECT project_id, coalesce(project.acronym, title, project_id) AS name, project.acronym,
           title, programme,
           strand, start_date, end_date, eu_contribution_eur, total_cost_eur, partnership_id,
           partnership.name AS partnership,
           CASE WHEN partnership_id IS NOT NULL THEN coalesce(partnership_basis, 'unstated') END
               AS partnership_basis, topic, project.note,
           project.source_url, coalesce(partner_count, 0)::INTEGER AS partner_count,
           coalesce(places, []) AS places, coalesce(countries, '') AS countries,
           coalesce(partner_names, '') AS partner_names
    FROM project LEFT JOIN partnership USING (partnership_id)
    LEFT JOIN (
        SELECT project_id, count(*) AS partner_count,
               list_distinct(flatten(list(within) FILTER (within IS NOT NULL))) AS places,
               string_agg(DISTINCT country.name, ', ' ORDER BY country.name) AS countries,
               string_agg(partner_name, ' · ' ORDER BY partner_name) AS partner_names
        FROM project_partner LEFT JOIN territory USING (territory_id)
        LEFT JOIN country USING (country_code) GROUP BY project_id
    ) USING (project_id)
"""


def projects(store: Store) -> pd.DataFrame:
    """Every project, the latest first, those without a date last.

    Returns
    -------
    pandas.DataFrame
        ``project_id, name`` (acronym, else title), ``acronym, title, programme, strand,
        start_date, end_date, eu_contribution_eur, total_cost_eur, partnership_id, partnership,
        partnership_basis, topic, note, source_url, partner_count`` (documented ones), ``places``
        (codes of all territories with a partner in them), ``countries`` (of partners, by name),
        ``partner_names``.
    """
    return store.frame(
        f"{_SELECTED} ORDER BY coalesce(start_date, end_date) DESC NULLS LAST, name, project_id"
    )


def projects_of_partnership(store: Store, partnership_id: str) -> pd.DataFrame:
    """Projects tied to a partnership, with the columns of `projects`; direct ties first."""
    return store.frame(
        f"""{_SELECTED} WHERE partnership_id = $partnership_id
        ORDER BY array_position(['direct', 'project', 'related'], partnership_basis),
                 start_date DESC NULLS LAST, name""",
        {"partnership_id": partnership_id},
    )


def projects_of_territory(store: Store, territory_id: str) -> pd.DataFrame:
    """Projects with a documented partner in a territory, with the columns of `projects`."""
    found = store.once(projects)
    # As bool: an empty list would choose columns, none of them.
    is_here = np.array([territory_id in places for places in found["places"]], dtype=bool)
    return found[is_here].reset_index(drop=True)


def partners_of(store: Store, project_id: str) -> pd.DataFrame:
    """Documented partners of a project, those that lead first.

    Returns
    -------
    pandas.DataFrame
        ``project_id, partner_name, role, territory_id, territory, country, territory_name,
        source_url``; without a territory: European, or not documented.
    """
    return store.frame(
        """
        SELECT project_id, partner_name, role, territory_id, territory.name AS territory,
               country.name AS country, territory_name, project_partner.source_url
        FROM project_partner LEFT JOIN territory USING (territory_id)
        LEFT JOIN country USING (country_code)
        WHERE project_id = $project_id
        ORDER BY role NOT IN ('coordinator', 'lead-region'), country.name NULLS LAST, partner_name
        """,
        {"project_id": project_id},
    )


def partners_by_territory(store: Store, project_ids: tuple[str, ...]) -> pd.DataFrame:
    """Projects per territory that a partner is from.

    Returns
    -------
    pandas.DataFrame
        ``territory_id, name, country, nuts_level, projects, partners``, by code.
    """
    return store.frame(
        """
        SELECT territory_id, territory.name, country.name AS country,
               nuts_level::INTEGER AS nuts_level,
               count(DISTINCT project_id)::INTEGER AS projects, count(*)::INTEGER AS partners
        FROM project_partner JOIN territory USING (territory_id) JOIN country USING (country_code)
        WHERE list_contains($project_ids, project_id)
        GROUP BY ALL ORDER BY territory_id
        """,
        {"project_ids": list(project_ids)},
    )


def projects_named(store: Store) -> dict[str, tuple[tuple[str, str], ...]]:
    """Event -> identifier and acronym of the projects that it names.

    Its title or text has the acronym as a word, in the same letters.
    """
    known: dict[str, list[str]] = {}
    for acronym, project in store.rows(
        "SELECT acronym, project_id FROM project WHERE length(acronym) >= $least ORDER BY rowid",
        {"least": SHORTEST_NAMED},
    ):
        known.setdefault(acronym, []).append(project)
    if not known:
        return {}
    # The longest first: REGIONS 4FOOD is not REGIONS.
    any_of = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
    named = re.compile(rf"(?<![^\W_])(?:{any_of})(?![^\W_])")
    found = {}
    for event, text in store.rows(
        "SELECT evidence_id, concat_ws(' ', title, detail) FROM stage_evidence ORDER BY rowid"
    ):
        if acronyms := dict.fromkeys(named.findall(text)):
            found[event] = tuple((code, one) for one in acronyms for code in known[one])
    return found


def events_of_project(store: Store, project_id: str) -> pd.DataFrame:
    """Events of stage evidence that name a project, the latest first.

    Returns
    -------
    pandas.DataFrame
        ``evidence_id, partnership_id, partnership, stage, date, title, detail, basis, note,
        source_url``.
    """
    events = [
        event
        for event, projects_of in projects_named(store).items()
        if project_id in dict(projects_of)
    ]
    return store.frame(
        """
        SELECT evidence_id, partnership_id, partnership.name AS partnership, stage.name AS stage,
               date, stage_evidence.title, detail, coalesce(basis, 'direct') AS basis, note,
               stage_evidence.source_url
        FROM stage_evidence JOIN partnership USING (partnership_id) JOIN stage USING (stage_id)
        WHERE list_contains($events, evidence_id)
        ORDER BY date_start DESC, evidence_id
        """,
        {"events": events},
    )
