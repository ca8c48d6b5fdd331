"""What the columns of a file mean, from the data package and from ``columns.csv``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from s3dash.queries.base.codes import code_labels
from s3dash.queries.base.tables import Column, public_tables
from s3dash.store.connection import Store
from s3dash.takeaway.columns import described


@dataclass(frozen=True)
class Note:
    """A column: its name, what the screen calls it, its unit, its meaning."""

    name: str
    title: str
    unit: str
    meaning: str


def columns_of_base(store: Store) -> dict[str, Column]:
    """Columns of all tables by name; of several alike the first."""
    known: dict[str, Column] = {}
    for table in public_tables(store).values():
        for column in table.columns:
            known.setdefault(column.name, column)
    return known


def notes(store: Store, names: Iterable[str], table: str = "") -> list[Note]:
    """What each column means; what nothing is known of has an empty meaning.

    ``table``: the table that the rows are of, if they are of one: its columns go before.
    """
    of_base: Mapping[str, Column] = store.once(columns_of_base)
    own = next((t for t in store.once(public_tables).values() if t.name == table), None)
    codes = store.once(code_labels)
    found = []
    for name in names:
        column = (own.column(name) if own else None) or of_base.get(name)
        counted = described(name)
        if own and own.column(name):
            counted = None
        if counted:
            found.append(Note(name, counted.heading or name, counted.unit, counted.meaning))
        elif column:
            found.append(Note(name, column.title or name, column.unit, column.description))
        else:
            label = codes[name][1] if name in codes else ""
            found.append(Note(name, label or name, "", label))
    return found
