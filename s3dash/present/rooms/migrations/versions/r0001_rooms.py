"""The first layout: rooms and their items."""

import sqlalchemy as sa
from alembic import op

revision = "r0001"
down_revision = None


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "room",
        sa.Column("room_id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(64), nullable=False, unique=True),
        sa.Column("follow_key", sa.String(64), nullable=False, unique=True),
        sa.Column("deck", sa.Text, nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("used_at", sa.Float, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False, server_default="0"),
        sa.Column("work_revision", sa.Integer, nullable=False, server_default="0"),
        sa.Column("position", sa.Integer, nullable=False, server_default="0"),
        sa.Column("is_black", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("timer_from", sa.Float),
        sa.Column("timer_seconds", sa.Integer, nullable=False, server_default="0"),
    )
    op.create_index("ix_room_used_at", "room", ["used_at"])
    op.create_table(
        "item",
        sa.Column(
            "room_id",
            sa.Integer,
            sa.ForeignKey("room.room_id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("item_id", sa.String(120), primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("content", sa.Text),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
    )
