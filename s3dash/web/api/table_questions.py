"""A question to one table, read from the address: filters, words, order, limit, columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from s3dash.queries.base.tables import (
    OPERATORS,
    ORDERED,
    Column,
    Condition,
    PublicTable,
    TableQuestion,
)
from s3dash.web.api import parameters
from s3dash.web.api.parameters import LIMIT, OFFSET, Parameter
from s3dash.web.api.problems import wrong

SEPARATOR = "__"
JSON_ROWS = 1000
"""How many rows of JSON are sent where the address does not say."""
WORDS = Parameter("q", "Words that a row has in its texts, all of them.", example="wind", many=True)
ORDER = Parameter(
    "order",
    "Columns that give the order, separated by commas; `-` before one: the highest first.",
    example="-as_of",
    many=True,
)
COLUMNS = Parameter("columns", "Columns to send, separated by commas.", example="name", many=True)
OWN = {one.name: one for one in (WORDS, ORDER, COLUMNS, LIMIT, OFFSET)}
"""Parameters that every table takes beside those of its columns."""


def read(
    table: PublicTable, pairs: list[tuple[str, str]], default_limit: int | None
) -> TableQuestion:
    """The question that the parameters ask.

    Raises
    ------
    Refusal
        A parameter, column, operator or value means nothing.
    """
    parameters.check_size(pairs)
    own: dict[str, list[str]] = {}
    conditions: dict[tuple[str, str], list[str]] = {}
    names = {column.name for column in table.columns}
    for name, value in pairs:
        # A column of that name goes before: `order` may be one.
        if name in OWN and name not in names:
            own.setdefault(name, []).append(value)
        else:
            conditions.setdefault(_column_and_operator(table, name), []).append(value)
    limit = _single(own, LIMIT)
    offset = _single(own, OFFSET)
    return TableQuestion(
        table,
        tuple(_columns(table, own.get(COLUMNS.name, []))) or table.columns,
        tuple(
            _condition(table, name, operator, values)
            for (name, operator), values in conditions.items()
        ),
        tuple(word for text in own.get(WORDS.name, []) for word in text.split()),
        tuple(_order(table, own.get(ORDER.name, []))),
        default_limit if limit is None else limit,
        offset or 0,
    )


def _single(own: Mapping[str, list[str]], one: Parameter) -> int | None:
    values = own.get(one.name, [])
    if len(values) > 1:
        detail = f"The parameter {one.name} has several values."
        raise wrong(one.name, ", ".join(values), "one value", detail)
    if not values:
        return None
    return parameters.whole(one.name, values[0], one.least, one.most)


def _column_and_operator(table: PublicTable, name: str) -> tuple[str, str]:
    if table.column(name):
        return name, ""
    start, separator, operator = name.rpartition(SEPARATOR)
    column = table.column(start) if separator else None
    if column is None:
        names = [column.name for column in table.columns]
        raise parameters.unknown(name, [*OWN, *names])
    if operator not in column.operators or not operator:
        allowed = [f"{start}{SEPARATOR}{one}" if one else start for one in column.operators]
        detail = f"A column of the type {column.type} cannot be asked so."
        raise wrong(name, operator, allowed, detail)
    return start, operator


def _condition(table: PublicTable, name: str, operator: str, given: list[str]) -> Condition:
    column = table.column(name)
    assert column is not None
    said = f"{name}{SEPARATOR}{operator}" if operator else name
    if operator in ORDERED and len(given) > 1:
        raise wrong(
            said, ", ".join(given), "one value", f"The parameter {said} has several values."
        )
    if operator not in ("", "not") and "" in given:
        detail = f"“{OPERATORS[operator]}” needs a value."
        raise wrong(said, "", WORDS_OF.get(column.type, "a text"), detail)
    values = (None if value == "" else _READ[column.type](said, value) for value in given)
    return Condition(column, operator, tuple(dict.fromkeys(values)))


def _columns(table: PublicTable, given: list[str]) -> Iterator[Column]:
    return iter(dict.fromkeys(_named(table, COLUMNS.name, name) for name in _listed(given)))


def _order(table: PublicTable, given: list[str]) -> Iterator[tuple[Column, bool]]:
    for name in _listed(given):
        column = _named(table, ORDER.name, name.removeprefix("-"))
        if column.type == "list":
            allowed = [one.name for one in table.columns if one.type != "list"]
            raise wrong(ORDER.name, name, allowed, "Lists have no order.")
        yield column, name.startswith("-")


def _named(table: PublicTable, parameter: str, name: str) -> Column:
    column = table.column(name)
    if column is None:
        raise wrong(parameter, name, [one.name for one in table.columns])
    return column


def _listed(given: list[str]) -> list[str]:
    return [name.strip() for text in given for name in text.split(",") if name.strip()]


def _text(_: str, value: str) -> str:
    return value


WORDS_OF = parameters.WORDS
_READ: Mapping[str, Callable[[str, str], str | int | float | bool | date]] = {
    "string": _text,
    "list": _text,
    "integer": parameters.whole,
    "number": parameters.number,
    "boolean": parameters.flag,
    "date": parameters.day,
}
