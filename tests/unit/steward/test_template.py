"""Workbooks to fill in: filled in, they are read."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from s3dash.__main__ import main
from s3dash.steward.template import asked, heading
from tests.fixtures.sendings import SOURCE, reviewed, rules, shipped

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
    fields = asked(shipped().resource("stage_evidence"))
    for position, one in enumerate(fields, 1):
        sheet.cell(3, position, FILLED.get(one.name))
    book.save(file)
    review = reviewed(file)
    items = [item for item in review.items if item.table]
    assert [(item.understood.row, item.status) for item in items] == [(2, "ignored"), (3, "new")]
    assert items[1].row["date"] == "2026-05-14"
    assert items[1].key[0].startswith("photonics-")


@pytest.mark.parametrize("table", [one.name for one in shipped().package.resources])
def test_what_the_base_has_comes_back_in_every_template_and_changes_nothing(
    tmp_path: Path, table: str
) -> None:
    base = shipped()
    file = template(tmp_path, table)
    rows = [row for row in base.rows(table) if table != "change_log"]
    # The emptiest as well: what need not be filled in is left away.
    emptiest = sorted(rows, key=lambda row: sum(map(bool, row.values())))[:2]
    rows = [*rows[:2], *(row for row in emptiest if row not in rows[:2])]
    book = openpyxl.load_workbook(file)
    for number, row in enumerate(rows, 3):
        for position, one in enumerate(asked(base.resource(table)), 1):
            book[table[:31]].cell(number, position, row[one.name])
    book.save(file)
    review = reviewed(file)
    [read] = [one for one in review.sheets if one.sheet.name != "codes"]
    assert read.table == table
    assert read.heading is not None
    assert not read.heading.unread
    resource = shipped().resource(table)
    assert {one.name for one in asked(resource)} <= set(read.heading.columns)
    items = [item for item in review.items if item.table]
    assert rules(items[0]) == "an example or a second header: never imported"
    assert [(item.status, rules(item)) for item in items[1:]] == [("unchanged", "")] * len(rows)


def test_headers_are_explained_and_cells_have_lists(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(template(tmp_path, "membership"))["membership"]
    resource = shipped().resource("membership")
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
