"""Which addresses there are: our pages, our files, what the page itself asks for. Nothing else."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from s3dash.web.place import below
from s3dash.web.plain_page import plain_page

NEEDED = (
    # The page asks these before and while it is shown; the health is for a proxy too.
    *("/_stcore/health", "/_stcore/host-config", "/_stcore/stream", "/_stcore/bidi-components/"),
    # Downloads and pictures; files of components; Streamlit's own files.
    *("/media/", "/component/", "/static/", "/favicon.png", "/manifest.json"),
)
"""What Streamlit serves and a page of ours needs; a stroke at the end: all below it.

Not among them, for no page needs them: upload of files, figures of the server, the interface for
programs, signing in.
"""


@dataclass(frozen=True)
class Page:
    """A page: its address below the base (empty: the start page) and title.

    ``record`` is the parameter of its address that names the one record it shows; empty: none.
    """

    path: str
    title: str
    record: str = ""


class KnownAddresses:
    """Answer 404 for every address that is not known, with a page that helps a reader on.

    Streamlit would answer 200 with a page that stays white.

    Parameters
    ----------
    pages : sequence of Page
        The pages that there are.
    files : sequence of str
        Beginnings of the addresses of our own files, such as ``/maps/``.
    base : str
        Path that the dashboard is served under, as `place.base_of` makes it.
    only : mapping of str to callable
        Beginnings of addresses that are known to some alone: whether they are to who sends these
        headers.
    """

    def __init__(
        self,
        app: ASGIApp,
        pages: Sequence[Page],
        files: Sequence[str],
        base: str,
        only: Mapping[str, Callable[[Headers], bool]] | None = None,
    ) -> None:
        self._app = app
        self._pages = {f"/{page.path}": page for page in pages}
        self._open = (*NEEDED, *files)
        self._base = base
        self._only = dict(only or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 404."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        path = below(scope, self._base)
        if path is not None and self._is_known(path, scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000, "reason": ""})
        else:
            await self._unknown(path, scope)(scope, receive, send)

    def _is_known(self, path: str, scope: Scope) -> bool:
        for start, is_known in self._only.items():
            if path.startswith(start):
                return is_known(Headers(scope=scope))
        # Streamlit leads from an address with a stroke at its end to the one without.
        return (
            path.rstrip("/") in ("", *self._pages)
            or path in self._open
            or any(path.startswith(start) for start in self._open if start.endswith("/"))
        )

    def _unknown(self, path: str | None, scope: Scope) -> Response:
        if "text/html" not in Headers(scope=scope).get("accept", ""):
            return PlainTextResponse("Not Found", status_code=404)
        # Relative, so that it holds behind a proxy that takes a path away.
        root = f"{self._base}/" if path is None else "../" * (path.count("/") - 1) or "./"
        pages = "".join(
            f"<li><a href='{escape(root + page.path)}'>{escape(page.title)}</a></li>"
            for page in self._pages.values()
        )
        return plain_page(
            "There is no such page",
            f"{self._guess(path or '', root)}<p>These pages exist:</p><ul>{pages}</ul>",
            404,
        )

    def _guess(self, path: str, root: str) -> str:
        """A sentence with the link that was perhaps meant: ``/region/ITI1``, ``/region/a/b``."""
        _, first, *rest = [*path.split("/"), ""]
        page = self._pages.get(f"/{first.lower()}")
        if page is None or not page.path:
            return ""
        record = rest[0]
        if not (page.record and record):
            address, label = page.path, page.title
        else:
            address = f"{page.path}?{page.record}={quote(record)}"
            label = f"{page.title}: {record}"
        return (
            f"<p>Perhaps you look for <a href='{escape(root + address)}'>{escape(label)}</a>.</p>"
        )
