"""Boundaries: the GeoParquet file beside the CSV files, as far as the store needs it.

Only where a name goes on a map and how large a territory is; the outlines themselves are static
files for the browser.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

from s3dash.store.problems import Problem
from s3dash.store.reading import RawTable

BOUNDARY_FILE = "boundaries/nuts-2021.parquet"
BOUNDARY_COLUMNS = ("label_x", "label_y", "area_km2")
BOUNDARY_TABLE = "#boundary"
"""Table of territory_id and the boundary columns, there once the file was found sound."""


def boundary_problems(
    con: duckdb.DuckDBPyConnection, data_dir: Path, territory: RawTable
) -> Iterator[Problem]:
    """Read the boundary file and yield what is wrong with it."""
    file = data_dir / BOUNDARY_FILE
    if not file.is_file():
        yield Problem(BOUNDARY_FILE, None, None, None, "file is missing")
        return
    try:
        columns = ", ".join(f"{column}::DOUBLE AS {column}" for column in BOUNDARY_COLUMNS)
        con.execute(
            f"""CREATE TABLE "{BOUNDARY_TABLE}" AS
                SELECT territory_id::VARCHAR AS territory_id, {columns}
                FROM read_parquet($file)""",
            {"file": str(file)},
        )
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        yield Problem(BOUNDARY_FILE, None, None, None, f"cannot be read: {reason}")
        return
    twice = con.execute(
        f"""SELECT territory_id FROM "{BOUNDARY_TABLE}" GROUP BY ALL HAVING count(*) > 1"""
    )
    for (territory_id,) in twice.fetchall():
        yield Problem(BOUNDARY_FILE, None, "territory_id", territory_id, "stands there twice")
    if "territory_id" in territory.columns and territory.row_count:
        unknown = con.execute(
            f"""SELECT territory_id FROM "{BOUNDARY_TABLE}"
                WHERE territory_id NOT IN (FROM territory SELECT territory_id
                    WHERE territory_id IS NOT NULL)"""
        )
        for (territory_id,) in unknown.fetchall():
            rule = "not a territory_id of territory.csv"
            yield Problem(BOUNDARY_FILE, None, "territory_id", territory_id, rule)
