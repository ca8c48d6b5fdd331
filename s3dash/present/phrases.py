"""Words, numbers and dates as they stand on a scene."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from s3dash.store.cells import is_missing

_BLANKS = re.compile(r"[^\S\u00a0\u202f]+")
_SMALL = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_SIGNS = {
    # code -> between thousands, before decimals
    "plain": ("\u202f", "."),
    "en": (",", "."),
    "de": (".", ","),
    "fr": ("\u202f", ","),
}


class Numbers:
    """Writes numbers as a deck wants them; ``code`` is a key of `deck.NUMBERS`."""

    def __init__(self, code: str = "plain") -> None:
        self._thousands, self._decimal = _SIGNS.get(code, _SIGNS["plain"])

    def whole(self, value: int) -> str:
        """``1 321``."""
        return f"{value:,}".replace(",", self._thousands)

    def figure(self, value: float, decimals: int | None = None) -> str:
        """A measured number with the digits that a room needs: ``3 736 968``, ``26.3``.

        ``decimals``: so many of them, where numbers are to be told apart.
        """
        if pd.isna(value):
            return "–"
        size = abs(value)
        if decimals is not None:
            text = f"{size:,.{decimals}f}"
        elif size >= 1000:
            text = f"{round(size):,}"
        else:
            text = f"{size:.1f}".rstrip("0").rstrip(".") if size >= 10 else f"{size:.2g}"
        is_below = value < 0 and float(text.replace(",", "")) != 0
        signs = str.maketrans({",": self._thousands, ".": self._decimal})
        return ("−" if is_below else "") + text.translate(signs)

    def counted(self, count: int, noun: str, nouns: str = "") -> str:
        """``1 partnership``, ``2 partnerships``."""
        return f"{self.whole(count)} {noun if count == 1 else nouns or plural_of(noun)}"


def plural_of(noun: str) -> str:
    """``territories`` of ``territory``."""
    return noun[:-1] + "ies" if noun.endswith("y") else noun + "s"


def spelled(count: int) -> str:
    """A small number as a word, as sentences have it: ``three``, ``13``.

    >>> spelled(3), spelled(0), spelled(1234)
    ('three', 'no', '1\u202f234')
    """
    return _SMALL[count] if 0 <= count < len(_SMALL) else Numbers().whole(count)


def capital(text: str) -> str:
    """With a capital at its beginning."""
    return text[:1].upper() + text[1:]


def joined(text: str) -> str:
    """One blank between words; a number stays whole, its blanks do not break.

    >>> joined(" 1\u202f534   rows ")
    '1\u202f534 rows'
    """
    return _BLANKS.sub(" ", text).strip()


def shortened(text: str, most: int) -> str:
    """At most so many letters, cut between words.

    >>> shortened("High performance production through 3D printing", 20)
    'High performance…'
    """
    text = joined(text)
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    start = cut.rpartition(" ")[0]
    return (start if len(start) > most // 2 else cut).rstrip(" ,;:.–-(") + "…"


def listed(names: Sequence[str], most: int = 3) -> str:
    """``Aragón, Tampere and 4 more``."""
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def long_date(day: date) -> str:
    """``5 November 2026``."""
    return f"{day.day} {day:%B %Y}"


def month(day: date) -> str:
    """``November 2026``."""
    return f"{day:%B %Y}"


def when(text: Any) -> str:
    """A date as precise as its source: ``2017-12-07`` is ``7 Dec 2017``, ``2017-12`` is ``Dec
    2017``.
    """
    said = "" if is_missing(text) else str(text)
    parts = said.split("-")
    try:
        if len(parts) == 3:
            day = date.fromisoformat(said)
            return f"{day.day} {day:%b %Y}"
        return f"{date(int(parts[0]), int(parts[1]), 1):%b %Y}" if len(parts) == 2 else said
    except ValueError:
        return said


def sources_line(urls: Iterable[Any]) -> str:
    """Which sites the facts are from, most used first: ``a.eu, b.eu and 5 more sites``."""
    counts: dict[str, int] = {}
    for url in urls:
        host = (urlsplit(str(url)).hostname or "") if isinstance(url, str) else ""
        host = host.removeprefix("www.")
        if host:
            counts[host] = counts.get(host, 0) + 1
    hosts = sorted(counts, key=lambda host: (-counts[host], host))
    if not hosts:
        return ""
    if len(hosts) <= 2:
        return " and ".join(hosts)
    more = len(hosts) - 2
    return f"{hosts[0]}, {hosts[1]} and {more} more {'site' if more == 1 else 'sites'}"
