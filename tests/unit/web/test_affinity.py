"""A proxy that leads a page and its session to different processes is told of, once."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any

import pytest

from s3dash.web.affinity import ASKED, COOKIE, TOLD, TOO_MANY, Affinity

Ask = Callable[..., Any]
PROXIED = {"X-Forwarded-For": "192.0.2.7"}


def cookie(ask: Ask, app: Affinity, given: str = "") -> str:
    """What a browser has after it has asked."""
    headers = PROXIED | ({"Cookie": given} if given else {})
    told = ask(app, ASKED[0], headers).headers.get("set-cookie", "")
    return told.partition(";")[0] or given


def test_readers_who_stay_are_no_reason_to_speak(
    ask: Ask, inner: Any, caplog: pytest.LogCaptureFixture
) -> None:
    app = Affinity(inner, "")
    known = cookie(ask, app)
    assert re.fullmatch(rf"{COOKIE}=[0-9a-f]+", known)
    # Who has it is not given it again.
    assert "set-cookie" not in ask(app, ASKED[1], PROXIED | {"Cookie": known}).headers
    for _ in range(50):
        ask(app, "/_stcore/stream", {"Cookie": known}, websocket=True)
    assert caplog.messages == []


def test_a_process_that_died_is_no_reason_either(
    ask: Ask, inner: Any, caplog: pytest.LogCaptureFixture
) -> None:
    known = cookie(ask, Affinity(inner, ""))
    other = Affinity(inner, "")
    for _ in range(50):
        # The page asks again before it opens its session anew.
        ask(other, "/_stcore/stream", {"Cookie": cookie(ask, other, known)}, websocket=True)
    assert caplog.messages == []


def test_a_proxy_without_affinity_is_told_of_once(
    ask: Ask, inner: Any, caplog: pytest.LogCaptureFixture
) -> None:
    one, other = Affinity(inner, ""), Affinity(inner, "")
    with caplog.at_level(logging.ERROR):
        for _ in range(TOO_MANY * 2):
            ask(other, "/_stcore/stream", {"Cookie": cookie(ask, one)}, websocket=True)
            ask(other, "/_stcore/stream", {"Cookie": cookie(ask, other)}, websocket=True)
    assert caplog.messages == [TOLD]


def test_without_a_proxy_there_is_no_cookie_and_elsewhere_neither(ask: Ask, inner: Any) -> None:
    app = Affinity(inner, "/s3")
    assert "set-cookie" not in ask(app, f"/s3{ASKED[0]}").headers
    assert "set-cookie" not in ask(app, "/s3/", PROXIED).headers
    assert "set-cookie" not in ask(app, ASKED[0], PROXIED).headers
    assert "Path=/s3/; HttpOnly" in ask(app, f"/s3{ASKED[0]}", PROXIED).headers["set-cookie"]
