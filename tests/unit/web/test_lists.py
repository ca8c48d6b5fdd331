"""The list of all territories: made of the store, kept under its version, compressed."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import Any

import brotli
import pytest
from starlette.routing import Router

from s3dash.queries.territories.names import named_territories
from s3dash.store.connection import Store, StoreMissing
from s3dash.web.lists import TerritoryList, list_routes, territory_list

Ask = Callable[..., Any]


@pytest.fixture
def known(store: Store) -> TerritoryList:
    return territory_list(store)


def test_the_list_has_every_territory_as_the_query_gives_it(
    store: Store, known: TerritoryList
) -> None:
    told = json.loads(known.content)
    for one, row in zip(named_territories(store), told["territories"], strict=True):
        code, name, country, is_documented, *others = row
        assert (code, name, others) == (one.territory_id, one.name, list(one.other_names))
        assert told["countries"][country] == one.country
        assert bool(is_documented) == one.is_documented


@pytest.mark.parametrize(
    ("base", "encoding", "read"),
    [("", "", bytes), ("", "gzip", gzip.decompress), ("/s3", "br", brotli.decompress)],
)
def test_it_is_kept_under_its_version_alone(
    ask: Ask, known: TerritoryList, base: str, encoding: str, read: Callable[[bytes], bytes]
) -> None:
    app = Router(routes=list_routes(lambda: known, base))
    path, _, query = known.address.partition("?")
    for asked, kept in ((query, "immutable"), ("", "no-cache"), ("v=other", "no-cache")):
        answer = ask(app, f"{base}/{path}", {"Accept-Encoding": encoding}, query=asked)
        assert answer.status == 200
        assert kept in answer.headers["cache-control"]
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers.get("content-encoding", "") == encoding
        assert read(answer.body) == known.content


def test_another_list_has_another_version(
    known: TerritoryList, small_store: Callable[..., Store]
) -> None:
    assert territory_list(small_store()).address != known.address


def test_without_a_store_it_says_so_and_nothing_is_kept(ask: Ask) -> None:
    def nothing() -> TerritoryList:
        raise StoreMissing("There is no store.", "Build one.")

    answer = ask(Router(routes=list_routes(nothing)), "/lists/territories.json")
    assert answer.status == 503
    assert answer.headers["cache-control"] == "no-store"
    assert answer.body.decode() == StoreMissing.told
