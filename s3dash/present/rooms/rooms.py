"""The rooms: made, found, changed, deleted. Every change is whole or not there."""

from __future__ import annotations

import json
import logging
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Lock
from typing import Any

from alembic.util import CommandError
from sqlalchemy import Connection, Engine, Row, delete, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from s3dash.present.deck import TOO_LONG, is_too_long
from s3dash.present.rooms import database
from s3dash.present.rooms.items import Item, checked
from s3dash.present.rooms.limits import (
    KEPT_DAYS,
    LONGEST_TIMER,
    MOST_ITEMS,
    MOST_ROOMS,
)
from s3dash.present.rooms.tables import ITEM, ROOM

LOG = logging.getLogger("s3dash")
KEY_BYTES = 18
"""Of chance in a key: 24 letters in an address, which nobody guesses."""
DAY = 86_400.0
SWEEP_SECONDS = 3_600.0
"""Between two looks for rooms that have gone unused."""
NOTED_SECONDS = 3_600.0
"""Looking at a room counts as use; that is noted this often."""


class RoomError(Exception):
    """Something that a room cannot do now, in words for the people in it."""


class NoSuchRoom(RoomError):
    """The key is wrong, or the room was deleted, or has gone unused for too long."""

    def __init__(self) -> None:
        super().__init__(
            "No room has this key. It may be misspelled, or the room was deleted, or nobody used "
            f"it for {KEPT_DAYS} days."
        )


class RoomsAway(RoomError):
    """The database cannot be reached, or cannot be written to."""

    def __init__(self) -> None:
        super().__init__("The rooms cannot be reached at the moment.")


class Full(RoomError):
    """There is no room for more: rooms, or items of a room."""


class Changed(RoomError):
    """Somebody else changed the item since; ``item`` is how it is now."""

    def __init__(self, item: Item) -> None:
        self.item = item
        super().__init__("Somebody else changed this meanwhile.")


@dataclass(frozen=True)
class Room:
    """A room as it is now.

    Attributes
    ----------
    deck
        The text of its deck file.
    position
        Number of the scene that is shown, from 0.
    timer_from
        When the timer was started, seconds since 1970; None: it stands still.
    revision, work_revision
        Of the last change at all, and of the last change of an item.
    """

    key: str
    follow_key: str
    deck: str
    created_at: float
    used_at: float
    revision: int
    work_revision: int
    position: int
    is_black: bool
    timer_from: float | None
    timer_seconds: int


class Rooms:
    """All rooms of a database.

    Every method raises `RoomsAway` when the database cannot be reached or written to, and
    `NoSuchRoom` for a key that no room has.

    Parameters
    ----------
    address
        As SQLAlchemy writes it; default: `database.address`.
    clock
        Seconds since 1970.
    """

    def __init__(self, address: str = "", clock: Callable[[], float] = time.time) -> None:
        self._address = address
        self._clock = clock
        self._engine: Engine | None = None
        self._opening = Lock()
        self._swept_at = 0.0

    def make(self, deck: str) -> Room:
        """A new room for a deck.

        Raises
        ------
        Full
            When there are too many rooms, or the deck is too large.
        """
        if is_too_long(deck):
            raise Full(TOO_LONG)
        self.sweep()
        key, follow_key = (secrets.token_urlsafe(KEY_BYTES) for _ in range(2))
        now = self._clock()
        with self._changing() as connection:
            count = select(func.count()).select_from(ROOM)
            if connection.execute(count).scalar_one() >= MOST_ROOMS:
                raise Full(
                    f"There are {MOST_ROOMS:,} rooms, as many as this dashboard keeps. Delete one "
                    "that is no longer needed, or present without a room."
                )
            connection.execute(
                insert(ROOM).values(
                    key=key, follow_key=follow_key, deck=deck, created_at=now, used_at=now
                )
            )
            return _room(self._row(connection, key))

    def find(self, key: str) -> Room:
        """The room that this key may change."""
        with self._reading() as connection:
            room = _room(self._row(connection, key))
        self._note_use(room)
        return room

    def follow(self, follow_key: str) -> Room:
        """The room that this key may only see."""
        with self._reading() as connection:
            row = connection.execute(select(ROOM).where(ROOM.c.follow_key == follow_key)).first()
            if row is None or self._is_gone(row):
                raise NoSuchRoom
        room = _room(row)
        self._note_use(room)
        return room

    def items(self, key: str, since: int = -1) -> list[Item]:
        """Items that were changed after a revision, removed ones among them; by their change."""
        with self._reading() as connection:
            row = self._row(connection, key)
            found = connection.execute(
                select(ITEM)
                .where(ITEM.c.room_id == row.room_id, ITEM.c.revision > since)
                .order_by(ITEM.c.revision, ITEM.c.item_id)
            ).all()
        return [_item(one) for one in found]

    def show(self, key: str, position: int | None = None, is_black: bool | None = None) -> Room:
        """Show another scene, or a black screen."""
        changes: dict[str, Any] = {}
        if position is not None:
            changes["position"] = max(0, min(position, 10_000))
        if is_black is not None:
            changes["is_black"] = is_black
        return self._change(key, changes)

    def time(self, key: str, seconds: int) -> Room:
        """Start the timer for so many seconds; 0 or less: stop it."""
        is_on = seconds > 0
        return self._change(
            key,
            {
                "timer_from": self._clock() if is_on else None,
                "timer_seconds": min(seconds, LONGEST_TIMER) if is_on else 0,
            },
        )

    def put(self, key: str, item_id: str, kind: str, content: object, version: int) -> Item:
        """Write an item.

        Parameters
        ----------
        content
            See `items.KINDS`; None: remove it.
        version
            The version that the change was made from; 0: a new item. Who writes what already
            stands there gets that, so that a change may be sent twice.

        Raises
        ------
        BadItem
            If it cannot be kept.
        Changed
            If the item has another version by now.
        Full
            If the room holds too many.
        """
        kept = checked(item_id, kind, {} if content is None else content)
        text = None if content is None else json.dumps(kept, ensure_ascii=False, sort_keys=True)
        with self._changing() as connection:
            # First, so that changes of a room come one after the other.
            room_id, revision = self._next_revision(connection, key, is_work=True)
            here = (ITEM.c.room_id == room_id) & (ITEM.c.item_id == item_id)
            found = connection.execute(select(ITEM).where(here)).first()
            if found is not None and found.content == text and found.kind == kind:
                return _item(found)
            if found is None:
                count = select(func.count()).select_from(ITEM).where(ITEM.c.room_id == room_id)
                if connection.execute(count).scalar_one() >= MOST_ITEMS:
                    raise Full(f"A room holds at most {MOST_ITEMS:,} items.")
                connection.execute(
                    insert(ITEM).values(
                        room_id=room_id,
                        item_id=item_id,
                        kind=kind,
                        content=text,
                        version=1,
                        revision=revision,
                    )
                )
                return Item(item_id, kind, None if text is None else kept, 1, revision)
            if found.version != version or found.kind != kind:
                raise Changed(_item(found))
            connection.execute(
                update(ITEM)
                .where(here)
                .values(content=text, version=version + 1, revision=revision)
            )
            return Item(item_id, kind, None if text is None else kept, version + 1, revision)

    def delete(self, key: str) -> None:
        """Remove a room with all its content, for good."""
        with self._changing() as connection:
            row = self._row(connection, key)
            connection.execute(delete(ITEM).where(ITEM.c.room_id == row.room_id))
            connection.execute(delete(ROOM).where(ROOM.c.room_id == row.room_id))

    def sweep(self) -> int:
        """Remove the rooms that have gone unused for `KEPT_DAYS`; how many there were.

        Looks at most once in `SWEEP_SECONDS`.
        """
        now = self._clock()
        if now - self._swept_at < SWEEP_SECONDS:
            return 0
        self._swept_at = now
        unused = select(ROOM.c.room_id).where(ROOM.c.used_at < now - KEPT_DAYS * DAY)
        with self._changing() as connection:
            gone = connection.scalars(unused).all()
            if gone:
                connection.execute(delete(ITEM).where(ITEM.c.room_id.in_(gone)))
                connection.execute(delete(ROOM).where(ROOM.c.room_id.in_(gone)))
        return len(gone)

    def close(self) -> None:
        """Let go of the connections."""
        if self._engine is not None:
            self._engine.dispose()

    def _change(self, key: str, changes: dict[str, Any]) -> Room:
        with self._changing() as connection:
            room_id, _ = self._next_revision(connection, key)
            if changes:
                connection.execute(update(ROOM).where(ROOM.c.room_id == room_id).values(**changes))
            return _room(self._row(connection, key))

    def _next_revision(
        self, connection: Connection, key: str, *, is_work: bool = False
    ) -> tuple[int, int]:
        self._row(connection, key)
        later = ROOM.c.revision + 1
        values: dict[str, Any] = {"revision": later, "used_at": self._clock()}
        if is_work:
            values["work_revision"] = later
        row = connection.execute(
            update(ROOM)
            .where(ROOM.c.key == key)
            .values(**values)
            .returning(ROOM.c.room_id, ROOM.c.revision)
        ).first()
        if row is None:
            raise NoSuchRoom
        return row.room_id, row.revision

    def _row(self, connection: Connection, key: str) -> Row[Any]:
        row = connection.execute(select(ROOM).where(ROOM.c.key == key)).first()
        if row is None or self._is_gone(row):
            raise NoSuchRoom
        return row

    def _is_gone(self, row: Row[Any]) -> bool:
        return bool(row.used_at < self._clock() - KEPT_DAYS * DAY)

    def _note_use(self, room: Room) -> None:
        # Here, too: rooms go at their time even where nobody makes a new one.
        with suppress(RoomsAway):
            self.sweep()
        now = self._clock()
        if now - room.used_at < NOTED_SECONDS:
            return
        try:
            with self._changing() as connection:
                here = ROOM.c.key == room.key
                connection.execute(update(ROOM).where(here).values(used_at=now))
        except RoomsAway:
            # It can still be read: who only looks is not held up.
            pass

    def _opened(self) -> Engine:
        with self._opening:
            if self._engine is None:
                made = database.engine(self._address or database.address())
                database.prepare(made)
                self._engine = made
            return self._engine

    @contextmanager
    def _changing(self) -> Iterator[Connection]:
        with self._told(), self._opened().begin() as connection:
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._told(), self._opened().connect() as connection:
            yield connection.execution_options(only_reads=True)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, CommandError, database.BadDatabase, OSError) as error:
            told = database.short(error)
            to_do = database.to_do(self._address or database.address(), error)
            LOG.error("The rooms cannot be reached or written: %s. %s", told, to_do)
            raise RoomsAway from error


def _room(row: Row[Any]) -> Room:
    named = row._mapping
    return Room(**{name: named[name] for name in Room.__dataclass_fields__})


def _item(row: Row[Any]) -> Item:
    content = None if row.content is None else json.loads(row.content)
    return Item(row.item_id, row.kind, content, row.version, row.revision)
