"""The stores published last: kept beside the store, listed, and brought back."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from s3dash.store.connection import Store, StoreError

MOST_KEPT = 5
NAME_TIME = "%Y%m%dT%H%M%S%fZ"
DIGEST_LETTERS = 12
"""Of the digest of the data in the name of a kept store; so many tell any two versions apart."""


class NoSuchVersion(Exception):
    """There is no version to go back to, in a sentence."""


@dataclass(frozen=True)
class Version:
    """A store that is kept. ``problem``: why it cannot be read, empty where it can.

    ``built_at`` is ISO 8601 in UTC; where the file cannot be read, the time it was kept.
    """

    path: Path
    built_at: str
    package_version: str
    data_digest: str
    size_bytes: int
    is_published: bool
    problem: str

    @property
    def name(self) -> str:
        """What it is called on the command line: the start of the digest of its data."""
        return self.data_digest[:DIGEST_LETTERS]


def folder_of(store_path: Path) -> Path:
    """Where the versions of a store are kept."""
    return store_path.with_name(f"{store_path.name}.versions")


def keep(written: Path, store_path: Path, data_digest: str) -> Path:
    """Keep a copy of a store that is about to be published; returns the file.

    A copy, not a link: whoever writes to the published file by hand must not change it. A version
    of the same data is replaced. The scratch file beside ``written`` is renamed at the end, so that
    a version is there whole or not at all.

    Raises
    ------
    OSError
        If it cannot be written; what was kept before is as it was.
    """
    folder = folder_of(store_path)
    folder.mkdir(exist_ok=True)
    stem = f"{_next_time(store_path)}-{data_digest[:DIGEST_LETTERS]}"
    copy = written.with_name(f"{stem}{store_path.suffix}")
    shutil.copyfile(written, copy)
    return copy.replace(folder / copy.name)


def _next_time(store_path: Path) -> str:
    """Now; where the clock was set back, a moment after the newest: the order is by these."""
    now = datetime.now(UTC)
    for file in _files(store_path)[:1]:
        with suppress(ValueError):
            newest = datetime.strptime(file.stem.rpartition("-")[0], NAME_TIME)
            now = max(now, newest.replace(tzinfo=UTC) + timedelta(microseconds=1))
    return now.strftime(NAME_TIME)


def kept_files(store_path: Path, data_digest: str) -> frozenset[str]:
    """Names of the files in which versions of a store are kept that were built from some data."""
    start = data_digest[:DIGEST_LETTERS]
    return frozenset(
        file.name for file in _files(store_path) if file.stem.rpartition("-")[2] == start
    )


def drop(kept: Path) -> None:
    """Take back a version that was not published after all."""
    kept.unlink(missing_ok=True)
    with suppress(OSError):
        # Only where it was the first.
        kept.parent.rmdir()


def forget(store_path: Path) -> None:
    """Remove what is older than the versions to keep, and older builds of the same data."""
    seen: set[str] = set()
    for file in _files(store_path):
        digest = file.stem.rpartition("-")[2]
        if digest in seen or len(seen) >= MOST_KEPT:
            # A file in use stays on Windows; the next build removes it.
            with suppress(OSError):
                file.unlink()
        else:
            seen.add(digest)


def versions(store_path: Path) -> tuple[Version, ...]:
    """The stores that are kept, newest first."""
    published = _digest_and_time(store_path)
    found = []
    for file in _files(store_path):
        # A build that ends at this moment removes the oldest.
        with suppress(FileNotFoundError):
            found.append(_version(file, published))
    return tuple(found)


def chosen(store_path: Path, name: str | None) -> Version:
    """The version to go back to: the named one, else the one published before the current.

    Raises
    ------
    NoSuchVersion
        If there is none, it is published already, or it cannot be read by this program.
    """
    if name:
        version = named(store_path, name)
    else:
        kept = versions(store_path)
        current = next((n for n, one in enumerate(kept) if one.is_published), -1)
        found = list(kept[current + 1 :][:1])
        if not found:
            raise NoSuchVersion("There is no older version to go back to.")
        [version] = found
    if version.problem:
        raise NoSuchVersion(f"The version {version.name} cannot be used: {version.problem}")
    if version.is_published:
        raise NoSuchVersion(f"The version {version.name} is the one that is published.")
    return version


def named(store_path: Path, name: str) -> Version:
    """The version of that name; the start of it is enough where only one version has it.

    Raises
    ------
    NoSuchVersion
        If there is none, or more than one.
    """
    kept = versions(store_path)
    found = [one for one in kept if one.data_digest.startswith(name.lower())]
    if len(found) != 1:
        known = ", ".join(one.name for one in kept) or "none"
        how_many = "More than one version is" if found else "No version is"
        raise NoSuchVersion(f"{how_many} called {name}. Kept are: {known}.")
    return found[0]


def _files(store_path: Path) -> list[Path]:
    """Kept files, newest first by the time in their names."""
    return sorted(folder_of(store_path).glob(f"*-*{store_path.suffix}"), reverse=True)


def _digest_and_time(path: Path) -> tuple[str, str] | None:
    try:
        with Store.open(path) as store:
            [row] = store.rows("SELECT data_digest, built_at::VARCHAR FROM build_info")
    except StoreError:
        return None
    return row[0], row[1]


def _version(file: Path, published: tuple[str, str] | None) -> Version:
    time, _, digest = file.stem.rpartition("-")
    size = file.stat().st_size
    try:
        with Store.open(file) as store:
            [(digest, built_at, text, package_version)] = store.rows(
                """SELECT data_digest, built_at::VARCHAR, strftime(built_at, '%Y-%m-%dT%H:%M:%SZ'),
                       package_version
                   FROM build_info"""
            )
    except StoreError as error:
        with suppress(ValueError):
            time = datetime.strptime(time, NAME_TIME).strftime("%Y-%m-%dT%H:%M:%SZ")
        return Version(file, time, "", digest, size, False, error.problem)
    is_published = (digest, built_at) == published
    return Version(file, text, package_version, digest, size, is_published, "")
