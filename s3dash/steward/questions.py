"""What waits for a decision, as a workbook to fill in, and the decisions that come back in it.

The page Steward asks the same with buttons.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

from s3dash.steward.base import Base
from s3dash.steward.columns import plain
from s3dash.steward.decisions import Decisions, Place
from s3dash.steward.files import read_file
from s3dash.steward.items import Item
from s3dash.steward.problems import NOTE, Trouble
from s3dash.steward.review import Review
from s3dash.steward.sheets import Line, Sheet, shown
from s3dash.steward.twins import TWIN, beside, place_of, read_as_twin
from s3dash.steward.words import EMPTIED

YES, OWN, OUT = "[yes]", "[own]", "[out]"
MEANING = {
    YES: "what is proposed is meant; of a likely duplicate: it is that row of the base",
    OWN: "of a likely duplicate: it is a row of its own",
    OUT: "the row is left out",
}
"""What may be written as a decision; anything else is what the cell shall say."""
COLUMNS = {
    # column: its width
    "decision": 16, "file": 18, "sheet": 14, "row": 6, "cell": 14, "table": 16, "column": 18,
    "value": 30, "rule": 50, "proposed": 24, "or": 24, "score": 7, "in the base": 40, "sent": 40,
}  # fmt: skip
NEEDED = ("decision", "file", "sheet", "row", "table", "column", "proposed", "score")
LONGEST = 1000
"""Characters of what is only looked at."""
CELL = 32_767
"""Characters that a cell of a workbook holds."""
SHEET = "decisions"


class NotDecided(Exception):
    """Decisions that cannot be used, in a sentence."""


def write_questions(review: Review, file: Path) -> int:
    """Write what waits for a decision; returns how many there are.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    rows = list(_questions(review))
    # A library that meets a full disk would leave its own words at the end.
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet(SHEET)
        head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF7"})
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        for position, (name, width) in enumerate(COLUMNS.items()):
            sheet.write_string(0, position, name, head)
            sheet.set_column(position, position, width, text)
        said = "\n".join(f"{word}: {meaning}" for word, meaning in MEANING.items())
        note = f"{said}\nAnything else is what the cell shall say. Empty: not decided."
        sheet.write_comment(0, 0, note, {"x_scale": 3, "y_scale": 2})
        for number, row in enumerate(rows, 1):
            for position, name in enumerate(COLUMNS):
                sheet.write_string(number, position, _written(name, row.get(name, "")), text)
        sheet.freeze_panes(1, 1)
        if rows:
            choice = {"validate": "list", "source": list(MEANING), "error_type": "information"}
            sheet.data_validation(1, 0, len(rows), 0, choice)
            sheet.autofilter(0, 0, len(rows), len(COLUMNS) - 1)
    file.write_bytes(made.getvalue())
    return len(rows)


def _written(column: str, told: str) -> str:
    """What a cell holds: of what is read back all or nothing, of the rest its beginning."""
    if column in NEEDED:
        return told if len(told) <= CELL else ""
    return told[:LONGEST]


def _questions(review: Review) -> Iterator[dict[str, str]]:
    scores = {place_of(one.item): one.score for one in review.twins}
    for item in review.items:
        for one in dict.fromkeys(item.troubles):
            if one.grade != NOTE and item.understood.row:
                row = _question(item, one)
                if one.kind == TWIN:
                    differ = beside(review.base, item, one.proposals[0])
                    row["score"] = f"{scores[place_of(item)]:g}"
                    row["in the base"] = _told({name: held for name, (held, _) in differ.items()})
                    row["sent"] = _told({name: sent for name, (_, sent) in differ.items()})
                yield row


def _question(item: Item, one: Trouble) -> dict[str, str]:
    file, sheet, row = place_of(item)
    return {
        "file": file,
        "sheet": sheet,
        "row": str(row),
        "cell": one.cell,
        "table": item.table,
        "column": one.column,
        "value": one.value,
        "rule": f"{one.grade}: {one.rule}",
        "proposed": next(iter(one.proposals), ""),
        "or": " or ".join(one.proposals[1:]),
    }


def _told(cells: dict[str, str | None]) -> str:
    return "\n".join(f"{column}: {value or ''}" for column, value in cells.items())


def count_decided(file: Path) -> int:
    """How many decisions somebody has written into such a workbook; 0 where it is none."""
    for sheet in read_file(file):
        heads = _heads(sheet)
        if all(plain(name) in heads for name in NEEDED):
            at = heads.index(plain("decision"))
            return sum(bool(_cell(line, at)) for line in sheet.lines[1:])
    return 0


def read_decisions(base: Base, file: Path) -> Decisions:
    """Read the decisions that somebody wrote into such a workbook, or into a text of its columns.

    Raises
    ------
    NotDecided
        If the file cannot be read, or a decision does not fit its row.
    """
    decisions = Decisions()
    sheet = next((one for one in read_file(file) if one.lines), None)
    if sheet is None:
        fault = next((one.fault for one in read_file(file) if one.fault), "is empty")
        raise NotDecided(f"{file} {fault}.")
    heads = _heads(sheet)
    lacking = [name for name in NEEDED if plain(name) not in heads]
    if lacking:
        raise NotDecided(
            f"{file} has no column {lacking[0]}: take the workbook that --questions writes."
        )
    at = {name: heads.index(plain(name)) for name in NEEDED}
    for line in sheet.lines[1:]:
        cells = {name: _cell(line, position) for name, position in at.items()}
        if cells["decision"]:
            fault = _decide(base, decisions, cells)
            if fault:
                raise NotDecided(f"{file} row {line.number}: {fault}.")
    return decisions


def _heads(sheet: Sheet) -> list[str]:
    return [plain(shown(cell)) for cell in sheet.lines[0].cells] if sheet.lines else []


def _cell(line: Line, position: int) -> str:
    return shown(line.cells[position]).strip() if position < len(line.cells) else ""


def _decide(base: Base, decisions: Decisions, cells: dict[str, str]) -> str:
    """Take one decision; returns why it cannot be taken, or nothing."""
    decision, column, table = cells["decision"], cells["column"], cells["table"]
    if not re.fullmatch("[0-9]{1,9}", cells["row"]):
        return f"'{cells['row']}' is no number of a row"
    place: Place = (cells["file"], cells["sheet"], int(cells["row"]))
    is_twin = bool(cells["score"])
    word = decision.casefold()
    if word == OUT:
        decisions.leave_out([place])
    elif word == OWN:
        if not is_twin:
            return f"{OWN} is for likely duplicates only"
        decisions.keep_apart([place])
    elif word == YES:
        if not cells["proposed"]:
            return "nothing is proposed there: write what the cell shall say"
        text = cells["proposed"]
        if is_twin:
            if not base.has(table):
                return f"the base has no table {table}"
            column, text = read_as_twin(base, table, column, text)
        decisions.read_as([place], column, text)
    elif decision.startswith("[") and decision != EMPTIED:
        return f"{decision} is none of {', '.join(MEANING)}"
    elif not column:
        return f"it is about the whole row: {OUT} is all that can be decided"
    else:
        decisions.read_as([place], column, decision)
    return ""


def unplaced(decisions: Decisions, review: Review) -> str:
    """Why decisions are not those of an import: a row that it does not have; empty: they are."""
    places = {place_of(item) for item in review.items}
    for file, sheet, row in sorted(decisions.places() - places):
        where = f" of the sheet {sheet}" if sheet else ""
        return f"Decided on row {row}{where} of {file}, which is not in this import."
    return ""
