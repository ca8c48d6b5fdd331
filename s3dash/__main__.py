"""The command line: ``python -m s3dash build|check|info|similar|partners``."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from s3dash.commands import partners, similar

if TYPE_CHECKING:
    from s3dash.package.problems import Problem
    from s3dash.store.build import BuildSummary
    from s3dash.store.facts import StoreFacts

DATA_DIR = Path(__file__).resolve().parents[1] / "data"
FAILURE = 1
INTERRUPTED = 128 + signal.SIGINT


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status.

    0: done. 1: the data or the store are not in order. 2: the command was not understood.
    """
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader (head, less) has seen enough; keep Python from flushing into nowhere at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILURE
    except KeyboardInterrupt:
        return INTERRUPTED
    except RuntimeError as error:
        # So DuckDB says that Ctrl-C reached it in the middle of a query.
        if str(error) != "Query interrupted":
            raise
        return INTERRUPTED
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m s3dash",
        description="Check the data package, publish the store that the dashboard reads, "
        "and tell what a store holds.",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    data = argparse.ArgumentParser(add_help=False)
    data.add_argument(
        "--data",
        type=Path,
        default=DATA_DIR,
        metavar="DIR",
        help="folder of datapackage.json (default: data beside the package)",
    )
    store = argparse.ArgumentParser(add_help=False)
    store.add_argument(
        "--store",
        type=Path,
        metavar="FILE",
        help="the store (default: $S3DASH_STORE, else build/s3.duckdb beside the package)",
    )
    text = "check the data and publish the store"
    command = commands.add_parser("build", parents=[data, store], help=text, description=text)
    command.set_defaults(run=_build)
    text = "check the data and name every problem"
    command = commands.add_parser("check", parents=[data], help=text, description=text)
    command.set_defaults(run=_check)
    text = "tell what a store holds"
    command = commands.add_parser("info", parents=[store], help=text, description=text)
    command.add_argument("--json", action="store_true", help="for a program to read")
    command.set_defaults(run=_info)
    similar.add_command(commands, store)
    partners.add_command(commands, store)
    return parser


# The library is imported inside the commands, so that --help does not wait for DuckDB.


def _check(options: argparse.Namespace) -> int:
    from s3dash.package.validate import validate

    if not _is_folder(options.data):
        return FAILURE
    return _report(validate(options.data))


def _build(options: argparse.Namespace) -> int:
    from s3dash.package.problems import DataProblems
    from s3dash.store.build import build
    from s3dash.store.connection import default_store_path

    if not _is_folder(options.data):
        return FAILURE
    target = options.store or default_store_path()
    try:
        summary = build(options.data, target, progress=lambda text: _tell(f"{text} ..."))
    except DataProblems as found:
        status = _report(found.problems)
        _tell(f"Nothing was published: {target} is as it was.")
        return status
    except OSError as error:
        _tell(f"The store {target} cannot be written: {error.strerror}.")
        return FAILURE
    _print_summary(summary)
    return 0


def _info(options: argparse.Namespace) -> int:
    from s3dash.store.connection import Store, StoreError
    from s3dash.store.facts import store_facts

    try:
        with Store.open(options.store) as store:
            facts = store_facts(store)
    except StoreError as error:
        _tell(str(error))
        return FAILURE
    if options.json:
        import json

        print(json.dumps(facts.as_json(), indent=2))
    else:
        _print_facts(facts)
    return 0


def _is_folder(path: Path) -> bool:
    if not path.is_dir():
        _tell(f"There is no data folder {path}.")
        return False
    return True


def _report(problems: Sequence[Problem]) -> int:
    for problem in problems:
        print(problem)
    print("1 problem" if len(problems) == 1 else f"{len(problems):,} problems")
    return FAILURE if problems else 0


def _print_summary(summary: BuildSummary) -> None:
    _print_rows(summary.row_counts)
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


def _print_facts(facts: StoreFacts) -> None:
    print(f"Store      {facts.path} ({facts.size_bytes / 1e6:.1f} MB, layout {facts.store_format})")
    print(f"Built at   {facts.built_at} by s3dash {facts.s3dash_version}")
    print(f"Data       {facts.package_name} {facts.package_version}")
    print(f"Digest     {facts.data_digest}")
    print(f"DuckDB     {facts.duckdb_version}")
    print()
    _print_rows(facts.row_counts)
    print()
    print("Known gaps")
    for name, value in vars(facts.gaps).items():
        words = name.replace("_", " ")
        print(f"  {words:<32}{', '.join(value) if isinstance(value, tuple) else value}")


def _print_rows(row_counts: Mapping[str, int]) -> None:
    for name, count in row_counts.items():
        print(f"{name:<22}{count:>10,}")


def _tell(text: str) -> None:
    print(text, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
