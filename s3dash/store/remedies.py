"""What the system says when something cannot be written, and what to do about it."""

from __future__ import annotations

import errno
import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from s3dash.package.database import reason
from s3dash.store.connection import Store, StoreError

ROOM = "make room on that disk, then try again"
RIGHTS = "let the user who runs this write there, or name another place"
TO_DO = {
    errno.ENOSPC: ROOM,
    errno.EDQUOT: ROOM,
    errno.EROFS: RIGHTS,
    errno.EACCES: RIGHTS,
    errno.EPERM: RIGHTS,
}
MOST_APART = timedelta(minutes=5)
"""Clocks of two computers may differ so far."""


def explained(error: OSError | duckdb.Error) -> str:
    """What went wrong, and what to do where that is known, as the end of a sentence."""
    if isinstance(error, shutil.Error) and isinstance(error.args[0], list):
        # Of a folder that was copied: what it says is a list of every file with its error.
        [[_, _, said], *_] = error.args[0]
        known = next((code for code in TO_DO if os.strerror(code) in said), 0)
        said, to_do = os.strerror(known) if known else said, TO_DO.get(known)
    elif isinstance(error, OSError):
        said = error.strerror or str(error)
        to_do = TO_DO.get(error.errno or 0)
    else:
        # The database passes on what the system said, without its number.
        said = reason(error)
        to_do = next((do for code, do in TO_DO.items() if os.strerror(code) in said), None)
    return f"{said}; {to_do}" if to_do else said


def clock_told(store_path: Path, now: datetime | None = None) -> str:
    """A line for the operator where a store was built later than ``now``; empty where not."""
    now = now or datetime.now(UTC)
    try:
        with Store.open(store_path) as store:
            [(built_at,)] = store.rows("SELECT built_at FROM build_info")
    except StoreError:
        return ""
    built_at = built_at.replace(tzinfo=UTC)
    if built_at <= now + MOST_APART:
        return ""
    moment = "%Y-%m-%d %H:%M UTC"
    return (
        f"The clock of this computer says {now:{moment}}, and {store_path} was built at "
        f"{built_at:{moment}}: set the clock."
    )
