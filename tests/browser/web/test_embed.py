"""An embed in a page of another site: it is drawn, told by hover and by name, and leads back."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from s3dash.web.api.embed import embed_code


@pytest.fixture
def other_site() -> Iterator[Callable[[str], str]]:
    """A site of its own origin that shows some HTML: gives its address."""
    pages: list[str] = []

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(pages[-1].encode())

        def log_message(self, *_: object) -> None:
            """Nothing is told."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def show(html: str) -> str:
        pages.append(f"<!doctype html><meta charset=utf-8><title>Region</title>{html}")
        return f"http://localhost:{server.server_address[1]}/"

    yield show
    server.shutdown()
    server.server_close()


def test_a_view_stands_in_a_page_of_another_site(
    reader: Callable[..., Any], other_site: Callable[[str], str]
) -> None:
    visitor = reader()
    page = visitor.open("methods")
    page.set_viewport_size({"width": 900, "height": 900})
    start = visitor.url
    views = ("embed/priorities?domain=C10&theme=dark", "embed/priorities?domain=C10&as=table")
    page.goto(other_site("".join(embed_code(f"{start}/{view}", view) for view in views)))
    picture, table = (page.frame_locator("iframe").nth(place) for place in range(2))
    picture.locator("svg").wait_for()
    assert picture.locator("svg g > title").count() > 50
    ground = picture.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    assert ground == "rgb(15, 22, 33)"
    # It follows the width of its frame.
    frame, drawn = (
        page.locator("iframe").first.bounding_box(),
        picture.locator("svg").bounding_box(),
    )
    assert 0.8 * frame["width"] < drawn["width"] <= frame["width"]
    for part in (picture, table):
        assert part.locator("footer a").get_attribute("href").startswith(f"{start}/priorities?")
    assert table.locator("tbody tr").count() > 5
