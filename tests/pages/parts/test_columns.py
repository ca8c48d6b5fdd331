"""Files that pages offer: every column is explained, names are short and say what it is."""

from __future__ import annotations

import ast
import csv
import io
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import openpyxl
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from s3dash import folders
from s3dash.store.connection import Store
from s3dash.takeaway import columns
from s3dash.takeaway.file_names import LONGEST
from s3dash.ui.parts import tables
from tests.fixtures.downloads import Offer, record_offers
from tests.fixtures.screen import html_of, maps_of
from tests.fixtures.visits import OPENED, VISITS, Query
from tests.pages.conftest import open_page


class Taken(NamedTuple):
    """A file in its three forms and the place in the code that offers it."""

    site: str
    name: str
    header: list[str]
    rows: list[list[str]]
    offers: dict[str, Offer]


class View(NamedTuple):
    """A view that was visited: its page and link, what it draws, how many menus it offers."""

    key: str
    query: Query
    drawn: set[str]
    menus: int


@pytest.fixture(scope="module")
def visited(store_path: Path) -> Iterator[tuple[list[Taken], list[View]]]:
    """Every file of every page, as a reader gets it, and every view."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("S3DASH_STORE", str(store_path))
        offers = record_offers(patch)
        sites: list[tuple[str, int]] = []
        draw = tables.take_away

        def noted(*rows: Any, **options: Any) -> None:
            # The one frame: a whole stack reads the source of every file in it.
            caller = sys._getframe(1)
            place = Path(caller.f_code.co_filename).relative_to(folders.ROOT).as_posix()
            start = len(offers)
            draw(*rows, **options)
            sites.append((f"{place}:{caller.f_lineno}", start))

        patch.setattr(tables, "take_away", noted)
        found: dict[str, Taken] = {}
        views: list[View] = []
        for key, query in VISITS:
            del offers[:], sites[:]
            app = open_page(key, opened=OPENED, **query)
            assert not app.exception
            views.append(View(key, query, drawn_by(app), len(sites)))
            for number, (site, start) in enumerate(sites):
                end = sites[number + 1][1] if number + 1 < len(sites) else len(offers)
                forms = {offer.label: offer for offer in offers[start:end]}
                name = forms["CSV"].file_name
                if f"{site} {name}" in found:
                    continue
                text = forms["CSV, rows only"].make().decode("utf-8-sig")
                header, *rows = csv.reader(io.StringIO(text, newline=""))
                found[f"{site} {name}"] = Taken(site, name, header, rows, forms)
        yield list(found.values()), views


@pytest.fixture(scope="module")
def taken(visited: tuple[list[Taken], list[View]]) -> list[Taken]:
    """Every file of every page."""
    return visited[0]


DRAWINGS = ("dataframe", "plotly_chart", "deck_gl_json_chart")
"""Elements of Streamlit's that are tables, charts and network maps."""


def drawn_by(app: AppTest) -> set[str]:
    """Kinds of maps, charts and tables on a page."""
    kinds = {kind for kind in DRAWINGS if app.get(kind)} | ({"map"} if maps_of(app) else set())
    of_our_own = {"table": "<table", "chart": "<svg viewBox"}
    return kinds | {
        kind for kind, start in of_our_own.items() if any(start in html for html in html_of(app))
    }


def test_every_view_that_draws_something_offers_to_take_it_away(
    visited: tuple[list[Taken], list[View]],
) -> None:
    _, views = visited
    # What is laid out for paper is printed, and has no buttons.
    views = [view for view in views if "print" not in view.query]
    assert {kind for view in views for kind in view.drawn} == {*DRAWINGS, "map", "table", "chart"}
    assert [view for view in views if view.drawn and not view.menus] == []


def test_every_place_that_offers_a_file_is_visited(taken: list[Taken]) -> None:
    places = set()
    for file in (*folders.ROOT.glob("pages/*.py"), *folders.ROOT.glob("s3dash/ui/**/*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "tables.take_away":
                places.add(f"{file.relative_to(folders.ROOT).as_posix()}:{node.lineno}")
    assert places - {one.site for one in taken} == set()


def test_every_column_is_in_a_dictionary(taken: list[Taken], store_path: Path) -> None:
    described = json.loads((folders.DATA / "datapackage.json").read_text(encoding="utf-8"))
    known = {f["name"] for r in described["resources"] for f in r["schema"]["fields"]}
    with duckdb.connect(str(store_path), read_only=True) as con:
        for query in (
            "SELECT column_name FROM duckdb_columns() WHERE comment <> ''",
            "SELECT domain_code FROM domain",
            "SELECT territory_id FROM territory",
        ):
            known.update(name for (name,) in con.execute(query).fetchall())
    unknown = {
        f"{name} of {one.name}"
        for one in taken
        for name in one.header
        if name not in known and columns.described(name) is None
    }
    assert unknown == set()


def test_no_column_is_explained_that_no_file_has(taken: list[Taken]) -> None:
    names = {name for one in taken for name in one.header}
    idle = {
        note.name
        for note in columns.derived().values()
        if not note.name.startswith("about_") and note.name != columns.CODE
        if not any(columns.described(name) == note for name in names)
    }
    assert idle <= SELDOM


SELDOM = {
    # columns of files that the visits find empty, such as organisations of this partnership
    *("business", "research", "public", "civil_society", "organisations", "membership"),
    *("own", "around", "priorities_above_or_in_it"),
}


def test_names_of_files_are_short_and_differ(taken: list[Taken]) -> None:
    described = json.loads((folders.DATA / "datapackage.json").read_text(encoding="utf-8"))
    end = re.escape(f"-{described['version']}.csv")
    for one in taken:
        assert len(one.name) <= LONGEST
        assert re.fullmatch(r"s3dash-[A-Za-z0-9.-]+" + end, one.name), one.name
    assert len({one.name for one in taken}) >= len({one.site for one in taken})


def test_no_number_carries_digits_that_mean_nothing(taken: list[Taken]) -> None:
    long = re.compile(r"-?\d+\.\d{7,}")
    found = {
        f"{name} of {one.name}"
        for one in taken
        for row in one.rows
        for name, cell in zip(one.header, row, strict=True)
        if long.fullmatch(cell)
    }
    assert found == set()


def test_rows_of_territories_have_their_country(taken: list[Taken]) -> None:
    for one in taken:
        if "territory_id" in one.header:
            place = one.header.index("territory_id")
            code = one.header.index("country_code")
            assert all(row[place].startswith(row[code]) for row in one.rows), one.name
            assert all(row[code] for row in one.rows if row[place]), one.name


def test_the_same_rows_in_every_form(taken: list[Taken]) -> None:
    for one in taken[::7]:
        with_about = csv.reader(
            io.StringIO(one.offers["CSV"].make().decode("utf-8-sig"), newline="")
        )
        assert [row[: len(one.header)] for row in with_about] == [one.header, *one.rows]
        book = openpyxl.load_workbook(io.BytesIO(one.offers["Excel"].make()), read_only=True)
        assert sum(1 for _ in book["data"].iter_rows()) == len(one.rows) + 1


def test_evidence_stands_in_the_file_as_on_screen(taken: list[Taken]) -> None:
    [one] = [one for one in taken if "-evidence-" in one.name]
    dates = [row[one.header.index("date_start")] for row in one.rows]
    assert dates == sorted(dates, reverse=True)
    assert re.search(r"-asof-\d{4}-\d{2}-\d{2}-", one.name)


def test_parts_of_a_score_are_called_as_on_screen(taken: list[Taken]) -> None:
    [header] = {tuple(one.header) for one in taken if "-partners-implementation" in one.name}
    assert {"similar_structure", "existing_links"} <= set(header)


def test_days_and_moments_are_told_as_days_where_they_are() -> None:
    frame = pd.DataFrame(
        {
            "day": [pd.Timestamp("2021-06-30"), pd.NaT],
            "moment": [pd.Timestamp("2021-06-30 12:00"), pd.NaT],
        }
    )
    told = columns.as_told(frame)
    assert told["day"].map(str).tolist() == ["2021-06-30", "None"]
    assert told["moment"].equals(frame["moment"])


def test_country_codes_stand_beside_the_country(store: Store) -> None:
    frame = pd.DataFrame({"territory_id": ["ITI1", None], "country": ["Italy", None], "x": [1, 2]})
    found = columns.with_country_codes(frame, {"ITI1": "IT"})
    assert list(found) == ["territory_id", "country", "country_code", "x"]
    assert found["country_code"].tolist()[0] == "IT"
    assert "country_code" not in frame
    assert columns.with_country_codes(found, {}) is found
