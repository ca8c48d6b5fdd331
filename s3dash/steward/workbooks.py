"""Workbooks: xlsx, xlsm, xlsb, xls and ods, read by python-calamine (values only, no macros)."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

import python_calamine as calamine

from s3dash.steward.sheets import CONTROL, HAS_CONTROL, Cell, Line, Sheet, column_letters

MOST_ROWS = 1_000_000
MOST_COLUMNS = 1000
MOST_CELLS = 50_000_000
"""Of the rectangle that a sheet's cells span: calamine makes room for every one, empty or not."""
ERROR = re.compile(
    r"#(?:N/?A|NV|REF!|DIV/0!|VALUE!|NAME\?|NULL!|NUM!|WERT!|BEZUG!|GETTING_DATA|SPILL!|CALC!)"
)
"""What a spreadsheet writes where a formula fails."""
FORMULA_FAILS = "the formula fails: the cell shows an error"
NO_RESULT = "a formula without its result: open the file in a spreadsheet program and save it"
NO_TABLE = {
    "ChartSheet": "is a chart, not a table",
    "DialogSheet": "is a dialogue, not a table",
    "MacroSheet": "is a macro sheet, which is not run",
    "Vba": "is program code, which is not run",
}
_CELL = re.compile(rb"<(?:\w+:)?c (?:([^>]*?)/>|([^>]*)>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_FILLED = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Za-z]+)(\d+)["'][^>]*(?<!/)>(?!</)""")
_LINK = re.compile(rb"<(?:\w+:)?hyperlink [^>]*>")
_PLACE = re.compile(rb'\br="([A-Z]+)(\d+)"')
_CELL_OF = re.compile(rb' ref="([A-Z]+)(\d+)"')
_NAME_OF = re.compile(rb'\w+:id="([^"]+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_RESULT = re.compile(rb"<(?:\w+:)?(?:v\b[^>]*>[^<]|is>)")
_TEXT = b't="str"'
"""A formula whose result is a text, which may be empty."""
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    RuntimeError,
    ValueError,
    KeyError,
    ElementTree.ParseError,
)
"""What a packed file raises that is not as it should be."""


def read_workbook(content: bytes, name: str) -> list[Sheet]:
    """Read every sheet of a workbook; what is no table says so."""
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except calamine.PasswordError:
        return [Sheet(name, "", fault="has a password: save it without one and send it again")]
    except BaseException as error:
        return [Sheet(name, "", fault=f"cannot be read as a workbook: {_given_up(error)}")]
    notes = tuple(_notes(content))
    sheets = [
        _read_sheet(book, position, metadata, content, name, notes)
        for position, metadata in enumerate(book.sheets_metadata)
    ]
    return sheets or [Sheet(name, "", fault="is a workbook without a sheet")]


def _read_sheet(
    book: Any,
    position: int,
    metadata: Any,
    content: bytes,
    name: str,
    notes: tuple[str, ...],
) -> Sheet:
    title = metadata.name
    kind = str(metadata.typ).rpartition(".")[2]
    if kind in NO_TABLE:
        return Sheet(name, title, notes=notes, fault=NO_TABLE[kind])
    if not str(metadata.visible).endswith(".Visible"):
        return Sheet(name, title, notes=notes, fault="is hidden, so it is not read")
    text, links = _part(content, position)
    if fault := _spans_too_much(text):
        return Sheet(name, title, notes=notes, fault=fault)
    try:
        sheet = book.get_sheet_by_index(position)
        if sheet.total_height > MOST_ROWS:
            return Sheet(name, title, fault=f"has more than {MOST_ROWS:,} rows")
        rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
        merged = sheet.merged_cell_ranges or []
    except BaseException as error:
        return Sheet(name, title, notes=notes, fault=f"cannot be read: {_given_up(error)}")
    _spread(rows, merged)
    lines = tuple(_lines(rows, _faults(text), links))
    if not lines:
        return Sheet(name, title, notes=notes, fault="is empty")
    widest = max(len(line.cells) for line in lines)
    if widest == 1 and (mark := _mark_within(lines)):
        # A text with separators that a spreadsheet opened without parting it.
        lines = tuple(_parted(line, mark) for line in lines)
        widest = max(len(line.cells) for line in lines)
        notes = (*notes, f"all stands in one column: parted at '{mark}'")
    if widest > MOST_COLUMNS:
        fault = f"has {widest:,} columns, up to {column_letters(widest - 1)}: at most "
        return Sheet(name, title, notes=notes, fault=f"{fault}{MOST_COLUMNS:,} are read")
    return Sheet(name, title, lines, notes)


def _spans_too_much(text: bytes) -> str:
    """Why a sheet of an xlsx is not read whose cells lie too far apart; empty: it is."""
    rows = columns = 0
    for letters, row in _FILLED.findall(text):
        # The beginning is enough of what no spreadsheet has.
        rows = max(rows, int(row[:10]))
        columns = max(columns, _position(letters[:6].upper()) + 1)
    if rows * columns <= MOST_CELLS:
        return ""
    return (
        f"has cells in row {rows:,} and in column {column_letters(columns - 1)}: too far apart to "
        "be read; delete what stands beside the table"
    )


def _given_up(error: BaseException) -> str:
    """What the reader says where it gives up; it is Rust, and then raises what is no Exception."""
    if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
        raise error
    return " ".join(str(error).split())[:200] or type(error).__name__


def _spread(
    rows: list[list[Any]], merged: Sequence[tuple[tuple[int, int], tuple[int, int]]]
) -> None:
    """Give every cell of a merged column the value that is written in the first."""
    for (top, left), (bottom, right) in merged:
        # Cells merged along a row are titles: they stay where they are.
        if left == right and top < len(rows) and left < len(rows[top]):
            for row in rows[top + 1 : bottom + 1]:
                if left < len(row):
                    row[left] = rows[top][left]


def _lines(
    rows: Sequence[Sequence[Any]],
    known: Mapping[int, Mapping[int, str]],
    links: Mapping[int, Mapping[int, str]],
) -> Iterator[Line]:
    for number, row in enumerate(rows, 1):
        cells = [None if value == "" else value for value in row]
        faults = {
            position: HAS_CONTROL if CONTROL.search(value) else FORMULA_FAILS
            for position, value in enumerate(cells)
            if isinstance(value, str)
            and (CONTROL.search(value) or (value[0] == "#" and ERROR.fullmatch(value)))
        }
        faults |= known.get(number, {})
        while cells and cells[-1] is None:
            cells.pop()
        if cells or faults:
            kept: tuple[Cell, ...] = tuple(cells)
            yield Line(number, kept, faults, links.get(number, {}))


def _mark_within(lines: Sequence[Line]) -> str | None:
    """The mark that parts the one column of a sheet into several; None where it is one."""
    texts = [line.cells[0] for line in lines if line.cells]
    for mark in ";\t|,":
        counts = [text.count(mark) if isinstance(text, str) else 0 for text in texts]
        if len(texts) > 1 and min(counts) >= 2:
            return mark
    return None


def _parted(line: Line, mark: str) -> Line:
    if not line.cells:
        return line  # a formula that fails
    [parts] = csv.reader([re.sub(r"[\r\n]+", " ", str(line.cells[0]))], delimiter=mark)
    return Line(line.number, tuple(part.strip() or None for part in parts), line.faults)


def _notes(content: bytes) -> Iterator[str]:
    names = _members(content)
    if any(name.endswith("vbaProject.bin") for name in names):
        yield "has macros, which are not run: the values are read as they were saved"
    if any("externalLinks/" in name for name in names):
        yield "refers to other files, which are not opened: the values are read as they were saved"


def _members(content: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.namelist()
    except DAMAGED:
        return []


def _part(content: bytes, position: int) -> tuple[bytes, dict[int, dict[int, str]]]:
    """The text of a sheet of an xlsx, and the addresses behind its cells, by row and column."""
    if not content.startswith(b"PK"):
        return b"", {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            part = _part_of(archive, position)
            text = archive.read(part) if part else b""
            return text, _links(text, _targets(archive, part)) if part else {}
    except (*DAMAGED, IndexError):
        return b"", {}


def _targets(archive: zipfile.ZipFile, part: str) -> dict[str | None, str]:
    """What a part refers to, by identifier; nothing where it has no list of it."""
    folder, _, file = part.rpartition("/")
    try:
        rels = ElementTree.fromstring(archive.read(f"{folder}/_rels/{file}.rels"))
    except DAMAGED:
        # Links within the workbook need none.
        return {}
    return {one.get("Id"): one.get("Target", "") for one in rels}


def _links(text: bytes, targets: Mapping[str | None, str]) -> dict[int, dict[int, str]]:
    links: dict[int, dict[int, str]] = {}
    for tag in _LINK.findall(text) if targets else ():
        cell, name = _CELL_OF.search(tag), _NAME_OF.search(tag)
        target = targets.get(name.group(1).decode()) if name else None
        if cell and target:
            links.setdefault(int(cell.group(2)), {})[_position(cell.group(1))] = target
    return links


def _position(letters: bytes) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return column - 1


def _faults(text: bytes) -> dict[int, dict[int, str]]:
    """Cells of an xlsx that are empty to the reader and are not: by row (from 1), column (from 0).

    Formulas that fail, and formulas that were never calculated.
    """
    found: dict[int, dict[int, str]] = {}
    if not _FORMULA.search(text) and b't="e"' not in text:
        return found
    for empty, attributes, inside in _CELL.findall(text):
        place = _PLACE.search(empty or attributes)
        if b't="e"' in attributes:
            fault = FORMULA_FAILS
        elif _FORMULA.search(inside) and not (_TEXT in attributes or _RESULT.search(inside)):
            fault = NO_RESULT
        else:
            continue
        if place:
            letters, row = place.groups()
            found.setdefault(int(row), {})[_position(letters)] = fault
    return found


def _part_of(archive: zipfile.ZipFile, position: int) -> str | None:
    """The part of a workbook that holds the sheet at a position."""
    if "xl/workbook.xml" not in archive.namelist():
        return None
    sheets = re.findall(rb"<(?:\w+:)?sheet [^>]*>", archive.read("xl/workbook.xml"))
    wanted = re.search(rb'\w+:id="([^"]+)"', sheets[position])
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    for link in links:
        if wanted and link.get("Id") == wanted.group(1).decode():
            target = link.get("Target", "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return None
