"""Asks an ASGI app as a server would, without one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pytest
from starlette.datastructures import Headers

App = Callable[..., Awaitable[None]]


@dataclass
class Answer:
    """What came back. `passed` is the scope that reached the app within, if any did."""

    status: int = 0
    headers: Headers = field(default_factory=Headers)
    body: bytes = b""
    closed: int | None = None
    passed: dict[str, Any] | None = None


@pytest.fixture(scope="session")
def ask() -> Callable[..., Answer]:
    """Ask an app for a path; ``websocket=True`` opens one."""

    def asked(
        app: App,
        path: str,
        headers: Mapping[str, str] | None = None,
        *,
        query: str = "",
        websocket: bool = False,
        method: str = "GET",
        client: str | None = None,
        body: tuple[bytes, ...] = (),
    ) -> Answer:
        answer = Answer()
        scope = {
            "type": "websocket" if websocket else "http",
            "path": path,
            "root_path": "",
            "query_string": query.encode(),
            "headers": [(k.lower().encode(), v.encode()) for k, v in (headers or {}).items()],
            **({} if websocket else {"method": method}),
            **({"client": (client, 1)} if client else {}),
            "extensions": {"websocket.http.response": {}},
        }

        came: list[dict[str, Any]] = [{"type": "http.request"}]
        if websocket:
            came = [{"type": "websocket.connect"}]
        elif body:
            came = [{"type": "http.request", "body": one, "more_body": True} for one in body[::-1]]

        async def receive() -> dict[str, Any]:
            if not came:
                # The client waits, as a browser does.
                await asyncio.Event().wait()
            return came.pop()

        async def send(message: dict[str, Any]) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                answer.status = message["status"]
                answer.headers = Headers(raw=message["headers"])
            elif message["type"] == "http.response.body":
                answer.body += message.get("body", b"")
            elif message["type"] == "websocket.close":
                answer.closed = message["code"]
            elif message["type"] == "websocket.accept":
                answer.passed = answer.passed or scope

        # A thread of its own: tests in a browser leave a running loop in that of the worker.
        with ThreadPoolExecutor(1) as apart:
            apart.submit(asyncio.run, app(scope, receive, send)).result()
        return answer

    return asked


class Inner:
    """The app within: answers 200, accepts a websocket, keeps what reached it."""

    def __init__(self) -> None:
        self.scopes: list[dict[str, Any]] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.scopes.append(scope)
        if scope["type"] == "websocket":
            await send({"type": "websocket.accept"})
            return
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"within"})


@pytest.fixture
def inner() -> Inner:
    return Inner()
