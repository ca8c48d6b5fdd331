"""The command line: ``python -m benchmarks.audit [--only NAME ...]``."""

import argparse
import os
import signal
import sys
import time
from collections.abc import Iterator

from benchmarks.audit import columns, disks, fuzz, kills, links, packages, schema, service
from benchmarks.audit.tally import Tally
from benchmarks.servers import DASHBOARD, serving

SERVED = ("links", "empty", "origins", "uploads", "schema", "fuzz")
NAMES = (*SERVED, "packages", "disks", "columns", "kills")
MOST_TOLD = 20


def main() -> int:
    """Try everything; 1 where anything failed."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.audit",
        description="Try hostile links, damaged packages, full disks, kills and what a page of "
        "another site may send. Everything stays on this computer.",
    )
    parser.add_argument("--only", nargs="+", choices=NAMES, default=NAMES, help="only these")
    parser.add_argument(
        "--part",
        type=_part,
        default=(1, 1),
        metavar="N/OF",
        help="of the columns only one part of so many, such as 1/20",
    )
    parser.add_argument(
        "--fuzz",
        type=int,
        default=fuzz.COUNT,
        metavar="N",
        help="so many links and so many calls at random (default: %(default)s)",
    )
    parser.add_argument(
        "--seed",
        type=int,
        default=fuzz.SEED,
        metavar="N",
        help="what chance of the links and calls begins with (default: %(default)s)",
    )
    parser.add_argument(
        "--kills",
        type=int,
        default=kills.NUMBER,
        metavar="N",
        help="how many (default: %(default)s)",
    )
    options = parser.parse_args()
    # One computer asks here what a hundred would: the limit for one address is for others.
    os.environ["S3DASH_API_RATE"] = "none"
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    failed = 0
    started = time.perf_counter()
    for tally in _tallies(options.only, options.part, options.kills, options.fuzz, options.seed):
        _tell("")
        print(tally.line(), flush=True)
        for told in tally.failures[:MOST_TOLD]:
            print(f"  {told}")
        failed += len(tally.failures)
    print(f"{failed} failed; took {time.perf_counter() - started:.0f} s.")
    return int(failed > 0)


def _part(text: str) -> tuple[int, int]:
    number, _, of = text.partition("/")
    if not (number.isdigit() and of.isdigit() and 1 <= int(number) <= int(of)):
        raise argparse.ArgumentTypeError(f"{text} is no part such as 1/20")
    return int(number), int(of)


def _tallies(
    wanted: list[str], part: tuple[int, int], number: int, random: int, seed: int
) -> Iterator[Tally]:
    if set(SERVED) & set(wanted):
        with serving(DASHBOARD) as server:
            if "origins" in wanted:
                yield service.foreign_origins(server, _tell)
            if "uploads" in wanted:
                yield service.uploads(server, _tell)
            if "schema" in wanted:
                yield schema.described(server, _tell)
            if "fuzz" in wanted:
                yield fuzz.calls(server, random, _tell, seed)
                yield links.opened(server, "fuzzed links", list(fuzz.links(random, seed)), _tell)
            if "empty" in wanted:
                yield links.opened(server, "empty parameters", list(links.empty()), _tell)
            if "links" in wanted:
                yield links.opened(server, "hostile links", list(links.hostile()), _tell)
    if "packages" in wanted:
        yield packages.damaged(_tell)
    if "disks" in wanted:
        yield disks.full(_tell)
    if "columns" in wanted:
        yield columns.missing(_tell, part)
    if "kills" in wanted:
        yield kills.killed(_tell, number)


def _tell(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
