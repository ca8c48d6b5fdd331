"""One clock for all queries that have a limit: a thread each would cost more than most queries."""

from __future__ import annotations

import heapq
import threading
from collections.abc import Callable
from itertools import count
from math import inf
from time import monotonic


class Alarm:
    """Calls something when its time is up, unless it is cancelled before."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._due: list[tuple[float, int]] = []
        # Apart, so that what is cancelled is let go of at once.
        self._calls: dict[int, Callable[[], object]] = {}
        self._numbers = count()
        self._wakes_at = -inf
        self._thread: threading.Thread | None = None

    def set(self, seconds: float, call: Callable[[], object]) -> int:
        """Have ``call`` called in so many seconds; returns what `cancel` takes."""
        at = monotonic() + seconds
        with self._changed:
            number = next(self._numbers)
            self._calls[number] = call
            heapq.heappush(self._due, (at, number))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="alarm", daemon=True)
                self._thread.start()
            elif at < self._wakes_at:
                # Mostly it wakes early enough by itself: nothing is woken for a query.
                self._changed.notify()
        return number

    def cancel(self, number: int) -> None:
        """When this returns it has been called, or will never be."""
        with self._changed:
            self._calls.pop(number, None)

    def _run(self) -> None:
        with self._changed:
            while True:
                while self._due and self._due[0][1] not in self._calls:
                    heapq.heappop(self._due)
                self._wakes_at = self._due[0][0] if self._due else inf
                left = self._wakes_at - monotonic()
                if left > 0:
                    self._changed.wait(None if left == inf else left)
                    continue
                _, number = heapq.heappop(self._due)
                self._calls.pop(number)()


ALARM = Alarm()
"""The one of this process."""
