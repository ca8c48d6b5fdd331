"""Packages that pass the check while they lack a table or a column: every page opens."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb

from benchmarks.audit.links import Group, Query, opened
from benchmarks.audit.tally import Progress, Tally
from benchmarks.servers import DASHBOARD, serving
from s3dash.package.needs import NEEDED
from s3dash.store.connection import default_store_path
from s3dash.ui.address.parameters import PARAMETERS


def missing(tell: Progress, part: tuple[int, int] = (1, 1)) -> Tally:
    """Take out each optional table and column in turn, and open every page in every view.

    ``part``: which of how many parts of the tables and columns; all of them take an hour.

    A build puts an empty table or column in the place of a missing one; so does this, in a copy of
    the store, which the running dashboard picks up.
    """
    tally = Tally("pages without an optional table or column")
    first, parts = part
    lacks = list(_lacks())[first - 1 :: parts]
    pages = [Group(page, "view", tuple(_views(page))) for page in PARAMETERS]
    with tempfile.TemporaryDirectory() as folder:
        store, next_one = Path(folder) / "s3.duckdb", Path(folder) / "next.duckdb"
        shutil.copyfile(default_store_path(), store)
        with serving(DASHBOARD, store) as server:
            for number, (what, statement) in enumerate(lacks):
                tell(f"without {what}: {number} of {len(lacks)}")
                shutil.copyfile(default_store_path(), next_one)
                with duckdb.connect(str(next_one)) as con:
                    con.execute(statement)
                next_one.replace(store)
                found = opened(server, what, pages, lambda _: None)
                tally.tried += found.tried
                tally.failures += [f"without {what}: {told}" for told in found.failures]
    tally.note = f"{len(lacks)} tables and columns"
    return tally


def _lacks() -> Iterator[tuple[str, str]]:
    for table in NEEDED:
        if table.may_be_missing:
            yield table.name, f"DELETE FROM {table.name}"
        for column in table.optional:
            yield f"{table.name}.{column}", f"UPDATE {table.name} SET {column} = NULL"


def _views(page: str) -> Iterator[Query]:
    """The page in each view that a parameter names, with what it is about."""
    parameters = PARAMETERS[page]
    subject = {one.name: one.example.split(",") for one in parameters if one.is_subject}
    yield subject
    seen = {view for one in parameters for view in one.views}
    seen |= {one.example for one in parameters if one.name == "view"}
    yield from ({**subject, "view": view} for view in sorted(seen))
