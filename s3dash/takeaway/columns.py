"""What the columns of files mean that are counted or derived, and how many digits they carry.

Columns of the data package are described in ``datapackage.json``; all others that a file may have
stand in ``columns.csv``: name (``*`` for any beginning, `CODE` for a code of the base), unit,
digits after the point, what the screen calls it, meaning.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

CODE = "(a code)"
"""Stands for the columns of a matrix: codes of domains, countries, territories."""


PLACED = (
    # identifier of a territory, name of its country, code of its country
    ("territory_id", "country", "country_code"),
    ("partner_id", "partner_country", "partner_country_code"),
)


@dataclass(frozen=True)
class DerivedColumn:
    """A column of a file that the data package does not have."""

    name: str
    unit: str
    decimals: int | None
    heading: str
    meaning: str


@cache
def derived() -> dict[str, DerivedColumn]:
    """All of them by name, in alphabetical order."""
    with Path(__file__).with_name("columns.csv").open(encoding="utf-8", newline="") as stream:
        return {
            row["name"]: DerivedColumn(
                row["name"],
                row["unit"],
                int(row["decimals"]) if row["decimals"] else None,
                row["heading"],
                row["meaning"],
            )
            for row in csv.DictReader(stream)
        }


def described(name: str) -> DerivedColumn | None:
    """What is said of a column by its name, or by its end; None where nothing is."""
    known = derived()
    if name in known:
        return known[name]
    ends = (one for one in known.values() if one.name[0] == "*" and name.endswith(one.name[1:]))
    return next(ends, None)


def as_told(frame: "pd.DataFrame") -> "pd.DataFrame":
    """Rows for a file: derived numbers with the digits that mean something, days as days.

    Values of a source stay as they are.
    """
    told = {}
    for name in frame.select_dtypes("floating"):
        column = described(name)
        if column is not None and column.decimals is not None:
            # In single precision 0.1 is 0.10000000149.
            told[name] = frame[name].astype(float).round(column.decimals)
    for name in frame.select_dtypes("datetime"):
        moments = frame[name]
        if (moments.dropna() == moments.dropna().dt.normalize()).all():
            told[name] = moments.dt.date.astype(object).where(moments.notna(), None)
    return frame.assign(**told)


def values_as_told(columns: "Mapping[str, list[Any]]") -> "dict[str, list[Any]]":
    """The same of rows that come as columns: name -> values."""
    return {name: _told(name, values) for name, values in columns.items()}


def _told(name: str, values: list[Any]) -> list[Any]:
    column = described(name)
    if column is None or column.decimals is None:
        return values
    if not all(value is None or isinstance(value, float) for value in values):
        return values
    told: list[Any] = np.array(values, float).round(column.decimals).tolist()
    return told


def with_country_codes(frame: "pd.DataFrame", codes: Mapping[str, str]) -> "pd.DataFrame":
    """The rows with the country code of each territory, behind its country or its identifier.

    ``codes``: territory -> country.
    """
    for identifier, country, code in PLACED:
        if identifier in frame and code not in frame:
            behind = country if country in frame else identifier
            place = list(frame.columns).index(behind) + 1
            frame = frame.copy(deep=False)
            frame.insert(place, code, frame[identifier].map(codes).astype("str"))
    return frame
