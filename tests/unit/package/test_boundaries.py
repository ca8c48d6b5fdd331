"""The committed boundary files: complete, consistent with each other, small, in place."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely

from s3dash import folders

REPOSITORY = folders.ROOT
BOUNDARIES = REPOSITORY / "data/boundaries"
MAPS = REPOSITORY / "static/maps"

REGIONS_PER_LEVEL = {0: 37, 1: 125, 2: 334, 3: 1514}
MAX_BYTES = {0: 120_000, 1: 200_000, 2: 350_000, 3: 900_000}
OFF_MAP_IDS = {"NO0B", "NO0B2"}  # Svalbard lies north of the drawn extent
ROUNDING = 0.01  # map units, the grid of the drawn coordinates

LEVELS = pytest.mark.parametrize("level", REGIONS_PER_LEVEL)


@cache
def table() -> gpd.GeoDataFrame:
    """Return the GeoParquet file, indexed by territory_id."""
    return gpd.read_parquet(BOUNDARIES / "nuts-2021.parquet").set_index("territory_id")


@cache
def read_json(name: str) -> dict[str, Any]:
    """Return the content of a file in static/maps."""
    return json.loads((MAPS / name).read_text(encoding="utf-8"))


@cache
def drawn(level: int) -> gpd.GeoSeries:
    """Return the drawn regions of one level in the map plane, indexed by id."""
    features = read_json(f"nuts-{level}.json")["features"]
    shapes = [shapely.geometry.shape(feature["geometry"]) for feature in features]
    return gpd.GeoSeries(shapes, index=[feature["id"] for feature in features])


@cache
def boxes() -> dict[str, shapely.Polygon]:
    """Return the inset boxes by the code prefix of the region drawn in them."""
    return {
        box["territory_prefix"]: shapely.box(box["x0"], box["y0"], box["x1"], box["y1"])
        for box in read_json("insets.json")["insets"]
    }


def extent() -> shapely.Polygon:
    """Return the drawn extent."""
    (x0, x1), (y0, y1) = (read_json("insets.json")[key] for key in ("x_range", "y_range"))
    return shapely.box(x0, y0, x1, y1)


def contains_insets(territory_id: str) -> bool:
    """Tell whether some part of the region is drawn in an inset."""
    return any(
        prefix.startswith(territory_id) or territory_id.startswith(prefix) for prefix in boxes()
    )


def test_the_table_holds_every_region_of_37_countries() -> None:
    assert len(table()) == 2010
    assert table().index.is_unique
    assert table().index.str[:2].nunique() == 37
    assert table()["nuts_level"].value_counts().to_dict() == REGIONS_PER_LEVEL
    assert (table().index.str.len() - 2 == table()["nuts_level"]).all()


def test_every_region_but_a_country_has_its_parent() -> None:
    parents = table().index[table()["nuts_level"] > 0].str[:-1]
    assert set(parents) <= set(table().index)


def test_geometries_are_valid_multipolygons_in_degrees() -> None:
    geometry = table().geometry
    assert geometry.crs.to_epsg() == 4326
    assert set(geometry.geom_type) == {"MultiPolygon"}
    assert geometry.is_valid.all()
    assert not geometry.is_empty.any()


def test_no_value_is_missing() -> None:
    assert not table().isna().any(axis=None)
    assert (table()["area_km2"] > 0).all()


@LEVELS
def test_levels_share_out_the_same_area(level: int) -> None:
    areas = table()["area_km2"]
    total = areas[table()["nuts_level"] == level].sum()
    assert total == pytest.approx(areas[table()["nuts_level"] == 0].sum(), rel=1e-6)


@LEVELS
def test_map_and_table_have_the_same_regions(level: int) -> None:
    expected = table().index[table()["nuts_level"] == level]
    assert list(drawn(level).index) == list(expected)


@LEVELS
def test_map_files_stay_small(level: int) -> None:
    assert (MAPS / f"nuts-{level}.json").stat().st_size <= MAX_BYTES[level]


@LEVELS
def test_no_region_vanished(level: int) -> None:
    assert (drawn(level).area > 0).all()


@LEVELS
def test_exterior_rings_are_clockwise(level: int) -> None:
    """A library that draws on a globe fills the outside of a ring that runs the other way."""
    parts = drawn(level).explode()
    assert not parts.map(lambda part: part.exterior.is_ccw).any()


@LEVELS
def test_regions_lie_on_the_map(level: int) -> None:
    shapes = drawn(level)[~drawn(level).index.isin(OFF_MAP_IDS)]
    assert shapes.within(extent()).all()


@LEVELS
def test_nothing_but_its_region_is_in_a_box(level: int) -> None:
    parts = drawn(level).explode()
    for prefix, box in boxes().items():
        inside = parts[parts.intersects(box)]
        assert len(inside) > 0, prefix
        assert inside.within(box).all(), prefix
        codes = {code[: len(prefix)] for code in inside.index}
        assert all(prefix.startswith(code) for code in codes), (prefix, codes)


@LEVELS
def test_outermost_regions_are_only_in_their_box(level: int) -> None:
    for prefix, box in boxes().items():
        shapes = drawn(level)[drawn(level).index.str.startswith(prefix)]
        assert shapes.within(box).all(), prefix


def test_boxes_are_apart_and_inside_the_extent() -> None:
    polygons = list(boxes().values())
    assert shapely.union_all(polygons).area == pytest.approx(sum(box.area for box in polygons))
    assert all(box.within(extent()) for box in polygons)


@LEVELS
def test_areas_on_the_map_are_true(level: int) -> None:
    """The map is equal-area: 1 square unit is 10,000 km2. Only simplification takes from it.

    It takes most from archipelagos on the coarser levels (the southern Aegean loses 6 %).
    """
    rows = table()[(table()["nuts_level"] == level) & (table()["area_km2"] > 2000)]
    ids = [code for code in rows.index if not contains_insets(code) and code not in ("NO", "NO0")]
    ratio = drawn(level)[ids].area * 10_000 / rows.loc[ids, "area_km2"]
    assert ratio.median() == pytest.approx(1, abs=0.003)
    lower, upper = (0.98, 1.02) if level == 3 else (0.93, 1.02)
    assert ratio.between(lower, upper).all(), ratio[~ratio.between(lower, upper)]


@LEVELS
def test_neighbours_share_their_borders(level: int) -> None:
    """Overlaps and gaps would make the union differ from the sum of areas."""
    shapes = drawn(level).make_valid()
    assert shapes.union_all().area == pytest.approx(shapes.area.sum(), rel=1e-4)


@pytest.mark.parametrize("level", [0, 1, 2])
def test_coarse_borders_run_through_points_of_the_finest(level: int) -> None:
    def vertices(shapes: gpd.GeoSeries) -> set[tuple[float, float]]:
        return set(map(tuple, shapely.get_coordinates(shapes)))

    assert vertices(drawn(level)) <= vertices(drawn(3))


@LEVELS
def test_labels_stand_on_their_region(level: int) -> None:
    rows = table()[table()["nuts_level"] == level]
    points = gpd.GeoSeries(shapely.points(rows["label_x"], rows["label_y"]), index=rows.index)
    assert (drawn(level).distance(points) <= ROUNDING).all()


def test_coordinates_are_on_the_grid() -> None:
    points = shapely.get_coordinates(drawn(3))
    assert np.array_equal(points, points.round(2))


def test_the_licence_travels_with_the_data() -> None:
    text = (BOUNDARIES / "LICENSE.md").read_text(encoding="utf-8")
    assert "© EuroGeographics for the administrative boundaries" in text
    assert "not used commercially" in text
    assert "Copyright (c) 2023 Nesta" in text
    assert "The above copyright notice and this permission notice shall be included" in text
