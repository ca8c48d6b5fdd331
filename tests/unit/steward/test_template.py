"""Workbooks to fill in: filled in, they are read."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from s3dash.__main__ import main
from s3dash.steward.base import Base
from s3dash.steward.template import asked, heading
from tests.fixtures.packages import DATA_DIR
from tests.fixtures.sendings import SOURCE, reviewed, rules

FILLED = {
    "partnership_id": "photonics",
    "stage_id": "connect",
    "date": "14.05.2026",
    "title": "Matchmaking in the autumn",
    "detail": "Firms of six regions met.",
    "basis": "direct",
    "source_url": SOURCE,
}


def template(tmp_path: Path, table: str) -> Path:
    file = tmp_path / f"{table}.xlsx"
    assert main(["template", table, "-o", str(file)]) == 0
    return file


def test_a_template_that_is_filled_in_is_imported(tmp_path: Path) -> None:
    file = template(tmp_path, "stage_evidence")
    book = openpyxl.load_workbook(file)
    sheet = book["stage_evidence"]
    fields = asked(Base.open(DATA_DIR).resource("stage_evidence"))
    for position, one in enumerate(fields, 1):
        sheet.cell(3, position, FILLED.get(one.name))
    book.save(file)
    review = reviewed(file)
    items = [item for item in review.items if item.table]
    assert [(item.understood.row, item.status) for item in items] == [(2, "ignored"), (3, "new")]
    assert items[1].row["date"] == "2026-05-14"
    assert items[1].key[0].startswith("photonics-")


@pytest.mark.parametrize("table", [one.name for one in Base.open(DATA_DIR).package.resources])
def test_every_template_comes_back_with_every_column_and_nothing_to_import(
    tmp_path: Path, table: str
) -> None:
    review = reviewed(template(tmp_path, table))
    [read] = [one for one in review.sheets if one.sheet.name != "codes"]
    assert read.table == table
    assert read.heading is not None
    assert not read.heading.unread
    resource = Base.open(DATA_DIR).resource(table)
    assert {one.name for one in asked(resource)} <= set(read.heading.columns)
    assert not review.taken
    assert {rules(item) for item in review.items if item.table} == {
        "an example or a second header: never imported"
    }


def test_headers_are_explained_and_cells_have_lists(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(template(tmp_path, "membership"))["membership"]
    resource = Base.open(DATA_DIR).resource("membership")
    titles = [heading(resource, one) for one in asked(resource)]
    assert [cell.value for cell in sheet[1]] == titles
    assert all(cell.comment and cell.comment.text for cell in sheet[1])
    assert sheet.protection.sheet
    assert not sheet.column_dimensions["A"].protection.locked
    lists = {str(rule.sqref)[0] for rule in sheet.data_validations.dataValidation}
    assert {"A", "B"} <= lists


def test_no_such_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["template", "nothing", "-o", str(tmp_path / "x.xlsx")]) == 1
    assert "has no table nothing" in capsys.readouterr().err
