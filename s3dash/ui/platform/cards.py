"""All platforms as cards: who takes part, and the stages of their partnerships."""

import streamlit as st

from s3dash.queries.base.overview import platform_cards
from s3dash.queries.partnerships.progress import DEFAULT_WINDOW, stages
from s3dash.ui.parts import cards
from s3dash.ui.parts.strip import legend
from s3dash.ui.shell import links
from s3dash.ui.shell.library import answer, drawn
from s3dash.ui.stages.as_of import today


def show() -> None:
    """The cards as of today, each with the way to its platform, and the legend of the strips."""
    links.linked_html(
        drawn(cards.platforms, answer(platform_cards, today()), answer(stages)),
        key="platform_cards",
    )
    st.html(legend(DEFAULT_WINDOW, with_revisits=False))
