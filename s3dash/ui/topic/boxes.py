"""What is asked for: the box for words, and the one for the region of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from s3dash.queries.explorer.typed import LONGEST_TEXT
from s3dash.ui.address.link import Link
from s3dash.ui.parts import chooser
from s3dash.ui.shell import links, mine
from s3dash.ui.topic.reading import OF_TOPIC, Chosen

EXAMPLES = "hydrogen, digital health, wood construction"


def draw(chosen: Chosen) -> None:
    """Both boxes, side by side."""
    left, right = st.columns(2)
    with left:
        _about(chosen)
    with right:
        chooser.choose_territory(
            "My region",
            chosen.mine,
            key="topic_for",
            on_pick=_make_mine,
            can_be_empty=True,
            placeholder="Whose view? A name or NUTS code",
        )


def ask(parameters: Mapping[str, Any]) -> None:
    """Ask for another topic: what a click on a link to one does on this page."""
    Link().write({**dict.fromkeys(OF_TOPIC, ""), **parameters})


def _about(chosen: Chosen) -> None:
    def follow() -> None:
        words = " ".join((st.session_state["topic_about"] or "").split())
        ask({"about": words})

    st.session_state["topic_about"] = chosen.topic.about[:LONGEST_TEXT]
    st.text_input(
        "What is it about?",
        key="topic_about",
        type="search",
        max_chars=LONGEST_TEXT,
        placeholder=EXAMPLES,
        on_change=follow,
    )


def _make_mine(code: str) -> None:
    mine.choose(code)
    Link().write({"for": code})


def ways(chosen: Chosen) -> None:
    """The way to the topic on paper."""
    st.html(
        links.plain_link(
            "topic", chosen.parameters | {"print": "yes"}, "Print on one page", new_tab=True
        ),
        width="content",
    )
