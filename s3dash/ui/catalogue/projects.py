"""The page Projects: its filters, the map of partners, and one project with its partners."""

from html import escape

import pandas as pd
import streamlit as st

from s3dash.queries.catalogue.documents import topics_of
from s3dash.queries.catalogue.projects import (
    BASES,
    events_of_project,
    partners_by_territory,
    partners_of,
)
from s3dash.ui.address.link import Link
from s3dash.ui.catalogue.controls import Facet, Shown, has_one_of, is_one_of, searched
from s3dash.ui.catalogue.controls import choose as choose_rows
from s3dash.ui.look.text import is_missing, plain, plural
from s3dash.ui.maps import territory_map
from s3dash.ui.parts import cards, records, tables
from s3dash.ui.parts.cards import listed, outside
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer

SEARCHED = ("acronym", "title", "programme", "strand", "topic", "partnership", "partner_names")
SEARCHED_MORE = ("countries", "note")
NO_TIE = "none"
MOST_ON_MAP = 500
"""Territories on the map: a place takes some 60 bytes, and a page has 60 KB for all it says."""
LEAST_OF_TOPIC = 2
"""Projects from which on a topic is offered as a filter."""


def choose(every: pd.DataFrame) -> Shown:
    """The projects that meet the link's filters."""
    programmes = {name: name for name in sorted(every["programme"].unique())}
    held = set(every["partnership_basis"])
    ties = {code: label for code, label in BASES.items() if code in held}
    ties |= {NO_TIE: "no tie to a partnership known"}
    tied = every.dropna(subset="partnership_id").sort_values("partnership")
    partnerships = dict(zip(tied["partnership_id"], tied["partnership"], strict=True))
    topics = {name: name for name in topics_of(every, "topic", LEAST_OF_TOPIC)}
    return choose_rows(
        every,
        [
            Facet("programme", "Programme", programmes, is_one_of("programme")),
            Facet("partnership", "Partnership", partnerships, is_one_of("partnership_id")),
            Facet("tie", "Tie to a partnership", ties, _tied),
            Facet("topic", "Topic", topics, has_one_of("topic")),
        ],
        searched(every, [*SEARCHED, *SEARCHED_MORE]),
        hint="textile, hydrogen, Navarra ...",
        in_territory=lambda rows, code: pd.Series(
            [code in places for places in rows["places"]], rows.index, dtype=bool
        ),
    )


def _tied(rows: pd.DataFrame, codes: tuple[str, ...]) -> pd.Series:
    return rows["partnership_basis"].fillna(NO_TIE).isin(codes)


def draw_map(found: pd.DataFrame) -> None:
    """Number of projects by territory that a partner is from; a click opens the territory."""
    counts = answer(partners_by_territory, tuple(found["project_id"]))
    if counts.empty:
        chrome.note("No partner of these projects is on record with its territory.")
        return
    held = len(counts)
    if held > MOST_ON_MAP:
        counts = counts.nlargest(MOST_ON_MAP, ["projects", "partners"]).reset_index(drop=True)
    codes, classes = territory_map.count_classes(counts["projects"].tolist(), "projects")
    opened = territory_map.territory_map(
        counts,
        codes,
        classes,
        "{0}\nprojects on record: {1}, partners: {2}",
        zip(counts["country"], counts["projects"], counts["partners"], strict=True),
        key="project_map",
        alt=f"Map of Europe: {len(counts)} territories by number of projects with a partner on "
        "record there. The list beside it names the projects.",
        can_open=True,
        rest="none on record",
    )
    if len(counts) < held:
        chrome.note(f"The map has the {len(counts)} of {held} territories with most projects.")
    if opened:
        chrome.open_page("region", territory=opened)


def show_one(every: pd.DataFrame, project_id: str) -> None:
    """A project with its documented partners."""
    row = every[every["project_id"] == project_id]
    name = str(row["name"].iloc[0])
    chrome.entitle(name)
    st.header(plain(name), anchor=False)
    links.linked_html(records.projects(row), key="project_shown", page="projects")
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
    return (
        f"<b>{escape(str(row['partner_name']))}</b> · {escape(str(row['role']))}<br>"
        f"<span class=s3-muted>{place} · {outside(str(row['source_url']))}</span>"
    )
