"""The log of changes: a table of the data package and a file for people, written with each one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from s3dash.steward.base import KEY_MARK, Row
from s3dash.steward.items import CHANGED, NEW, REJECTED
from s3dash.steward.review import Review

TABLE = "change_log"
PATH = "change_log.csv"
CHANGES_FILE = "CHANGES.md"
ADDED, ALTERED, RECOUNTED = "added", "changed", "counted"
HEAD = (
    "# Changes of the data\n\nWhat each version of the data package added or changed, the newest "
    "first. Every cell stands in\n`change_log.csv`.\n"
)


def _text(name: str, title: str, description: str, **constraints: object) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": name,
        "type": "string",
        "title": title,
        "description": description,
    }
    return found | ({"constraints": constraints} if constraints else {})


RESOURCE: dict[str, Any] = {
    "name": TABLE,
    "path": PATH,
    "profile": "tabular-data-resource",
    "title": "Change log",
    "description": "What was added to the base and changed in it, version by version: one row is "
    "a row that was added, or a cell that was changed. Written by the steward's desk.",
    "format": "csv",
    "mediatype": "text/csv",
    "encoding": "utf-8",
    "schema": {
        "fields": [
            _text("version", "Version", "Version of the data with the change.", required=True),
            {
                "name": "made_on",
                "type": "date",
                "title": "Made on",
                "description": "Day of the change.",
                "constraints": {"required": True},
            },
            _text(
                "made_by",
                "Made by",
                "Who made it: a role or initials, never a name.",
                required=True,
            ),
            _text("why", "Why", "Reason of the change.", required=True),
            _text("from_file", "From file", "File that it came in; empty: it follows from others."),
            _text(
                "kind",
                "Kind",
                "added: the row is new; changed: the cell is; counted: the cell follows from rows "
                "that were added or changed.",
                required=True,
                enum=[ADDED, ALTERED, RECOUNTED],
            ),
            _text("table_name", "Table", "Table of the row.", required=True),
            _text("row_key", "Row", "Key of the row, its parts joined by |.", required=True),
            _text("column_name", "Column", "Column that was changed. Empty: the row is new."),
            _text("old_value", "Old value", "What stood there before."),
            _text("new_value", "New value", "What stands there now."),
        ],
        "primaryKey": ["version", "table_name", "row_key", "column_name"],
        "missingValues": [""],
    },
}
"""The description of the table, for a package that does not have it yet."""


@dataclass(frozen=True)
class Occasion:
    """When a change is made, by whom (a role or initials) and why."""

    version: str
    day: date
    by: str
    why: str


def log_rows(review: Review, occasion: Occasion) -> Iterator[Row]:
    """Rows of the change log for all that a review takes."""
    # Several rows may change one cell, one after the other: the log tells from where to where.
    cells: dict[tuple[str, str, str], Row] = {}
    for item in review.items:
        file, table, key = item.understood.file, item.table, item.shown_key
        if item.status == NEW:
            yield _row(occasion, file, ADDED, table, key)
        elif item.status == CHANGED:
            for column, (old, new) in item.changes.items():
                before = cells.get((table, key, column), {"old_value": old})
                row = _row(occasion, file, ALTERED, table, key, column, before["old_value"], new)
                cells[table, key, column] = {**row, "why": item.why or occasion.why}
    told = set(cells)
    yield from (row for row in cells.values() if row["old_value"] != row["new_value"])
    for table, parts, column, counted, count in review.draft.counted:
        shown = KEY_MARK.join(parts)
        if (table, shown, column) not in told:
            yield _row(occasion, None, RECOUNTED, table, shown, column, counted, count)


def _row(
    occasion: Occasion,
    file: str | None,
    kind: str,
    table: str,
    key: str,
    column: str | None = None,
    old: str | None = None,
    new: str | None = None,
) -> Row:
    return {
        "version": occasion.version,
        "made_on": occasion.day.isoformat(),
        "made_by": occasion.by,
        "why": occasion.why,
        "from_file": file,
        "kind": kind,
        "table_name": table,
        "row_key": key,
        "column_name": column,
        "old_value": old,
        "new_value": new,
    }


def chapter_of(review: Review, occasion: Occasion) -> str:
    """What `CHANGES_FILE` says of a change."""
    return "\n".join(_chapter(review, occasion))


def with_chapter(before: str, chapter: str) -> str:
    """The text of `CHANGES_FILE` with one more chapter, the newest first."""
    older = before.removeprefix(HEAD).lstrip("\n") if before else ""
    return f"{HEAD}\n{chapter}\n" + (f"\n{older}" if older else "")


def without_chapter(text: str, chapter: str) -> str | None:
    """The text of `CHANGES_FILE` without a chapter; None where it is not there as it was."""
    for end in ("\n\n", "\n"):
        if chapter + end in text:
            return text.replace(chapter + end, "", 1)
    return None


def _chapter(review: Review, occasion: Occasion) -> Iterator[str]:
    yield f"## {occasion.version} ({occasion.day.isoformat()})"
    yield ""
    yield f"{occasion.why} ({occasion.by})"
    yield ""
    files = list(dict.fromkeys(item.understood.file for item in review.items))
    for file in files:
        items = [item for item in review.items if item.understood.file == file]
        parts = list(_counts(Counter((item.table, item.status) for item in items)))
        refused = sum(item.status == REJECTED for item in items)
        if refused:
            parts.append(f"{refused:,} refused")
        if parts:
            yield f"- {file}: {', '.join(parts)}"


def _counts(counts: Counter[tuple[str, str]]) -> Iterator[str]:
    words: Sequence[tuple[str, str]] = ((NEW, "added to"), (CHANGED, "changed in"))
    for status, word in words:
        for (table, found), count in sorted(counts.items()):
            if found == status:
                yield f"{count:,} {word} {table}"
