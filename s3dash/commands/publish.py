"""The command ``python -m s3dash publish``: put the store to an address that dashboards follow."""

from __future__ import annotations

import argparse
from typing import Any

from s3dash.commands.console import refuse, store_option, tell

TEXT = "put the store, and its digest after it, to s3:// or into the folder of a web server"


def add_command(commands: Any) -> None:
    """Add the command to those of the program."""
    command = commands.add_parser("publish", parents=[store_option()], help=TEXT, description=TEXT)
    command.add_argument(
        "address",
        metavar="ADDRESS",
        help="such as s3://bucket/s3.duckdb, or a file or folder",
    )
    command.set_defaults(run=run)


# The library is imported inside, so that --help does not wait for DuckDB.


def run(options: argparse.Namespace) -> int:
    """Publish; 1 with a line on stderr where the store cannot be read or put there."""
    from s3dash.store.connection import StoreError, default_store_path
    from s3dash.store.remedies import clock_told
    from s3dash.store.remote import NotFetched, publish

    store = options.store or default_store_path()
    if line := clock_told(store):
        tell(line)
    try:
        digest = publish(store, options.address)
    except (StoreError, NotFetched) as error:
        return refuse(str(error))
    print(f"{digest}  {options.address}")
    return 0
