"""The title of the tab: what the page is about, told again only where it changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

Visit = Callable[..., AppTest]


def test_the_title_says_what_the_page_is_about_and_is_told_once(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    really = st.set_page_config

    def record(*args: Any, **how: Any) -> None:
        told.append(how["page_title"])
        really(*args, **how)

    monkeypatch.setattr(st, "set_page_config", record)
    app = visit("region", territory="ITI1")
    assert told[-1] == "Toscana · Region · s3dash"
    for query, expected in (
        ({"territory": "ITI1"}, ["Toscana · Region · s3dash"]),
        ({"territory": "ITC4"}, ["Toscana · Region · s3dash", "Lombardia · Region · s3dash"]),
        # Without a subject the page stands under its own name again.
        ({}, ["Lombardia · Region · s3dash", "Region · s3dash"]),
    ):
        told.clear()
        app.query_params.clear()
        app.query_params.update(query)
        app.run()
        assert told == expected
