"""The answer of the search of the bar: links to pages and parameters that there are."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.routing import Router

from s3dash.store.connection import Store, StoreMissing
from s3dash.ui.address.parameters import parameter
from s3dash.ui.shell import registry
from s3dash.web.search import ADDRESS, LISTS, NAMES, RECORDS, search_routes

Ask = Callable[..., Any]
PAGES = [(spec.key, spec.url_path, spec.title, spec.help) for spec in registry.PAGES]


def asked(ask: Ask, store: Store, query: str, base: str = "") -> Any:
    return ask(
        Router(routes=search_routes(lambda: store, PAGES, base)), f"{base}/{ADDRESS}", query=query
    )


def test_every_kind_leads_to_a_page_and_a_parameter_that_there_is() -> None:
    for page, name in RECORDS.values():
        assert parameter(page, name)
    for page in LISTS.values():
        assert parameter(page, "text")
    assert {*RECORDS, "page"} == set(NAMES)


@pytest.mark.parametrize("base", ["", "/s3"])
def test_links_are_relative_and_lead_to_what_was_found(ask: Ask, store: Store, base: str) -> None:
    answer = asked(ask, store, "q=energy", base)
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json"
    found = json.loads(answer.body)
    paths = {spec.url_path for spec in registry.PAGES}
    links = [one[2] for group in found["groups"] for one in group["results"]]
    links += [group["more"] for group in found["groups"] if group["more"]]
    assert len(links) > 10
    for link in links:
        address = urlsplit(link)
        assert (address.scheme, address.netloc) == ("", "")
        assert address.path in paths
    more = next(group["more"] for group in found["groups"] if group["name"] == "Priorities")
    assert parse_qs(urlsplit(more).query) == {"text": ["energy"]}


def test_odd_questions_are_answered(ask: Ask, store: Store) -> None:
    for query in ("", "q=", "q=%00%ff%3Cscript%3E", f"q={'x' * 9000}", "q=a&q=toscana", "x=1"):
        assert asked(ask, store, query).status == 200


def test_without_a_store_it_says_so(ask: Ask) -> None:
    def nothing() -> Store:
        raise StoreMissing("There is no store.", "Build one.")

    answer = ask(Router(routes=search_routes(nothing, PAGES)), f"/{ADDRESS}", query="q=a")
    assert answer.status == 503
    assert answer.body.decode() == StoreMissing.told
