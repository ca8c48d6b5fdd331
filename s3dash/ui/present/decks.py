"""Decks on screen: listed, put in order, saved, started. They live in the reader's browser."""

import streamlit as st

from s3dash.present.deck import FORMAT, KINDS, MOST_BYTES, MOST_SCENES, TOO_LONG, VERSION, Deck
from s3dash.present.ready import ready_decks
from s3dash.ui.shell.library import answer
from s3dash.web.static_files import script_module, style_url

_decks = st.components.v2.component(
    "s3dash_decks",
    html="<div class=s3-decks></div>",
    css=f"@import url('{style_url('present/decks.css')}');\n.s3-decks{{min-height:30rem}}",
    js=script_module("present/decks.js"),
    isolate_styles=False,
)


def decks() -> None:
    """All decks that a reader can start: the own ones, those of the dashboard, open rooms."""
    known: dict[str, Deck] = answer(ready_decks)
    _decks(
        data={
            "format": FORMAT,
            "version": VERSION,
            "most": MOST_SCENES,
            "mostBytes": MOST_BYTES,
            "tooLong": TOO_LONG,
            "kinds": KINDS,
            "ready": [[name, deck.title, len(deck.entries)] for name, deck in known.items()],
        },
        key="decks",
    )
