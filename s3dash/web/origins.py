"""Only our own pages open a session: websockets from pages of other sites are refused."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send

POLICY_VIOLATION = 1008
_NONE = ("", "")


class OwnOrigin:
    """Refuse a websocket of a page that is not ours, before Streamlit sees it.

    Streamlit would ask a host on the internet for this computer's address, to compare the origin
    with it, and everybody would wait until that host has answered or not.

    Parameters
    ----------
    public : sequence of str
        Addresses that readers know the dashboard by, such as ``https://s3.example.eu``, if a proxy
        in front of it sends another `Host` on.
    """

    def __init__(self, app: ASGIApp, public: Sequence[str] = ()) -> None:
        self._app = app
        self._public = {_origin(address) for address in public} - {_NONE}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or end it."""
        origin = Headers(scope=scope).get("origin") if scope["type"] == "websocket" else None
        # Only browsers name an origin, and they always do.
        if origin is None:
            await self._app(scope, receive, send)
            return
        headers = MutableHeaders(raw=list(scope["headers"]))
        _, host = found = _origin(origin)
        if found in self._public:
            # From here on the request is for the address that the reader sees.
            headers["host"] = host
            await self._app({**scope, "headers": headers.raw}, receive, send)
        elif host and host == headers.get("host", "").lower():
            await self._app(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": POLICY_VIOLATION, "reason": ""})


def _origin(address: str) -> tuple[str, str]:
    """Scheme and host of an address, `_NONE` for what is none."""
    try:
        found = urlsplit(address.strip().lower())
    except ValueError:
        return _NONE
    return found.scheme, found.netloc
