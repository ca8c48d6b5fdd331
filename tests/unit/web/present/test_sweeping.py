"""Rooms that nobody uses go by themselves."""

from __future__ import annotations

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from s3dash.present.rooms.limits import KEPT_DAYS
from s3dash.present.rooms.rooms import DAY, Rooms
from s3dash.web.present.sweeping import sweep_rooms


def test_unused_rooms_go_where_nobody_opens_one(tmp_path: Path) -> None:
    file, now = tmp_path / "rooms.sqlite", [0.0]
    rooms = Rooms(f"sqlite:///{file}", lambda: now[0])
    rooms.make("deck")
    now[0] += (KEPT_DAYS + 1) * DAY

    def left() -> int:
        with sqlite3.connect(file) as plain:
            return int(plain.execute("SELECT count(*) FROM room").fetchone()[0])

    async def some_time() -> None:
        work = asyncio.create_task(sweep_rooms(rooms, 0.01))
        for _ in range(500):
            await asyncio.sleep(0.01)
            if not left():
                break
        work.cancel()

    assert left() == 1
    # In a thread of its own: a test in a browser leaves a loop in that of the tests.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(some_time())).result()
    assert left() == 0
    rooms.close()
