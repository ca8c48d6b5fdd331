"""Answers as small as the browser can read them, each made once and kept."""

import gzip
from collections.abc import Sequence
from pathlib import Path
from queue import SimpleQueue
from threading import Lock, Thread

import brotli

ENCODINGS = ("br", "gzip")
"""The ones we write, the smallest first. Browsers take `br` over TLS and from this computer."""
SMALLEST = 500
"""Bytes below which nothing is gained."""
_AT_ONCE = {"br": 5, "gzip": 6}
"""Quality for whoever waits: 40 ms for the largest script that every page needs."""
_BEST = {"br": 10, "gzip": 9}
"""Quality for all later: a second for that script, and a quarter less of a map file."""
_kept: dict[tuple[Path, int, str], bytes] = {}
_writing = Lock()
_to_improve: SimpleQueue[tuple[Path, int, str]] = SimpleQueue()


def accepted(header: str, encodings: Sequence[str] = ENCODINGS) -> str:
    """The first of the encodings that an ``Accept-Encoding`` header allows; empty: none."""
    weights = {}
    for item in header.lower().split(","):
        name, _, parameters = item.partition(";")
        weights[name.strip()] = parameters.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00")
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

    It is written again when the file changes.
    """
    key = (file, file.stat().st_mtime_ns, encoding)
    if key not in _kept:
        # Many first visitors at once wait for one compression instead of each making theirs.
        with _writing:
            if key not in _kept:
                _kept[key] = _compress(file.read_bytes(), encoding, _AT_ONCE[encoding])
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
        _kept[file, changed, encoding] = compress(file.read_bytes(), encoding)


def _compress(content: bytes, encoding: str, quality: int) -> bytes:
    if encoding == "br":
        return bytes(brotli.compress(content, quality=quality))
    # Without the time of writing: the same content is the same answer.
    return gzip.compress(content, quality, mtime=0)
