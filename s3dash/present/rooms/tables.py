"""The tables of the rooms. A change here needs a migration in `migrations/versions`."""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    false,
)

METADATA = MetaData()

ROOM = Table(
    "room",
    METADATA,
    Column("room_id", Integer, primary_key=True),
    # Who has the first may change the room, who has the second only sees it.
    Column("key", String(64), nullable=False, unique=True),
    Column("follow_key", String(64), nullable=False, unique=True),
    Column("deck", Text, nullable=False),
    # Seconds since 1970, UTC.
    Column("created_at", Float, nullable=False),
    Column("used_at", Float, nullable=False, index=True),
    # One more with every change, of the scene shown or of an item.
    Column("revision", Integer, nullable=False, server_default="0"),
    # The revision of the last change of an item.
    Column("work_revision", Integer, nullable=False, server_default="0"),
    # What is shown.
    Column("position", Integer, nullable=False, server_default="0"),
    Column("is_black", Boolean, nullable=False, server_default=false()),
    # When the timer was started, and for how long; null: it stands still.
    Column("timer_from", Float),
    Column("timer_seconds", Integer, nullable=False, server_default="0"),
)

ITEM = Table(
    "item",
    METADATA,
    Column("room_id", ForeignKey("room.room_id", ondelete="CASCADE"), primary_key=True),
    Column("item_id", String(120), primary_key=True),
    Column("kind", String(20), nullable=False),
    # JSON; null: the item was removed. Its row stays, so that others learn of it.
    Column("content", Text),
    # One more with every change of this item.
    Column("version", Integer, nullable=False),
    # The revision of the room at the last change of this item.
    Column("revision", Integer, nullable=False),
)
