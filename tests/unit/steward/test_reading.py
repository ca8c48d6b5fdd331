"""What people send, as they send it."""

from __future__ import annotations

import codecs
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from s3dash.steward.sheets import cell_name, column_letters
from tests.fixtures.sendings import MEMBERS, SOURCE, member, reviewed, rules, text, workbook


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_separators_and_encodings(tmp_path: Path, encoding: str) -> None:
    files, name = [], "Région de l’Ombrie, Italië"
    for number, separator in enumerate((",", ";", "\t", "|")):
        row = member(("ITI2", "ITI3", "ITF1", "ITF2")[number])
        row[2] = name
        file = tmp_path / f"{number}.csv"
        files.append(text(file, MEMBERS, row, separator=separator, encoding=encoding, end="\r\n"))
    items = reviewed(*files).items
    assert len(items) == len(files)
    for item in items:
        assert item.status == "new", rules(item)
        assert item.row["territory_name"] == name


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("cp1250", "Województwo Śląskie, Łódź, Świętokrzyskie, Żory, Gdańsk"),
        ("cp1253", "Περιφέρεια Κεντρικής Μακεδονίας και Θράκης"),
        ("cp1251", "Югозападен район на България, област София"),
    ],
)
def test_alphabets_of_before_utf8(tmp_path: Path, encoding: str, name: str) -> None:
    row = member("ITI2")
    row[2] = name
    [item] = reviewed(text(tmp_path / "m.csv", MEMBERS, row, encoding=encoding)).items
    assert item.row["territory_name"] == name


def test_records_are_counted_not_lines(tmp_path: Path) -> None:
    broken = member("ITI2")
    broken[2] = "Umbria,\nwith a break"
    file = text(tmp_path / "m.csv", MEMBERS, broken, ["", "", ""], member("ITI3", "boss"))
    first, second = reviewed(file).items
    assert (first.understood.row, second.understood.row) == (2, 4)
    assert second.troubles[0].cell == "D4"


def test_title_rows_stand_above_the_header_of_a_text(tmp_path: Path) -> None:
    file = text(tmp_path / "m.csv", ["Members 2026"], [], MEMBERS, member("ITI2"))
    [item] = reviewed(file).items
    assert (item.understood.row, item.status) == (2, "new")


def test_a_workbook_with_titles_sheets_and_merged_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first = book.active
    first.title = "Read me"
    first.append(["Dear colleagues, here are our members."])
    sheet = book.create_sheet("Member regions")
    sheet.append(["Members of the partnership on photonics"])
    sheet.merge_cells("A1:F1")
    sheet.append([])
    sheet.append(["ROLE", "Thematic  partnership", "NUTS code", "Region", "basis", "Link"])
    sheet.append(["Lead region", "Photonics", "ITI2", "Umbria", "stated", SOURCE])
    sheet.append(["Member", None, "GR30", "Αττική", "stated", SOURCE])
    sheet.merge_cells("B4:B5")
    file = tmp_path / "from the region.xlsx"
    book.save(file)
    review = reviewed(file)
    umbria, attica = (item for item in review.items if item.understood.sheet == "Member regions")
    assert umbria.row["role"] == "lead"
    assert umbria.key == ("photonics", "ITI2")
    assert attica.key == ("photonics", "EL30")
    assert attica.row["role"] == "participant"
    assert (attica.understood.row, attica.understood.cell_of("role")) == (
        5,
        "'Member regions'!A5",
    )
    assert review.sheets[1].heading is not None
    assert review.sheets[1].heading.line == 3


def test_real_dates(tmp_path: Path) -> None:
    head = ("partnership_id", "stage", "date", "title", "detail", "source_url")
    rows = [
        ("photonics", "Scale up", date(2024, 3, 9), "One", "It happened.", SOURCE),
        ("photonics", "Learn", datetime(2024, 3, 9, 12, 30), "Two", "It happened.", SOURCE),
        ("photonics", "learn", 2024, "Three", "It happened.", SOURCE),
        ("photonics", "learn", "03/04/2024", "Four", "It happened.", SOURCE),
        ("photonics", "learn", 45360, "Five", "It happened.", SOURCE),
    ]
    file = workbook(tmp_path / "events.xlsx", head, *rows, title="Events")
    items = reviewed(file).items
    assert [item.row.get("date") for item in items] == ["2024-03-09"] * 2 + ["2024", None, None]
    assert [item.status for item in items] == ["new"] * 3 + ["rejected"] * 2
    assert items[0].row["stage_id"] == "scale-up"
    assert items[3].troubles[0].grade == "question"
    assert items[3].troubles[0].proposals == ("2024-04-03", "2024-03-04")
    assert items[4].troubles[0].proposals == ("2024-03-09",)
    assert items[0].shown_key != items[1].shown_key


def test_a_cell_of_several_lines_is_one_line_of_the_base(tmp_path: Path) -> None:
    """Whatever parts its lines: a row of a table is a line of its file."""
    head = ("partnership_id", "stage", "date", "title", "detail", "source_url")
    row = ("photonics", "Learn", "2024", "A\u2028title", "First.\n_x000B_ Second_x000D_.", SOURCE)
    members = [*member("Umbria\n(Italy)")[:2], None, *member("")[3:]]
    event, named = (
        reviewed(workbook(tmp_path / f"{title}.xlsx", *rows, title=title)).items[0]
        for title, rows in (("Events", (head, row)), ("membership", (MEMBERS, members)))
    )
    assert (event.status, named.status) == ("new", "new"), rules(event)
    assert (event.row["title"], event.row["detail"]) == ("A title", "First. Second .")
    assert named.row["territory_name"] == "Umbria (Italy)"


def test_cells_are_named_as_a_spreadsheet_does() -> None:
    assert [column_letters(at) for at in (0, 25, 26, 701, 702, 16383)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
        "XFD",
    ]
    assert cell_name("Sheet1", 2, 17) == "Sheet1!C17"
    assert cell_name("It's mine", 0, 1) == "'It''s mine'!A1"


def test_a_text_that_only_has_a_mark(tmp_path: Path) -> None:
    file = tmp_path / "m.csv"
    file.write_bytes(codecs.BOM_UTF8)
    [item] = reviewed(file).items
    assert "is empty" in rules(item)
