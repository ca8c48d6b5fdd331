"""What all tests share: the real data, its store, and small stores made for one test."""

from __future__ import annotations

import calendar
import csv
import gc
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from hypothesis import settings

from s3dash.store.build import build
from s3dash.store.connection import Store
from s3dash.store.explorer_index import INDEX_TABLES, fill_explorer_index

# How long one example takes says more about what else the computer does than about the code.
settings.register_profile("patient", deadline=None, max_examples=15)
# pytest --hypothesis-profile=thorough: before a release, or to hunt.
settings.register_profile("thorough", deadline=None, max_examples=500)
settings.load_profile("patient")

REPOSITORY = Path(__file__).resolve().parents[1]
DATA = REPOSITORY / "data"
FACT_TABLES = (
    "strategy",
    "priority",
    "priority_domain",
    "priority_platform",
    "partnership",
    "membership",
    "stage_evidence",
    "affiliation",
    "actor",
    "platform_fact",
    "hub",
    "project",
    "project_partner",
    "document",
    "indicator_value",
    "change_log",
    "source",
)
NOT_INDEXED = {
    "partnership",
    "membership",
    "stage_evidence",
    "affiliation",
    "actor",
    "platform_fact",
    "hub",
    "project",
    "project_partner",
    "document",
    "indicator_value",
}
"""Tables that the explorer's index is not derived from: with these alone it stays empty."""
SOURCE = "https://example.org/source"
UNSAID: dict[str, dict[str, object]] = {
    # What a row of a small store says when the test does not care.
    "strategy": {"documented_count": 1, "completeness": "as-listed"},
    "priority": {"title": "A title", "classified_by": "editorial", "source_url": SOURCE},
    "priority_domain": {"position": 1},
    "priority_platform": {"position": 1},
    "partnership": {"platform_id": "energy", "scope": "A scope.", "source_url": SOURCE},
    "membership": {
        "territory_name": "As the source says",
        "role": "participant",
        "basis": "stated",
        "source_url": SOURCE,
    },
    "stage_evidence": {
        "title": "An event",
        "detail": "What happened.",
        "basis": "direct",
        "source_url": SOURCE,
    },
    "affiliation": {"relation": "belongs to it", "source_url": SOURCE},
    "actor": {"helix": "research", "role": "takes part", "source_url": SOURCE},
    "platform_fact": {"fact": "A fact.", "source_url": SOURCE},
    "hub": {
        "name": "A hub",
        "territory_name": "As the source says",
        "kind": "EDIH",
        "status": "co-funded",
        "source_url": SOURCE,
    },
    "project": {"programme": "Interreg", "source_url": SOURCE},
    "project_partner": {"role": "partner", "source_url": SOURCE},
    "document": {
        "title": "A document",
        "kind": "guide",
        "publisher": "A body",
        "language": "en",
        "summary": "What it says.",
        "topics": "governance",
        "source_url": SOURCE,
    },
    "source": {"kind": "unclear"},
}

Row = Mapping[str, object]
SmallStore = Callable[..., Store]


# First, because pytest-xdist reads the groups in a hook of the same name.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of a file run on one worker: what they share is made once.

    The long files come first, so that no worker is left with one at the end.
    """
    for item in items:
        if not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(_file(item.path)))
    items.sort(key=lambda item: _turn(item.path))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """What is loaded meanwhile stays: it is not looked through for garbage again and again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_collection_finish() -> None:
    """What is loaded by now is not looked through later, either."""
    gc.collect()
    gc.freeze()
    # Many short-lived objects a test: seldom, then, and all of them more seldom still.
    gc.set_threshold(5000, 20, 20)


def pytest_unconfigure() -> None:
    """What was set aside is cleared away at the end, else DuckDB writes forty lines about it."""
    _scribe.cache_clear()
    gc.unfreeze()


LONGEST = (
    "tests/browser/deploy/",
    "tests/browser/test_every_page.py",
    "tests/browser/present/",
    "tests/browser/explorer/",
    "tests/browser/maps/",
    "tests/browser/",
    "tests/pages/test_smaller_packages.py",
    "tests/unit/package/test_validate.py",
    "tests/unit/steward/",
    "tests/unit/takeaway/",
    "tests/unit/store/",
    "tests/pages/test_",
    "tests/pages/address/",
    "tests/pages/parts/",
    "tests/pages/steward/",
    "tests/unit/web/api/",
    "tests/property/",
    "tests/pages/",
    "tests/",
)
"""Rooms and files of tests, the longest first."""


@cache
def _file(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


@cache
def _turn(path: Path) -> int:
    return next(n for n, room in enumerate(LONGEST) if room in _file(path))


@cache
def _csv(name: str) -> pd.DataFrame:
    return pd.read_csv(DATA / f"{name}.csv", dtype=str, keep_default_na=False)


@pytest.fixture(scope="session")
def facts() -> Callable[[str], pd.DataFrame]:
    """A file of the real data package as text, empty cells as empty text.

    The base of every independent figure: no code of the project stands in between.
    """
    return lambda name: _csv(name).copy()


@pytest.fixture(scope="session")
def store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the real data package, built once (a worker)."""
    path = tmp_path_factory.mktemp("store") / "s3.duckdb"
    build(DATA, path)
    return path


@pytest.fixture(scope="session")
def store(store_path: Path) -> Iterator[Store]:
    """The real store, opened."""
    with Store.open(store_path) as opened:
        yield opened


@pytest.fixture(scope="session")
def store_without_facts(store_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the real data package with `FACT_TABLES` empty, made once (a worker)."""
    folder = tmp_path_factory.mktemp("empty")
    whole, path = folder / "whole.duckdb", folder / "empty.duckdb"
    shutil.copyfile(store_path, whole)
    with duckdb.connect(str(whole)) as con:
        for name in FACT_TABLES:
            con.execute(f"DELETE FROM {name}")
        _derive(con)
        con.execute(f"ATTACH '{path}' AS small")
        # A file keeps its size when rows leave it; what is copied has only the rest.
        con.execute(f"COPY FROM DATABASE {whole.stem} TO small")
    return path


@cache
def _scribe() -> duckdb.DuckDBPyConnection:
    """Writes all small stores of a worker: to start DuckDB anew takes eight times as long."""
    return duckdb.connect(":memory:")


@contextmanager
def _attached(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    con = _scribe()
    con.execute(f"ATTACH '{path}' AS small")
    try:
        con.execute("USE small")
        yield con
    finally:
        # Of a row that is none, else the next one would be told of it.
        with suppress(duckdb.TransactionException):
            con.rollback()
        con.execute("USE memory")
        con.execute("DETACH small")


@contextmanager
def _small_stores(empty: Path, folder: Path) -> Iterator[SmallStore]:
    opened: list[Store] = []

    def make(**tables: Sequence[Row]) -> Store:
        path = folder / f"small-{len(opened)}.duckdb"
        shutil.copyfile(empty, path)
        with _attached(path) as con:
            con.execute("BEGIN")
            for name, rows in tables.items():
                for row in rows:
                    _insert(con, name, UNSAID.get(name, {}) | dict(row))
            con.execute("COMMIT")
            if not tables.keys() <= NOT_INDEXED:
                _derive(con)
        opened.append(Store.open(path))
        return opened[-1]

    yield make
    for store in opened:
        store.close()


@pytest.fixture
def small_store(store_without_facts: Path, tmp_path: Path) -> Iterator[SmallStore]:
    """Make a store that holds only the facts named; countries, territories and stages stay.

    ``small_store(partnership=[{"partnership_id": "a", "name": "A"}])``: a required cell that is
    not given has the value of `UNSAID`.
    """
    with _small_stores(store_without_facts, tmp_path) as make:
        yield make


@pytest.fixture(scope="module")
def lasting_small_store(
    store_without_facts: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SmallStore]:
    """As `small_store`, for a store that many tests of a file ask."""
    with _small_stores(store_without_facts, tmp_path_factory.mktemp("small")) as make:
        yield make


def _insert(con: duckdb.DuckDBPyConnection, table: str, row: dict[str, object]) -> None:
    for column in _first_days(con, table):
        stated = row.get(column.removesuffix("_start"))
        row[column] = (str(stated) + "-01-01"[len(str(stated)) - 4 :]) if stated else None
        if column == "date_start":
            row["date_end"] = last_day(str(stated)) if stated else None
    marks = ", ".join("?" * len(row))
    con.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values()))


# A store made for one test has the columns of every other.
_columns: dict[str, list[str]] = {}


def _first_days(con: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """Columns of a table with the first day of what another column states in part."""
    if table not in _columns:
        found = con.execute(
            "SELECT column_name FROM duckdb_columns() WHERE table_name = ?"
            " AND column_name LIKE '%\\_start' ESCAPE '\\'",
            [table],
        )
        _columns[table] = [name for (name,) in found.fetchall()]
    return _columns[table]


def last_day(date: str) -> str:
    """Last day that a partial date states."""
    if len(date) == 4:
        return f"{date}-12-31"
    if len(date) == 7:
        year, month = map(int, date.split("-"))
        return f"{date}-{calendar.monthrange(year, month)[1]}"
    return date


def _derive(con: duckdb.DuckDBPyConnection) -> None:
    """Fill what the build derives from the rows for the explorer."""
    # The index counts on row identifiers from 0, as a table has that was written at once.
    con.execute("CREATE OR REPLACE TABLE priority AS FROM priority ORDER BY rowid")
    for name in INDEX_TABLES:
        con.execute(f"DELETE FROM {name}")
    fill_explorer_index(con, "main")


def edit_package(target: Path, tables: Mapping[str, pd.DataFrame]) -> Path:
    """Copy the real data package into a new folder with some tables replaced."""
    shutil.copytree(DATA, target)
    for name, frame in tables.items():
        assert list(frame.columns) == list(_csv(name).columns)
        frame.to_csv(target / f"{name}.csv", index=False, quoting=csv.QUOTE_MINIMAL)
    return target


@pytest.fixture
def edited_package(tmp_path: Path) -> Callable[[Mapping[str, pd.DataFrame]], Path]:
    """Copy the real data package with some tables replaced; returns the folder."""
    return lambda tables: edit_package(tmp_path / "data", tables)
