"""First wishes, not repeats: readers at once, each asks something that nobody has asked before."""

from __future__ import annotations

import asyncio
import itertools
import random
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

import duckdb

from benchmarks import sessions
from benchmarks.measures import Progress, Samples
from benchmarks.servers import DASHBOARD, FLOOR, serving
from benchmarks.targets import FLOOR_PAGE, Target
from s3dash.store.connection import default_store_path

TIMES = 3
"""Wishes of each reader in a round."""
SEED = 2021
"""The order of the wishes comes from it."""


def measure(count: int, rounds: int, tell: Progress) -> dict[str, Samples]:
    """Key ``wishes_p95``: of the floor page and of first wishes, the 95th percentile a round."""
    pairs = wishes(default_store_path())
    found: dict[str, list[float]] = {"floor": [], "wishes": []}
    with serving(FLOOR) as floor, serving(DASHBOARD) as dashboard:
        for number in range(rounds):
            tell(f"wishes: round {number + 1} of {rounds} with {count} readers")
            found["floor"].append(_p95(asyncio.run(_round(floor.stream, FLOOR_PAGE, count, None))))
            target = Target("wishes", "Priorities", "priorities")
            seconds = asyncio.run(_round(dashboard.stream, target, count, pairs))
            found["wishes"].append(_p95(seconds))
    return {"wishes_p95": found}


def wishes(store: Path) -> Iterator[tuple[str, str]]:
    """Pairs of territories that have priorities, each once, from all over Europe, always the same.

    No filter is asked for twice, so no answer is there already; and each finds something.
    """
    with duckdb.connect(str(store), read_only=True) as con:
        found = con.sql("SELECT DISTINCT territory_id FROM priority ORDER BY ALL").fetchall()
    pairs = list(itertools.combinations((code for (code,) in found), 2))
    random.Random(SEED).shuffle(pairs)
    return iter(pairs)


async def _round(
    stream: str, target: Target, count: int, pairs: Iterator[tuple[str, str]] | None
) -> list[float]:
    async def one() -> list[float]:
        async with sessions.Session(stream, target) as session:
            await session.run()
            await ready.wait()
            taken = []
            for _ in range(TIMES):
                query = urlencode({"territory": next(pairs)}, doseq=True) if pairs else None
                taken.append((await session.run(query)).seconds)
            return taken

    ready = asyncio.Barrier(count)
    found = await asyncio.gather(*(one() for _ in range(count)))
    return [seconds for each in found for seconds in each]


def _p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=20)[-1]
