"""Reading: one CSV file into a table of texts in which every row knows its line.

DuckDB's CSV reader is fast, but it skips empty lines, trims around quotes, and lets a value run
over several lines, after which nobody knows which line a row came from. So a file is read by it
only where that cannot have happened; every other file is taken apart line by line, still in SQL,
and each line that is not a row of the schema is named.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import duckdb

from s3dash.package.limits import MOST_COLUMNS, MOST_FOUND, MOST_LINE_BYTES, MOST_LINES, file_fault
from s3dash.package.problems import Problem
from s3dash.package.schema import Resource
from s3dash.package.sql import identifier, identifiers, literal

LINE = "#line"
"""Column of a raw table: the line of the file, the header being line 1."""
IS_WHOLE = "#is_whole"
"""Column of a raw table: the line is a row with as many cells as the header."""

CHUNK_BYTES = 4 * 1024 * 1024
CONTROL_BYTES = bytes(set(range(32)) - set(b"\t\n\r") | {127})
CONTROL_CHARACTER = r"[\x00-\x08\x0b-\x1f\x7f]"
SPACE_BESIDE_QUOTE = re.compile(rb'(?:\A|[,\n]) +"|" +(?:[,\r\n]|\Z)')

CELL = r'"(?:[^"]|"")*"|[^",][^,]*|'
RECORD = f"(?:{CELL})(?:,(?:{CELL}))*"
CELL_AFTER_COMMA = f",({CELL})"

UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class RawTable:
    """A CSV file, read.

    Attributes
    ----------
    problems
        What is wrong with the file's structure.
    columns
        Columns of the schema that the file has. Empty: the file could not be read at all, and
        there is no raw table.
    row_count
        Lines after the header.
    sha256
        Digest of the file's bytes.
    """

    problems: tuple[Problem, ...]
    columns: frozenset[str] = frozenset()
    row_count: int = 0
    sha256: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether every line is a row, so that what is not among the rows is not in the file."""
        return not any(p.line is not None and p.line > 1 for p in self.problems)


@dataclass(frozen=True)
class _Scan:
    """What one pass over a file's bytes tells, before any parsing."""

    sha256: str
    newline_count: int
    has_windows_lines: bool
    ends_with_newline: bool
    is_plain: bool
    header: bytes

    @property
    def line_count(self) -> int:
        return self.newline_count + (not self.ends_with_newline)


def read_raw(con: duckdb.DuckDBPyConnection, resource: Resource, data_dir: Path) -> RawTable:
    """Read one CSV file into the view ``resource.name``.

    The view has the columns of the schema as texts (an empty cell is NULL, a column that the file
    lacks is NULL throughout), and the columns ``#line`` and ``#is_whole``. Rows that are not whole
    stay in, so that what refers to them is not reported as well.
    """
    file = data_dir / resource.path
    try:
        if fault := file_fault(file, data_dir):
            return RawTable((_whole_file(resource, fault),))
        scan = _scan(file)
    except LineTooLong as error:
        rule = f"line has more than {MOST_LINE_BYTES:,} bytes"
        return RawTable((Problem(resource.path, error.line, None, None, rule),))
    except FileNotFoundError:
        return RawTable((_whole_file(resource, "file is missing"),))
    except OSError as error:
        return RawTable((_whole_file(resource, f"cannot be read: {error.strerror}"),))
    if not scan.header.strip() and scan.line_count <= 1:
        return RawTable((_whole_file(resource, "file is empty"),), sha256=scan.sha256)
    if scan.header.startswith(UTF16_MARKS):
        return RawTable((_whole_file(resource, "is UTF-16; it must be UTF-8"),))
    if scan.line_count > MOST_LINES:
        return RawTable((_whole_file(resource, f"has more than {MOST_LINES:,} lines"),))
    if scan.header.count(b",") >= MOST_COLUMNS:
        return RawTable((_whole_file(resource, f"has more than {MOST_COLUMNS:,} columns"),))
    if _reads_plainly(con, resource, file, scan):
        return _with_rows(
            resource, [], frozenset(resource.columns), scan.line_count - 1, scan.sha256
        )
    return _read_line_by_line(con, resource, file, scan)


def _whole_file(resource: Resource, rule: str) -> Problem:
    return Problem(resource.path, None, None, None, rule)


def _with_rows(
    resource: Resource,
    problems: list[Problem],
    columns: frozenset[str],
    row_count: int,
    sha256: str,
) -> RawTable:
    if row_count == 0 and not resource.may_be_empty:
        problems = [*problems, _whole_file(resource, "has a header but no rows")]
    return RawTable(tuple(problems), columns, row_count, sha256)


class LineTooLong(Exception):
    """A line that no row of ours has: a file without line ends, or of something else."""

    def __init__(self, line: int) -> None:
        self.line = line


def _scan(file: Path) -> _Scan:
    digest = hashlib.sha256()
    newline_count, return_count, windows_count = 0, 0, 0
    is_plain, last, header = True, b"", b""
    with file.open("rb") as stream:
        # Chunks end with a line, so that a suspicious pair of bytes is never cut in two.
        while chunk := stream.read(CHUNK_BYTES) + stream.readline(MOST_LINE_BYTES + 1):
            if (line := _too_long(chunk)) is not None:
                raise LineTooLong(newline_count + line)
            if not last:
                header = chunk.split(b"\n", 1)[0].removesuffix(b"\r")
                header = header.removeprefix(codecs.BOM_UTF8)
            digest.update(chunk)
            newline_count += chunk.count(b"\n")
            return_count += chunk.count(b"\r")
            windows_count += chunk.count(b"\r\n") if return_count else 0
            is_plain = is_plain and _is_plain(chunk)
            last = chunk[-1:]
    is_even = return_count == windows_count and return_count in (0, newline_count)
    return _Scan(
        sha256=digest.hexdigest(),
        newline_count=newline_count,
        has_windows_lines=return_count > 0,
        ends_with_newline=last == b"\n",
        is_plain=is_plain and is_even,
        header=header,
    )


def _too_long(chunk: bytes) -> int | None:
    """Number of the first line of a chunk that is too long, counted from 1."""
    start, number = 0, 1
    while len(chunk) - start > MOST_LINE_BYTES:
        # From the last line end within reach, so that ordinary lines are not looked at one by one.
        end = chunk.rfind(b"\n", start, start + MOST_LINE_BYTES + 1)
        if end < 0:
            return number
        number += chunk.count(b"\n", start, end + 1)
        start = end + 1
    return None


def _is_plain(chunk: bytes) -> bool:
    if len(chunk.translate(None, CONTROL_BYTES)) != len(chunk):
        return False
    # The search is slow, so it runs only where a space stands beside a quote at all.
    has_candidate = b' "' in chunk or b'" ' in chunk
    return not (has_candidate and SPACE_BESIDE_QUOTE.search(chunk))


# --- the fast way: DuckDB's reader, for a file that holds no surprise ------------------------


def _reads_plainly(
    con: duckdb.DuckDBPyConnection, resource: Resource, file: Path, scan: _Scan
) -> bool:
    header = scan.header.decode("utf-8", "replace")
    if not scan.is_plain or _header(header) != list(resource.columns):
        return False
    if re.search(r"[*?\[\]{}]", str(file)):
        return False  # DuckDB would take the path for a pattern.
    rows = identifier(f"#rows {resource.name}")
    columns = ", ".join(f"{literal(c)}: 'VARCHAR'" for c in resource.columns)
    try:
        found = con.execute(
            f"""CREATE TABLE {rows} AS FROM read_csv(
                $file, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
                new_line = $new_line, nullstr = '', columns = {{{columns}}})""",
            {"file": str(file), "new_line": r"\r\n" if scan.has_windows_lines else r"\n"},
        ).fetchone()
    except duckdb.Error:
        return False
    if found is None or found[0] != scan.line_count - 1:
        con.execute(f"DROP TABLE {rows}")
        return False
    # As many rows as lines: none was skipped and no value runs over a line, so the number of a
    # row gives its line.
    con.execute(
        f"""CREATE VIEW {identifier(resource.name)} AS
            SELECT rowid + 2 AS "{LINE}", true AS "{IS_WHOLE}", * FROM {rows}"""
    )
    return True


# --- the exact way: every line is taken apart on its own -------------------------------------


def _read_line_by_line(
    con: duckdb.DuckDBPyConnection, resource: Resource, file: Path, scan: _Scan
) -> RawTable:
    data = file.read_bytes().removeprefix(codecs.BOM_UTF8)
    problems, undecodable = _encoding_problems(resource, data)
    text = data.decode("utf-8", "replace").replace("\r\n", "\n").removesuffix("\n")
    header_text, _, body = text.partition("\n")
    header = _header(header_text)
    problems += _header_problems(resource, header)
    columns = frozenset(resource.columns) & set(header)
    row_count = scan.line_count - 1
    if not columns:
        return RawTable(tuple(problems), sha256=scan.sha256)
    _take_apart(con, resource, body, row_count, undecodable)
    problems += _line_problems(con, resource, len(header))
    _keep_rows(con, resource, header)
    return _with_rows(resource, problems, columns, row_count, scan.sha256)


def _records(resource: Resource) -> str:
    return identifier(f"#records {resource.name}")


def _take_apart(
    con: duckdb.DuckDBPyConnection,
    resource: Resource,
    body: str,
    row_count: int,
    undecodable: list[int],
) -> None:
    """Make the table of records: number and text of each line, its cells, and its fault if any.

    A fault without words ('') is one that was reported already.
    """
    lines = identifier(f"#lines {resource.name}")
    # Two steps, because only a table that is already there is read by several threads.
    con.execute(
        f"""CREATE TABLE {lines} AS
            SELECT generate_subscripts(texts, 1) + 1 AS number, unnest(texts) AS text
            FROM (SELECT string_split($body, chr(10)) AS texts WHERE $row_count > 0)""",
        {"body": body, "row_count": row_count},
    )
    con.execute(
        f"""CREATE TABLE {_records(resource)} AS
            SELECT number, text,
                CASE WHEN contains(text, '"') THEN regexp_extract_all(',' || text, $cell, 1)
                    ELSE string_split(text, ',') END AS cells,
                CASE
                    WHEN number IN (SELECT unnest($undecodable::BIGINT[])) THEN ''
                    WHEN text = '' THEN 'line is empty'
                    WHEN regexp_matches(text, $control) THEN 'line has a control character'
                    WHEN NOT contains(text, '"') THEN NULL
                    WHEN regexp_full_match(text, $record) THEN NULL
                    WHEN (length(text) - length(replace(text, '"', ''))) % 2 = 1 THEN
                        'a quoted value does not end on its line'
                    ELSE 'a quoted value has text beside its quotes'
                END AS fault
            FROM {lines}""",
        {
            "cell": CELL_AFTER_COMMA,
            "record": RECORD,
            "control": CONTROL_CHARACTER,
            "undecodable": undecodable,
        },
    )
    con.execute(f"DROP TABLE {lines}")


def _line_problems(con: duckdb.DuckDBPyConnection, resource: Resource, width: int) -> list[Problem]:
    """Lines with a fault, or with more or fewer cells than the header."""
    faulty = con.execute(
        f"""SELECT number, text, coalesce(fault, format('{{}} cells, {{}} expected',
                len(cells), $width::BIGINT))
            FROM {_records(resource)}
            WHERE fault <> '' OR fault IS NULL AND len(cells) <> $width
            ORDER BY number LIMIT $most""",
        {"width": width, "most": MOST_FOUND},
    ).fetchall()
    return [Problem(resource.path, n, None, text or None, rule) for n, text, rule in faulty]


def _keep_rows(con: duckdb.DuckDBPyConnection, resource: Resource, header: list[str]) -> None:
    """Make the view of the resource from the records, and drop these."""
    rows = identifier(f"#rows {resource.name}")
    cells = ", ".join(f"{_cell(header, c)} AS {identifier(c)}" for c in resource.columns)
    con.execute(
        f"""CREATE TABLE {rows} AS
            SELECT number AS "{LINE}", fault IS NULL AND len(cells) = {len(header)} AS "{IS_WHOLE}",
                {cells}
            FROM {_records(resource)}"""
    )
    con.execute(
        f"""CREATE VIEW {identifier(resource.name)} AS
            SELECT {identifiers([LINE, IS_WHOLE, *resource.columns])}
            FROM {rows}"""
    )
    con.execute(f"DROP TABLE {_records(resource)}")


def _cell(header: list[str], column: str) -> str:
    if column not in header:
        return "NULL::VARCHAR"
    cell = f"cells[{header.index(column) + 1}]"
    unquoted = f"""replace({cell}[2:-2], '""', '"')"""
    return f"""nullif(CASE WHEN starts_with({cell}, '"') THEN {unquoted} ELSE {cell} END, '')"""


def _encoding_problems(resource: Resource, data: bytes) -> tuple[list[Problem], list[int]]:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return [], []
    problems, lines = [], []
    for number, line in enumerate(data.split(b"\n"), 1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            rule = f"byte {error.start + 1} of the line is not UTF-8"
            value = f"0x{line[error.start]:02x}"
            problems.append(Problem(resource.path, number, None, value, rule))
            lines.append(number)
    return problems, lines


def _header(text: str) -> list[str]:
    try:
        return next(csv.reader([text], strict=True), [])
    except csv.Error:
        return [text]


def _header_problems(resource: Resource, header: list[str]) -> list[Problem]:
    counts = Counter(header)
    problems = [
        Problem(resource.path, 1, column, None, "column is missing")
        for column in resource.columns
        if column not in counts
    ]
    for column, count in counts.items():
        if column not in resource.columns:
            name = column or "(no name)"
            problems.append(Problem(resource.path, 1, name, None, "column is not in the schema"))
        elif count > 1:
            problems.append(Problem(resource.path, 1, column, None, f"column stands {count} times"))
    if not problems and header != list(resource.columns):
        rule = f"columns are in another order; expected {','.join(resource.columns)}"
        problems.append(Problem(resource.path, 1, None, ",".join(header), rule))
    return problems
