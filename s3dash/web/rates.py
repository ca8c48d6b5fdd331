"""How much one address may ask in a time: new sessions, questions of programs, new rooms."""

from __future__ import annotations

import ipaddress
import json
import math
import time
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from s3dash.settings import NO_LIMIT
from s3dash.web.capacity import opens_a_session, waiting_page
from s3dash.web.monitoring import metrics
from s3dash.web.place import below

STREAM = "/_stcore/stream"


class Rates:
    """Answer 429 with ``Retry-After`` to an address that asks too often.

    Who comes from this computer itself, or from an address of a proxy, is everybody: not limited.
    Whom a proxy names is believed where the server believes that proxy (`S3DASH_PROXIES`).

    Parameters
    ----------
    sessions, programs : str
        Such as ``600/minute``, or `settings.NO_LIMIT`.
    addresses : iterable of str
        Those that programs ask; a stroke at the end: all below it.
    pages : iterable of str
        Paths below the base, without a stroke, of pages that open a session.
    proxies : iterable of str
        Addresses and networks that are not limited.
    base : str
        Path that the dashboard is served under, as `place.base_of` makes it.
    makes : mapping of str to str, optional
        Address below the base where something is made that stays, and how often it may be.
    """

    def __init__(
        self,
        app: ASGIApp,
        sessions: str,
        programs: str,
        addresses: Iterable[str],
        pages: Iterable[str],
        proxies: Iterable[str],
        base: str,
        makes: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._app = app
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._sessions = _item(sessions)
        self._programs = _item(programs)
        self._makes = {path: parse(rate) for path, rate in makes.items()}
        # Who watches the server is not turned away.
        addresses = [one for one in addresses if one not in ("/healthz", "/readyz")]
        self._exact = frozenset(one for one in addresses if not one.endswith("/"))
        self._below = tuple(one for one in addresses if one.endswith("/"))
        self._base = base
        self._pages = frozenset(pages)
        networks = [ipaddress.ip_network(one) for one in proxies]
        self._who = lru_cache(4096)(lambda host: _who(host, networks))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        client = scope.get("client")
        who = self._who(client[0]) if client else ""
        if who:
            path = below(scope, self._base) or ""
            if scope["type"] == "websocket":
                if path == STREAM and self._is_over(self._sessions, "session", who):
                    await self._refuse_session(who, scope, receive, send)
                    return
            elif path in self._exact or path.startswith(self._below):
                if self._is_over(self._programs, "program", who):
                    seconds = self._seconds(self._programs, "program", who)
                    await _problem(seconds)(scope, receive, send)
                    return
            elif path in self._makes and scope["method"] == "POST":
                if self._is_over(self._makes[path], path, who):
                    seconds = self._seconds(self._makes[path], path, who)
                    await _too_many(seconds)(scope, receive, send)
                    return
            elif (
                self._sessions
                and opens_a_session(scope, self._pages, self._base)
                and not self._limiter.test(self._sessions, "session", who)
            ):
                seconds = self._seconds(self._sessions, "session", who)
                page = waiting_page(
                    "Many readers at once",
                    "So many readers have just come from your network that the dashboard lets "
                    "the next ones in a little later.",
                    429,
                    seconds,
                )
                await page(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _is_over(self, item: RateLimitItem | None, kind: str, who: str) -> bool:
        is_over = item is not None and not self._limiter.hit(item, kind, who)
        if is_over:
            metrics.REFUSED.labels(f"{kind} rate").inc()
        return is_over

    def _seconds(self, item: RateLimitItem | None, kind: str, who: str) -> int:
        assert item is not None
        reset = self._limiter.get_window_stats(item, kind, who).reset_time
        # The window slides: a part of it is enough for the next one to come in.
        return max(1, min(math.ceil(reset - time.time()), item.get_expiry()))

    async def _refuse_session(self, who: str, scope: Scope, receive: Receive, send: Send) -> None:
        if "websocket.http.response" not in scope.get("extensions", {}):
            await send({"type": "websocket.close", "code": 1013, "reason": ""})
            return
        seconds = self._seconds(self._sessions, "session", who)
        headers = [(b"retry-after", str(seconds).encode())]
        start = {"type": "websocket.http.response.start", "status": 429, "headers": headers}
        await receive()
        await send(start)
        await send({"type": "websocket.http.response.body", "body": b""})


def _item(rate: str) -> RateLimitItem | None:
    return None if rate == NO_LIMIT else parse(rate)


def _who(host: str, networks: list[ipaddress.IPv4Network | ipaddress.IPv6Network]) -> str:
    """Whom an address stands for; empty: for everybody.

    A household has a whole network of the new addresses: its 64 leading bits.
    """
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return ""
    mapped = getattr(address, "ipv4_mapped", None)
    address = mapped or address
    if address.is_loopback or any(address in network for network in networks):
        return ""
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def _too_many(seconds: int) -> Response:
    words = (
        "So many rooms were just made from your network that the next one can be made in about "
        f"{math.ceil(seconds / 60)} minutes. A deck can be shown without a room meanwhile."
    )
    headers = {"Retry-After": str(seconds), "Cache-Control": "no-store"}
    return JSONResponse({"problem": words}, 429, headers)


def _problem(seconds: int) -> Response:
    body = {
        "type": "about:blank",
        "title": "Too many questions",
        "status": 429,
        "detail": f"This address has asked too often. Ask again in {seconds} seconds; the whole "
        "base in one file is under api/v1/downloads.json.",
    }
    return Response(
        json.dumps(body),
        429,
        headers={
            "Retry-After": str(seconds),
            "Cache-Control": "no-store",
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Expose-Headers": "Retry-After",
        },
        media_type="application/problem+json",
    )
