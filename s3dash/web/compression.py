"""Answers as small as the browser can read them, each made once and kept."""

import gzip
import hashlib
import os
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Lock, Thread

import brotli

from s3dash import folders

ENCODINGS = ("br", "gzip")
"""The ones we write, the smallest first. Browsers take `br` over TLS and from this computer."""
SMALLEST = 500
"""Bytes below which nothing is gained."""
_AT_ONCE = {"br": 5, "gzip": 6}
"""Quality for whoever waits: 40 ms for the largest script that every page needs."""
_BEST = {"br": 10, "gzip": 9}
"""Quality for all later: a second for that script, and a quarter less of a map file."""
KEPT = folders.BUILD / "compressed"
"""Where files as small as they get outlast the process: all of them take 8 seconds of a core."""
_NEVER = re.compile(r"q\s*=\s*0(\.0{0,3})?")
"""A weight of nothing: an encoding that the client cannot read."""
_kept: dict[tuple[Path, int, str], bytes] = {}
_writing = Lock()
_to_improve: SimpleQueue[tuple[Path, int, str]] = SimpleQueue()


def accepted(header: str, encodings: Sequence[str] = ENCODINGS) -> str:
    """The first of the encodings that an ``Accept-Encoding`` header allows; empty: none."""
    weights = {}
    for item in header.lower().split(","):
        name, _, parameters = item.partition(";")
        weights[name.strip()] = not _NEVER.fullmatch(parameters.strip())
    other = weights.get("*", False)
    return next((name for name in encodings if weights.get(name, other)), "")


def compress(content: bytes, encoding: str) -> bytes:
    """The content in one of `ENCODINGS`, as small as it gets."""
    return _compress(content, encoding, _BEST[encoding])


def quickly(content: bytes, encoding: str) -> bytes:
    """The content in one of `ENCODINGS`, for an answer that is sent once."""
    return _compress(content, encoding, _AT_ONCE[encoding])


def compressed_file(file: Path, encoding: str) -> bytes:
    """A file in one of `ENCODINGS`: quickly at the first call, and as small as it gets soon after.

    What a process before has written that small is there at once. It is written again when the file
    changes.
    """
    key = (file, file.stat().st_mtime_ns, encoding)
    if key not in _kept:
        # Many first visitors at once wait for one compression instead of each making theirs.
        with _writing:
            if key not in _kept:
                content = file.read_bytes()
                found = _found(content, encoding)
                _kept[key] = found or _compress(content, encoding, _AT_ONCE[encoding])
                if not found:
                    _to_improve.put(key)
    return _kept[key]


def improve() -> None:
    """Write each file that was asked for as small as it gets, as long as the server runs.

    Both kinds of compression let other threads run meanwhile.
    """
    Thread(target=_improve, name="compression", daemon=True).start()


def _improve() -> None:
    while True:
        file, changed, encoding = _to_improve.get()
        content = file.read_bytes()
        # Another process may have been quicker.
        small = _found(content, encoding)
        if not small:
            small = compress(content, encoding)
            _keep(content, encoding, small)
        _kept[file, changed, encoding] = small


def _place(content: bytes, encoding: str) -> Path:
    """Where what is made of a content is kept: by its digest, so that it is never an old one."""
    return KEPT / f"{hashlib.sha256(content).hexdigest()}-{_BEST[encoding]}.{encoding}"


def _found(content: bytes, encoding: str) -> bytes:
    """The content as small as it gets, where it was kept; empty: nowhere."""
    try:
        return _place(content, encoding).read_bytes()
    except OSError:
        return b""


def _keep(content: bytes, encoding: str, small: bytes) -> None:
    """Keep it for the next process, whole or not at all; not in a folder that is only read."""
    place = _place(content, encoding)
    part = place.with_suffix(f".{os.getpid()}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(small)
        part.replace(place)
    except OSError:
        with suppress(OSError):
            part.unlink()


def _compress(content: bytes, encoding: str, quality: int) -> bytes:
    if encoding == "br":
        return bytes(brotli.compress(content, quality=quality))
    # Without the time of writing: the same content is the same answer.
    return gzip.compress(content, quality, mtime=0)
