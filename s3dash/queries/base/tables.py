"""Questions to one table of the base, as programs ask them: which columns, rows, order, how many.

Which tables and columns there are is read from the store: those of the data package, with what
the build added to them. Nothing here names one of them, apart from where a territory lies.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Any

from s3dash.package.sql import identifier
from s3dash.store.connection import Session, Store

if TYPE_CHECKING:
    import pandas as pd

TYPES = {
    # how DuckDB calls it: how the data package does
    "VARCHAR": "string",
    "BIGINT": "integer",
    "INTEGER": "integer",
    "SMALLINT": "integer",
    "DOUBLE": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "VARCHAR[]": "list",
}
UNCOUNTED = ("evidence", "guidance", "information", "data")
"""Nouns that have no plural."""
OPERATORS = {
    # operator: what it asks of a cell
    "": "is one of the values",
    "not": "is none of the values",
    "gt": "is more than the value",
    "gte": "is the value or more",
    "lt": "is less than the value",
    "lte": "is the value or less",
    "contains": "contains one of the values, whatever the case and the accents",
    "startswith": "begins with one of the values",
}
ORDERED = ("gt", "gte", "lt", "lte")
OF_TEXT = ("contains", "startswith")
WINDOW = 20_000
"""Rows that are read at a time: a long answer leaves in pieces."""
_COUNTRY = "country_code"
_PLACE = "place."
"""Beginning of columns of the territory that a row is of."""
_JOIN = "LEFT JOIN territory AS place ON place.territory_id = t.territory_id"
_ROW = identifier("number of the row")
_LISTS = {
    "integer": "BIGINT[]",
    "number": "DOUBLE[]",
    "boolean": "BOOLEAN[]",
    "date": "DATE[]",
    "string": "VARCHAR[]",
    "list": "VARCHAR[]",
}
_SIGNS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


@dataclass(frozen=True)
class Column:
    """A column: ``type`` is one of the values of `TYPES`; ``sql`` is what the query names it."""

    name: str
    type: str
    description: str
    sql: str
    unit: str = ""
    title: str = ""
    is_added: bool = False
    """Whether the build added it, or it says in which country the row's territory lies."""

    @property
    def operators(self) -> tuple[str, ...]:
        """Operators that can be asked of it."""
        if self.type in ("list", "boolean"):
            return ("", "not")
        return tuple(o for o in OPERATORS if o not in OF_TEXT or self.type == "string")


@dataclass(frozen=True)
class PublicTable:
    """A table of the data package, in the plural ``plural``, with its description there."""

    name: str
    plural: str
    title: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    resource: dict[str, Any]

    def column(self, name: str) -> Column | None:
        """The column of that name; None when there is none."""
        return next((column for column in self.columns if column.name == name), None)

    @property
    def has_places(self) -> bool:
        """Whether its rows are of a territory."""
        return self.column("territory_id") is not None


@dataclass(frozen=True)
class Condition:
    """What is asked of a column: an operator of `OPERATORS`, values; None: an empty cell."""

    column: Column
    operator: str
    values: tuple[Any, ...]


@dataclass(frozen=True)
class TableQuestion:
    """Which rows and columns of a table, in which order; all conditions together.

    ``words`` are each looked for in all columns of text. ``order`` are columns, and whether the
    highest comes first; equal rows, and all without an order, stand as in the data package.
    """

    table: PublicTable
    columns: tuple[Column, ...]
    conditions: tuple[Condition, ...] = ()
    words: tuple[str, ...] = ()
    order: tuple[tuple[Column, bool], ...] = ()
    limit: int | None = None
    offset: int = 0


def plural(name: str) -> str:
    """A table's name in the plural.

    >>> plural("strategy"), plural("stage_evidence"), plural("neighbour")
    ('strategies', 'stage_evidence', 'neighbours')
    """
    if name.endswith(UNCOUNTED) and not name.endswith("correspondence"):
        return name
    if re.search(r"[^aeiou]y$", name):
        return f"{name[:-1]}ies"
    return f"{name}es" if re.search(r"(s|x|z|ch|sh)$", name) else f"{name}s"


def public_tables(store: Store) -> dict[str, PublicTable]:
    """The tables of the data package that the store holds, by their plural."""
    [(text,)] = store.rows("SELECT package_json FROM build_info")
    columns: dict[str, list[tuple[str, str, str]]] = {}
    for table, *column in store.rows(
        """SELECT table_name, column_name, data_type, coalesce(comment, '')
           FROM duckdb_columns() WHERE database_name = 'store' ORDER BY column_index"""
    ):
        columns.setdefault(table, []).append(tuple(column))
    tables = [
        _table(resource, columns[resource["name"]])
        for resource in json.loads(text)["resources"]
        if resource["name"] in columns
    ]
    # Two names may have one plural: then each keeps its own.
    plurals = [table.plural for table in tables]
    return {
        (table.plural if plurals.count(table.plural) == 1 else table.name): table
        for table in tables
    }


def _table(resource: dict[str, Any], held: list[tuple[str, str, str]]) -> PublicTable:
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    columns = [
        Column(
            name,
            TYPES[kind],
            fields.get(name, {}).get("description", told),
            f"t.{identifier(name)}",
            fields.get(name, {}).get("unit", ""),
            fields.get(name, {}).get("title", ""),
            is_added=name not in fields,
        )
        for name, kind, told in held
        if kind in TYPES
    ]
    names = [column.name for column in columns]
    if "territory_id" in names and _COUNTRY not in names:
        told = "Eurostat's code of the country that the territory lies in."
        country = Column(_COUNTRY, "string", told, f"{_PLACE}{_COUNTRY}", is_added=True)
        columns.insert(names.index("territory_id") + 1, country)
    key = resource["schema"].get("primaryKey", [])
    return PublicTable(
        resource["name"],
        plural(resource["name"]),
        resource.get("title") or resource["name"],
        resource.get("description", ""),
        tuple(columns),
        (key,) if isinstance(key, str) else tuple(key),
        resource,
    )


def count_rows(session: Session, question: TableQuestion) -> int:
    """How many rows meet the conditions, whatever the limit."""
    where, values = _where(question)
    source = _from(identifier(question.table.name), _looked_at(question))
    [(count,)] = session.rows(f"SELECT count(*) FROM {source} {where}", values)
    return int(count)


def read_rows(session: Session, question: TableQuestion) -> Iterator[pd.DataFrame]:
    """The rows in frames of at most `WINDOW`, at least one: an empty one still has its columns.

    Whole numbers and truth values stay so where some are missing; lists are lists of text.
    """
    for piece in _read(session, question):
        yield _frame(piece)


def read_columns(session: Session, question: TableQuestion) -> Iterator[dict[str, list[Any]]]:
    """The same rows without pandas, column by column: name -> values."""
    for piece in _read(session, question):
        yield dict(zip(piece.column_names, (one.to_pylist() for one in piece.columns), strict=True))


def _read(session: Session, question: TableQuestion) -> Iterator[Any]:
    is_long = question.limit is None or question.limit > WINDOW
    if question.order:
        return _sorted(session, question)
    return _cut(_by_place(session, question), question) if is_long else _first(session, question)


def _cut(pieces: Iterator[Any], question: TableQuestion) -> Iterator[Any]:
    """The pieces without the rows before the offset and those beyond the limit; at least one."""
    skip, left = question.offset, inf if question.limit is None else question.limit
    last = None
    for piece in pieces:
        last = piece.slice(skip)
        skip = max(0, skip - piece.num_rows)
        if last.num_rows >= left:
            yield last.slice(0, int(left))
            return
        left -= last.num_rows
        if last.num_rows or not skip:
            yield last
    if skip and last is not None:
        yield last.slice(0, 0)


def _by_place(session: Session, question: TableQuestion) -> Iterator[Any]:
    """All rows as they stand, one stretch of the table after the other: nothing is sorted whole."""
    where, values = _where(question)
    also = "AND" if where else "WHERE"
    table = identifier(question.table.name)
    source = _from(table, [*question.columns, *_looked_at(question)])
    [(last,)] = session.rows(f"SELECT coalesce(max(rowid), 0) FROM {table}")
    for first in range(0, last + 1, WINDOW):
        yield session.arrow(
            f"""SELECT {_select(question)} FROM {source} {where}
                {also} t.rowid >= $first AND t.rowid < $end ORDER BY t.rowid""",
            values | {"first": first, "end": first + WINDOW},
        )


def _first(session: Session, question: TableQuestion) -> Iterator[Any]:
    """A few rows as they stand; what is told of their territories is looked for after that.

    A table by itself is read in its order, and no further than to the last of them.
    """
    where, values = _where(question)
    source = _from(identifier(question.table.name), _looked_at(question))
    order = "ORDER BY t.rowid" if _JOIN in source else ""
    rows = f"""(SELECT t.*, t.rowid AS {_ROW} FROM {source} {where} {order}
                LIMIT $limit OFFSET $offset)"""
    yield session.arrow(
        f"SELECT {_select(question)} FROM {_from(rows, question.columns)} ORDER BY t.{_ROW}",
        values | {"limit": question.limit, "offset": question.offset},
    )


def _sorted(session: Session, question: TableQuestion) -> Iterator[Any]:
    where, values = _where(question)
    order = [
        f"{column.sql} {'DESC' if is_down else 'ASC'} NULLS LAST"
        for column, is_down in question.order
    ]
    columns = [*question.columns, *_looked_at(question), *(one for one, _ in question.order)]
    found = session.arrow(
        f"""SELECT {_select(question)}
            FROM {_from(identifier(question.table.name), columns)} {where}
            ORDER BY {", ".join([*order, "t.rowid"])}
            LIMIT $limit OFFSET $offset""",
        values | {"limit": question.limit, "offset": question.offset},
    )
    for first in range(0, max(1, found.num_rows), WINDOW):
        yield found.slice(first, WINDOW)


def _frame(table: Any) -> pd.DataFrame:
    import pandas as pd
    import pyarrow as pa

    kinds = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    kinds |= dict.fromkeys((pa.int32(), pa.int16()), pd.Int64Dtype())
    frame: pd.DataFrame = table.to_pandas(types_mapper=kinds.get)
    return frame


def _select(question: TableQuestion) -> str:
    return ", ".join(f"{c.sql} AS {identifier(c.name)}" for c in question.columns)


def _from(rows: str, columns: Iterable[Column]) -> str:
    """The rows, with their territories where one of the columns tells of them."""
    has_place = any(column.sql.startswith(_PLACE) for column in columns)
    return f"{rows} AS t {_JOIN if has_place else ''}"


def _looked_at(question: TableQuestion) -> list[Column]:
    """The columns that the conditions look at."""
    texts = _texts(question.table) if question.words else []
    return [*(condition.column for condition in question.conditions), *texts]


def _texts(table: PublicTable) -> list[Column]:
    return [column for column in table.columns if column.type == "string"]


def _where(question: TableQuestion) -> tuple[str, dict[str, object]]:
    """The conditions as SQL, and the values that are bound in it."""
    parts: list[str] = []
    values: dict[str, object] = {}
    for number, condition in enumerate(question.conditions):
        name = f"v{number}"
        parts.append(_condition(condition, name))
        held = [value for value in condition.values if value is not None]
        values[name] = held[0] if condition.operator in ORDERED else held
    texts = ", ".join(column.sql for column in _texts(question.table))
    whole = _plain(f"concat_ws(chr(10), {texts or 'NULL'})")
    for number, word in enumerate(question.words):
        name = f"w{number}"
        parts.append(f"contains({whole}, {_plain(f'${name}')})")
        values[name] = word
    return (f"WHERE {' AND '.join(parts)}" if parts else ""), values


def _condition(condition: Condition, name: str) -> str:
    sql, operator = condition.column.sql, condition.operator
    if operator in _SIGNS:
        return f"coalesce({sql} {_SIGNS[operator]} ${name}, false)"
    # With its type: a list of none has no other.
    values = f"${name}::{_LISTS[condition.column.type]}"
    test = f"list_contains({values}, {sql})"
    if condition.column.type == "list":
        test = f"list_has_any({sql}, {values})"
    elif operator in OF_TEXT:
        found = f"contains({_plain(sql)}, {_plain('x')})"
        found = f"starts_with({sql}, x)" if operator == "startswith" else found
        test = f"list_bool_or(list_transform({values}, lambda x: {found}))"
    found = f"coalesce({test}, false)"
    if None in condition.values:
        found = f"({found} OR {sql} IS NULL)"
    return f"NOT {found}" if operator == "not" else found


def _plain(sql: str) -> str:
    return f"strip_accents(lower({sql}))"
