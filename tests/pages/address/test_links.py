"""A link with values that mean nothing: a notice and a way on, never an exception."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from s3dash.queries.explorer.filter import PriorityFilter
from s3dash.ui.address import notices
from s3dash.ui.address.kinds import Parameter, Spelling, Unknown
from s3dash.ui.address.parameters import PARAMETERS
from tests.fixtures import by_pandas
from tests.fixtures.screen import chosen_in

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
DOUBTED = ("does not know", "Nothing is documented here")


@dataclass(frozen=True)
class Place:
    """A page in one of its views, with the parameters that count there."""

    page: str
    view: str
    parameters: tuple[Parameter, ...]

    @property
    def subject(self) -> dict[str, list[str]]:
        """What the page is about, and the view."""
        named = {
            one.name: one.example.split(",") for one in PARAMETERS[self.page] if one.is_subject
        }
        return named | ({"view": [self.view]} if self.view else {})

    def names(self, *, told: bool = False) -> list[str]:
        """All names of the parameters; ``told``: of those whose unknown values are told."""
        kept = [one for one in self.parameters if one.unknown is Unknown.TOLD or not told]
        return [spelled(name) for one in kept for name in one.names]


def spelled(name: str) -> str:
    """A name as it may stand in a link, also of a parameter whose name is open."""
    return {"weight-*": "weight-human-resources", "w_*": "w_match"}.get(name, name)


def places() -> list[Place]:
    """All pages and views; of pages with the very same parameters one."""
    found = {}
    for page, parameters in PARAMETERS.items():
        if page == "steward":
            continue  # there only where it is switched on: tests/pages/steward
        tried = [one for one in parameters if not one.is_subject]
        first = next((one.default for one in tried if one.name == "view"), "")
        views: dict[str, list[Parameter]] = {}
        for one in tried:
            view = one.views[0] if one.views else first
            views.setdefault("" if view == first else view, []).append(one)
        for view, those in views.items():
            place = Place(page, view, tuple(those))
            subject = str(place.subject)
            # The page of all platforms shows one of them as its own page does.
            if not (page == "platform" and view):
                found.setdefault((place.parameters, subject), place)
    return list(found.values())


PLACES = places()
everywhere = pytest.mark.parametrize(
    "place", PLACES, ids=["-".join(filter(None, (each.page, each.view))) for each in PLACES]
)


RECORDS = [
    *(("partnership", "partnership"), ("region", "territory"), ("partners", "territory")),
    ("platform", "platform"),
]
SEARCH = ("text", "q", "search")


def doubts(app: AppTest) -> list[str]:
    """Notices on parts of the link that were ignored."""
    return [w.value for w in app.warning if any(said in w.value for said in DOUBTED)]


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


@everywhere
def test_an_empty_value_is_none(visit: Visit, place: Place) -> None:
    app = visit(place.page, **dict.fromkeys(place.names(), "") | place.subject)
    assert not app.exception
    assert not app.error
    assert not doubts(app)
    assert app.title
    boxes = {box.key: box for box in (*app.segmented_control, *app.selectbox)}
    for one in place.parameters:
        if one.default and one.name in boxes and one.spelling is Spelling.LABEL:
            assert boxes[one.name].value == one.default


@everywhere
def test_values_that_mean_nothing_are_ignored_with_a_notice(
    visit: Visit, words: Words, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices, "MOST_TOLD", 10_000)
    odd = list(HOSTILE.values())
    # Each name has all of them, and ends with another: of one value the last counts.
    tried = [name for name in place.names() if name not in SEARCH]
    link = {
        name: odd[turn % len(odd) :] + odd[: turn % len(odd)] for turn, name in enumerate(tried)
    }
    app = visit(place.page, **link | place.subject)
    for value in odd:
        assert_harmless(app, words(app), value)
    assert app.title
    named = "\n".join(str(element.value) for element in app.code)
    for name in place.names(told=True):
        assert f"{name} =" in named, "the page does not say that it ignored a part of the link"
    for name in {*place.names()} - {*place.names(told=True)}:
        assert f"{name} =" not in named


@everywhere
def test_the_examples_of_the_documentation_are_known(visit: Visit, place: Place) -> None:
    link = {
        spelled(one.name): one.example
        for one in place.parameters
        # On paper nothing else is read, and another kind of link has no platform.
        if one.example
        and one.name not in ("print", "kind")
        # Another view is tried where that leaves nothing of this one untried.
        and not (one.name == "view" and any(other.views for other in place.parameters))
    }
    app = visit(place.page, **link | place.subject)
    assert not app.exception
    assert not doubts(app)


@pytest.mark.parametrize(("key", "parameter"), RECORDS)
def test_an_unknown_record_has_a_notice_and_a_way_back(
    visit: Visit, words: Words, key: str, parameter: str
) -> None:
    app = visit(key)
    for value in HOSTILE.values():
        app.query_params[parameter] = value
        app.run()
        assert_harmless(app, words(app), value)
        assert app.warning
        assert app.page_link
        if key == "partners":
            assert not chosen_in(app, "partners_territory")
        elif parameter == "territory":
            assert not chosen_in(app, "choose_territory")
        else:
            assert app.selectbox(key=f"choose_{parameter}").value is None


def test_any_text_can_be_searched_for_by_link(visit: Visit, words: Words) -> None:
    app = visit("priorities")
    for value in HOSTILE.values():
        app.query_params["text"] = value
        app.run()
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
    assert "in English" in words(visit("priorities", text="ξυλοπόδαρο"))


def test_all_values_unknown_shows_everything(
    visit: Visit, count: Count, facts: Callable[[str], pd.DataFrame]
) -> None:
    app = visit("priorities", territory="ZZ", platform="nope", classified="nobody")
    assert app.warning
    assert count(app) == len(facts("priority"))


@pytest.mark.parametrize(
    ("view", "number"),
    [
        *(("list", number) for number in ("0", "-1", "1.5", "9" * 400)),
        *((view, "99999") for view in ("list", "table", "territories", "matrix")),
    ],
)
def test_a_page_number_that_is_none_shows_rows_all_the_same(
    visit: Visit, words: Words, view: str, number: str
) -> None:
    app = visit("priorities", page=number, view=view)
    assert not app.exception
    assert "priority=" in words(app) or "aria-label='Heat map of 60 " in words(app)


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
