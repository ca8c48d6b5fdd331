"""The first view of a partnership: its members, what it is tied to, where this comes from."""

from collections.abc import Iterator
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.queries.catalogue.projects import projects_of_partnership
from s3dash.queries.partnerships import partnerships as ask
from s3dash.ui.look.text import documented_of_stated, escape_text, plural
from s3dash.ui.maps import territory_map
from s3dash.ui.parts import cards, record_table, records, tables
from s3dash.ui.parts.roles import INFERRED, ROLE_CODES
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer, drawn, rows_of
from s3dash.ui.shell.report import report_memberships

BASIS = {"stated": "stated", "inferred": INFERRED}


def members(record: dict[str, Any]) -> None:
    """Members by role, on the map and in a table; inferred memberships are named in words."""
    identifier = str(record["partnership_id"])
    found = answer(ask.members, identifier)
    counted = documented_of_stated(record["documented_count"], record["stated_count"])
    st.header(f"Members: {counted}", anchor=False)
    if found.empty:
        st.info(
            "No member territory is documented by name. The partnership is known from its source "
            "only.",
            icon=":material/info:",
        )
        return
    left, right = st.columns([6, 7], gap="medium")
    with left:
        _map(record, found)
    with right:
        _table(record, found)
        if inferred := [row["name"] for row in rows_of(found) if row["basis"] == "inferred"]:
            chrome.note(
                "Inferred by us, not stated as a list of members by the source: "
                + ", ".join(inferred)
                + "."
            )


def _map(record: dict[str, Any], found: pd.DataFrame) -> None:
    opened = territory_map.territory_map(
        drawn(_placed, found),
        territory_map.role_classes(),
        "{0}\n{1}, {2}",
        key="partnership_map",
        alt=f"Map of Europe: {len(found)} documented members of {record['name']} by role. "
        "The table beside it lists them.",
        can_open=True,
    )
    if opened:
        chrome.open_page("region", territory=opened)


def _placed(found: pd.DataFrame) -> territory_map.Placed:
    told = zip(found["country"], found["role"], found["basis"].map(BASIS), strict=True)
    return territory_map.placed(found, [ROLE_CODES[role] for role in found["role"]], told)


def _table(record: dict[str, Any], found: pd.DataFrame) -> None:
    links.linked_html(
        drawn(_listed, found, f"Documented members of {record['name']} by role"),
        key="partnership_members",
    )
    tables.take_away(
        lambda: found,
        title=f"Documented members of {record['name']}",
        filters=f"partnership {record['partnership_id']}",
        file_name=f"{record['partnership_id']}-members",
        key="members_take",
        link_adds="table=members",
        has_places=True,
    )
    report_memberships(found, partnership_id=str(record["partnership_id"]))


def _listed(found: pd.DataFrame, alt: str) -> str:
    is_inferred = found["basis"] == "inferred"
    told = found.assign(
        role=found["role"] + is_inferred.map({True: f", {BASIS['inferred']}", False: ""})
    )
    return record_table.record_table(told.to_dict("records"), list(_columns(found)), alt)


def _columns(found: pd.DataFrame) -> Iterator[record_table.Column]:
    """Columns of the table; dates, and names that sources have for it, where there are such."""
    yield record_table.territory("Territory", "territory_id", "name")
    yield record_table.text("Country", "country")
    yield record_table.text("Role", "role")
    if found["as_of"].notna().any():
        yield record_table.text("As of", "as_of")
    yield record_table.source()
    if (found["territory_name"] != found["name"]).any():
        yield record_table.Column(
            "Name in the source",
            lambda row: (
                ""
                if row["territory_name"] == row["name"]
                else escape_text(row["territory_name"], "")
            ),
            "s3-words",
        )


def _projects(found: pd.DataFrame, partnership_id: str) -> tuple[str, str]:
    """The first projects as a list, and what the EU gives to all of them."""
    listed = records.first_projects(found, "", partnership=partnership_id)
    return listed, records.money_in_words(found)


def projects(record: dict[str, Any]) -> None:
    """Projects tied to the partnership, with money and partners, and how sure each tie is."""
    identifier = str(record["partnership_id"])
    found = answer(projects_of_partnership, identifier)
    st.header(f"Projects: {len(found)} on record", anchor=False)
    if found.empty:
        # A heading that is not there would read as if projects had no place here.
        links.linked_html(
            "<p class=s3>No project on record is tied to this partnership, which does not mean "
            f"that there is none: see {links.page_link('projects', 'all projects')}.</p>",
            key="partnership_projects",
        )
        return
    listed, money = drawn(_projects, found, identifier)
    links.linked_html(listed, key="partnership_projects")
    if money:
        chrome.note(money)
    tables.take_away(
        lambda: found.drop(columns=["places", "name", "partner_names"]),
        title=f"Projects tied to {record['name']}",
        filters=f"partnership {identifier}",
        file_name=f"{identifier}-projects",
        key="partnership_projects_take",
    )


def affiliations(record: dict[str, Any]) -> None:
    """Ties to other initiatives, by the kind that their name states."""
    identifier = str(record["partnership_id"])
    found = answer(ask.affiliations, identifier)
    st.header("Also part of, or tied to", anchor=False)
    if found.empty:
        st.html("<p class='s3 s3-muted'>No tie to another initiative is documented.</p>")
        return
    st.html(drawn(_kinds, found))
    chrome.note(
        "Grouped by what the name of the initiative states; a name that states none of these kinds "
        "stands under Other."
    )
    tables.take_away(
        lambda: found,
        title=f"Documented ties of {record['name']} to other initiatives",
        filters=f"partnership {identifier}",
        file_name=f"{identifier}-affiliations",
        key="affiliations_take",
        link_adds="table=affiliations",
    )


def _kinds(found: pd.DataFrame) -> str:
    return "".join(_kind(str(kind), rows) for kind, rows in found.groupby("kind", sort=False))


def _kind(kind: str, rows: pd.DataFrame) -> str:
    items = (
        f"<b>{escape(row['initiative'])}</b><br><span class=s3-muted>"
        f"{escape(row['relation'])} · "
        f"{cards.outside(row['source_url'], of=row['initiative'])}</span>"
        for row in rows.to_dict("records")
    )
    return f"<section class=s3-kind><h3>{escape(kind)}</h3>{cards.listed(items, '')}</section>"


def sources(partnership_id: str) -> None:
    """Every page that a fact was taken from."""
    st.header("Sources", anchor=False)
    found = answer(ask.sources_of, partnership_id)
    box = st.expander(
        f"The {plural(len(found), 'page')} that facts were taken from",
        on_change="rerun",
        key="partnership_sources",
    )
    if box.open:
        box.html(cards.sources(found))
