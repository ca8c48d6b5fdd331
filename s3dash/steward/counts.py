"""Columns that follow from the rows of other tables: counted anew, whatever a file says."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

from s3dash.steward.base import Row

Owner = tuple[str, ...]
Rows = Callable[[str], list[Row]]
"""Rows of a table by its name; none where there is no such table."""
MEMBER, NUTS = "member", "2021"
"""Status of a Member State; the vintage that this base speaks."""
DIGITS = 12
"""Of a figure that is counted: more are noise of its being counted."""


@dataclass(frozen=True)
class Counting:
    """What columns of a table are counted from.

    Attributes
    ----------
    columns
        The columns that follow from other rows.
    of
        The tables that they are counted from, first the one whose rows are counted.
    by
        Columns, the same in both tables, that say which rows belong to a count.
    count
        Counts anew: for each owner (its values of ``by``) the texts of the columns.
    nothing
        What the columns say where no row belongs to an owner; others have no value then.
    """

    columns: tuple[str, ...]
    of: tuple[str, ...]
    by: tuple[str, ...]
    count: Callable[[Rows], Mapping[Owner, Mapping[str, str]]]
    nothing: Mapping[str, str]

    def owner(self, row: Row) -> Owner:
        """The values of ``by`` in a row of either table."""
        return tuple(row.get(column) or "" for column in self.by)


def _documented(rows: Rows) -> dict[Owner, dict[str, str]]:
    held = Counter((r["territory_id"] or "", r["period"] or "") for r in rows("priority"))
    return {owner: {"documented_count": str(count)} for owner, count in held.items()}


def _values(rows: Rows) -> dict[Owner, dict[str, str]]:
    """Regions with a value, and what the newest value of each region tells of the indicator."""
    members = {row["country_code"] for row in rows("country") if row.get("status") == MEMBER}
    current = {
        row["nuts_code"] for row in rows("nuts_correspondence") if row.get("nuts_vintage") == NUTS
    }
    newest: dict[str, dict[str, tuple[int, float]]] = defaultdict(dict)
    for row in rows("indicator_value"):
        region = row["nuts_code"] or ""
        try:
            found = int(row["year"] or ""), float(row["value"] or "")
        except ValueError:
            continue  # the check of the cells tells it
        held = newest[row["indicator_id"] or ""]
        if region not in held or held[region][0] < found[0]:
            held[region] = found
    told: dict[Owner, dict[str, str]] = {}
    for indicator, regions in newest.items():
        values = [value for _, value in regions.values()]
        told[indicator,] = {
            "value_count": str(len(regions)),
            "value_count_eu27": str(sum(code[:2] in members for code in regions)),
            "value_count_nuts2021": str(sum(code in current for code in regions)),
            "min": _figure(min(values)),
            "median": _figure(median(values)),
            "max": _figure(max(values)),
        }
    return told


def _figure(value: float) -> str:
    return repr(float(f"{value:.{DIGITS}g}"))


COUNTED: Mapping[str, Counting] = {
    "strategy": Counting(
        ("documented_count",),
        ("priority",),
        ("territory_id", "period"),
        _documented,
        {"documented_count": "0"},
    ),
    "indicator": Counting(
        ("value_count", "value_count_eu27", "value_count_nuts2021", "min", "median", "max"),
        ("indicator_value", "country", "nuts_correspondence"),
        ("indicator_id",),
        _values,
        {"value_count": "0", "value_count_eu27": "0", "value_count_nuts2021": "0"},
    ),
}
"""By the table that holds the columns."""


def is_counted(table: str, column: str) -> bool:
    """Whether a column of a table follows from other rows."""
    return table in COUNTED and column in COUNTED[table].columns


def says_the_same(held: str | None, counted: str) -> bool:
    """Whether a cell has the count already: figures may be written in several ways."""
    try:
        return math.isclose(float(held or ""), float(counted), rel_tol=10 ** (1 - DIGITS))
    except ValueError:
        return False
