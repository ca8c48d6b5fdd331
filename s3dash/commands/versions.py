"""The command ``python -m s3dash versions``: list the stores that are kept, compare two."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from s3dash.commands.console import not_written, print_json, refuse, store_option, tell

TEXT = "list the published stores that are kept, or tell what changed between two of them"


def add_command(commands: Any) -> None:
    """Add the command to those of the program."""
    command = commands.add_parser("versions", parents=[store_option()], help=TEXT, description=TEXT)
    command.add_argument("--json", action="store_true", help="for a program to read")
    command.add_argument(
        "--changes",
        nargs=2,
        metavar=("OLDER", "NEWER"),
        help="what changed between two versions, by table and row; names as the list has them",
    )
    command.add_argument(
        "-o", "--out", type=Path, metavar="FILE.csv", help="with --changes: every row and cell"
    )
    command.set_defaults(run=run)


# The library is imported inside, so that --help does not wait for DuckDB.


def run(options: argparse.Namespace) -> int:
    """Print a line for each version, newest first; or for each table that differs."""
    from s3dash.store.connection import own_store_path
    from s3dash.store.versions import versions

    store = own_store_path(options.store).resolve()
    if options.changes:
        older, newer = options.changes
        return _changes(store, older, newer, options.out)
    if options.out:
        return refuse("-o needs --changes OLDER NEWER.")
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


def _changes(store: Path, older: str, newer: str, out: Path | None) -> int:
    """Tell what differs, by table; write every row and cell where a file is named."""
    from s3dash.store.connection import StoreError
    from s3dash.store.differences import differences, summary
    from s3dash.store.versions import NoSuchVersion, named
    from s3dash.takeaway.formulas import neutralised

    try:
        found = differences(named(store, older).path, named(store, newer).path)
    except (NoSuchVersion, StoreError) as error:
        return refuse(str(error))
    for line in summary(found):
        print(line)
    if found.empty:
        print("Nothing differs.")
    if out:
        try:
            out.write_bytes(found.map(neutralised).to_csv(index=False).encode())
        except OSError as error:
            return not_written(out, error)
        print(f"Wrote {out}: {len(found):,} rows and cells")
    return 0
