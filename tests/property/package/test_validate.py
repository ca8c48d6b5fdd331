"""Validation holds for any text that somebody may put into a cell, a line or a date."""

import csv
import io
import re
from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from s3dash.package.cells import cell_problems
from s3dash.package.limits import FIRST_YEAR, LAST_YEAR
from s3dash.package.reading import read_raw
from s3dash.package.schema import Field, Resource
from s3dash.package.sql import first_day
from s3dash.package.validate import validate
from tests.fixtures.packages import PackageCopy


def text_field(name: str, is_partial_date: bool = False) -> Field:
    return Field(name, "string", is_partial_date=is_partial_date)


DATED = Resource("dated", "dated.csv", "", "", (text_field("date", True),), (), ())
TABLE = Resource("table", "table.csv", "", "", tuple(map(text_field, "abc")), (), ())


def first_day_by_python(text: str) -> date | None:
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", text):
        return None
    year, month, day = ([int(part) for part in text.split("-")] + [1, 1])[:3]
    try:
        return date(year, month, day)
    except ValueError:
        return None


digits = st.integers(0, 9999).map("{:04d}".format)
two = st.integers(0, 40).map("{:02d}".format)
DATES = st.one_of(
    st.dates().map(str),
    st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)).map(str),
    st.dates().map(lambda day: str(day)[:7]),
    st.dates().map(lambda day: str(day)[:4]),
    st.tuples(digits, two).map("-".join),
    st.tuples(digits, two, two).map("-".join),
    st.text(alphabet="0123456789-/. T", min_size=1, max_size=12),
)


@given(st.lists(DATES, min_size=1, max_size=40))
def test_partial_dates_are_those_of_the_calendar(con: duckdb.DuckDBPyConnection, texts: list[str]):
    con.execute(
        """CREATE OR REPLACE TABLE dated AS
           SELECT unnest(range(2, len(texts) + 2)) AS "#line", true AS "#is_whole",
               unnest(texts) AS date
           FROM (SELECT $texts::VARCHAR[] AS texts)""",
        {"texts": texts},
    )
    broken = {p.line for p in cell_problems(con, DATED, frozenset(["date"]))}
    days = con.execute(f'SELECT {first_day("date")} FROM dated ORDER BY "#line"').fetchall()
    for line, (text, (day,)) in enumerate(zip(texts, days, strict=True), 2):
        expected = first_day_by_python(text)
        is_sound = expected is not None and FIRST_YEAR <= expected.year <= LAST_YEAR
        assert (line in broken) != is_sound, text
        if expected is not None:
            assert day == expected
            assert str(day).startswith(text)


ANY_TEXT = st.text(
    st.one_of(st.sampled_from(" \",\t'-é"), st.characters(exclude_categories=["Cc", "Cs"])),
    max_size=12,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tables")


@pytest.fixture(scope="module")
def con():
    with duckdb.connect() as con:
        yield con


@given(
    rows=st.lists(st.tuples(ANY_TEXT, ANY_TEXT, ANY_TEXT), min_size=1, max_size=6),
    line_end=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    has_broken_line=st.booleans(),
)
def test_files_read_as_they_were_written(
    folder: Path,
    con: duckdb.DuckDBPyConnection,
    rows: list[tuple[str, str, str]],
    line_end: str,
    quoting: int,
    has_broken_line: bool,
):
    """Both ways of reading give every cell and its line; Python's csv module is the judge."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator=line_end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerows([("a", "b", "c"), *rows])
    text = written.getvalue() + ("one cell" + line_end if has_broken_line else "")
    (folder / "table.csv").write_bytes(text.encode())
    con.execute('DROP VIEW IF EXISTS "table"')
    con.execute('DROP TABLE IF EXISTS "#rows table"')
    raw = read_raw(con, TABLE, folder)
    found = con.execute(
        'SELECT "#line", a, b, c FROM "table" WHERE "#is_whole" ORDER BY "#line"'
    ).fetchall()
    assert [p.line for p in raw.problems] == ([len(rows) + 2] if has_broken_line else [])
    assert found == [(line, *(cell or None for cell in row)) for line, row in enumerate(rows, 2)]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> PackageCopy:
    return PackageCopy(tmp_path_factory.mktemp("package") / "data").keep_few()


FILES = ["country.csv", "partnership.csv", "stage.csv", "stage_evidence.csv", "strategy.csv"]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), file=st.sampled_from(FILES), value=st.binary(max_size=30))
def test_any_bytes_anywhere_are_survived(
    package: PackageCopy, data: st.DataObject, file: str, value: bytes
):
    sound = package.bytes_of(file)
    start = data.draw(st.integers(0, len(sound)))
    end = data.draw(st.integers(start, min(len(sound), start + 40)))
    package.write(file, sound[:start] + value + sound[end:])
    try:
        found = validate(package.path)
    finally:
        package.write(file, sound)
    line_count = sound.count(b"\n") + value.count(b"\n") + 1
    assert all(p.line is None or p.line <= line_count for p in found if p.file == file)
    assert all(str(p).isprintable() for p in found)
