"""Each request with an id, how long it took, and a line in the log."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from s3dash.web.monitoring import metrics
from s3dash.web.monitoring.log import ACCESS, REQUEST
from s3dash.web.place import below

LOG = logging.getLogger(ACCESS)
HEADER = "X-Request-ID"
_GOOD = re.compile(r"[A-Za-z0-9._-]{1,64}")
HEALTH = ("/healthz", "/readyz")
OTHER = "other"
STREAM = "text/event-stream"
"""What a phone listens to for an hour is no answer that took an hour."""


class Requests:
    """Count and time what is asked, and write a line for each where the log is for programs.

    The path is told where it is one of ours; of all others only their first part, and nothing
    behind a ``?``: neither the filters of a reader nor what somebody tries.

    Parameters
    ----------
    pages : iterable of str
        Paths of the pages below the base, without a stroke.
    programs : iterable of str
        Addresses of the interface; a stroke at the end: all below it.
    parts : iterable of str
        Beginnings of other known addresses.
    base : str
        Path that the dashboard is served under, as `place.base_of` makes it.
    is_written : bool
        Whether there is a line for each.
    """

    def __init__(
        self,
        app: ASGIApp,
        pages: Iterable[str],
        programs: Iterable[str],
        parts: Iterable[str],
        base: str,
        is_written: bool,
    ) -> None:
        self._app = app
        self._pages = {f"/{page}" for page in pages}
        self._programs = tuple(programs)
        self._parts = tuple(parts)
        self._base = base
        self._is_written = is_written

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        stated = Headers(scope=scope).get(HEADER, "")
        # One that the proxy gave is kept, so that its log and ours can be laid together.
        request = stated if _GOOD.fullmatch(stated) else uuid.uuid4().hex[:16]
        token = REQUEST.set(request)
        begun = time.perf_counter()
        status, is_stream = 0, False

        async def send_on(message: Message) -> None:
            nonlocal status, is_stream
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers[HEADER] = request
                is_stream = headers.get("content-type", "").startswith(STREAM)
            elif message["type"] == "websocket.accept":
                status = 101
                self._write(scope, "session opens", status, 0)
            elif message["type"] == "websocket.http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_on)
        except Exception:
            status = status or 500
            raise
        finally:
            passed = time.perf_counter() - begun
            if scope["type"] == "http":
                if not is_stream:
                    kind, _ = self._told(scope)
                    metrics.ANSWERS.labels(kind, str(status)).observe(passed)
                self._write(scope, "answer", status, passed)
            else:
                said = "session ends" if status == 101 else "session refused"
                self._write(scope, said, status or 403, passed)
            REQUEST.reset(token)

    def _told(self, scope: Scope) -> tuple[str, str]:
        """What kind of request it is, and as much of its path as is told."""
        path = below(scope, self._base)
        if path is None:
            return OTHER, ""
        if path in HEALTH:
            return "health", path
        if (path.rstrip("/") or "/") in self._pages:
            return "page", path
        if path in self._programs:
            return "program", path
        for part in self._programs:
            if part.endswith("/") and path.startswith(part):
                return "program", part
        known = next((part for part in self._parts if path.startswith(part)), None)
        return ("file", known) if known else (OTHER, "")

    def _write(self, scope: Scope, said: str, status: int, seconds: float) -> None:
        if not self._is_written:
            return
        kind, path = self._told(scope)
        if kind == "health" and status == 200:
            # Every second, from every proxy.
            return
        more = {
            "method": scope.get("method", "GET"),
            "kind": kind,
            "path": path,
            "status": status,
            "ms": round(seconds * 1000, 1),
        }
        LOG.info(said, extra=more)
