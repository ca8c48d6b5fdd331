"""As many sessions as there are open files for; the next reader is told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from s3dash.web import capacity
from s3dash.web.capacity import Capacity

Ask = Callable[..., Any]


def test_the_limit_of_open_files_is_raised_to_what_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource")
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: (1024, 4096))
    monkeypatch.setattr(resource, "setrlimit", lambda _, limits: asked.append(limits))
    assert capacity.room() == (4096 - capacity.RESERVED) // capacity.PER_SESSION
    assert asked == [(4096, 4096)]


def test_where_it_may_not_be_raised_there_is_less_room(monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource")

    def refuse(_: int, limits: tuple[int, int]) -> None:
        raise OSError(limits)

    monkeypatch.setattr(resource, "getrlimit", lambda _: (1024, resource.RLIM_INFINITY))
    monkeypatch.setattr(resource, "setrlimit", refuse)
    assert capacity.room() == (1024 - capacity.RESERVED) // capacity.PER_SESSION


def test_when_it_is_full_the_next_is_told(ask: Ask) -> None:
    answers = {}

    async def within(scope: Any, receive: Any, send: Any) -> None:
        # While this session is open another comes.
        del scope, receive, send
        for name, arguments in {
            "page": {"headers": {"Accept": "text/html"}},
            "file": {"headers": {"Accept": "*/*"}},
            "session": {"websocket": True},
        }.items():
            answers[name] = await asyncio.to_thread(ask, app, "/", **arguments)

    async def either(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "websocket":
            await within(scope, receive, send)
        else:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body"})

    app = Capacity(either, room=1)
    ask(app, "/_stcore/stream", websocket=True)
    assert answers["page"].status == 503
    assert b"full" in answers["page"].body
    assert answers["page"].headers["retry-after"] == "60"
    assert answers["file"].status == 200
    assert answers["session"].closed == 1013
    # The first has left.
    assert ask(app, "/", {"Accept": "text/html"}).status == 200
