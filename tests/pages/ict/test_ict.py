"""The ICT monitor: what it counts, and what it says where nothing is held."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from s3dash.queries.territories.ict import digital_in_strategies
from s3dash.store.connection import Store
from tests.fixtures.screen import maps_of


@pytest.mark.parametrize("view", ["strategies", "use", "behind"])
def test_each_view_has_a_map_and_says_what_is_missing(
    visit: Callable[..., AppTest], words: Callable[[AppTest], str], view: str
) -> None:
    app = visit("ict", view=view)
    assert not app.exception
    assert not app.warning
    assert len(maps_of(app)) == 1
    assert "What the base does not hold" in words(app)


def test_figures_are_those_of_the_question(
    visit: Callable[..., AppTest], words: Callable[[AppTest], str], store: Store
) -> None:
    found = digital_in_strategies(store, "2021-2027")
    app = visit("ict", period="2021-2027")
    told = words(app).replace("\u202f", "")
    assert f"{(found['digital'] > 0).sum()} territories with a digital priority, 2021-2027" in told


def test_odd_values_are_told_and_do_no_harm(visit: Callable[..., AppTest]) -> None:
    app = visit("ict", view="<b>", period="2099", indicator="'; --", shows="\x00")
    assert not app.exception
    assert app.warning
