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
KEPT_SECONDS = 600.0
MOST_KEPT = 20
FAILED = "The file could not be made. Whoever runs this dashboard finds the reason in its log."

Tell = Callable[[int, int], None]
Make = Callable[[Tell], bytes]


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


class Jobs:
    """Files that are made for rooms, by names that cannot be guessed."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._lock = Lock()
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="export")

    def start(self, job: Job, make: Make) -> str:
        """Begin a file; its name."""
        name = secrets.token_urlsafe(12)
        with self._lock:
            now = time.monotonic()
            old = [key for key, one in self._jobs.items() if now - one.begun_at > KEPT_SECONDS]
            old += list(self._jobs)[: max(0, len(self._jobs) - len(old) - MOST_KEPT + 1)]
            for key in old:
                self._jobs.pop(key, None)
            self._jobs[name] = job
        self._pool.submit(self._make, job, make)
        return name

    def find(self, room: str, name: str) -> Job | None:
        """A file of a room by its name."""
        job = self._jobs.get(name)
        return job if job and job.room == room else None

    @staticmethod
    def _make(job: Job, make: Make) -> None:
        def tell(done: int, total: int) -> None:
            job.done, job.total = done, total

        try:
            job.content = make(tell)
        except Exception:
            LOG.exception("A file of a room could not be made.")
            job.problem = FAILED
