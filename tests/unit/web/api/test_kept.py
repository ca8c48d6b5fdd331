"""An answer that was made is sent again to who asks the same, and to nobody else."""

from __future__ import annotations

import asyncio
import gzip
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from s3dash.store.connection import Store
from s3dash.web import precedence
from s3dash.web.api.answers import Answer, Asked, Endpoint
from s3dash.web.api.kept import BESIDE, Kept, Whole
from s3dash.web.api.problems import Refusal

Ask = Callable[..., Any]
HOST = {"host": "s3.example.eu"}


class Making:
    """Makes answers, and counts them."""

    def __init__(self, headers: dict[str, str] | None = None, pieces: int = 1) -> None:
        self.made: list[str] = []
        self._headers = headers or {}
        self._pieces = pieces

    def __call__(self, asked: Asked) -> Answer:
        query = asked.request.url.query
        self.made.append(query)
        if query == "refused":
            raise Refusal(400, "It means nothing.")
        piece = f"{len(self.made)} {query} ".encode() * 1000
        return Answer([piece] * self._pieces, "text/plain", dict(self._headers))


def test_the_same_is_made_once_and_packed_once(ask: Ask, store: Store) -> None:
    make = Making({"X-Total-Count": "7"})
    app = Endpoint(lambda: store, make, kept=Kept())
    first, again = (ask(app, "/x", HOST, query="a=1") for _ in range(2))
    assert (again.status, again.body, dict(again.headers)) == (200, first.body, dict(first.headers))
    assert make.made == ["a=1"]
    packed, repacked = (
        ask(app, "/x", HOST | {"accept-encoding": "gzip"}, query="a=1") for _ in range(2)
    )
    assert make.made == ["a=1"] * 2
    assert packed.body == repacked.body
    assert gzip.decompress(packed.body).startswith(b"2 a=1 ")
    assert ask(app, "/x", HOST, query="a=2").body.startswith(b"3 a=2 ")
    # A mark that is known is said to be, as before.
    known = ask(app, "/x", HOST | {"if-none-match": first.headers["etag"]}, query="a=1")
    assert known.status == 304
    assert len(make.made) == 3


def test_what_was_made_before_waits_for_nobody(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither an answer that is kept nor word that the client has it, behind a long one."""
    begun, goes_on = threading.Event(), threading.Event()

    def make(asked: Asked) -> Answer:
        if asked.request.url.query == "long":
            begun.set()
            assert goes_on.wait(10)
        return Answer([b"made"], "text/plain")

    app = Endpoint(lambda: store, make, kept=Kept())

    async def asked(query: str, *headers: tuple[bytes, bytes]) -> int:
        scope = {"type": "http", "method": "GET", "path": "/x", "query_string": query.encode()}
        scope |= {"headers": [(b"host", b"s3.example.eu"), *headers]}
        statuses = []

        async def send(message: Any) -> None:
            statuses.extend([message["status"]] if "status" in message else [])

        async def receive() -> dict[str, Any]:
            return {"type": "http.request"}

        await app(scope, receive, send)
        return int(statuses[0])

    async def scene() -> None:
        await asked("short")
        long = asyncio.create_task(asked("long"))
        await asyncio.to_thread(begun.wait, 10)
        # So soon that no other work may begin beside the long one.
        assert await asked("short") == 200
        assert await asked("short", (b"if-none-match", b"*")) == 304
        assert not long.done()
        goes_on.set()
        assert await long == 200

    monkeypatch.setattr(precedence, "MOMENT", 60.0)
    with ThreadPoolExecutor(1) as apart:
        apart.submit(asyncio.run, asyncio.wait_for(scene(), 5)).result()


def test_another_day_or_host_is_another_question(ask: Ask, store: Store) -> None:
    make, days = Making(), ["2026-01-01"]
    app = Endpoint(lambda: store, make, lambda: days[-1], kept=Kept())
    ask(app, "/x", HOST)
    days.append("2026-01-02")
    ask(app, "/x", HOST)
    ask(app, "/x", {"host": "other.example.eu"})
    assert len(make.made) == 3


@pytest.mark.parametrize(
    ("make", "query"),
    [
        (Making(), "refused"),
        (Making({"Cache-Control": "no-store"}), "a=1"),
        # Longer than what is sent whole.
        (Making(pieces=100), "a=1"),
    ],
    ids=["refused", "not to be kept", "long"],
)
def test_what_is_not_kept_is_made_anew(ask: Ask, store: Store, make: Making, query: str) -> None:
    app = Endpoint(lambda: store, make, kept=Kept())
    for _ in range(2):
        ask(app, "/x", HOST, query=query)
    assert len(make.made) == 2


def test_what_was_asked_longest_ago_gives_way() -> None:
    kept = Kept(2 * BESIDE + 25)
    ten = Whole(b"x" * 10, {}, "text/plain")
    for mark in ("a", "b"):
        kept.put(mark, "", ten)
    assert kept.get("a", "") is ten
    kept.put("c", "", ten)
    assert kept.get("b", "") is None
    assert kept.get("a", "") is kept.get("c", "") is ten
    assert kept.get("a", "gzip") is None
    # Two who ask at the same time put the same twice: it takes its room once.
    kept.put("a", "", ten)
    assert kept.get("c", "") is ten
    kept.put("d", "", Whole(b"x" * (BESIDE + 26), {}, "text/plain"))
    assert kept.get("d", "") is None
    assert kept.get("a", "") is ten


@pytest.mark.parametrize(
    ("answer", "most"),
    [
        (Whole(b"", {"ETag": "x" * 30}, "text/plain"), 0),
        (Whole(b"x", {"ETag": "x" * 30}, "text/plain"), 10),
        (Whole(b"x", {"Link": "x" * 9_000}, "text/plain"), 1),
    ],
    ids=["empty", "short", "with long headers"],
)
def test_many_small_answers_take_no_more_room_than_there_is(answer: Whole, most: int) -> None:
    kept = Kept(10 * BESIDE + 1_000)
    for number in range(1_000):
        kept.put(f"{number}", "", answer)
    assert sum(kept.get(f"{number}", "") is not None for number in range(1_000)) == most
