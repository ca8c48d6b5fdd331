"""What several reports say alike."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd

from s3dash.queries.base.about import about_store
from s3dash.store.connection import Store
from s3dash.takeaway.reports.document import Block, Heading, Table, Text

NEVER_ABSENCE = "A missing row is never evidence of absence: it says what the base documents."
MOST_OF_TEXT = 600


class UnknownRecord(LookupError):
    """There is no such record; the text says what there is."""


def about_line(store: Store, day: date) -> str:
    """The foot of each page."""
    about = store.once(about_store)
    title = about.package.get("title") or about.package["name"]
    return f"{title}, version {about.version}, store built {about.built_at:%Y-%m-%d}; told {day}"


def said(value: Any, other: str = "not documented") -> str:
    """A value as text; what is missing in words."""
    if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)):
        return other
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return text if len(text) <= MOST_OF_TEXT else f"{text[: MOST_OF_TEXT - 1]}…"


def figure(value: float) -> str:
    """A number with the digits that a reader needs: ``3,737,000``, ``1,431``, ``27.05``."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.4g}"


def counted(number: int, noun: str, nouns: str | None = None) -> str:
    """``3 members``, ``1 member``."""
    return f"{number:,} {noun if number == 1 else nouns or f'{noun}s'}"


def facts(pairs: Iterable[tuple[str, object]]) -> Table:
    """A table of two columns: what, and its value."""
    rows = [(label, said(value)) for label, value in pairs]
    return Table(("", ""), rows, (3, 9))


def sources(urls: Iterable[object], day: date) -> list[Block]:
    """The chapter of sources, each address once, in the order of their first use."""
    known = [str(url) for url in dict.fromkeys(urls) if isinstance(url, str) and url]
    return [
        Heading("Sources"),
        Text(f"{counted(len(known), 'page')} that these facts were taken from. {NEVER_ABSENCE}"),
        *([Table(("No.", "Address"), [(str(n), u) for n, u in enumerate(known, 1)], (1, 14))]
          if known else []),
        Text(f"Told as of {day}. Facts may be re-used with acknowledgement of their source.", True),
    ]  # fmt: skip
