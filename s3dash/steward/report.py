"""The report of a review: for programs as JSON, for people as lines."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from s3dash.steward.columns import read_columns
from s3dash.steward.items import NEW, Item
from s3dash.steward.problems import NOTE, Trouble
from s3dash.steward.review import Review
from s3dash.steward.sheets import column_letters
from s3dash.steward.twins import TWIN, Twin, beside

MOST_OF_A_KIND = 3
"""Problems of one kind that are told one by one."""
LONGEST_SHOWN = 80


def as_json(review: Review) -> dict[str, object]:
    """The review for a program: rows, likely duplicates, how sheets were read, and counts."""
    return {
        "rows": [_row(item) for item in review.items],
        "duplicates": [_twin(review, one) for one in review.twins],
        "sheets": list(_sheets(review)),
        "summary": {
            "rows": review.count(),
            "problems": dict(_kinds(review)),
        },
    }


def write_report(review: Review, file: Path) -> None:
    """Write the review as JSON."""
    text = json.dumps(as_json(review), indent=1, ensure_ascii=False)
    file.write_text(text, encoding="utf-8", newline="\n")


def _row(item: Item) -> dict[str, object]:
    values = dict(item.row if item.status == NEW else item.understood.values)
    for name in item.understood.values:
        values.setdefault(name, item.understood.values[name])
    for name, several in item.lists.items():
        values[name] = ";".join(several)
    return {
        "file": item.understood.file,
        "sheet": item.understood.sheet,
        "row": item.understood.row,
        "table": item.table,
        "status": item.status,
        "key": item.shown_key,
        "values": {name: value for name, value in values.items() if value is not None},
        "changes": {
            column: {"old": old, "new": new} for column, (old, new) in item.changes.items()
        },
        "problems": [one.as_json() for one in item.troubles],
    }


def _twin(review: Review, twin: Twin) -> dict[str, object]:
    """A new row beside the one of the base that it may be: the columns that differ."""
    row = twin.item.understood
    differ = beside(review.base, twin.item, twin.key)
    return {
        "file": row.file,
        "sheet": row.sheet,
        "row": row.row,
        "table": twin.item.table,
        "key": twin.item.shown_key,
        "likely": twin.key,
        "score": twin.score,
        "sent": {column: sent for column, (_, sent) in differ.items()},
        "in_the_base": {column: held for column, (held, _) in differ.items()},
    }


def _sheets(review: Review) -> Iterator[dict[str, object]]:
    for read in review.sheets:
        heading = read.heading
        yield {
            "file": read.sheet.file,
            "sheet": read.sheet.name,
            "table": read.table,
            "fault": read.reason or None,
            "notes": list(read.sheet.notes),
            "header_row": heading.line if heading else None,
            "columns": list(read_columns(heading)) if heading else [],
            "unread": {column_letters(at): text for at, text in heading.unread.items()}
            if heading
            else {},
        }


def _kinds(review: Review) -> Counter[str]:
    return Counter(one.kind for item in review.items for one in item.troubles if one.grade != NOTE)


def lines(review: Review) -> Iterator[str]:
    """The review for people: how sheets were read, rows by status, problems by kind."""
    for read in review.sheets:
        place = f"{read.sheet.file}: {read.sheet.name}" if read.sheet.name else read.sheet.file
        if read.heading is None:
            yield f"{place}: {read.reason}"
        else:
            columns = ", ".join(
                f"{one['letters']} {one['column']}" for one in read_columns(read.heading)
            )
            yield f"{place}: rows of {read.table}, header in row {read.heading.line}"
            yield f"  columns: {columns}"
            if read.heading.unread:
                unread = ", ".join(
                    f"{column_letters(at)} {text[:LONGEST_SHOWN]}"
                    for at, text in read.heading.unread.items()
                )
                yield f"  not read: {unread}"
        for note in read.sheet.notes:
            yield f"  {note}"
    yield ""
    for status, count in review.count().items():
        yield f"{status:<12}{count:>10,}"
    by_kind: dict[str, list[tuple[Item, Trouble]]] = defaultdict(list)
    for item in review.items:
        for one in item.troubles:
            if one.grade != NOTE and item.understood.row:
                by_kind[f"{one.grade}: {one.kind}"].append((item, one))
    for kind in sorted(by_kind, key=lambda kind: -len(by_kind[kind])):
        found = by_kind[kind]
        yield ""
        yield f"{kind} ({len(found):,})"
        for item, one in found[:MOST_OF_A_KIND]:
            yield f"  {_told(item, one)}"
            if one.kind == TWIN:
                for column, (held, sent) in beside(review.base, item, one.proposals[0]).items():
                    in_base, now = _safe(held or ""), _safe(sent or "")
                    yield f"    {column}: '{in_base}' in the base, '{now}' sent"
        if len(found) > MOST_OF_A_KIND:
            yield f"  and {len(found) - MOST_OF_A_KIND:,} more like these"
    for problem in review.blockers:
        yield f"{problem}"


def _told(item: Item, one: Trouble) -> str:
    place = one.cell or f"row {item.understood.row}"
    value = f" '{_safe(one.value)}'" if one.value else ""
    proposals = f" [{' or '.join(one.proposals)}]" if one.proposals else ""
    return f"{item.understood.file} {place}{value}: {_safe(one.rule, 300)}{proposals}"


def _safe(text: str, longest: int = LONGEST_SHOWN) -> str:
    # A value is a stranger's text: control characters must not reach a terminal.
    cut = "".join(c if c.isprintable() else " " for c in text[:longest])
    return cut if len(text) <= longest else f"{cut}…"
