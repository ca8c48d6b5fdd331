"""The command ``python -m s3dash import``: what files would change, and the change itself."""

from __future__ import annotations

import argparse
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from s3dash.commands.console import (
    FAILURE,
    data_option,
    is_folder,
    not_written,
    refuse,
    store_option,
)

if TYPE_CHECKING:
    from s3dash.steward.review import Review

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
    command.add_argument(
        "--send-back",
        type=Path,
        metavar="OUT.xlsx",
        help="write the file as a workbook with its problems coloured and commented",
    )
    command.add_argument(
        "--questions",
        type=Path,
        metavar="OUT.xlsx",
        help="write what waits for a decision as a workbook to fill in",
    )
    command.add_argument(
        "--decisions",
        type=Path,
        metavar="FILE",
        help="the workbook of --questions with decisions in it: they hold",
    )
    command.add_argument(
        "--apply", action="store_true", help="write what is in order into the data, and publish"
    )
    command.add_argument(
        "--by", default="steward", metavar="WHO", help="a role or initials, for the log of changes"
    )
    command.add_argument("--why", metavar="REASON", help="the reason, for the log of changes")
    command.set_defaults(run=run)


# The library is imported inside, so that --help does not wait for DuckDB.


def run(options: argparse.Namespace) -> int:
    """Print the review; 1 where no file can be read or the change cannot be made."""
    from s3dash.package.problems import DataProblems
    from s3dash.steward.base import Base
    from s3dash.steward.columns import unknown_table
    from s3dash.steward.publish import NotApplied, desk_locked
    from s3dash.steward.questions import (
        NotDecided,
        count_decided,
        read_decisions,
        unplaced,
        write_questions,
    )
    from s3dash.steward.report import lines, write_report
    from s3dash.steward.review import review_files
    from s3dash.steward.sent_back import NotSentBack

    if not is_folder(options.data):
        return FAILURE
    if options.send_back and len(options.files) > 1:
        return refuse("--send-back is for one file: name it alone.")
    read = [*options.files, *([options.decisions] if options.decisions else [])]
    for file in filter(None, (options.report, options.send_back, options.questions)):
        if any(file.resolve() == one.resolve() for one in read):
            return refuse(f"{file} is read: name another file to write.")
        read.append(file)
    if options.questions and (count := count_decided(options.questions)):
        return refuse(
            f"{options.questions} holds decisions, {count:,} of them: give it with --decisions, or "
            "name another file to write."
        )
    try:
        with desk_locked(options.data) if options.apply else nullcontext():
            base = Base.open(options.data)
            if fault := unknown_table(base, options.table):
                return refuse(fault)
            decisions = read_decisions(base, options.decisions) if options.decisions else None
            review = review_files(base, options.files, options.table, decisions)
            if decisions and (fault := unplaced(decisions, review)):
                return refuse(fault)
            for line in lines(review):
                print(line)
            if options.questions:
                count = write_questions(review, options.questions)
                print(f"\n{options.questions} has {count:,} to decide; then --decisions FILE")
            if options.report:
                write_report(review, options.report)
            if options.send_back:
                _send_back(review, options)
            if options.apply:
                _apply(review, options)
    except (NotSentBack, NotDecided) as error:
        return refuse(str(error))
    except DataProblems as found:
        return refuse(str(found))
    except NotApplied as error:
        return refuse(f"{error}\nNothing was changed.")
    except OSError as error:
        return not_written(error.filename or "The report", error)
    return 0 if any(read.heading or read.table for read in review.sheets) else FAILURE


def _send_back(review: Review, options: argparse.Namespace) -> None:
    from s3dash.steward.files import shown_name
    from s3dash.steward.sent_back import coloured

    [file] = options.files
    content = coloured(review, file.read_bytes(), shown_name(file.name))
    options.send_back.write_bytes(content)


def _apply(review: Review, options: argparse.Namespace) -> None:
    from s3dash.steward.files import shown_name
    from s3dash.steward.publish import apply
    from s3dash.store.connection import own_store_path

    files = ", ".join(shown_name(file.name) for file in options.files)
    why = options.why or f"Import of {files}"
    store = own_store_path(options.store)
    applied = apply(review, store, by=options.by, why=why)
    print()
    if applied is None:
        print("There is nothing to change.")
    else:
        print(f"The data are {applied.version} now, not {applied.before}; published {store}.")
        print("To take it back: python -m s3dash undo")
