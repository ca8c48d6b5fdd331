"""The command ``python -m s3dash confirm``: a doubted cell is right, and why."""

from __future__ import annotations

import argparse
from typing import Any

from s3dash.commands.console import FAILURE, data_option, is_folder, refuse, store_option

TEXT = "confirm a doubt with a reason that is kept in the data; without a cell, list the open ones"


def add_command(commands: Any) -> None:
    """Add the command to those of the program."""
    command = commands.add_parser(
        "confirm", parents=[data_option(), store_option()], help=TEXT, description=TEXT
    )
    command.add_argument("cell", nargs="*", metavar="TABLE KEY COLUMN", help="as the list names it")
    command.add_argument("--reason", default="", help="why it is right all the same")
    command.add_argument(
        "--by", default="steward", metavar="WHO", help="a role or initials, for the log of changes"
    )
    command.set_defaults(run=run)


# The library is imported inside, so that --help does not wait for DuckDB.


def run(options: argparse.Namespace) -> int:
    """Confirm one doubt, or list all; 1 where it cannot be confirmed."""
    from s3dash.package.problems import DataProblems
    from s3dash.steward.base import Base
    from s3dash.steward.confirming import confirm, doubts_held
    from s3dash.steward.publish import NotApplied, desk_locked
    from s3dash.store.connection import own_store_path

    if not is_folder(options.data):
        return FAILURE
    if len(options.cell) not in (0, 3):
        return refuse("Name table, key of the row and column; a key with a bar needs quotes.")
    try:
        if not options.cell:
            for one in doubts_held(Base.open(options.data)):
                if not one.reason:
                    print(f"{one.table} '{one.row_key}' {one.column}: {one.rule}")
            return 0
        table, key, column = options.cell
        with desk_locked(options.data):
            done = confirm(
                options.data,
                own_store_path(options.store),
                (table, key, column),
                by=options.by,
                reason=options.reason,
            )
    except DataProblems as found:
        return refuse(str(found))
    except NotApplied as error:
        return refuse(f"{error}\nNothing was changed.")
    print(f"Confirmed; the data are {done.version} now. To take it back: python -m s3dash undo")
    return 0
