"""The content of a store as one digest: two builds of the same data have the same."""

from __future__ import annotations

import hashlib
from pathlib import Path

from s3dash.package.sql import identifier
from s3dash.store.connection import Store

OF_A_BUILD = ("built_at", "s3dash_version", "duckdb_version")
"""Columns of `build_info` that say when and by what a store was built: no content."""
WINDOW = 50_000
"""Rows that are read at a time."""


def content_digest(path: Path | str) -> str:
    """SHA-256 over all tables of a store: their names, columns, types, meanings and rows in order.

    The file itself differs from build to build: it holds the time, and free space.

    Raises
    ------
    StoreError
        If there is no usable store.
    """
    found = hashlib.sha256()
    with Store.open(path) as store:
        columns = store.rows(
            """SELECT table_name, column_name, data_type, comment FROM duckdb_columns()
               WHERE database_name = 'store' ORDER BY table_name, column_index"""
        )
        for table in dict.fromkeys(table for table, *_ in columns):
            own = [
                (name, kind, comment)
                for of, name, kind, comment in columns
                if of == table and not (table == "build_info" and name in OF_A_BUILD)
            ]
            found.update(repr((table, own)).encode())
            told = ", ".join(identifier(name) for name, _, _ in own)
            last = -1
            while True:
                rows = store.rows(
                    f"""SELECT rowid, {told} FROM {identifier(table)}
                        WHERE rowid > $last ORDER BY rowid LIMIT {WINDOW}""",
                    {"last": last},
                )
                if not rows:
                    break
                last = rows[-1][0]
                found.update(repr([row[1:] for row in rows]).encode())
    return found.hexdigest()
