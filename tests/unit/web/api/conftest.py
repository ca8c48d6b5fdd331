"""The interface for programs over the real store, asked without a server."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Router

from s3dash.store.connection import Store
from s3dash.ui.shell.registry import PAGES as REGISTRY
from s3dash.web.api.picture_pages import START
from s3dash.web.api.routes import api_routes
from s3dash.web.api.told import Told

Get = Callable[..., Any]
TITLES = {spec.url_path or START: Told(spec.title, spec.help) for spec in REGISTRY}


@pytest.fixture(scope="session")
def get(ask: Callable[..., Any], store: Store) -> Get:
    """Ask ``/api/v1/<path>`` with parameters: a list of pairs, a mapping, or a query as it is."""
    app = Router(routes=api_routes(lambda: store))

    def got(
        path: str,
        parameters: Mapping[str, object] | list[tuple[str, object]] | str = "",
        headers: Mapping[str, str] | None = None,
        method: str = "GET",
    ) -> Any:
        query = parameters if isinstance(parameters, str) else urlencode(parameters, doseq=True)
        start = "" if path.startswith("/") else "/api/v1/"
        return ask(app, start + path, headers, query=query, method=method)

    return got


@pytest.fixture(scope="session")
def rows(get: Get) -> Callable[..., list[dict[str, Any]]]:
    """The rows of an answer in JSON."""

    def read(path: str, parameters: Any = "") -> list[dict[str, Any]]:
        answer = get(path, parameters)
        assert answer.status == 200, answer.body
        found: list[dict[str, Any]] = json.loads(answer.body)
        return found

    return read


@pytest.fixture(scope="session")
def root(store: Store) -> Iterator[str]:
    """A server of the interface: what is copied from the page asks it."""
    app = Starlette(routes=api_routes(lambda: store, "", TITLES))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(5)


@pytest.fixture(scope="session")
def folder(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a reader works: with the downloaded store, and one for the library."""
    place = tmp_path_factory.mktemp("reader")
    # One file is opened by one program in one way at a time.
    for name in ("base.duckdb", "library.duckdb"):
        shutil.copyfile(store.fingerprint.path, place / name)
    return place
