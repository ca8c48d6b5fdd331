"""Programs wait for each other, whatever they ask for; who watches the server waits for nobody."""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from starlette.routing import Router

from s3dash.store.connection import Store
from s3dash.web.api.routes import api_routes
from s3dash.web.precedence import AT_A_TIME, MOMENT

ADDRESSES = ("stages.json", "platforms.json", "partnerships.json")


def test_answers_are_made_a_few_at_a_time(store: Store) -> None:
    lock, busy, most, wait = threading.Lock(), 0, 0, 8 * MOMENT

    def newest() -> Store:
        nonlocal busy, most
        with lock:
            busy += 1
            most = max(most, busy)
        time.sleep(wait)
        with lock:
            busy -= 1
        return store

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
        app = Router(routes=api_routes(newest))
        asked = [
            asyncio.create_task(ask(app, f"/api/v1/{name}"))
            for name in ADDRESSES
            for _ in range(AT_A_TIME // 2)
        ]
        # As many as may have begun.
        await asyncio.sleep(wait / 2 + MOMENT)
        await ask(app, "/readyz")
        await asyncio.gather(*asked)

    with ThreadPoolExecutor(1) as apart:
        apart.submit(asyncio.run, all_at_once()).result()
    # The health check is one more, beside them.
    assert most == AT_A_TIME + 1
