"""The command ``python -m s3dash template``: a workbook to fill in and send back."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from s3dash.commands.console import FAILURE, data_option, is_folder, not_written, refuse

TEXT = "write a workbook to fill in for a table, with its columns explained"


def add_command(commands: Any) -> None:
    """Add the command to those of the program."""
    command = commands.add_parser("template", parents=[data_option()], help=TEXT, description=TEXT)
    command.add_argument("table", metavar="TABLE", help="the table, such as stage_evidence")
    command.add_argument("-o", "--out", type=Path, metavar="FILE.xlsx", help="default: TABLE.xlsx")
    command.set_defaults(run=run)


# The library is imported inside, so that --help does not wait for DuckDB.


def run(options: argparse.Namespace) -> int:
    """Write the workbook; 1 where there is no such table or the file cannot be written."""
    from s3dash.package.problems import DataProblems
    from s3dash.steward.base import Base
    from s3dash.steward.template import NoTemplate, write_template

    if not is_folder(options.data):
        return FAILURE
    file = options.out or Path(f"{options.table}.xlsx")
    try:
        write_template(Base.open(options.data), options.table, file)
    except NoTemplate as error:
        return refuse(str(error))
    except DataProblems as found:
        return refuse(str(found))
    except OSError as error:
        return not_written(file, error)
    print(f"Wrote {file}. Fill it in, then: python -m s3dash import {file}")
    return 0
