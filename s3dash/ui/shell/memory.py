"""Keeps garbage collection out of the way of readers: imports set aside, the rest when it is quiet.

Streamlit would collect after every script run, which takes longer with every reader, those who
have left included. `runner.postScriptGC` is off, and `collect_in_quiet` does it between runs.
"""

import asyncio
import ctypes
import gc
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

QUIET_SECONDS = 1.0
"""No page has been drawn for so long: nobody waits for what we do now."""
AT_MOST_EVERY_SECONDS = 10.0
AT_LEAST_EVERY_SECONDS = 60.0
"""Where it is never quiet, one reader waits a moment longer once in so long."""


def set_aside_imports() -> None:
    """Take what has been imported by now out of garbage collection; call before the first reader.

    It is never garbage: set aside, it need not be looked at again. Later it would set aside what
    belongs to readers too, and keep it for good.
    """
    gc.collect()
    gc.freeze()


def take_up_imports() -> None:
    """Undo `set_aside_imports`; call when the server ends.

    What is set aside is not cleared away at the end of the process, and DuckDB would write forty
    lines about it after Ctrl-C.
    """
    gc.unfreeze()


def give_back() -> None:
    """Return memory that is free again to the system, where the C library can be asked to.

    Every run has a thread of its own, and the library keeps what such a thread has freed for the
    next one that happens to get the same part of memory.
    """
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)


class Quiet:
    """Knows when pages are drawn, and so when it is time for what nobody waits for."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._running = 0
        self._ended = 0.0
        self._collected = time.monotonic()
        self._has_garbage = False
        self._to_tell: list[Callable[[], None]] = []

    @contextmanager
    def drawing(self) -> Iterator[None]:
        """While a page is drawn."""
        with self._lock:
            self._running += 1
        try:
            yield
        finally:
            with self._lock:
                self._running -= 1
                self._ended = time.monotonic()
                self._has_garbage = True
                told = [] if self._running else self._taken()
            for call in told:
                call()

    def is_drawing(self) -> bool:
        """Whether a page is drawn now."""
        return self._running > 0

    def when_done(self, call: Callable[[], None]) -> None:
        """Call once when no page is drawn any more, from the thread of the last one; or at once."""
        with self._lock:
            self._to_tell.append(call)
            told = [] if self._running else self._taken()
        for call in told:
            call()

    def _taken(self) -> list[Callable[[], None]]:
        told, self._to_tell = self._to_tell, []
        return told

    def is_due(self, now: float) -> bool:
        """Whether to collect at this moment of `time.monotonic`: something was drawn since."""
        if not self._has_garbage:
            return False
        passed = now - self._collected
        is_quiet = not self._running and now - self._ended >= QUIET_SECONDS
        return passed >= (AT_MOST_EVERY_SECONDS if is_quiet else AT_LEAST_EVERY_SECONDS)

    def collect(self) -> None:
        """Collect garbage now."""
        self._has_garbage = False
        gc.collect()
        give_back()
        self._collected = time.monotonic()


QUIET = Quiet()
"""The one of this process."""


async def collect_in_quiet() -> None:
    """Collect garbage whenever it is time to, for as long as the server lives."""
    while True:
        await asyncio.sleep(QUIET_SECONDS)
        if QUIET.is_due(time.monotonic()):
            QUIET.collect()
