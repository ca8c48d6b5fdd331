"""A newer store is made ready before it is served: with what readers used of the one before.

What a page keeps of a store takes seconds to make of a large one. The first readers of a newer
store would make it all at once, and everybody would wait for them. So a thread makes it beside the
store that is served. What it makes is not listed here: all that has been made of the store before,
and the questions that took long to answer from it.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Generic, TypeVar

T = TypeVar("T")
Question = tuple[Callable[..., Any], tuple[Hashable, ...]]
SLOW_SECONDS = 0.02
"""A question that takes its thread this long is asked of the next store before a reader asks it."""
MOST_ASKED = 200
"""Such questions that are remembered; those asked longest ago give way."""
MOST_SECONDS = 300
"""After that a newer store is served, ready or not."""


class Asked:
    """The questions that took long to answer from a store."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._slow: OrderedDict[Question, None] = OrderedDict()

    @contextmanager
    def timed(
        self, question: Callable[..., Any], arguments: tuple[Hashable, ...]
    ) -> Iterator[None]:
        """While a question is answered."""
        # Of this thread alone: one that waits for others is not slow.
        begun = time.thread_time()
        yield
        if time.thread_time() - begun < SLOW_SECONDS:
            return
        with self._lock:
            self._slow[question, arguments] = None
            if len(self._slow) > MOST_ASKED:
                self._slow.popitem(last=False)

    def slow(self) -> list[Question]:
        """The questions that took long with their arguments, the last one first."""
        with self._lock:
            return list(reversed(self._slow))


class Preparation(Generic[T]):
    """Something newer that is made ready in a thread of its own, piece by piece.

    Parameters
    ----------
    newer : object
        What is made ready.
    pieces : iterable of callables
        What is to be done for it. One that fails is left to the reader who asks for it.
    """

    def __init__(self, newer: T, pieces: Iterable[Callable[[], object]]) -> None:
        self.newer = newer
        self._pieces = pieces
        self._is_stopped = False
        self._is_done = threading.Event()
        self._ends = time.monotonic() + MOST_SECONDS
        threading.Thread(target=self._work, name="next store", daemon=True).start()

    @property
    def is_over(self) -> bool:
        """Whether it is ready, or has had its time."""
        return self._is_done.is_set() or time.monotonic() >= self._ends

    def wait(self, seconds: float = MOST_SECONDS) -> None:
        """Wait until it is over, but no longer than so many seconds."""
        self._is_done.wait(min(seconds, max(0, self._ends - time.monotonic())))

    def stop(self) -> None:
        """Begin no other piece."""
        self._is_stopped = True

    def _work(self) -> None:
        try:
            for piece in self._pieces:
                if self._is_stopped or self.is_over:
                    return
                with suppress(Exception):
                    piece()
        finally:
            self._is_done.set()
