"""Tables to take away: exactly the rows, where they come from, and nothing that runs."""

from __future__ import annotations

import csv
import io
import json
import math
from datetime import date, datetime

import numpy as np
import openpyxl
import pandas as pd
import pytest
import shapely

from s3dash.queries.base.overview import territory_counts
from s3dash.queries.explorer.filter import PriorityFilter
from s3dash.queries.explorer.priorities import priorities
from s3dash.queries.partnerships.progress import evidence_of, partnership_progress, stages, widened
from s3dash.store.connection import Store
from s3dash.takeaway.columns import as_told, values_as_told
from s3dash.takeaway.export import (
    GOES_ON,
    LONG_TEXTS,
    LONGEST_CELL,
    Provenance,
    json_rows,
    to_csv,
    to_excel,
    to_geojson,
    to_plain_csv,
)
from s3dash.takeaway.formulas import neutralised

PROVENANCE = Provenance(
    title="Priorities",
    filters="in Italy (IT); with “food”",
    data_version="1.2.3",
    built_on="2026-11-22",
    link="http://localhost:8501/priorities?territory=IT",
)
HOSTILE = [
    '=HYPERLINK("http://x","y")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    'plain, with "quotes"\nand a second line',
    "Ünï çödé Ελλάδα עברית 🌍",
    "http://example.org/not-a-link",
    "",
]


def read_csv(content: bytes) -> list[dict[str, str]]:
    """The rows as any program reads them."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_excel(content: bytes) -> tuple[list[tuple[object, ...]], dict[object, object]]:
    """Rows of the sheet ``data``, header first, and the pairs of the sheet ``about``."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    about = list(book["about"].iter_rows(values_only=True))[1:]
    return list(book["data"].iter_rows(values_only=True)), dict(about)


def said(cell: object) -> str:
    """A cell of Excel as text: a day as in ISO 8601."""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}"
    return "" if cell is None else str(cell)


def as_text(frame: pd.DataFrame) -> list[list[str]]:
    """Cells as text, missing ones empty."""
    return [
        ["" if pd.isna(cell) else str(cell) for cell in row]
        for row in frame.itertuples(index=False, name=None)
    ]


def test_provenance_leaves_out_what_is_not_known() -> None:
    labels = [label for label, _ in Provenance("T", "F", "1", "2026-01-01").lines()]
    assert labels == ["Table", "Filters", "Data package", "Sources", "Licence"]
    assert ("Link", PROVENANCE.link) in PROVENANCE.lines()


def test_csv_holds_exactly_the_rows(store: Store) -> None:
    frame = priorities(store, PriorityFilter(territories=("IT",)))
    rows = read_csv(to_csv(frame, PROVENANCE))
    assert len(rows) == len(frame) > 100
    assert [list(row.values())[: len(frame.columns)] for row in rows] == as_text(frame)
    assert list(rows[0])[: len(frame.columns)] == list(frame.columns)


def test_csv_says_on_each_row_where_it_is_from(store: Store) -> None:
    rows = read_csv(to_csv(priorities(store, PriorityFilter(), 3), PROVENANCE))
    for row in rows:
        assert row["about_table"] == "Priorities"
        assert row["about_filters"] == PROVENANCE.filters
        assert row["about_data_package"] == "1.2.3, store built 2026-11-22"
        assert row["about_link"] == PROVENANCE.link
        assert row["about_sources"]
        assert row["about_licence"]


def test_csv_is_utf8_with_a_mark_that_spreadsheets_need() -> None:
    assert to_csv(pd.DataFrame({"a": ["é"]}), PROVENANCE).startswith(b"\xef\xbb\xbfa,about_table")


FORMULAS = {
    # what a cell says: what the file says
    "=1": "'=1",
    "+1": "'+1",
    "-1": "'-1",
    "@A1": "'@A1",
    "\t=1": "'\t'=1",
    "\r=1": "'\r'=1",
    "\n=1": "'\n'=1",
    "\t1": "'\t1",
    "  =1": "'  =1",
    "\u00a0=1": "'\u00a0=1",
    "\u200b=1": "'\u200b=1",
    "\ufeff\u2060=1": "'\ufeff\u2060=1",
    "\uff1d1": "'\uff1d1",
    "\uff0b1": "'\uff0b1",
    "\uff0d1": "'\uff0d1",
    "\uff20A1": "'\uff20A1",
    "x;=1+1": "x;'=1+1",
    "x; \u200b=1;+2": "x; \u200b'=1;'+2",
    'x;"=1"': 'x;"\'=1"',
    "x\n=1": "x\n'=1",
    "x\t=1": "x\t'=1",
}
HARMLESS = [
    "a=1",
    "a - b",
    "1-2",
    "wind, +5 %",
    "mail@example.org",
    "a; b",
    "two\nlines",
    "−1",
    "'=1",
]


@pytest.mark.parametrize(("text", "written"), FORMULAS.items(), ids=repr)
def test_csv_neutralises_a_formula_and_keeps_its_text(text: str, written: str) -> None:
    [row] = read_csv(to_csv(pd.DataFrame({"a": [text]}), PROVENANCE))
    assert row["a"] == written


@pytest.mark.parametrize("text", HARMLESS)
def test_csv_leaves_other_text_as_it_is(text: str) -> None:
    [row] = read_csv(to_csv(pd.DataFrame({"a": [text]}), PROVENANCE))
    assert row["a"] == text


def test_csv_neutralises_a_formula_in_the_name_of_a_column() -> None:
    [row] = read_csv(to_csv(pd.DataFrame({"=1": ["a"]}), PROVENANCE))
    assert next(iter(row)) == "'=1"


def test_csv_without_provenance_holds_the_rows_alone(store: Store) -> None:
    frame = priorities(store, PriorityFilter(territories=("IT",)))
    rows = read_csv(to_plain_csv(frame, PROVENANCE))
    assert list(rows[0]) == list(frame.columns)
    assert [list(row.values()) for row in rows] == as_text(frame)
    with_provenance = read_csv(to_csv(frame, PROVENANCE))
    assert [{name: row[name] for name in frame.columns} for row in with_provenance] == rows


def test_csv_neutralises_a_formula_in_the_filters() -> None:
    hostile = Provenance("=1", "@x", "1", "2026-01-01", link="+y")
    [row] = read_csv(to_csv(pd.DataFrame({"a": [1]}), hostile))
    assert [row["about_table"], row["about_filters"], row["about_link"]] == ["'=1", "'@x", "'+y"]


@pytest.mark.parametrize("value", [-1, -1.5, np.int64(-3), None, True], ids=repr)
def test_numbers_are_no_formulas(value: object) -> None:
    assert neutralised(value) is value


def test_csv_of_no_rows_is_a_header() -> None:
    content = to_csv(pd.DataFrame({"a": pd.Series(dtype=str)}), PROVENANCE)
    assert read_csv(content) == []
    assert content.decode("utf-8-sig").startswith("a,about_table")


def test_excel_holds_exactly_the_rows(store: Store) -> None:
    frame = priorities(store, PriorityFilter(territories=("IT",)))
    rows, about = read_excel(to_excel(frame, PROVENANCE))
    assert list(rows[0]) == list(frame.columns)
    assert [[said(cell) for cell in row] for row in rows[1:]] == as_text(frame)
    assert about == dict(PROVENANCE.lines())


def test_excel_keeps_numbers_as_numbers(store: Store) -> None:
    frame = territory_counts(store)
    rows, _ = read_excel(to_excel(frame, PROVENANCE))
    column = list(rows[0]).index("priorities")
    assert [row[column] for row in rows[1:]] == frame["priorities"].tolist()


def test_excel_holds_hostile_text_as_plain_text() -> None:
    content = to_excel(pd.DataFrame({"a": HOSTILE}), PROVENANCE)
    sheet = openpyxl.load_workbook(io.BytesIO(content))["data"]
    cells = [sheet.cell(row, 1) for row in range(2, len(HOSTILE) + 2)]
    assert [cell.data_type for cell in cells if cell.value] == ["s"] * (len(HOSTILE) - 1)
    assert [(cell.value or "").replace("_x000D_", "\r") for cell in cells] == HOSTILE
    assert not any(cell.hyperlink for cell in cells)


def test_excel_holds_a_formula_in_the_filters_as_plain_text() -> None:
    hostile = Provenance("=1+1", "=2+2", "1", "2026-01-01")
    sheet = openpyxl.load_workbook(io.BytesIO(to_excel(pd.DataFrame({"a": [1]}), hostile)))["about"]
    assert {sheet.cell(row, 2).data_type for row in (2, 3)} == {"s"}


def test_excel_of_no_rows_opens() -> None:
    rows, about = read_excel(to_excel(pd.DataFrame({"a": pd.Series(dtype=str)}), PROVENANCE))
    assert rows == [("a",)]
    assert about["Table"] == "Priorities"


def test_excel_holds_whole_dates_as_dates_and_others_as_text() -> None:
    said = ["2021-06-30", "2021-06", "2021", None, "1899-12-31", "1900-01-01", "2021-02-30"]
    frame = pd.DataFrame({"date": said, "text": [*said[:-1], "on 2021-06-30"]})
    rows, _ = read_excel(to_excel(frame, PROVENANCE))
    assert [row[0] for row in rows[1:]] == [datetime(2021, 6, 30), *said[1:]]
    assert [row[1] for row in rows[1:]] == [*said[:-1], "on 2021-06-30"]


def test_excel_shows_a_date_as_iso_8601_does() -> None:
    content = to_excel(pd.DataFrame({"date": ["2021-06-30"]}), PROVENANCE)
    cell = openpyxl.load_workbook(io.BytesIO(content))["data"]["A2"]
    assert (cell.is_date, cell.number_format.lower()) == (True, "yyyy-mm-dd")


@pytest.mark.parametrize("letter", ["x", "🌍"])
def test_excel_keeps_a_text_that_no_cell_holds(letter: str) -> None:
    longest = letter * (LONGEST_CELL // len(letter.encode("utf-16-le")) * 2)
    texts = ["short", longest + "the end", longest, None, "=" + longest + "the end"]
    content = to_excel(pd.DataFrame({"id": range(5), "text": texts}), PROVENANCE)
    rows, _ = read_excel(content)
    assert [row[1] for row in rows[1:] if row[0] in (0, 2, 3)] == ["short", longest, None]
    assert all(rows[line][1].endswith(GOES_ON) for line in (2, 5))
    sheet = openpyxl.load_workbook(io.BytesIO(content))[LONG_TEXTS]
    header, *pieces = sheet.iter_rows(values_only=True)
    assert header == ("row", "column", "piece", "text")
    for line in (3, 6):
        whole = "".join(piece[3] for piece in pieces if piece[0] == line)
        assert (whole, rows[line - 1][1][:100]) == (texts[line - 2], whole[:100])
    assert {piece[1] for piece in pieces} == {"text"}


def test_excel_without_long_texts_has_no_sheet_for_them() -> None:
    content = to_excel(pd.DataFrame({"a": ["short"]}), PROVENANCE)
    assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames == ["data", "about"]


def test_every_kind_of_table_can_be_written(store: Store) -> None:
    for frame in (
        widened(partnership_progress(store, date(2026, 11, 1)), stages(store)),
        evidence_of(store, "high-tech-farming"),
        territory_counts(store),
    ):
        assert len(read_csv(to_csv(frame, PROVENANCE))) == len(frame) > 0
        assert len(read_excel(to_excel(frame, PROVENANCE))[0]) == len(frame) + 1


def test_json_writes_any_column_as_the_encoder_does() -> None:
    columns: dict[str, list[object]] = {
        "100 %s": ["%s", None, 'a "b" \\ \n\x1f\u2028 é𝒳\ud800', ""],
        "numbers": [1e16, -0.0, 1e-7, 3.5],
        "some": [math.inf, math.nan, None, 0.1],
        "whole": [2**63 - 1, None, -1, 0],
        "flags": [True, False, None, True],
        "days": [date(2021, 6, 30), None, date(1, 1, 1), date(9999, 12, 31)],
        "lists": [["a", None], [], None, ["%d"]],
        "mixed": ["a", 1, 0.5, None],
    }
    told = columns | {
        "some": [None, None, None, 0.1],
        "days": ["2021-06-30", None, "0001-01-01", "9999-12-31"],
    }
    rows = [dict(zip(told, row, strict=True)) for row in zip(*told.values(), strict=True)]
    lines = [json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows]
    expected = ("[\n" + ",\n".join(lines) + "\n]").encode("utf-8", "replace")
    assert b"".join(json_rows([columns])) == expected
    half = [{name: values[at : at + 2] for name, values in columns.items()} for at in (0, 2)]
    assert b"".join(json_rows(half)) == expected
    assert b"".join(json_rows([{"a": []}])) == b"[]"


def test_columns_and_frames_are_told_with_the_same_digits() -> None:
    values: dict[str, list[object]] = {
        "share": [0.123456789, None, 0.5],
        "name": ["a", None, "b"],
        "index": [1, 2, None],
    }
    frame = as_told(pd.DataFrame({"share": values["share"]}))
    told = values_as_told(values)
    assert told["share"] != values["share"]
    assert told["share"][0] == frame["share"][0]
    assert (told["name"], told["index"]) == (values["name"], values["index"])


def test_geojson_has_every_row_and_a_shape_where_there_is_a_nuts_code(store: Store) -> None:
    frame = territory_counts(store)
    collection = json.loads(to_geojson(frame, PROVENANCE))
    assert collection["type"] == "FeatureCollection"
    features = collection["features"]
    assert [f["properties"]["territory_id"] for f in features] == frame["territory_id"].tolist()
    assert [f["properties"]["priorities"] for f in features] == frame["priorities"].tolist()
    shaped = [f["geometry"] is not None for f in features]
    assert shaped == frame["nuts_level"].notna().tolist()
    assert not all(shaped)
    assert any(shaped)


def test_geojson_is_in_degrees_and_valid(store: Store) -> None:
    frame = territory_counts(store).query("territory_id in ['ITI1', 'MT', 'FI194']")
    features = json.loads(to_geojson(frame, PROVENANCE))["features"]
    shapes = {
        f["properties"]["territory_id"]: shapely.geometry.shape(f["geometry"]) for f in features
    }
    assert all(shape.is_valid for shape in shapes.values())
    assert shapes["ITI1"].contains(shapely.Point(11.25, 43.5))
    assert shapes["MT"].distance(shapely.Point(14.4, 35.9)) < 0.1


def test_geojson_carries_provenance_and_the_boundary_copyright(store: Store) -> None:
    about = json.loads(to_geojson(territory_counts(store)[:1], PROVENANCE))["about"]
    assert dict(PROVENANCE.lines()).items() <= about.items()
    assert "EuroGeographics" in about["Boundaries"]


def test_geojson_of_territories_without_any_shape(store: Store) -> None:
    frame = territory_counts(store).query("nuts_level.isna()")
    features = json.loads(to_geojson(frame, PROVENANCE))["features"]
    assert len(features) == len(frame) > 0
    assert {f["geometry"] for f in features} == {None}


def test_geojson_repeats_the_shape_for_each_priority_of_a_territory(store: Store) -> None:
    frame = priorities(store, PriorityFilter(territories=("ITI1",)))
    features = json.loads(to_geojson(frame, PROVENANCE))["features"]
    assert len(features) == len(frame) > 1
    assert all(f["geometry"] for f in features)
    assert json.dumps(features).count("NaN") == 0


def test_geojson_turns_its_rings_as_rfc_7946_wants(store: Store) -> None:
    features = json.loads(to_geojson(territory_counts(store), PROVENANCE))["features"]
    shapes = [shapely.geometry.shape(f["geometry"]) for f in features if f["geometry"]]
    parts = [part for shape in shapes for part in getattr(shape, "geoms", [shape])]
    assert len(parts) > 1000
    assert all(part.exterior.is_ccw for part in parts)
    holes = [hole for part in parts for hole in part.interiors]
    assert holes
    assert not any(hole.is_ccw for hole in holes)


def test_geojson_holds_moments_and_no_infinity() -> None:
    frame = pd.DataFrame(
        {
            "territory_id": ["MT", "IT", "none"],
            "value": [1.5, np.inf, np.nan],
            "count": pd.array([1, None, 3], dtype="Int64"),
            "day": [date(2021, 6, 30), None, None],
            "built_at": [pd.Timestamp("2021-06-30 12:00"), pd.NaT, pd.Timestamp("2022-01-01")],
            "codes": [["a", "b"], None, np.array([1.0, np.inf])],
            "is_whole": [True, False, None],
        }
    )

    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    features = json.loads(to_geojson(frame, PROVENANCE), parse_constant=refuse)["features"]
    properties = [feature["properties"] for feature in features]
    assert properties[0] == {
        "territory_id": "MT",
        "value": 1.5,
        "count": 1,
        "day": "2021-06-30",
        "built_at": "2021-06-30T12:00:00",
        "codes": ["a", "b"],
        "is_whole": True,
    }
    assert set(properties[1].values()) == {"IT", None, False}
    assert properties[2]["codes"] == [1.0, None]
    assert properties[2]["built_at"] == "2022-01-01T00:00:00"
