"""The connection: a published store, opened only to be read."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from math import inf
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple, Self, TypeVar

import duckdb

from s3dash import folders
from s3dash.package.database import reason
from s3dash.package.sql import literal
from s3dash.settings import CACHE, STORE, BadSetting, is_remote
from s3dash.store.alarm import ALARM
from s3dash.store.layout import STORE_FORMAT
from s3dash.store.place import START_BYTES, copy_of, is_database, is_free

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

STORE_VARIABLE = STORE.variable
BUILT = folders.BUILD / "s3.duckdb"
"""Where the store is built by default: beside the package."""
MOST_THREADS = 4
"""At this size more threads do not make a query faster, but they make sessions wait."""

LOCKED = ("Could not set lock on file", "used by another process")
"""How DuckDB says that another program writes to the file: on Linux and macOS, on Windows."""
HEADER_BYTES = 3 * 4096
"""What a DuckDB file holds before its first block."""

T = TypeVar("T")
Parameters = Mapping[str, object] | Sequence[object] | None


class StoreError(Exception):
    """A store that cannot be read: what is wrong with which file, and what to do about it.

    That is for whoever runs the dashboard. ``told`` is for readers: it names no file; ``why`` is
    for programs.
    """

    told = "The store of the dashboard cannot be read."
    why = "unreadable"

    def __init__(self, problem: str, remedy: str) -> None:
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{problem} {remedy}")


class StoreMissing(StoreError):
    """There is no file of that name."""

    told = "The store of the dashboard is missing."
    why = "missing"


class StoreUnreadable(StoreError):
    """The file is a DuckDB database, but damaged, cut short, or closed to us."""


class StoreLocked(StoreError):
    """Another program has the store open for writing."""

    told = "The store of the dashboard is being written to."
    why = "locked"


class StoreForeign(StoreError):
    """The file is something else than a store."""

    told = "What stands in the place of the dashboard's store is something else."
    why = "foreign"


class StoreOutdated(StoreError):
    """The store has the layout of another version of s3dash."""

    told = "The store of the dashboard was built by another version."
    why = "layout"


class QueryTooLong(Exception):
    """A query was stopped because it took longer than whoever asked allowed."""

    def __init__(self, most_seconds: float) -> None:
        self.most_seconds = most_seconds
        super().__init__(f"The query took more than {most_seconds:g} seconds.")


class StoreFingerprint(NamedTuple):
    """What changes when a new store is published: path, inode, time and size of the file."""

    path: str
    inode: int
    mtime_ns: int
    size: int


def default_store_path() -> Path:
    """Path of the store: ``$S3DASH_STORE``, else ``build/s3.duckdb`` beside the package.

    For an address it is the copy that `store.remote` keeps.
    """
    stated = os.environ.get(STORE_VARIABLE)
    if stated and is_remote(stated):
        return copy_of(stated, os.environ.get(CACHE.variable))
    return Path(stated) if stated else BUILT


def own_store_path(stated: Path | None) -> Path:
    """Path of the store that a command writes: the one that is stated, else the default one.

    Raises
    ------
    BadSetting
        If the store has an address: its copy is not ours to write.
    """
    address = os.environ.get(STORE_VARIABLE, "")
    if stated is None and is_remote(address):
        raise BadSetting(
            f"{STORE_VARIABLE} is the address {address}, which is followed: name the store file to "
            f"write with --store, then `python -m s3dash publish --store FILE {address}`."
        )
    return stated or default_store_path()


def store_fingerprint(path: Path | str) -> StoreFingerprint:
    """Fingerprint of the file that a store would be opened from now.

    Raises
    ------
    StoreMissing, StoreUnreadable
        If there is no such file, or its folder is closed to us.
    """
    absolute = Path(path).absolute()
    try:
        stat = absolute.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise StoreMissing(f"There is no store at {absolute}.", _rebuild(absolute)) from None
    except OSError as error:
        raise StoreUnreadable(
            f"The store {absolute} cannot be opened: {error.strerror}.",
            "Check the permissions of the file and its folder.",
        ) from None
    return StoreFingerprint(str(absolute), stat.st_ino, stat.st_mtime_ns, stat.st_size)


class Session:
    """Queries one after the other in one thread; a temporary table lasts as long as the session."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, seconds_left: float = inf) -> None:
        self._cursor = cursor
        self._most_seconds = self._seconds_left = seconds_left

    def frame(self, sql: str, params: Parameters = None) -> pd.DataFrame:
        """Run a query and return its rows as a frame. Values are bound to ``?`` or ``$name``."""
        with self._limited():
            return self._cursor.execute(sql, params).df()

    def rows(self, sql: str, params: Parameters = None) -> list[tuple[Any, ...]]:
        """Run a query and return its rows. Values are bound to ``?`` or ``$name``."""
        with self._limited():
            return self._cursor.execute(sql, params).fetchall()

    def arrow(self, sql: str, params: Parameters = None) -> pa.Table:
        """Run a query and return its rows with their types as they are: a whole number that may
        be missing is no fraction. Values are bound to ``?`` or ``$name``.
        """
        with self._limited():
            return self._cursor.sql(sql, params=params).to_arrow_table()

    @contextmanager
    def _limited(self) -> Iterator[None]:
        """Stop the query within when the session has used up its seconds."""
        if self._seconds_left == inf:
            yield
            return
        begun = monotonic()
        alarm = ALARM.set(max(0, self._seconds_left), self._cursor.interrupt)
        try:
            yield
        except duckdb.InterruptException:
            raise QueryTooLong(self._most_seconds) from None
        finally:
            ALARM.cancel(alarm)
            self._seconds_left -= monotonic() - begun
        if self._seconds_left <= 0:
            raise QueryTooLong(self._most_seconds)


class Store:
    """A published store. One may be shared by any number of threads.

    It goes on reading the file it was opened from, also after a newer one took its place; compare
    ``fingerprint`` with ``store_fingerprint(path)`` to see whether to open again.

    A single query, by `frame` or `rows`, may take ``most_seconds``: without a limit if not set.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection, fingerprint: StoreFingerprint) -> None:
        self.most_seconds = inf
        self._con = con
        # To make a cursor takes a third of the time of a quick query.
        self._spare: list[duckdb.DuckDBPyConnection] = []
        self._made: dict[Any, Any] = {}
        # Reentrant: what is made of other things once made asks for them in turn.
        self._making = threading.RLock()
        self.fingerprint = fingerprint

    @classmethod
    def open(cls, path: Path | str | None = None) -> Self:
        """Open the store at ``path``, by default at ``default_store_path()``.

        Raises
        ------
        StoreMissing, StoreUnreadable, StoreLocked, StoreForeign, StoreOutdated
            If there is no usable store; the message says which file and what to run.
        """
        # Taken before the file is opened: if a newer store is published in between, the next
        # comparison finds a difference and opens again, which does no harm.
        fingerprint = store_fingerprint(default_store_path() if path is None else path)
        _refuse_other_files(fingerprint)
        try:
            con = _connect(fingerprint.path)
        except duckdb.Error as error:
            raise _not_opened(fingerprint.path, error) from None
        try:
            _refuse_other_layouts(con, fingerprint)
        except BaseException:
            con.close()
            raise
        return cls(con, fingerprint)

    def frame(self, sql: str, params: Parameters = None) -> pd.DataFrame:
        """Run a query and return its rows as a frame. Values are bound to ``?`` or ``$name``."""
        with self._one_query() as session:
            return session.frame(sql, params)

    def rows(self, sql: str, params: Parameters = None) -> list[tuple[Any, ...]]:
        """Run a query and return its rows. Values are bound to ``?`` or ``$name``."""
        with self._one_query() as session:
            return session.rows(sql, params)

    def once(self, make: Callable[[Self], T]) -> T:
        """What ``make`` makes of this store, made once and kept as long as the store."""
        # Looked for first without the lock: what is made takes seconds at times.
        if make not in self._made:
            with self._making:
                if make not in self._made:
                    self._made[make] = make(self)
        made: T = self._made[make]
        return made

    def made(self) -> tuple[Callable[[Self], Any], ...]:
        """What `once` has been asked for so far, the first at the start."""
        return tuple(self._made)

    @contextmanager
    def session(self, most_seconds: float = inf) -> Iterator[Session]:
        """Several queries that share temporary tables, gone at the end.

        Those that take longer than ``most_seconds`` all together raise `QueryTooLong`.
        """
        with self._cursor() as cursor:
            yield Session(cursor, most_seconds)

    def close(self) -> None:
        """Let go of the file."""
        # And with it of its cursors.
        self._con.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _one_query(self) -> Iterator[Session]:
        """A session for a query that leaves nothing behind: its cursor is used again after it."""
        try:
            cursor = self._spare.pop()
        except IndexError:
            cursor = self._cursor()
        try:
            yield Session(cursor, self.most_seconds)
        except BaseException:
            cursor.close()
            raise
        self._spare.append(cursor)

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        # A connection is not thread-safe and forgets USE in its cursors.
        cursor = self._con.cursor()
        cursor.execute("USE store")
        return cursor


def _connect(path: str) -> duckdb.DuckDBPyConnection:
    # Attached to a private in-memory database: duckdb.connect(path) would hand out the instance
    # that this process already has for the path, and so the old store after a new publication.
    con = duckdb.connect(":memory:", config={"threads": _threads()})
    try:
        con.execute(f"ATTACH {literal(path)} AS store (READ_ONLY)")
        con.execute("USE store")
        con.execute("SET autoinstall_known_extensions = false")
        con.execute("SET autoload_known_extensions = false")
        con.execute("SET enable_external_access = false")
        con.execute("SET lock_configuration = true")
    except BaseException:
        con.close()
        raise
    return con


def _threads() -> int:
    # Linux alone says how many processors a process may use; elsewhere it is all of them.
    if hasattr(os, "sched_getaffinity"):
        return max(1, min(MOST_THREADS, len(os.sched_getaffinity(0))))
    return max(1, min(MOST_THREADS, os.cpu_count() or 1))


def _refuse_other_files(fingerprint: StoreFingerprint) -> None:
    path = fingerprint.path
    if not Path(path).is_file():
        kind = "a folder" if Path(path).is_dir() else "no file"
        raise StoreForeign(f"{path} is {kind}, not a store.", "Name the store file itself.")
    try:
        with Path(path).open("rb") as stream:
            start = stream.read(START_BYTES)
    except OSError as error:
        raise StoreUnreadable(
            f"The store {path} cannot be opened: {error.strerror}.",
            "Check the permissions of the file.",
        ) from None
    if not start:
        raise StoreUnreadable(f"The store {path} is empty.", _rebuild(path))
    if not is_database(start):
        raise StoreForeign(
            f"{path} is not a DuckDB database, so it is not a store.", _rebuild(path)
        )


def _refuse_other_layouts(con: duckdb.DuckDBPyConnection, fingerprint: StoreFingerprint) -> None:
    path = fingerprint.path
    try:
        _refuse_cut_files(con, fingerprint)
        tables = con.execute(
            """SELECT count(*) FROM duckdb_tables()
               WHERE database_name = 'store' AND table_name = 'build_info'"""
        ).fetchall()
        if tables == [(0,)]:
            raise StoreForeign(
                f"{path} is a DuckDB database, but s3dash did not build it.", _rebuild(path)
            )
        formats = con.execute("SELECT store_format FROM build_info").fetchall()
    except duckdb.BinderException:
        formats = []
    except duckdb.Error as error:
        raise _unreadable(path, reason(error)) from None
    if len(formats) != 1:
        raise StoreForeign(f"The table build_info of {path} is not one of s3dash.", _rebuild(path))
    if formats != [(STORE_FORMAT,)]:
        raise StoreOutdated(
            f"The store {path} has the layout {formats[0][0]}; this s3dash reads the layout "
            f"{STORE_FORMAT}.",
            _rebuild(path),
        )


def _refuse_cut_files(con: duckdb.DuckDBPyConnection, fingerprint: StoreFingerprint) -> None:
    # A cut file opens without a complaint and fails only at the query that needs the lost part.
    [(block_bytes, blocks)] = con.execute(
        """SELECT block_size, total_blocks FROM pragma_database_size()
           WHERE database_name = 'store'"""
    ).fetchall()
    if fingerprint.size >= HEADER_BYTES + block_bytes * blocks:
        return
    # A file that shrank states blocks that are gone: where tables were dropped, DuckDB writes their
    # number before it takes those at the end away. So ask which ones are in use.
    if fingerprint.size < HEADER_BYTES + block_bytes * (_last_block(con) + 1):
        raise _unreadable(fingerprint.path, "the file is cut short")


def _last_block(con: duckdb.DuckDBPyConnection) -> int:
    """Number of the last block of the store that is in use."""
    tables = con.execute(
        "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = 'store'"
    ).fetchall()
    found = con.execute("SELECT max(block_id) FROM pragma_metadata_info()").fetchall()
    for names in tables:
        table = literal(".".join('"' + name.replace('"', '""') + '"' for name in names))
        found += con.execute(
            f"""SELECT greatest(max(block_id), max(list_max(additional_block_ids)))
                FROM pragma_storage_info({table})"""
        ).fetchall()
    return max((block for (block,) in found if block is not None), default=-1)


def _not_opened(path: str, error: duckdb.Error) -> StoreError:
    if any(words in str(error) for words in LOCKED):
        return StoreLocked(
            f"The store {path} is open for writing in another program.",
            "Close that program (a notebook, a database browser), then try again.",
        )
    return _unreadable(path, reason(error))


def _unreadable(path: str, why: str) -> StoreUnreadable:
    return StoreUnreadable(f"The store {path} cannot be read: {why}.", _rebuild(path))


def _rebuild(path: Path | str) -> str:
    """What to run so that a store can be read there; every word of it must work as it stands."""
    stated = os.environ.get(STORE_VARIABLE, "")
    if is_remote(stated) and Path(path) == default_store_path():
        return f"It is fetched from {stated}; the log says why it was not."
    command = "python -m s3dash build"
    if Path(path) != default_store_path().absolute():
        command += f' --store "{path}"'
    return f"Run `{command}`." if is_free(Path(path)) else f"Move that file, then run `{command}`."
