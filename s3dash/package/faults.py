"""What is wrong with a description of the data package: every function yields (place, fault).

Whatever we do not know how to check is a fault, never ignored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

import duckdb

from s3dash.package.boundaries import BOUNDARY_COLUMNS
from s3dash.package.database import in_memory
from s3dash.package.flow_schema import FLOW_PREFIX, flow_faults
from s3dash.package.limits import MOST_COLUMNS
from s3dash.package.properties import (
    FIELD_PROPERTIES,
    KEY_PROPERTIES,
    PACKAGE_PROPERTIES,
    REFERENCE_PROPERTIES,
    RESOURCE_PROPERTIES,
    SCHEMA_PROPERTIES,
    format_faults,
    profile_faults,
    property_faults,
    text_faults,
)
from s3dash.package.reading import IS_WHOLE, LINE
from s3dash.package.schema import DUCKDB_TYPES, EVENT_DATE

ORDERED_TYPES = frozenset({"integer", "number", "year", "date"})
CONSTRAINT_TYPES: Mapping[str, frozenset[str]] = {
    "required": frozenset(DUCKDB_TYPES),
    "unique": frozenset(DUCKDB_TYPES),
    "enum": frozenset(DUCKDB_TYPES) - {"boolean"},
    "minimum": ORDERED_TYPES,
    "maximum": ORDERED_TYPES,
    "pattern": frozenset({"string"}),
    "minLength": frozenset({"string"}),
    "maxLength": frozenset({"string"}),
}
"""Every constraint that a schema may use, and the field types it may stand on."""

FORMATS: Mapping[str, frozenset[str]] = {"string": frozenset({"default", "uri"})}
PACKAGE_TABLES = frozenset(
    {
        "source",
        "doubt",
        "build_info",
        "classification",
        "priority_key",
        "search_word",
        "search_name",
    }
    | {"flow", "flow_kind"}
)
"""Tables that the store adds, so no resource may have their names."""

ADDED_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "territory": (*BOUNDARY_COLUMNS, "within"),
    "indicator_value": ("territory_id",),
}
"""Columns that the store adds to tables of the package."""
OWN_COLUMNS = (LINE, IS_WHOLE, "rowid")
"""Names that reading a file needs for itself."""
LAST_YEAR = 9999
NAME = r"[a-z0-9][a-z0-9._-]*"
"""Names of resources, as the standard has them; those of flows have a stricter rule."""

Faults = Iterator[tuple[str, str]]


def package_faults(descriptor: object) -> Faults:
    """Everything that is wrong with a description, as it stands in the file."""
    if not isinstance(descriptor, dict):
        yield "", "is not a JSON object"
        return
    if unreadable := list(text_faults(descriptor)):
        # Nothing else can be said of what is no text.
        yield from unreadable
        return
    yield from property_faults("", descriptor, PACKAGE_PROPERTIES)
    for key in ("name", "version"):
        if not _is_text(descriptor.get(key)):
            yield key, "is missing or not text"
    resources = descriptor.get("resources")
    if not isinstance(resources, list) or not resources:
        yield "resources", "is missing or empty"
        return
    for position, item in enumerate(resources, 1):
        if not isinstance(item, dict) or not _is_text(item.get("name")):
            yield f"resource {position}", "has no name"
            return
    yield from profile_faults(descriptor)
    yield from _repeated([item["name"] for item in resources], "", "resource")
    for item in resources:
        yield from _resource_faults(item)
    fields = {item["name"]: _types(item) for item in resources}
    for item in resources:
        if fields[item["name"]]:
            yield from _key_faults(item, fields)
            if item["name"].lower().startswith(FLOW_PREFIX) and item["name"] != "flow_kind":
                known = {field["name"]: field for field in _fields(item)}
                yield from flow_faults(item["name"], item["schema"], known, item.get("title"))


def _resource_faults(item: Mapping[str, Any]) -> Faults:
    name = item["name"]
    if name.lower() in PACKAGE_TABLES:
        yield name, "is the name of a table that the store adds"
    elif not name.lower().startswith(FLOW_PREFIX) and not re.fullmatch(NAME, name):
        yield name, "must have small letters, digits and . _ - only"
    path = item.get("path")
    if not isinstance(path, str) or not path.strip(". ") or re.search(r"[/\\:]", path):
        yield f"{name}.path", "must name one file in the data folder"
    yield from property_faults(name, item, RESOURCE_PROPERTIES)
    yield from format_faults(item)
    if not isinstance(item.get("mayBeEmpty", False), bool):
        yield f"{name}.mayBeEmpty", "must be true or false"
    schema = item.get("schema")
    if not isinstance(schema, dict):
        yield f"{name}.schema", "is missing"
        return
    yield from property_faults(name, schema, SCHEMA_PROPERTIES)
    if schema.get("missingValues", [""]) != [""]:
        yield f"{name}.missingValues", 'must be [""]: only an empty cell is a missing value'
    fields = schema.get("fields")
    if not isinstance(fields, list) or not fields:
        yield f"{name}.fields", "is missing or empty"
        return
    if len(fields) > MOST_COLUMNS:
        yield f"{name}.fields", f"are more than {MOST_COLUMNS:,}"
        return
    for position, field in enumerate(fields, 1):
        if not isinstance(field, dict) or not _is_text(field.get("name")):
            yield f"{name}.fields", f"field {position} has no name"
        else:
            yield from _field_faults(f"{name}.{field['name']}", field)
    stored = list(_field_names(item))
    dates = [f["name"] for f in _fields(item) if f.get("partialDate")]
    stored += [f"{date}_start" for date in dates]
    stored += [f"{date}_end" for date in dates if date == EVENT_DATE]
    stored += [*ADDED_COLUMNS.get(name, ()), *OWN_COLUMNS]
    yield from _repeated(stored, name, "column")


def _field_faults(place: str, field: Mapping[str, Any]) -> Faults:
    yield from property_faults(place, field, FIELD_PROPERTIES)
    kind = field.get("type")
    if not isinstance(kind, str) or kind not in DUCKDB_TYPES:
        yield place, f"unknown type {kind!r}; known are {', '.join(DUCKDB_TYPES)}"
        return
    style = field.get("format", "default")
    if not isinstance(style, str) or style not in FORMATS.get(kind, {"default"}):
        yield place, f"unknown format {style!r} for the type {kind}"
    partial = field.get("partialDate", False)
    if not isinstance(partial, bool) or (partial and kind != "string"):
        yield place, "partialDate must be true or false, on a field of type string"
    constraints = field.get("constraints", {})
    if not isinstance(constraints, dict):
        yield place, "constraints must be an object"
        return
    for name, value in constraints.items():
        if name not in CONSTRAINT_TYPES:
            yield place, f"unknown constraint {name!r}; known are {', '.join(CONSTRAINT_TYPES)}"
        elif kind not in CONSTRAINT_TYPES[name]:
            yield place, f"the constraint {name} does not apply to the type {kind}"
        elif not _is_sound(name, value, kind):
            yield place, f"the constraint {name} has an unusable value"


def _is_sound(constraint: str, value: object, kind: str) -> bool:
    if constraint in ("required", "unique"):
        return isinstance(value, bool)
    if constraint in ("minLength", "maxLength"):
        return _fits(value, "integer") and isinstance(value, int) and value >= 0
    if constraint == "pattern":
        return isinstance(value, str) and _is_regular_expression(value)
    if constraint == "enum":
        return isinstance(value, list) and value != [] and all(_fits(v, kind) for v in value)
    return _fits(value, kind)


def _fits(value: object, kind: str) -> bool:
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == "year":
        return _fits(value, "integer") and isinstance(value, int) and 0 <= value <= LAST_YEAR
    if kind == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if kind == "date":
        return isinstance(value, str) and _is_day(value)
    return isinstance(value, str)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


@cache
def _is_regular_expression(pattern: str) -> bool:
    # DuckDB's engine (RE2) does the matching, so it is asked: it knows less than others.
    try:
        with in_memory() as con:
            con.execute("SELECT regexp_full_match('', ?)", [pattern])
    except duckdb.Error:
        return False
    return True


def _key_faults(item: Mapping[str, Any], fields: Mapping[str, Mapping[str, object]]) -> Faults:
    name, schema = item["name"], item["schema"]
    for column in _missing(schema.get("primaryKey", []), fields[name]):
        yield f"{name}.primaryKey", f"unknown field {column!r}"
    keys = schema.get("foreignKeys", [])
    for position, key in enumerate(keys if isinstance(keys, list) else [None], 1):
        place = f"{name}.foreignKeys {position}"
        reference = key.get("reference") if isinstance(key, dict) else None
        if not isinstance(reference, dict) or not isinstance(reference.get("resource"), str):
            yield place, "must have fields and a reference with resource and fields"
            continue
        yield from property_faults(place, key, KEY_PROPERTIES)
        yield from property_faults(place, reference, REFERENCE_PROPERTIES)
        target = reference["resource"] or name
        if target not in fields:
            yield place, f"unknown resource {target!r}"
            continue
        own, other = key.get("fields"), reference.get("fields")
        unknown = [*_missing(own, fields[name]), *_missing(other, fields[target])]
        for column in unknown:
            yield place, f"unknown field {column!r}"
        if not unknown:
            yield from _pair_faults(place, fields[name], fields[target], own, other)


def _pair_faults(
    place: str,
    own_types: Mapping[str, object],
    other_types: Mapping[str, object],
    own: Any,
    other: Any,
) -> Faults:
    pairs = list(zip(_listed(own), _listed(other), strict=False))
    if len(_listed(own)) != len(_listed(other)):
        yield place, "has not as many fields as its reference"
    elif not pairs:
        yield place, "has no fields"
    for mine, theirs in pairs:
        if own_types[mine] != other_types[theirs]:
            yield place, f"{mine} and {theirs} are not of one type"


def _listed(names: Any) -> list[Any]:
    return [names] if isinstance(names, str) else list(names)


def _missing(names: object, known: Mapping[str, object]) -> list[object]:
    listed = [names] if isinstance(names, str) else names
    if not isinstance(listed, list):
        return [names]
    return [name for name in listed if not isinstance(name, str) or name not in known]


def _types(item: Mapping[str, Any]) -> dict[str, object]:
    return {field["name"]: field.get("type") for field in _fields(item)}


def _fields(item: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    schema = item.get("schema")
    fields = schema.get("fields") if isinstance(schema, dict) else None
    if not isinstance(fields, list):
        return []
    return [f for f in fields if isinstance(f, dict) and _is_text(f.get("name"))]


def _field_names(item: Mapping[str, Any]) -> Iterator[str]:
    return (field["name"] for field in _fields(item))


def _repeated(names: list[str], place: str, what: str) -> Faults:
    seen: set[str] = set()
    for name in names:
        # DuckDB's names ignore case, so Name and name would be one column.
        if name.lower() in seen:
            yield f"{place}.{name}" if place else name, f"{what} is named twice"
        seen.add(name.lower())


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value.strip() != ""
