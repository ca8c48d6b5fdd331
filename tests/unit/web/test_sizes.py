"""What is longer than anything of ours is refused before it is worked on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from s3dash.web.sizes import LONGEST_ADDRESS, LONGEST_BODY, LONGEST_HEADERS, Sizes

Ask = Callable[..., Any]


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ({"query": "text=" + "a" * (LONGEST_ADDRESS - 20)}, 200),
        ({"query": "text=" + "a" * LONGEST_ADDRESS}, 414),
        ({"headers": {"Cookie": "a" * (LONGEST_HEADERS - 10)}}, 200),
        ({"headers": {"Cookie": "a" * LONGEST_HEADERS}}, 431),
        ({"method": "POST", "headers": {"Content-Length": str(LONGEST_BODY)}}, 200),
        ({"method": "POST", "headers": {"Content-Length": str(LONGEST_BODY + 1)}}, 413),
        ({"method": "GET", "headers": {"Content-Length": "9" * 5000}}, 413),
        ({"method": "POST", "headers": {"Content-Length": "many"}}, 200),
    ],
)
def test_what_is_too_long_is_refused(
    ask: Ask, inner: Any, question: dict[str, Any], status: int
) -> None:
    answer = ask(Sizes(inner), "/priorities", **question)
    assert answer.status == status
    assert bool(inner.scopes) == (status == 200)


def test_an_address_with_a_limit_of_its_own_keeps_that(ask: Ask, inner: Any) -> None:
    app = Sizes(inner, own=("/present/",), base="/s3")
    long = {"method": "POST", "headers": {"Content-Length": str(LONGEST_BODY * 9)}}
    assert ask(app, "/s3/present/rooms", **long).status == 200
    assert ask(app, "/present/rooms", **long).status == 413
    assert ask(app, "/s3/present/rooms", query="a" * LONGEST_ADDRESS, **long).status == 414


def test_a_session_with_a_long_address_is_closed(ask: Ask, inner: Any) -> None:
    answer = ask(Sizes(inner), "/", query="a" * LONGEST_ADDRESS + "b", websocket=True)
    assert answer.closed == 1009
    assert inner.scopes == []


def test_a_body_of_no_stated_length_ends_when_it_is_too_long(ask: Ask) -> None:
    came: list[int] = []

    async def reads_all(scope: Any, receive: Any, send: Any) -> None:
        del scope
        while (message := await receive())["type"] == "http.request":
            came.append(len(message["body"]))
        await send({"type": "http.response.start", "status": 400, "headers": []})

    pieces = tuple(b"x" * (LONGEST_BODY // 4) for _ in range(100))
    assert ask(Sizes(reads_all), "/", method="POST", body=pieces).status == 400
    assert sum(came) <= LONGEST_BODY
