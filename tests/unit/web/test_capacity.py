"""As many sessions as there are open files for; the next reader is told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from s3dash.web import capacity
from s3dash.web.capacity import Capacity
from s3dash.web.monitoring import metrics

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
    assert metrics.REGISTRY.get_sample_value("s3dash_sessions") == 0
    assert answers["page"].status == 503
    assert b"full" in answers["page"].body
    # It comes back by itself, at the same address and without a script.
    seconds = answers["page"].headers["retry-after"]
    assert answers["page"].headers["refresh"] == seconds
    assert capacity.COME_BACK[0] <= int(seconds) <= capacity.COME_BACK[1]
    assert answers["file"].status == 200
    assert answers["session"].closed == 1013
    # The first has left.
    assert ask(app, "/", {"Accept": "text/html"}).status == 200


@pytest.mark.parametrize(
    ("settings", "statuses", "sessions"),
    [
        ({"room": 10}, [200] * 10 + [503] * 2, 10),
        # Who has the page already is let in, where others were quicker.
        ({"room": 100, "wanted": 10}, [200] * 10 + [503] * 2, 11),
        ({"room": 5, "wanted": 10}, [200] * 5 + [503] * 7, 5),
        # The first always: nobody else takes the memory.
        ({"room": 100, "most_memory": 1}, [200] + [503] * 11, 12),
        ({"room": 100, "most_memory": 1_000_000}, [200] * 12, 12),
    ],
)
def test_who_is_let_in(
    ask: Ask, inner: Any, settings: dict[str, int], statuses: list[int], sessions: int
) -> None:
    async def one_after_the_other() -> tuple[list[int], int]:
        app = Capacity(within, **settings)
        seen, open_ones = [], 0
        leave = asyncio.Event()
        for _ in range(12):
            seen.append((await asyncio.to_thread(ask, app, "/", {"Accept": "text/html"})).status)
            session = asyncio.create_task(app(stream, None, send))
            sent.clear()
            waiting.append(leave)
            await asyncio.sleep(0)
            open_ones += not sent
            tasks.append(session)
        leave.set()
        await asyncio.gather(*tasks)
        return seen, open_ones

    sent: list[Any] = []
    waiting: list[asyncio.Event] = []
    tasks: list[asyncio.Task[None]] = []
    stream = {"type": "websocket", "path": "/", "headers": []}

    async def send(message: Any) -> None:
        sent.append(message)

    async def within(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "websocket":
            await waiting[-1].wait()
        else:
            await inner(scope, receive, send)

    with ThreadPoolExecutor(1) as apart:
        assert apart.submit(asyncio.run, one_after_the_other()).result() == (statuses, sessions)


def test_a_place_is_kept_for_who_has_got_the_page_and_not_for_long(
    ask: Ask, inner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [100.0]
    monkeypatch.setattr(capacity.time, "monotonic", lambda: clock[0])
    app = Capacity(inner, room=2, pages=("", "region"), base="/s3")
    page = {"Accept": "text/html"}
    assert [ask(app, "/s3/region", page).status for _ in range(3)] == [200, 200, 503]
    # Other pages open no session, and programs do not either.
    assert ask(app, "/s3/present/follow", page).status == 200
    assert ask(app, "/s3/region", {"Accept": "*/*"}).status == 200
    # Two that came did not open a session: a picture of the link in a mail, a search engine.
    clock[0] += capacity.COMING_SECONDS + 0.1
    assert ask(app, "/s3/", page).status == 200
