"""What the commands share: exit statuses, options, and how they speak."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from s3dash import folders

if TYPE_CHECKING:
    from s3dash.package.problems import Problem

FAILURE = 1


def data_option() -> argparse.ArgumentParser:
    """The option that names the folder of the data package, for `parents` of a command."""
    option = argparse.ArgumentParser(add_help=False)
    option.add_argument(
        "--data",
        type=Path,
        default=folders.DATA,
        metavar="DIR",
        help="folder of datapackage.json (default: data beside the package)",
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
    for problem in problems:
        print(problem)
    print("1 problem" if len(problems) == 1 else f"{len(problems):,} problems")
    return FAILURE if problems else 0


def print_rows(row_counts: Mapping[str, int]) -> None:
    """Print tables and how many rows they have."""
    for name, count in row_counts.items():
        print(f"{name:<22}{count:>10,}")


def tell(text: str) -> None:
    """Print a line for the person at the keyboard: no part of what a program reads."""
    print(text, file=sys.stderr)


def refuse(text: str) -> int:
    """Say why there is no answer; returns the exit status."""
    tell(text)
    return FAILURE
