"""A store that has an address: fetched, checked by digest and layout, put in place whole.

Beside a store at ``https://host/s3.duckdb`` or ``s3://bucket/s3.duckdb`` stands
``s3.duckdb.sha256``, a line as `sha256sum` writes it. It is small and is asked for often; the store
follows when the digest is another. What does not have that digest, or cannot be opened here, never
takes the place of the copy that is there.

Who publishes writes the digest first, above that of the store that is still there; then the store;
then the digest alone. Whenever that ends in between, the store has a digest that is stated: the old
one or the new, never neither.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import shutil
import stat
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO, Self
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import HTTPStore, ObjectStore, S3Store

from s3dash import settings as known
from s3dash.settings import Settings
from s3dash.store.build import StoreNotWritten, publish_file
from s3dash.store.condition import CONDITION, Condition
from s3dash.store.connection import Store, StoreError
from s3dash.store.place import copy_of, is_free, scratch
from s3dash.store.remedies import explained

LOG = logging.getLogger(__name__)
DIGEST_BYTES = 4096
"""The most that a file with a digest may hold."""
_DIGEST = re.compile(r"\s*([0-9a-fA-F]{64})(?:\s|$)")
MOST_STATED = 10
"""Digests of stores that may still be there, one for each publication that was killed in turn."""
_HTTP: dict[str, Any] = {"connect_timeout": timedelta(seconds=5), "timeout": timedelta(minutes=5)}
_RETRY: dict[str, Any] = {"max_retries": 2, "retry_timeout": timedelta(seconds=10)}
CHUNK = 4 * 1024 * 1024
WHO = "address"
"""Who tells `Condition`."""


class NotFetched(Exception):
    """A newer store could not be fetched or is not served: what is wrong, and what to do.

    ``why``: in a word, without file or address: ``unreachable``, ``no digest``, ``digest``,
    ``layout``, ``disk``.
    """

    def __init__(self, why: str, told: str) -> None:
        self.why = why
        super().__init__(told)


class Remote:
    """A store with an address, and its copy here."""

    def __init__(self, address: str, copy: Path) -> None:
        self.address = address
        self.copy = copy
        start, _, self._name = address.rpartition("/")
        self._store = _opened(start)
        self._digest = _digest_of(copy)
        # What was refused is not fetched again before it is another, nor what is the copy here
        # while the newer one has not come.
        self._refused: tuple[tuple[object, ...], NotFetched] | None = None
        self._same: tuple[object, ...] | None = None

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The one that a deployment has set."""
        address = settings[known.STORE]
        return cls(address, copy_of(address, settings[known.CACHE]))

    def fetch(self) -> bool:
        """Put the newest store in the place of the copy; False: it was there already.

        Raises
        ------
        NotFetched
            If there is none that can be read here; the copy is as it was.
        """
        stated = self._stated_digests()
        has_copy = self.copy.exists()
        if stated[0] == self._digest and has_copy:
            self._refused = None
            return False
        mark = (stated, *self._mark())
        if mark == self._same and has_copy:
            return False
        if self._refused and self._refused[0] == mark:
            raise self._refused[1]
        try:
            digest = self._replace(stated, int(str(mark[-1])))
        except NotFetched as error:
            # A disk may have room again at the next time, a line may be mended.
            if error.why in ("digest", "layout"):
                self._refused = (mark, error)
            raise
        is_newer = digest != self._digest or not has_copy
        self._digest, self._refused, self._same = digest, None, mark
        return is_newer

    def _stated_digests(self) -> tuple[str, ...]:
        name = f"{self._name}.sha256"
        with self._reaching():
            try:
                found = obstore.get(self._store, name)
                is_short = found.meta["size"] <= DIGEST_BYTES
                text = bytes(found.bytes()) if is_short else b""
            except FileNotFoundError:
                raise NotFetched(
                    "no digest",
                    f"There is no {self.address}.sha256: publish it beside the store, as "
                    "`python -m s3dash publish` and sha256sum write it.",
                ) from None
        stated = _stated(text)
        if not stated:
            raise NotFetched(
                "no digest",
                f"{self.address}.sha256 does not begin with a SHA-256 digest: write it with "
                "`python -m s3dash publish` or sha256sum.",
            )
        return stated

    def _mark(self) -> tuple[object, ...]:
        """What changes when the file does, its size at the end."""
        with self._reaching():
            try:
                meta = obstore.head(self._store, self._name)
            except FileNotFoundError:
                raise NotFetched(
                    "unreachable", f"There is no store at {self.address}: publish one there."
                ) from None
        return meta.get("e_tag"), meta["last_modified"], meta["size"]

    def _replace(self, stated: tuple[str, ...], size: int) -> str:
        """Put the store in the place of the copy if it is another; returns its digest."""
        try:
            _make_folder(self.copy.parent)
            with scratch(self.copy) as folder:
                free = shutil.disk_usage(folder).free
                if free < size:
                    raise _no_place(self.copy.parent, f"{size:,} bytes are needed, {free:,} free")
                written = folder / self.copy.name
                found = self._written(written)
                if found not in stated:
                    raise NotFetched(
                        "digest",
                        f"The store at {self.address} has the SHA-256 digest {found[:12]}…, and "
                        f"its .sha256 says {stated[0][:12]}…: publish the store again.",
                    )
                if found != self._digest or not self.copy.exists():
                    _check(written, self.address)
                    publish_file(written, self.copy)
                return found
        except StoreNotWritten as error:
            raise NotFetched("disk", str(error)) from None
        except OSError as error:
            raise _no_place(self.copy.parent, error.strerror or str(error)) from None

    def _written(self, file: Path) -> str:
        """Write the store into a file; returns its digest."""
        sha = hashlib.sha256()
        with self._reaching():
            stream = obstore.get(self._store, self._name).stream(min_chunk_size=CHUNK)
        with file.open("wb") as written:
            while True:
                with self._reaching():
                    piece = next(stream, None)
                if piece is None:
                    break
                sha.update(piece)
                written.write(piece)
            written.flush()
            os.fsync(written.fileno())
        return sha.hexdigest()

    @contextmanager
    def _reaching(self) -> Iterator[None]:
        """What goes wrong within is the line or the other side."""
        try:
            yield
        except FileNotFoundError:
            raise
        except (BaseError, OSError, ValueError) as error:
            raise NotFetched(
                "unreachable",
                f"{self.address} cannot be reached ({_short(error)}): check the address, the "
                "way to it, and for s3:// the variables AWS_*.",
            ) from None


class Follower(threading.Thread):
    """Asks the address of a store for a newer one, again and again, until it is stopped."""

    def __init__(self, remote: Remote, seconds: float, condition: Condition = CONDITION) -> None:
        super().__init__(name="store", daemon=True)
        self._remote = remote
        self._seconds = seconds
        self._condition = condition
        self._stopped = threading.Event()
        self._said = ""

    def run(self) -> None:
        """Ask until stopped."""
        self.look()
        while not self._stopped.wait(self._seconds):
            self.look()

    def look(self) -> None:
        """Ask once, and tell what was found to the log and the condition."""
        try:
            if self._remote.fetch():
                LOG.warning("A newer store was fetched from %s.", self._remote.address)
        except NotFetched as error:
            self._condition.refuse(WHO, error.why)
            if self._said != str(error):
                LOG.error("%s Until then the store fetched before is served.", error)
                self._said = str(error)
        except Exception:
            # It goes on: the next time may be better.
            self._condition.refuse(WHO, "error")
            LOG.exception("The address of the store could not be asked.")
        else:
            self._condition.checked()
            self._condition.accept(WHO)
            self._said = ""

    def stop(self) -> None:
        """Ask no more."""
        self._stopped.set()


def publish(store_path: Path, address: str) -> str:
    """Put a store to an address of `s3://`, or into a folder that a web server serves.

    Returns the digest.

    Raises
    ------
    StoreError
        If the store cannot be read; nothing is published.
    NotFetched
        If the address cannot be written to, or another program publishes there now.
    """
    if not _names_a_file(address):
        raise NotFetched(
            "unreachable",
            f"'{address}' names no place: publish to s3://bucket/path/s3.duckdb, or to a file or "
            "folder.",
        )
    Store.open(store_path).close()
    # Opened once: a build that publishes a newer one meanwhile does not change what is read here.
    with store_path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        stream.seek(0)
        _put(stream, store_path.name, digest, address)
    return digest


def _names_a_file(address: str) -> bool:
    """Whether an address names a file that can be written; a folder gives it the store's name."""
    if not known.is_remote(address):
        return bool(address.strip())
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(parts.hostname) and not parts.path.endswith("/") and bool(parts.path)


def _put(store: BinaryIO, store_name: str, digest: str, address: str) -> None:
    if known.is_remote(address):
        start, _, name = address.rpartition("/")
        beside = f"{name}.sha256"
        try:
            target = _opened(start)
            with suppress(FileNotFoundError):
                before = _stated(bytes(obstore.get(target, beside).bytes()))
                obstore.put(target, beside, _lines((digest, *before), name))
            written = obstore.put(target, name, store)
            line = _lines((digest,), name)
            obstore.put(target, beside, line)
            found = obstore.head(target, name)
            is_ours = found.get("e_tag") == written.get("e_tag")
            is_ours &= bytes(obstore.get(target, beside).bytes()) == line
        except (BaseError, OSError, ValueError) as error:
            raise NotFetched(
                "unreachable",
                f"{address} cannot be written to ({_short(error)}): check the address and the "
                "variables AWS_*; where only https:// is open, publish into the folder of that "
                "server.",
            ) from None
        if not is_ours:
            raise NotFetched(
                "digest",
                f"Another program published to {address} at the same time: publish again, one "
                "after the other. Until then dashboards refuse what does not fit together.",
            )
        return
    file = Path(address).absolute()
    target_file = file / store_name if file.is_dir() else file
    beside_file = target_file.with_name(f"{target_file.name}.sha256")
    # With a digest beside it, it was published before, whatever became of it.
    if not is_free(target_file) and not beside_file.exists():
        raise NotFetched(
            "disk",
            f"{target_file} is not a store of s3dash, so it is not replaced. Name another file.",
        )
    try:
        with scratch(target_file, is_alone=True) as folder:
            copied = folder / target_file.name
            with copied.open("wb") as stream:
                shutil.copyfileobj(store, stream, CHUNK)
                stream.flush()
                os.fsync(stream.fileno())
            said = folder / "digest"
            if beside_file.exists():
                before = _stated(beside_file.read_bytes())
                said.write_bytes(_lines((digest, *before), target_file.name))
                said.replace(beside_file)
            publish_file(copied, target_file)
            said.write_bytes(_lines((digest,), target_file.name))
            said.replace(beside_file)
    except StoreNotWritten as error:
        raise NotFetched("disk", str(error)) from None
    except OSError as error:
        told = f"The store cannot be written to {target_file}: {explained(error)}."
        raise NotFetched("disk", told) from None


def _stated(text: bytes) -> tuple[str, ...]:
    """The digests that a file of `sha256sum` states, the newest first; none where it is no such."""
    lines = text.decode("ascii", "replace").splitlines()
    found = [digest[1].lower() for line in lines if (digest := _DIGEST.match(line))]
    return (
        tuple(found) if text.strip() and len(found) == len(list(filter(str.strip, lines))) else ()
    )


def _lines(digests: tuple[str, ...], name: str) -> bytes:
    """What `_stated` reads, each digest once."""
    kept = list(dict.fromkeys(digests))[:MOST_STATED]
    return "".join(f"{digest}  {name}\n" for digest in kept).encode("ascii")


def _opened(start: str) -> ObjectStore:
    if start.startswith("s3://"):
        # Keys, region and another host than Amazon's come from the variables AWS_*, and this one
        # would be overruled.
        is_open = os.environ.get("AWS_ALLOW_HTTP", "").lower() in ("1", "true")
        options = _HTTP | {"allow_http": is_open}
        return S3Store.from_url(start, client_options=options, retry_config=_RETRY)  # type: ignore[arg-type]
    options = _HTTP | {"allow_http": urlsplit(start).scheme == "http"}
    return HTTPStore.from_url(start, client_options=options, retry_config=_RETRY)  # type: ignore[arg-type]


def _check(written: Path, address: str) -> None:
    """Raise unless this program can read the store."""
    try:
        with Store.open(written) as store:
            store.rows("SELECT count(*) FROM territory")
    except StoreError as error:
        told = error.problem.replace(str(written), f"at {address}")
        raise NotFetched(
            "layout", f"{told} Publish one that this version of s3dash built."
        ) from None


def _make_folder(folder: Path) -> None:
    """Make the folder, for nobody but this user."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.parent == Path(tempfile.gettempdir()) and hasattr(os, "getuid"):
        # Anybody may make a folder of that name there before us.
        found = folder.lstat()
        if found.st_uid != os.getuid() or not stat.S_ISDIR(found.st_mode):
            raise _no_place(folder, "it belongs to somebody else")


def _no_place(folder: Path, why: str) -> NotFetched:
    return NotFetched(
        "disk",
        f"The copy of the store cannot be written to {folder} ({why}): make room, or name "
        f"another folder in {known.CACHE.variable}.",
    )


def _digest_of(file: Path) -> str:
    with suppress(OSError), file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
    return ""


def _short(error: Exception) -> str:
    """The first line of what a library says, which may be a page long; not how long it took."""
    line = " ".join(str(error).split("\n", 1)[0].split())
    line = re.sub(r" in [0-9.]+[a-zµ]+\b", "", line)
    return line if len(line) <= 160 else f"{line[:159]}…"
