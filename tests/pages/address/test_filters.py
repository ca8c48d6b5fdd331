"""Filters and boxes of the pages beside the explorer, which has tests of its own."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.fixtures.screen import maps_of, pick

Visit = Callable[..., AppTest]
Words = Callable[[AppTest], str]
Facts = Callable[[str], pd.DataFrame]


@pytest.mark.parametrize("key", ["priorities", "memberships"])
def test_the_overview_map_switches_its_measure(visit: Visit, words: Words, key: str) -> None:
    app = visit("overview", show=key)
    assert not app.exception
    assert not app.warning
    [shown] = maps_of(app)
    assert key in shown["alt"]


def test_progress_of_one_platform_shows_its_partnerships_only(
    visit: Visit, words: Words, facts: Facts
) -> None:
    app = visit("progress")
    app.multiselect(key="platform").set_value(["energy"]).run()
    assert not app.exception
    said = words(app).replace("&amp;", "&")
    for row in facts("partnership").itertuples():
        assert (f"partnership={row.partnership_id}'" in said) == (row.platform_id == "energy")


def test_the_dictionary_shows_the_columns_of_the_chosen_table(visit: Visit, facts: Facts) -> None:
    app = visit("data", view="dictionary")
    app.selectbox(key="table").set_value("membership").run()
    assert not app.exception
    shown, columns = app.dataframe[0].value, list(facts("membership").columns)
    assert shown["name"].tolist()[: len(columns)] == columns
    assert set(shown["rules"][len(columns) :]) == {"added by the build"}


def test_choosing_a_record_opens_it_and_puts_it_into_the_link(visit: Visit) -> None:
    app = visit("partnership")
    app.selectbox(key="choose_partnership").set_value("solar-energy").run()
    assert not app.exception
    assert app.title[0].value == "Solar Energy"
    assert app.query_params["partnership"] == "solar-energy"


@pytest.mark.parametrize(
    ("code", "name"), [("FRK", "Auvergne-Rhône-Alpes"), ("SK041", "Prešovský kraj")]
)
def test_choosing_a_territory_opens_it_with_and_without_priorities(
    visit: Visit, code: str, name: str
) -> None:
    app = pick(visit("region"), "choose_territory", code)
    assert not app.exception
    assert app.title[0].value.replace("\\", "") == name
    assert app.query_params["territory"] in (code, [code])
    # Nothing but a territory of the base is taken from a browser.
    for told in (("XX99",), ("FRK", "DE1"), ("",)):
        app = pick(app, "choose_territory", *told)
        assert not app.exception
        assert app.query_params["territory"] in (code, [code])


def test_a_switch_says_what_the_link_says_not_what_the_page_before_had(visit: Visit) -> None:
    app = visit("priorities", show="share")
    assert app.segmented_control(key="show").value == "share"
    app.query_params.clear()
    app.switch_page("../../pages/overview.py").run()
    assert app.segmented_control(key="show").value == "priorities"
    app.query_params["domain"] = "C10"
    app.switch_page("../../pages/priorities.py").run()
    assert app.segmented_control(key="show").value == "count"
    assert not app.warning
