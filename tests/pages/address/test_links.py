"""A link with values that mean nothing: a notice and a way on, never an exception."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from s3dash.queries.explorer.filter import PriorityFilter
from tests.fixtures import by_pandas

Visit = Callable[..., AppTest]
Count = Callable[[AppTest], int]
Words = Callable[[AppTest], str]

HOSTILE = {
    "unknown": "nope",
    "long": "x" * 10_000,
    "quotes": "'\"`",
    "sql": "'; DROP TABLE priority; --",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "markdown": "[click](javascript:alert(1)) **bold** :red[x] $x$",
    "right to left": "\u202eאנרגיה",
    "emoji": "🌍" * 30,
    "null": "a\0b",
    "path": "../../etc/passwd",
    "blank space": "  \t\n ",
}
FILTERS = {
    "overview": ["show"],
    "priorities": [
        "territory",
        "country",
        "period",
        "domain",
        "science",
        "objective",
        "platform",
        "list",
        "source",
        "without",
        "view",
        "priority",
    ],
    "progress": [
        "platform",
        "territory",
        "role",
        "reached",
        "life",
        "sort",
        "asof",
        "window",
    ],
    "workflow": ["stage", "asof", "window"],
    "coverage": ["view"],
    "data": ["view"],
    "partnership": ["view", "level", "period", "theme", "whose", "country"],
}
RECORDS = [("partnership", "partnership"), ("region", "territory")]
values = pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)


def assert_harmless(app: AppTest, said: str, value: str) -> None:
    """Neither an exception nor anything of the value that a browser would run."""
    assert not app.exception
    assert not app.error
    # `st.code` shows text as it is; everything else may hold HTML or Markdown.
    shown_as_it_is = "\n".join(str(element.value) for element in app.code)
    outside = said.replace(shown_as_it_is, "") if shown_as_it_is else said
    if "<" in value or "**" in value:
        assert value not in outside
    assert len(said) < 60_000 + sum(len(str(h.value)) for h in app.html)


@values
@pytest.mark.parametrize("key", FILTERS)
def test_filters_with_values_they_do_not_know_are_ignored_with_a_notice(
    visit: Visit, words: Words, key: str, value: str
) -> None:
    app = visit(key, **dict.fromkeys(FILTERS[key], value))
    assert_harmless(app, words(app), value)
    assert app.title
    assert app.warning, "the page does not say that it ignored a part of the link"
    named = "\n".join(str(element.value) for element in app.code)
    assert all(f"{parameter} =" in named for parameter in FILTERS[key])


@values
@pytest.mark.parametrize(("key", "parameter"), RECORDS)
def test_an_unknown_record_has_a_notice_and_a_way_back(
    visit: Visit, words: Words, key: str, parameter: str, value: str
) -> None:
    app = visit(key, **{parameter: value})
    assert_harmless(app, words(app), value)
    assert app.warning
    assert app.page_link
    assert app.selectbox(key=f"choose_{parameter}").value is None


@values
def test_any_text_can_be_searched_for_by_link(visit: Visit, words: Words, value: str) -> None:
    app = visit("priorities", text=value)
    assert_harmless(app, words(app), value)


@pytest.mark.parametrize(
    "link",
    [
        {"territory": ["ZZ", "IT"], "period": "2021-2027"},
        {"country": ["ZZ", "IT"], "period": ["2021-2027", "2007-2013"]},
        {"territory": "IT", "period": "2021-2027", "domain": "c9x", "without": "domain:ZZ"},
        {"territory": "IT", "period": "2021-2027", "without": ["C10", "nope:C", "text:wind"]},
        {"territory": "IT", "period": "2021-2027", "view": "gallery", "priority": "IT-1999-01"},
    ],
)
def test_what_is_unknown_is_told_and_the_rest_of_the_link_holds(
    visit: Visit, count: Count, link: dict[str, str | list[str]]
) -> None:
    app = visit("priorities", **link)
    assert app.warning
    chosen = PriorityFilter(territories=("IT",), periods=("2021-2027",))
    assert count(app) == len(by_pandas.kept(chosen)) > 0


def test_small_letters_and_a_page_that_is_not_there(visit: Visit, count: Count) -> None:
    app = visit("priorities", territory="iti1", domain="c", page="99", above="maybe")
    chosen = PriorityFilter(territories=("ITI1",), economic=("C",))
    assert count(app) == len(by_pandas.kept(chosen)) > 0
    named = "\n".join(str(element.value) for element in app.code)
    assert "page = 99" in named
    assert "above = maybe" in named
    assert "territory" not in named
    region = visit("region", territory="iti1")
    assert not region.warning
    assert region.query_params["territory"] == "ITI1"


def test_a_search_without_letters_and_one_without_result_are_told(
    visit: Visit, words: Words
) -> None:
    assert "no letter" in words(visit("priorities", text="!!! 🌍"))
    assert "in English" in words(visit("priorities", text="ενέργεια"))


def test_all_values_unknown_shows_everything(
    visit: Visit, count: Count, facts: Callable[[str], pd.DataFrame]
) -> None:
    app = visit("priorities", territory="ZZ", platform="nope", classified="nobody")
    assert app.warning
    assert count(app) == len(facts("priority"))


@pytest.mark.parametrize("number", ["0", "-1", "99999", "x", "1.5", "9" * 400, ""])
@pytest.mark.parametrize("view", ["table", "list", "territories", "matrix"])
def test_a_page_number_that_is_none_shows_rows_all_the_same(
    visit: Visit, words: Words, view: str, number: str
) -> None:
    app = visit("priorities", page=number, view=view)
    assert not app.exception
    assert (
        app.dataframe
        or "priority=" in words(app)
        or app.get("plotly_chart")[-1].proto.alt.startswith("Heat map of 60")
    )


@pytest.mark.parametrize(("name", "value"), [("level", "nope"), ("sort", "x" * 5000)])
@pytest.mark.parametrize("view", ["matrix", "common"])
def test_a_choice_of_a_view_that_is_none_is_the_first(
    visit: Visit, view: str, name: str, value: str
) -> None:
    app = visit("priorities", view=view, **{name: value})
    assert not app.exception
    assert app.selectbox(key="level").value == "sections"


def test_a_hundred_unknown_values_are_told_in_short(visit: Visit, words: Words) -> None:
    app = visit("priorities", territory=[f"Z{n}" for n in range(100)])
    assert not app.exception
    assert app.warning
    assert len(app.code[0].value) < 2000


def test_a_parameter_that_nothing_reads_is_harmless(visit: Visit, count: Count) -> None:
    app = visit("priorities", nothing="<b>")
    assert not app.exception
    assert count(app) > 0


def test_a_blank_parameter_is_no_mistake(visit: Visit) -> None:
    app = visit("priorities", territory="", text="", without="")
    assert not app.exception
    assert not app.warning
