"""What the commands share: exit statuses, options, and how they speak."""

from __future__ import annotations

import argparse
import io
import json
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from s3dash.settings import data_dir

if TYPE_CHECKING:
    from s3dash.package.problems import Problem

FAILURE = 1
LONGEST_ERROR = 200
"""Characters of an unforeseen error that are shown; the file has all."""


def data_option() -> argparse.ArgumentParser:
    """The option that names the folder of the data package, for `parents` of a command."""
    option = argparse.ArgumentParser(add_help=False)
    option.add_argument(
        "--data",
        type=Path,
        default=data_dir(),
        metavar="DIR",
        help="folder of datapackage.json (default: $S3DASH_DATA, else data beside the package)",
    )
    return option


def store_option() -> argparse.ArgumentParser:
    """The option that names the store, for `parents` of a command."""
    option = argparse.ArgumentParser(add_help=False)
    option.add_argument(
        "--store",
        type=Path,
        metavar="FILE",
        help="the store (default: $S3DASH_STORE, else build/s3.duckdb beside the package)",
    )
    return option


def is_folder(path: Path) -> bool:
    """Whether the data folder is there; says so where it is not."""
    if not path.is_dir():
        tell(f"There is no data folder {path}.")
        return False
    return True


def report(problems: Sequence[Problem]) -> int:
    """Print problems and their number; returns the exit status."""
    from s3dash.package.problems import counted

    for line in counted(problems):
        print(line)
    print("1 problem" if len(problems) == 1 else f"{len(problems):,} problems")
    return FAILURE if problems else 0


def print_rows(row_counts: Mapping[str, int]) -> None:
    """Print tables and how many rows they have."""
    for name, count in row_counts.items():
        print(f"{name:<22}{count:>10,}")


def print_json(value: object) -> None:
    """Print a value for a program to read."""
    # Letters beyond ASCII are escaped: a console or pipe on Windows may have no UTF-8.
    print(json.dumps(value, indent=2))


def speak_any_letter() -> None:
    """Show letters that the console does not know as their codes, instead of failing on them."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def report_unforeseen(error: Exception) -> int:
    """Say in one line that something unforeseen happened, with all about it in a file.

    Returns the exit status.
    """
    words = " ".join(str(error).split())[:LONGEST_ERROR]
    told = f"An error that s3dash does not know: {type(error).__name__}: {words}".rstrip(": ")
    try:
        with tempfile.NamedTemporaryFile(prefix="s3dash-", suffix=".log", delete=False) as log:
            log.write("".join(traceback.format_exception(error)).encode("utf-8", "replace"))
    except OSError as full:
        return refuse(f"{told} (more could not be written: {full.strerror})")
    return refuse(f"{told} (more in {log.name})")


def tell(text: str) -> None:
    """Print a line for the person at the keyboard: no part of what a program reads."""
    print(text, file=sys.stderr)


def not_written(what: object, error: OSError) -> int:
    """Say that something cannot be written, why, and what to do; returns the exit status."""
    from s3dash.store.remedies import explained

    return refuse(f"{what} cannot be written: {explained(error)}.")


def refuse(text: str) -> int:
    """Say why there is no answer; returns the exit status."""
    tell(text)
    return FAILURE
