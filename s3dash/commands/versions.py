"""The command ``python -m s3dash versions``: list the published stores that are kept."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from s3dash.commands.console import print_json, store_option, tell

TEXT = "list the published stores that are kept"


def add_command(commands: Any) -> None:
    """Add the command to those of the program."""
    command = commands.add_parser("versions", parents=[store_option()], help=TEXT, description=TEXT)
    command.add_argument("--json", action="store_true", help="for a program to read")
    command.set_defaults(run=run)


# The library is imported inside, so that --help does not wait for DuckDB.


def run(options: argparse.Namespace) -> int:
    """Print a line for each version, newest first."""
    from s3dash.store.connection import own_store_path
    from s3dash.store.versions import versions

    store = own_store_path(options.store).resolve()
    kept = versions(store)
    if options.json:
        print_json([asdict(one) | {"path": str(one.path), "name": one.name} for one in kept])
        return 0
    for one in kept:
        told = one.problem or ("published now" if one.is_published else "")
        print(
            f"{one.name}  {one.built_at}  {one.package_version:<10}"
            f"{one.size_bytes / 1e6:>8.1f} MB  {told}".rstrip()
        )
    if not kept:
        tell(f"No version of {store} is kept yet: the next build keeps the first.")
    return 0
