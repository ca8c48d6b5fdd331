"""Smart specialisation priorities and partnerships of Europe's regions, as a library.

``s3dash.open()`` opens the base for a notebook.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from s3dash.takeaway.notebook import Base

__version__ = "0.1.0"


def open(path: Path | str | None = None) -> Base:
    """Open the base: the store at ``path``, by default the one that the dashboard reads."""
    # Later: who asks for the version does not wait for DuckDB.
    from s3dash.takeaway.notebook import Base

    return Base.open(path)
