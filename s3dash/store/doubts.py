"""The table `doubt` of the store: what the rules of plausibility doubt, confirmed or not."""

from __future__ import annotations

import duckdb

from s3dash.package.plausible import doubts_of
from s3dash.package.validate import Checked

DDL = (
    """CREATE TABLE {schema}.doubt (
        table_name VARCHAR NOT NULL, row_key VARCHAR NOT NULL, column_name VARCHAR NOT NULL,
        value VARCHAR NOT NULL, rule VARCHAR NOT NULL, reason VARCHAR)
    """,
    "COMMENT ON TABLE {schema}.doubt IS "
    "'Every cell that a rule of plausibility doubts, whether it was confirmed or not.'",
    "COMMENT ON COLUMN {schema}.doubt.table_name IS 'Table of the cell.'",
    "COMMENT ON COLUMN {schema}.doubt.row_key IS 'Key of its row, the parts joined by |.'",
    "COMMENT ON COLUMN {schema}.doubt.column_name IS 'Column of the cell.'",
    "COMMENT ON COLUMN {schema}.doubt.value IS 'What the cell says.'",
    "COMMENT ON COLUMN {schema}.doubt.rule IS 'What is doubted, in words.'",
    "COMMENT ON COLUMN {schema}.doubt.reason IS "
    "'Why it is right all the same, from confirmed_doubt. Empty: nobody has confirmed it.'",
)


def write_doubts(con: duckdb.DuckDBPyConnection, checked: Checked, schema: str) -> None:
    """Create and fill the table from the raw tables of the connection."""
    for statement in DDL:
        con.execute(statement.format(schema=schema))
    rows = [
        (one.table, one.row_key, one.column, one.value, one.rule, one.reason or None)
        for one in doubts_of(con, checked.package, checked.raw)
    ]
    if rows:
        con.executemany(f"INSERT INTO {schema}.doubt VALUES (?, ?, ?, ?, ?, ?)", rows)
