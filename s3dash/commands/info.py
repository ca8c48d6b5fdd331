"""The command ``python -m s3dash info``: tell what a store holds."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from s3dash.commands.console import print_json, print_rows, refuse, store_option

if TYPE_CHECKING:
    from s3dash.store.facts import StoreFacts

TEXT = "tell what a store holds"


def add_command(commands: Any) -> None:
    """Add the command to those of the program."""
    command = commands.add_parser("info", parents=[store_option()], help=TEXT, description=TEXT)
    command.add_argument("--json", action="store_true", help="for a program to read")
    command.add_argument(
        "--content",
        action="store_true",
        help="only the digest of all its tables: two builds of the same data have the same",
    )
    command.set_defaults(run=run)


# The library is imported inside, so that --help does not wait for DuckDB.


def run(options: argparse.Namespace) -> int:
    """Print the facts of a store; 1 with a line on stderr where it cannot be read."""
    from s3dash.store.connection import Store, StoreError, default_store_path
    from s3dash.store.content import content_digest
    from s3dash.store.facts import store_facts

    try:
        if options.content:
            print(content_digest(options.store or default_store_path()))
            return 0
        with Store.open(options.store) as store:
            facts = store_facts(store)
    except StoreError as error:
        return refuse(str(error))
    if options.json:
        print_json(facts.as_json())
    else:
        _print(facts)
    return 0


def _print(facts: StoreFacts) -> None:
    print(f"Store      {facts.path} ({facts.size_bytes / 1e6:.1f} MB, layout {facts.store_format})")
    print(f"Built at   {facts.built_at} by s3dash {facts.s3dash_version}")
    print(f"Data       {facts.package_name} {facts.package_version}")
    print(f"Digest     {facts.data_digest}")
    print(f"DuckDB     {facts.duckdb_version}")
    print()
    print_rows(facts.row_counts)
    print()
    print("Known gaps")
    for name, value in vars(facts.gaps).items():
        words = name.replace("_", " ")
        print(f"  {words:<32}{', '.join(value) if isinstance(value, tuple) else value}")
