"""A large store is replaced while readers work with it: who fails, and who waits longest."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from math import nan
from pathlib import Path

from benchmarks.crowd import THINK_SECONDS, Told, stay
from benchmarks.measures import Progress, Samples
from benchmarks.servers import DASHBOARD, serving
from benchmarks.targets import TARGETS
from s3dash.store.build import build, publish_file

KEY = "swap"
SESSIONS = 60
SECONDS = 30.0
"""How long the readers stay; the store is replaced in the middle."""


def measure(data: Path, seconds: float, tell: Progress) -> dict[str, Samples]:
    """Readers of all pages, who think between two wishes, while a store of ``data`` is replaced.

    Keys of the result, each with the key ``swap``: ``swap_before`` and ``swap_longest``, the
    seconds of the slowest rerun without and with a new store, and ``swap_failed``.
    """
    with tempfile.TemporaryDirectory() as folder:
        store, next_one = Path(folder) / "s3.duckdb", Path(folder) / "next.duckdb"
        tell("swap: the store")
        build(data, store)
        # Another file is another store, whatever it holds: all that was kept is made anew.
        shutil.copyfile(store, next_one)
        with serving(DASHBOARD, store) as server:
            asyncio.run(stay(server.stream, len(TARGETS), 1, 0, None))
            tell(f"swap: {SESSIONS} readers, the store stays")
            before = asyncio.run(stay(server.stream, SESSIONS, seconds, THINK_SECONDS, None))
            tell(f"swap: {SESSIONS} readers, the store is replaced")
            after = asyncio.run(_replaced(server.stream, seconds, next_one, store))
    for failure in (*before.failures, *after.failures):
        print(failure)
    return {
        "swap_before": {KEY: [max(before.seconds, default=nan)]},
        "swap_longest": {KEY: [max(after.seconds, default=nan)]},
        "swap_failed": {KEY: [float(len(after.failures))]},
    }


async def _replaced(stream: str, seconds: float, new: Path, store: Path) -> Told:
    async def publish() -> None:
        await asyncio.sleep(seconds / 2)
        publish_file(new, store)

    told, _ = await asyncio.gather(stay(stream, SESSIONS, seconds, THINK_SECONDS, None), publish())
    return told
