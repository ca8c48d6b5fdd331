"""Programs wait for each other, whatever they ask for; who watches the server waits for nobody."""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.routing import Router

from s3dash.store.connection import Store
from s3dash.web.api import tables
from s3dash.web.api.routes import api_routes
from s3dash.web.precedence import AT_A_TIME, MOMENT

ADDRESSES = ("stages.json", "platforms.json", "partnerships.json")


def test_answers_are_made_a_few_at_a_time(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    lock, busy, most, wait = threading.Lock(), 0, 0, 8 * MOMENT

    def slow(*_: object) -> int:
        nonlocal busy, most
        with lock:
            busy += 1
            most = max(most, busy)
        time.sleep(wait)
        with lock:
            busy -= 1
        return 0

    monkeypatch.setattr(tables, "count_rows", slow)

    async def ask(app: Router, path: str) -> None:
        scope = {
            **{"type": "http", "method": "GET", "path": path, "root_path": ""},
            **{"query_string": b"", "headers": [(b"host", b"s3.example.eu")]},
            **{"scheme": "http", "server": ("s3.example.eu", 80)},
        }

        async def receive() -> dict[str, Any]:
            return {"type": "http.request"}

        async def send(_: Any) -> None: ...

        await app(scope, receive, send)

    async def all_at_once() -> None:
        app = Router(routes=api_routes(lambda: store))
        asked = [
            asyncio.create_task(ask(app, f"/api/v1/{name}"))
            for name in ADDRESSES
            for _ in range(AT_A_TIME // 2)
        ]
        # As many as may have begun.
        await asyncio.sleep(wait / 2 + MOMENT)
        await ask(app, "/readyz")
        assert not all(one.done() for one in asked)
        await asyncio.gather(*asked)

    with ThreadPoolExecutor(1) as apart:
        apart.submit(asyncio.run, all_at_once()).result()
    assert most == AT_A_TIME
