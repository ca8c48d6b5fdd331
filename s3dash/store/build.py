"""The build: from the data package to a published store, whole or not at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

import s3dash
from s3dash.package.boundaries import BOUNDARY_FILE
from s3dash.package.description import PACKAGE_FILE
from s3dash.package.problems import DataProblems
from s3dash.package.schema import Package
from s3dash.package.sql import literal
from s3dash.package.validate import Checked, check, in_memory
from s3dash.store.derived import SOURCE_DDL, source_fill, tables, unclassified_hosts
from s3dash.store.explorer_index import write_explorer_index
from s3dash.store.flows import write_flows
from s3dash.store.layout import STORE_FORMAT

BUILD_INFO_DDL = (
    """CREATE TABLE store.build_info (
        store_format INTEGER NOT NULL, built_at TIMESTAMP NOT NULL, package_name VARCHAR NOT NULL,
        package_version VARCHAR NOT NULL, data_digest VARCHAR NOT NULL,
        duckdb_version VARCHAR NOT NULL, s3dash_version VARCHAR NOT NULL,
        package_json VARCHAR NOT NULL)
    """,
    "COMMENT ON TABLE store.build_info IS 'What this store was built from and by; one row.'",
    "COMMENT ON COLUMN store.build_info.store_format IS 'Layout of the store.'",
    "COMMENT ON COLUMN store.build_info.built_at IS 'When it was built, in UTC.'",
    "COMMENT ON COLUMN store.build_info.package_name IS 'Name of the data package.'",
    "COMMENT ON COLUMN store.build_info.package_version IS 'Version of the data package.'",
    "COMMENT ON COLUMN store.build_info.data_digest IS 'SHA-256 over all files of the package.'",
    "COMMENT ON COLUMN store.build_info.duckdb_version IS 'Version of DuckDB that wrote it.'",
    "COMMENT ON COLUMN store.build_info.s3dash_version IS 'Version of s3dash that built it.'",
    "COMMENT ON COLUMN store.build_info.package_json IS 'The data package description, whole.'",
)


@dataclass(frozen=True)
class BuildSummary:
    """What a build published.

    Attributes
    ----------
    store_path, store_bytes
        The published file and its size in bytes.
    row_counts
        Rows per table, in the order of the data package.
    seconds
        Time from start to publication.
    discontinued_codes
        NUTS codes of indicator values that NUTS 2021 no longer has.
    discontinued_values
        Number of indicator values with such a code; they belong to no territory.
    unclassified_hosts
        Sites of sources that site.csv has no row of; their kind counts as unclear.
    """

    store_path: Path
    store_bytes: int
    row_counts: Mapping[str, int]
    seconds: float
    discontinued_codes: tuple[str, ...]
    discontinued_values: int
    unclassified_hosts: tuple[str, ...]


def build(
    data_dir: Path | str,
    store_path: Path | str,
    progress: Callable[[str], None] | None = None,
) -> BuildSummary:
    """Check the data package and publish it as a DuckDB file, replacing an older one at once.

    The store is written beside its destination and renamed, so readers see the old store or the
    new one and nothing between; readers of the old one go on undisturbed.

    Parameters
    ----------
    data_dir
        Folder of ``datapackage.json``.
    store_path
        File to publish; its folder is made if need be.
    progress
        Told in a few words what happens next.

    Raises
    ------
    DataProblems
        If anything is wrong with the data. The old store is untouched.
    OSError
        If the destination cannot be written.
    """
    say = progress or (lambda _: None)
    started = time.perf_counter()
    source, target = Path(data_dir), Path(store_path).resolve()
    with in_memory() as con:
        say("Checking the data package")
        checked = check(con, source)
        if checked.problems:
            raise DataProblems(checked.problems)
        target.parent.mkdir(parents=True, exist_ok=True)
        # A folder of its own: two builds at once cannot meet, and nothing is left behind.
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as scratch:
            written = Path(scratch) / target.name
            say("Writing the store")
            con.execute(f"ATTACH {literal(str(written))} AS store")
            row_counts, codes, hosts = _write(con, checked, source)
            con.execute("DETACH store")
            with written.open("r+b") as stream:
                os.fsync(stream.fileno())
            size = written.stat().st_size
            say("Publishing the store")
            written.replace(target)
        _flush_folder(target.parent)
    return BuildSummary(
        store_path=target,
        store_bytes=size,
        row_counts=row_counts,
        seconds=time.perf_counter() - started,
        discontinued_codes=tuple(codes),
        discontinued_values=sum(codes.values()),
        unclassified_hosts=hosts,
    )


def _write(
    con: duckdb.DuckDBPyConnection, checked: Checked, data_dir: Path
) -> tuple[dict[str, int], dict[str, int], tuple[str, ...]]:
    """Write all tables.

    Returns rows per table, indicator values per discontinued code, and unclassified sites.
    """
    package = checked.package
    row_counts = {}
    # One commit: DuckDB then writes every table once, compressed, in the order given here.
    con.execute("BEGIN")
    for table in tables(package):
        for statement in table.create("store"):
            con.execute(statement)
        con.execute(table.fill("store"))
        row_counts[table.resource.name] = checked.raw[table.resource.name].row_count
    for statement in SOURCE_DDL:
        con.execute(statement.format(schema="store"))
    if fill := source_fill(package, "store"):
        con.execute(fill)
    row_counts["source"] = _count(con, "store.source")
    for name in (
        *write_flows(con, package, "store"),
        *write_explorer_index(con, package, "store"),
    ):
        row_counts[name] = _count(con, f"store.{name}")
    _write_build_info(con, checked, data_dir)
    codes = _discontinued(con, package)
    query = unclassified_hosts(package, "store")
    hosts = tuple(host for (host,) in con.execute(query).fetchall()) if query else ()
    con.execute("COMMIT")
    return row_counts, codes, hosts


def _write_build_info(con: duckdb.DuckDBPyConnection, checked: Checked, data_dir: Path) -> None:
    for statement in BUILD_INFO_DDL:
        con.execute(statement)
    con.execute(
        "INSERT INTO store.build_info VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            STORE_FORMAT,
            datetime.now(UTC).replace(tzinfo=None),
            checked.package.name,
            checked.package.version,
            _digest(checked, data_dir),
            duckdb.__version__,
            s3dash.__version__,
            checked.package.json,
        ],
    )


def _discontinued(con: duckdb.DuckDBPyConnection, package: Package) -> dict[str, int]:
    if "indicator_value" not in {resource.name for resource in package.resources}:
        return {}
    found = con.execute(
        """SELECT nuts_code, count(*) FROM store.indicator_value
           WHERE territory_id IS NULL GROUP BY nuts_code ORDER BY nuts_code"""
    )
    return dict(found.fetchall())


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    row = con.execute(f"SELECT count(*) FROM {table}").fetchone()
    assert row is not None
    return int(row[0])


def _digest(checked: Checked, data_dir: Path) -> str:
    """SHA-256 over the names and digests of the package's files, sorted by name."""
    digests = {r.path: checked.raw[r.name].sha256 for r in checked.package.resources}
    for name in (PACKAGE_FILE, BOUNDARY_FILE):
        file = data_dir / name
        if file.is_file():
            with file.open("rb") as stream:
                digests[name] = hashlib.file_digest(stream, "sha256").hexdigest()
    lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def _flush_folder(folder: Path) -> None:
    """Have the operating system write the rename to disk; Windows has no such call for a folder."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
