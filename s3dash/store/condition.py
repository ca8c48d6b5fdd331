"""What is wrong with the newest store, for who runs the dashboard: the last good one goes on."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class Refused:
    """A newer store that is not served: why, in a word for programs, and since when.

    ``why`` names no file and no address: everybody may read it.
    """

    why: str
    since: datetime


class Condition:
    """What was found out about newer stores last; any thread may ask and tell."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._refused: dict[str, Refused] = {}
        self._checked: datetime | None = None

    def refuse(self, who: str, why: str) -> None:
        """A newer store is not served; ``who`` has found that out and will say when it is over."""
        with self._lock:
            before = self._refused.get(who)
            if before is None or before.why != why:
                self._refused[who] = Refused(why, datetime.now(UTC))

    def accept(self, who: str) -> None:
        """What ``who`` had found is over."""
        # Asked for at every run of a page: without the lock where there is nothing to do.
        if who in self._refused:
            with self._lock:
                self._refused.pop(who, None)

    def checked(self) -> None:
        """The address of the store has answered now."""
        self._checked = datetime.now(UTC)

    @property
    def refused(self) -> Refused | None:
        """The newer store that is not served; None: the newest is served."""
        with self._lock:
            return next(iter(self._refused.values()), None)

    @property
    def checked_at(self) -> datetime | None:
        """When the address of the store answered last; None: the store is a file."""
        return self._checked


CONDITION = Condition()
"""That of the store of this process."""
