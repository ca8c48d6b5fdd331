"""Which regions share a border: the script on drawn shapes, the committed table against maps."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import MultiPolygon, box

from scripts import neighbours

Facts = Callable[[str], pd.DataFrame]


def regions(**shapes: object) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"territory_id": list(shapes)}, geometry=list(shapes.values()))


def pairs(facts: Facts) -> set[frozenset[str]]:
    table = facts("neighbour")
    return {frozenset(pair) for pair in zip(table.territory_id, table.neighbour_id, strict=True)}


def around(facts: Facts, code: str) -> set[str]:
    return {other for pair in pairs(facts) if code in pair for other in pair - {code}}


def test_a_common_line_makes_neighbours_and_a_common_point_does_not() -> None:
    found = neighbours.borders(
        regions(XX2=box(0, 0, 1, 1), XX1=box(1, 0, 2, 1), XX3=box(2, 1, 3, 2), XX4=box(5, 5, 6, 6))
    )
    assert found == [("XX1", "XX2")]


def test_an_exclave_counts_and_so_does_a_sliver_of_overlap() -> None:
    split = MultiPolygon([box(0, 0, 1, 1), box(8, 0, 9, 1)])
    found = neighbours.borders(
        regions(XX1=split, XX2=box(9, 0, 10, 1), XX3=box(0.9999, 0, 2, 1), XX4=box(3, 3, 4, 4))
    )
    assert found == [("XX1", "XX2"), ("XX1", "XX3")]


def test_the_committed_table_is_what_the_script_derives(tmp_path: Path) -> None:
    derived = tmp_path / "neighbour.csv"
    neighbours.write(neighbours.BOUNDARIES, derived)
    assert derived.read_bytes() == neighbours.TABLE.read_bytes()


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("ITI1", {"ITC3", "ITH5", "ITI2", "ITI3", "ITI4"}),
        ("PT", {"ES"}),
        ("MT", set()),
        ("ITG1", set()),  # Sicilia: the strait is not a border
        ("ES64", set()),  # Melilla: Morocco has no NUTS regions
        ("LU00", {"BE33", "BE34", "DEB2", "DEC0", "FRF3"}),
    ],
)
def test_known_neighbours(facts: Facts, code: str, expected: set[str]) -> None:
    assert around(facts, code) == expected


def test_regions_that_meet_in_one_point_are_not_neighbours(facts: Facts) -> None:
    assert frozenset({"NO06", "SE33"}) not in pairs(facts)
    assert frozenset({"NO07", "SE33"}) in pairs(facts)


def test_a_border_of_two_regions_is_one_of_all_that_contain_them(facts: Facts) -> None:
    found = pairs(facts)
    for one, other in map(sorted, found):
        if len(one) > 2 and one[:-1] != other[:-1]:
            assert frozenset({one[:-1], other[:-1]}) in found, (one, other)
