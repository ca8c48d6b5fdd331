"""Whether the proxy in front keeps a reader at one process; says so in the log where it does not.

A page asks for `ASKED` right before it opens its session, again after each break of the line. There
it gets a cookie that names this process, and no reader. A session that comes with the name of
another process was led astray: a proxy must keep a reader at one process.
"""

from __future__ import annotations

import logging
import secrets
from collections import deque

from starlette.datastructures import MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from s3dash.web.monitoring import metrics
from s3dash.web.place import below

LOG = logging.getLogger(__name__)
ASKED = ("/_stcore/health", "/_stcore/host-config")
COOKIE = "s3dash_process"
PROXIED = (b"x-forwarded-for", b"forwarded", b"x-forwarded-proto", b"via")
LAST = 20
"""Sessions that are looked at."""
TOO_MANY = 5
"""Of them, so many led astray are no accident."""
TOLD = (
    "The proxy in front leads the page of a reader to one process and their session to another: "
    "downloads and returns fail. Have it keep each reader at one process, as "
    "deploy/haproxy.cfg does by a cookie and deploy/systemd/nginx-site.conf as well."
)


class Affinity:
    """Look whether sessions come from pages of this process, where there is a proxy.

    Parameters
    ----------
    base : str
        Path that the dashboard is served under, as `place.base_of` makes it.
    """

    def __init__(self, app: ASGIApp, base: str) -> None:
        self._app = app
        self._base = base
        self._name = secrets.token_hex(4)
        self._last: deque[bool] = deque(maxlen=LAST)
        self._is_told = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with the cookie where it belongs."""
        if scope["type"] == "websocket":
            self._look(scope)
        elif scope["type"] == "http" and "/_stcore/" in scope["path"] and self._is_asked(scope):
            await self._app(scope, receive, self._with_cookie(send))
            return
        await self._app(scope, receive, send)

    def _is_asked(self, scope: Scope) -> bool:
        return (
            any(name in PROXIED for name, _ in scope["headers"])
            and _process(scope) != self._name
            and below(scope, self._base) in ASKED
        )

    def _with_cookie(self, send: Send) -> Send:
        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                value = f"{COOKIE}={self._name}; Path={self._base}/; HttpOnly; SameSite=Lax"
                MutableHeaders(scope=message).append("Set-Cookie", value)
            await send(message)

        return send_on

    def _look(self, scope: Scope) -> None:
        process = _process(scope)
        if not process:
            return
        is_astray = process != self._name
        self._last.append(is_astray)
        if is_astray:
            metrics.STRAYED.inc()
        if sum(self._last) >= TOO_MANY and not self._is_told:
            self._is_told = True
            LOG.error("%s", TOLD)


def _process(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"cookie" and COOKIE.encode() in value:
            return cookie_parser(value.decode("latin-1")).get(COOKIE, "")
    return ""
