"""Small pieces of SQL text: names, literals, typed and dated columns."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from s3dash.package.letters import unmarked
from s3dash.package.schema import Field

PARTIAL_DATE = r"\d{4}(-\d{2}(-\d{2})?)?"
TRUE_WORDS = ("true", "True", "TRUE", "1")
FALSE_WORDS = ("false", "False", "FALSE", "0")


def identifier(name: str) -> str:
    """Quote a name from the schema."""
    return '"' + name.replace('"', '""') + '"'


def identifiers(names: Iterable[str]) -> str:
    """Quote names from the schema and join them with commas."""
    return ", ".join(map(identifier, names))


def literal(text: str) -> str:
    """Quote a text for a statement that cannot bind one (``COMMENT ON``, ``ATTACH``)."""
    return "'" + text.replace("'", "''") + "'"


def typed(field: Field, column: str | None = None) -> str:
    """Expression for a text column's value in the field's own type, NULL where it is not of it.

    ``column`` is the column as the query names it; without it, the field's quoted name.
    """
    column = column or identifier(field.name)
    if field.type == "string":
        return column
    if field.type == "boolean":
        words = ", ".join(map(literal, TRUE_WORDS))
        return f"{column} IN ({words})"
    return f"TRY_CAST({column} AS {field.duckdb_type})"


@cache
def folded(text: str) -> str:
    """Expression for the words of a text as a search compares them.

    Folded (see `package.letters`), letters and digits only, one space between words, none around.
    ``text`` is an expression of type VARCHAR.
    """
    return rf"trim(regexp_replace({unmarked(text)}, '[^\pL\pN]+', ' ', 'g'))"


def folded_words(text: str) -> str:
    """Expression for the list of the words of `folded`, among them empty ones.

    Much faster for long columns: what is a space already is left alone.
    """
    return rf"string_split(regexp_replace({unmarked(text)}, '[^\pL\pN ]+', ' ', 'g'), ' ')"


def first_day(column: str) -> str:
    """Expression for the first day of the year, month or day that a partial date states.

    ``column`` is the column as the query names it.
    """
    return (
        f"TRY_CAST({column} || CASE length({column}) WHEN 4 THEN '-01-01' WHEN 7 THEN '-01' "
        "ELSE '' END AS DATE)"
    )


def last_day(column: str) -> str:
    """Expression for the last day of the year, month or day that a partial date states."""
    return (
        f"CASE length({column}) WHEN 4 THEN TRY_CAST({column} || '-12-31' AS DATE) "
        f"WHEN 7 THEN last_day(TRY_CAST({column} || '-01' AS DATE)) "
        f"ELSE TRY_CAST({column} AS DATE) END"
    )
