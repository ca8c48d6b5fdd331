"""Tells who looks at a room what is shown there now, and when something changed."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

from anyio import to_thread

from s3dash.present.rooms.rooms import NoSuchRoom, Room, RoomError, Rooms

LOOK_SECONDS = 0.5
"""Between two looks into the database: another server may have changed the room."""
MOST_LOOKING = 400
"""Screens and phones of a room at a time that changes are told to at once."""
MOST_STREAMS = 1_000
"""Of all rooms of this process together: each holds a connection open. The others ask."""


def told(room: Room) -> dict[str, Any]:
    """What screens and phones learn of a room: neither of its keys is in it."""
    return {
        "revision": room.revision,
        "work": room.work_revision,
        "position": room.position,
        "black": room.is_black,
        "timer": [room.timer_from, room.timer_seconds] if room.timer_from else None,
        "now": round(time.time(), 3),
    }


class _Watched:
    """A room that somebody looks at: how it is, and who waits for a change."""

    def __init__(self) -> None:
        self.state: dict[str, Any] = {}
        self.is_gone = False
        self.looking = 0
        self.changed = asyncio.Event()
        self.wake = asyncio.Event()
        self.task: asyncio.Task[None] | None = None

    def tell(self) -> None:
        self.changed.set()
        self.changed = asyncio.Event()


class Watch:
    """One look into the database for all who follow a room; none for rooms nobody looks at."""

    def __init__(self, rooms: Callable[[], Rooms]) -> None:
        self._rooms = rooms
        self._watched: dict[str, _Watched] = {}
        self._streams = 0

    def poke(self, key: str) -> None:
        """Look at once: this server has just changed the room."""
        if found := self._watched.get(key):
            found.wake.set()

    def is_full(self, key: str) -> bool:
        """Whether as many look at the room, or at all rooms, as may."""
        found = self._watched.get(key)
        is_room_full = found is not None and found.looking >= MOST_LOOKING
        return is_room_full or self._streams >= MOST_STREAMS

    async def states(self, room: Room) -> AsyncIterator[dict[str, str]]:
        """The room now, and after every change, as events: ``state``, or ``gone`` at its end."""
        found = self._watched.setdefault(room.key, _Watched())
        found.looking += 1
        self._streams += 1
        if not found.state:
            found.state = told(room)
        if found.task is None:
            found.task = asyncio.create_task(self._look(room.key, found))
        seen = -1
        try:
            while not found.is_gone:
                changed = found.changed
                if found.state["revision"] != seen:
                    seen = found.state["revision"]
                    now = found.state | {"now": round(time.time(), 3)}
                    yield {"event": "state", "data": json.dumps(now)}
                    continue
                await changed.wait()
            yield {"event": "gone", "data": "{}"}
        finally:
            found.looking -= 1
            self._streams -= 1
            if not found.looking and found.task:
                found.task.cancel()
                found.task = None
                if self._watched.get(room.key) is found:
                    del self._watched[room.key]

    async def _look(self, key: str, found: _Watched) -> None:
        while True:
            try:
                room = await to_thread.run_sync(self._rooms().find, key)
            except NoSuchRoom:
                found.is_gone = True
                self._watched.pop(key, None)
                found.tell()
                return
            except RoomError:
                # The database is away: what was shown stays, until it is there again.
                pass
            else:
                if room.revision != found.state["revision"]:
                    found.state = told(room)
                    found.tell()
            try:
                await asyncio.wait_for(found.wake.wait(), LOOK_SECONDS)
            except TimeoutError:
                continue
            found.wake.clear()
