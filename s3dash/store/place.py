"""The place of a store: what stands there, and what killed programs left beside it."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

DATABASE_MARK = b"DUCK"
MARK_AT = 8
START_BYTES = MARK_AT + len(DATABASE_MARK)
OUR_NAMES = (b"store_format", b"data_digest")
"""Columns of build_info: they stand in the catalog of every store as plain text."""
LOCK = "lock"
START_SECONDS = 60
"""A build has its lock long before."""
CHUNK_BYTES = 4 * 1024 * 1024


def is_database(start: bytes) -> bool:
    """Whether a file that begins with these bytes is a DuckDB database."""
    return start[MARK_AT:START_BYTES] == DATABASE_MARK


def is_free(path: Path) -> bool:
    """Whether a store may be published here: nothing, nothing in it, or a store of ours.

    A store of ours may be locked, damaged or of another version: it is known by the names in its
    catalog, without opening it as a database.
    """
    try:
        if not path.is_file():
            return not path.exists()
        return path.stat().st_size == 0 or _is_ours(path)
    except OSError:
        # Whether it can be replaced is for the build to find out, with the reason.
        return True


def _is_ours(path: Path) -> bool:
    missing, end = set(OUR_NAMES), b""
    with path.open("rb") as stream:
        if not is_database(stream.read(START_BYTES)):
            return False
        while missing and (chunk := stream.read(CHUNK_BYTES)):
            missing = {name for name in missing if name not in end + chunk}
            end = chunk[-max(map(len, OUR_NAMES)) :]
    return not missing


def log_beside(path: Path) -> Path:
    """The write-ahead log that a program that wrote to the store and was killed leaves beside it.

    It belongs to the file it was written for: beside a newer one the database opens neither.
    """
    return path.with_name(f"{path.name}.wal")


def copy_of(address: str, folder: str | Path | None) -> Path:
    """Where the copy of a store that has an address is kept.

    ``folder``: none for one of this user among the temporary files of the system.
    """
    user = os.getuid() if hasattr(os, "getuid") else "store"
    kept = Path(folder).absolute() if folder else Path(tempfile.gettempdir()) / f"s3dash-{user}"
    return kept / f"{hashlib.sha256(address.encode()).hexdigest()[:16]}.duckdb"


def flush_file(path: Path) -> None:
    """Have the operating system write a file to disk, so that a power cut finds it whole."""
    # Windows flushes only what can be written to; elsewhere a file may be read-only.
    with path.open("r+b" if sys.platform == "win32" else "rb") as stream:
        os.fsync(stream.fileno())


def flush_folder(folder: Path) -> None:
    """Have the operating system write the names in a folder to disk, where it can."""
    # Windows opens no folder and some network drives flush none; what was renamed is there anyway.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class BeingPublished(OSError):
    """Somebody else publishes to the same place now."""

    def __init__(self) -> None:
        super().__init__(None, "another program publishes there now; try again when it is done")


@contextmanager
def scratch(target: Path, *, is_alone: bool = False) -> Iterator[Path]:
    """A folder of its own beside the target, gone at the end; those of killed builds go as well.

    Two builds at once cannot meet: a build holds a lock in its folder for as long as it runs, and
    the operating system lets go of it when the build is killed.

    Raises
    ------
    BeingPublished
        If it shall be alone, and another program has such a folder for this target.
    """
    _sweep(target)
    with (
        tempfile.TemporaryDirectory(dir=target.parent, prefix=_prefix(target)) as made,
        (Path(made) / LOCK).open("wb") as stream,
    ):
        try_lock(stream)
        # After our own is locked: of two that begin at the same moment, one sees the other.
        if is_alone and _is_in_use(target, but=Path(made)):
            raise BeingPublished
        yield Path(made)


def _prefix(target: Path) -> str:
    return f".{target.name}.build-"


def _sweep(target: Path) -> None:
    for folder in _folders(target):
        if _is_left_over(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _folders(target: Path) -> list[Path]:
    pattern = re.compile(re.escape(_prefix(target)) + "[a-z0-9_]+")
    return [folder for folder in target.parent.iterdir() if pattern.fullmatch(folder.name)]


def _is_in_use(target: Path, but: Path) -> bool:
    """Whether a program that runs has a folder for the target, other than that one."""
    return any(
        (folder / LOCK).exists() and not _is_left_over(folder)
        for folder in _folders(target)
        if folder.name != but.name
    )


def _is_left_over(folder: Path) -> bool:
    try:
        with (folder / LOCK).open("r+b") as stream:
            return try_lock(stream)
    except FileNotFoundError:
        # A build that begins at this very moment, or was killed at this very moment.
        return not any(folder.iterdir()) and time.time() - folder.stat().st_mtime > START_SECONDS
    except OSError:
        return False


if sys.platform == "win32":
    import msvcrt

    def try_lock(stream: IO[bytes]) -> bool:
        """Have a file to oneself until it is closed; False where somebody else has it."""
        try:
            stream.seek(0)
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def try_lock(stream: IO[bytes]) -> bool:
        """Have a file to oneself until it is closed; False where somebody else has it."""
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
