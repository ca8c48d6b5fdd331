"""Time to build the store, beside the time DuckDB takes to just read the same files."""

import tempfile
import time
from pathlib import Path

import duckdb

from s3dash.store.build import build


def build_seconds(data: Path) -> float:
    """Check the data package and publish a store, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        build(data, Path(folder) / "store.duckdb")
        return time.perf_counter() - started


def read_seconds(data: Path) -> float:
    """Read the same CSV files into tables of a new file, without a check or a key."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        with duckdb.connect(str(Path(folder) / "floor.duckdb")) as con:
            for file in sorted(data.glob("*.csv")):
                con.execute(f'CREATE TABLE "{file.stem}" AS SELECT * FROM read_csv(?)', [str(file)])
        return time.perf_counter() - started
