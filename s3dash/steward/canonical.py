"""The canonical form of a data package: the same rows are the same bytes, whoever wrote them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from s3dash.package.schema import Resource
from s3dash.steward.base import Row


def csv_bytes(resource: Resource, rows: Iterable[Row]) -> bytes:
    """A table as UTF-8 with commas, quotes where they are needed, lines that end in LF."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(resource.columns)
    writer.writerows([row.get(column) or "" for column in resource.columns] for row in rows)
    return out.getvalue().encode()


def json_bytes(descriptor: Mapping[str, Any]) -> bytes:
    """A description as it stands in ``datapackage.json``."""
    return (json.dumps(descriptor, indent=2) + "\n").encode()


def next_version(given: Iterable[str], today: date) -> str:
    """The version after all that were given: year, month, and a number that each month begins anew.

    Versions that are not of this form do not count.
    """
    parts = [version.split(".") for version in given]
    dated = [
        tuple(map(int, one))
        for one in parts
        if len(one) == 3 and all(part.isascii() and part.isdigit() for part in one)
    ]
    year, month, number = max(dated, default=(0, 0, 0))
    if (year, month) >= (today.year, today.month):
        return f"{year}.{month}.{number + 1}"
    return f"{today.year}.{today.month}.0"
