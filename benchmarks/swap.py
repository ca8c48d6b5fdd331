"""A large store is replaced while readers work with it: who fails, and who waits longest."""

from __future__ import annotations

import asyncio
import json
import shutil
import tempfile
import time
import urllib.request
from math import nan
from pathlib import Path

import duckdb

from benchmarks.crowd import THINK_SECONDS, Told, stay
from benchmarks.measures import Progress, Samples
from benchmarks.servers import DASHBOARD, Server, serving
from benchmarks.targets import TARGETS
from s3dash.store.build import build, publish_file

KEY = "swap"
SESSIONS = 60
SECONDS = 180.0
"""How long the readers stay: the store is replaced after a quarter of it."""
POLL_SECONDS = 0.5


def measure(data: Path, seconds: float, tell: Progress) -> dict[str, Samples]:
    """Readers of all pages, who think between two wishes, while a store of ``data`` is replaced.

    Keys of the result, each with the key ``swap``: ``swap_before`` and ``swap_longest``, the
    seconds of the slowest rerun without and with a new store, ``swap_served``, the seconds from its
    publication until it was served (NaN: not while the readers were there), and ``swap_failed``.
    """
    with tempfile.TemporaryDirectory() as folder:
        store, next_one = Path(folder) / "s3.duckdb", Path(folder) / "next.duckdb"
        tell("swap: the store")
        build(data, store)
        # Another file is another store, whatever it holds: all that was kept is made anew.
        shutil.copyfile(store, next_one)
        with duckdb.connect(str(next_one)) as con:
            con.execute("UPDATE build_info SET data_digest = reverse(data_digest)")
        with serving(DASHBOARD, store) as server:
            asyncio.run(stay(server.stream, len(TARGETS), 1, 0, None))
            tell(f"swap: {SESSIONS} readers, the store stays")
            before = asyncio.run(stay(server.stream, SESSIONS, seconds / 2, THINK_SECONDS, None))
            tell(f"swap: {SESSIONS} readers, the store is replaced")
            after, served = asyncio.run(_replaced(server, seconds, next_one, store))
    for failure in (*before.failures, *after.failures):
        print(failure)
    return {
        "swap_before": {KEY: [max(before.seconds, default=nan)]},
        "swap_longest": {KEY: [max(after.seconds, default=nan)]},
        "swap_served": {KEY: [served]},
        "swap_failed": {KEY: [float(len(after.failures))]},
    }


async def _replaced(server: Server, seconds: float, new: Path, store: Path) -> tuple[Told, float]:
    """What readers were told, and when the newer store was served."""

    async def publish() -> float:
        before = await asyncio.to_thread(_served, server)
        await asyncio.sleep(seconds / 4)
        publish_file(new, store)
        published = time.perf_counter()
        while (waited := time.perf_counter() - published) < seconds / 2:
            await asyncio.sleep(POLL_SECONDS)
            if await asyncio.to_thread(_served, server) != before:
                return waited
        return nan

    staying = stay(server.stream, SESSIONS, seconds, THINK_SECONDS, None)
    told, served = await asyncio.gather(staying, publish())
    return told, served


def _served(server: Server) -> str:
    """The store that is served."""
    with urllib.request.urlopen(f"{server.address}/healthz", timeout=30) as answer:
        return str(json.load(answer)["build"])
