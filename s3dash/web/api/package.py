"""The description of the data package as the interface serves it: ``/api/v1/datapackage.json``."""

from __future__ import annotations

import json
from typing import Any

from s3dash.queries.base.tables import PublicTable, public_tables
from s3dash.web.api.answers import Answer, Asked


def package_answer(asked: Asked) -> Answer:
    """The package, its tables with the columns that the build added and with their address here."""
    text = json.dumps(described(asked), ensure_ascii=False, indent=1)
    return Answer([text.encode()], "application/json")


def described(asked: Asked) -> dict[str, Any]:
    """The package: a path is that of the CSV, relative to the address of the description."""
    tables = asked.store.once(public_tables)
    resources = [_resource(name, table) for name, table in tables.items()]
    return asked.about.package | {"resources": resources}


def _resource(name: str, table: PublicTable) -> dict[str, Any]:
    fields = {field["name"]: field for field in table.resource["schema"]["fields"]}
    schema = table.resource["schema"] | {
        "fields": [
            fields.get(column.name)
            or {
                "name": column.name,
                # A list is one text in CSV, its parts separated by semicolons.
                "type": "string" if column.type == "list" else column.type,
                "description": column.description,
            }
            for column in table.columns
        ]
    }
    return table.resource | {
        "path": f"{name}.csv",
        "encoding": "utf-8-sig",
        "schema": schema,
    }
