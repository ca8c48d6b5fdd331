"""Rules for one cell: type, format and constraints of its field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from s3dash.package.damage import (
    ENCODED_TWICE,
    LOST,
    MIXED_SCRIPTS,
    SPREADSHEET_ERROR,
    is_name,
)
from s3dash.package.limits import FIRST_YEAR, LARGEST_NUMBER, LAST_YEAR, MOST_FOUND
from s3dash.package.problems import Problem
from s3dash.package.reading import IS_WHOLE, LINE
from s3dash.package.schema import Field, Resource
from s3dash.package.sql import FALSE_WORDS, PARTIAL_DATE, TRUE_WORDS, first_day, identifier, typed

SPACES = " \t\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\ufeff"  # noqa: E501
"""White space that is easily pasted in and never seen."""

INTEGER = r"[+-]?\d+"
NUMBER = r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?"
URI = r"[A-Za-z][A-Za-z0-9+.-]*:\S+"


@dataclass(frozen=True)
class CellRule:
    """A condition in SQL that is true for a cell that breaks the rule, and its parameters."""

    broken_if: str
    parameters: tuple[object, ...]
    text: str


def cell_rules(field: Field, *, is_ascii: bool = False) -> Iterator[CellRule]:
    """Rules for the cells of a field, the most basic first; a cell is told of the first it breaks.

    Every condition but the first may assume that the cell is not empty. ``is_ascii``: no cell of
    the column has a letter beyond ASCII; the rules that only such a cell can break are left out.
    """
    column = identifier(field.name)
    value = typed(field)
    if field.is_required:
        yield CellRule(f"{column} IS NULL", (), "value is required")
    if field.type == "string" and field.enum is None:
        # Indexing is several times faster here than a regular expression.
        yield CellRule(
            f"contains(?, {column}[1]) OR contains(?, {column}[-1])",
            (SPACES, SPACES),
            "white space at the start or the end",
        )
    if field.type == "string" and field.enum is None:
        if not is_ascii:
            yield from _damage_rules(field.name, column)
        yield CellRule(
            f"{column}[1] = '#' AND regexp_full_match({column}, ?)",
            (SPREADSHEET_ERROR,),
            "is an error of a spreadsheet",
        )
    yield from _type_rules(field, column)
    if field.enum is not None:
        listed = ", ".join("?" for _ in field.enum)
        words = ", ".join(map(str, field.enum))
        yield CellRule(f"{value} NOT IN ({listed})", field.enum, f"not one of {words}")
    if field.pattern is not None and not field.is_partial_date:
        yield _match_rule(column, field.pattern, f"does not match the pattern {field.pattern}")
    if field.minimum is not None:
        limit = f"?::{field.duckdb_type}"
        yield CellRule(f"{value} < {limit}", (field.minimum,), f"less than {field.minimum}")
    if field.maximum is not None:
        limit = f"?::{field.duckdb_type}"
        yield CellRule(f"{value} > {limit}", (field.maximum,), f"more than {field.maximum}")
    if field.min_length is not None:
        text = f"shorter than {field.min_length} characters"
        yield CellRule(f"length({column}) < ?", (field.min_length,), text)
    if field.max_length is not None:
        text = f"longer than {field.max_length} characters"
        yield CellRule(f"length({column}) > ?", (field.max_length,), text)


def _damage_rules(name: str, column: str) -> Iterator[CellRule]:
    # Most cells are ASCII; to see that is much faster than a regular expression.
    has_more = f"strlen({column}) <> length({column})"
    yield CellRule(
        f"{has_more} AND contains({column}, ?)",
        (LOST,),
        "a character was lost: U+FFFD stands for it",
    )
    yield CellRule(
        f"{has_more} AND regexp_matches({column}, ?)",
        (ENCODED_TWICE,),
        "was encoded twice: UTF-8 was read as another encoding",
    )
    if is_name(name):
        yield CellRule(
            f"{has_more} AND regexp_matches({column}, ?)",
            (MIXED_SCRIPTS,),
            "has a word with letters of two scripts",
        )


def _type_rules(field: Field, column: str) -> Iterator[CellRule]:
    value = typed(field)
    if field.type == "integer":
        yield _match_rule(column, INTEGER, "not an integer")
        yield CellRule(f"{value} IS NULL", (), "integer is out of range")
    elif field.type == "number":
        yield _match_rule(column, NUMBER, "not a number")
        yield CellRule(
            f"{value} IS NULL OR NOT abs({value}) <= ?", (LARGEST_NUMBER,), "number is out of range"
        )
    elif field.type == "boolean":
        words = (*TRUE_WORDS, *FALSE_WORDS)
        listed = ", ".join("?" for _ in words)
        yield CellRule(f"{column} NOT IN ({listed})", words, "not true or false")
    elif field.type == "year":
        yield _match_rule(column, r"\d{4}", "not a year (YYYY)")
        yield _year_rule(column)
    elif field.type == "date":
        yield from _date_rules(column, r"\d{4}-\d{2}-\d{2}", value, "YYYY-MM-DD")
    elif field.is_partial_date:
        forms = "YYYY, YYYY-MM or YYYY-MM-DD"
        yield from _date_rules(column, PARTIAL_DATE, first_day(column), forms)
    elif field.format == "uri":
        yield _match_rule(column, URI, "not a URI")


def _date_rules(column: str, pattern: str, value: str, forms: str) -> Iterator[CellRule]:
    yield _match_rule(column, pattern, f"not a date ({forms})")
    # The year 0000 is 1 BC to DuckDB and no year at all to everything else.
    yield CellRule(
        f"{value} IS NULL OR starts_with({column}, '0000')", (), "no such day in the calendar"
    )
    yield _year_rule(column)


def _year_rule(column: str) -> CellRule:
    return CellRule(
        f"TRY_CAST({column}[:4] AS INTEGER) NOT BETWEEN ? AND ?",
        (FIRST_YEAR, LAST_YEAR),
        f"the year is not between {FIRST_YEAR} and {LAST_YEAR}",
    )


def _match_rule(column: str, pattern: str, text: str) -> CellRule:
    return CellRule(f"NOT regexp_full_match({column}, ?)", (pattern,), text)


def cell_problems(
    con: duckdb.DuckDBPyConnection, resource: Resource, columns: frozenset[str]
) -> Iterator[Problem]:
    """Yield one problem for every cell of the whole rows that breaks a rule of its field.

    One pass over the table counts the broken cells of all columns; only a column that has some is
    read again to name them.
    """
    table, whole = identifier(resource.name), identifier(IS_WHOLE)
    fields = [field for field in resource.fields if field.name in columns]
    if not fields:
        return
    # To make the regular expressions for letters takes longer than to read a table like ours.
    is_ascii = con.execute(
        f"SELECT {', '.join(map(_is_ascii, fields))} FROM {table} WHERE {whole}"
    ).fetchone()
    assert is_ascii is not None
    checked = [
        (field, rules)
        for field, ascii_only in zip(fields, is_ascii, strict=True)
        if (rules := list(cell_rules(field, is_ascii=ascii_only)))
    ]
    if not checked:
        return
    verdicts = [_verdict(field, rules) for field, rules in checked]
    counts = con.execute(
        f"SELECT {', '.join(f'count({sql})' for sql, _ in verdicts)} FROM {table} WHERE {whole}",
        [value for _, values in verdicts for value in values],
    ).fetchone()
    assert counts is not None
    for count, (field, rules), (sql, values) in zip(counts, checked, verdicts, strict=True):
        if not count:
            continue
        broken = con.execute(
            f"""SELECT line, cell, verdict FROM (
                    SELECT {identifier(LINE)} AS line, {identifier(field.name)} AS cell,
                        {sql} AS verdict
                    FROM {table} WHERE {whole})
                WHERE verdict IS NOT NULL LIMIT {MOST_FOUND}""",
            values,
        )
        if count > MOST_FOUND:
            rule = f"{count - MOST_FOUND:,} more cells break a rule"
            yield Problem(resource.path, None, field.name, None, rule)
        for line, cell, verdict in broken.fetchall():
            yield Problem(resource.path, line, field.name, cell, rules[verdict].text)


def _is_ascii(field: Field) -> str:
    """Expression for whether all cells of a column have letters of ASCII only."""
    column = identifier(field.name)
    return f"coalesce(bool_and(strlen({column}) = length({column})), TRUE)"


def _verdict(field: Field, rules: list[CellRule]) -> tuple[str, list[object]]:
    """Expression for the number of the first rule that a cell breaks, NULL if none."""
    column = identifier(field.name)
    whens = [f"WHEN {rule.broken_if} THEN {number}" for number, rule in enumerate(rules)]
    whens.insert(1 if field.is_required else 0, f"WHEN {column} IS NULL THEN NULL")
    return f"CASE {' '.join(whens)} END", [v for rule in rules for v in rule.parameters]
