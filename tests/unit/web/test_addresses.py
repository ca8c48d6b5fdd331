"""An address that is not known gets 404 and a way on; what Streamlit opens by itself is closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from s3dash.web.addresses import KnownAddresses, Page
from s3dash.web.at_home import is_at_home

Ask = Callable[..., Any]
PAGES = [Page("", "Overview"), Page("region", "Region", "territory"), Page("data", "Data")]
READS = {"Accept": "text/html,*/*"}


def known(inner: Any, base: str = "") -> KnownAddresses:
    return KnownAddresses(inner, pages=PAGES, files=["/maps/"], base=base)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "localhost:8501"}, 200),
        ({"Host": "[::1]:8501"}, 200),
        ({"Host": "s3.example.eu"}, 404),
        ({"Host": "localhost.example.eu"}, 404),
        ({"Host": "[::1"}, 404),
        ({"Host": "localhost:8501", "X-Forwarded-For": "192.0.2.7"}, 404),
        ({"Host": "127.0.0.1", "Forwarded": "for=192.0.2.7"}, 404),
    ],
)
def test_what_is_for_this_computer_is_for_nobody_behind_a_proxy(
    ask: Ask, inner: Any, headers: dict[str, str], status: int
) -> None:
    app = KnownAddresses(inner, pages=PAGES, files=[], base="/s3", only={"/own/": is_at_home})
    assert ask(app, "/s3/own/file", headers).status == status
    assert ask(app, "/s3/region", READS | headers).status == 200


@pytest.mark.parametrize("base", ["", "/s3"])
@pytest.mark.parametrize(
    "path",
    [
        *("/", "/region", "/region/", "/maps/nuts-0.json", "/static/js/index.js", "/favicon.png"),
        *("/_stcore/health", "/_stcore/host-config", "/media/a.csv"),
    ],
)
def test_what_pages_need_is_open(ask: Ask, inner: Any, base: str, path: str) -> None:
    assert ask(known(inner, base), base + path, READS).status == 200


@pytest.mark.parametrize(
    "path",
    [
        *("/_stcore/upload_file/a/b", "/_stcore/metrics", "/_stcore/agent/interact"),
        *("/_stcore/agent/openapi.json", "/_stcore/agent/mcp", "/_stcore/healthy"),
        *("/auth/login", "/oauth2callback", "/app/static/a", "/region/_stcore/health", "/staticx"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "OPTIONS"])
def test_everything_else_is_closed(ask: Ask, inner: Any, path: str, method: str) -> None:
    assert ask(known(inner), path, method=method).status == 404
    assert inner.scopes == []


@pytest.mark.parametrize(
    ("path", "links"),
    [
        ("/nothing", ["./", "./region"]),
        ("/foo/bar", ["../", "../region"]),
        ("/region/ITI1", ["../", "../region?territory=ITI1"]),
        ("/region/ITI1/x", ["../../", "../../region?territory=ITI1"]),
        ("/data/x", ["../data"]),
        ("/region/<b>&", ["../region?territory=%3Cb%3E%26"]),
    ],
)
def test_an_unknown_address_leads_on(ask: Ask, inner: Any, path: str, links: list[str]) -> None:
    answer = ask(known(inner), path, READS)
    assert answer.status == 404
    assert answer.headers["content-type"].startswith("text/html")
    page = answer.body.decode()
    assert "There is no such page" in page
    for link in links:
        assert f"href='{link}'" in page
    assert "<b>" not in page


def test_an_address_beside_the_base_leads_into_it(ask: Ask, inner: Any) -> None:
    answer = ask(known(inner, "/s3"), "/region", READS)
    assert answer.status == 404
    assert "href='/s3/'" in answer.body.decode()


def test_an_unknown_websocket_is_closed(ask: Ask, inner: Any) -> None:
    assert ask(known(inner), "/foo", websocket=True).closed is not None
    assert ask(known(inner), "/_stcore/stream", websocket=True).closed is None
