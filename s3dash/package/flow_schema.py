"""What the description of a table of flows must say.

Any resource ``flow_...`` of the data package is one. It is optional and comes from outside, so it
is held to more rules than others: what pages say of it (title, unit) must be there, and no flow
may stand there twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

FLOW_PREFIX = "flow_"
ENDS = ("from_id", "to_id")


def flow_faults(
    name: str, schema: Mapping[str, Any], fields: Mapping[str, Any], title: object
) -> Iterator[tuple[str, str]]:
    """What a table of flows lacks, as (place, fault).

    ``fields``: name -> description of its fields.
    """
    if not re.fullmatch(FLOW_PREFIX + "[a-z0-9_]+", name):
        yield name, "the name of a table of flows has small letters, digits and _ only"
    if not _is_text(title):
        yield f"{name}.title", "a table of flows needs a title: pages show it"
    for column in ENDS:
        if not _is_required(fields.get(column, {}), {"string"}):
            yield f"{name}.{column}", "a table of flows needs this field: string, required"
        elif not _refers_to_territory(schema, column):
            yield f"{name}.{column}", "needs a foreign key to territory_id of territory"
    value = fields.get("value", {})
    if not _is_required(value, {"number", "integer"}):
        yield f"{name}.value", "a table of flows needs this field: number, required"
    else:
        least = value.get("constraints", {}).get("minimum")
        if not isinstance(least, (int, float)) or least < 0:
            yield f"{name}.value", "needs the constraint minimum 0 (or more): a flow has two ends"
        if not _is_text(value.get("unit")):
            yield f"{name}.value", "needs a unit: pages show it"
    if "year" in fields and not _is_required(fields["year"], {"year"}):
        yield f"{name}.year", "must be of type year and required, or not there"
    key = [column for column in (*ENDS, "year") if column in fields]
    stated = schema.get("primaryKey", [])
    if not isinstance(stated, list) or sorted(map(str, stated)) != sorted(key):
        yield f"{name}.primaryKey", f"must be {', '.join(key)}: each flow stands there once"


def _is_required(field: Mapping[str, Any], types: set[str]) -> bool:
    constraints = field.get("constraints", {})
    kind = field.get("type")
    return (
        isinstance(kind, str)
        and kind in types
        and isinstance(constraints, dict)
        and constraints.get("required") is True
    )


def _refers_to_territory(schema: Mapping[str, Any], column: str) -> bool:
    wanted = {"resource": "territory", "fields": ["territory_id"]}
    keys = schema.get("foreignKeys", [])
    return any(
        _listed(key.get("fields")) == [column]
        and {**key["reference"], "fields": _listed(key["reference"].get("fields"))} == wanted
        for key in (keys if isinstance(keys, list) else [])
        if isinstance(key, dict) and isinstance(key.get("reference"), dict)
    )


def _listed(names: object) -> object:
    return [names] if isinstance(names, str) else names


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value.strip() != ""
