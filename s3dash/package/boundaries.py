"""Boundaries: the GeoParquet file beside the CSV files, as far as the store needs it.

Only where a name goes on a map, how large a territory is and where its middle lies on Earth; the
outlines themselves are static files for the browser.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd

from s3dash.package.limits import file_fault
from s3dash.package.problems import Problem
from s3dash.package.reading import RawTable

BOUNDARY_FILE = "boundaries/nuts-2021.parquet"
FILE_COLUMNS = ("label_x", "label_y", "area_km2")
MIDDLE_COLUMNS = ("longitude", "latitude")
BOUNDARY_COLUMNS = (*FILE_COLUMNS, *MIDDLE_COLUMNS)
BOUNDARY_TABLE = "#boundary"
"""Table of territory_id and the boundary columns, there once the file was found sound."""
EARTH = (180, 90, 180, 90)
"""Most degrees west, south, east and north."""
_DEGREES, _PLANE = 4326, 6933
"""EPSG codes: longitude and latitude; a cylindrical equal-area plane of the whole Earth."""
_sound: dict[str, pd.DataFrame] = {}
"""What the last file without a fault holds, by the digest of its bytes."""


def boundary_problems(
    con: duckdb.DuckDBPyConnection, data_dir: Path, territory: RawTable
) -> Iterator[Problem]:
    """Read the boundary file and yield what is wrong with it."""
    file = data_dir / BOUNDARY_FILE
    try:
        fault = file_fault(file, data_dir)
    except OSError:
        fault = "file is missing"
    if fault:
        yield Problem(BOUNDARY_FILE, None, None, None, fault)
        return
    try:
        digest = _digest(file)
        found = _sound.get(digest)
        if found is None:
            found, faults = _read(con, file)
            if faults:
                yield from faults
                return
            # An import checks the same file before it writes and as it builds.
            _sound.clear()
            _sound[digest] = found
        # Beside the connection: a frame cannot be put where a result is not read to its end.
        with con.cursor() as beside:
            beside.register("found", found)
            beside.execute(f'CREATE TABLE "{BOUNDARY_TABLE}" AS FROM found')
    except duckdb.Error as error:
        yield Problem(BOUNDARY_FILE, None, None, None, _in_words(error))
        return
    twice = con.execute(
        f"""SELECT territory_id FROM "{BOUNDARY_TABLE}" GROUP BY ALL HAVING count(*) > 1"""
    )
    for (territory_id,) in twice.fetchall():
        yield Problem(BOUNDARY_FILE, None, "territory_id", territory_id, "stands there twice")
    # A line that cannot be read has a code, too, only none that we know.
    if "territory_id" in territory.columns and territory.row_count and territory.is_whole:
        unknown = con.execute(
            f"""SELECT territory_id FROM "{BOUNDARY_TABLE}"
                WHERE territory_id NOT IN (FROM territory SELECT territory_id
                    WHERE territory_id IS NOT NULL)"""
        )
        for (territory_id,) in unknown.fetchall():
            rule = "not a territory_id of territory.csv"
            yield Problem(BOUNDARY_FILE, None, "territory_id", territory_id, rule)


def _digest(file: Path) -> str:
    """Of the bytes of a file; empty where it cannot be read, which who reads it will tell."""
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""


def _read(con: duckdb.DuckDBPyConnection, file: Path) -> tuple[pd.DataFrame, list[Problem]]:
    """The rows of the file, with the middles of their outlines, if these have no faults."""
    columns = ", ".join(f"{column}::DOUBLE AS {column}" for column in FILE_COLUMNS)
    found = con.execute(
        f"""SELECT territory_id::VARCHAR AS territory_id, {columns}, geometry::BLOB AS outline
            FROM read_parquet($file)""",
        {"file": str(file)},
    ).df()
    outlines = found.pop("outline")
    faults = list(_outline_faults(found["territory_id"], outlines))
    if not faults:
        found[[*MIDDLE_COLUMNS]] = middles(outlines)
    return found, faults


def _outline_faults(codes: pd.Series, outlines: pd.Series) -> Iterator[Problem]:
    """Outlines that are none, or that lie nowhere on Earth: in metres of a projection."""
    import shapely

    shapes = shapely.from_wkb(_binary(outlines), on_invalid="ignore")
    bounds = shapely.bounds(shapes)
    is_empty = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    is_beyond = ~is_empty & ~(abs(bounds) <= EARTH).all(axis=1)
    for code, empty, beyond in zip(codes, is_empty, is_beyond, strict=True):
        if empty:
            yield Problem(BOUNDARY_FILE, None, "geometry", code, "has no outline")
        if beyond:
            rule = "its outline must be in degrees of longitude and latitude (EPSG:4326)"
            yield Problem(BOUNDARY_FILE, None, "geometry", code, rule)


def _binary(outlines: pd.Series) -> list[bytes | None]:
    return [bytes(wkb) if isinstance(wkb, (bytes, bytearray)) else None for wkb in outlines]


def _in_words(error: duckdb.Error) -> str:
    """What is wrong with the file, without the words of the database."""
    if isinstance(error, duckdb.BinderException):
        return f"needs the columns territory_id, {', '.join(FILE_COLUMNS)} and geometry"
    if isinstance(error, duckdb.ConversionException):
        return f"{', '.join(FILE_COLUMNS)} must be numbers and geometry an outline"
    return "cannot be read: it is not a whole GeoParquet file"


def middles(outlines: pd.Series) -> pd.DataFrame:
    """Longitude and latitude, in degrees, of the middle of outlines (WKB in degrees).

    The centroid of the largest part, on an equal-area plane: of a country its mainland, not a
    point in the sea between it and its islands. The points of the names will not do for this, as
    the map draws outermost regions elsewhere.
    """
    # Only a build needs it, and it takes half a second to load.
    import geopandas as gpd

    outline = gpd.GeoSeries.from_wkb(_binary(outlines), crs=_DEGREES, on_invalid="ignore").dropna()
    parts = outline.to_crs(_PLANE).explode()
    largest = parts.iloc[parts.area.argsort(kind="stable")].groupby(level=0).last()
    points = gpd.GeoSeries(largest, crs=_PLANE).centroid.to_crs(_DEGREES)
    found = pd.DataFrame({"longitude": points.x, "latitude": points.y})
    return found.reindex(range(len(outlines))).set_axis(outlines.index)
