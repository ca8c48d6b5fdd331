"""The command ``python -m s3dash report``: reports as PDF or Word, one or all of a kind."""

from __future__ import annotations

import argparse
import errno
import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from s3dash.commands.console import not_written, refuse, store_option

if TYPE_CHECKING:
    from s3dash.store.connection import Store
    from s3dash.takeaway.reports.document import Document

TEXT = "write a report as PDF or Word"
KINDS = ("region", "partnership", "platform", "comparison")
FORMS = ("pdf", "docx")


def add_command(commands: Any) -> None:
    """Add the command to those of the program."""
    command = commands.add_parser(
        "report",
        parents=[store_option()],
        help=TEXT,
        description=TEXT,
        epilog="Such as: report partnership high-tech-farming --since 2025-01-01 -o OUT.docx; "
        "report region ITI1; report comparison ITI1 DE1 FI194; report platform --all DIR.",
    )
    command.add_argument("kind", choices=KINDS, help="what the report is of")
    command.add_argument(
        "identifiers", nargs="*", metavar="ID", help="of what; a comparison has two to five"
    )
    command.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="ends with .pdf or .docx"
    )
    command.add_argument(
        "--all", type=Path, metavar="DIR", help="one file for each of the kind, into this folder"
    )
    command.add_argument("--form", choices=FORMS, default="pdf", help="with --all, or without -o")
    command.add_argument(
        "--since", type=_day, metavar="DAY", help="of the last report of a partnership"
    )
    command.add_argument(
        "--as-of", type=_day, metavar="DAY", help="for which day it is told (default: today)"
    )
    command.set_defaults(run=run)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day such as 2025-01-31") from None


# The library is imported inside, so that --help does not wait for it.


def run(options: argparse.Namespace) -> int:
    """Write the files; 1 with a line on stderr where that is not possible."""
    from s3dash.store.connection import Store, StoreError
    from s3dash.takeaway.reports.shared import UnknownRecord

    if fault := _fault(options):
        return refuse(fault)
    try:
        with Store.open(options.store) as store:
            for identifiers, path in _wanted(store, options):
                if status := _write(store, options, identifiers, path):
                    return status
    except (StoreError, UnknownRecord) as error:
        return refuse(str(error))
    except OSError as error:
        return not_written(error.filename or options.all or "The report", error)
    return 0


def _fault(options: argparse.Namespace) -> str:
    """What does not fit together in the options; empty where all does."""
    kind, given = options.kind, len(options.identifiers)
    if options.all is not None:
        if kind == "comparison":
            return "--all is not for comparisons: name the territories."
        if given or options.output:
            return "--all stands for all of the kind: name none."
    elif kind == "comparison":
        if not 2 <= given <= 5:
            return "A comparison needs two to five territories."
    elif given != 1:
        return f"Name one {kind}, or --all DIR."
    if options.output and options.output.suffix.lower().lstrip(".") not in FORMS:
        return "The file must end with .pdf or .docx."
    if options.since and kind != "partnership":
        return "--since is for partnerships."
    if options.since and options.since > (options.as_of or date.today()):
        return "--since is after the day of the report."
    return ""


def _wanted(store: Store, options: argparse.Namespace) -> list[tuple[list[str], Path]]:
    """Which records, and into which file each."""
    if options.all is None:
        name = f"s3dash-{options.kind}-{'-'.join(options.identifiers)}.{options.form}"
        return [(options.identifiers, options.output or Path(name))]
    options.all.mkdir(parents=True, exist_ok=True)
    table = {
        "region": "SELECT DISTINCT territory_id FROM strategy ORDER BY territory_id",
        "partnership": "SELECT partnership_id FROM partnership ORDER BY partnership_id",
        "platform": "SELECT platform_id FROM platform ORDER BY position",
    }[options.kind]
    return [
        ([code], options.all / f"s3dash-{options.kind}-{code}.{options.form}")
        for (code,) in store.rows(table)
    ]


def _write(store: Store, options: argparse.Namespace, identifiers: list[str], path: Path) -> int:
    from s3dash.takeaway.reports.make import written

    if not path.parent.exists():
        # Told before a report is made, which takes a second.
        return not_written(path, FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT)))
    content = written(store, _document(store, options, identifiers), path.suffix.lower()[1:])
    try:
        path.write_bytes(content)
    except OSError as error:
        return not_written(path, error)
    print(path)
    return 0


def _document(store: Store, options: argparse.Namespace, identifiers: list[str]) -> Document:
    from s3dash.takeaway.reports.comparison import comparison_report
    from s3dash.takeaway.reports.make import today
    from s3dash.takeaway.reports.partnership import partnership_report
    from s3dash.takeaway.reports.platform import platform_report
    from s3dash.takeaway.reports.region import region_report

    day = options.as_of or today()
    if options.kind == "comparison":
        return comparison_report(store, identifiers, day)
    if options.kind == "partnership":
        return partnership_report(store, identifiers[0], day, options.since)
    make = region_report if options.kind == "region" else platform_report
    return make(store, identifiers[0], day)
