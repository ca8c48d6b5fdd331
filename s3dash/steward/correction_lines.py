"""Corrections as lines of text, as "Report or correct this" makes them and people send them.

Such a line is ``table.csv | key | column = "old" → "new" | source: "address"``; around it may stand
a whole mail.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from s3dash.steward.columns import CORRECTION_COLUMNS
from s3dash.steward.sheets import CONTROL, HAS_CONTROL, Line, Sheet
from s3dash.steward.words import EMPTIED

COLUMNS = (*CORRECTION_COLUMNS, "source_url")
UNFILLED = frozenset({"…", "..."})
"""What the line has where the reader shall write."""
CUT = "…"
"""Ends an old value that is too long for the line."""
SEVERAL = "*"
"""The column of a line that names several: only a person knows which is meant."""
_START = re.compile(r"(?m)^[^\w\n]*([a-z][a-z_0-9]*\.csv)\s*\|")
_PARTS = re.compile(
    r"(?P<key>.+?)\s+\|\s+(?P<cells>[a-z]\w*\s*=.*?)\s*(?:→|->|=>)\s*(?P<new>.*?)"
    r"(?:\s*\|\s*source\s*:\s*(?P<source>.*))?",
    re.DOTALL,
)
_CELL = re.compile(r"\s*,?\s*([a-z]\w*)\s*=\s*")
_MARKS = "\"'“”„‟«»‘’‚ \t"


def has_corrections(text: str) -> bool:
    """Whether a text has such lines."""
    return any("→" in piece or "->" in piece or "=>" in piece for _, piece in _pieces(text))


def sheet_of_corrections(text: str, name: str) -> Sheet:
    """The lines of a text that correct something, as a sheet; other lines are left aside."""
    lines = [Line(1, COLUMNS)]
    for table, piece in _pieces(text):
        cells = (table, *_taken_apart(piece))
        faults = {at: HAS_CONTROL for at, cell in enumerate(cells) if CONTROL.search(cell or "")}
        lines.append(Line(len(lines) + 1, cells, faults))
    note = f"{len(lines) - 1:,} lines that correct something; what stands around them is not read"
    return Sheet(name, "", tuple(lines), (note,))


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Table and rest of each line; a mail program may have broken it, an empty line ends it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    starts = list(_START.finditer(text))
    for number, start in enumerate(starts):
        end = starts[number + 1].start() if number + 1 < len(starts) else len(text)
        piece = re.split(r"\n[>\s]*\n", text[start.end() : end])[0]
        yield start.group(1), " ".join(re.sub(r"\n\s*>?", " ", piece).split())


def _taken_apart(piece: str) -> tuple[str | None, ...]:
    """Key, column, old, new and source of a line."""
    match = _PARTS.fullmatch(piece)
    if match is None:
        return (piece, None, None, None, None)
    cells = dict(_cells(match["cells"]))
    column, old = next(iter(cells.items())) if len(cells) == 1 else (SEVERAL, match["cells"])
    return (
        match["key"].strip(),
        column,
        old or None,
        # Quotation marks with nothing in them: somebody says that nothing belongs there.
        _bare(match["new"]) or (EMPTIED if match["new"].strip() else None),
        _bare(match["source"] or "") or None,
    )


def _cells(text: str) -> Iterator[tuple[str, str]]:
    """Columns and values of ``a = "x", b = "y"``."""
    at = 0
    while match := _CELL.match(text, at):
        try:
            value, at = json.JSONDecoder().raw_decode(text, match.end())
        except ValueError:
            yield match.group(1), _bare(text[match.end() :])
            return
        yield match.group(1), _sound(str(value))


def _bare(text: str) -> str:
    """A value without its quotation marks."""
    text = text.strip()
    try:
        value = json.loads(text)
    except ValueError:
        return text.strip(_MARKS)
    return _sound(value) if isinstance(value, str) else text


def _sound(text: str) -> str:
    """A text without halves of letters, which JSON can name: the sign for a lost letter instead."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
