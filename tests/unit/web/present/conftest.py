"""Presenting, served on a port of its own: events need a server that sends while it answers."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette

from s3dash.present.rooms.rooms import Rooms
from s3dash.store.connection import Store
from s3dash.web.present.routes import present_routes

BASE = "/s3"


@dataclass
class Told:
    """An answer: its status, what it says, its headers."""

    status: int
    body: bytes
    headers: dict[str, str]

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode()


class Service:
    """The server, and its rooms, which a test may take away."""

    def __init__(self, port: int, rooms: Rooms) -> None:
        self.port = port
        self.rooms = rooms

    def ask(
        self, method: str, path: str, body: object = None, content_type: str = "application/json"
    ) -> Told:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Content-Type": content_type} if body is not None else {}
        connection.request(method, f"{BASE}/present/{path}", sent if headers else None, headers)
        answer = connection.getresponse()
        told = Told(answer.status, answer.read(), {k.lower(): v for k, v in answer.getheaders()})
        connection.close()
        return told

    def room(self, query: str = "ready=platform-energy") -> str:
        made = self.ask("POST", "rooms", {"query": query})
        assert made.status == 201, made.body
        return str(made.json["key"])

    @contextmanager
    def events(self, path: str) -> Iterator[HTTPResponse]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", f"{BASE}/present/{path}")
        yield connection.getresponse()
        connection.close()


def next_event(answer: HTTPResponse) -> tuple[str, Any]:
    """The next event of a stream, with its data."""
    name = ""
    while line := answer.readline().decode().strip("\r\n"):
        if line.startswith("event:"):
            name = line.partition(":")[2].strip()
        if line.startswith("data:"):
            data = json.loads(line.partition(":")[2])
            answer.readline()
            return name, data
    return next_event(answer)


@pytest.fixture(scope="session")
def service(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    rooms = Rooms(f"sqlite:///{tmp_path_factory.mktemp('rooms') / 'rooms.sqlite'}")
    made = Service(0, rooms)
    app = Starlette(routes=present_routes(lambda: store, lambda: made.rooms, BASE))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        made.port = listening.getsockname()[1]
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield made
        server.should_exit = True
        thread.join(10)
    rooms.close()


@pytest.fixture
def away(service: Service, tmp_path: Path) -> Iterator[Service]:
    """The service while its database cannot be reached."""
    there = service.rooms
    (tmp_path / "file").write_text("no folder")
    service.rooms = Rooms(f"sqlite:///{tmp_path / 'file' / 'rooms.sqlite'}")
    yield service
    service.rooms = there
