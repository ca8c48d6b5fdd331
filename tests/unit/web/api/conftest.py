"""The interface for programs over the real store, asked without a server."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.routing import Router

from s3dash.store.connection import Store
from s3dash.web.api.routes import api_routes

Get = Callable[..., Any]


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
