"""The command ``python -m s3dash rollback``: publish a version of the store that is kept."""

from __future__ import annotations

import argparse
from typing import Any

from s3dash.commands.console import refuse, store_option

TEXT = "publish the version before the current one again, or the one that is named"


def add_command(commands: Any) -> None:
    """Add the command to those of the program."""
    command = commands.add_parser("rollback", parents=[store_option()], help=TEXT, description=TEXT)
    command.add_argument(
        "version",
        nargs="?",
        metavar="VERSION",
        help="a name that `python -m s3dash versions` lists, or its start",
    )
    command.set_defaults(run=run)


# The library is imported inside, so that --help does not wait for DuckDB.


def run(options: argparse.Namespace) -> int:
    """Publish the version; 1 with a line on stderr where there is none, and nothing is changed."""
    from s3dash.store.build import StoreNotWritten, roll_back
    from s3dash.store.connection import own_store_path
    from s3dash.store.versions import NoSuchVersion, chosen

    store = own_store_path(options.store).resolve()
    try:
        version = chosen(store, options.version)
        roll_back(version, store)
    except (NoSuchVersion, StoreNotWritten) as error:
        return refuse(f"{error} Nothing was changed.")
    print(f"Published {store}: {version.name}, built at {version.built_at}")
    return 0
