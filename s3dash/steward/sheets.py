"""Sheets: what a file holds once it is read, whatever its format was."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from string import ascii_uppercase

CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
"""Characters that no text has; those that part lines or words are white space here."""
HAS_CONTROL = "has characters that no text has (such as NUL)"
Cell = str | int | float | bool | date | datetime | time | None
"""A value as the file states it. An empty cell is None."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a sheet.

    Attributes
    ----------
    number
        Row of a sheet, as a spreadsheet counts; in a text file the number of the record, the first
        being 1.
    cells
        Its cells from the first column on; those at the end that are empty may be missing.
    faults
        What is wrong with single cells, by the position of the cell.
    links
        Addresses behind single cells, whatever their text is.
    """

    number: int
    cells: tuple[Cell, ...]
    faults: Mapping[int, str] = field(default_factory=dict)
    links: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook, or a text file (whose ``name`` is empty).

    ``notes`` are for the person who sent it: how it was read. ``fault`` says why it could not be.
    """

    file: str
    name: str
    lines: tuple[Line, ...] = ()
    notes: tuple[str, ...] = ()
    fault: str | None = None


def in_a_line(text: str) -> str:
    """A text with single blanks where it has white space: a row of ours is one line of a file."""
    return " ".join(text.split())


def column_letters(position: int) -> str:
    """Name of a column as a spreadsheet has it: 0 is A, 26 is AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = ascii_uppercase[rest] + letters
    return letters


def cell_name(sheet: str, position: int, row: int) -> str:
    """A cell as a spreadsheet names it: ``Sheet1!C17``, or ``C17`` in a text file."""
    place = f"{column_letters(position)}{row}"
    if not sheet:
        return place
    quoted = sheet if sheet.replace("_", "").isalnum() else "'" + sheet.replace("'", "''") + "'"
    return f"{quoted}!{place}"


def shown(value: Cell) -> str:
    """A cell as text: whole numbers without a point, dates as YYYY-MM-DD."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
