"""Derive ``data/neighbour.csv``, which regions share a border, from the vendored boundaries.

    python scripts/neighbours.py

Two regions of the same NUTS level are neighbours when their outlines have a line in common. Regions
that meet in a single point (four borders in one place, two shores of a lake) are not: nobody
crosses from one to the other there. Nor are regions across water or linked by a bridge.

The outlines of a level come from one topology, so a common border runs through the same points on
both sides and no tolerance is needed. At 1:10 million a border of a few hundred metres may be lost
or made by the drawing.

The output is deterministic: the same boundaries give the same bytes.
"""

from __future__ import annotations

import csv
from pathlib import Path

import geopandas as gpd
import shapely

REPOSITORY = Path(__file__).resolve().parents[1]
BOUNDARIES = REPOSITORY / "data/boundaries/nuts-2021.parquet"
TABLE = REPOSITORY / "data/neighbour.csv"
SOURCE_URL = "https://ec.europa.eu/eurostat/web/gisco"


def borders(regions: gpd.GeoDataFrame) -> list[tuple[str, str]]:
    """Pairs of regions of one level that share a line, the smaller code first, in order.

    ``regions`` has ``territory_id`` and valid polygons.
    """
    codes = regions["territory_id"].to_numpy()
    shapes = regions.geometry.to_numpy()
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    is_once = codes[one] < codes[other]
    one, other = one[is_once], other[is_once]
    # A point has no length. A few outlines overlap by a sliver, which has one: its rim.
    has_line = shapely.length(shapely.intersection(shapes[one], shapes[other])) > 0
    return sorted(zip(codes[one[has_line]], codes[other[has_line]], strict=True))


def write(boundaries: Path, table: Path) -> None:
    """Write the borders of all levels, level by level, each border once."""
    regions = gpd.read_parquet(boundaries)
    with table.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["territory_id", "neighbour_id", "source_url"])
        for _, level in regions.groupby("nuts_level"):
            writer.writerows((one, other, SOURCE_URL) for one, other in borders(level))


if __name__ == "__main__":
    write(BOUNDARIES, TABLE)
