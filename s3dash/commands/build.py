"""The command ``python -m s3dash build``: check the data and publish the store."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from s3dash.commands.console import (
    FAILURE,
    data_option,
    is_folder,
    print_rows,
    report,
    store_option,
    tell,
)

if TYPE_CHECKING:
    from s3dash.store.build import BuildSummary

TEXT = "check the data and publish the store"


def add_command(commands: Any) -> None:
    """Add the command to those of the program."""
    command = commands.add_parser(
        "build", parents=[data_option(), store_option()], help=TEXT, description=TEXT
    )
    command.set_defaults(run=run)


# The library is imported inside, so that --help does not wait for DuckDB.


def run(options: argparse.Namespace) -> int:
    """Publish the store, or print every problem and leave the store that is there as it is."""
    from s3dash.package.problems import DataProblems
    from s3dash.store.build import StoreNotWritten, build
    from s3dash.store.connection import own_store_path
    from s3dash.store.remedies import clock_told

    if not is_folder(options.data):
        return FAILURE
    target = own_store_path(options.store)
    if line := clock_told(target):
        tell(line)
    try:
        summary = build(options.data, target, progress=lambda text: tell(f"{text} ..."))
    except DataProblems as found:
        report(found.problems)
    except StoreNotWritten as error:
        tell(str(error))
    else:
        _print(summary)
        return 0
    tell(f"Nothing was published: {target} is as it was.")
    return FAILURE


def _print(summary: BuildSummary) -> None:
    print_rows(summary.row_counts)
    if summary.discontinued_values:
        print(
            f"{summary.discontinued_values:,} indicator values belong to no NUTS 2021 territory: "
            f"{', '.join(summary.discontinued_codes)} were discontinued"
        )
    if hosts := summary.unclassified_hosts:
        print(f"Sites of sources without a row in site.csv count as unclear: {', '.join(hosts)}")
    print(
        f"Published {summary.store_path} ({summary.store_bytes / 1e6:.1f} MB) "
        f"in {summary.seconds:.1f} s"
    )
