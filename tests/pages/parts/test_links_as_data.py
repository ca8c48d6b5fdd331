"""The link of a page with an ending has exactly the rows that the page offers to take away."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from starlette.requests import Request
from streamlit.testing.v1 import AppTest

from s3dash.queries.explorer.reading import ALIASES, PARAMS
from s3dash.store.connection import Store
from s3dash.ui.address.parameters import PARAMETERS
from s3dash.ui.parts import tables
from s3dash.ui.shell import chrome, links
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
    ("region", {"territory": "ITI1", "table": "partnerships"}),
    ("region", {"territory": "ITI1", "view": "indicators"}),
    ("region", {"territory": "ITI1", "view": "Indicators"}),
    ("priorities", {"view": "Territory × domain", "sort": "Most in Mining (B)"}),
    ("partnership", {"partnership": "high-tech-farming", "asof": "2020-01-31"}),
    ("partnership", {"partnership": "high-tech-farming", "table": "members"}),
    ("partnership", {"partnership": "high-tech-farming", "table": "affiliations"}),
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
    shown = {name: value for name, value in query.items() if name != "table"}
    assert not visit(path, **shown).exception
    rows = answered(store, path, "csv", query)
    made = {offer.make(): offer for offer in offers if offer.label == "CSV, rows only"}
    assert rows in made
    assert len(rows.splitlines()) > 2
    about = json.loads(answered(store, path, "metadata.json", query))
    header = rows.decode("utf-8-sig").splitlines()[0].split(",")
    assert [column["name"] for column in about["columns"]] == header
    assert all(column["description"] for column in about["columns"])


def test_a_menu_shows_the_address_of_its_rows(
    visit: Visit, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "is_open", lambda _: True)
    # Without a browser a page has no address.
    here = links.here
    monkeypatch.setattr(links, "here", lambda: f"http://host/{chrome.key_shown()}{here()}")
    told = [code.value for code in visit("priorities", territory="IT", view="matrix").code]
    [address] = [text for text in told if ".csv" in text]
    query = dict(parse_qsl(address.partition("?")[2]))
    assert query["territory"] == "IT"
    assert b",A,C," in answered(store, "priorities", "csv", query)
    # A view that has none, and a table that is not the one of the link.
    for link in ({"view": "neighbours"}, {"view": "profile"}):
        told = [code.value for code in visit("region", territory="ITI1", **link).code]
        assert sum(".csv" in text for text in told) == 2 * (link["view"] == "profile")


def test_names_of_parameters_are_those_of_the_page() -> None:
    known = PARAMETERS["priorities"]
    assert {one.name: one.aliases for one in known if one.aliases} == ALIASES
    assert {*PARAMS} <= {one.name for one in known}


def test_a_menu_leads_to_picture_and_citation_and_so_does_the_foot(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "is_open", lambda _: True)
    here = links.here
    monkeypatch.setattr(links, "here", lambda: f"http://host/{chrome.key_shown()}{here()}")
    app = visit("priorities", territory="IT", data_version="older")
    html = " ".join(str(element.value) for element in app.html)
    for address in ("priorities.png?territory=IT", "priorities.svg?territory=IT"):
        assert f"href='http://host/{address}'" in html
    assert "href='http://host/cite/priorities?territory=IT'" in html
    assert "href='cite/priorities?territory=IT'" in html
    # A link that was made for other data says so, and no link of ours keeps the old version.
    assert "cites version older" in app.info[0].value
    assert "data_version" not in html
