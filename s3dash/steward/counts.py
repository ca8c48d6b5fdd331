"""Columns that count the rows of another table: counted anew, whatever a file says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from s3dash.steward.base import Row


@dataclass(frozen=True)
class Counting:
    """What a column counts.

    Attributes
    ----------
    column
        The column that holds the count.
    of
        The table whose rows are counted.
    by
        Columns, the same in both tables, that say which rows belong to a count.
    distinct
        Column of the counted table of which every value counts once.
    """

    column: str
    of: str
    by: tuple[str, ...]
    distinct: str

    def counts(self, rows: Iterable[Row]) -> dict[tuple[str, ...], int]:
        """Counts of some rows of the counted table, by the values of ``by``."""
        found: dict[tuple[str, ...], set[str | None]] = defaultdict(set)
        for row in rows:
            found[self.owner(row)].add(row.get(self.distinct))
        return {owner: len(values) for owner, values in found.items()}

    def owner(self, row: Row) -> tuple[str, ...]:
        """The values of ``by`` in a row of either table."""
        return tuple(row.get(column) or "" for column in self.by)


COUNTED: Mapping[str, Counting] = {
    "strategy": Counting("documented_count", "priority", ("territory_id", "period"), "priority_id"),
    "indicator": Counting("value_count", "indicator_value", ("indicator_id",), "nuts_code"),
}
"""By the table that holds the count."""


def is_counted(table: str, column: str) -> bool:
    """Whether a column of a table is a count."""
    return table in COUNTED and COUNTED[table].column == column
