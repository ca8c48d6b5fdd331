"""The command line: ``python -m benchmarks [--quick] [--only NAME ...] [--rows N]``."""

import argparse
import json
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import measures, report
from benchmarks.measures import Samples
from benchmarks.servers import DASHBOARD, FLOOR, serving
from benchmarks.synthetic import DATA, QUICK_ROWS, ROWS, temporary_package
from benchmarks.targets import TARGETS, Target

NAMES = (
    *("crowd", "wishes"),
    *("load", "run", "start", "store", "network", "board"),
    *("rounds", "line", "similarity", "partners", "build", "explorer", "topic", "scenes"),
    *("present", "desk", "swap", "records"),
)
LARGE = {"build", "explorer", "topic", "swap"}
"""Measures with a synthetic package."""


def main() -> int:
    options = _parser().parse_args()
    # An end from outside is an exception, so that every server and browser is ended with us.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    chosen = [target for target in TARGETS if not options.page or target.key in options.page]
    wanted = options.only or NAMES
    started = time.perf_counter()
    results: dict[str, Samples] = {}
    try:
        _measure(wanted, chosen, options.quick, results)
        if LARGE & set(wanted):
            rows = options.rows or (QUICK_ROWS if options.quick else ROWS)
            _measure_large(wanted, rows, options.quick, results)
    finally:
        # Also when it is ended early: what was measured by then holds.
        _tell("")
        print(report.table(results, chosen))
        print(
            f"\n{report.over_aim(results, chosen)} over the aim or failed. Ratios to the floor "
            "of the same run (a plain page; DuckDB reading the same files; pandas; numpy), "
            "medians over the rounds; "
            f"took {time.perf_counter() - started:.0f} s."
        )
        if options.json:
            options.json.write_text(json.dumps(results, indent=1), encoding="utf-8", newline="\n")
    return 0


def _measure(
    wanted: Sequence[str], chosen: Sequence[Target], is_quick: bool, results: dict[str, Samples]
) -> None:
    """Fill the results, one measure after the other."""
    if "store" in wanted:
        results["store"] = measures.store_builds(DATA, 2 if is_quick else 5, _tell)
    if "start" in wanted:
        results["start"] = measures.cold_starts(TARGETS[0], 2 if is_quick else 7, _tell)
    if "network" in wanted:
        # Imported only here: the other measures do without pandas.
        from benchmarks import network

        results |= network.measure(2 if is_quick else 5, _tell)
    if "board" in wanted:
        from benchmarks import board

        results |= board.measure(2 if is_quick else 7, _tell)
    if "rounds" in wanted:
        from benchmarks import rounds

        number, count = (4, 20) if is_quick else (rounds.ROUNDS, rounds.SESSIONS)
        results |= rounds.measure(number, count, _tell)
    if "crowd" in wanted:
        from benchmarks import crowd

        how = ((10, 24), 4.0, 8) if is_quick else ((200, 500), 60.0, 150)
        results |= crowd.measure(*how, _tell)
    if "wishes" in wanted:
        from benchmarks import wishes

        results |= wishes.measure(5 if is_quick else 20, 2 if is_quick else 5, _tell)
    if "line" in wanted:
        from benchmarks import slow_line

        results |= slow_line.measure(2 if is_quick else 5, _tell)
    if "similarity" in wanted:
        # Imported only here, as the explorer is below.
        from benchmarks import similarity

        results |= similarity.measure(DATA, 2 if is_quick else 7, _tell)
    if "partners" in wanted:
        from benchmarks import partners

        results |= partners.measure(2 if is_quick else 7, _tell)
    if "present" in wanted:
        from benchmarks import presenting

        results |= presenting.measure(1 if is_quick else 3, _tell)
    if "scenes" in wanted:
        from benchmarks import scenes

        results |= scenes.measure(DATA, 1 if is_quick else 3, _tell)
    if "desk" in wanted:
        from benchmarks import desk

        results |= desk.measure(1 if is_quick else 3, _tell)
    if "records" in wanted:
        from benchmarks import records

        results |= records.measure(1 if is_quick else 5, _tell)
    if not {"load", "run"} & set(wanted):
        return
    with serving(FLOOR) as floor, serving(DASHBOARD) as dashboard:
        if "load" in wanted:
            rounds = 2 if is_quick else 7
            results |= measures.page_loads(floor, dashboard, chosen, rounds, _tell)
        if "run" in wanted:
            rounds = 2 if is_quick else 4
            for count, times in ((1, 10), (measures.SESSIONS, 3)):
                runs = measures.script_runs(floor, dashboard, chosen, rounds, count, times, _tell)
                results |= {f"{count}_{name}": samples for name, samples in runs.items()}


def _measure_large(
    wanted: Sequence[str], rows: int, is_quick: bool, results: dict[str, Samples]
) -> None:
    """Fill the results of what is measured with a synthetic package, made once."""
    _tell(f"a synthetic package of {rows:,} priorities")
    with temporary_package(rows) as data:
        if "build" in wanted:
            results["build"] = measures.store_builds(data, 1 if is_quick else 3, _tell)
        if "swap" in wanted:
            from benchmarks import swap

            results |= swap.measure(data, 40.0 if is_quick else swap.SECONDS, _tell)
        if "explorer" in wanted:
            # Imported only here: the other measures do without pandas and the explorer.
            from benchmarks import explorer

            results |= explorer.measure(data, 1 if is_quick else 3, _tell)
        if "topic" in wanted:
            from benchmarks import topic

            results |= topic.measure(data, 1 if is_quick else 3, _tell)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measure speed and bytes of every page as ratios to a plain page, in one run. "
        "Everything stays on this computer.",
    )
    parser.add_argument("--quick", action="store_true", help="fewer rounds: a first look")
    parser.add_argument("--only", nargs="+", choices=NAMES, help="only these measures")
    parser.add_argument(
        "--page",
        nargs="+",
        choices=[target.key for target in TARGETS],
        help="only these pages",
    )
    parser.add_argument(
        "--rows",
        type=_at_least_one,
        metavar="N",
        help=f"priorities of the synthetic package of {', '.join(sorted(LARGE))} "
        f"(default: {ROWS}, with --quick {QUICK_ROWS})",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all samples to a file")
    return parser


def _at_least_one(text: str) -> int:
    if (number := int(text)) < 1:
        raise ValueError
    return number


def _tell(text: str) -> None:
    """Say on a terminal what is being measured; each line replaces the one before."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
