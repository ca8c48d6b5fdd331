"""Text files: their encoding, their separator, their records."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator

from charset_normalizer import from_bytes

from s3dash.steward.correction_lines import has_corrections, sheet_of_corrections
from s3dash.steward.sheets import CONTROL, HAS_CONTROL, Line, Sheet
from s3dash.steward.workbooks import ERROR, FORMULA_FAILS, MOST_COLUMNS

SEPARATORS = (",", ";", "\t", "|")
SAMPLE = 200
"""Records that tell the separator."""
LEGACY = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "iso8859_2", "mac_roman"]
"""Encodings that Europe's spreadsheets wrote before UTF-8."""
WESTERN = re.compile(
    "[\u00a0\u20ac\u2018\u2019\u201a\u201c\u201d\u201e\u2013\u2014\u2026\u2022\u0160\u0161\u017d"
    "\u017e\u0152\u0153\u0178«»°§·¿¡´×²³½¼ºª®©ß]|[àâäáãåæçèéêëìíîïñòóôöõøùúûüýÿ"
    "ÀÂÄÁÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖÕØÙÚÛÜÝ]"
)
UNDECODED = "this line is not in the encoding of the rest of the file: check its letters"
csv.field_size_limit(16 * 1024**2)


def sheet_of_text(content: bytes, name: str) -> Sheet:
    """Read a text file with separators (comma, semicolon, tab or bar)."""
    decoded = decode(content)
    if decoded is None:
        fault = "is neither a workbook nor text in an encoding that is known"
        return Sheet(name, "", fault=fault)
    text, note, foreign = decoded
    if not text.strip():
        return Sheet(name, "", fault="is empty")
    if has_corrections(text):
        return sheet_of_corrections(text, name)
    separator = separator_of(text)
    try:
        lines = tuple(_records(text, separator, foreign))
    except csv.Error as error:
        return Sheet(name, "", fault=f"cannot be taken apart: {error}")
    if not lines:
        return Sheet(name, "", fault="is empty")
    if max(len(line.cells) for line in lines) > MOST_COLUMNS:
        return Sheet(name, "", fault=f"has more than {MOST_COLUMNS:,} columns")
    return Sheet(name, "", lines, tuple(filter(None, [note])))


def decode(content: bytes) -> tuple[str, str | None, frozenset[int]] | None:
    """A text, how it was read where that is not plain, and the numbers of its foreign lines.

    A foreign line is of another encoding than the rest; the first line has the number 1.
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark) and encoding != "utf-8-sig":
            try:
                return content.decode(encoding), f"read as {encoding.upper()}", frozenset()
            except UnicodeDecodeError:
                return None
    content = content.removeprefix(codecs.BOM_UTF8)
    sample = content[:4000]
    for wide, ends in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if len(ends) > 4 and ends.count(0) > 0.8 * len(ends):
            return content.decode(wide, "replace"), f"read as {wide.upper()}", frozenset()
    try:
        return content.decode("utf-8"), None, frozenset()
    except UnicodeDecodeError:
        pass
    if any(_is_utf8_beyond_ascii(line) for line in content.split(b"\n")):
        return _line_by_line(content)
    legacy = legacy_encoding(content)
    if legacy is None:
        return None
    return content.decode(legacy, "replace"), f"read as {legacy}", frozenset()


def _is_utf8_beyond_ascii(line: bytes) -> bool:
    if line.isascii():
        return False
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _line_by_line(content: bytes) -> tuple[str, str, frozenset[int]]:
    lines, foreign = [], set()
    # Lines as the reader of records counts them: bytes end at CR, LF or both, and nowhere else.
    for number, line in enumerate(content.splitlines(keepends=True), 1):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            lines.append(line.decode("cp1252", "replace"))
            foreign.add(number)
    return "".join(lines), "is in two encodings at once", frozenset(foreign)


def legacy_encoding(content: bytes) -> str | None:
    """The encoding of before UTF-8 that a text most likely has; None if it is no text."""
    if content.count(0) > len(content) / 100:
        return None
    try:
        western = content.decode("cp1252")
    except UnicodeDecodeError:
        western = ""
    beyond = [letter for letter in western if not letter.isascii()]
    if western and all(WESTERN.match(letter) for letter in beyond) and not _shouts(western):
        return "cp1252"
    best = from_bytes(content, cp_isolation=LEGACY).best()
    return best.encoding if best else ("cp1252" if western else None)


def _shouts(text: str) -> bool:
    """Whether capitals beyond ASCII stand inside small words, as in Greek read as Western."""
    return len(re.findall(r"[a-zß-ÿ][À-Ý]", text)) > 0 or len(re.findall(r"[À-ÿ]{4}", text)) > 0


def separator_of(text: str) -> str:
    """The separator with which the most records have the same number of cells."""
    best, most = ",", (0.0, 0)
    for separator in SEPARATORS:
        counts = [len(record) for record in _first_records(text, separator) if any(record)]
        widths = [count for count in counts if count > 1]
        if not widths:
            continue
        usual = max(set(widths), key=widths.count)
        found = (widths.count(usual) / len(counts), usual)
        if found > most:
            best, most = separator, found
    return best


def _first_records(text: str, separator: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for _, record in zip(range(SAMPLE), reader, strict=False):
            yield record
    except csv.Error:
        return


def _records(text: str, separator: str, foreign: frozenset[int]) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    last = 0
    for number, record in enumerate(reader, 1):
        lines, last = range(last + 1, reader.line_num + 1), reader.line_num
        cells: list[str | None] = [cell.strip() or None for cell in record]
        while cells and cells[-1] is None:
            cells.pop()
        if not cells:
            continue
        faults = {
            position: HAS_CONTROL if CONTROL.search(cell) else FORMULA_FAILS
            for position, cell in enumerate(cells)
            if cell and (CONTROL.search(cell) or (cell[0] == "#" and ERROR.fullmatch(cell)))
        }
        if foreign and not foreign.isdisjoint(lines):
            faults |= {
                position: UNDECODED
                for position, cell in enumerate(cells)
                if cell and not cell.isascii()
            }
        yield Line(number, tuple(cells), faults)
