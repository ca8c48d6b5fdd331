"""The middle of an outline: that of its largest part, by area on Earth."""

from __future__ import annotations

import pandas as pd
import pytest
import shapely

from s3dash.package.boundaries import BOUNDARY_TABLE, boundary_problems, middles
from s3dash.package.database import in_memory
from s3dash.package.reading import RawTable
from tests.fixtures.packages import DATA_DIR


def test_the_largest_part_on_earth_decides() -> None:
    # In degrees the northern part is larger, on Earth the southern one.
    north, south = shapely.box(10, 70, 12, 72), shapely.box(20, 0, 21.5, 1.5)
    whole = shapely.MultiPolygon([north, south])
    assert north.area > south.area
    found = middles(pd.Series([shapely.to_wkb(whole), shapely.to_wkb(north)], index=[7, 8]))
    assert found.loc[7].tolist() == pytest.approx([20.75, 0.75], abs=0.01)
    assert found.loc[8].tolist() == pytest.approx([11, 71], abs=0.05)


def test_without_an_outline_there_is_no_middle() -> None:
    found = middles(pd.Series([None, b"no outline", shapely.to_wkb(shapely.box(0, 0, 2, 2))]))
    assert found["longitude"].isna().tolist() == [True, True, False]


def test_the_file_is_read_again_beside_an_answer_that_is_not_read_to_its_end() -> None:
    for _ in range(2):
        with in_memory() as con:
            con.execute("SELECT * FROM range(100000)").fetchone()
            assert not list(boundary_problems(con, DATA_DIR, RawTable((), frozenset(), 0, "")))
            assert con.execute(f'SELECT count(*) FROM "{BOUNDARY_TABLE}"').fetchone() != (0,)
