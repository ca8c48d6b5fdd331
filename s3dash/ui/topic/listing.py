"""The topics of the base as a picture to browse: the most shared, rising and falling."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from s3dash.queries.territories.period_change import AFTER, BEFORE
from s3dash.queries.topic.common import topics
from s3dash.ui.look.text import capitalised, plural
from s3dash.ui.parts import my_region, tables
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer
from s3dash.ui.topic import boxes
from s3dash.ui.topic.reading import Chosen
from s3dash.web.static_files import style_url

MOST = 30
MOST_CHANGED = 6
FEWEST_CHANGED = 3
"""Territories that have to have come or gone before a topic is told to rise or to fall."""


def style() -> None:
    """The style of the page."""
    st.html(f"<style>@import url('{style_url('topic/topic.css')}');</style>")


def show(chosen: Chosen) -> None:
    """The topics that most territories share, each with the way to its page."""
    every = answer(topics)
    if every.empty:
        st.info("No topic is named in this base.", icon=":material/search_off:")
        return
    left, right = st.columns([8, 5], gap="large")
    with left:
        shown = every.head(MOST)
        st.header(f"The {len(shown)} topics that most territories share", anchor=False)
        most = int(shown["territories"].max())
        bars = "".join(_bar(row, most) for row in shown.to_dict("records"))
        _linked(
            f"<table class=s3-topics><thead><tr><th scope=col>Topic</th>"
            "<th scope=col>Territories</th><th scope=col>Partnerships</th>"
            f"<th scope=col>Change, points</th></tr></thead><tbody>{bars}</tbody></table>",
            "topics_listed",
        )
    with right:
        compared = int(every["compared"].iloc[0])
        st.header("Rising and falling", anchor=False)
        chrome.note(
            f"Change from {BEFORE} to {AFTER}: of {plural(compared, 'territory')} with priorities "
            "documented in both periods, the share with the topic in the second minus that in the "
            "first, in points of 100."
        )
        for head, rows in (("Rising", _rising(every)), ("Falling", _falling(every))):
            st.subheader(head, anchor=False)
            _linked(_changed(rows), f"topics_{head.lower()}")
    tables.take_away(
        lambda: every.assign(growth=every["growth"].round(2)),
        title="Topics by number of territories",
        filters="topics that the base has names for",
        file_name="topics",
        key="topics_take",
        sources="derived from the tables priority, topic_word and partnership of the data package, "
        "see docs/methods/topic.md",
    )


def _linked(html: str, key: str) -> None:
    links.linked_html(html, key=key, page="topic", follow=boxes.ask)


def _named(topic: object) -> str:
    return my_region.link_to_topic(capitalised(str(topic)), about=str(topic))


def _bar(row: dict[str, object], most: int) -> str:
    width = 100 * int(str(row["territories"])) / most
    return (
        f"<tr><th scope=row>{_named(row['topic'])}</th>"
        f"<td><i style='width:{width:.0f}%'></i> <b>{row['territories']}</b></td>"
        f"<td>{row['partnerships'] or '–'}</td><td>{_growth(row)}</td></tr>"
    )


def _growth(row: dict[str, object]) -> str:
    points = row["growth"]
    if pd.isna(points):
        return "cannot be told"
    value = round(float(str(points)))
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    return f"{sign}{abs(value)}"


def _rising(every: pd.DataFrame) -> pd.DataFrame:
    risen = every[every["after"] - every["before"] >= FEWEST_CHANGED]
    return risen.nlargest(MOST_CHANGED, "growth")


def _falling(every: pd.DataFrame) -> pd.DataFrame:
    fallen = every[every["before"] - every["after"] >= FEWEST_CHANGED]
    return fallen.nsmallest(MOST_CHANGED, "growth")


def _changed(rows: pd.DataFrame) -> str:
    if rows.empty:
        return "<p class=s3-muted>None by three territories or more.</p>"
    items = "".join(
        f"<li>{_named(row['topic'])} <b>{_growth(row)} points</b> "
        f"<span class=s3-muted>{escape(str(row['before']))} to {escape(str(row['after']))} "
        f"of {row['compared']}</span></li>"
        for row in rows.to_dict("records")
    )
    return f"<ul class=s3-list>{items}</ul>"
