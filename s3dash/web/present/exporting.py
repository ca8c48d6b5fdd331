"""Files of a room that take a while: made in the background, with how far they are."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock

LOG = logging.getLogger("s3dash")
AT_ONCE = 2
"""Files that are made at a time; the others wait their turn."""
MOST_WAITING = 10
"""Files that are made or wait; whoever asks for more is told to come back."""
MOST_OF_ROOM = 2
"""Of them, so many of one room: no room holds up the others."""
KEPT_SECONDS = 600.0
MOST_KEPT = 20
BUSY = "Other files are being made at the moment. Please try again in a minute."
FAILED = "The file could not be made. Whoever runs this dashboard finds the reason in its log."

Tell = Callable[[int, int], None]
Make = Callable[[Tell], bytes]


class Busy(Exception):
    """As many files are being made as may be at a time."""

    def __init__(self) -> None:
        super().__init__(BUSY)


@dataclass
class Job:
    """A file that is being made: ``done`` of ``total`` scenes; then its content, or what failed."""

    room: str
    file_name: str
    media_type: str
    done: int = 0
    total: int = 0
    content: bytes | None = None
    problem: str = ""
    begun_at: float = field(default_factory=time.monotonic)

    @property
    def is_open(self) -> bool:
        """Whether it is still being made, or waits for its turn."""
        return self.content is None and not self.problem


class Jobs:
    """Files that are made for rooms, by names that cannot be guessed."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._lock = Lock()
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="export")

    def start(self, job: Job, make: Make) -> str:
        """Begin a file; its name.

        Raises
        ------
        Busy
            If `MOST_WAITING` files are being made, or `MOST_OF_ROOM` of this room.
        """
        name = secrets.token_urlsafe(12)
        with self._lock:
            self._drop_old()
            busy = [one.room for one in self._jobs.values() if one.is_open]
            if len(busy) >= MOST_WAITING or busy.count(job.room) >= MOST_OF_ROOM:
                raise Busy
            done = [key for key, one in self._jobs.items() if not one.is_open]
            for key in done[: max(0, len(self._jobs) - MOST_KEPT + 1)]:
                del self._jobs[key]
            self._jobs[name] = job
        self._pool.submit(self._make, job, make)
        return name

    def find(self, room: str, name: str) -> Job | None:
        """A file of a room by its name."""
        with self._lock:
            self._drop_old()
            job = self._jobs.get(name)
        return job if job and job.room == room else None

    def forget(self, room: str) -> None:
        """Let go of all files of a room: it was deleted with all its content."""
        with self._lock:
            for name in [name for name, one in self._jobs.items() if one.room == room]:
                del self._jobs[name]

    def _drop_old(self) -> None:
        late = time.monotonic() - KEPT_SECONDS
        for name in [name for name, one in self._jobs.items() if one.begun_at < late]:
            del self._jobs[name]

    @staticmethod
    def _make(job: Job, make: Make) -> None:
        def tell(done: int, total: int) -> None:
            job.done, job.total = done, total

        try:
            job.content = make(tell)
        except Exception:
            LOG.exception("A file of a room could not be made.")
            job.problem = FAILED
