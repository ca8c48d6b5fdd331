"""A crowd at two dashboards behind the proxy: how much more two do than one, and who is kept.

Readers think between two wishes, as people do; each wish is a rerun of a page.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from itertools import cycle, islice
from math import nan
from pathlib import Path
from statistics import quantiles

from websockets.exceptions import WebSocketException

from benchmarks import sessions
from benchmarks.measures import Progress, Samples
from benchmarks.rounds import resident_bytes
from benchmarks.servers import DASHBOARD, Server, serving
from benchmarks.targets import TARGETS
from scripts import cluster

KEY = "crowd"
THINK_SECONDS = 2.0
AT_ONCE = 16
"""Readers without a pause, for the work that a process can do at most."""
HTML = {"Accept": "text/html"}


@dataclass
class Told:
    """What came of a crowd: seconds of reruns, what failed, who had to wait outside."""

    seconds: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    waiting: int = 0


def measure(
    sizes: tuple[int, ...], seconds: float, most: int, tell: Progress
) -> dict[str, Samples]:
    """What two dashboards do.

    Parameters
    ----------
    sizes
        Numbers of readers that come, one crowd after the other.
    seconds
        How long each crowd stays.
    most
        Readers that a process lets in (``S3DASH_MOST_SESSIONS``).

    Keys of the result, each with the key ``crowd``: ``crowd_one_to_two`` (reruns a second of one
    process as a part of those of two), ``crowd_session_mb`` (memory of a session), and of each
    size, as ``some`` and ``many``: ``crowd_some_p95``, ``crowd_some_failed`` and
    ``crowd_some_waiting``. Without haproxy: NaN.
    """
    _open_many_files()
    found: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        try:
            tell("crowd: one dashboard")
            with serving(DASHBOARD) as server:
                # A first visit loads what all share; it is no session's.
                asyncio.run(stay(server.stream, len(TARGETS), 1, 0, None))
                found["crowd_session_mb"] = [asyncio.run(_memory(server, min(60, sizes[0])))]
                one = asyncio.run(stay(server.stream, AT_ONCE, seconds, 0, None))
            with cluster.running(Path(folder), S3DASH_MOST_SESSIONS=str(most)) as two:
                stream = f"{two.url.replace('http', 'ws')}/_stcore/stream"
                asyncio.run(stay(stream, 2 * len(TARGETS), 1, 0, None))
                tell("crowd: two dashboards")
                both = asyncio.run(stay(stream, 2 * AT_ONCE, seconds, 0, None))
                found["crowd_one_to_two"] = [len(one.seconds) / max(1, len(both.seconds))]
                for name, size in zip(("some", "many"), sizes, strict=True):
                    tell(f"crowd: {size} readers")
                    told = asyncio.run(stay(stream, size, seconds, THINK_SECONDS, two.url))
                    found[f"crowd_{name}_p95"] = [_p95(told.seconds)]
                    found[f"crowd_{name}_failed"] = [float(len(told.failures))]
                    found[f"crowd_{name}_waiting"] = [float(told.waiting)]
        except cluster.NotRunning as error:
            print(error)
            found["crowd_one_to_two"] = [nan]
    return {name: {KEY: samples} for name, samples in found.items()}


async def stay(stream: str, size: int, seconds: float, think: float, page: str | None) -> Told:
    """Readers who come within a second, wish and think until the time is up, and leave.

    ``page``: where each asks for the page first, as a browser does, and waits if it is full.
    """
    told = Told()
    give_up = time.perf_counter() + seconds
    targets = list(islice(cycle(TARGETS), size))
    dice = random.Random(size)

    async def one(number: int) -> None:
        await asyncio.sleep(dice.random() * min(1.0, seconds / 4))
        cookie = ""
        if page:
            status, cookie = await asyncio.to_thread(_page, f"{page}{targets[number].address}")
            if status == 503:
                told.waiting += 1
                return
        try:
            async with sessions.Session(stream, targets[number], cookie) as session:
                await session.run()
                while time.perf_counter() < give_up:
                    await asyncio.sleep(think * 2 * dice.random())
                    told.seconds.append((await session.run()).seconds)
        except (sessions.ScriptFailed, OSError, TimeoutError, WebSocketException) as error:
            told.failures.append(f"{targets[number].title}: {error!r}")

    await asyncio.gather(*(one(number) for number in range(size)))
    return told


async def _memory(server: Server, size: int) -> float:
    """MB that each of so many sessions takes while all of them are open."""
    async with AsyncExitStack() as stack:
        before = resident_bytes(server)
        for target in islice(cycle(TARGETS), size):
            session = await stack.enter_async_context(sessions.Session(server.stream, target))
            await session.run()
        return (resident_bytes(server) - before) / size / 1e6


def _page(address: str) -> tuple[int, str]:
    """Status of a page, and the cookie of the proxy that came with it."""
    asked = urllib.request.Request(address, headers=HTML)
    try:
        with urllib.request.urlopen(asked, timeout=30) as answer:
            given = answer.headers.get_all("Set-Cookie") or [""]
            return answer.status, given[0].partition(";")[0]
    except urllib.error.HTTPError as error:
        return error.code, ""


def _p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=20)[-1] if len(seconds) > 1 else nan


def _open_many_files() -> None:
    """A session of ours is an open file, too."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
