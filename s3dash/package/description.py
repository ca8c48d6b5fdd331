"""Reading the description of the data package, ``datapackage.json``, into the schema."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from s3dash.package.faults import package_faults
from s3dash.package.limits import MOST_DESCRIPTION_BYTES, file_fault
from s3dash.package.places import Lines, Repeated, read_json
from s3dash.package.problems import DataProblems, Problem
from s3dash.package.schema import Field, ForeignKey, Package, Resource

PACKAGE_FILE = "datapackage.json"


def load_package(data_dir: Path) -> Package:
    """Read the data package's description.

    Raises
    ------
    DataProblems
        If ``datapackage.json`` is missing, is not JSON, or asks for something that we cannot
        check. Every such thing is named.
    """
    try:
        file = data_dir / PACKAGE_FILE
        if fault := file_fault(file, data_dir, MOST_DESCRIPTION_BYTES):
            raise DataProblems([_problem(fault)])
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise DataProblems([_problem("file is missing")]) from None
    except OSError as error:
        raise DataProblems([_problem(f"cannot be read: {error.strerror}")]) from None
    except UnicodeDecodeError:
        raise DataProblems([_problem("is not UTF-8")]) from None
    return _described(text)


# A desk reads the same description many times: what it checks, changes and builds is of one base.
@lru_cache(maxsize=4)
def _described(text: str) -> Package:
    """The package that a description describes; DataProblems if it cannot be used."""
    try:
        descriptor = read_json(text)
    except Repeated as error:
        raise DataProblems([_problem(f"the property {str(error)!r} stands twice")]) from None
    except json.JSONDecodeError as error:
        rule = f"is not JSON: {error.msg}"
        raise DataProblems([Problem(PACKAGE_FILE, error.lineno, None, None, rule)]) from None
    except ValueError as error:
        raise DataProblems([_problem(f"is not JSON: {error}")]) from None
    except RecursionError:
        raise DataProblems([_problem("is not JSON: nested too deeply")]) from None
    if faults := list(package_faults(descriptor)):
        lines = Lines(text)
        raise DataProblems(
            Problem(PACKAGE_FILE, lines.line_of(place), place or None, None, rule)
            for place, rule in faults
        )
    return Package(
        name=descriptor["name"],
        version=descriptor["version"],
        title=descriptor.get("title", ""),
        resources=tuple(_resource(item) for item in descriptor["resources"]),
        json=text,
    )


def _problem(rule: str) -> Problem:
    return Problem(PACKAGE_FILE, None, None, None, rule)


# From here on the description is known to be sound.


def _resource(item: Mapping[str, Any]) -> Resource:
    schema = item["schema"]
    return Resource(
        name=item["name"],
        path=item["path"],
        title=item.get("title", ""),
        description=item.get("description", ""),
        fields=tuple(_field(field) for field in schema["fields"]),
        primary_key=_names(schema.get("primaryKey", [])),
        foreign_keys=tuple(_foreign_key(item["name"], key) for key in _foreign_keys(schema)),
        may_be_empty=item.get("mayBeEmpty") is True,
    )


def _field(item: Mapping[str, Any]) -> Field:
    constraints = item.get("constraints", {})
    enum = constraints.get("enum")
    return Field(
        name=item["name"],
        type=item["type"],
        title=item.get("title", ""),
        description=item.get("description", ""),
        format=item.get("format", "default"),
        unit=item.get("unit"),
        is_partial_date=item.get("partialDate", False),
        is_required=constraints.get("required", False),
        is_unique=constraints.get("unique", False),
        enum=None if enum is None else tuple(enum),
        pattern=constraints.get("pattern"),
        minimum=constraints.get("minimum"),
        maximum=constraints.get("maximum"),
        min_length=constraints.get("minLength"),
        max_length=constraints.get("maxLength"),
    )


def _foreign_keys(schema: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    keys: list[Mapping[str, Any]] = schema.get("foreignKeys", [])
    return keys


def _foreign_key(owner: str, item: Mapping[str, Any]) -> ForeignKey:
    reference = item["reference"]
    # An empty resource name is the standard's way to say "this same resource".
    return ForeignKey(
        columns=_names(item["fields"]),
        resource=reference["resource"] or owner,
        reference=_names(reference["fields"]),
    )


def _names(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
