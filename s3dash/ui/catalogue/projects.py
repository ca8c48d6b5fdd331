"""The page Projects: the map of partners, and one project with its partners."""

from html import escape

import pandas as pd
import streamlit as st

from s3dash.queries.catalogue.projects import (
    events_of_project,
    partners_by_territory,
    partners_of,
)
from s3dash.store.cells import is_missing
from s3dash.ui.address.link import Link
from s3dash.ui.look.text import plain, plural
from s3dash.ui.maps import territory_map
from s3dash.ui.parts import cards, records, tables
from s3dash.ui.parts.cards import listed, outside
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer, drawn

MOST_ON_MAP = 500
"""Territories on the map: a place takes some 60 bytes, and a page has 60 KB for all it says."""


def draw_map(found: pd.DataFrame) -> None:
    """Number of projects by territory that a partner is from; a click opens the territory."""
    where, classes, shown, held = drawn(_placed, found, MOST_ON_MAP)
    if not held:
        chrome.note("No partner of these projects is on record with its territory.")
        return
    opened = territory_map.territory_map(
        where,
        classes,
        "{0}\nprojects on record: {1}, partners: {2}",
        key="project_map",
        alt=f"Map of Europe: {shown} territories by number of projects with a partner on "
        "record there. The list beside it names the projects.",
        can_open=True,
        rest="none on record",
    )
    if shown < held:
        chrome.note(f"The map has the {shown} of {held} territories with most projects.")
    if opened:
        chrome.open_page("region", territory=opened)


def _placed(
    found: pd.DataFrame, most: int
) -> tuple[territory_map.Placed, list[territory_map.MapClass], int, int]:
    """Territories by number of projects as the map takes them, how many, and how many of all."""
    every = answer(partners_by_territory, tuple(found["project_id"]))
    counts = every
    if len(every) > most:
        counts = every.nlargest(most, ["projects", "partners"]).reset_index(drop=True)
    codes, classes = territory_map.count_classes(counts["projects"].tolist(), "projects")
    told = zip(counts["country"], counts["projects"], counts["partners"], strict=True)
    return territory_map.placed(counts, codes, told), classes, len(counts), len(every)


def show_one(every: pd.DataFrame, project_id: str) -> None:
    """A project with its documented partners."""
    row = every[every["project_id"] == project_id]
    name = str(row["name"].iloc[0])
    chrome.entitle(name)
    st.header(plain(name), anchor=False)
    links.linked_html(
        records.project(row.to_dict("records")[0]), key="project_shown", page="projects"
    )
    found = answer(partners_of, project_id)
    st.subheader(f"{plural(len(found), 'documented partner')}", anchor=False)
    links.linked_html(
        listed((_partner(one) for one in found.to_dict("records")), "No partner is on record."),
        key="project_partners",
    )
    if len(found):
        tables.take_away(
            lambda: found,
            title=f"Documented partners of {name}",
            filters=f"project {project_id}",
            file_name=f"{project_id}-partners",
            key="partners_take",
            has_places=True,
            link_adds="",
        )
    events = answer(events_of_project, project_id)
    if len(events):
        st.subheader(f"Evidence that names it: {plural(len(events), 'event')}", anchor=False)
        links.linked_html(cards.events(events), key="project_events")
    st.button(
        "All projects",
        key="all_projects",
        on_click=Link().write,
        args=({"project": ""},),
        icon=":material/arrow_back:",
    )


def _partner(row: dict[str, object]) -> str:
    place = "European, or place not documented"
    if not is_missing(row["territory_id"]):
        named = links.link("region", "territory", str(row["territory_id"]), str(row["territory"]))
        place = f"{named}, {escape(str(row['country']))}"
    elif not is_missing(row["territory_name"]):
        # It may lie outside Europe, or be a place that no code stands for.
        place = f"{escape(str(row['territory_name']))}, as the source names it"
    return (
        f"<b>{escape(str(row['partner_name']))}</b> · {escape(str(row['role']))}<br>"
        f"<span class=s3-muted>{place} · {outside(str(row['source_url']))}</span>"
    )
