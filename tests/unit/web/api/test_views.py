"""Links of pages as data sets: formats, description, and what is refused."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
from starlette.routing import Router

from s3dash.store.connection import Store
from s3dash.web.api.routes import PATHS, api_routes
from s3dash.web.api.views import ENDINGS, PAGES, data_link

Get = Callable[..., Any]
LINK = "territory=IT&domain=C10"


def test_all_formats_have_the_same_rows_and_say_where_they_are_from(get: Get) -> None:
    answers = {e: get(f"/priorities.{e}", LINK, {"Host": "s3.example.eu"}) for e in ENDINGS}
    assert {one.status for one in answers.values()} == {200}
    assert len({one.headers["x-total-count"] for one in answers.values()}) == 1
    rows = json.loads(answers["json"].body)
    ids = [row["priority_id"] for row in rows]
    text = answers["csv"].body.decode("utf-8-sig")
    assert [r["priority_id"] for r in csv.DictReader(io.StringIO(text, newline=""))] == ids
    assert pq.read_table(io.BytesIO(answers["parquet"].body))["priority_id"].to_pylist() == ids
    features = json.loads(answers["geojson"].body)["features"]
    assert [one["properties"]["priority_id"] for one in features] == ids
    book = openpyxl.load_workbook(io.BytesIO(answers["xlsx"].body))
    assert [row[0] for row in book["data"].iter_rows(values_only=True)][1:] == ids
    told = dict(book["about"].iter_rows(values_only=True))
    assert told["Link"] == f"http://s3.example.eu/priorities?{LINK}"
    about = json.loads(answers["metadata.json"].body)
    assert about["rows"] == len(ids)
    assert about["link"] == told["Link"]
    assert about["filters"] == told["Filters"]
    assert "in-Italy" in answers["csv"].headers["content-disposition"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_each_page_has_an_address_for_each_format(get: Get, page: Any) -> None:
    needed = [(one.name, one.example) for one in page.parameters if one.is_required]
    for ending in ("json", "metadata.json"):
        answer = get(f"/{page.path}.{ending}", needed)
        assert answer.status == 200, answer.body
        assert f"/{page.path}.{ending}" in PATHS
    if needed:
        assert get(f"/{page.path}.csv").status == 400


@pytest.mark.parametrize(
    ("path", "query", "status", "parameter"),
    [
        ("/priorities.csv", "territory=Atlantis", 400, "territory"),
        ("/priorities.csv", "view=cube", 400, "view"),
        ("/priorities.csv", "view=matrix&sort=ZZ", 400, "sort"),
        ("/priorities.csv", "colour=red", 400, "colour"),
        ("/progress.geojson", "", 404, None),
        ("/region.csv", "territory=ITI1&view=neighbours", 400, "view"),
        ("/hubs.csv", "technology=magic", 400, "technology"),
        ("/projects.csv", "project=nothing", 400, "project"),
        ("/library.csv", "territory=IT", 400, "territory"),
        ("/partnership.csv", "partnership=nothing", 400, "partnership"),
        ("/partnership.csv", "partnership=high-tech-farming&view=links", 400, "view"),
        ("/partnership.csv", "partnership=high-tech-farming&table=x", 400, "table"),
        ("/partnership.csv", "partnership=high-tech-farming&as_of=2999-01-01", 400, "as_of"),
        (
            "/partnership.csv",
            "partnership=high-tech-farming&table=members&asof=2999-01-01",
            400,
            "as_of",
        ),
    ],
)
def test_what_means_nothing_is_refused_where_a_page_would_ignore_it(
    get: Get, path: str, query: str, status: int, parameter: str | None
) -> None:
    answer = get(path, query)
    assert answer.status == status
    assert json.loads(answer.body).get("parameter") == parameter


@pytest.mark.parametrize(
    ("path", "query", "column", "values"),
    [
        ("hubs", "country=IT&country=ES&kind=EDIH", "country_code", {"IT", "ES"}),
        ("projects", "tie=related&page=2", "partnership_basis", {"related"}),
        ("projects", "project=i3-regiogreentex", "project_id", {"i3-regiogreentex"}),
        ("library", "year=2020&text=", "year", {2020}),
    ],
)
def test_catalogues_have_the_rows_of_their_filters(
    get: Get, path: str, query: str, column: str, values: set[object]
) -> None:
    rows = json.loads(get(f"/{path}.json", query).body)
    assert {row[column] for row in rows} == values
    every = json.loads(get(f"/{path}.json").body)
    if "project=" in query:
        assert get(f"/{path}.geojson", query).status == 200
    else:
        assert [row for row in every if row[column] in values and row in rows] == rows
        assert 0 < len(rows) < len(every)


def test_a_link_under_a_base_names_its_page(ask: Callable[..., Any], store: Store) -> None:
    app = Router(routes=api_routes(lambda: store, "/s3"))
    answer = ask(app, "/s3/priorities.metadata.json", query=LINK)
    assert json.loads(answer.body)["link"].endswith(f"/s3/priorities?{LINK}")


def test_the_address_of_the_rows_is_made_of_that_of_the_page() -> None:
    assert data_link(f"http://x/s3/priorities?{LINK}") == f"http://x/s3/priorities.csv?{LINK}"
    assert data_link("http://x/progress") == "http://x/progress.csv"
    assert data_link("http://x/guide") == ""
    assert data_link("http://x/") == ""
