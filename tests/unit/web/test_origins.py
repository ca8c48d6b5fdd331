"""Websockets of foreign pages end before Streamlit looks up addresses for them."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from typing import Any

import pytest
from streamlit import net_util
from streamlit.web.server.starlette import starlette_websocket

from s3dash import folders
from s3dash.web.origins import OwnOrigin

Ask = Callable[..., Any]
PUBLIC = "https://s3.example.eu"


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://evil.example", "localhost:8501"),
        ("http://localhost:8502", "localhost:8501"),
        ("http://evil.example", "s3.example.eu"),
        ("null", "localhost:8501"),
        ("", "localhost:8501"),
        ("http://[::1", "localhost:8501"),
        ("http://s3.example.eu", "localhost:8501"),  # not by TLS, as the public address is
    ],
)
def test_a_foreign_origin_is_refused(ask: Ask, inner: Any, origin: str, host: str) -> None:
    app = OwnOrigin(inner, public=[PUBLIC, "nonsense"])
    answer = ask(app, "/_stcore/stream", {"Origin": origin, "Host": host}, websocket=True)
    assert answer.closed == 1008
    assert inner.scopes == []


@pytest.mark.parametrize(
    ("origin", "host", "passed_host"),
    [
        ("http://localhost:8501", "localhost:8501", "localhost:8501"),
        ("https://S3.example.eu", "s3.example.eu", "s3.example.eu"),
        (PUBLIC, "127.0.0.1:8501", "s3.example.eu"),  # a proxy that names another host
        (None, "localhost:8501", "localhost:8501"),
    ],
)
def test_our_own_pages_are_let_in(
    ask: Ask,
    inner: Any,
    monkeypatch: pytest.MonkeyPatch,
    origin: str | None,
    host: str,
    passed_host: str,
) -> None:
    headers = {"Host": host} | ({"Origin": origin} if origin else {})
    app = OwnOrigin(inner, public=[PUBLIC])
    assert ask(app, "/_stcore/stream", headers, websocket=True).closed is None
    [scope] = inner.scopes
    assert dict(scope["headers"])[b"host"] == passed_host.encode()

    def looked_up() -> str:
        raise AssertionError("the server asked another host for its own address")

    # Streamlit lets it in too, without a look-up.
    monkeypatch.setattr(net_util, "get_external_ip", looked_up)
    assert starlette_websocket._is_origin_allowed(origin and origin.lower(), passed_host)


def test_the_address_shown_at_the_start_is_not_looked_up() -> None:
    settings = tomllib.loads((folders.ROOT / ".streamlit" / "config.toml").read_text())
    assert settings["browser"]["serverAddress"]


def test_requests_that_are_no_websocket_pass(ask: Ask, inner: Any) -> None:
    app = OwnOrigin(inner)
    assert ask(app, "/", {"Origin": "http://evil.example", "Host": "localhost"}).status == 200
