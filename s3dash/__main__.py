"""The command line: ``python -m s3dash COMMAND``; `COMMANDS` has one file each."""

from __future__ import annotations

import argparse
import errno
import os
import signal
import sys
from collections.abc import Sequence

from s3dash.commands import (
    build,
    check,
    confirm,
    deck,
    import_,
    info,
    partners,
    publish,
    report,
    rollback,
    serve,
    similar,
    template,
    undo,
    versions,
)
from s3dash.commands.console import (
    FAILURE,
    not_written,
    refuse,
    report_unforeseen,
    speak_any_letter,
)
from s3dash.settings import BadSetting

COMMANDS = (
    *(build, check, import_, template, confirm, undo, versions, rollback, publish, serve),
    *(info, similar, partners, report, deck),
)
INTERRUPTED = 128 + signal.SIGINT
FULL = (errno.ENOSPC, errno.EDQUOT)
"""A disk, or a share of one, that takes no more."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status.

    0: done. 1: the data or the store are not in order. 2: the command was not understood.
    """
    speak_any_letter()
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except BadSetting as error:
        return refuse(str(error))
    except BrokenPipeError:
        # The reader (head, less) has seen enough.
        _write_nowhere()
        return FAILURE
    except OSError as error:
        if error.errno not in FULL:
            return report_unforeseen(error)
        _write_nowhere()
        return not_written(error.filename or "The output", error)
    except KeyboardInterrupt:
        return INTERRUPTED
    except RuntimeError as error:
        # So DuckDB says that Ctrl-C reached it in the middle of a query.
        return INTERRUPTED if str(error) == "Query interrupted" else report_unforeseen(error)
    except Exception as error:
        return report_unforeseen(error)
    return status


def _write_nowhere() -> None:
    """Keep Python from flushing, at its exit, to where nothing can be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m s3dash",
        description="Check the data package, publish the store that the dashboard reads, "
        "serve the dashboard, and tell what a store holds.",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add_command(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
