"""The command ``python -m s3dash import``: what files would change, and the change itself."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from s3dash.commands.console import FAILURE, data_option, is_folder, store_option, tell

TEXT = "read what people send, tell what it would change, and with --apply change it"


def add_command(commands: Any) -> None:
    """Add the command to those of the program."""
    command = commands.add_parser(
        "import", parents=[data_option(), store_option()], help=TEXT, description=TEXT
    )
    command.add_argument("files", nargs="+", type=Path, metavar="FILE", help="xlsx, ods, csv, ...")
    command.add_argument("--table", metavar="NAME", help="the table that the rows are of")
    command.add_argument(
        "--report", type=Path, metavar="OUT.json", help="write the review for a program to read"
    )
    command.set_defaults(run=run)


# The library is imported inside, so that --help does not wait for DuckDB.


def run(options: argparse.Namespace) -> int:
    """Print the review; 1 where a file cannot be read or the change cannot be made."""
    from s3dash.package.problems import DataProblems
    from s3dash.steward.base import Base
    from s3dash.steward.report import lines, write_report
    from s3dash.steward.review import review_files

    if not is_folder(options.data):
        return FAILURE
    try:
        review = review_files(Base.open(options.data), options.files, options.table)
    except DataProblems as found:
        tell(str(found))
        return FAILURE
    for line in lines(review):
        print(line)
    if options.report:
        write_report(review, options.report)
    unread = [read for read in review.sheets if read.heading is None and not read.sheet.name]
    return FAILURE if unread and not any(read.heading for read in review.sheets) else 0
