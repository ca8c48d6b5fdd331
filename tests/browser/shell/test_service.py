"""What only a running server and a browser show: foreign pages, words before scripts."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

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


def test_what_stands_in_front_of_pages_and_files_stands_there(dashboard: Any) -> None:
    url = f"http://localhost:{dashboard.port}"
    with httpx.Client(base_url=url, trust_env=False) as client:
        for path in ("/", "/region", "/nowhere", "/_stcore/host-config", "/api/v1/stages.json"):
            headers = client.get(path).headers
            assert headers["x-content-type-options"] == "nosniff"
            assert "default-src 'self'" in headers["content-security-policy"]
            if headers["content-type"].startswith("text/html"):
                assert "frame-ancestors 'self'" in headers["content-security-policy"]
                assert "camera=()" in headers["permissions-policy"]
        assert client.get(f"/region?territory={'x' * 20_000}").status_code == 414
        assert client.get("/", headers={"X-Long": "x" * 40_000}).status_code == 431
        assert client.post("/api/v1/stages.json", content=b"x" * 100_000).status_code == 413


def test_an_unknown_address_leads_to_the_page_that_was_meant(reader: Reader) -> None:
    visitor = reader()
    answer = visitor.page.goto(f"{visitor.url}/region/ITI1")
    assert answer.status == 404
    assert visitor.violations() == []
    visitor.page.emulate_media(color_scheme="dark")
    assert visitor.violations(of_colours=True) == []
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
