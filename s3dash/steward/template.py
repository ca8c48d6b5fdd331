"""A workbook to fill in: columns with their meaning, lists to choose from, an example.

What comes back is read by `review` as any other workbook.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from s3dash.package.schema import Field, Resource
from s3dash.steward.base import Base
from s3dash.steward.columns import LISTS, known_headers, plain
from s3dash.steward.comparing import NATURAL
from s3dash.steward.counts import is_counted
from s3dash.steward.sheets import column_letters
from s3dash.steward.words import EXAMPLE

ROWS = 1000
"""Rows that can be filled in."""
CODES = "codes"
"""The sheet that holds what can be chosen."""
LONGEST_NAME = 31
EXAMPLE_DATE = "2026-05-14"
EXAMPLE_ADDRESS = "https://example.org/page"


class NoTemplate(Exception):
    """There is no such workbook, in a sentence."""


def write_template(base: Base, table: str, file: Path) -> None:
    """Write a workbook for rows of a table.

    Raises
    ------
    NoTemplate
        If the base has no such table.
    OSError
        If the file cannot be written.
    """
    if not base.has(table):
        known = ", ".join(one.name for one in base.package.resources)
        raise NoTemplate(f"The base has no table {table}. It has {known}.")
    resource = base.resource(table)
    # A library that meets a full disk would leave its own words at the end.
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        _write(book, base, resource)
    file.write_bytes(made.getvalue())


def asked(resource: Resource) -> list[Field]:
    """Columns that a person fills in: not those that we number or count ourselves."""
    ours = resource.primary_key if resource.name in NATURAL else ()
    return [
        one
        for one in resource.fields
        if one.name not in ours and not is_counted(resource.name, one.name)
    ]


def heading(resource: Resource, one: Field) -> str:
    """The header of a column: its title, where an import knows the column by it, else its name."""
    known = known_headers(resource).get(plain(one.title))
    return one.title if known and known[1] == one.name else one.name


def _write(book: Any, base: Base, resource: Resource) -> None:
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF7", "locked": True})
    must = book.add_format({"bold": True, "bottom": 2, "bg_color": "#CFDDF0", "locked": True})
    example = book.add_format({"italic": True, "font_color": "#666666", "locked": True})
    # As text: a spreadsheet would make a date of 1-4.
    free = book.add_format({"num_format": "@", "locked": False})
    sheet = book.add_worksheet(resource.name[:LONGEST_NAME])
    codes = book.add_worksheet(CODES)
    lists = 0
    columns: list[tuple[str, str, bool, Sequence[str], str]] = [
        (
            heading(resource, one),
            _note(one),
            one.is_required,
            _choices(base, resource, one),
            _example(base, resource, one),
        )
        for one in asked(resource)
    ]
    for name, (_, _, kind) in LISTS.get(resource.name, {}).items():
        what = f"Codes of the {kind} taxonomy" if kind else "Platforms"
        columns.append((name, f"{what}, separated by semicolons.", False, (), ""))
    for position, (title, note, is_required, choices, shown) in enumerate(columns):
        sheet.write_string(0, position, title, must if is_required else head)
        sheet.write_comment(0, position, note, {"x_scale": 2.2, "y_scale": 1.6})
        mark = f"{EXAMPLE}, never imported: " if position == 0 else ""
        sheet.write_string(1, position, f"{mark}{shown}", example)
        sheet.set_column(position, position, max(14, min(40, len(title) + 4)), free)
        if choices:
            codes.write_column(0, lists, choices)
            letters = column_letters(lists)
            source = f"={CODES}!${letters}$1:${letters}${len(choices)}"
            rule = {
                "validate": "list",
                "source": source,
                "error_title": "Not in the list",
                "error_message": "Choose from the list, or go on: the import will ask.",
                "error_type": "warning",
            }
            sheet.data_validation(2, position, ROWS + 1, position, rule)
            lists += 1
    sheet.freeze_panes(1, 0)
    sheet.protect("", {"format_columns": True, "sort": True, "autofilter": True})
    codes.protect()
    codes.hide()


def _note(one: Field) -> str:
    must = "Required. " if one.is_required else ""
    forms = " Forms: 2026, 2026-05 or 2026-05-14." if one.is_partial_date else ""
    unit = f" In {one.unit}." if one.unit else ""
    return f"{must}{one.description}{unit}{forms}"


def _choices(base: Base, resource: Resource, one: Field) -> list[str]:
    """What a cell may hold, as a reader chooses it; nothing where it is free."""
    if one.enum:
        return [str(value) for value in one.enum]
    target = next((k.resource for k in resource.foreign_keys if k.columns == (one.name,)), None)
    if target is None or target == resource.name:
        return []
    [key] = base.resource(target).primary_key
    rows = base.rows(target)
    if target == "territory":
        return [f"{row[key]} - {row['name']}" for row in rows]
    return [row[key] or "" for row in rows]


def _example(base: Base, resource: Resource, one: Field) -> str:
    choices = _choices(base, resource, one)
    if choices:
        return choices[0]
    if one.is_partial_date or one.type == "date":
        return EXAMPLE_DATE
    if one.format == "uri":
        return EXAMPLE_ADDRESS
    return "12" if one.type in ("integer", "number") else one.title.lower()
