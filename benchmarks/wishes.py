"""First wishes, not repeats: readers at once, each asks something that nobody has asked before."""

from __future__ import annotations

import asyncio
import itertools
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


def measure(count: int, rounds: int, tell: Progress) -> dict[str, Samples]:
    """Key ``wishes_p95``: of the floor page and of first wishes, the 95th percentile a round."""
    # Places, one pair for each wish: no filter is asked for twice, so nothing is there already.
    with duckdb.connect(str(default_store_path()), read_only=True) as con:
        codes = [code for (code,) in con.sql("SELECT territory_id FROM territory").fetchall()]
    pairs = itertools.combinations(codes, 2)
    found: dict[str, list[float]] = {"floor": [], "wishes": []}
    with serving(FLOOR) as floor, serving(DASHBOARD) as dashboard:
        for number in range(rounds):
            tell(f"wishes: round {number + 1} of {rounds} with {count} readers")
            found["floor"].append(_p95(asyncio.run(_round(floor.stream, FLOOR_PAGE, count, None))))
            target = Target("wishes", "Priorities", "priorities")
            seconds = asyncio.run(_round(dashboard.stream, target, count, pairs))
            found["wishes"].append(_p95(seconds))
    return {"wishes_p95": found}


async def _round(
    stream: str, target: Target, count: int, pairs: itertools.combinations[tuple[str, str]] | None
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
