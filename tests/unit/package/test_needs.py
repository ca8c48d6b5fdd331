"""What the pages read is there: named by the check where they need it, else empty."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import geopandas as gpd
import pytest
import shapely

from s3dash.package.description import load_package
from s3dash.package.needs import NEEDED, Needed, missing
from s3dash.package.validate import validate
from s3dash.store.build import build
from tests.fixtures.packages import DATA_DIR, PackageCopy


@pytest.fixture
def package(tmp_path: Path) -> PackageCopy:
    return PackageCopy(tmp_path / "data")


def test_what_the_pages_read_is_the_data_package_as_it_is() -> None:
    held = load_package(DATA_DIR)
    assert {
        table.name: [(c.name, c.type, c.is_partial_date, c.is_required) for c in table.columns]
        for table in NEEDED
    } == {
        resource.name: [(f.name, f.type, f.is_partial_date, f.is_required) for f in resource.fields]
        for resource in held.resources
    }


@pytest.mark.parametrize("table", NEEDED, ids=lambda table: table.name)
def test_a_missing_table_is_named_or_may_be_missing(package: PackageCopy, table: Needed) -> None:
    package.drop(table.name)
    rules = [problem.rule for problem in missing(load_package(package.path))]
    named = [f"the table {table.name} is missing: the pages read it"]
    assert rules == ([] if table.may_be_missing else named)


def test_missing_columns_are_named_or_may_be_missing(package: PackageCopy) -> None:
    wanted = [
        f"the column {table.name}.{column.name} is missing: the pages read it"
        for table in NEEDED
        for column in table.columns
        if column.name in table.always
    ]
    described = json.loads((package.path / "datapackage.json").read_text())
    for resource in described["resources"]:
        resource["schema"] |= {"fields": [{"name": "other", "type": "string"}], "primaryKey": []}
        resource["schema"].pop("foreignKeys", None)
    (package.path / "datapackage.json").write_text(json.dumps(described))
    assert [problem.rule for problem in missing(load_package(package.path))] == wanted


@pytest.mark.parametrize(
    ("column", "change", "rule"),
    [
        ("stated_count", {"type": "string", "constraints": {}}, "must be of the type integer"),
        ("completeness", {"constraints": {}}, "must be required: the pages read it in every row"),
        ("evidence_note", {"partialDate": True}, "must not be a partialDate"),
    ],
)
def test_a_column_of_another_kind_is_named(
    package: PackageCopy, column: str, change: dict[str, object], rule: str
) -> None:
    def edit(described: dict) -> None:
        fields = _of(described, "strategy")["schema"]["fields"]
        next(field for field in fields if field["name"] == column).update(change)

    package.keep_few().edit_schema(edit)
    assert f"datapackage.json: the column strategy.{column} {rule}" in map(
        str, validate(package.path)
    )


def test_a_store_has_every_table_and_column_that_the_package_lacks(
    package: PackageCopy, store_path: Path, tmp_path: Path
) -> None:
    package.drop_all_optional()
    build(package.path, tmp_path / "s3.duckdb")
    assert _columns(tmp_path / "s3.duckdb") == _columns(store_path)


def _columns(path: Path) -> set[tuple[str, ...]]:
    with duckdb.connect(str(path), read_only=True) as con:
        return set(
            con.execute(
                "SELECT table_name, column_name, data_type FROM duckdb_columns()"
            ).fetchall()
        )


def _of(described: dict, name: str) -> dict:
    return next(one for one in described["resources"] if one["name"] == name)


def test_a_year_that_is_a_slip_is_named(package: PackageCopy) -> None:
    package.keep_few().set_cell("stage_evidence.csv", 2, "date", "0001-01-01")
    package.set_cell("priority.csv", 2, "as_of", "9999")
    assert [str(problem) for problem in validate(package.path)] == [
        "priority.csv:2 as_of '9999': the year is not between 1900 and 2199",
        "stage_evidence.csv:2 date '0001-01-01': the year is not between 1900 and 2199",
    ]


def test_numbers_that_cannot_be_added_up_are_named(package: PackageCopy) -> None:
    package.set_cell("indicator_value.csv", 2, "value", "1e300")
    [problem] = validate(package.path)
    assert str(problem) == "indicator_value.csv:2 value '1e300': number is out of range"


def test_outlines_must_be_there_and_in_degrees(package: PackageCopy) -> None:
    file = package.keep_few().path / "boundaries" / "nuts-2021.parquet"
    outlines = gpd.read_parquet(file)
    plane = outlines.to_crs(3035)
    outlines.loc[outlines["territory_id"] == "MT", "geometry"] = shapely.MultiPolygon()
    outlines.loc[outlines["territory_id"] == "IT", "geometry"] = None
    projected = outlines["territory_id"] == "FI"
    outlines.loc[projected, "geometry"] = plane.loc[projected, "geometry"].values
    outlines.to_parquet(file)
    assert sorted(map(str, validate(package.path))) == [
        "boundaries/nuts-2021.parquet geometry 'FI': its outline must be in degrees of longitude "
        "and latitude (EPSG:4326)",
        "boundaries/nuts-2021.parquet geometry 'IT': has no outline",
        "boundaries/nuts-2021.parquet geometry 'MT': has no outline",
    ]
