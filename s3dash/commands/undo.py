"""The command ``python -m s3dash undo``: take back the last import."""

from __future__ import annotations

import argparse
from typing import Any

from s3dash.commands.console import FAILURE, data_option, is_folder, refuse, store_option

TEXT = "bring back the data as they were before the last import"


def add_command(commands: Any) -> None:
    """Add the command to those of the program."""
    command = commands.add_parser(
        "undo", parents=[data_option(), store_option()], help=TEXT, description=TEXT
    )
    command.set_defaults(run=run)


# The library is imported inside, so that --help does not wait for DuckDB.


def run(options: argparse.Namespace) -> int:
    """Undo the last change and publish the store; 1 where there is none."""
    from s3dash.steward.publish import NotApplied, desk_locked, undo
    from s3dash.store.connection import own_store_path

    if not is_folder(options.data):
        return FAILURE
    try:
        with desk_locked(options.data):
            done = undo(options.data, own_store_path(options.store))
    except NotApplied as error:
        return refuse(str(error))
    print(f"Undone: the data are {done.version} again, not {done.before}.")
    if done.note:
        print(done.note)
    return 0
