"""Does it stay as fast as it was? Rounds of many readers on all pages, each round new ones."""

import asyncio
import os
import time
from itertools import cycle, islice
from math import nan
from pathlib import Path
from statistics import median

from benchmarks import sessions
from benchmarks.measures import Progress, Samples
from benchmarks.servers import DASHBOARD, Server, serving
from benchmarks.targets import TARGETS

ROUNDS = 10
SESSIONS = 60
RUNS = 3
"""Runs of each session: it opens a page, asks twice more, and leaves."""
SETTLED = 3
"""The round after which memory shall grow no more: by then all that is kept has been kept."""
KEY = "rounds"


def measure(rounds: int, count: int, tell: Progress) -> dict[str, Samples]:
    """Rounds of ``count`` sessions, mixed over all pages, without a pause.

    Keys of the result, each with the key ``rounds``: ``rounds_slower`` (time per run in the last
    round, as a multiple of the first), ``rounds_memory`` (memory after the last round, as a
    multiple of that after the third), ``rounds_work`` (processor time of the server per run, as
    ``rounds_slower``: it holds on a computer that others use too), ``rounds_rate`` (runs a second,
    for each round) and ``rounds_p50`` (the seconds of a run, for each round). Memory and work are
    NaN where the system does not tell.
    """
    rates, middles, sizes, works = [], [], [], []
    with serving(DASHBOARD) as server:
        for target in TARGETS:
            asyncio.run(sessions.first_run(server.stream, target))
        for number in range(rounds):
            tell(f"round {number + 1} of {rounds} with {count} sessions")
            started, worked = time.perf_counter(), _processor_seconds(server)
            seconds = asyncio.run(_round(server.stream, count))
            rates.append(len(seconds) / (time.perf_counter() - started))
            works.append((_processor_seconds(server) - worked) / len(seconds))
            middles.append(median(seconds))
            sizes.append(resident_bytes(server))
    return {
        "rounds_slower": {KEY: [rates[0] / rates[-1]]},
        "rounds_memory": {KEY: [sizes[-1] / sizes[min(SETTLED, rounds) - 1]]},
        "rounds_work": {KEY: [works[-1] / works[0]]},
        "rounds_rate": {KEY: rates},
        "rounds_p50": {KEY: middles},
    }


async def _round(stream: str, count: int) -> list[float]:
    async def one(number: int) -> list[float]:
        async with sessions.Session(stream, targets[number]) as session:
            return [(await session.run()).seconds for _ in range(RUNS)]

    targets = list(islice(cycle(TARGETS), count))
    found = await asyncio.gather(*(one(number) for number in range(count)))
    return [seconds for each in found for seconds in each]


def _processor_seconds(server: Server) -> float:
    """Processor time that the server has taken since it started."""
    status = Path(f"/proc/{server.process}/stat")
    if not status.exists():
        return nan
    # The name of the program comes first, in brackets; then the state is the third field.
    fields = status.read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_bytes(server: Server) -> float:
    """Memory that the server holds."""
    status = Path(f"/proc/{server.process}/status")
    if not status.exists():
        return nan
    [line] = [
        line
        for line in status.read_text(encoding="utf-8").splitlines()
        if line.startswith("VmRSS:")
    ]
    return int(line.split()[1]) * 1024
