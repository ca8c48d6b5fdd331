"""What only a running server and a browser show: foreign pages, a path, words before scripts."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from scripts.ports import free_port

Reader = Callable[..., Any]


def test_foreign_pages_are_refused_and_nobody_waits(dashboard: Any) -> None:
    started = time.monotonic()
    stream = f"ws://localhost:{dashboard.port}/_stcore/stream"
    for _ in range(10):
        with (
            pytest.raises(InvalidStatus, match="403"),
            connect(stream, origin="http://evil.example", proxy=None),
        ):
            pass
    # A look-up of the server's own address would take a second or two, each time.
    assert time.monotonic() - started < 2


def test_a_large_file_is_refused_before_it_has_come(dashboard: Any) -> None:
    with socket.create_connection(("localhost", dashboard.port), timeout=10) as line:
        line.sendall(
            b"PUT /_stcore/upload_file/any/file HTTP/1.1\r\nHost: localhost\r\n"
            b"Content-Length: 150000000\r\n\r\n" + b"x" * 10_000
        )
        answer = line.recv(10_000).lower()
    assert answer.startswith(b"http/1.1 404")
    # Nor does it say who refuses.
    assert b"uvicorn" not in answer
    assert b"\r\nserver:" not in answer


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_unknown_address_leads_to_the_page_that_was_meant(reader: Reader, theme: str) -> None:
    visitor = reader(theme=theme)
    answer = visitor.page.goto(f"{visitor.url}/region/ITI1")
    assert answer.status == 404
    assert visitor.violations() == []
    visitor.page.get_by_role("link", name="Region: ITI1").click()
    visitor.wait()
    assert visitor.page.url == f"{visitor.url}/region?territory=ITI1"


def test_there_are_words_before_the_scripts_have_come(reader: Reader) -> None:
    visitor = reader()
    visitor.page.route("**/static/js/*", lambda route: route.abort())
    visitor.page.goto(visitor.url)
    visitor.page.get_by_role("status").get_by_text("The page is loading").wait_for()
    visitor.page.unroute("**/static/js/*")
    visitor.open("")
    assert visitor.page.get_by_text("The page is loading").count() == 0


@pytest.fixture
def url_under_a_path(
    dashboard: Any,
    start_dashboard: Callable[..., Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[str]:
    """A dashboard that is served under ``/s3``."""
    monkeypatch.setenv("STREAMLIT_SERVER_BASE_URL_PATH", "s3")
    port = free_port()
    process = start_dashboard(port, dashboard.store, tmp_path / "log.txt")
    try:
        stream = f"ws://localhost:{port}/s3/_stcore/stream"
        give_up = time.monotonic() + 60
        while True:
            try:
                with connect(stream, proxy=None):
                    break
            except OSError:
                assert process.poll() is None
                assert time.monotonic() < give_up
                time.sleep(0.1)
        yield f"http://localhost:{port}/s3"
    finally:
        process.terminate()
        process.wait(10)


def test_maps_lists_and_links_work_under_a_path(chromium: Browser, url_under_a_path: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    try:
        page.goto(f"{url_under_a_path}/region?territory=ITI1")
        page.locator(".s3-map.s3-drawn").wait_for()
        page.goto(f"{url_under_a_path}/")
        page.locator(".s3-map.s3-drawn").wait_for()
        link = page.locator("a.s3-go").first
        link.wait_for()
        link.click()
        page.wait_for_url(f"{url_under_a_path}/*-*")
        # All that was asked for lies under the path.
        assert all(url.startswith((url_under_a_path, "data:", "blob:")) for url in asked)
    finally:
        context.close()
