"""The description of the interface: OpenAPI 3.1 for programs, from which its page is made too.

Nothing is described by hand: tables and columns come from the data package, questions from their
parameters.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import s3dash
from s3dash.queries.base.tables import OPERATORS, Column, PublicTable, public_tables
from s3dash.takeaway.formats import FORMATS, offered
from s3dash.web.api import table_questions
from s3dash.web.api.answers import Answer, Asked
from s3dash.web.api.parameters import LONGEST_VALUE, Parameter
from s3dash.web.api.problems import MEDIA_TYPE
from s3dash.web.api.questions import QUESTIONS

SCHEMAS: dict[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "list": {"type": "array", "items": {"type": "string"}},
}
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence for people."},
        "parameter": {"type": "string", "description": "The parameter that is meant."},
        "given": {"type": "string", "description": "Its value, shortened."},
        "allowed": {
            "description": "What may stand there: values, or words.",
            "oneOf": [{"type": "array", "items": {"type": "string"}}, {"type": "string"}],
        },
    },
}
_HEADERS = {
    "ETag": {"schema": {"type": "string"}, "description": "For `If-None-Match`."},
    "X-Total-Count": {
        "schema": {"type": "integer"},
        "description": "Rows that match, whatever the limit.",
    },
}
_LINK = {
    "Link": {
        "schema": {"type": "string"},
        "description": 'Where the following rows are, with `rel="next"`.',
    }
}


def openapi_answer(asked: Asked) -> Answer:
    """``/api/openapi.json``."""
    text = json.dumps(document(asked), ensure_ascii=False)
    return Answer([text.encode()], "application/json")


def document(asked: Asked) -> dict[str, Any]:
    """The description of all that there is."""
    tables = asked.store.once(public_tables)
    package = asked.about.package
    return {
        "openapi": "3.1.0",
        "info": {
            "title": package.get("title") or package["name"],
            "version": s3dash.__version__,
            "summary": f"Data package {package['name']}, version {asked.about.version}.",
            "description": package.get("description", ""),
        },
        "servers": [{"url": "v1"}],
        "paths": {
            **{f"/{one.name}.json": {"get": _question(one)} for one in QUESTIONS},
            **{
                f"/{name}.{{format}}": {"get": _table(name, table)}
                for name, table in tables.items()
            },
            "/datapackage.json": {
                "get": {
                    "operationId": "datapackage",
                    "summary": "The description of all tables, as a Frictionless Data Package.",
                    "responses": _responses({"application/json": {"schema": {"type": "object"}}}),
                }
            },
        },
        "components": {
            "schemas": {"Problem": _PROBLEM}
            | {name: _schema(table) for name, table in tables.items()}
        },
    }


def _question(question: Any) -> dict[str, Any]:
    return {
        "operationId": question.name,
        "summary": question.summary,
        "parameters": [described(one) for one in question.parameters],
        "responses": _responses({"application/json": {"schema": {}}}),
    }


def _table(name: str, table: PublicTable) -> dict[str, Any]:
    rows = {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}
    formats = offered(table.has_places)
    path = {
        "name": "format",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "enum": list(formats)},
    }
    names = {column.name for column in table.columns}
    own = [described(one) for one in table_questions.OWN.values() if one.name not in names]
    return {
        "operationId": name,
        "summary": table.title,
        "description": table.description,
        "parameters": [path, *own, *_conditions(table.columns)],
        "responses": _responses(
            {
                FORMATS[ending].media_type: {"schema": rows if ending == "json" else {}}
                for ending in formats
            },
            _LINK,
        ),
    }


def _conditions(columns: Iterable[Column]) -> Iterable[dict[str, Any]]:
    for column in columns:
        one = SCHEMAS["string" if column.type == "list" else column.type]
        for operator in column.operators:
            name = f"{column.name}__{operator}" if operator else column.name
            many = operator not in ("gt", "gte", "lt", "lte")
            # An empty value stands for an empty cell.
            value = one if operator not in ("", "not") else {"oneOf": [one, {"const": ""}]}
            if one["type"] == "string":
                value = _text(one) | ({} if operator in ("", "not") else {"minLength": 1})
            yield {
                "name": name,
                "in": "query",
                "description": f"{OPERATORS[operator]}. {column.description}".strip(),
                "schema": {"type": "array", "items": value} if many else value,
            }


def _text(schema: dict[str, Any]) -> dict[str, Any]:
    return schema | {"maxLength": LONGEST_VALUE}


def described(one: Parameter) -> dict[str, Any]:
    """A parameter as OpenAPI has it."""
    value: dict[str, Any] = dict(SCHEMAS[one.type])
    if one.type == "boolean":
        value = {"type": "string", "enum": ["yes", "no"]}
    if one.allowed:
        value["enum"] = [int(a) for a in one.allowed] if one.type == "integer" else [*one.allowed]
    if value["type"] == "string" and "enum" not in value:
        value = _text(value) | ({"minLength": 1} if one.is_required else {})
    if one.least is not None:
        value["minimum"] = one.least
    if one.most is not None:
        value["maximum"] = one.most
    if one.default:
        value["default"] = int(one.default) if one.type == "integer" else one.default
    told: dict[str, Any] = {
        "name": one.name,
        "in": "query",
        "description": one.meaning,
        "schema": {"type": "array", "items": value} if one.many else value,
    }
    if one.is_required:
        told["required"] = True
    return told


def _schema(table: PublicTable) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            column.name: SCHEMAS[column.type]
            | {
                "type": [SCHEMAS[column.type]["type"], "null"],
                "description": " ".join(
                    filter(None, (column.description, f"Unit: {column.unit}." * bool(column.unit)))
                ),
            }
            for column in table.columns
        },
    }


def _responses(content: dict[str, Any], headers: dict[str, Any] | None = None) -> dict[str, Any]:
    problem = {"content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    return {
        "200": {
            "description": "The answer.",
            "headers": _HEADERS | (headers or {}),
            "content": content,
        },
        "304": {"description": "As before."},
        # Of the server before the interface is asked.
        "414": {"description": "The address is too long."},
        **{
            status: {"description": said} | problem
            for status, said in (
                ("400", "A parameter means nothing."),
                ("404", "There is no such table or format."),
                ("503", "The store cannot be read, or the question takes too long."),
            )
        },
    }
