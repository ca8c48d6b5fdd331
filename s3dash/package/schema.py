"""The schema: tables, columns, types and constraints of the data package, as one frozen object.

``datapackage.json`` (Frictionless Data Package, version 1) is the one place where they are
written; `description` reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

DUCKDB_TYPES: Mapping[str, str] = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "year": "SMALLINT",
    "date": "DATE",
}
"""DuckDB type of every field type that a schema may use."""

EVENT_DATE = "date"
"""Name of the column that says when something happened; others say since when or as of when."""


@dataclass(frozen=True)
class Field:
    """A column: its name, type, meaning and constraints.

    ``unit`` is the unit of a number. ``is_partial_date`` marks text that states a year, a month
    or a day (YYYY, YYYY-MM, YYYY-MM-DD).
    """

    name: str
    type: str
    title: str = ""
    description: str = ""
    format: str = "default"
    unit: str | None = None
    is_partial_date: bool = False
    is_required: bool = False
    is_unique: bool = False
    enum: tuple[str | int | float, ...] | None = None
    pattern: str | None = None
    minimum: str | int | float | None = None
    maximum: str | int | float | None = None
    min_length: int | None = None
    max_length: int | None = None

    @property
    def is_event_date(self) -> bool:
        """Whether it says when something happened: then its last day matters too."""
        return self.is_partial_date and self.name == EVENT_DATE

    @property
    def duckdb_type(self) -> str:
        """DuckDB type of the column in the store."""
        return DUCKDB_TYPES[self.type]


@dataclass(frozen=True)
class ForeignKey:
    """Columns whose values must be a key of another resource, or of the same one."""

    columns: tuple[str, ...]
    resource: str
    reference: tuple[str, ...]


@dataclass(frozen=True)
class Resource:
    """A table: one CSV file of the data package. ``may_be_empty``: a header alone is no fault."""

    name: str
    path: str
    title: str
    description: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    may_be_empty: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, in the order of the file."""
        return tuple(field.name for field in self.fields)

    def field(self, name: str) -> Field:
        """Return the field of that name; KeyError if there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)


@dataclass(frozen=True)
class Package:
    """The data package. ``json`` is its description as it stands in the file."""

    name: str
    version: str
    title: str
    resources: tuple[Resource, ...]
    json: str

    def resource(self, name: str) -> Resource:
        """Return the resource of that name; KeyError if there is none."""
        for resource in self.resources:
            if resource.name == name:
                return resource
        raise KeyError(name)
