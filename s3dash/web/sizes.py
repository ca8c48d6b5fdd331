"""Nothing longer is asked than a page or a program of ours would ask."""

from collections.abc import Sequence

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from s3dash.web.monitoring import metrics

LONGEST_ADDRESS = 16_384
"""Bytes of path and question: a view with a hundred values of every filter has room."""
LONGEST_HEADERS = 32_768
"""Bytes of all headers: many cookies of a reader's other sites under the same name."""
LONGEST_BODY = 65_536
"""Bytes of what is sent with a request."""


class Sizes:
    """Refuse what is too long: 414 an address, 431 headers, 413 a body.

    The server itself ends a request whose head is longer than 64 KB, and a session whose message
    is longer than `server.maxMessageSize`.

    Parameters
    ----------
    own : sequence of str
        Beginnings of addresses below the base that have a limit of their own for what is sent.
    base : str
        Path that the dashboard is served under, as `place.base_of` makes it.
    """

    def __init__(self, app: ASGIApp, own: Sequence[str] = (), base: str = "") -> None:
        self._app = app
        self._own = tuple(f"{base}{start}" for start in own)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        has_own = bool(self._own) and scope["path"].startswith(self._own)
        status = _too_long(scope, has_own)
        if not status:
            body = receive if has_own or not _has_body(scope) else _limited(receive)
            await self._app(scope, body, send)
            return
        metrics.REFUSED.labels("too long").inc()
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1009, "reason": ""})
            return
        told = {414: "The address is too long.", 431: "The headers are too long."}
        text = told.get(status, "What was sent is too long.")
        # What is still on its way is not read.
        answer = PlainTextResponse(text, status_code=status, headers={"Connection": "close"})
        await answer(scope, receive, send)


def _too_long(scope: Scope, has_own: bool) -> int:
    """The status to refuse a request with; 0: it is short enough."""
    if len(scope["path"]) + len(scope["query_string"]) > LONGEST_ADDRESS:
        return 414
    length, stated = 0, b"0"
    for name, value in scope["headers"]:
        length += len(name) + len(value)
        if name == b"content-length":
            stated = value
    if length > LONGEST_HEADERS:
        return 431
    is_too_much = stated.isdigit() and int(stated[:12]) > LONGEST_BODY
    return 413 if is_too_much and not has_own else 0


def _has_body(scope: Scope) -> bool:
    return scope["type"] == "http" and scope["method"] not in ("GET", "HEAD", "OPTIONS")


def _limited(receive: Receive) -> Receive:
    """A body whose length nobody stated ends when it is too long."""
    came = 0

    async def receive_some() -> Message:
        nonlocal came
        message = await receive()
        came += len(message.get("body", b""))
        return message if came <= LONGEST_BODY else {"type": "http.disconnect"}

    return receive_some
