"""Every page of the registry draws: its title, no holes, the ways to sources and corrections."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from s3dash.ui.platform import page
from s3dash.ui.shell.registry import PAGES
from tests.fixtures.screen import maps_of, reports_on

Visit = Callable[..., AppTest]
Words = Callable[[AppTest], str]
Facts = Callable[[str], pd.DataFrame]

KEYS = [spec.key for spec in PAGES]
TITLES = {spec.key: spec.title for spec in PAGES}
HOLES = re.compile(r"\b(nan|NaN|NaT)\b|<NA>|&lt;NA&gt;|\bNone\b(?! documented)")
RECORDS = [
    ("partnership", "partnership", "high-tech-farming"),
    ("region", "territory", "ITI1"),
    ("region", "territory", "MT"),
    ("region", "territory", "FI194"),
    ("region", "territory", "UK-england"),
]
PLATFORM_PAGES = ("agri_food", "energy", "industrial_modernisation")
VIEWS = [
    ("data", "sources"),
    ("data", "dictionary"),
    ("data", "build"),
    ("coverage", "countries"),
    ("coverage", "fields"),
    ("coverage", "dates"),
    ("coverage", "missing"),
    ("coverage", "doubts"),
    *((key, view) for key in PLATFORM_PAGES for view in page.VIEWS),
]


@pytest.mark.parametrize("key", KEYS)
def test_a_page_draws_from_its_title_to_the_way_to_the_sources(
    visit: Visit, words: Words, key: str
) -> None:
    app = visit(key)
    said = words(app)
    assert not app.exception
    assert not app.error
    assert not app.warning
    [title] = app.title
    if key != "overview":
        assert title.value.replace("\\", "") == TITLES[key]
    assert title.value
    assert not HOLES.search(said)
    assert "Data package" in said
    assert any("Sources" in link.value for link in app.page_link)
    assert reports_on(app) == ["Report or correct this page"]
    assert "Seen at" not in said, "a report was built before anybody asked for it"


@pytest.mark.parametrize("key", ["overview", "agri_food", "energy", "industrial_modernisation"])
def test_every_map_has_the_boundary_copyright(visit: Visit, words: Words, key: str) -> None:
    app = visit(key)
    assert maps_of(app)
    assert "© EuroGeographics for the administrative boundaries" in words(app)


@pytest.mark.parametrize(("key", "parameter", "identifier"), RECORDS)
def test_a_record_draws_with_its_name(
    visit: Visit, words: Words, facts: Facts, key: str, parameter: str, identifier: str
) -> None:
    records = facts(parameter).set_index(f"{parameter}_id")
    app = visit(key, **{parameter: identifier})
    assert not app.exception
    assert not app.warning
    assert [title.value.replace("\\", "") for title in app.title] == [
        records.loc[identifier, "name"]
    ]
    assert not HOLES.search(words(app))


def test_every_partnership_draws_without_holes(visit: Visit, words: Words, facts: Facts) -> None:
    app = visit("partnership")
    for identifier in facts("partnership")["partnership_id"]:
        app.query_params["partnership"] = identifier
        app.run()
        assert not app.exception, identifier
        assert not HOLES.search(words(app)), identifier


@pytest.mark.parametrize(("key", "view"), VIEWS)
def test_each_view_draws(visit: Visit, words: Words, key: str, view: str) -> None:
    app = visit(key, view=view)
    assert not app.exception
    assert not app.warning
    assert not HOLES.search(words(app))


@pytest.mark.parametrize("view", ["coverage", "Coverage"])
def test_an_old_link_to_the_coverage_leads_to_its_page(visit: Visit, view: str) -> None:
    app = visit("data", view=view)
    assert not app.exception
    assert not app.warning
    assert any("Coverage" in message.value for message in app.info)
    assert any("Coverage" in link.value for link in app.page_link)


def test_the_coverage_names_every_record_with_a_gap(
    visit: Visit, words: Words, facts: Facts
) -> None:
    said = words(visit("coverage", view="missing"))
    partial = facts("strategy").query("completeness == 'partial'")
    for code in partial["territory_id"]:
        assert f"region?territory={code}'" in said
    assert f"Strategies of which only a part is documented: {len(partial)}" in said
    assert "partnership?partnership=sustainable-buildings'" in said
    assert "4 of 45" in said


def test_the_coverage_names_every_doubt_and_why_it_was_confirmed(
    visit: Visit,
    words: Words,
    store_path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "s3.duckdb"
    shutil.copyfile(store_path, path)
    with duckdb.connect(str(path)) as con:
        rules = con.execute("SELECT DISTINCT rule FROM doubt").fetchall()
        con.execute("UPDATE doubt SET reason = 'Seen <b>twice</b>' WHERE rowid = 0")
    monkeypatch.setenv("S3DASH_STORE", str(path))
    said = words(visit("coverage", view="doubts")).replace("\\", "")
    assert rules
    for (rule,) in rules:
        assert rule in said
    assert "Seen &lt;b&gt;twice&lt;/b&gt;" in said


def test_a_partnership_says_how_many_of_the_stated_members_are_documented(
    visit: Visit, words: Words, facts: Facts
) -> None:
    held = facts("membership")["partnership_id"].value_counts()
    stated = facts("partnership").query("stated_count != ''").set_index("partnership_id")
    fewer = [code for code in stated.index if held.get(code, 0) < int(stated.stated_count[code])]
    for code in fewer[:3]:
        said = words(visit("partnership", partnership=code))
        assert f"{held.get(code, 0)} of {stated.stated_count[code]} documented" in said
