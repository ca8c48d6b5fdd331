"""How many readers there is room for, and what the others are told."""

from starlette.types import ASGIApp, Receive, Scope, Send

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
        The most sessions at a time.
    """

    def __init__(self, app: ASGIApp, room: int) -> None:
        self._app = app
        self._room = room
        self._open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or say that it is full."""
        is_full = self._open >= self._room
        if scope["type"] == "websocket":
            if is_full:
                await send({"type": "websocket.close", "code": TRY_AGAIN_LATER, "reason": ""})
                return
            self._open += 1
            try:
                await self._app(scope, receive, send)
            finally:
                self._open -= 1
        elif is_full and scope["type"] == "http" and _is_for_reading(scope):
            response = plain_page(
                "The dashboard is full",
                "<p>As many readers as it has room for are here now. "
                "Please load this page again in a minute.</p>",
                503,
                **{"Retry-After": "60"},
            )
            await response(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _is_for_reading(scope: Scope) -> bool:
    return any(name == b"accept" and b"text/html" in value for name, value in scope["headers"])
