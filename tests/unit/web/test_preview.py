"""What messengers show of a link: title, text and picture of the view, safe and from the store."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import streamlit
from starlette.routing import Router

from s3dash.store.connection import QueryTooLong, Store, StoreMissing
from s3dash.ui.shell.registry import PAGES
from s3dash.web.addresses import Page
from s3dash.web.api.picture_pages import START
from s3dash.web.api.routes import api_routes
from s3dash.web.api.told import LONGEST_DESCRIPTION, LONGEST_TITLE, Told
from s3dash.web.document import document_routes
from s3dash.web.preview import preview

Ask = Callable[..., Any]
INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
TITLES = {spec.url_path or START: Told(spec.title, spec.help) for spec in PAGES}
VIEWS = {
    "region": ("territory=ITI1", "Toscana"),
    "priorities": ("territory=IT&domain=C10", "Italy"),
    "partnership": ("partnership=high-tech-farming", "High Tech Farming"),
    "compare": ("territory=ITI1&territory=DE1", "Toscana"),
    "partners": ("territory=ITI1", "Toscana"),
    "topic": ("about=hydrogen", "hydrogen"),
    "progress": ("asof=2021-06-30", "2021-06-30"),
    "platform": ("platform=energy", "Energy"),
    "atlas": ("indicator=unemployment_rate&year=2019", "2019"),
    "linkages": ("kind=priorities", "Alike"),
}


def told(ask: Ask, newest: Callable[[], Store], path: str, query: str = "") -> dict[str, str]:
    pages = [(Page(path, "", ""), [])]
    app = Router(routes=document_routes(INDEX, pages, "", preview(newest, TITLES)))
    answer = ask(app, f"/{path}", {"Host": "s3.example.eu"}, query=query)
    assert answer.status == 200
    text = answer.body.decode()
    assert len(re.findall("<title>", text)) == 1
    found = re.findall(r'<meta property="([^"]+)" content="([^"]*)">', text)
    return {name: unescape(value) for name, value in found}


@pytest.mark.parametrize("spec", PAGES, ids=lambda spec: spec.key)
def test_every_page_has_a_title_and_a_text(ask: Ask, store: Store, spec: Any) -> None:
    found = told(ask, lambda: store, spec.url_path)
    assert found["og:title"] == spec.title
    assert found["og:description"] == spec.help


@pytest.mark.parametrize("path", VIEWS)
def test_a_view_is_told_from_its_address(ask: Ask, store: Store, path: str) -> None:
    query, word = VIEWS[path]
    found = told(ask, lambda: store, path, query)
    assert word in found["og:title"]
    assert found["og:description"]
    assert found["og:url"] == f"http://s3.example.eu/{path}?{query}"
    assert len(found["og:title"]) <= LONGEST_TITLE
    assert len(found["og:description"]) <= LONGEST_DESCRIPTION
    # And the picture is one.
    image = found["og:image"].removeprefix("http://s3.example.eu")
    app = Router(routes=api_routes(lambda: store))
    address, _, rest = image.partition("?")
    assert ask(app, address, query=rest).headers["content-type"] == "image/png"


@pytest.mark.parametrize(
    "query",
    ["territory=Atlantis", "territory=", "territory=%00", "x=1&y=2", 'territory="><script>', "%FF"],
)
def test_what_means_nothing_is_told_as_the_page(ask: Ask, store: Store, query: str) -> None:
    for path in ("region", "priorities", "progress"):
        found = told(ask, lambda: store, path, query)
        assert "<" not in found["og:title"]
        assert found["og:description"]


def test_without_a_store_a_page_is_told_by_its_title(ask: Ask) -> None:
    def missing() -> Store:
        raise StoreMissing("none", "none")

    assert told(ask, missing, "region", "territory=ITI1")["og:title"] == "Region"


def test_a_page_waits_for_no_preview(
    ask: Ask, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*_: object) -> Told:
        raise QueryTooLong(1)

    monkeypatch.setattr("s3dash.web.preview.told_of", slow)
    assert told(ask, lambda: store, "region", "territory=ITI1")["og:title"] == "Region"


def test_a_partnership_without_a_scope_is_told_as_the_page(
    ask: Ask, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = {"name": "One", "scope": float("nan")}
    monkeypatch.setattr("s3dash.web.api.told.partnership", lambda *_: record)
    found = told(ask, lambda: store, "partnership", "partnership=high-tech-farming")
    assert found["og:description"] == TITLES["partnership"].description


def test_a_year_without_values_is_not_told(ask: Ask, store: Store) -> None:
    found = told(ask, lambda: store, "atlas", "indicator=unemployment_rate&year=Buy+now")
    assert "Buy" not in found["og:title"] + found["og:description"]
