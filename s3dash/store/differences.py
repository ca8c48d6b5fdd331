"""What differs between two stores, row by row and cell by cell."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from s3dash.package.database import in_memory, reason
from s3dash.package.sql import identifier, literal
from s3dash.store.connection import Store, StoreUnreadable

if TYPE_CHECKING:
    import pandas as pd

ADDED, CHANGED, REMOVED = KINDS = ("added", "changed", "removed")
KEY_MARK = "|"
"""Between the parts of the key of a row, as in the change log."""
LOG = "change_log"
"""It tells of the differences, and is none of them."""
COLUMNS = ("kind", "table_name", "row_key", "column_name", "old_value", "new_value")


@dataclass(frozen=True)
class _Table:
    """A table as one of the stores describes it: columns of the data package, and its key."""

    columns: tuple[str, ...]
    key: tuple[str, ...]


def differences(older: Path, newer: Path) -> pd.DataFrame:
    """Every row that one store has and the other has not, and every cell that differs.

    What the build derives is left out: it follows from the rows. The change log is, too.

    Returns
    -------
    pandas.DataFrame
        ``kind`` (`ADDED`, `REMOVED`, `CHANGED`), ``table_name, row_key`` (parts of the key joined
        by `KEY_MARK`; the whole row where its table has no key), ``column_name, old_value,
        new_value`` (all three missing where a whole row was added or removed). In the order of the
        data package, then by key.

    Raises
    ------
    StoreError
        If one of the files is no store that this program reads.
    """
    held = [_tables(file) for file in (older, newer)]
    names = list(dict.fromkeys([*held[1], *held[0]]))
    parts = [_differing(name, *(tables.get(name) for tables in held)) for name in names]
    # Two of all columns and none of the rows, where nothing is held: the frame has its columns.
    nothing = f"SELECT {', '.join(f'NULL::VARCHAR AS {name}' for name in COLUMNS)} WHERE false"
    try:
        with in_memory() as con:
            con.execute(f"ATTACH {literal(str(older))} AS older (READ_ONLY)")
            con.execute(f"ATTACH {literal(str(newer))} AS newer (READ_ONLY)")
            return con.execute(" UNION ALL ".join([nothing, *filter(None, parts)])).df()
    except duckdb.Error as error:
        raise StoreUnreadable(
            f"The stores {older} and {newer} cannot be compared: {reason(error)}.",
            "Compare two other versions.",
        ) from error


def _tables(file: Path) -> dict[str, _Table]:
    """The tables of the data package that a store holds, in the order of the package."""
    with Store.open(file) as store:
        [(text,)] = store.rows("SELECT package_json FROM build_info")
        there = dict(
            store.rows(
                """SELECT table_name, list(column_name) FROM duckdb_columns()
                   WHERE database_name = 'store' GROUP BY table_name"""
            )
        )
    return {
        name: table
        for resource in json.loads(text)["resources"]
        if (name := resource["name"]) in there and name != LOG
        for table in [_table(resource, there[name])]
    }


def _table(resource: Mapping[str, object], there: list[str]) -> _Table:
    schema: Mapping[str, list[dict[str, str]]] = resource["schema"]  # type: ignore[assignment]
    columns = tuple(one["name"] for one in schema["fields"] if one["name"] in there)
    key: str | list[str] = schema.get("primaryKey", [])  # type: ignore[assignment]
    return _Table(columns, (key,) if isinstance(key, str) else tuple(key))


def _differing(name: str, older: _Table | None, newer: _Table | None) -> str:
    """Query for what differs in a table; empty where neither store has it."""
    known = newer or older
    if known is None:
        return ""
    columns = list(dict.fromkeys(column for one in (newer, older) if one for column in one.columns))
    key = known.key
    has_key = bool(key) and all(set(key) <= set(one.columns) for one in (older, newer) if one)
    key = key if has_key else tuple(columns)
    others = [column for column in columns if column not in key]
    sides = [
        _side(schema, name, one, columns, key, is_unique=has_key)
        for schema, one in (("older", older), ("newer", newer))
    ]
    return f"""
        SELECT kind, {literal(name)}, row_key, cell.column_name, cell.old_value, cell.new_value
        FROM (
            SELECT coalesce(n.row_key, o.row_key) AS row_key,
                   CASE WHEN o.row_key IS NULL THEN {literal(ADDED)}
                        WHEN n.row_key IS NULL THEN {literal(REMOVED)}
                        ELSE {literal(CHANGED)} END AS kind,
                   unnest(CASE WHEN o.row_key IS NULL OR n.row_key IS NULL THEN {_WHOLE}
                               ELSE {_cells(others)} END) AS cell
            FROM ({sides[0]}) AS o FULL JOIN ({sides[1]}) AS n USING (row_key, number)
            ORDER BY row_key
        )"""


_WHOLE = "[{'column_name': NULL::VARCHAR, 'old_value': NULL::VARCHAR, 'new_value': NULL::VARCHAR}]"


def _cells(columns: list[str]) -> str:
    """Expression for the cells that differ, as a list."""
    if not columns:
        return f"{_WHOLE}[:0]"
    cells = ", ".join(
        f"{{'column_name': {literal(column)}, 'old_value': o.{identifier(column)}, "
        f"'new_value': n.{identifier(column)}}}"
        for column in columns
    )
    return f"list_filter([{cells}], lambda one: one.old_value IS DISTINCT FROM one.new_value)"


def _side(
    schema: str,
    name: str,
    table: _Table | None,
    columns: list[str],
    key: tuple[str, ...],
    *,
    is_unique: bool,
) -> str:
    """Query for the rows of one store, all cells as text; rows that can be equal are numbered."""

    def cell(column: str) -> str:
        is_held = table is not None and column in table.columns
        return f"{identifier(column)}::VARCHAR" if is_held else "NULL::VARCHAR"

    joined = ", ".join(cell(column) for column in key)
    told = ", ".join(f"{cell(column)} AS {identifier(column)}" for column in columns)
    row_key = f"concat_ws({literal(KEY_MARK)}, {joined})"
    rows = f"FROM {schema}.{identifier(name)}" if table else "WHERE false"
    number = "1" if is_unique else f"row_number() OVER (PARTITION BY {row_key})"
    return f"SELECT {row_key} AS row_key, {number} AS number, {told} {rows}"


def summary(frame: pd.DataFrame) -> Iterator[str]:
    """Lines for people: how many rows of which table were added, removed and changed."""
    for table, rows in frame.groupby("table_name", sort=False):
        counts = {kind: rows.loc[rows["kind"] == kind, "row_key"].nunique() for kind in KINDS}
        told = ", ".join(f"{count:,} {kind}" for kind, count in counts.items() if count)
        yield f"{table:<22} {told}"
