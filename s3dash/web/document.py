"""The page that a browser gets first: Streamlit's own, with what ours needs added."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from s3dash.web import compression
from s3dash.web.addresses import Page

WAITING = """<div id="root">
<style>
.s3-first { position: fixed; inset: 0; display: grid; place-content: center; padding: 1.25rem;
  text-align: center; font: 1rem/1.5 system-ui, sans-serif; color: #16202e; background: #ffffff; }
.s3-first b { font-size: 1.25rem; }
@media (prefers-color-scheme: dark) { .s3-first { color: #edf2f9; background: #0f1621; } }
</style>
<p class="s3-first" role="status"><b>s3dash</b><br>
Smart specialisation priorities and partnerships of Europe<br>The page is loading.</p>
</div>"""
"""Something to read until the scripts have come; Streamlit's page replaces it."""
TITLE = "<title>s3dash</title>"
WITHOUT_SCRIPTS = "<noscript><p>This dashboard needs JavaScript.</p></noscript>"
_ROOT = '<div id="root"></div>'
_FONT = re.compile(r'<link\s+rel="preload"[^>]*as="font"[^>]*>')


@dataclass(frozen=True)
class Preload:
    """A file that a page needs soon: where it is, relative to the page, and what it is.

    ``kind`` is a script (a module), a style, or data that a script fetches; or a first script: it
    is not only fetched but runs, before Streamlit's own.
    """

    address: str
    kind: str

    def html(self) -> str:
        """The line in the head of the page."""
        if self.kind == "first script":
            return f'<script type="module" crossorigin src="./{self.address}"></script>'
        if self.kind == "script":
            return f'<link rel="modulepreload" crossorigin href="./{self.address}">'
        if self.kind == "style":
            return f'<link rel="preload" as="style" href="./{self.address}">'
        # Scripts first: without them there is nothing to draw the data with.
        return (
            f'<link rel="preload" as="fetch" crossorigin fetchpriority="low" '
            f'href="./{self.address}">'
        )


def document(index: str, preloads: Sequence[Preload]) -> str:
    """Streamlit's page as ours.

    Parameters
    ----------
    index : str
        Streamlit's page.
    preloads : sequence of Preload
        What the browser shall fetch beside Streamlit's own scripts.

    Raises
    ------
    ValueError
        If the page is another than the one this was made for.
    """
    if not all(part in index for part in (_ROOT, "<head>", "</head>")):
        raise ValueError("Streamlit's page has no place for ours: its index.html has changed.")
    # The marker for services that draw pages ahead is the one script that stands in the page.
    index = re.sub(r"<script>\s*window\.prerenderReady.*?</script>", "", index, flags=re.DOTALL)
    index = re.sub(r"<noscript>.*?</noscript>", WITHOUT_SCRIPTS, index, flags=re.DOTALL)
    # The interface for programs is closed.
    index = re.sub(r'<link rel="service-desc"[^>]*>', "", index)
    index = re.sub(r"<!--.*?-->", "", index, flags=re.DOTALL)
    # The font is as large as a third of the scripts: after them, and before there is text. Where it
    # is named it would be asked for first, whatever its priority.
    font = _FONT.search(index)
    index = _FONT.sub("", index)
    index = index.replace("<title>Streamlit</title>", TITLE)
    # Modules run in the order that they stand in.
    first = "\n".join(each.html() for each in preloads if each.kind == "first script")
    soon = [each.html() for each in preloads if each.kind in ("script", "style")]
    later = [each.html() for each in preloads if each.kind == "data"]
    fonts = [font[0].replace("<link", '<link fetchpriority="low"', 1)] if font else []
    head = "\n".join([*soon, *fonts, *later])
    index = index.replace("<head>", f"<head>\n{first}").replace("</head>", f"{head}\n</head>")
    return index.replace(_ROOT, WAITING).strip()


def document_routes(
    index: Path,
    pages: Sequence[tuple[Page, Sequence[Preload]]],
    base: str,
    head: Callable[[str, Request], str] | None = None,
) -> list[Route]:
    """Routes of all pages, each with what it needs first.

    Parameters
    ----------
    index : Path
        Streamlit's page.
    base : str
        Path that the dashboard is served under, as `place.base_of` makes it.
    head : callable, optional
        Gives the title and what messengers read, from the path of a page and the request for it:
        lines in place of the title.
    """
    text = index.read_text(encoding="utf-8")
    return [
        Route(
            f"{base}/{page.path}",
            _endpoint(document(text, preloads), page.path, head),
            methods=["GET"],
        )
        for page, preloads in pages
    ]


def _endpoint(
    html: str, path: str, head: Callable[[str, Request], str] | None
) -> Callable[[Request], Awaitable[Response]]:
    @cache
    def content(encoding: str) -> bytes:
        return compression.compress(html.encode(), encoding) if encoding else html.encode()

    def told(request: Request, encoding: str) -> bytes:
        """The page with what it tells of its view, which is another for each link."""
        if head is None:
            return content(encoding)
        whole = html.replace(TITLE, head(path, request), 1).encode("utf-8", "replace")
        return compression.quickly(whole, encoding) if encoding else whole

    async def send_document(request: Request) -> Response:
        encoding = compression.accepted(Headers(scope=request.scope).get("accept-encoding", ""))
        # It names the scripts of this version of Streamlit: to be asked for at each visit.
        headers = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
        if encoding:
            headers["Content-Encoding"] = encoding
        body = await to_thread.run_sync(told, request, encoding)
        return Response(body, media_type="text/html", headers=headers)

    return send_document
