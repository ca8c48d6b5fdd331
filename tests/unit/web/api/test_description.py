"""What the interface says of itself is so: OpenAPI, the data package, the page for people."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import frictionless
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from s3dash.queries.base.tables import public_tables
from s3dash.store.connection import Store
from s3dash.web.api.problems import MEDIA_TYPE
from s3dash.web.api.questions import QUESTIONS

Get = Callable[..., Any]


@pytest.fixture(scope="module")
def document(get: Get) -> dict[str, Any]:
    """The description of the interface."""
    answer = get("/api/openapi.json")
    assert answer.status == 200
    described: dict[str, Any] = json.loads(answer.body)
    return described


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        yield path, item["get"]


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (one for name, one in value.items() if name == "$ref")
        for one in value.values():
            yield from references(one)
    elif isinstance(value, list):
        for one in value:
            yield from references(one)


def test_it_is_of_openapi_3_1_and_points_to_what_it_has(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"
    assert {"title", "version"} <= document["info"].keys()
    names = [one["operationId"] for _, one in operations(document)]
    assert len(names) == len(set(names))
    for reference in references(document):
        found: Any = document
        for part in reference.removeprefix("#/").split("/"):
            found = found[part]
    for _, one in operations(document):
        given_names = [parameter["name"] for parameter in one.get("parameters", ())]
        assert len(given_names) == len(set(given_names))
        assert {"200", "400", "404", "503"} <= one["responses"].keys()


def test_every_table_question_and_column_is_described(
    document: dict[str, Any], store: Store
) -> None:
    tables = public_tables(store)
    assert {path for path, _ in operations(document)} == {
        "/datapackage.json",
        *(f"/{one.name}.json" for one in QUESTIONS),
        *(f"/{name}.{{format}}" for name in tables),
    }
    for name, table in tables.items():
        described = document["components"]["schemas"][name]["properties"]
        assert [*described] == [column.name for column in table.columns]
        assert all(one["description"] for one in described.values()), name


def test_rows_are_as_described(document: dict[str, Any], get: Get, store: Store) -> None:
    kinds = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "array": list}
    for name in public_tables(store):
        described = document["components"]["schemas"][name]["properties"]
        for row in json.loads(get(f"{name}.json", "limit=200").body):
            assert row.keys() == described.keys()
            for column, value in row.items():
                kind = described[column]["type"][0]
                assert value is None or isinstance(value, kinds[kind]), (name, column)


VALUES = {
    "string": st.text(max_size=30),
    "integer": st.integers(-(10**20), 10**20).map(str),
    "number": st.floats().map(str),
    "boolean": st.sampled_from(["yes", "no", "true", "maybe"]),
}


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_is_asked_the_answer_is_one_that_is_described(
    document: dict[str, Any], get: Get, data: st.DataObject
) -> None:
    path, one = data.draw(st.sampled_from(sorted(operations(document), key=lambda item: item[0])))
    parameters = [p for p in one.get("parameters", ()) if p["in"] == "query"]
    chosen = data.draw(st.lists(st.sampled_from(parameters), max_size=3)) if parameters else []
    query = []
    for parameter in chosen:
        schema = parameter["schema"].get("items", parameter["schema"])
        schema = schema.get("oneOf", [schema])[0]
        known = st.sampled_from([str(v) for v in schema["enum"]]) if "enum" in schema else None
        value = data.draw(VALUES[schema["type"]] if known is None else known | VALUES["string"])
        query.append((parameter["name"], value.encode("utf-8", "surrogatepass")))
    formats = next(
        (p["schema"]["enum"] for p in one.get("parameters", ()) if p["in"] == "path"), ["json"]
    )
    address = path.replace("{format}", data.draw(st.sampled_from(formats))).lstrip("/")
    # Rows enough, and not all 6,000 each time.
    if any(p["name"] == "limit" for p in parameters) and not any(n == "limit" for n, _ in query):
        query.append(("limit", b"5"))
    answer = get(address, query)
    assert str(answer.status) in one["responses"]
    assert answer.status != 503
    media_type = answer.headers["content-type"].partition(";")[0]
    if answer.status == 200:
        assert media_type in one["responses"]["200"]["content"]
    else:
        assert media_type == MEDIA_TYPE
        assert json.loads(answer.body)["detail"]


def test_the_data_package_can_be_read_by_who_knows_only_the_standard(
    get: Get, store: Store, tmp_path: Path
) -> None:
    (tmp_path / "datapackage.json").write_bytes(get("datapackage.json").body)
    for name in public_tables(store):
        header, *rows = get(f"{name}.csv").body.splitlines(keepends=True)
        # Of the indicators, many rows all alike, every tenth: each cell takes its time.
        rows = rows[::10] if name == "indicator_values" else rows
        (tmp_path / f"{name}.csv").write_bytes(b"".join([header, *rows]))
    package = frictionless.Package(str(tmp_path / "datapackage.json"))
    for resource in package.resources:
        # The rows stand alone here: their keys are checked when the store is built.
        resource.schema.foreign_keys = []
        report = resource.validate()
        problems = [error.note for task in report.tasks for error in task.errors]
        assert not problems, (resource.name, problems[:3])


class Read(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [v for n, v in attrs if n in ("href", "src") and v]


def test_the_page_for_people_names_all_and_asks_nothing_from_outside(
    get: Get, store: Store
) -> None:
    answer = get("/api")
    assert answer.headers["content-type"].startswith("text/html")
    text = answer.body.decode()
    page = Read()
    page.feed(text)
    assert "script" not in page.tags
    assert not [link for link in page.links if "//" in link]
    assert "url(" not in text
    for name, table in public_tables(store).items():
        assert f"<b>{name}</b>" in text
        for column in table.columns:
            assert f"<code>{column.name}</code>" in text
    checked = [link for link in page.links if link.startswith("api/") and "." in link]
    assert len(checked) > 50
    for link in checked:
        path, _, query = link.partition("?")
        if re.search(r"\.(json|csv)$", path):
            assert get(f"/{path}", query).status == 200, link
