"""Rooms that nobody uses go, also where nobody opens a room any more."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from s3dash.present.rooms.rooms import SWEEP_SECONDS, Rooms, RoomsAway


async def sweep_rooms(rooms: Rooms, seconds: float = SWEEP_SECONDS) -> None:
    """Remove the rooms that have gone unused for long, once in so many seconds, until cancelled.

    A database that is away is asked again the next time: who opens a room is told of it.
    """
    while True:
        await asyncio.sleep(seconds)
        with suppress(RoomsAway):
            await asyncio.to_thread(rooms.sweep)
