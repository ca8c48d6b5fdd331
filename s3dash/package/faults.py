"""What is wrong with a description of the data package: every function yields (place, fault).

Whatever we do not know how to check is a fault, never ignored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from s3dash.package.flow_schema import FLOW_PREFIX, flow_faults
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
    {"source", "build_info", "classification", "priority_key", "search_word", "search_name"}
    | {"flow", "flow_kind"}
)
"""Tables that the store adds, so no resource may have their names."""

Faults = Iterator[tuple[str, str]]


def package_faults(descriptor: object) -> Faults:
    """Everything that is wrong with a description, as it stands in the file."""
    if not isinstance(descriptor, dict):
        yield "", "is not a JSON object"
        return
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
    yield from _repeated([item["name"] for item in resources], "", "resource")
    for item in resources:
        yield from _resource_faults(item)
    fields = {item["name"]: set(_field_names(item)) for item in resources}
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
    path = item.get("path")
    if not isinstance(path, str) or not path.strip() or Path(path).name != path:
        yield f"{name}.path", "must name one file in the data folder"
    if item.get("encoding", "utf-8").lower() not in {"utf-8", "utf8"}:
        yield f"{name}.encoding", "must be utf-8"
    if "dialect" in item:
        yield f"{name}.dialect", "is not supported: files are comma-separated with a header"
    schema = item.get("schema")
    if not isinstance(schema, dict):
        yield f"{name}.schema", "is missing"
        return
    if schema.get("missingValues", [""]) != [""]:
        yield f"{name}.missingValues", 'must be [""]: only an empty cell is a missing value'
    fields = schema.get("fields")
    if not isinstance(fields, list) or not fields:
        yield f"{name}.fields", "is missing or empty"
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
    yield from _repeated(stored, name, "column")


def _field_faults(place: str, field: Mapping[str, Any]) -> Faults:
    kind = field.get("type")
    if not isinstance(kind, str) or kind not in DUCKDB_TYPES:
        yield place, f"unknown type {kind!r}; known are {', '.join(DUCKDB_TYPES)}"
        return
    if field.get("format", "default") not in FORMATS.get(kind, {"default"}):
        yield place, f"unknown format {field['format']!r} for the type {kind}"
    if field.get("partialDate", False) not in ((True, False) if kind == "string" else (False,)):
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
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if constraint == "pattern":
        return isinstance(value, str) and _is_regular_expression(value)
    if constraint == "enum":
        return isinstance(value, list) and value != [] and all(_fits(v, kind) for v in value)
    return _fits(value, kind)


def _fits(value: object, kind: str) -> bool:
    if kind in ("integer", "year"):
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if kind == "date":
        return isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) is not None
    return isinstance(value, str)


def _is_regular_expression(pattern: str) -> bool:
    # DuckDB's engine (RE2) does the matching; it knows no look-around and no back references.
    try:
        re.compile(pattern)
    except re.error:
        return False
    return re.search(r"\(\?(=|!|<=|<!|P=|\()|\\[1-9]", pattern) is None


def _key_faults(item: Mapping[str, Any], fields: Mapping[str, set[str]]) -> Faults:
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
        target = reference["resource"] or name
        if target not in fields:
            yield place, f"unknown resource {target!r}"
            continue
        own, other = key.get("fields"), reference.get("fields")
        for column in [*_missing(own, fields[name]), *_missing(other, fields[target])]:
            yield place, f"unknown field {column!r}"
        if isinstance(own, list) and isinstance(other, list) and len(own) != len(other):
            yield place, "has not as many fields as its reference"


def _missing(names: object, known: set[str]) -> list[object]:
    listed = [names] if isinstance(names, str) else names
    if not isinstance(listed, list):
        return [names]
    return [name for name in listed if not isinstance(name, str) or name not in known]


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
