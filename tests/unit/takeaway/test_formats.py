"""Every format: what is read back by readers that are not ours is what was written."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

import geopandas as gpd
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3dash.store.connection import Store
from s3dash.takeaway.export import Provenance, to_semicolon_csv
from s3dash.takeaway.formats import FORMATS
from s3dash.takeaway.notes import notes

ABOUT = Provenance("A title", "all rows", "1.2.3", "2026-11-22", link="http://localhost/priorities")
CODES = ("AT", "ITI1", "DE1", "nowhere", "UK-england")
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "territory_id": st.sampled_from(CODES),
            "text": st.none() | st.text(max_size=40),
            "whole": st.none() | st.integers(-(2**53), 2**53),
            "number": st.none() | st.floats(allow_nan=False, allow_infinity=False, width=32),
            "is_so": st.none() | st.booleans(),
            "day": st.none() | st.dates(date(1901, 1, 1), date(2100, 1, 1)),
            "listed": st.lists(st.sampled_from(["a", "b", "ç"]), max_size=3),
        }
    ),
    min_size=1,
    max_size=8,
)


def frame_of(rows: list[dict[str, Any]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows)
    kinds = {"territory_id": "str", "text": "str", "whole": "Int64", "number": "float64"}
    return frame.astype(kinds | {"is_so": "boolean", "day": "object"})


@given(rows=ROWS)
def test_json_parquet_and_geojson_give_back_every_value(rows: list[dict[str, Any]]) -> None:
    frame = frame_of(rows)
    plain = [row | {"day": row["day"] and row["day"].isoformat()} for row in rows]
    assert json.loads(FORMATS["json"].write(frame, ABOUT)) == plain
    assert pq.read_table(io.BytesIO(FORMATS["parquet"].write(frame, ABOUT))).to_pylist() == rows
    features = json.loads(FORMATS["geojson"].write(frame, ABOUT))["features"]
    assert [one["properties"] for one in features] == plain
    assert [bool(one["geometry"]) for one in features] == [
        row["territory_id"] in ("AT", "ITI1", "DE1") for row in rows
    ]


@pytest.mark.filterwarnings("ignore:File .* has GPKG application_id")
@given(rows=ROWS)
def test_geopackage_gives_back_every_value(rows: list[dict[str, Any]]) -> None:
    read = gpd.read_file(io.BytesIO(FORMATS["gpkg"].write(frame_of(rows), ABOUT)))
    assert read.crs.to_epsg() == 4326
    for row, found in zip(rows, read.to_dict("records"), strict=True):
        assert found["territory_id"] == row["territory_id"]
        # What ends a text in C ends it in SQLite.
        expected = row["text"] and row["text"].partition("\0")[0]
        assert (found["text"] if pd.notna(found["text"]) else None) == expected
        for name in ("whole", "number"):
            assert found[name] == row[name] or (row[name] is None and pd.isna(found[name]))
        assert found["listed"] == "; ".join(row["listed"])


def test_a_parquet_file_says_where_it_is_from() -> None:
    table = pq.read_table(io.BytesIO(FORMATS["parquet"].write(pd.DataFrame({"a": [1]}), ABOUT)))
    assert json.loads(table.schema.metadata[b"about"])["Link"] == ABOUT.link


def test_excel_explains_its_columns(store: Store) -> None:
    frame = pd.DataFrame({"territory_id": ["AT"], "priorities": [3], "C10": [1]})
    about = Provenance("T", "F", "1", "2026-11-22", notes=tuple(notes(store, frame)))
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(frame, about)))
    header, *told = book["columns"].iter_rows(values_only=True)
    assert header == ("column", "on screen", "unit", "meaning")
    assert [row[0] for row in told] == [*frame]
    assert all(row[3] for row in told)
    assert [cell.comment.text for cell in book["data"][1]] == [row[3] for row in told]


def test_excel_has_the_same_bytes_for_the_same_rows() -> None:
    frame = pd.DataFrame({"a": ["x"], "b": [1.5]})
    assert FORMATS["xlsx"].write(frame, ABOUT) == FORMATS["xlsx"].write(frame, ABOUT)


def test_csv_for_excel_in_most_languages_of_europe() -> None:
    frame = pd.DataFrame({"a": ["x; y", "=1"], "b": [1.5, 2.25], "c": [1, 2]})
    text = to_semicolon_csv(frame, ABOUT).decode("utf-8-sig")
    assert text.splitlines() == ["a;b;c", '"x; y";1,5;1', "'=1;2,25;2"]
