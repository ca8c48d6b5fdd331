"""Nothing longer is asked than a page or a program of ours would ask."""

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from s3dash.web.monitoring import metrics

LONGEST_ADDRESS = 16_384
"""Bytes of path and question: a view with a hundred values of every filter has room."""
LONGEST_HEADERS = 32_768
"""Bytes of all headers: many cookies of a reader's other sites under the same name."""
LONGEST_BODY = 65_536
"""Bytes of what is sent with a request; nothing of ours needs any."""
UPLOADS = "/_stcore/upload_file/"
"""Where Streamlit takes files, if a page has use for them, and has a limit of its own."""


class Sizes:
    """Refuse what is too long: 414 an address, 431 headers, 413 a body.

    The server itself ends a request whose head is longer than 64 KB, and a session whose message
    is longer than `server.maxMessageSize`.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        status = _too_long(scope)
        if not status:
            body = _limited(receive) if _has_body(scope) else receive
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


def _too_long(scope: Scope) -> int:
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
    return 413 if is_too_much and UPLOADS not in scope["path"] else 0


def _has_body(scope: Scope) -> bool:
    is_sent = scope["type"] == "http" and scope["method"] not in ("GET", "HEAD", "OPTIONS")
    return is_sent and UPLOADS not in scope["path"]


def _limited(receive: Receive) -> Receive:
    """A body whose length nobody stated ends when it is too long."""
    came = 0

    async def receive_some() -> Message:
        nonlocal came
        message = await receive()
        came += len(message.get("body", b""))
        return message if came <= LONGEST_BODY else {"type": "http.disconnect"}

    return receive_some
