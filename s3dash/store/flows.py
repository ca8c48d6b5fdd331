"""The tables of the store that hold every table of flows of the data package."""

from __future__ import annotations

import duckdb

from s3dash.package.flow_schema import FLOW_PREFIX
from s3dash.package.schema import Package
from s3dash.package.sql import identifier

FLOW_TABLES = {
    # table: (description, {column: (type, description)})
    "flow_kind": (
        "One row a table of flows in the data package.",
        {
            "flow_kind": ("VARCHAR NOT NULL", "Name of its resource in the data package."),
            "title": ("VARCHAR NOT NULL", "Its title."),
            "description": ("VARCHAR NOT NULL", "What flows, in words."),
            "unit": ("VARCHAR NOT NULL", "Unit of its values."),
        },
    ),
    "flow": (
        "Every row of every table of flows.",
        {
            "flow_kind": ("VARCHAR NOT NULL", "The table of flows it stands in."),
            "from_id": ("VARCHAR NOT NULL", "Territory it comes from."),
            "to_id": ("VARCHAR NOT NULL", "Territory it goes to."),
            "year": ("SMALLINT", "Year of the value. Empty: the table has no years."),
            "value": ("DOUBLE NOT NULL", "How much, in the unit of the table; never below 0."),
            "source_url": ("VARCHAR", "Page the value was taken from. Empty: not stated."),
        },
    ),
}


def write_flows(con: duckdb.DuckDBPyConnection, package: Package, schema: str) -> tuple[str, ...]:
    """Create and fill the tables of flows; they are empty where the package has none.

    Returns
    -------
    tuple of str
        The tables made.
    """
    for name, (description, columns) in FLOW_TABLES.items():
        typed = ", ".join(f"{column} {kind}" for column, (kind, _) in columns.items())
        con.execute(f"CREATE TABLE {schema}.{name} ({typed})")
        con.execute(f"COMMENT ON TABLE {schema}.{name} IS '{description}'")
        for column, (_, told) in columns.items():
            con.execute(f"COMMENT ON COLUMN {schema}.{name}.{column} IS '{told}'")
    for resource in package.resources:
        if not resource.name.startswith(FLOW_PREFIX):
            continue
        con.execute(
            f"INSERT INTO {schema}.flow_kind VALUES (?, ?, ?, ?)",
            [resource.name, resource.title, resource.description, resource.field("value").unit],
        )
        optional = {
            column: column if column in resource.columns else f"NULL::{kind}"
            for column, kind in (("year", "SMALLINT"), ("source_url", "VARCHAR"))
        }
        con.execute(
            f"""INSERT INTO {schema}.flow
                SELECT ?, from_id, to_id, {optional["year"]}, value, {optional["source_url"]}
                FROM {schema}.{identifier(resource.name)}""",
            [resource.name],
        )
    return tuple(FLOW_TABLES)
