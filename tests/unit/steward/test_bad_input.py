"""Files that are not what they seem: clear words, nothing lost, nothing half-read."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import BarChart

from s3dash.steward import files, workbooks
from s3dash.steward.sent_back import coloured
from tests.fixtures.sendings import (
    MEMBERS,
    changed,
    member,
    reviewed,
    rules,
    text,
    with_part,
    workbook,
)


def fault_of(file: Path) -> str:
    [item] = reviewed(file).items
    assert item.status in ("rejected", "ignored")
    assert item.understood.file == file.name
    return rules(item)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b" \r\n\r\n", "is empty"),
        (b"<!DOCTYPE html><html><body><table><tr><td>role</td></tr></table>", "is a web page"),
        (b"\xef\xbb\xbf\n<html><head>", "is a web page"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "is a PDF"),
        (b"<?xml version='1.0'?><Workbook/>", "is XML"),
        (b"PK\x03\x04 and then nothing of the kind", "is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "cannot be read as a workbook"),
        (bytes(range(256)) * 20, "neither a workbook nor text"),
        (b"\x1f\x8b\x08\x00", "is a packed file"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_csv_that_is_none(tmp_path: Path, content: bytes, words: str) -> None:
    file = tmp_path / "membership.csv"
    file.write_bytes(content)
    assert words in fault_of(file)


def test_no_file(tmp_path: Path) -> None:
    assert "is not there" in fault_of(tmp_path / "membership.csv")
    assert "is a folder" in fault_of(tmp_path)


def test_an_empty_workbook(tmp_path: Path) -> None:
    assert "is empty" in fault_of(workbook(tmp_path / "members.xlsx"))


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    file = tmp_path / "members.xlsx"
    with file.open("wb") as stream:
        stream.truncate(60 * 1024**2)
    assert "has 60 MB; at most 50 MB are read" in fault_of(file)


def test_a_bomb_is_not_opened(tmp_path: Path) -> None:
    file = workbook(tmp_path / "members.xlsx", MEMBERS, member("ITI1"))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/worksheets/sheet2.xml", bytes(files.MOST_UNPACKED + 1), compresslevel=1
        )
    assert "would unpack to" in fault_of(file)


@pytest.mark.parametrize(
    ("part", "words"),
    [("members.csv", "unpack it"), ("Index/Document.iwa", "is a file of Numbers: export it")],
)
def test_a_packed_file_that_is_no_workbook(tmp_path: Path, part: str, words: str) -> None:
    file = tmp_path / "members.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(part, "role")
    assert words in fault_of(file)


def test_a_workbook_that_the_reader_gives_up_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Panic(BaseException):
        """As code in Rust raises it."""

    def give_up(_: object) -> None:
        raise Panic("index out of bounds")

    monkeypatch.setattr(workbooks.calamine.CalamineWorkbook, "from_filelike", give_up)
    assert "index out of bounds" in fault_of(workbook(tmp_path / "m.xlsx", MEMBERS))


def test_macros_and_links_are_named_and_not_followed(tmp_path: Path) -> None:
    file = workbook(tmp_path / "members.xlsm", MEMBERS, member("ITI2"))
    with_part(file, "xl/vbaProject.bin", b"code")
    with_part(file, "xl/externalLinks/externalLink1.xml", b"<x/>")
    review = reviewed(file)
    assert [item.status for item in review.items] == ["new"]
    notes = " ".join(review.sheets[0].sheet.notes)
    assert "macros, which are not run" in notes
    assert "other files, which are not opened" in notes


def _linked_within(content: bytes) -> bytes:
    """A sheet of which one cell leads to another: there is no list of addresses then."""
    link = b'<hyperlinks><hyperlink ref="A1" location="membership!A2"/></hyperlinks>'
    return content.replace(b"</sheetData>", b"</sheetData>" + link)


def _prefixed(content: bytes) -> bytes:
    """A sheet as some programs write it: names with a prefix, attributes in another order."""
    named = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", content).replace(b" xmlns=", b" xmlns:x=")
    return re.sub(rb'<x:c (r="\w+") (t="\w+")', rb"<x:c \2 \1", named)


@pytest.mark.parametrize("change", [bytes, _linked_within, _prefixed])
def test_formulas_that_fail_or_were_never_calculated(
    tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    file = workbook(
        tmp_path / "members.xlsx",
        MEMBERS,
        member("ITI2", "#REF!"),
        member("ITI3", "=A1"),
        member("ITI4"),
    )
    changed(file, "xl/worksheets/sheet1.xml", change)
    fails, unsaved, sound = reviewed(file).items
    assert (fails.status, unsaved.status, sound.status) == ("rejected", "rejected", "new")
    assert "the formula fails" in rules(fails)
    assert "a formula without its result" in rules(unsaved)
    assert fails.troubles[0].cell == "membership!D2"


def test_a_formula_whose_result_is_an_empty_text(tmp_path: Path) -> None:
    file = workbook(tmp_path / "members.xlsx", (*MEMBERS, "as_of"), [*member("ITI2"), '=""'])
    part = "xl/worksheets/sheet1.xml"
    changed(file, part, lambda sheet: sheet.replace(b'<c r="G2">', b'<c r="G2" t="str">'))
    [item] = reviewed(file).items
    assert item.status == "new", rules(item)


def test_as_many_columns_as_a_spreadsheet_has(tmp_path: Path) -> None:
    file = workbook(tmp_path / "members.xlsx", MEMBERS, member("ITI2"))
    book = openpyxl.load_workbook(file)
    book.active["XFD1"] = "role"
    book.save(file)
    assert "16,384 columns, up to XFD" in fault_of(file)


def test_cells_that_lie_too_far_apart_are_told_of_before_room_is_made_for_all(
    tmp_path: Path,
) -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD999999"] = "territory_id", "a stray mark"
    book.active["ALL1000000"].font = openpyxl.styles.Font(bold=True)
    book.save(tmp_path / "far.xlsx")
    assert "cells in row 999,999 and in column XFD" in fault_of(tmp_path / "far.xlsx")
    # A number that Python does not take for one, and of which the reader takes the end.
    stray, part = b'r="XFD999999"', "xl/worksheets/sheet1.xml"
    longer = b'r="A' + b"9" * 5000 + b'"'
    changed(tmp_path / "far.xlsx", part, lambda sheet: sheet.replace(stray, longer))
    assert "cells in row 9,999,999,999" in fault_of(tmp_path / "far.xlsx")


def test_two_header_rows(tmp_path: Path) -> None:
    titles = ("Partnership", "Territory", "Name in the source", "Role", "Basis", "Source")
    file = workbook(tmp_path / "members.xlsx", MEMBERS, titles, member("ITI2"))
    review = reviewed(file)
    assert [(item.understood.row, item.status) for item in review.items] == [
        (2, "ignored"),
        (3, "new"),
    ]
    assert "second header" in rules(review.items[0])


def test_the_same_column_twice(tmp_path: Path) -> None:
    file = workbook(
        tmp_path / "members.xlsx",
        (*MEMBERS, "role"),
        [*member("ITI2", "lead"), "lead"],
        [*member("ITI3", "lead"), "participant"],
    )
    same, other = reviewed(file).items
    assert same.status == "new"
    assert other.status == "rejected"
    assert "stands twice and says two things, here and in membership!G3" in rules(other)


def test_a_sheet_that_is_a_chart_beside_one_that_is_hidden(tmp_path: Path) -> None:
    file = workbook(tmp_path / "members.xlsx", MEMBERS, member("ITI2"))
    book = openpyxl.load_workbook(file)
    book.create_chartsheet("Figure").add_chart(BarChart())
    book.create_sheet("Codes").sheet_state = "hidden"
    book.save(file)
    table, chart, hidden = reviewed(file).items
    assert table.status == "new"
    assert chart.status == hidden.status == "ignored"
    assert "is a chart" in rules(chart)
    assert "is hidden" in rules(hidden)


def test_what_a_spreadsheet_made_a_date_of(tmp_path: Path) -> None:
    head = ("partnership_id", "initiative", "relation", "source_url")
    row = ("photonics", date(2026, 4, 1), "a tie", "https://example.org")
    [item] = reviewed(workbook(tmp_path / "affiliation.xlsx", head, row, title="affiliation")).items
    assert item.status == "rejected"
    assert item.troubles[0].kind == "turned into a date"
    assert item.troubles[0].proposals == ("1-4", "4-1")


def test_numbers_stored_as_text(tmp_path: Path) -> None:
    head = ("partnership_id", "stated_count")
    rows = (("photonics", "31 "), ("biogas", "1.234"), ("textiles", "many"))
    head_and_rows = (head, ("photonics", "31 "), ("bio-economy", "1.234"), ("3d-printing", "many"))
    assert rows
    first, second, third = reviewed(
        workbook(tmp_path / "partnership.xlsx", *head_and_rows, title="partnership")
    ).items
    assert first.row["stated_count"] == "31"
    assert second.row["stated_count"] == "1234"
    assert third.status == "rejected"
    assert "is not a whole number" in rules(third)


def test_nul_bytes(tmp_path: Path) -> None:
    file = tmp_path / "membership.csv"
    row = ",".join(member("ITI2")).replace("name", "na\0me")
    file.write_bytes(f"{','.join(MEMBERS)}\n{row}\n".encode())
    [item] = reviewed(file).items
    assert item.status == "rejected"
    assert "characters that no text has" in rules(item)


def test_control_characters_in_a_workbook_and_in_what_goes_back(tmp_path: Path) -> None:
    row = member("ITI2")
    row[3] = "bo_x0001_ss"
    file = workbook(tmp_path / "members.xlsx", MEMBERS, row)
    review = reviewed(file)
    assert "characters that no text has" in rules(review.items[0])
    correction = 'partnership.csv | photonics | acronym = "a\\u0000b" → "c"'
    lines = tmp_path / "lines.txt"
    lines.write_text(correction, encoding="utf-8")
    for sent in (file, lines):
        book = openpyxl.load_workbook(
            io.BytesIO(coloured(reviewed(sent), sent.read_bytes(), sent.name))
        )
        assert any(cell.comment for row in book.worksheets[0] for cell in row)


def test_a_name_of_a_file_that_is_no_text(tmp_path: Path) -> None:
    """As it comes from a disk of another system, or with a line end in it."""
    file = workbook(tmp_path / "x.xlsx", MEMBERS, member("ITI2"))
    for name in ("caf\udce9.xlsx", "two\nlines.xlsx"):
        [item] = reviewed(file.rename(tmp_path / name)).items
        file = tmp_path / name
        assert item.understood.file in ("caf_.xlsx", "two_lines.xlsx")


def test_two_encodings_in_one_file(tmp_path: Path) -> None:
    rows = [member("ITI2"), member("ITI3"), member("ITI4")]
    names = ("Île", "Ligurië", "Lazio")
    lines = [",".join(MEMBERS).encode()]
    for row, name, encoding in zip(rows, names, ("utf-8", "cp1252", "utf-8"), strict=True):
        row[2] = name
        lines.append(",".join(row).encode(encoding))
    file = tmp_path / "membership.csv"
    file.write_bytes(b"\n".join(lines))
    review = reviewed(file)
    assert [item.status for item in review.items] == ["new", "rejected", "new"]
    assert "not in the encoding of the rest" in rules(review.items[1])


def test_names_that_run_from_right_to_left(tmp_path: Path) -> None:
    row = member("ITI2")
    row[2] = "\u200fטוסקנה (Tuscany)"
    [item] = reviewed(text(tmp_path / "membership.csv", MEMBERS, row)).items
    assert item.status == "new"
    assert "טוסקנה" in (item.row["territory_name"] or "")
