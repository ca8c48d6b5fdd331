"""The command ``python -m s3dash check``: name every problem of the data."""

from __future__ import annotations

import argparse
from typing import Any

from s3dash.commands.console import FAILURE, data_option, is_folder, report

TEXT = "check the data and name every problem"


def add_command(commands: Any) -> None:
    """Add the command to those of the program."""
    command = commands.add_parser("check", parents=[data_option()], help=TEXT, description=TEXT)
    command.add_argument(
        "--doubts", action="store_true", help="also name what is well-formed and hardly true"
    )
    command.set_defaults(run=run)


# The library is imported inside, so that --help does not wait for DuckDB.


def run(options: argparse.Namespace) -> int:
    """Print every problem; 0 where there is none."""
    from s3dash.package.problems import counted
    from s3dash.package.validate import doubts, validate

    if not is_folder(options.data):
        return FAILURE
    problems = validate(options.data)
    if options.doubts and not problems:
        found = doubts(options.data)
        for line in counted(found):
            print(f"doubt: {line}")
        print("1 doubt" if len(found) == 1 else f"{len(found):,} doubts")
    return report(problems)
