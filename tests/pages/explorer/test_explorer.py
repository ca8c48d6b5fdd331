"""The explorer's filter: by box and by link, as chips, kept while reading elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from s3dash.queries.explorer.filter import PriorityFilter
from s3dash.ui.explorer.controls import code_of_option
from tests.fixtures import by_pandas
from tests.fixtures.by_pandas import FIELDS

Visit = Callable[..., AppTest]
Count = Callable[[AppTest], int]
Words = Callable[[AppTest], str]
Facts = Callable[[str], pd.DataFrame]
ComeBack = Callable[[AppTest, str, str], AppTest]

VALUES = [
    ("territory", "IT"),
    ("territory", "ITI"),
    ("territory", "ITI1"),
    ("period", "2014-2020"),
    ("domain", "C"),
    ("domain", "C10"),
    ("science", "NABS08"),
    ("objective", "PO04"),
    ("platform", "energy"),
    ("list", "partial"),
    ("source", "eu"),
    ("classified", "editorial"),
    ("without", "territory:IT"),
    ("without", "domain:C"),
]
BUTTONS = dict.fromkeys(("list", "source", "classified", "without"), "more_filters")
"""Boxes that are there only when a button is pressed, with its key."""


def kept(param: str, *codes: str) -> int:
    """Number of priorities that one filter keeps, counted in the CSV files alone."""
    fields = {name: field for field, name in FIELDS.items()} | {"without": "without"}
    return len(by_pandas.kept(PriorityFilter(**{fields[param]: codes})))


def press(app: AppTest, key: str) -> None:
    """Open the box of that key, where a button opens it."""
    if key in BUTTONS:
        app.session_state[BUTTONS[key]] = True
        app.run()


def buttons(app: AppTest, start: str) -> list:
    return [button for button in app.button if (button.key or "").startswith(start)]


@pytest.mark.parametrize(("key", "code"), VALUES)
def test_a_box_keeps_what_the_files_hold_and_writes_the_link(
    visit: Visit, count: Count, facts: Facts, key: str, code: str
) -> None:
    app = visit("priorities")
    assert count(app) == len(facts("priority"))
    press(app, key)
    app.multiselect(key=key).set_value([code]).run()
    assert not app.exception
    assert not app.warning
    assert count(app) == kept(key, code) > 0
    assert app.query_params == {key: code}
    assert app.multiselect(key=key).value == [code]


@pytest.mark.parametrize(("key", "code"), VALUES)
def test_a_code_in_the_link_filters_as_the_box_does(
    visit: Visit, count: Count, key: str, code: str
) -> None:
    app = visit("priorities", **{key: code})
    assert not app.exception
    assert not app.warning
    assert count(app) == kept(key, code)
    assert app.query_params == {key: code}
    press(app, key)
    assert app.multiselect(key=key).value == [code]


@pytest.mark.parametrize(
    ("key", "value", "now", "code"),
    [
        ("country", "IT", "territory", "IT"),
        ("country", "Italy (IT)", "territory", "IT"),
        ("territory", "Toscana (ITI1)", "territory", "ITI1"),
        ("territory", "Toscana / Tuscany (ITI1)", "territory", "ITI1"),
        ("domain", "C10 Manufacture of food products", "domain", "C10"),
        ("platform", "Energy", "platform", "energy"),
    ],
)
def test_links_of_earlier_versions_still_work(
    visit: Visit, count: Count, key: str, value: str, now: str, code: str
) -> None:
    app = visit("priorities", **{key: value})
    assert not app.warning
    assert count(app) == kept(now, code)
    press(app, now)
    assert app.multiselect(key=now).value == [code]


def test_filters_work_together(visit: Visit, count: Count) -> None:
    app = visit(
        "priorities",
        territory=["IT", "FR"],
        period="2021-2027",
        platform="agri-food",
        without="territory:ITI",
        text='"food"',
    )
    chosen = PriorityFilter(
        territories=("IT", "FR"),
        periods=("2021-2027",),
        platforms=("agri-food",),
        without=("territory:ITI",),
    )
    assert count(app) == len(by_pandas.kept(chosen, exact=["food"])) > 0


def test_a_box_offers_what_the_other_filters_leave(visit: Visit) -> None:
    app = visit("priorities", territory="CY")
    left = by_pandas.kept(PriorityFilter(territories=("CY",)))
    domains = {code for one in left for code in by_pandas.values("economic")[one]}
    offered = app.multiselect(key="domain").options
    assert {label.split()[0] for label in offered} == domains
    for code in domains:
        count = sum(code in by_pandas.values("economic")[one] for one in left)
        assert next(one for one in offered if one.split()[0] == code).endswith(f" · {count}")
    assert len(app.multiselect(key="territory").options) > 200


def test_the_box_of_territories_has_their_other_names_too(visit: Visit) -> None:
    offered = visit("priorities").multiselect(key="territory").options
    for name in ("Wien", "Bayern", "Slovensko", "Ελλάδα", "Piedmont"):
        assert any(name in option for option in offered), name
    # A name stands there once.
    assert not any(option.count("Toscana") > 1 for option in offered)


def test_what_lies_above_is_offered_where_there_is_something(visit: Visit, count: Count) -> None:
    own = set(by_pandas.table("priority")["territory_id"])
    below = next(code for code in sorted(own) if len(code) == 4 and code[:2] in own)
    app = visit("priorities", territory=below)
    app.checkbox(key="above").set_value(True).run()
    assert not app.exception
    chosen = PriorityFilter(territories=(below,), with_above=True)
    assert count(app) == len(by_pandas.kept(chosen)) > kept("territory", below)
    assert app.query_params == {"territory": below, "above": "yes"}
    assert count(visit("priorities", territory=below, above="yes")) == count(app)
    app.multiselect(key="territory").set_value([]).run()
    assert app.query_params == {}
    nothing_above = next(code for code in sorted(own) if len(code) == 2)
    assert not visit("priorities", territory=nothing_above).checkbox


# Search


def test_the_search_finds_words_without_case_and_accents(visit: Visit, count: Count) -> None:
    app = visit("priorities")
    app.text_input(key="text").set_value("BIOECONOMY").run()
    found = count(app)
    assert 0 < found < 200
    assert app.query_params == {"text": "BIOECONOMY"}
    app.text_input(key="text").set_value("  bioécönomy ").run()
    assert count(app) == found
    assert app.query_params == {"text": "bioécönomy"}
    app.text_input(key="text").set_value("").run()
    assert app.query_params == {}


def test_words_found_are_marked_and_a_correction_is_told(
    visit: Visit, count: Count, words: Words
) -> None:
    app = visit("priorities", text="hydrogen")
    assert "<mark>Hydrogen</mark>" in words(app) or "<mark>hydrogen</mark>" in words(app)
    wrong = visit("priorities", text="hydrogan")
    assert count(wrong) == count(app) > 0
    assert "No text or name has “hydrogan”" in words(wrong)
    assert "No text or name" not in words(app)


def test_text_that_is_too_long_is_cut_with_a_notice(visit: Visit, count: Count) -> None:
    app = visit("priorities", text="energy " * 1_000)
    assert not app.exception
    assert len(app.warning) == 1
    assert count(app) == count(visit("priorities", text="energy"))


# Chips


def test_each_chip_removes_one_filter(visit: Visit, count: Count) -> None:
    link = {
        "text": "energy -wind",
        "territory": ["IT", "FR"],
        "domain": "C",
        "without": "platform:agri-food",
    }
    app = visit("priorities", **link)
    labels = [button.label.replace("\\", "") for button in buttons(app, "chip_")]
    assert labels == [
        "“energy”",
        "not “wind”",
        "Italy (IT)",
        "France (FR)",
        "C Manufacturing",
        "not Agri-Food",
    ]
    for removed, name, rest in (
        ("France (FR)", "territory", "IT"),
        ("“energy”", "text", "-wind"),
        ("C Manufacturing", "domain", None),
        ("not Agri-Food", "without", None),
        ("not “wind”", "text", None),
        ("Italy (IT)", "territory", None),
    ):
        before = count(app)
        [chip] = [b for b in buttons(app, "chip_") if b.label.replace("\\", "") == removed]
        chip.click().run()
        assert not app.exception
        assert app.query_params.get(name) == rest
        assert count(app) != before or removed == "not “wind”"
    assert not buttons(app, "chip_")
    assert app.query_params == {}


def test_clear_all_clears_all_but_the_view(visit: Visit, count: Count, facts: Facts) -> None:
    app = visit("priorities", text="energy", country="IT", without="domain:C", view="table")
    [clear] = buttons(app, "clear_all")
    clear.click().run()
    assert not app.exception
    assert count(app) == len(facts("priority"))
    assert app.query_params == {"view": "Table"}
    assert app.text_input(key="text").value == ""
    assert app.multiselect(key="territory").value == []


def test_a_page_without_filters_has_no_chips(visit: Visit) -> None:
    app = visit("priorities")
    assert not buttons(app, "chip_")
    assert not buttons(app, "clear_all")


# Away and back


def test_the_filter_is_kept_while_reading_elsewhere(
    visit: Visit, count: Count, come_back: ComeBack
) -> None:
    link = {"text": "food", "territory": "IT", "without": "domain:C10"}
    app = visit("priorities", **link)
    before = count(app)
    come_back(app, "priorities", "progress")
    assert not app.exception
    assert count(app) == before > 0
    assert app.query_params == link
    assert app.text_input(key="text").value == "food"
    assert app.multiselect(key="territory").value == ["IT"]


def test_what_was_cleared_stays_cleared(
    visit: Visit, count: Count, facts: Facts, come_back: ComeBack
) -> None:
    app = visit("priorities", territory="IT")
    buttons(app, "clear_all")[0].click().run()
    come_back(app, "priorities", "progress")
    assert count(app) == len(facts("priority"))
    assert app.query_params == {}


def test_a_search_that_finds_nothing_in_a_place_says_what_is_near(
    visit: Visit, words: Callable[[AppTest], str]
) -> None:
    said = words(visit("priorities", text="estonia geothermal"))
    assert "South Estonia" not in said
    assert "In it: <a class=s3-go href='priorities?territory=EE'>" in said
    slovakia = kept("territory", "SK")
    said = words(visit("priorities", text="bratislava"))
    assert "Above it: <a class=s3-go href='priorities?territory=SK'>" in said
    assert f"({slovakia} in all)" in said


def test_a_name_of_the_field_in_another_language_is_told(
    visit: Visit, words: Callable[[AppTest], str]
) -> None:
    said = words(visit("priorities", text="Wasserstoff"))
    assert "“Wasserstoff”: also searched for “hydrogen”." in said
    assert "<mark>hydrogen</mark>" in said.lower()


def test_every_country_can_be_searched_for_in_vain(visit: Visit, facts: Facts) -> None:
    # Also one without a territory of its own, with and without priorities of a part of it.
    countries = facts("country")
    alone = countries[~countries["country_code"].isin(facts("territory")["territory_id"])]
    assert len(alone)
    for name in alone["name"]:
        for text in (name, f"{name} zzqqx"):
            assert not visit("priorities", text=text).exception, text


def test_all_of_several_domains_stand_in_the_link(visit: Visit, count: Count) -> None:
    app = visit("priorities", domain=["C16", "F"])
    any_of = count(app)
    app.segmented_control(key="all_domain").set_value("all").run()
    assert app.query_params["all"] == "domain"
    assert 0 < count(app) < any_of
    app = visit("priorities", domain=["C16", "F"], all="domain")
    assert not app.warning
    assert 0 < count(app) < any_of


def test_an_option_with_the_count_of_before_is_still_that_option() -> None:
    shown = {"IT": "Italy", "ITC": "Italy · north", "FR": "France"}
    assert code_of_option("IT", shown) == "IT"
    assert code_of_option("Italy · 193 · Italia", shown) == "IT"
    assert code_of_option("Italy · north · 12", shown) == "ITC"
    assert code_of_option("Nowhere · 3", shown) == "Nowhere · 3"
