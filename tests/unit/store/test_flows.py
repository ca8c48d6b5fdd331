"""Tables of flows in the data package: how they must be described, checked and stored."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import frictionless
import pytest
from frictionless import Package

from s3dash.package.validate import validate
from s3dash.queries.base import about
from s3dash.store.build import build
from s3dash.store.connection import Store
from tests.fixtures.flows import ROWS, SOURCE, add_flows, field
from tests.fixtures.packages import DATA_DIR, PackageCopy

Resource = dict[str, Any]


@pytest.fixture
def package(tmp_path: Path) -> PackageCopy:
    return PackageCopy(tmp_path / "data").keep_few()


def messages(package: PackageCopy) -> list[str]:
    return [str(problem) for problem in validate(package.path)]


def of(resource: Resource, name: str) -> dict[str, Any]:
    return next(item for item in resource["schema"]["fields"] if item["name"] == name)


def without(*names: str) -> Callable[[Resource], None]:
    def edit(resource: Resource) -> None:
        schema = resource["schema"]
        schema["fields"] = [item for item in schema["fields"] if item["name"] not in names]
        schema["primaryKey"] = [name for name in schema["primaryKey"] if name not in names]
        schema["foreignKeys"] = [
            key for key in schema["foreignKeys"] if key["fields"][0] not in names
        ]

    return edit


def test_the_store_builds_with_a_table_of_flows(package: PackageCopy, tmp_path: Path) -> None:
    add_flows(package)
    # The other tables: `tests/unit/package/test_validate.py`.
    described = Package(str(package.path / "datapackage.json"))
    assert described.get_resource("flow_goods").validate().valid
    summary = build(package.path, tmp_path / "s3.duckdb")
    assert (summary.row_counts["flow_goods"], summary.row_counts["flow"]) == (len(ROWS), len(ROWS))
    with Store.open(tmp_path / "s3.duckdb") as store:
        assert store.rows("FROM flow_kind") == [
            (
                "flow_goods",
                "Trade in goods",
                "Goods sold from one region to another.",
                "million EUR",
            )
        ]
        stored = store.rows("SELECT from_id, to_id, year, value, flow_kind, source_url FROM flow")
        assert stored == [
            (one, other, int(year), float(value), "flow_goods", SOURCE)
            for one, other, year, value in ROWS
        ]
        # A source of flows counts among the sources like any other.
        [row] = about.sources(store).query("url == @SOURCE").to_dict("records")
        assert row["tables"] == "flow_goods"


def test_years_and_sources_may_be_left_out(package: PackageCopy, tmp_path: Path) -> None:
    rows = [row for row in ROWS if row[2] == "2020"]
    add_flows(package, rows, without("year", "source_url"))
    build(package.path, tmp_path / "s3.duckdb")
    with Store.open(tmp_path / "s3.duckdb") as store:
        assert store.rows("SELECT count(*), count(year), count(source_url) FROM flow") == [
            (len(rows), 0, 0)
        ]


def test_a_package_without_flows_has_empty_tables(store: Store) -> None:
    assert store.rows("FROM flow_kind") == store.rows("FROM flow") == []


def test_the_table_that_the_documentation_describes_builds(
    package: PackageCopy, tmp_path: Path
) -> None:
    text = (DATA_DIR.parent / "docs" / "data.md").read_text(encoding="utf-8")
    section = text.partition("## Tables of flows")[2].partition("\n## ")[0]
    [described] = re.findall(r"```json\n(.*?)```", section, re.DOTALL)
    resource = json.loads(described)
    package.edit_schema(lambda descriptor: descriptor["resources"].append(resource))
    descriptor = json.loads(package.bytes_of("datapackage.json"))
    assert not list(frictionless.Package.metadata_validate(descriptor))
    [header] = re.findall(r"^ *(from_id,.*)$", section, re.MULTILINE)
    package.write("flow_goods.csv", f"{header}\nITC4,DE1,2020,5,{SOURCE}\n".encode())
    assert build(package.path, tmp_path / "s3.duckdb").row_counts["flow"] == 1


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            ("XX99", "DE1", "2020", "5"),
            "flow_goods.csv:2 from_id 'XX99': not a territory_id of territory.csv",
        ),
        (
            ("DE1", "XX99", "2020", "5"),
            "flow_goods.csv:2 to_id 'XX99': not a territory_id of territory.csv",
        ),
        (("DE1", "ITC4", "2020", "-5"), "flow_goods.csv:2 value '-5': less than 0"),
        (("DE1", "ITC4", "2020", ""), "flow_goods.csv:2 value: value is required"),
        (("DE1", "ITC4", "2020", "many"), "flow_goods.csv:2 value 'many': not a number"),
        (
            ("DE1", "ITC4", "2020", "1e999"),
            "flow_goods.csv:2 value '1e999': number is out of range",
        ),
        (("DE1", "ITC4", "", "5"), "flow_goods.csv:2 year: value is required"),
        (("", "ITC4", "2020", "5"), "flow_goods.csv:2 from_id: value is required"),
    ],
)
def test_a_wrong_row_is_named_by_file_line_column_value_and_rule(
    package: PackageCopy, row: tuple[str, ...], message: str
) -> None:
    add_flows(package, [row])
    assert messages(package) == [message]


def test_a_flow_that_stands_there_twice_is_named(package: PackageCopy) -> None:
    add_flows(package, [ROWS[0], ROWS[0]])
    assert messages(package) == [
        "flow_goods.csv:3 from_id+to_id+year 'ITC4, DE1, 2020': "
        "the same from_id and to_id and year is on line 2"
    ]


def test_a_table_without_rows_is_named(package: PackageCopy) -> None:
    add_flows(package, [])
    assert messages(package) == ["flow_goods.csv: has a header but no rows"]


def rename(resource: Resource) -> None:
    resource["name"] = "flow_Goods"


@pytest.mark.parametrize(
    ("edit", "place", "rule"),
    [
        (rename, "flow_Goods", "small letters"),
        (lambda r: r.pop("title"), "flow_goods.title", "needs a title"),
        (without("from_id"), "flow_goods.from_id", "needs this field"),
        (without("to_id"), "flow_goods.to_id", "needs this field"),
        (without("value"), "flow_goods.value", "needs this field"),
        (lambda r: r["schema"]["foreignKeys"].pop(), "flow_goods.to_id", "foreign key"),
        (lambda r: r["schema"].pop("primaryKey"), "flow_goods.primaryKey", "from_id, to_id, year"),
        (lambda r: of(r, "value").pop("unit"), "flow_goods.value", "needs a unit"),
        (
            lambda r: of(r, "value")["constraints"].pop("minimum"),
            "flow_goods.value",
            "constraint minimum 0",
        ),
        (
            lambda r: of(r, "value")["constraints"].update(minimum=-1),
            "flow_goods.value",
            "constraint minimum 0",
        ),
        (lambda r: of(r, "value")["constraints"].pop("required"), "flow_goods.value", "required"),
        (lambda r: of(r, "year").update(type="integer"), "flow_goods.year", "type year"),
        (
            lambda r: r["schema"]["fields"].__setitem__(0, field("from_id", "integer")),
            "flow_goods.from_id",
            "string, required",
        ),
    ],
)
def test_a_description_that_lacks_something_is_refused(
    package: PackageCopy, edit: Callable[[Resource], object], place: str, rule: str
) -> None:
    add_flows(package, edit=edit)
    # A wrong type at an end breaks the foreign key as well, which is told beside it.
    at = re.compile(rf"datapackage\.json:\d+ {re.escape(place)}: ")
    [message] = [text for text in messages(package) if at.match(text)]
    assert rule in message
