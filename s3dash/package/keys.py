"""Rules between rows: unique columns, primary keys and foreign keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import duckdb

from s3dash.package.problems import Problem
from s3dash.package.reading import IS_WHOLE, LINE, RawTable
from s3dash.package.schema import ForeignKey, Package, Resource
from s3dash.package.sound import unless_sound
from s3dash.package.sql import identifier, typed


def key_problems(
    con: duckdb.DuckDBPyConnection, package: Package, raw: Mapping[str, RawTable]
) -> Iterator[Problem]:
    """Yield a problem for every repeated key and for every reference that leads nowhere.

    A key with a column that its file lacks is not checked, nor is a reference to a file without
    rows: the column or the file is the problem then.
    """
    for resource in package.resources:
        read = {resource.name, *(key.resource for key in resource.foreign_keys)}
        yield from unless_sound(
            _table_problems(con, package, raw, resource),
            *((package.resource(name), raw[name].sha256) for name in sorted(read)),
            what=f"keys of {resource.name}",
        )


def _table_problems(
    con: duckdb.DuckDBPyConnection,
    package: Package,
    raw: Mapping[str, RawTable],
    resource: Resource,
) -> Iterator[Problem]:
    columns = raw[resource.name].columns
    for field in resource.fields:
        if field.is_unique and field.name in columns:
            yield from _repeated(con, resource, (field.name,), "value")
    if resource.primary_key and columns.issuperset(resource.primary_key):
        yield from _repeated(
            con, resource, resource.primary_key, " and ".join(resource.primary_key)
        )
    for key in resource.foreign_keys:
        target = package.resource(key.resource)
        found = raw[target.name]
        if (
            columns.issuperset(key.columns)
            and found.columns.issuperset(key.reference)
            and found.row_count
        ):
            yield from _dangling(con, resource, key, target)


def _repeated(
    con: duckdb.DuckDBPyConnection, resource: Resource, columns: tuple[str, ...], what: str
) -> Iterator[Problem]:
    table, line, whole = map(identifier, (resource.name, LINE, IS_WHOLE))
    key = ", ".join(typed(resource.field(c)) for c in columns)
    stated = f"coalesce({', '.join(map(identifier, columns))}) IS NOT NULL AND {whole}"
    if (
        con.execute(
            f"SELECT 1 FROM {table} WHERE {stated} GROUP BY {key} HAVING count(*) > 1 LIMIT 1"
        ).fetchone()
        is None
    ):
        return
    found = con.execute(
        f"""SELECT line, first_line, shown FROM (
                SELECT {line} AS line, min({line}) OVER (PARTITION BY {key}) AS first_line,
                    {_shown(columns)} AS shown
                FROM {table} WHERE {stated})
            WHERE line > first_line"""
    )
    for number, first, shown in found.fetchall():
        yield Problem(
            resource.path, number, "+".join(columns), shown, f"the same {what} is on line {first}"
        )


def _dangling(
    con: duckdb.DuckDBPyConnection, resource: Resource, key: ForeignKey, target: Resource
) -> Iterator[Problem]:
    table, line, whole = map(identifier, (resource.name, LINE, IS_WHOLE))
    pairs = " AND ".join(
        f"{_value(resource, c, 'own')} = {_value(target, r, 'other')}"
        for c, r in zip(key.columns, key.reference, strict=True)
    )
    # A reference with an empty part says nothing (SQL's MATCH SIMPLE, and the standard's).
    stated = " AND ".join(f"own.{identifier(c)} IS NOT NULL" for c in key.columns)
    found = con.execute(
        f"""SELECT own.{line}, {_shown(key.columns, "own.")} FROM {table} AS own
            WHERE own.{whole} AND {stated}
              AND NOT EXISTS (FROM {identifier(target.name)} AS other WHERE {pairs})"""
    )
    names = " and ".join(key.reference)
    article = "an" if names[0] in "aeiou" else "a"
    rule = f"not {article} {names} of {target.path}"
    for number, shown in found.fetchall():
        yield Problem(resource.path, number, "+".join(key.columns), shown, rule)


def _value(resource: Resource, column: str, table: str) -> str:
    # Keys compare as what they mean: 07 and 7 are one integer.
    return typed(resource.field(column), f"{table}.{identifier(column)}")


def _shown(columns: tuple[str, ...], prefix: str = "") -> str:
    return f"concat_ws(', ', {', '.join(prefix + identifier(c) for c in columns)})"
