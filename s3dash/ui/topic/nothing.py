"""Where nothing is held on a topic: what was looked for, and what is nearest."""

from __future__ import annotations

import streamlit as st

from s3dash.queries.explorer.typed import LONGEST_TEXT, MOST_WORDS
from s3dash.queries.topic.common import near, topics
from s3dash.queries.topic.question import About
from s3dash.queries.topic.sharing import sharing
from s3dash.queries.topic.subject import Topic
from s3dash.ui.address.notices import shortened
from s3dash.ui.look.text import plural
from s3dash.ui.parts import my_region
from s3dash.ui.parts.cards import listed
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer
from s3dash.ui.topic import boxes
from s3dash.ui.topic.reading import Chosen

LONGEST_WORD = 40
MOST_WORDS_TOLD = 6
MOST_OFFERED = 6


def cut(chosen: Chosen) -> None:
    """Say that something of what was typed does not count."""
    if chosen.topic.typed.is_cut:
        st.warning(
            f"A topic counts its first {LONGEST_TEXT} letters and {MOST_WORDS} words. "
            "The rest was ignored.",
            icon=":material/content_cut:",
        )


def only_fillers(chosen: Chosen) -> None:
    """Say that what was typed has nothing that could be looked for."""
    if chosen.topic.about:
        st.info(
            "There is no word in it that could name a topic: nothing was looked for. Below are the "
            "topics that territories share most.",
            icon=":material/search_off:",
        )


def show(chosen: Chosen, about: About) -> None:
    """What was looked for, and the topics that are nearest, each with how many share it."""
    st.info(
        "Nothing is documented on this topic: no priority, no partnership.",
        icon=":material/search_off:",
    )
    terms = about.topic.search.terms[:MOST_WORDS_TOLD]
    if terms:
        looked = ", ".join(f"“{shortened(term.text, LONGEST_WORD)}”" for term in terms)
        chrome.note(
            f"Looked for {looked} in titles, descriptions, names of domains, and in the names and "
            "scopes of partnerships. Texts are in English; names of the field are known in the "
            "languages of the EU."
        )
    offered = [
        f"{my_region.link_to_topic(one.label, about=one.topic.about)} "
        f"<span class=s3-muted>{plural(one.territories, 'territory')}</span>"
        for one in answer(near, about.topic)
    ]
    offered += [
        f"{my_region.link_to_topic(match, about=match)} <span class=s3-muted>"
        f"{plural(len(answer(sharing, Topic(about=match))), 'territory')}</span>"
        for match in _corrected(about)
    ]
    head = "What is nearest" if offered else "Nothing is spelt like it. What most territories share"
    st.subheader(head, anchor=False)
    offered = offered or [
        f"{my_region.link_to_topic(row.topic, about=row.topic)} "
        f"<span class=s3-muted>{plural(row.territories, 'territory')}</span>"
        for row in answer(topics).head(MOST_OFFERED).itertuples()
    ]
    links.linked_html(
        listed(offered, "No topic."), key="topic_near", page="topic", follow=boxes.ask
    )
    ways = (
        f"{links.page_link('topic', 'All topics')} · "
        f"{links.page_link('priorities', 'Search all priorities')}"
    )
    links.linked_html(f"<p>{ways}</p>", key="topic_elsewhere", page="topic", follow=boxes.ask)
    if chosen.mine:
        links.linked_html(
            f"<p>Priorities of {my_region.named(chosen.mine)}</p>", key="topic_of_mine"
        )


def _corrected(about: About) -> list[str]:
    return [word for match in about.matches for word in match.corrected][:2]
