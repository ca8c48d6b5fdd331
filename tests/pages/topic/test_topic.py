"""The page Topic: its five sections, the region of one's own, and a helpful page for bad input."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.fixtures.screen import chosen_in, html_of, maps_of, pick

Visit = Callable[..., AppTest]
Words = Callable[[AppTest], str]

SECTIONS = [
    "Who shares it",
    "Who works on it together",
    "How far it is",
    "Who fits me",
    "What to read and do next",
]
KINDS = [
    {"about": "hydrogen"},
    {"about": "Wasserstoff", "for": "AT21"},
    {"domain": ["C16", "F"]},
    {"platform": "energy", "for": "MT"},
    {"partnership": "hydrogen-valleys", "for": "UK-england"},
    {"priority": "DE8-2021-01", "for": "FRC1"},
    {"about": "hydrogen", "platform": "energy"},
]


@pytest.mark.parametrize("query", KINDS, ids=str)
def test_every_kind_of_topic_has_its_five_sections(
    visit: Visit, words: Words, query: dict[str, str]
) -> None:
    app = visit("topic", **query)
    assert not app.exception
    assert not app.warning
    assert [header.value for header in app.header] == SECTIONS
    assert len(maps_of(app)) == 1
    assert "© EuroGeographics" in words(app)


def test_the_sentences_tell_both_sets_and_where_they_cross(
    visit: Visit, words: Words, facts: Callable[[str], pd.DataFrame]
) -> None:
    said = unescape(words(visit("topic", about="hydrogen", **{"for": "AT21"})))
    rows = facts("priority").merge(facts("territory")[["territory_id", "country_code"]])
    text = rows["title"] + " " + rows["description"]
    rows = rows[text.str.contains("hydrogen", case=False)]
    shares, countries = set(rows["territory_id"]), rows["country_code"].nunique()
    told = f"{len(shares)} territories</b> in {countries} countries share it"
    assert f"{told}, in {len(rows)} priorities" in said
    assert re.search(r"\d+ partnerships</b> work on it", said)
    assert f"Of the {len(shares)} territories that share it, <b>" in said
    assert "does not share it</b>, as far as documented" in said
    assert "led by" in said
    assert re.search(r"members: \d+ of \d+ documented", said)
    assert "partnership?partnership=hydrogen-valleys" in said
    assert "Fit best" in said
    assert "Near" in said


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("FRC", "shares it itself"),
        ("FRC1", "shares it through"),
        ("FR", "in it,"),
        ("MT", "no priority of its own is documented"),
    ],
)
def test_my_region_comes_first(visit: Visit, words: Words, code: str, told: str) -> None:
    said = words(visit("topic", about="hydrogen", **{"for": code}))
    assert told in said
    assert said.index(told) < said.index("s3-fit")


BAD = {
    "a topic nobody has": "xqzvwkj",
    "one letter": "h",
    "ten thousand letters": "hydrogen " * 1200,
    "one word of ten thousand letters": "x" * 10_000,
    "Greek": "αμπέλι",
    "only filler words": "the of and all",
    "two topics in one": "hydrogen tourism",
    "nothing but signs": "?! …",
    "markup": "<b>hydrogen</b> **x** [a](b)",
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_bad_input_gets_a_helpful_page(visit: Visit, words: Words, text: str) -> None:
    app = visit("topic", about=text, **{"for": "AT21"})
    said = words(app)
    assert not app.exception
    assert not app.error
    assert "topic?about=" in said or "priorities" in said
    assert text[:500] not in said or len(text) < 100
    assert "<b>hydrogen</b> **x**" not in said
    assert len(said) < 40_000


def test_two_topics_in_one_lead_to_each(visit: Visit, words: Words) -> None:
    said = words(visit("topic", about="hydrogen tourism"))
    assert "has all of it in one priority" in said
    assert "topic?about=tourism" in said


def test_what_nobody_has_says_what_was_looked_for(visit: Visit, words: Words) -> None:
    app = visit("topic", about="hydrogn xqzvwkj")
    assert not app.exception
    said = words(visit("topic", about="xqzvwkj"))
    assert "Looked for “xqzvwkj”" in said
    near = words(visit("topic", about="photonix qqq"))
    assert "photonics" in near


def test_a_long_text_is_cut_and_said_to_be(visit: Visit) -> None:
    app = visit("topic", about="hydrogen " * 1200)
    assert any("counts its first" in warning.value for warning in app.warning)


def test_unknown_values_are_told(visit: Visit, words: Words) -> None:
    app = visit(
        "topic", domain="ZZ", platform="no", partnership="no", priority="no", **{"for": "nope"}
    )
    assert not app.exception
    said = words(app)
    for name in ("domain", "platform", "partnership", "priority", "for"):
        assert f"{name} = " in said


def test_the_list_of_topics_is_the_way_in(visit: Visit, words: Words) -> None:
    app = visit("topic")
    said = words(app)
    assert "The 30 topics that most territories share" in [header.value for header in app.header]
    assert "topic?about=digital" in said
    assert {"Rising", "Falling"} <= {sub.value for sub in app.subheader}


def test_words_typed_go_into_the_link(visit: Visit) -> None:
    app = visit("topic", domain="C10")
    app.text_input(key="topic_about").set_value("  wood   construction ").run()
    assert app.query_params["about"] == "wood construction"
    assert "domain" not in app.query_params
    assert app.title[0].value == "Wood construction"


def test_my_region_is_chosen_once_and_kept_for_the_visit(
    visit: Visit, words: Words, come_back: Callable[..., AppTest]
) -> None:
    app = visit("topic", about="hydrogen")
    pick(app, "topic_for", "AT21")
    assert app.query_params["for"] == "AT21"
    assert "My region" in words(app)
    for page, key in (("region", "choose_territory"), ("partners", "partners_territory")):
        come_back(app, page, "guide")
        assert not app.exception
        assert chosen_in(app, key) == ["AT21"]
        assert "My region" in words(app)
    come_back(app, "compare", "guide")
    assert app.query_params["territory"] == "AT21"
    come_back(app, "topic", "guide")
    assert app.query_params["for"] == "AT21"
    pick(app, "topic_for")
    assert "My region</span>" not in words(app)


def test_a_region_can_be_made_ones_own_on_its_page(visit: Visit, words: Words) -> None:
    app = visit("region", territory="ITI1")
    assert "My region</span>" not in words(app)
    app.button(key="my_region_button").click().run()
    assert "My region</span>" in words(app)
    app.button(key="my_region_button").click().run()
    assert "My region</span>" not in words(app)


@pytest.mark.parametrize("query", KINDS, ids=str)
def test_a_topic_has_a_sheet_of_paper(visit: Visit, words: Words, query: dict[str, str]) -> None:
    app = visit("topic", **query, print="yes")
    assert not app.exception
    said = words(app)
    assert "s3-sheet" in said
    assert "Who works on it together" in said
    [drawing] = maps_of(app)
    # The colours of a light screen, whatever the reader's is.
    assert set(drawing["colours"]) <= {"#0a4a90", "#3080bd", "#abcfe6", "#e0b4d1"}
    assert not any("<a class=s3-go" in html for html in html_of(app) if "s3-sheet" in html)


def test_the_start_page_asks_what_it_is_about(visit: Visit) -> None:
    app = visit("overview")
    assert app.text_input(key="start_topic").label == "What is it about?"


@pytest.mark.parametrize(
    ("page", "query", "link"),
    [
        ("priorities", {"text": "hydrogen"}, "topic?about=hydrogen"),
        ("priorities", {"text": "hydrogen"}, "topic?priority=DE8-2021-01"),
        ("priorities", {"text": "hydrogen"}, "topic?domain=D35"),
        ("priorities", {"text": "hydrogen"}, "partnership?partnership=hydrogen-valleys"),
        ("priorities", {"priority": "DE8-2021-01"}, "topic?priority=DE8-2021-01"),
        ("priorities", {"priority": "DE8-2021-01"}, "topic?domain=D35"),
        ("partnership", {"partnership": "hydrogen-valleys"}, "topic?partnership=hydrogen-valleys"),
    ],
)
def test_a_topic_is_one_click_away(
    visit: Visit, words: Words, page: str, query: dict[str, str], link: str
) -> None:
    assert link in unescape(words(visit(page, **query)))


def test_a_search_on_priorities_names_the_partnerships_of_a_member(
    visit: Visit, words: Words
) -> None:
    said = unescape(words(visit("priorities", text="Toscana")))
    assert re.search(r"partnerships</b>: .*\(Toscana\)", said)
