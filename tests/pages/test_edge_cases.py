"""Records with holes and hostile text draw on every page as well."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pandas as pd
import pytest
from marko.ext.gfm import gfm
from streamlit.testing.v1 import AppTest

from s3dash.store.build import build
from s3dash.ui.shell.registry import PAGES
from tests.conftest import edit_package
from tests.fixtures.screen import html_of

Visit = Callable[..., AppTest]
Words = Callable[[AppTest], str]
Facts = Callable[[str], pd.DataFrame]

SOURCE = "https://example.org/"
# Markdown, HTML, a Streamlit directive, a formula and quotes, as a source may well write them.
HOSTILE = "<b>*Odd*</b> & [x](y) :red[z] $a$ 'q' \"r\" #1"
HOLES = re.compile(r"\b(nan|NaN|NaT)\b|<NA>|&lt;NA&gt;|\bNone\b(?! documented| of these)")
PARTNERSHIPS = {
    # identifier: what is odd about it
    "no-member": {"stated_count": "45"},
    "no-evidence": {},
    "only-unplaced": {"launched": "2019-05"},
    "hostile": {"name": HOSTILE, "scope": HOSTILE, "status_note": HOSTILE, "acronym": HOSTILE},
}
TERRITORIES = ["UK-england", "NO-sogn-og-fjordane", "ITI1", "IS", "TR1"]


def extended(frame: pd.DataFrame, rows: list[dict[str, str]]) -> pd.DataFrame:
    """The frame with more rows, empty where they say nothing."""
    more = pd.DataFrame([dict.fromkeys(frame.columns, "") | row for row in rows])
    return pd.concat([frame, more], ignore_index=True)


@pytest.fixture(scope="module")
def odd_store(facts: Facts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the odd records beside the real ones."""

    def event(number: int, partnership: str, date: str, text: str = "Event") -> dict[str, str]:
        return {
            "evidence_id": f"odd-{number}",
            "partnership_id": partnership,
            "stage_id": "learn",
            "date": date,
            "title": text,
            "detail": text,
            "note": text if text == HOSTILE else "",
            "source_url": SOURCE,
        }

    def member(partnership: str, territory: str) -> dict[str, str]:
        return {
            "partnership_id": partnership,
            "territory_id": territory,
            "territory_name": HOSTILE,
            "role": "lead",
            "basis": "inferred",
            "source_url": SOURCE,
        }

    tables = {
        "partnership": [
            {
                "partnership_id": code,
                "platform_id": "energy",
                "name": code,
                "scope": "A scope.",
                "source_url": SOURCE,
            }
            | oddities
            for code, oddities in PARTNERSHIPS.items()
        ],
        "membership": [
            member("no-evidence", "ITI1"),
            member("only-unplaced", "UK-england"),
            member("hostile", "NO-sogn-og-fjordane"),
            member("hostile", "IS"),
        ],
        "stage_evidence": [
            event(1, "no-member", "2099"),
            event(2, "only-unplaced", "2098"),
            event(3, "only-unplaced", "2098-07"),
            event(4, "only-unplaced", "2098-07-15"),
            event(5, "hostile", "2097", HOSTILE),
        ],
        "strategy": [
            {
                "territory_id": "TR1",
                "period": "2014-2020",
                "documented_count": "1",
                "stated_count": "9",
                "completeness": "partial",
                "completeness_note": HOSTILE,
            }
        ],
        "priority": [
            {
                "priority_id": "TR1-odd",
                "territory_id": "TR1",
                "period": "2014-2020",
                "title": HOSTILE,
                "classified_by": "source",
                "source_url": SOURCE,
            }
        ],
        "actor": [
            {
                "partnership_id": "hostile",
                "actor_name": HOSTILE,
                "helix": "civil-society",
                "territory_name": "Somewhere",
                "role": HOSTILE,
                "source_url": SOURCE,
            }
        ],
        "affiliation": [
            {
                "partnership_id": "hostile",
                "initiative": HOSTILE,
                "relation": HOSTILE,
                "source_url": SOURCE,
            }
        ],
    }
    folder = tmp_path_factory.mktemp("odd")
    edited = {name: extended(facts(name), rows) for name, rows in tables.items()}
    build(edit_package(folder / "data", edited), folder / "odd.duckdb")
    return folder / "odd.duckdb"


@pytest.fixture
def _odd_store(odd_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("S3DASH_STORE", str(odd_store))


def as_read(markdown: str) -> str:
    """What a reader sees of a line of Markdown."""
    return unescape(gfm(markdown).removeprefix("<p>").removesuffix("</p>\n"))


@pytest.mark.usefixtures("_odd_store")
def test_every_page_draws(visit: Visit, words: Words) -> None:
    for spec in PAGES:
        app = visit(spec.key)
        assert not app.exception, spec.key
        assert not HOLES.search(words(app)), spec.key


@pytest.mark.usefixtures("_odd_store")
def test_every_odd_partnership_draws(visit: Visit, words: Words) -> None:
    for code in PARTNERSHIPS:
        app = visit("partnership", partnership=code)
        assert not app.exception, code
        assert not HOLES.search(words(app)), code


@pytest.mark.usefixtures("_odd_store")
@pytest.mark.parametrize("view", ["organisations", "capability", "links", "candidates"])
def test_every_view_of_an_odd_partnership_draws(visit: Visit, words: Words, view: str) -> None:
    for code in PARTNERSHIPS:
        app = visit("partnership", partnership=code, view=view)
        assert not app.exception, code
        assert not HOLES.search(words(app)), code
        parts = html_of(app)
        assert not any("<b>*Odd*" in part for part in parts), code


@pytest.mark.usefixtures("_odd_store")
def test_every_odd_territory_draws(visit: Visit, words: Words) -> None:
    for code in TERRITORIES:
        for view in ("profile", "partnerships"):
            app = visit("region", territory=code, view=view)
            assert not app.exception, code
            assert not HOLES.search(words(app)), code


@pytest.mark.usefixtures("_odd_store")
def test_a_partnership_without_members_says_what_the_source_states(
    visit: Visit, words: Words
) -> None:
    said = words(visit("partnership", partnership="no-member"))
    assert "0 of 45 documented" in said


@pytest.mark.usefixtures("_odd_store")
def test_a_territory_without_a_code_is_named_beside_the_map(visit: Visit, words: Words) -> None:
    said = words(visit("partnership", partnership="only-unplaced"))
    assert "Without a NUTS code, not on the map" in said
    assert "England" in said


@pytest.mark.usefixtures("_odd_store")
def test_partial_dates_stand_as_the_source_states_them(visit: Visit, words: Words) -> None:
    said = words(visit("partnership", partnership="only-unplaced"))
    assert "2098-07-15" in said
    assert re.search(r"\b2098-07\b(?!-)", said)
    assert re.search(r"\b2098\b(?!-)", said)


@pytest.mark.usefixtures("_odd_store")
def test_hostile_text_is_shown_as_it_is(visit: Visit) -> None:
    app = visit("partnership", partnership="hostile")
    assert as_read(app.title[0].value) == HOSTILE
    assert HOSTILE in [as_read(element.value) for element in app.markdown]


@pytest.mark.usefixtures("_odd_store")
def test_hostile_text_is_escaped_in_our_own_html(visit: Visit, words: Words) -> None:
    for key, query in (
        ("overview", {}),
        ("progress", {}),
        ("energy", {}),
        ("partnership", {"partnership": "hostile"}),
        ("region", {"territory": "NO-sogn-og-fjordane"}),
        ("region", {"territory": "TR1"}),
        ("priorities", {"priority": "TR1-odd"}),
    ):
        app = visit(key, **query)
        parts = html_of(app)
        assert not any("<b>*Odd*" in part for part in parts), key


@pytest.mark.usefixtures("_odd_store")
@pytest.mark.parametrize("view", ["list", "table", "territories", "matrix", "common"])
def test_hostile_text_is_escaped_in_every_view_of_the_explorer(
    visit: Visit, words: Words, view: str
) -> None:
    # The search finds the text, so that marks stand in the middle of it.
    app = visit("priorities", view=view, territory="TR1", text="odd b x")
    assert not app.exception
    assert not HOLES.search(words(app))
    parts = html_of(app)
    assert not any("<b>*" in part for part in parts)
    if view in ("list", "territories"):
        assert any("*<mark>Odd</mark>*&lt;/<mark>b</mark>&gt;" in part for part in parts)
