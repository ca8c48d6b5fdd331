"""Limits of what is read: far above what a base of ours holds, far below what stops a computer."""

from __future__ import annotations

from pathlib import Path

MOST_BYTES = 2 * 1024**3
"""Bytes of a file."""
MOST_LINE_BYTES = 16 * 1024**2
"""Bytes of a line."""
MOST_LINES = 10_000_000
"""Lines of a file."""
MOST_COLUMNS = 1000
"""Columns of a table."""
MOST_DESCRIPTION_BYTES = 64 * 1024**2
"""Bytes of datapackage.json."""

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Years that a date may be of. Europe's regional policy is younger; an earlier year is a slip."""
LARGEST_NUMBER = 1e100
"""Squares of such numbers still add up to a number."""

MOST_FOUND = 10_000
"""Problems of one kind in one file that are kept; the rest is a number."""


def file_fault(file: Path, data_dir: Path, most_bytes: int = MOST_BYTES) -> str | None:
    """Why a file is not opened at all; None if it may be.

    Raises
    ------
    OSError
        If nothing can be told of the file, such as when it is missing.
    """
    size = file.stat().st_size
    if not file.resolve().is_relative_to(data_dir.resolve()):
        return "lies outside the data folder"
    if not file.is_file():
        # A pipe or a device may never end.
        return "is a folder" if file.is_dir() else "is not a regular file"
    if size > most_bytes:
        return f"has more than {most_bytes:,} bytes"
    return None
