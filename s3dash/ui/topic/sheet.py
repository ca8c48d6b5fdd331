"""A topic on one A4 page, to be printed: no widgets, the map in the colours of paper."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from s3dash.queries.topic.fit import fit
from s3dash.queries.topic.question import About
from s3dash.queries.topic.sharing import standing
from s3dash.ui.look.text import period_words
from s3dash.ui.parts import sheet as parts_sheet
from s3dash.ui.parts.sheet import short
from s3dash.ui.shell.library import answer
from s3dash.ui.topic import sections, words
from s3dash.ui.topic.map import map_of
from s3dash.ui.topic.reading import Chosen

# What one page holds. More than that is counted, and stands on the live page.
MOST_SHARING = 12
MOST_PARTNERSHIPS = 4
MOST_EVENTS = 3
MOST_NAMES = 6
LONGEST = 60


def show(chosen: Chosen, about: About) -> None:
    """The sheet, and above it what only the screen shows: the ways back and to the printer."""
    parts_sheet.style()
    st.html(Path(__file__).with_name("sheet.css"))
    live = chosen.parameters
    parts_sheet.ways("topic", live)
    with st.container(key="topic_sheet"):
        st.html(_article(_head(chosen, about)))
        left, right = st.columns(2, gap="small")
        with left:
            map_of(chosen, about, on_paper=True)
        with right:
            st.html(_article(_sharing(chosen, about)))
        st.html(
            _article(
                f"<div class=s3-two><div>{_together(about)}{_crossed(about)}</div>"
                f"<div>{_evidence(about)}{_fits(chosen)}</div></div>"
                f"{_foot(parts_sheet.live_address('topic', live))}"
            )
        )


def _article(html: str) -> str:
    return f"<article class='s3 s3-sheet' style='--s3-size:8.5pt'>{html}</article>"


def _unlinked(html: str) -> str:
    """A sentence of the page: on paper a link is its words."""
    return html.replace("<a ", "<span ").replace("</a>", "</span>")


def _head(chosen: Chosen, about: About) -> str:
    mine = ""
    if chosen.mine:
        found = answer(standing, chosen.topic, chosen.mine)
        mine = f"<p><b>My region.</b> {_unlinked(words.my_standing(chosen.mine, found))}</p>"
    return (
        f"<header><h1>{escape(short(chosen.title, 90))}</h1>"
        f"<p>Topic of smart specialisation · {words.who_shares(about)}</p>{mine}</header>"
    )


def _sharing(chosen: Chosen, about: About) -> str:
    rows = sections.own_first(about.shares, chosen.mine).to_dict("records")
    items = "".join(_shared(row) for row in rows[:MOST_SHARING])
    return (
        f"<h2>Who shares it: {len(rows)}</h2><ul>{items}"
        f"{_more(len(rows) - MOST_SHARING, 'territories')}</ul>"
    )


def _shared(row: dict[str, Any]) -> str:
    return (
        f"<li><b>{escape(row['name'])}</b> {escape(short(row['title'], LONGEST))} "
        f"<small>{escape(period_words(row['period']))}, {row['likeness']:.0%}</small></li>"
    )


def _more(rest: int, noun: str) -> str:
    return f"<li>and {rest} more {noun}, on the live page</li>" if rest > 0 else ""


def _together(about: About) -> str:
    rows = about.partnerships.to_dict("records")
    progress = sections.progress_of(about.partnerships.head(MOST_PARTNERSHIPS))
    items = ""
    for row in rows[:MOST_PARTNERSHIPS]:
        told = progress[row["partnership_id"]]
        members = about.members[about.members["partnership_id"] == row["partnership_id"]]
        counted = words.member_count(told)
        items += (
            f"<li><b>{escape(short(row['name'], LONGEST))}</b>, {escape(row['platform'])}: "
            f"{_unlinked(words.lead_words(members))}; {counted}; {sections.stage_words(told)}</li>"
        )
    listed = f"<ul>{items}{_more(len(rows) - MOST_PARTNERSHIPS, 'partnerships')}</ul>"
    return f"<h2>Who works on it together</h2><p>{words.who_works(about)}</p>{listed}"


def _crossed(about: About) -> str:
    frame = about.crossed
    if about.members.empty:
        return ""
    lines = [
        ("Share it and are members", frame[frame["shares"] & frame["is_member"]]),
        ("Share it, not yet members", frame[frame["shares"] & ~frame["is_member"]]),
        ("Members without it among their priorities", frame[~frame["shares"]]),
    ]
    told = ""
    for head, rows in lines:
        names = ", ".join(escape(name) for name in rows["name"].head(MOST_NAMES)) or "none"
        rest = len(rows) - MOST_NAMES
        more = f" and {rest} more" if rest > 0 else ""
        told += f"<p><b>{head}: {len(rows)}.</b> {names}{more}</p>"
    return f"<h2>The two sets crossed</h2>{told}"


def _evidence(about: About) -> str:
    items = "".join(
        f"<li><b>{escape(row['date'])}</b> {escape(short(row['title'], 110))} "
        f"<small>{escape(short(row['partnership'], LONGEST))}, {escape(row['stage'])}"
        f"{', related only' if row['basis'] == 'related' else ''}</small></li>"
        for row in about.events.head(MOST_EVENTS).to_dict("records")
    )
    return f"<h2>How far it is</h2><p>{words.how_far(about)}</p><ul>{items}</ul>"


def _fits(chosen: Chosen) -> str:
    if not chosen.mine:
        return ""
    found = answer(fit, chosen.topic, chosen.mine)
    if found.why_not:
        return f"<h2>Who fits {escape(chosen.mine_name)}</h2><p>{escape(found.why_not)}</p>"
    told = "".join(
        f"<p><b>{head}.</b></p><ul>"
        + "".join(
            f"<li><b>{escape(row['name'])}</b>, {escape(row['country'])} "
            f"<small>{escape(short(row['reasons'], 130))}</small></li>"
            for row in rows.to_dict("records")
        )
        + "</ul>"
        for head, rows in (("Fit best", found.best), ("Near", found.near))
        if len(rows)
    )
    return f"<h2>Who fits {escape(chosen.mine_name)}</h2>{told}"


def _foot(address: str) -> str:
    return (
        "<footer><p>Per cent: how alike the best priority is, by words, their other names "
        "and the domains that go with them. A missing row is never evidence of "
        f"absence.</p>{parts_sheet.data_and_address(address)}</footer>"
    )
