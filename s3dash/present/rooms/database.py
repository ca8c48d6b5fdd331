"""The database of the rooms: where it is, how it is opened, and its layout."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from s3dash import folders

VARIABLE = "S3DASH_ROOMS"
FILE = folders.BUILD / "rooms" / "rooms.sqlite"
"""Where the rooms are kept unless `VARIABLE` names another database."""
WAIT_SECONDS = 10
"""How long a change waits for another one to end."""
TO_DO = f"Start it, open the way to it, or correct {VARIABLE}; rooms are there again when it is."
TO_DO_FULL = "Make room on that disk; rooms can be changed again when there is some."
FULL = ("disk is full", "No space left on device", "53100")
"""How SQLite, the system and PostgreSQL say that a disk is full."""
TO_DO_FILE = f"Let the user who runs this write there, or name another file in {VARIABLE}."
# Connections of a database that went away: we say so in one line, the pool would in forty.
logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)
DRIVERS = {"postgresql": "postgresql+pg8000"}
"""The driver that an address means which names none."""


class BadDatabase(ValueError):
    """`VARIABLE` names no database that can be used: what it says, and what it should."""


def address() -> str:
    """Address of the database as SQLAlchemy writes it: ``$S3DASH_ROOMS``, else `FILE`.

    A path stands for a file of SQLite.
    """
    stated = os.environ.get(VARIABLE, "").strip()
    if "://" in stated:
        return stated
    return f"sqlite:///{Path(stated or FILE).absolute()}"


def engine(stated: str) -> Engine:
    """An engine for the address; it connects when it is first used.

    Raises
    ------
    BadDatabase
        If the address cannot be read, or there is no driver for it.
    """
    try:
        url = make_url(stated)
        url = url.set(drivername=DRIVERS.get(url.drivername, url.drivername))
        if url.get_backend_name() == "sqlite":
            return _sqlite(url)
        waits = {"timeout": WAIT_SECONDS} if url.drivername == DRIVERS["postgresql"] else {}
        return create_engine(url, connect_args=waits, pool_pre_ping=True, pool_recycle=600)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise BadDatabase(
            f"{VARIABLE} names no database that can be used ({type(error).__name__}): set a path "
            "of a file, or postgresql://user:password@host/name."
        ) from None


def trouble(stated: str = "") -> str:
    """Why rooms cannot be kept in the database now, and what to do; empty where they can.

    ``stated``: as SQLAlchemy writes it; default: `address`. Nothing is written, no password told.
    """
    try:
        made = engine(stated or address())
        if made.url.get_backend_name() == "sqlite":
            return _not_writable(Path(made.url.database or ""))
        with made.connect():
            return ""
    except BadDatabase as error:
        return str(error)
    except SQLAlchemyError as error:
        return f"The database of the rooms cannot be reached ({short(error)}). {TO_DO}"


def short(error: Exception) -> str:
    """The first line of what a database says, as the beginning of a sentence."""
    return _said(error).partition("\n")[0].rstrip(". ")


def _said(error: Exception) -> str:
    """What the driver says, without the statement and what people typed."""
    return str(error.orig if isinstance(error, DBAPIError) else error)


def to_do(stated: str, error: Exception) -> str:
    """What an operator does about an error of the database at an address."""
    if any(words in _said(error) for words in FULL):
        return TO_DO_FULL
    return TO_DO_FILE if stated.startswith("sqlite") else TO_DO


def _not_writable(file: Path) -> str:
    """Why a file of SQLite, and what it keeps beside it, cannot be written; empty where it can."""
    folder = next(one for one in file.absolute().parents if one.exists())
    for one in (folder, file):
        if one.exists() and not os.access(one, os.W_OK):
            return f"Rooms cannot be written to {file}: {one} is read-only. {TO_DO_FILE}"
    if not folder.is_dir():
        return f"Rooms cannot be written to {file}: {folder} is no folder. {TO_DO_FILE}"
    return ""


def _sqlite(url: Any) -> Engine:
    made = create_engine(url, connect_args={"timeout": WAIT_SECONDS})

    @event.listens_for(made, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        # We begin transactions ourselves, below.
        connection.isolation_level = None
        for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {setting}")

    @event.listens_for(made, "begin")
    def on_begin(connection: Any) -> None:
        # One that begins by reading and then writes could not wait for another that writes.
        reads = connection.get_execution_options().get("only_reads")
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return made


def prepare(made: Engine) -> None:
    """Bring the tables to the layout of this version; makes folder and file where there are none.

    Two that start at once wait for each other. Where the layout is right nothing is written, so
    that rooms of a database that is only read can still be seen.
    """
    place = made.url.database or ""
    # An address of SQLite's own (`file:...`) is of a file that is there.
    if made.url.get_backend_name() == "sqlite" and place and not place.startswith("file:"):
        Path(place).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    newest = ScriptDirectory.from_config(settings).get_current_head()
    with made.connect().execution_options(only_reads=True) as connection:
        if MigrationContext.configure(connection).get_current_revision() == newest:
            return
    with made.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7264183)")
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
