"""The scratch database in which a data package is read and checked, and its errors in words."""

from __future__ import annotations

import re

import duckdb

FULL = "No space left on device"


def in_memory() -> duckdb.DuckDBPyConnection:
    """Open the scratch database in which a data package is read and checked."""
    return duckdb.connect(":memory:")


def reason(error: duckdb.Error) -> str:
    """What an error of the database says, as the end of a sentence without its full stop."""
    # A second error, of the clean-up after the first, may stand on the lines below.
    if FULL in str(error):
        return FULL
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return re.sub(r"^[A-Z][A-Za-z -]* Error: ", "", lines[0]).rstrip(".")
