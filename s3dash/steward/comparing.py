"""Comparing: what each understood row would do to the base."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from s3dash.package.letters import fold
from s3dash.package.schema import Resource
from s3dash.steward.base import KEY_MARK, Base, Key, Row, key_of
from s3dash.steward.columns import LISTS
from s3dash.steward.counts import COUNTED, is_counted
from s3dash.steward.items import CHANGED, DUPLICATE, IGNORED, NEW, REJECTED, UNCHANGED, Item
from s3dash.steward.problems import ERROR, NOTE, Trouble
from s3dash.steward.understanding import Understood

NATURAL: Mapping[str, tuple[str, ...]] = {
    "stage_evidence": ("partnership_id", "date", "title"),
    "platform_fact": ("platform_id", "date", "fact"),
    "priority": ("territory_id", "period", "title"),
    "partnership": ("name",),
}
"""What tells a row of a table whose identifier is ours."""
UNSOURCED = ("territory_name", "topic_word")
"""Tables whose rows may be our own judgement: no source then."""


class Comparing:
    """Compares understood rows with the base, one after the other."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._rows: dict[str, dict[Key, Row]] = {}
        self._natural: dict[str, dict[Key, Key]] = {}
        self._lists: dict[str, dict[str, dict[str, tuple[str, ...]]]] = {}
        self.seen: dict[tuple[str, Key], Item] = {}
        self._numbers: dict[tuple[str, str], int] = {}

    def held(self, table: str) -> dict[Key, Row]:
        """Rows of the base by their key."""
        if table not in self._rows:
            named = zip(self._base.keys(table), self._base.rows(table), strict=True)
            self._rows[table] = dict(named)
            if columns := NATURAL.get(table):
                self._natural[table] = {
                    _natural_key(row, columns): key for key, row in self._rows[table].items()
                }
        return self._rows[table]

    def item(self, row: Understood) -> Item:
        """The row with what it would do."""
        if row.is_example:
            note = Trouble(NOTE, "example", "an example or a second header: never imported")
            return Item(row, row.table, IGNORED, troubles=list(row.troubles) or [note])
        item = Item(row, row.table, REJECTED, row=dict(row.values), lists=row.lists)
        item.troubles = list(row.troubles)
        resource = self._base.resource(row.table)
        held = self.held(row.table)
        twin = self._identify(resource, item)
        item.key = key_of(resource, item.row)
        if any(one.stops for one in item.troubles):
            return item
        if twin is not None:
            item.status = DUPLICATE
            rule = f"the base has it as {KEY_MARK.join(twin)}"
            item.troubles.append(Trouble(NOTE, "in the base under another key", rule))
            return item
        optional = _may_be_empty(resource)
        lacking = [c for c in resource.primary_key if not item.row.get(c) and c not in optional]
        if lacking:
            for column in lacking:
                item.reject(required(resource, item, column))
            return item
        before = self.seen.get((item.table, item.key))
        if before is not None:
            return self._again(item, before)
        self.seen[item.table, item.key] = item
        self._compare(resource, item, held.get(item.key))
        return item

    def _again(self, item: Item, before: Item) -> Item:
        """A row whose key stands in the import before."""
        first = before.understood
        at = f"row {first.row}" + (f" of {first.sheet}" if first.sheet else "")
        if first.file != item.understood.file:
            at += f" of {first.file}"
        resource = self._base.resource(item.table)
        told, again = before.understood.values, item.understood.values
        # Columns of both rows, and what only the second has.
        other = [
            column
            for column, value in again.items()
            if column in told and not same(resource, column, told[column], value)
        ]
        other += [n for n in item.lists if n in before.lists and before.lists[n] != item.lists[n]]
        more = [column for column in again if column not in told]
        more += [name for name in item.lists if name not in before.lists]
        if not other and not more:
            item.status = DUPLICATE
            item.troubles.append(Trouble(NOTE, "twice in the import", f"the same as {at}"))
            return item
        column = (other or more)[0]
        does = "says something else" if other else f"says more ({', '.join(more)})"
        rule = f"{does} than {at}, which has the same key: leave one row that says all"
        value = again.get(column) or ";".join(item.lists.get(column, ()))
        cell = item.understood.cell_of(column)
        item.reject(Trouble(ERROR, "says two things", rule, cell, column, value))
        return item

    def _identify(self, resource: Resource, item: Item) -> Key | None:
        """Give a row without identifier its own; returns the key of a twin under another one."""
        columns = NATURAL.get(resource.name)
        if columns is None or len(resource.primary_key) != 1:
            return None
        [name] = resource.primary_key
        if any(one.stops for one in item.troubles):
            return None
        natural = _natural_key(item.row, columns)
        stated = all(item.row.get(one) for one in columns if resource.field(one).is_required)
        found = self._natural[resource.name].get(natural) if stated else None
        if item.row.get(name):
            own: Key = (item.row[name] or "",)
            is_twin = found is not None and found != own and own not in self.held(resource.name)
            return found if is_twin else None
        if not stated:
            return None
        key: Key = found or (self._next(resource.name, name, item.row),)
        self._natural[resource.name][natural] = key
        item.row = {name: key[0], **item.row}
        return None

    def _next(self, table: str, column: str, row: Row) -> str:
        """An identifier for a new row, as those of its table are."""
        if table == "partnership":
            return re.sub(r"[^a-z0-9]+", "-", fold(row.get("name") or "")).strip("-")
        stem = {
            "stage_evidence": f"{row.get('partnership_id')}-",
            "platform_fact": "F",
            "priority": f"{row.get('territory_id')}-{(row.get('period') or '')[:4]}-",
        }[table]
        if (table, stem) not in self._numbers:
            taken = [
                int(rest)
                for (key,) in self.held(table)
                if key.startswith(stem) and re.fullmatch("[0-9]{1,9}", rest := key[len(stem) :])
            ]
            self._numbers[table, stem] = max(taken, default=0)
        self._numbers[table, stem] += 1
        return f"{stem}{self._numbers[table, stem]:02}"

    def _compare(self, resource: Resource, item: Item, old: Row | None) -> None:
        if old is None:
            item.status = NEW
            given = {**item.understood.defaults, **item.row}
            item.row = {one: given.get(one) for one in resource.columns}
            if _lacks_source(item.row) and item.table not in UNSOURCED:
                rule = "a new row names the page that it was taken from"
                cell = item.understood.cell_of("source_url")
                item.reject(Trouble(ERROR, "no source", rule, cell, "source_url"))
            return
        for column, value in item.row.items():
            if same(resource, column, old.get(column), value):
                item.row[column] = old.get(column)
            else:
                item.changes[column] = (old.get(column), value)
        if item.lists:
            held = self.lists_of(item.table, item.key[0])
            for name, values in item.lists.items():
                if values != held.get(name, ()):
                    item.changes[name] = (";".join(held.get(name, ())), ";".join(values))
        item.status = CHANGED if item.changes else UNCHANGED
        item.row = {one: item.row.get(one, old.get(one)) for one in resource.columns}

    def lists_of(self, table: str, owner: str) -> dict[str, tuple[str, ...]]:
        """Lists of a row of the base: their names and values."""
        if table not in self._lists:
            found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
            [key] = self._base.resource(table).primary_key
            taxonomy = {row["domain_code"]: row["taxonomy"] for row in self._base.rows("domain")}
            for name, (child, column, kind) in LISTS[table].items():
                rows = sorted(self._base.rows(child), key=lambda row: int(row["position"] or 0))
                for row in rows:
                    if kind is None or taxonomy.get(row[column]) == kind:
                        found[row[key] or ""][name].append(row[column] or "")
            self._lists[table] = {
                one: {name: tuple(values) for name, values in lists.items()}
                for one, lists in found.items()
            }
        return self._lists[table].get(owner, {})


def same(resource: Resource, column: str, one: str | None, other: str | None) -> bool:
    """Whether two texts of a column say the same: numbers may be written in several ways."""
    if one == other or one is None or other is None:
        return one == other
    if resource.field(column).type not in ("integer", "number"):
        return False
    try:
        return float(one) == float(other)
    except ValueError:
        return False


def _natural_key(row: Row, columns: Iterable[str]) -> Key:
    return tuple(" ".join(fold(row.get(column) or "").split()) for column in columns)


def _lacks_source(row: Row) -> bool:
    return "source_url" in row and not row["source_url"] and not row.get("source_title")


def _may_be_empty(resource: Resource) -> frozenset[str]:
    return frozenset(one.name for one in resource.fields if not one.is_required)


def required(resource: Resource, item: Item, column: str) -> Trouble:
    """A value that is not there: which, and what it may be where that is a short list."""
    one = resource.field(column)
    cell = item.understood.cell_of(column)
    where = "" if cell else ", and the sheet has no such column"
    if is_counted(resource.name, column):
        where = f": it is counted from {COUNTED[resource.name].of[0]}, bring its rows in as well"
    rule = f"{one.title} ({column}) is required{where}"
    choices = tuple(map(str, one.enum or ()))
    return Trouble(ERROR, f"{column} is required", rule, cell, column, "", choices)
