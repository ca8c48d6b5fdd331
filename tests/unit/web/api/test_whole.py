"""The whole base: each file holds all of it, its digest is right, portals can read the record."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest

from s3dash.queries.base.tables import public_tables
from s3dash.store.connection import Store, StoreUnreadable
from s3dash.takeaway import whole
from s3dash.web.api.whole import NAMES

Get = Callable[..., Any]


@pytest.mark.parametrize("name", NAMES)
def test_size_and_digest_are_those_of_the_file(get: Get, name: str) -> None:
    listed = {one["address"]: one for one in json.loads(get("downloads.json").body)}
    assert [*listed] == [*NAMES]
    answer = get(name)
    assert answer.status == 200
    digest = hashlib.sha256(answer.body)
    assert listed[name]["sha256"] == digest.hexdigest()
    assert listed[name]["bytes"] == len(answer.body)
    assert base64.b64encode(digest.digest()).decode() in answer.headers["repr-digest"]
    assert listed[name]["file_name"] in answer.headers["content-disposition"]
    assert get(name).body == answer.body


def test_the_package_has_the_facts_of_the_files_it_was_built_from(
    get: Get, store: Store, facts: Callable[[str], pd.DataFrame]
) -> None:
    archive = zipfile.ZipFile(io.BytesIO(get("datapackage.zip").body))
    described = json.loads(archive.read("datapackage.json"))
    assert {r["path"] for r in described["resources"]} | {"datapackage.json"} == {
        *archive.namelist()
    }
    for resource in described["resources"]:
        text = archive.read(resource["path"]).decode("utf-8")
        rows = csv.DictReader(io.StringIO(text, newline=""))
        found = pd.DataFrame(rows, columns=rows.fieldnames).astype(str)
        expected = facts(resource["name"])
        assert [*found.columns] == [*expected.columns]
        numbers = [f["name"] for f in resource["schema"]["fields"] if f["type"] == "number"]
        for frame in (found, expected):
            for column in numbers:
                frame[column] = frame[column].map(
                    lambda text: f"{float(text):.10g}" if text else ""
                )
        for frame in (found, expected):
            for field in resource["schema"]["fields"]:
                if field["type"] == "boolean":
                    frame[field["name"]] = frame[field["name"]].str.lower()
        assert sorted(map(tuple, found.to_numpy())) == sorted(map(tuple, expected.to_numpy()))


def test_parquet_has_every_table_with_its_types(get: Get, store: Store) -> None:
    archive = zipfile.ZipFile(io.BytesIO(get("parquet.zip").body))
    for name, table in public_tables(store).items():
        rows = pq.read_table(io.BytesIO(archive.read(f"{name}.parquet")))
        assert rows.column_names == [column.name for column in table.columns]
        [(count,)] = store.rows(f'SELECT count(*) FROM "{table.name}"')
        assert rows.num_rows == count


def test_the_store_is_the_store(get: Get, tmp_path: Path) -> None:
    path = tmp_path / "s3.duckdb"
    path.write_bytes(get("base.duckdb").body)
    with duckdb.connect(str(path), read_only=True) as con:
        assert con.execute("SELECT count(*) > 0 FROM priority").fetchall() == [(True,)]


def test_a_store_that_is_no_longer_there_is_not_mixed_with_the_next(
    store_path: Path, tmp_path: Path
) -> None:
    path = tmp_path / "s3.duckdb"
    path.write_bytes(store_path.read_bytes())
    with Store.open(path) as old:
        newer = tmp_path / "newer.duckdb"
        newer.write_bytes(store_path.read_bytes() + b" ")
        newer.replace(path)
        with pytest.raises(StoreUnreadable):
            list(whole.whole_base(old)["base.duckdb"].open())


def test_portals_find_the_data_set_and_its_files(get: Get) -> None:
    answer = get("/catalog.jsonld", headers={"Host": "s3.example.eu"})
    assert answer.headers["content-type"] == "application/ld+json"
    record = json.loads(answer.body)
    [dataset] = record["dcat:dataset"]
    for one in (record, dataset):
        assert one["dct:title"]
        assert one["dct:description"]
        assert one["dct:publisher"]["foaf:name"]
    assert len(dataset["dcat:distribution"]) > 20
    for one in dataset["dcat:distribution"]:
        address = one["dcat:downloadURL"]["@id"]
        assert address.startswith("http://s3.example.eu/api/v1/")
        assert one["dcat:accessURL"]["@id"] == address
        assert (
            get(address.partition("/api/v1/")[2], "limit=0" * address.endswith("csv")).status == 200
        )
    [service] = record["dcat:service"]
    assert service["dcat:endpointURL"]["@id"] == "http://s3.example.eu/api/v1"
