"""What every answer tells a browser about what it may do with it."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        # Streamlit hands the scripts of components that stand in Python to the browser as blobs;
        # deck.gl is partly WebAssembly.
        "script-src 'self' blob: 'wasm-unsafe-eval'",
        # Streamlit and Plotly write style elements while they draw.
        "style-src 'self' 'unsafe-inline' blob:",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        # deck.gl and Plotly read pictures that they have drawn.
        "connect-src 'self' data: blob:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
PERMISSIONS = ", ".join(
    f"{part}=()"
    for part in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
)
"""No page asks for any of this, so no script that got into one may."""
OTHER_POLICY = "default-src 'self'"
"""The policy of what is no page: 100 files of a first visit do not repeat the long one."""
AS_IT_IS = "identity"
"""As ``Content-Encoding``: not to be compressed, although the client would take it so. Streamlit
would do it to any answer; nothing is left to gain where the file is compressed in itself.
"""
HEADERS = {
    # A link of ours says what a reader looks at; another site learns that they came, no more.
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
}


class SecurityHeaders:
    """Add `HEADERS` and a content security policy to every answer that does not have its own.

    What was said within with `AS_IT_IS` is not told.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if headers.get("content-encoding") == AS_IT_IS:
                    del headers["content-encoding"]
                is_page = headers.get("content-type", "").startswith("text/html")
                if is_page:
                    headers.setdefault("Permissions-Policy", PERMISSIONS)
                headers.setdefault(
                    "Content-Security-Policy", CONTENT_SECURITY_POLICY if is_page else OTHER_POLICY
                )
            await send(message)

        await self._app(scope, receive, send_with_headers)
