"""The page Steward: bring in, decide, publish, undo; and that it is not there unless asked for."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from s3dash import folders
from s3dash.package.rules import DOMAIN_RULES
from s3dash.steward.cases import Case, find_case, open_case
from s3dash.steward.decisions import Decisions
from s3dash.ui import ROUTER
from s3dash.ui.shell import desk, registry
from s3dash.ui.steward import desk as desk_page
from s3dash.ui.steward import doubts
from tests.fixtures.packages import PackageCopy
from tests.fixtures.sendings import MEMBERS, SOURCE, member, text, workbook


@pytest.fixture
def package(tmp_path: Path, store_path: Path, monkeypatch: pytest.MonkeyPatch) -> PackageCopy:
    """The desk switched on, with a data package and a store of its own."""
    store = tmp_path / "s3.duckdb"
    shutil.copyfile(store_path, store)
    monkeypatch.setenv("S3DASH_STORE", str(store))
    monkeypatch.setenv("S3DASH_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(registry, "PAGES", (*registry.PAGES, registry.DESK))
    return PackageCopy(tmp_path / "data")


@cache
def pages_with_desk() -> dict[str, Any]:
    """The pages as Streamlit knows them where the desk is one of them."""
    return AppTest.from_file(str(ROUTER), default_timeout=60).run()._registered_pages


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(str(ROUTER), default_timeout=60)
    # Each test has a store of its own: the start page would be drawn anew of each.
    app._registered_pages = pages_with_desk()
    app.switch_page(str(Path("../..") / folders.PAGES.name / "steward.py"))
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def lying(package: PackageCopy, file: Path) -> Case:
    return open_case(package.path, [(file.name, file.read_bytes())])


def button(app: AppTest, label: str) -> None:
    next(one for one in app.button if label in one.label).click().run()


def test_it_is_not_there_unless_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert registry.DESK not in registry.PAGES
    assert desk.uploads() == ()
    monkeypatch.setenv("S3DASH_STEWARD", "1")
    assert desk.uploads() == ("/_stcore/upload_file/",)
    monkeypatch.setattr(desk.st, "get_option", lambda _: "0.0.0.0")
    assert not desk.is_on()


def test_from_a_pasted_line_to_the_base_and_back(
    package: PackageCopy, words: Callable[[AppTest], str]
) -> None:
    held = package.cells("partnership.csv", 2)
    before = package.bytes_of("partnership.csv")
    app = opened()
    assert not app.exception
    line = (
        f'partnership.csv | {held["partnership_id"]} | scope = "{held["scope"]}" → '
        f'"Another scope" | source: "{SOURCE}"'
    )
    app.text_area(key="desk_text").input(line)
    button(app, "Read and compare")
    assert app.query_params["case"]
    assert "no problem that waits" in words(app)
    app.segmented_control(key="view").set_value("rows").run()
    assert "Another scope" in words(app)
    app.segmented_control(key="view").set_value("publish").run()
    app.text_input(key="desk_why").input("The lead region says so")
    app.text_input(key="desk_by").input("AB")
    button(app, "Apply and publish")
    assert not app.exception
    assert "It can be undone below" in words(app)
    assert b"Another scope" in package.bytes_of("partnership.csv")
    assert SOURCE.encode() in package.bytes_of("change_log.csv")
    app.checkbox(key="desk_undo_sure").check().run()
    button(app, "Undo the change")
    assert "Undone: the data are" in words(app)
    assert package.bytes_of("partnership.csv") == before


def test_decisions_outlast_a_reload_and_a_base_that_changes_meanwhile(
    package: PackageCopy, tmp_path: Path, words: Callable[[AppTest], str]
) -> None:
    rows = [member("Tuscanny"), member("Umbriaa"), member("Lazzio"), member("ITI3", "boss")]
    case = lying(package, text(tmp_path / "m.csv", MEMBERS, *rows))
    app = opened(case=case.key, kind="unknown territory")
    assert "B2" in words(app)
    assert "Tuscanny" in words(app)
    app.button_group[1].set_value("ITI1").run()
    assert not app.exception
    button(app, "Take what is proposed first")
    package.set_cell("partnership.csv", 2, "status_note", "Changed meanwhile")
    again = opened(case=case.key, view="rows")
    assert re.search(r"new.{0,20}3", words(again), re.DOTALL)
    kept = find_case(package.path, case.key)
    assert kept is not None
    assert kept.decisions.of("m.csv", "", 2) == {"territory_id": "ITI1"}
    assert kept.decisions.of("m.csv", "", 4) == {"territory_id": "ITI4"}
    assert kept.decisions.of("m.csv", "", 3) == {"territory_id": "ITI2"}
    again.checkbox[0].uncheck().run()
    assert len(find_case(package.path, case.key).decisions.left_out) == 1  # type: ignore[union-attr]


def test_a_row_that_may_be_in_the_base_is_shown_beside_it(
    package: PackageCopy, tmp_path: Path, words: Callable[[AppTest], str]
) -> None:
    held = package.cells("stage_evidence.csv", 2)
    names = ("partnership_id", "stage_id", "date", "title", "detail", "source_url")
    row = [held[name] for name in names]
    row[2], row[3] = "1999", f"{held['title']} s"
    case = lying(package, workbook(tmp_path / "e.xlsx", names, row, title="Events"))
    app = opened(case=case.key, kind="likely a duplicate")
    assert f"In the base: {held['evidence_id']}" in words(app)
    app.button_group[1].set_value(held["evidence_id"]).run()
    app.segmented_control(key="view").set_value("rows").run()
    assert "1999" in words(app)
    assert "changed" in words(app)
    # Or it is one of its own: the doubt is gone, the row is taken.
    desk_page.decide(case, Decisions.forget)
    again = opened(case=case.key, kind="likely a duplicate")
    again.button_group[1].set_value("It is a row of its own").run()
    assert "no problem that waits" in words(again)
    again.segmented_control(key="view").set_value("rows").run()
    assert "a row of its own, the steward says" in words(again)


def test_a_base_that_nothing_can_be_compared_with(package: PackageCopy) -> None:
    package.write("territory.csv", b"\xe9\n")
    app = opened(case=lying(package, text(package.path / "m.csv", MEMBERS, member("ITI2"))).key)
    assert not app.exception
    assert "not in order" in app.error[0].value


def test_a_doubt_is_confirmed(package: PackageCopy, words: Callable[[AppTest], str]) -> None:
    app = opened(desk="Doubts")
    assert "doubts** are open" in words(app)
    app.text_input(key="doubt_by").input("AB")
    first = next(one for one in app.text_input if one.label == "Why it is right")
    first.input("Looked at it")
    button(app, "Confirm")
    assert not app.exception
    assert "Confirmed; the data are" in words(app), words(app)
    assert b"Looked at it" in package.bytes_of("confirmed_doubt.csv")


def test_a_cell_that_two_rules_doubt_is_one(
    package: PackageCopy, words: Callable[[AppTest], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cell = {"table_name": "indicator_value", "row_key": "a|b", "column_name": "value", "value": "9"}
    rows = [cell | {"rule": rule, "reason": None} for rule in ("is far", "is below")]
    monkeypatch.setattr(doubts, "answer", lambda _: pd.DataFrame(rows))
    app = opened(desk="Doubts")
    assert not app.exception
    assert "1 doubt** are open" in words(app)
    assert "is far; is below" in words(app)


def test_two_slips_in_one_list_are_asked_apart(
    package: PackageCopy, tmp_path: Path, words: Callable[[AppTest], str]
) -> None:
    head = ("territory_id", "period", "title", "platforms", "source_url")
    row = ("ITI1", "2021-2027", "A new one", "energi; enerjy; energi", SOURCE)
    case = lying(package, text(tmp_path / "priority.csv", head, row))
    app = opened(case=case.key)
    assert not app.exception
    assert "enerjy" in words(app)


def test_rules_templates_and_a_case_that_is_gone(
    package: PackageCopy, words: Callable[[AppTest], str]
) -> None:
    app = opened(desk="Rules")
    assert "a domain cannot be above itself" in words(app)
    assert "lies in the future" in words(app)
    assert all(rule.text in words(app) for rule in DOMAIN_RULES)
    assert len(words(app).encode()) < 60_000
    gone = opened(case="0123456789abcdef")
    assert "no longer on the desk" in words(gone)
    assert [one.label for one in gone.get("download_button")] == ["Download the workbook"]


def test_a_request_takes_its_workbooks_from_the_package_of_the_desk(
    visit: Callable[..., AppTest], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    partnership = PackageCopy(tmp_path / "data").cells("partnership.csv", 2)["partnership_id"]
    for folder, count in (("data", 2), ("none", 0)):
        (tmp_path / folder).mkdir(exist_ok=True)
        monkeypatch.setenv("S3DASH_DATA", str(tmp_path / folder))
        app = visit("review", request=f"partnership.{partnership}")
        assert not app.exception
        books = [one for one in app.get("download_button") if one.label.endswith(".xlsx")]
        assert len(books) == count
