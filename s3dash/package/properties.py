"""Which properties of a description we obey, or may leave alone because they only inform.

Any other property of Data Package or Table Schema would change what the files mean, so it is a
fault wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

Faults = Iterator[tuple[str, str]]

PACKAGE_PROFILE, RESOURCE_PROFILE = "tabular-data-package", "tabular-data-resource"
INFORM = frozenset({"title", "description", "sources", "licenses"})
PACKAGE_PROPERTIES = INFORM | {
    *("profile", "name", "version", "resources"),
    *("id", "homepage", "created", "keywords", "image", "contributors"),
}
RESOURCE_PROPERTIES = INFORM | {
    *("profile", "name", "path", "format", "mediatype", "encoding", "schema", "mayBeEmpty"),
}
SCHEMA_PROPERTIES = frozenset({"fields", "primaryKey", "foreignKeys", "missingValues"})
FIELD_PROPERTIES = frozenset(
    {"name", "type", "format", "constraints", "unit", "partialDate"}
    | {"title", "description", "example", "rdfType"}
)
KEY_PROPERTIES = frozenset({"fields", "reference"})
REFERENCE_PROPERTIES = frozenset({"resource", "fields"})
TEXTS = frozenset({"title", "description", "unit", "homepage", "id", "created", "image"})
"""Properties that must be texts where they are there."""
NAMED_LISTS = {"sources": "title", "licenses": "name", "contributors": "title"}
"""Properties that are lists of objects, and what each object must have."""
MOST = 1 << 63
"""Numbers of a description are smaller: the store's integers are."""
DEEPEST = 50
"""Levels of a description; ours has eight."""
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
CONTROL_IN_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def property_faults(place: str, item: Mapping[str, Any], known: frozenset[str]) -> Faults:
    """Properties that are not known, and known ones of another type than they must be."""
    for name in item:
        if name not in known:
            yield _at(place, name), "this property is not supported: leave it out"
    for name in TEXTS & known & set(item):
        if not isinstance(item[name], str):
            yield _at(place, name), "must be text"
    for name, needed in NAMED_LISTS.items():
        if name in known and name in item and not _are_named(item[name], needed):
            yield _at(place, name), f"must be a list of objects with a {needed}"


def _are_named(items: object, needed: str) -> bool:
    return isinstance(items, list) and all(
        isinstance(item, dict)
        # A licence may be named by its title; pages show it.
        and any(isinstance(item.get(name), str) for name in {needed, "title"})
        and all(isinstance(item[name], str) for name in ("title", "path", "name") if name in item)
        for item in items
    )


def profile_faults(descriptor: Mapping[str, Any]) -> Faults:
    """Profiles that the standard does not allow beside each other.

    Yields nothing for a package without a profile.
    """
    profile = descriptor.get("profile")
    if profile is None:
        return
    if profile != PACKAGE_PROFILE:
        yield "profile", f"must be {PACKAGE_PROFILE}"
        return
    for item in descriptor["resources"]:
        if item.get("profile") != RESOURCE_PROFILE:
            place = f"{item['name']}.profile"
            yield place, f"must be {RESOURCE_PROFILE}: the package is a {PACKAGE_PROFILE}"


def format_faults(item: Mapping[str, Any]) -> Faults:
    """A resource's format, media type and encoding, where they are not those of our files."""
    for name, allowed in (
        ("format", ("csv",)),
        ("mediatype", ("text/csv",)),
        ("encoding", ("utf-8", "utf8")),
    ):
        stated = item.get(name, allowed[0])
        if not isinstance(stated, str) or stated.lower() not in allowed:
            yield f"{item['name']}.{name}", f"must be {allowed[0]}"


def text_faults(value: object, place: str = "", depth: int = 0) -> Faults:
    """Texts with characters that are no text, numbers that are none, and nesting without end."""
    if depth > DEEPEST:
        yield place, "is nested too deeply"
    elif isinstance(value, str):
        # What pages show as a paragraph may have lines and tabs.
        free = place.endswith(("description", "title"))
        if found := (CONTROL_IN_TEXT if free else CONTROL).search(value):
            yield place, f"has the character U+{ord(found[0]):04X}, which is no text"
    elif isinstance(value, (int, float)) and not abs(value) < MOST:
        yield place, "is a number out of range"
    elif isinstance(value, list):
        for number, item in enumerate(value, 1):
            name = item.get("name") if isinstance(item, dict) else None
            if isinstance(name, str) and not CONTROL.search(name):
                yield from text_faults(item, _at(place, name), depth + 1)
            else:
                yield from text_faults(item, f"{place} {number}".strip(), depth + 1)
    elif isinstance(value, dict):
        for name, item in value.items():
            if CONTROL.search(name):
                yield place, f"has a property whose name is no text: {name!r}"
            else:
                # As `faults` names places: resource.field, without what stands between.
                inner = place if name in ("resources", "schema", "fields") else _at(place, name)
                yield from text_faults(item, inner, depth + 1)


def _at(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name
