"""Where something stands in ``datapackage.json``: from its place in words to its line."""

from __future__ import annotations

import json
import json.scanner
from collections.abc import Iterator, Mapping
from json.decoder import JSONObject  # type: ignore[attr-defined]
from typing import Any


class Repeated(Exception):
    """A property stands twice in one object: JSON would keep the last without a word."""


def read_json(text: str) -> Any:
    """Read a JSON text strictly.

    Raises
    ------
    Repeated
        If a property stands twice in one object.
    ValueError
        If it is not JSON; NaN and Infinity are not.
    RecursionError
        If it is nested too deeply.
    """
    return json.loads(text, object_pairs_hook=_once, parse_constant=_refuse)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise Repeated(next(name for name in names if names.count(name) > 1))
    return found


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is not a number of JSON")


class Lines:
    """The lines of a description that was read without fault.

    Asked with the places that `faults` names: ``priority.title``, ``priority.foreignKeys 2``.
    """

    def __init__(self, text: str) -> None:
        self._lines: dict[str, int] = {"": 1}
        decoder = _Decoder()
        try:
            descriptor = decoder.decode(text)
        except (ValueError, RecursionError):
            return
        self._lines |= {
            place: text.count("\n", 0, decoder.starts[id(item)]) + 1
            for place, item in _objects(descriptor)
        }

    def line_of(self, place: str) -> int:
        """The line on which the object begins that the place is in."""
        while place not in self._lines:
            place = place.rpartition(".")[0]
        return self._lines[place]


class _Decoder(json.JSONDecoder):
    """Reads as usual and remembers where every object begins, which only Python's own does."""

    def __init__(self) -> None:
        super().__init__()
        self.starts: dict[int, int] = {}
        self.parse_object = self._located
        self.scan_once = json.scanner.py_make_scanner(self)  # type: ignore[attr-defined]

    def _located(self, text_and_end: tuple[str, int], *settings: Any) -> tuple[Any, int]:
        found, end = JSONObject(text_and_end, *settings)
        self.starts[id(found)] = text_and_end[1] - 1
        return found, end


def _objects(descriptor: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Objects of a description with the places they are known by."""
    for number, item in enumerate(_list(descriptor, "resources"), 1):
        yield f"resource {number}", item
        name = item.get("name")
        yield f"{name}", item
        schema = item.get("schema")
        if not isinstance(schema, dict):
            continue
        for property_name in schema:
            yield f"{name}.{property_name}", schema
        for field in _list(schema, "fields"):
            yield f"{name}.{field.get('name')}", field
        for position, key in enumerate(_list(schema, "foreignKeys"), 1):
            yield f"{name}.foreignKeys {position}", key


def _list(item: object, name: str) -> list[Mapping[str, Any]]:
    found = item.get(name) if isinstance(item, dict) else None
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []
