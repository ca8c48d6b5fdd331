"""The middle of an outline: that of its largest part, by area on Earth."""

from __future__ import annotations

import pandas as pd
import pytest
import shapely

from s3dash.package.boundaries import middles


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
