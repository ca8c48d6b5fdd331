"""The server does not say what it is."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from uvicorn import Config, Server

from s3dash.web import server_name


def test_the_server_leaves_its_name_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def app(scope: object, receive: object, send: object) -> None: ...

    started = []

    async def startup(server: Server, sockets: object = None) -> None:
        started.append((server.config.encoded_headers, sockets))

    monkeypatch.setattr(Server, "startup", startup)
    server_name.leave_out()
    server_name.leave_out()
    settings = Config(app, headers=[("x-kept", "1")])
    settings.load()
    assert (b"server", b"uvicorn") in settings.encoded_headers
    with ThreadPoolExecutor(1) as apart:
        apart.submit(asyncio.run, Server(settings).startup(sockets=[])).result()
    assert started == [([(b"x-kept", b"1")], [])]
