"""The link of a page with an ending has exactly the rows that the page offers to take away."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.requests import Request
from streamlit.testing.v1 import AppTest

from s3dash.store.connection import Store
from s3dash.web.api.answers import Asked
from s3dash.web.api.views import PAGES, view_answer
from tests.fixtures.downloads import record_offers

Visit = Callable[..., AppTest]
LINKS: list[tuple[str, dict[str, Any]]] = [
    ("priorities", {"territory": "IT", "domain": "C10"}),
    ("priorities", {"text": "hydrogen", "view": "table", "period": "2021-2027"}),
    ("priorities", {"country": "es", "without": "domain:C", "q": "food"}),
    ("priorities", {"territory": "DE", "view": "matrix", "level": "divisions", "sort": "all"}),
    ("priorities", {"territory": "DE", "view": "common"}),
    ("progress", {"asof": "2021-06-30", "window": "12", "platform": "energy", "sort": "members"}),
    ("partners", {"territory": "ITC4", "mode": "design", "country": "ES"}),
    ("partners", {"territory": "ES61", "w_lead": "3", "unlinked": "yes"}),
    ("region", {"territory": "ITI1"}),
    ("region", {"territory": "ITI1", "view": "indicators"}),
    ("partnership", {"partnership": "high-tech-farming", "asof": "2020-01-31"}),
]


def answered(store: Store, path: str, ending: str, query: dict[str, Any]) -> bytes:
    scope = {
        "type": "http",
        "path": f"/{path}.{ending}",
        "query_string": urlencode(query, doseq=True).encode(),
        "headers": [],
    }
    page = next(page for page in PAGES if page.path == path)
    return b"".join(view_answer(page, ending)(Asked(Request(scope), store)).pieces)


@pytest.mark.parametrize(("path", "query"), LINKS, ids=str)
def test_it_has_the_rows_of_the_page(
    visit: Visit, store: Store, monkeypatch: pytest.MonkeyPatch, path: str, query: dict[str, Any]
) -> None:
    offers = record_offers(monkeypatch)
    assert not visit(path, **query).exception
    rows = answered(store, path, "csv", query)
    made = {offer.make(): offer for offer in offers if offer.label == "CSV, rows only"}
    assert rows in made
    assert len(rows.splitlines()) > 2
    about = json.loads(answered(store, path, "metadata.json", query))
    header = rows.decode("utf-8-sig").splitlines()[0].split(",")
    assert [column["name"] for column in about["columns"]] == header
    assert all(column["description"] for column in about["columns"])
