"""Tables for programs: every table of the package, its filters and formats, and what is refused."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable
from itertools import chain
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Router

from s3dash.folders import DATA
from s3dash.queries.base import tables as questions
from s3dash.queries.base.tables import TableQuestion, plural, public_tables, read_rows
from s3dash.store import connection
from s3dash.store.connection import Store, StoreMissing
from s3dash.takeaway.columns import as_told
from s3dash.takeaway.export import Provenance, json_pieces
from s3dash.takeaway.formats import FORMATS
from s3dash.web.api import tables
from s3dash.web.api.answers import Endpoint
from s3dash.web.api.problems import MEDIA_TYPE
from s3dash.web.api.routes import api_routes
from s3dash.web.compression import SMALLEST
from s3dash.web.headers import SecurityHeaders

Get = Callable[..., Any]
Rows = Callable[..., list[dict[str, Any]]]


def read_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_plurals_are_made_by_rule() -> None:
    made = {
        "priority": "priorities",
        "indicator_value": "indicator_values",
        "stage_evidence": "stage_evidence",
        "nuts_correspondence": "nuts_correspondences",
        "survey": "surveys",
        "box": "boxes",
    }
    assert {name: plural(name) for name in made} == made


def test_every_table_of_the_package_is_there_whole(
    get: Get, store: Store, facts: Callable[[str], pd.DataFrame]
) -> None:
    known = public_tables(store)
    assert {table.name for table in known.values()} == {
        resource["name"]
        for resource in json.loads(store.rows("SELECT package_json FROM build_info")[0][0])[
            "resources"
        ]
    }
    for name, table in known.items():
        answer = get(f"{name}.csv")
        assert answer.status == 200, name
        file = facts(table.name)
        found = read_csv(answer.body)
        assert int(answer.headers["x-total-count"]) == len(found) == len(file), name
        for column in table.key:
            assert sorted(row[column] for row in found) == sorted(file[column]), (name, column)


@pytest.mark.parametrize(
    ("question", "keeps"),
    [
        (
            [("country_code", "IT"), ("country_code", "ES")],
            lambda r: r["country_code"] in ("IT", "ES"),
        ),
        ([("nuts_level__gte", 3)], lambda r: (r["nuts_level"] or 0) >= 3),
        ([("nuts_level__lt", 1)], lambda r: r["nuts_level"] == 0),
        ([("nuts_level", ""), ("nuts_level", 0)], lambda r: r["nuts_level"] in (None, 0)),
        ([("parent_id__not", "")], lambda r: r["parent_id"] is not None),
        ([("country_code__not", "IT")], lambda r: r["country_code"] != "IT"),
        ([("territory_id__startswith", "AT2")], lambda r: r["territory_id"].startswith("AT2")),
        ([("name__contains", "KARNTEN")], lambda r: r["name"] == "Kärnten"),
        ([("within", "AT1")], lambda r: "AT1" in r["within"]),
        ([("area_km2__gt", "1e5")], lambda r: (r["area_km2"] or 0) > 1e5),
        ([("q", "nord spain")], lambda _: False),
    ],
    ids=lambda part: str(part) if isinstance(part, list) else "",
)
def test_filters_keep_what_they_say(
    rows: Rows, question: list[tuple[str, object]], keeps: Callable[[dict[str, Any]], bool]
) -> None:
    every = rows("territories.json", {"limit": 100_000})
    found = rows("territories.json", [*question, ("limit", 100_000)])
    assert found == [row for row in every if keeps(row)] or "KARNTEN" in str(question)
    assert found or question[0][0] == "q"


def test_words_are_all_in_a_row_whatever_case_and_accents(rows: Rows) -> None:
    found = rows("priorities.json", {"q": "HYDROGEN energy"})
    assert found
    for row in found:
        texts = " ".join(str(value) for value in row.values()).lower()
        assert "hydrogen" in texts
        assert "energy" in texts


def test_order_limit_offset_and_columns(rows: Rows) -> None:
    every = rows("indicator_values.json", {"order": "-value,nuts_code", "limit": 10_000})
    keys = [(-row["value"], row["nuts_code"]) for row in every]
    assert keys == sorted(keys)
    page = rows(
        "indicator_values.json",
        "order=-value,nuts_code&limit=7&offset=5&columns=value,nuts_code&columns=year",
    )
    assert page == [{n: row[n] for n in ("value", "nuts_code", "year")} for row in every[5:12]]
    missing = rows("territories.json", {"order": "parent_id", "limit": 10_000})
    assert missing[-1]["parent_id"] is None


def test_the_next_rows_are_linked_until_there_are_none(get: Get) -> None:
    address, seen = "stages.json?limit=2&order=-position", []
    while address:
        path, _, query = address.partition("?")
        answer = get(path, query, {"Host": "s3.example.eu"})
        seen += json.loads(answer.body)
        link = answer.headers.get("link", "")
        assert not link or link.startswith("<http://s3.example.eu/api/v1/stages.json?")
        assert not link or link.endswith('; rel="next"')
        address = link.partition("/api/v1/")[2].partition(">")[0]
    assert [row["position"] for row in seen] == [5, 4, 3, 2, 1]


def test_json_sends_a_thousand_rows_unless_told_otherwise_and_files_all(get: Get) -> None:
    assert len(json.loads(get("territories.json").body)) == 1000
    assert 'rel="next"' in get("territories.json").headers["link"]
    assert len(read_csv(get("territories.csv").body)) > 1000
    answer = get("territories.json", "limit=0")
    assert (answer.body, answer.headers["x-total-count"]) != (b"", "0")
    assert json.loads(answer.body) == []


def test_all_formats_have_the_same_rows(get: Get) -> None:
    question = "country_code=AT&order=name"
    answers = {
        ending: get(f"territories.{ending}", question)
        for ending in ("json", "csv", "parquet", "xlsx", "geojson")
    }
    assert {one.status for one in answers.values()} == {200}
    as_json = json.loads(answers["json"].body)
    names = [row["name"] for row in as_json]
    assert len(names) > 40
    as_csv = read_csv(answers["csv"].body)
    assert [row["name"] for row in as_csv] == names
    assert [row["within"] for row in as_csv] == ["; ".join(row["within"]) for row in as_json]
    assert [row["nuts_level"] for row in as_csv] == [str(row["nuts_level"]) for row in as_json]
    table = pq.read_table(io.BytesIO(answers["parquet"].body))
    assert table.to_pylist() == as_json
    book = openpyxl.load_workbook(io.BytesIO(answers["xlsx"].body))
    assert [row[1] for row in book["data"].iter_rows(values_only=True)][1:] == names
    features = json.loads(answers["geojson"].body)["features"]
    assert [one["properties"] for one in features] == as_json
    assert all(one["geometry"] for one in features if one["properties"]["nuts_level"] == 2)


@pytest.mark.parametrize("ending", FORMATS)
def test_no_rows_are_an_answer_too(get: Get, ending: str) -> None:
    answer = get(f"territories.{ending}", {"name": "nowhere"})
    assert answer.status == 200
    assert answer.headers["x-total-count"] == "0"


def test_the_same_question_has_the_same_bytes(get: Get) -> None:
    for ending in ("csv", "parquet", "xlsx", "geojson", "json"):
        assert (
            get(f"territories.{ending}", "within=AT1").body
            == get(f"territories.{ending}", "within=AT1").body
        ), ending


def test_an_answer_that_is_known_is_not_sent_again(get: Get) -> None:
    first = get("stages.json")
    mark = first.headers["etag"]
    again = get("stages.json", headers={"If-None-Match": f'"other", {mark}'})
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == mark
    assert "max-age" in again.headers["cache-control"]
    assert get("stages.json", "limit=1").headers["etag"] != mark
    assert get("stages.json", headers={"If-None-Match": '"other"'}).status == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [("stages.json", 304), ("nothing.json", 404), ("stages.json?limit=-1", 400), ("/healthz", 200)],
)
def test_who_has_any_answer_is_told_so_where_there_is_one(get: Get, path: str, status: int) -> None:
    path, _, query = path.partition("?")
    for _ in range(2):
        answer = get(path, query, headers={"If-None-Match": "*"})
        assert answer.status == status
        assert ("etag" in answer.headers) is (status == 304)


@pytest.mark.parametrize("path", ["stages.json", "indicator_values.csv"])
def test_who_asks_for_the_head_alone_gets_the_same_and_no_rows_are_made(
    get: Get, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = get(path, headers={"Accept-Encoding": "gzip"})

    def fail(*_: object) -> None:
        raise AssertionError("The rest is made.")

    monkeypatch.setattr(Endpoint, "_streamed", fail)
    head = get(path, headers={"Accept-Encoding": "gzip"}, method="HEAD")
    assert (head.status, dict(head.headers)) == (200, dict(whole.headers))


def test_answers_are_compressed_for_who_reads_that(get: Get) -> None:
    for path in ("territories.json", "indicator_values.csv"):
        plain, packed = get(path), get(path, headers={"Accept-Encoding": "br, gzip"})
        assert "content-encoding" not in plain.headers
        assert packed.headers["content-encoding"] == "gzip"
        assert gzip.decompress(packed.body) == plain.body
        assert "accept-encoding" in packed.headers["vary"].lower()
    assert "content-encoding" not in get("stages.json", headers={"Accept-Encoding": "br"}).headers


@pytest.mark.parametrize("ending", ["xlsx", "parquet"])
def test_what_is_packed_in_itself_is_not_packed_again(
    ask: Callable[..., Any], store: Store, ending: str
) -> None:
    app = SecurityHeaders(GZipMiddleware(Router(routes=api_routes(lambda: store))))
    plain, packed = (
        ask(app, f"/api/v1/territories.{ending}", {"accept-encoding": takes}, query="limit=100")
        for takes in ("identity", "gzip")
    )
    assert packed.body == plain.body
    assert len(plain.body) > SMALLEST
    assert "content-encoding" not in packed.headers
    assert "content-encoding" not in plain.headers


def test_pages_of_any_site_may_read_and_nobody_may_write(get: Get) -> None:
    answer = get("stages.json", headers={"Origin": "https://example.org"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "X-Total-Count" in answer.headers["access-control-expose-headers"]
    preflight = get("stages.json", method="OPTIONS")
    assert preflight.status == 204
    assert "GET" in preflight.headers["access-control-allow-methods"]
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = get("stages.json", method=method)
        assert answer.status == 405
        assert answer.headers["allow"] == "GET, HEAD, OPTIONS"


REFUSED = [
    # path, query, status, parameter, given
    ("nothing.json", "", 404, None, "nothing"),
    ("priority.json", "", 404, None, "priority"),
    ("../priorities.json", "", 404, None, "../priorities"),
    ("priorities.exe", "", 404, None, "exe"),
    ("priorities", "", 404, None, None),
    ("", "", 404, None, None),
    ("stages.geojson", "", 404, None, "geojson"),
    ("stages.json", "nonsense=1", 400, "nonsense", None),
    ("stages.json", "nme=Learn", 400, "nme", None),
    ("stages.json", "name__like=x", 400, "name__like", "like"),
    ("stages.json", "position__contains=1", 400, "position__contains", "contains"),
    ("stages.json", "position=one", 400, "position", "one"),
    ("stages.json", "position=1.5", 400, "position", "1.5"),
    ("stages.json", "position=%D9%A1", 400, "position", "١"),
    ("stages.json", "position__gt=", 400, "position__gt", ""),
    ("stages.json", "position__gt=1&position__gt=2", 400, "position__gt", "1, 2"),
    ("stages.json", "is_jrc_supported=maybe", 400, "is_jrc_supported", "maybe"),
    ("stages.json", "order=nothing", 400, "order", "nothing"),
    ("stages.json", "order=--name", 400, "order", "-name"),
    ("territories.json", "order=within", 400, "order", "within"),
    ("stages.json", "columns=name,nothing", 400, "columns", "nothing"),
    ("territories.geojson", "columns=name", 400, "columns", ""),
    *(
        ("stages.json", f"{name}={value}", 400, name, value)
        for name in ("limit", "offset")
        for value in ("-1", "1000001", "99999999999999999999", "ten", "1.0", "0x10", "NaN")
    ),
    ("stages.json", "limit=1&limit=2", 400, "limit", "1, 2"),
    ("indicator_values.json", "value=inf", 400, "value", "inf"),
    ("indicator_values.json", "value=1e999", 400, "value", "1e999"),
    ("stage_evidence.json", "date_start=2021-02-30", 400, "date_start", "2021-02-30"),
    ("stage_evidence.json", "date_start=20210201", 400, "date_start", "20210201"),
    ("stages.json", "name=" + "x" * 501, 400, "name", "x" * 199 + "…"),
    ("stages.json", "&".join(f"name={n}" for n in range(201)), 400, None, "201"),
]


@pytest.mark.parametrize(("path", "query", "status", "parameter", "given_value"), REFUSED)
def test_what_means_nothing_is_refused_by_name(
    get: Get, path: str, query: str, status: int, parameter: str | None, given_value: str | None
) -> None:
    answer = get(path, query)
    assert answer.status == status
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert answer.headers["cache-control"] == "no-store"
    told = json.loads(answer.body)
    assert told["status"] == status
    assert told["detail"].endswith(".")
    assert told["allowed"]
    assert told.get("parameter") == parameter
    if given_value is not None:
        assert told["given"] == given_value


HOSTILE = [
    "'; DROP TABLE priority; --",
    '" OR 1=1 --',
    "%",
    "\x00",
    "\ud800",
    "{{7*7}}",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "ﷺ" * 100,
]


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
@pytest.mark.parametrize("name", ["name", "name__contains", "name__startswith", "name__gt", "q"])
def test_hostile_text_is_only_text(get: Get, name: str, text: str) -> None:
    answer = get("stages.json", {name: text.encode("utf-8", "surrogatepass")})
    assert answer.status == 200
    if name != "name__gt":
        assert json.loads(answer.body) == []


@given(query=st.text(max_size=60), path=st.sampled_from(["stages.json", "stages.csv", "x"]))
def test_any_query_has_an_answer_that_is_ours(get: Get, path: str, query: str) -> None:
    answer = get(path, query.encode("utf-8", "surrogatepass").decode("latin-1"))
    assert answer.status in (200, 400, 404)
    assert b"Traceback" not in answer.body


@given(
    name=st.sampled_from(["name", "name__contains", "position", "position__gte", "order", "limit"]),
    value=st.text(max_size=20),
)
def test_any_value_has_an_answer_that_is_ours(get: Get, name: str, value: str) -> None:
    answer = get("stages.json", {name: value.encode("utf-8", "surrogatepass")})
    assert answer.status in (200, 400)
    json.loads(answer.body)


@given(page=st.integers(1, 4), order=st.sampled_from(["name", "-name", "position", "-definition"]))
def test_pages_of_rows_put_together_are_all_rows(rows: Rows, page: int, order: str) -> None:
    every = rows("stages.json", {"order": order})
    pieces = [
        rows("stages.json", {"order": order, "limit": page, "offset": start})
        for start in range(0, len(every), page)
    ]
    assert [*chain(*pieces)] == every


def test_a_query_that_takes_too_long_is_stopped_and_says_so(
    get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "MOST_SECONDS", 0.0)
    answer = get("priorities.json")
    assert answer.status == 503
    assert "more than 0 seconds" in json.loads(answer.body)["detail"]
    assert answer.headers["retry-after"]


def test_the_limit_stops_a_running_query(store: Store) -> None:
    with store.session(0.05) as session, pytest.raises(connection.QueryTooLong):
        session.rows("SELECT count(*) FROM range(1000000000) a, range(1000000) b")
    assert store.rows("SELECT 1") == [(1,)]


def test_without_a_store_it_says_so_and_names_no_file(ask: Callable[..., Any]) -> None:
    def nothing() -> Store:
        raise StoreMissing("There is no store at /secret/place.", "Build one.")

    app = Router(routes=api_routes(nothing))
    for path in ("/api/v1/stages.json", "/healthz", "/readyz"):
        answer = ask(app, path)
        assert answer.status == 503
        assert b"secret" not in answer.body
        assert json.loads(answer.body)["detail"] == StoreMissing.told


def test_an_unforeseen_error_leaks_nothing(
    get: Get, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise duckdb.IOException("cannot read /secret/place")

    monkeypatch.setattr(tables, "count_rows", fail)
    answer = get("stages.json")
    assert answer.status == 500
    assert b"secret" not in answer.body
    assert "secret" in caplog.text


LONGEST = (DATA / "indicator_value.csv").read_bytes().count(b"\n") - 1
"""Rows of the longest table."""
WINDOW = LONGEST // 6


def test_long_tables_come_in_pieces_and_whole(
    store: Store, monkeypatch: pytest.MonkeyPatch, get: Get
) -> None:
    whole = get("indicator_values.csv").body
    listed = get("indicator_values.json", "limit=5000").body
    monkeypatch.setattr(questions, "WINDOW", WINDOW)
    known = public_tables(store)["indicator_values"]
    with store.session() as session:
        frames = list(read_rows(session, TableQuestion(known, known.columns)))
    assert len(frames) > 5
    assert get("indicator_values.csv").body == whole
    # Of these rows, several pieces as well.
    monkeypatch.setattr(questions, "WINDOW", 700)
    assert get("indicator_values.json", "limit=5000").body == listed


@pytest.fixture(scope="module")
def every(store: Store) -> pd.DataFrame:
    """All rows of the longest table."""
    known = public_tables(store)["indicator_values"]
    with store.session() as session:
        return pd.concat(read_rows(session, TableQuestion(known, known.columns)))


@pytest.mark.parametrize("offset", [0, 1, WINDOW - 1, WINDOW, 4 * WINDOW, LONGEST, 2 * LONGEST])
@pytest.mark.parametrize("limit", [WINDOW, WINDOW + 1, 2 * WINDOW, 2 * LONGEST])
def test_long_answers_are_cut_where_they_shall_be(
    store: Store, every: pd.DataFrame, monkeypatch: pytest.MonkeyPatch, limit: int, offset: int
) -> None:
    known = public_tables(store)["indicator_values"]
    with store.session() as session:
        monkeypatch.setattr(questions, "WINDOW", WINDOW)
        asked = TableQuestion(known, known.columns, limit=limit, offset=offset)
        found = pd.concat(read_rows(session, asked))
    expected = every.iloc[offset : offset + limit]
    assert [*found.columns] == [*every.columns]
    assert found.reset_index(drop=True).equals(expected.reset_index(drop=True))


@pytest.mark.parametrize(
    "query", ["country_code=ES", "country_code__not=ES", "q=ES&nuts_code=ES11"]
)
def test_rows_asked_for_by_country_stand_as_in_the_table(
    rows: Rows, every: pd.DataFrame, query: str
) -> None:
    is_there = every["country_code"] == "ES"
    if "not" in query:
        is_there = ~is_there
    if "nuts_code" in query:
        is_there &= every["nuts_code"] == "ES11"
    expected = every[is_there.fillna(False)].iloc[3:10]
    found = rows("indicator_values.json", f"{query}&limit=7&offset=3")
    key = ["indicator_id", "nuts_code", "year"]
    assert [[row[name] for name in key] for row in found] == expected[key].to_numpy().tolist()


def test_json_is_written_as_a_download_of_the_page_writes_it(get: Get, store: Store) -> None:
    about = Provenance("", "", "", "")
    for name, table in public_tables(store).items():
        with store.session() as session:
            frames = read_rows(session, TableQuestion(table, table.columns, limit=1000))
            written = b"".join(json_pieces(map(as_told, frames), about))
        assert get(f"{name}.json").body == written, name


def test_whole_file_formats_have_a_limit_that_they_name(
    get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 10)
    answer = get("territories.xlsx")
    assert answer.status == 400
    assert "10 rows" in json.loads(answer.body)["allowed"]
    assert get("territories.xlsx", "limit=10").status == 200
    assert get("territories.csv").status == 200


def test_health_names_the_build(get: Get, store: Store) -> None:
    for path in ("/healthz", "/readyz"):
        answer = get(path)
        assert answer.status == 200
        assert answer.headers["cache-control"] == "no-store"
        [(digest,)] = store.rows("SELECT data_digest FROM build_info")
        assert digest.startswith(json.loads(answer.body)["build"])


def test_it_stands_under_the_base_of_the_dashboard(ask: Callable[..., Any], store: Store) -> None:
    app = Router(routes=api_routes(lambda: store, "/s3"))
    assert ask(app, "/s3/api/v1/stages.json").status == 200
    assert ask(app, "/api/v1/stages.json").status == 404


def test_an_address_with_a_line_break_is_refused_as_any_other(get: Get) -> None:
    answer = get("memberships.\x06\n\x0c")
    assert answer.status == 404
    assert answer.headers["content-type"] == "application/problem+json"
