"""Every filter narrows what is shown, can be cleared, and agrees with the data files."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

Visit = Callable[..., AppTest]
Count = Callable[[AppTest], int]
Words = Callable[[AppTest], str]
Facts = Callable[[str], pd.DataFrame]


def expected_count(facts: Facts, key: str, code: str) -> int:
    """Priorities with a value, counted in the CSV files alone."""
    priority = facts("priority")
    if key == "period":
        return int((priority["period"] == code).sum())
    if key == "country":
        ids = facts("territory").query("country_code == @code")["territory_id"]
        return int(priority["territory_id"].isin(ids).sum())
    if key == "platform":
        return int((facts("priority_platform")["platform_id"] == code).sum())
    domain = facts("domain")
    codes = set(domain.query("domain_code == @code or parent_code == @code")["domain_code"])
    links = facts("priority_domain")
    return int(links[links["domain_code"].isin(codes)]["priority_id"].nunique())


VALUES = [
    ("country", "IT"),
    ("period", "2014-2020"),
    ("domain", "C"),
    ("domain", "C10"),
    ("objective", "PO04"),
    ("platform", "energy"),
]


@pytest.mark.parametrize(("key", "code"), VALUES)
def test_a_filter_keeps_what_the_files_hold(
    visit: Visit, count: Count, facts: Facts, key: str, code: str
) -> None:
    app = visit("priorities")
    everything = count(app)
    assert everything == len(facts("priority"))
    app.multiselect(key=key).set_value([code]).run()
    assert not app.exception
    assert count(app) == expected_count(facts, key, code) < everything


@pytest.mark.parametrize(("key", "code"), VALUES)
def test_a_code_in_the_link_filters_as_the_box_does(
    visit: Visit, count: Count, facts: Facts, key: str, code: str
) -> None:
    app = visit("priorities", **{key: code})
    assert not app.exception
    assert not app.warning
    assert count(app) == expected_count(facts, key, code)
    assert len(app.multiselect(key=key).value) == 1


def test_the_search_finds_words_without_case_and_accents(
    visit: Visit, count: Count, words: Words
) -> None:
    app = visit("priorities")
    app.text_input(key="text").set_value("BIOECONOMY").run()
    found = count(app)
    assert 0 < found < 200
    assert "BIOECONOMY" in words(app)
    app.text_input(key="text").set_value("bioécönomy").run()
    assert count(app) == found


def test_filters_work_together(visit: Visit, count: Count, facts: Facts) -> None:
    app = visit("priorities", country=["IT", "FR"], period="2021-2027", platform="agri-food")
    rows = facts("priority").query("period == '2021-2027'")
    rows = rows[rows["territory_id"].str[:2].isin(["IT", "FR"])]
    themes = facts("priority_platform").query("platform_id == 'agri-food'")["priority_id"]
    assert count(app) == rows["priority_id"].isin(themes).sum() > 0


def test_an_empty_result_says_so_and_clearing_restores_all(
    visit: Visit, count: Count, words: Words, facts: Facts
) -> None:
    app = visit("priorities", text="zzzzzzzz", country="IT")
    assert not app.exception
    assert app.info
    assert not app.dataframe
    [clear] = [button for button in app.button if "clear" in button.label.lower()]
    clear.click().run()
    assert not app.exception
    assert app.text_input(key="text").value == ""
    assert app.multiselect(key="country").value == []
    assert count(app) == len(facts("priority"))
    assert not set(app.query_params) & {"text", "country"}


def test_a_page_without_filters_offers_none_to_clear(visit: Visit) -> None:
    assert not [b for b in visit("priorities").button if "clear" in b.label.lower()]


def test_the_pages_of_the_table_hold_every_row_once(visit: Visit, facts: Facts) -> None:
    expected = facts("priority")
    expected = expected[expected["territory_id"].str.startswith("IT")]
    titles: list[str] = []
    for number in range(1, 5):
        shown = visit("priorities", country="IT", page=str(number)).dataframe[0].value
        assert 0 < len(shown) <= 50
        titles += shown["title"].tolist()
    assert sorted(titles) == sorted(expected["title"])


def test_a_filter_that_leaves_fewer_pages_goes_back_to_the_first(visit: Visit) -> None:
    app = visit("priorities", page="20")
    assert not app.exception
    app.multiselect(key="country").set_value(["MT"]).run()
    assert not app.exception
    assert len(app.dataframe[0].value) > 0


@pytest.mark.parametrize("key", ["priorities", "memberships"])
def test_the_overview_map_switches_its_measure(visit: Visit, words: Words, key: str) -> None:
    app = visit("overview", show=key)
    assert not app.exception
    assert not app.warning
    alts = " ".join(chart.proto.alt for chart in app.get("plotly_chart"))
    assert key in alts


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
    assert app.dataframe[0].value["name"].tolist() == list(facts("membership").columns)


@pytest.mark.parametrize(
    ("key", "parameter", "code", "name"),
    [
        ("partnership", "partnership", "solar-energy", "Solar Energy"),
        ("region", "territory", "FRK", "Auvergne-Rhône-Alpes"),
    ],
)
def test_choosing_a_record_opens_it_and_puts_it_into_the_link(
    visit: Visit, key: str, parameter: str, code: str, name: str
) -> None:
    app = visit(key)
    app.selectbox(key=f"choose_{parameter}").set_value(code).run()
    assert not app.exception
    assert app.title[0].value.replace("\\", "") == name
    assert app.query_params[parameter] == code


def test_a_priority_named_in_the_link_is_opened(visit: Visit, words: Words, facts: Facts) -> None:
    row = facts("priority").set_index("priority_id").loc["ITH5-2021-01"]
    app = visit("priorities", priority="ITH5-2021-01")
    assert not app.exception
    assert not app.warning
    assert row["description"] in words(app)
