"""How many readers there is room for; the others wait on a page that comes back by itself."""

import random
import time
from collections import deque
from collections.abc import Container, Iterable
from functools import cache

import psutil
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from s3dash.web.monitoring import metrics
from s3dash.web.place import below
from s3dash.web.plain_page import plain_page

WANTED = 16_384
"""Open files that we ask the system for; it may allow fewer."""
PER_SESSION = 4
"""Open files of a session and of the requests beside it."""
KEPT = 128 * 3
"""Open files of readers who have left: Streamlit keeps so many, each with an event loop."""
RESERVED = 256 + KEPT
"""Open files that are not for readers: those of who has left, of the store, the libraries, and of
answers to whoever finds no room."""
TRY_AGAIN_LATER = 1013
COME_BACK = (10, 20)
"""Seconds after which a waiting page asks again: not all of them at once."""
MEMORY_SECONDS = 1.0
"""How long a look at the memory holds."""
COMING_SECONDS = 5.0
"""How long a place is kept for who has got the page."""
LET_IN = 1.1
"""Of the room: who has got the page already is let in when others were quicker."""


def room() -> int:
    """How many sessions the limit of open files leaves room for, having raised it as far as may be.

    Where a system has no such limit (Windows): as many as `WANTED` leaves room for.
    """
    return max(1, (_open_files() - RESERVED) // PER_SESSION)


def _open_files() -> int:
    try:
        import resource
    except ModuleNotFoundError:
        return WANTED
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= WANTED:
        return WANTED
    allowed = WANTED if hard == resource.RLIM_INFINITY else min(WANTED, hard)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    except (OSError, ValueError):
        return soft
    return allowed


class Capacity:
    """Let in as many sessions as there is room for; tell the next that it is full.

    Parameters
    ----------
    room : int
        The most sessions at a time that the system has room for.
    wanted : int, optional
        The most that a deployment wants; none: as many as there is room for.
    most_memory : int, optional
        MB of memory above which nobody new is let in; none: no limit.
    pages : iterable of str
        Paths below the base, without a stroke, of pages that open a session.
    base : str
        Path that the dashboard is served under, as `place.base_of` makes it.
    """

    def __init__(
        self,
        app: ASGIApp,
        room: int,
        wanted: int | None = None,
        most_memory: int | None = None,
        pages: Iterable[str] = ("",),
        base: str = "",
    ) -> None:
        self._app = app
        self._paths = frozenset(pages)
        self._base = base
        self._coming: deque[float] = deque()
        self._pages = min(room, wanted or room)
        self._sessions = min(room, int(self._pages * LET_IN))
        self._most_bytes = (most_memory or 0) * 1_000_000
        self._open = 0
        self._looked = float("-inf")
        self._is_heavy = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or say that it is full."""
        if scope["type"] == "websocket":
            if self._open >= self._sessions:
                metrics.REFUSED.labels("full").inc()
                await send({"type": "websocket.close", "code": TRY_AGAIN_LATER, "reason": ""})
                return
            self._open += 1
            if self._coming:
                self._coming.popleft()
            metrics.SESSIONS.inc()
            metrics.OPENED.inc()
            try:
                await self._app(scope, receive, send)
            finally:
                self._open -= 1
                metrics.SESSIONS.dec()
        elif not opens_a_session(scope, self._paths, self._base):
            await self._app(scope, receive, send)
        elif why := self._full():
            metrics.REFUSED.labels(why).inc()
            page = waiting_page(
                "The dashboard is full",
                "As many readers as it has room for are here now. You are let in as soon as "
                "somebody leaves.",
                503,
                random.randint(*COME_BACK),
            )
            await page(scope, receive, send)
        else:
            self._coming.append(time.monotonic())
            await self._app(scope, receive, send)

    def _full(self) -> str:
        """Why nobody new is let in; empty: there is room."""
        # Who has just got the page opens a session as soon as its scripts run.
        late = time.monotonic() - COMING_SECONDS
        while self._coming and self._coming[0] < late:
            self._coming.popleft()
        if self._open + len(self._coming) >= self._pages:
            return "full"
        # Nobody who leaves would make room where nobody is.
        return "memory" if self._most_bytes and self._open and self._takes_too_much() else ""

    def _takes_too_much(self) -> bool:
        now = time.monotonic()
        if now - self._looked >= MEMORY_SECONDS:
            self._looked = now
            self._is_heavy = _process().memory_info().rss > self._most_bytes
        return self._is_heavy


@cache
def _process() -> psutil.Process:
    return psutil.Process()


def waiting_page(title: str, words: str, status: int, seconds: int) -> Response:
    """A page that asks for the same address again by itself, and needs no script for it."""
    return plain_page(
        title,
        f"<p role=status>{words} This page tries again by itself in {seconds} seconds, at the "
        "view that you asked for; you need not do anything.</p>",
        status,
        **{"Retry-After": str(seconds), "Refresh": str(seconds)},
    )


def opens_a_session(scope: Scope, pages: Container[str], base: str) -> bool:
    """Whether a browser asks for one of the pages, which will open a session."""
    return (
        scope["type"] == "http"
        and any(name == b"accept" and b"text/html" in value for name, value in scope["headers"])
        and (below(scope, base) or "").strip("/") in pages
    )
