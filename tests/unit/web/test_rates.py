"""One address asks so much in a time; a proxy, and who watches the server, as much as they like."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from s3dash.web.api.routes import PATHS
from s3dash.web.rates import STREAM, Rates

Ask = Callable[..., Any]
PAGE = {"Accept": "text/html"}


def limited(inner: Any, **more: Any) -> Rates:
    stated = {
        "sessions": "3/minute",
        "programs": "3/minute",
        "addresses": PATHS,
        "pages": ("", "region", "priorities"),
        "proxies": ("127.0.0.1", "10.0.0.0/8"),
        "base": "",
    }
    return Rates(inner, **stated | more)


@pytest.mark.parametrize(
    "path", ["/api/v1/stages.json", "/priorities.csv", "/api", "/partnership.pdf"]
)
def test_a_program_is_told_when_to_ask_again(ask: Ask, inner: Any, path: str) -> None:
    app = limited(inner)
    answers = [ask(app, path, client="192.0.2.7") for _ in range(4)]
    assert [one.status for one in answers] == [200, 200, 200, 429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 60
    assert json.loads(answers[-1].body)["status"] == 429
    # Others are not held up, and pages are not either.
    assert ask(app, path, client="192.0.2.8").status == 200
    assert ask(app, "/priorities", PAGE, client="192.0.2.7").status == 200
    assert ask(app, "/readyz", client="192.0.2.7").status == 200


def test_new_sessions_wait_on_a_page_that_comes_back(ask: Ask, inner: Any) -> None:
    app = limited(inner)
    for _ in range(3):
        assert ask(app, "/", PAGE, client="192.0.2.7").status == 200
        assert ask(app, STREAM, websocket=True, client="192.0.2.7").passed
    session = ask(app, STREAM, websocket=True, client="192.0.2.7")
    assert session.status == 429
    assert session.passed is None
    assert int(session.headers["retry-after"]) >= 1
    page = ask(app, "/region", PAGE, client="192.0.2.7")
    assert page.status == 429
    assert page.headers["refresh"] == page.headers["retry-after"]
    # A page without a session, such as that of a phone that follows, is no reason to wait.
    assert ask(app, "/present/follow", PAGE, client="192.0.2.7").status == 200
    # What belongs to pages that are open, and those of others.
    assert ask(app, "/maps/nuts-2.json", {"Accept": "*/*"}, client="192.0.2.7").status == 200
    assert ask(app, "/", PAGE, client="192.0.2.8").status == 200


@pytest.mark.parametrize("client", ["127.0.0.1", "::1", "10.1.2.3", "::ffff:10.1.2.3", None, "x"])
def test_who_stands_for_everybody_is_not_limited(ask: Ask, inner: Any, client: str | None) -> None:
    app = limited(inner, sessions="1/hour", programs="1/hour")
    for _ in range(3):
        assert ask(app, "/api", client=client).status == 200
        assert ask(app, STREAM, websocket=True, client=client).passed


def test_a_network_of_a_household_is_one(ask: Ask, inner: Any) -> None:
    app = limited(inner, programs="1/hour")
    assert ask(app, "/api", client="2001:db8:1:2::1").status == 200
    assert ask(app, "/api", client="2001:db8:1:2:ffff::9").status == 429
    assert ask(app, "/api", client="2001:db8:1:3::1").status == 200
    # The old address in its new dress is the same.
    assert ask(app, "/api", client="192.0.2.9").status == 200
    assert ask(app, "/api", client="::ffff:192.0.2.9").status == 429


def test_no_limit_and_a_path(ask: Ask, inner: Any) -> None:
    app = limited(inner, sessions="none", programs="1/hour", base="/s3")
    for _ in range(9):
        assert ask(app, f"/s3{STREAM}", websocket=True, client="192.0.2.7").passed
        assert ask(app, "/s3/", PAGE, client="192.0.2.7").status == 200
    assert [ask(app, "/s3/api", client="192.0.2.7").status for _ in range(2)] == [200, 429]


def test_one_address_does_not_take_all_rooms(ask: Ask, inner: Any) -> None:
    app = limited(inner, makes={"/present/rooms": "2/hour"})
    made = [ask(app, "/present/rooms", method="POST", client="192.0.2.7") for _ in range(3)]
    assert [one.status for one in made] == [200, 200, 429]
    assert 1 <= int(made[-1].headers["retry-after"]) <= 3600
    assert "without a room" in json.loads(made[-1].body)["problem"]
    # Rooms that are there go on, and others make theirs.
    assert ask(app, "/present/room/abc/show", method="POST", client="192.0.2.7").status == 200
    assert ask(app, "/present/rooms", method="POST", client="192.0.2.8").status == 200
