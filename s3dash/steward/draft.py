"""A draft: the tables as they would be after an import, checked as the whole package is."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from s3dash.package.cells import cell_problems
from s3dash.package.keys import key_problems
from s3dash.package.plausible import ERROR, Doubt, doubts_of, plausibility_problems
from s3dash.package.problems import Problem
from s3dash.package.reading import IS_WHOLE, LINE, RawTable
from s3dash.package.rules import domain_problems
from s3dash.package.schema import Resource
from s3dash.package.sql import identifier
from s3dash.steward.base import Base, Key, Row, key_of
from s3dash.steward.columns import LISTS
from s3dash.steward.counts import COUNTED, says_the_same

OFFSET = 100_000_000
"""Lines from here on are rows of the import: their number and this."""
GROUPS: Mapping[str, tuple[str, ...]] = {"priority": ("territory_id", "period")}
"""Columns that keep rows of a table together in its file; otherwise the first of its key."""


@dataclass(frozen=True)
class Edit:
    """What one row of an import does: the row as it shall be, and the values of its lists."""

    number: int
    table: str
    row: Row
    lists: Mapping[str, tuple[str, ...]]


class Draft:
    """The tables of a base after some edits.

    ``touched`` are the tables that are not as they were; ``counted`` the cells that were counted
    anew because of the edits: table, key, column, old and new text.
    """

    def __init__(self, base: Base, edits: Iterable[Edit]) -> None:
        self._base = base
        self._new: dict[str, list[tuple[int, Row]]] = {}
        self._changed: dict[str, dict[Key, tuple[int, Row]]] = defaultdict(dict)
        self.counted: list[tuple[str, Key, str, str | None, str]] = []
        by_table: dict[str, list[Edit]] = defaultdict(list)
        for edit in edits:
            by_table[edit.table].append(edit)
        self._tables: dict[str, list[tuple[int, Row]]] = {}
        for table, found in by_table.items():
            self._tables[table] = self._edited(table, found)
        for table, found in by_table.items():
            if table in LISTS:
                self._edit_lists(table, found)
        for table in COUNTED:
            self._count(table)

    @property
    def touched(self) -> tuple[str, ...]:
        """Tables that are not as they were."""
        return tuple(self._tables)

    def rows(self, table: str) -> list[Row]:
        """Rows of a table in the order of its file."""
        if table in self._tables:
            return [row for _, row in self._tables[table]]
        return self._base.rows(table)

    def _edited(self, table: str, edits: Sequence[Edit]) -> list[tuple[int, Row]]:
        resource = self._base.resource(table)
        changed = {key_of(resource, edit.row): edit for edit in edits}
        rows: list[tuple[int, Row]] = []
        held = zip(self._base.keys(table), self._base.rows(table), strict=True)
        for line, (key, row) in enumerate(held, 2):
            edit = changed.pop(key, None)
            rows.append((OFFSET + edit.number, edit.row) if edit else (line, row))
        return placed(resource, rows, [(OFFSET + e.number, e.row) for e in changed.values()])

    def _edit_lists(self, table: str, edits: Sequence[Edit]) -> None:
        [key] = self._base.resource(table).primary_key
        children = {child for child, _, _ in LISTS[table].values()}
        taxonomy = {row["domain_code"]: row["taxonomy"] for row in self._base.rows("domain")}
        for child in children:
            columns = {name: one for name, one in LISTS[table].items() if one[0] == child}
            given = {e.row[key]: e for e in edits if any(name in e.lists for name in columns)}
            if not given:
                continue
            held: dict[str | None, list[tuple[int, Row]]] = defaultdict(list)
            order: list[str | None] = []
            for line, row in enumerate(self._base.rows(child), 2):
                if row[key] not in held:
                    order.append(row[key])
                held[row[key]].append((line, row))
            for owner, edit in given.items():
                kept = held.get(owner, [])
                if owner not in held:
                    order.append(owner)
                for name, (_, column, kind) in columns.items():
                    if name not in edit.lists:
                        continue
                    kept = [one for one in kept if kind and taxonomy.get(one[1][column]) != kind]
                    kept += [
                        (
                            OFFSET + edit.number,
                            {key: owner, column: value, "position": str(position)},
                        )
                        for position, value in enumerate(edit.lists[name], 1)
                    ]
                held[owner] = kept
            self._tables[child] = [one for owner in order for one in held[owner]]

    def _count(self, table: str) -> None:
        counting = COUNTED[table]
        if not self._base.has(table) or not {table, *counting.of} & set(self._tables):
            return
        told = counting.count(self.rows)
        resource = self._base.resource(table)
        columns = [column for column in counting.columns if column in resource.columns]
        is_other = False
        rows = self._tables.get(table) or list(enumerate(self._base.rows(table), 2))
        known = set(self._base.keys(table))
        found: list[tuple[int, Row]] = []
        for line, row in rows:
            counts = told.get(counting.owner(row), counting.nothing)
            anew = {
                column: counts[column]
                for column in columns
                if column in counts and not says_the_same(row.get(column), counts[column])
            }
            if anew:
                is_other = True
                key = key_of(resource, row)
                if key in known:
                    self.counted += [
                        (table, key, column, row.get(column), new) for column, new in anew.items()
                    ]
                row = {**row, **anew}
            found.append((line, row))
        if table in self._tables or is_other:
            self._tables[table] = found


def placed(
    resource: Resource, rows: list[tuple[int, Row]], new: Sequence[tuple[int, Row]]
) -> list[tuple[int, Row]]:
    """Rows with new ones where they belong: in order where the file is, else behind their group."""
    if not new:
        return rows
    keys = [key_of(resource, row) for _, row in rows]
    if resource.primary_key and all(one <= two for one, two in itertools.pairwise(keys)):
        return sorted([*rows, *new], key=lambda one: key_of(resource, one[1]))
    group = GROUPS.get(resource.name, resource.primary_key[:1])
    last: dict[Key, int] = {}
    for position, (_, row) in enumerate(rows):
        last[tuple(row.get(column) or "" for column in group)] = position
    behind: dict[int, list[tuple[int, Row]]] = defaultdict(list)
    end: dict[Key, list[tuple[int, Row]]] = defaultdict(list)
    for one in new:
        name = tuple(one[1].get(column) or "" for column in group)
        if name in last:
            behind[last[name]].append(one)
        else:
            end[name].append(one)
    found: list[tuple[int, Row]] = []
    for position, one in enumerate(rows):
        found.append(one)
        found += behind.get(position, [])
    return [*found, *(one for group_rows in end.values() for one in group_rows)]


class Checker:
    """Checks drafts of one base as the package is checked."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._con, self._held = base.raw()
        self._raw = dict(self._held)

    def __enter__(self) -> Checker:
        return self

    def __exit__(self, *_: object) -> None:
        self._con.close()

    def problems(self, draft: Draft) -> list[Problem]:
        """What is wrong with a draft. Lines from `OFFSET` on are rows of the import."""
        for table, raw in self._raw.items():
            # What an earlier draft changed, and this one does not, is as the base has it.
            if raw is not self._held.get(table):
                self._con.execute(f"DROP TABLE temp.{identifier(table)}")
        self._raw = dict(self._held)
        for table in draft.touched:
            self._replace(self._base.resource(table), draft._tables[table])
        found: list[Problem] = []
        for table in draft.touched:
            raw = self._raw[table]
            if raw.row_count:
                found += cell_problems(self._con, self._base.resource(table), raw.columns)
        broken = {(one.file, one.line, one.column) for one in found}
        between = [
            *key_problems(self._con, self._base.package, self._raw),
            *domain_problems(self._con, self._base.package, self._raw),
            *plausibility_problems(self._con, self._base.package, self._raw, ERROR),
        ]
        found += [one for one in between if (one.file, one.line, one.column) not in broken]
        return found

    def doubts(self) -> list[Doubt]:
        """What is hardly true of the draft that was checked last, and nobody has confirmed."""
        every = doubts_of(self._con, self._base.package, self._raw)
        return [one for one in every if not one.reason]

    def _replace(self, resource: Resource, rows: Sequence[tuple[int, Row]]) -> None:
        name = identifier(resource.name)
        frame = pd.DataFrame(
            {
                LINE: [line for line, _ in rows],
                **{
                    column: pd.array([row.get(column) for _, row in rows], dtype="string")
                    for column in resource.columns
                },
            }
        )
        # What was asked before need not have been read to its end, which a frame would wait for.
        self._con.complete()
        self._con.register("#draft", frame)
        columns = ", ".join(
            f"{identifier(c)}::VARCHAR AS {identifier(c)}" for c in resource.columns
        )
        self._con.execute(
            f"""CREATE TEMP TABLE {name} AS SELECT {identifier(LINE)}::BIGINT AS {identifier(LINE)},
                true AS {identifier(IS_WHOLE)}, {columns} FROM "#draft" """
        )
        self._con.unregister("#draft")
        held = frozenset(resource.columns)
        self._raw[resource.name] = RawTable((), held, len(rows), "")


def without_numbers(rule: str) -> str:
    """The kind of a rule: its words without what differs from row to row."""
    return re.sub(r"\d+", "", rule).split(": ")[0][:80]
