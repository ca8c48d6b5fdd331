"""What goes back to the sender: the same workbook, its problem cells coloured and commented."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from s3dash.steward.files import ZIP, read_bytes
from s3dash.steward.items import Item
from s3dash.steward.problems import DOUBT, NOTE, Trouble
from s3dash.steward.review import Review
from s3dash.steward.sheets import Sheet

WRONG, DOUBTED = "F8C9C4", "FCE8B2"
"""Colours of a cell that keeps its row out, and of one that somebody should look at."""
MOST_KEPT = 5 * 1024**2
"""Bytes of a workbook that is opened whole; of a larger one, or a text, a plain copy goes back."""
AUTHOR = "Review"
LONGEST = 1000
LONGEST_NAME = 31
LEGEND = "Review"
"""The sheet that says how many there are and what the colours mean."""


class NotSentBack(Exception):
    """There is nothing to colour, in a sentence."""


def coloured(review: Review, content: bytes, file: str) -> bytes:
    """A file that was reviewed as a workbook with its problems in it.

    Parameters
    ----------
    content
        The bytes of the file.
    file
        Its name in the review.

    Raises
    ------
    NotSentBack
        If the file could not be read as a table.
    """
    items = [item for item in review.items if item.understood.file == file and item.understood.row]
    if not any(read.heading and read.sheet.file == file for read in review.sheets):
        raise NotSentBack(f"{file} could not be read, so there is nothing to colour in it.")
    book = _book(content, file)
    heads = {
        read.sheet.name: read.heading.line - 1
        for read in review.sheets
        if read.sheet.file == file and read.heading
    }
    for (sheet, cell), troubles in _by_cell(items, heads).items():
        name = sheet or book.worksheets[0].title
        if name in book.sheetnames:
            _mark(_written(book[name], cell), troubles)
    _legend(book, items)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _book(content: bytes, file: str) -> openpyxl.Workbook:
    is_modern = content.startswith(ZIP) and b"xl/workbook.xml" in content
    if is_modern and len(content) <= MOST_KEPT:
        try:
            return openpyxl.load_workbook(io.BytesIO(content))
        except Exception:
            # What the other reader could read goes back as a plain copy.
            return _copy(read_bytes(content, file))
    return _copy(read_bytes(content, file))


def _copy(sheets: Iterable[Sheet]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        if sheet.fault is not None:
            continue
        name = sheet.name or re.sub(r"[\\/*?:\[\]]", " ", sheet.file)
        page = book.create_sheet(name[:LONGEST_NAME])
        for line in sheet.lines:
            for position, value in enumerate(line.cells, 1):
                if isinstance(value, str):
                    cell = page.cell(line.number, position, ILLEGAL_CHARACTERS_RE.sub("", value))
                    # Text it is, also where it begins as a formula does.
                    cell.data_type = "s"
                elif value is not None:
                    page.cell(line.number, position, value)
    return book


def _by_cell(items: Iterable[Item], heads: dict[str, int]) -> dict[tuple[str, str], list[Trouble]]:
    """Troubles by sheet and cell; those of a whole row stand in its first column."""
    found: dict[tuple[str, str], list[Trouble]] = defaultdict(list)
    for item in items:
        sheet = item.understood.sheet
        # A text's rows count from its header; its copy begins with what stood above.
        above = 0 if sheet else heads.get(sheet, 0)
        for one in item.troubles:
            if one.grade == NOTE:
                continue
            cell = one.cell.rpartition("!")[2] or f"A{item.understood.row}"
            letters, row = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()  # type: ignore[union-attr]
            found[sheet, f"{letters}{int(row) + above}"].append(one)
    return found


def _written(page: Any, name: str) -> Any:
    """The cell of that name; of merged ones the first, which alone can be written to."""
    cell = page[name]
    if isinstance(cell, MergedCell):
        [merged] = [one for one in page.merged_cells.ranges if name in one]
        return page.cell(merged.min_row, merged.min_col)
    return cell


def _mark(cell: object, troubles: list[Trouble]) -> None:
    is_doubt = all(one.grade == DOUBT for one in troubles)
    colour = DOUBTED if is_doubt else WRONG
    lines = [
        f"{one.column + ': ' if one.column else ''}{one.rule}"
        + (f" [{' or '.join(one.proposals)}]" if one.proposals else "")
        for one in troubles
    ]
    before = getattr(cell, "comment", None)
    text = "\n".join([*([before.text] if before else []), *lines])[:LONGEST]
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.fill = PatternFill("solid", fgColor=colour)  # type: ignore[attr-defined]
    comment = Comment(text, AUTHOR)
    comment.width, comment.height = 320, 40 + 22 * len(lines)
    cell.comment = comment  # type: ignore[attr-defined]


def _legend(book: openpyxl.Workbook, items: list[Item]) -> None:
    title = LEGEND
    while title in book.sheetnames:
        title += "_"
    page = book.create_sheet(title)
    rows: list[tuple[str, int | str]] = [
        ("Rows that are in order", sum(not any(t.stops for t in i.troubles) for i in items)),
        ("Rows that cannot be taken as they stand", sum(i.status == "rejected" for i in items)),
    ]
    for text, count in rows:
        page.append([text, count])
    for colour, text in (
        (WRONG, "This colour: the cell keeps its row out; its comment says why"),
        (DOUBTED, "This colour: the row is taken; please look again"),
    ):
        page.append([text])
        page.cell(page.max_row, 1).fill = PatternFill("solid", fgColor=colour)
    page.column_dimensions["A"].width = 70
