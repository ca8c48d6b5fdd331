"""The view of a partnership with its organisations: quadruple helix and territories."""

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.queries.partners.hubs import hubs_of_partnership
from s3dash.queries.partnerships import helix as ask
from s3dash.store.cells import is_missing
from s3dash.ui.look.text import NOT_DOCUMENTED, escape_text, plural
from s3dash.ui.partnership.shared import note_inferred
from s3dash.ui.parts import cards, tables
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer

NAMES = {
    "business": "Business",
    "research": "Research",
    "public": "Public",
    "civil-society": "Civil society",
}


def show(record: dict[str, Any]) -> None:
    """The four parts with their organisations and gaps, then the territories."""
    identifier = str(record["partnership_id"])
    found = answer(ask.organisations, identifier)
    count = found["actor_name"].nunique()
    st.header(
        f"Quadruple helix: {plural(count, 'organisation')} documented"
        if count
        else "Quadruple helix: no organisation documented",
        anchor=False,
    )
    note_inferred(identifier)
    st.html(f"<div class='s3 s3-helix'>{''.join(_part(part, found) for part in ask.PARTS)}</div>")
    chrome.note(
        "Organisations that a source names as active in the partnership: never the whole of it. "
        "A part without one is a gap in what is documented, not proof that nobody takes part. "
        "Clusters and agencies stand where their source places them."
    )
    if len(found):
        tables.take_away(
            lambda: found,
            title=f"Documented organisations of {record['name']}",
            filters=f"partnership {identifier}",
            file_name=f"{identifier}-organisations",
            key="organisations_take",
        )
    _territories(record)
    _hubs(record)


def _hubs(record: dict[str, Any]) -> None:
    """Hubs of members on a subject that the partnership names; nothing where there is none."""
    identifier = str(record["partnership_id"])
    found = answer(hubs_of_partnership, identifier)
    if found.empty:
        return
    st.header(f"Digital innovation hubs on its subjects: {len(found)}", anchor=False)
    items = (
        f"<b>{escape(row['name'])}</b> · "
        f"{links.link('region', 'territory', row['territory_id'], row['territory'])}<br>"
        f"On {escape(row['subjects'])} · {cards.outside(row['source_url'], of=row['name'])}"
        for row in found.to_dict("records")
    )
    links.linked_html(cards.listed(items, ""), key="helix_hubs")
    chrome.note(
        "Hubs placed in a member that name a subject of the partnership's name, scope or platform. "
        "That they take part is not documented."
    )


def _part(part: str, found: pd.DataFrame) -> str:
    rows = found[found["helix"] == part]
    name = NAMES[part]
    if rows.empty:
        return f"<section class=s3-gap><h3>{name}</h3><p>{NOT_DOCUMENTED}</p></section>"
    items = "".join(
        f"<li><b>{escape(row['actor_name'])}</b><br><span class=s3-muted>"
        f"{escape_text(row['territory_name'], 'no territory stated')} · {escape(row['role'])} · "
        f"{cards.outside(row['source_url'], of=row['actor_name'])}</span></li>"
        for row in rows.to_dict("records")
    )
    count = rows["actor_name"].nunique()
    return f"<section><h3>{name} <b>{count}</b></h3><ul>{items}</ul></section>"


def _territories(record: dict[str, Any]) -> None:
    identifier = str(record["partnership_id"])
    found = answer(ask.organisations_by_territory, identifier)
    members = found[found["membership"].notna()]
    without = members[members["organisations"] == 0]
    st.header("By territory", anchor=False)
    if found.empty:
        st.info(
            "Neither a member territory nor an organisation is documented.", icon=":material/info:"
        )
        return
    if len(members):
        st.html(
            f"<p class=s3><b>{len(without)} of {len(members)}</b> documented member territories "
            "have no organisation documented.</p>"
        )
    if not found["organisations"].any():
        return
    rows = "".join(_row(row) for row in found.to_dict("records"))
    heads = "".join(f"<th scope=col class=s3-right>{name}</th>" for name in NAMES.values())
    links.linked_html(
        "<div class=s3-scroll tabindex=0 role=region aria-label='Organisations by territory'>"
        "<table class=s3-table><thead><tr><th scope=col>Territory</th><th scope=col>Member</th>"
        f"{heads}</tr></thead><tbody>{rows}</tbody></table></div>",
        key="helix_territories",
    )
    chrome.note(
        "An organisation counts for a member when it is placed in that territory or in a part of "
        "it. One that is placed in a whole country only counts for the country."
    )
    tables.take_away(
        lambda: found,
        title=f"Documented organisations of {record['name']} by territory",
        filters=f"partnership {identifier}",
        file_name=f"{identifier}-organisations-by-territory",
        key="helix_take",
        sources="counted from the tables actor and membership of the data package",
    )


def _row(row: dict[str, Any]) -> str:
    if is_missing(row["territory_id"]):
        name = "no territory stated"
    else:
        name = links.link("region", "territory", row["territory_id"], row["name"])
    role = escape_text(row["membership"], "not a member")
    if not row["organisations"]:
        cells = f"<td colspan={len(NAMES)} class=s3-gap>{NOT_DOCUMENTED}"
    else:
        cells = "".join(
            f"<td class=s3-right>{row[part.replace('-', '_')] or '–'}" for part in ask.PARTS
        )
    return f"<tr><th scope=row>{name}<td>{role}{cells}"
