"""The build: from the data package to a published store, whole or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

import s3dash
from s3dash.package.boundaries import BOUNDARY_FILE
from s3dash.package.database import in_memory
from s3dash.package.description import PACKAGE_FILE
from s3dash.package.needs import complete
from s3dash.package.problems import DataProblems
from s3dash.package.sql import literal
from s3dash.package.validate import Checked, check
from s3dash.store.derived import SOURCE_DDL, source_fill, tables, unclassified_hosts
from s3dash.store.doubts import write_doubts
from s3dash.store.explorer_index import write_explorer_index
from s3dash.store.flows import write_flows
from s3dash.store.layout import STORE_FORMAT
from s3dash.store.place import flush_file, flush_folder, is_free, log_beside, scratch
from s3dash.store.remedies import explained
from s3dash.store.versions import Version, drop, forget, keep

ON_WINDOWS = os.name == "nt"
"""There a file that somebody reads cannot be replaced."""
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


class StoreNotWritten(Exception):
    """The store cannot be published, in a sentence; the one that is there is as it was."""


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
    *,
    replaces: Path | None = None,
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
    replaces
        The store that the caller puts this one in the place of, by `publish_kept`; without it,
        ``store_path``.

    Raises
    ------
    DataProblems
        If anything is wrong with the data. The old store is untouched.
    StoreNotWritten
        If the destination cannot be written, or what stands there is not a store of ours.
    """
    say = progress or (lambda _: None)
    started = time.perf_counter()
    source, target = Path(data_dir), Path(store_path).resolve()
    if not is_free(place := replaces or target):
        raise StoreNotWritten(
            f"{place} is not a store of s3dash, so it is not replaced. Name another file."
        )
    with in_memory() as con:
        say("Checking the data package")
        checked = check(con, source)
        if checked.problems:
            raise DataProblems(checked.problems)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with scratch(target, is_alone=True) as folder:
                written = folder / target.name
                say("Writing the store")
                row_counts, codes, hosts = _written(con, checked, source, written)
                size = written.stat().st_size
                say("Publishing the store")
                if replaces is None:
                    publish_kept(written, target, _digest(checked, source))
                else:
                    publish_file(written, target)
        except (duckdb.Error, OSError) as error:
            raise _not_written(place, explained(error)) from error
    return BuildSummary(
        store_path=target,
        store_bytes=size,
        row_counts=row_counts,
        seconds=time.perf_counter() - started,
        discontinued_codes=tuple(codes),
        discontinued_values=sum(codes.values()),
        unclassified_hosts=hosts,
    )


def roll_back(version: Version, store_path: Path) -> None:
    """Publish a version that is kept, at once, as a build publishes a new one.

    Raises
    ------
    StoreNotWritten
        If the destination cannot be written; the store that is there is as it was.
    """
    target = store_path.resolve()
    try:
        with scratch(target, is_alone=True) as folder:
            copy = Path(shutil.copyfile(version.path, folder / target.name))
            flush_file(copy)
            publish_file(copy, target)
    except OSError as error:
        raise _not_written(target, explained(error)) from error


def _not_written(target: Path, said: str) -> StoreNotWritten:
    return StoreNotWritten(f"The store {target} cannot be written: {said}.")


def _written(
    con: duckdb.DuckDBPyConnection, checked: Checked, data_dir: Path, file: Path
) -> tuple[dict[str, int], dict[str, int], tuple[str, ...]]:
    """Write the store into a file of its own, safe on the disk; returns what `_write` returns."""
    con.execute(f"ATTACH {literal(str(file))} AS store")
    try:
        found = _write(con, checked, data_dir)
        con.execute("DETACH store")
    except BaseException:
        # Windows removes no file that is open.
        con.close()
        raise
    flush_file(file)
    return found


def publish_kept(written: Path, target: Path, data_digest: str) -> None:
    """Put a new store in the place of the old one, and keep it among the versions; both or none."""
    kept = keep(written, target, data_digest)
    try:
        publish_file(written, target)
    except BaseException:
        drop(kept)
        raise
    forget(target)


def publish_file(written: Path, target: Path) -> None:
    """Put the new store in the place of the old one."""
    # Left by a program that wrote to the old store; beside the new one it would close it to all.
    log_beside(target).unlink(missing_ok=True)
    try:
        written.replace(target)
    except PermissionError as error:
        if ON_WINDOWS and target.exists():
            said = "it is in use; stop the dashboard and what else reads it, then build again"
            raise _not_written(target, said) from error
        raise
    flush_folder(target.parent)


def _write(
    con: duckdb.DuckDBPyConnection, checked: Checked, data_dir: Path
) -> tuple[dict[str, int], dict[str, int], tuple[str, ...]]:
    """Write all tables.

    Returns rows per table, indicator values per discontinued code, and unclassified sites.
    """
    package = complete(con, checked.package)
    row_counts = {}
    # One commit: DuckDB then writes every table once, compressed, in the order given here.
    con.execute("BEGIN")
    for table in tables(package):
        for statement in table.create("store"):
            con.execute(statement)
        con.execute(table.fill("store"))
        if table.resource.name in checked.raw:
            row_counts[table.resource.name] = checked.raw[table.resource.name].row_count
    for statement in SOURCE_DDL:
        con.execute(statement.format(schema="store"))
    con.execute(source_fill(package, "store"))
    row_counts["source"] = _count(con, "store.source")
    for name in (
        *write_flows(con, package, "store"),
        *write_explorer_index(con, "store"),
    ):
        row_counts[name] = _count(con, f"store.{name}")
    write_doubts(con, checked, "store")
    _write_build_info(con, checked, data_dir)
    codes = _discontinued(con)
    hosts = tuple(host for (host,) in con.execute(unclassified_hosts("store")).fetchall())
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


def _discontinued(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
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
