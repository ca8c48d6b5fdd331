"""Words and numbers as they stand on screen."""

import re
from collections.abc import Mapping
from datetime import date
from html import escape
from typing import Any

from s3dash.store.cells import is_missing

NOT_DOCUMENTED = "not documented"
BETWEEN_THOUSANDS = "\u202f"
"""A narrow space at which no line breaks."""
DOMAINS_COUNTED_FROM = "counted from the tables priority and priority_domain of the data package"
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&])")


def number(value: int) -> str:
    """An integer with narrow no-break spaces between thousands: ``1 321``."""
    return f"{value:,}".replace(",", BETWEEN_THOUSANDS)


def figure(value: float, decimals: int | None = None) -> str:
    """A measured number as it is read: ``3 736 968``, ``26.3``, ``−0.36``.

    ``decimals``: so many of them, where numbers are to be told apart.
    """
    size = abs(value)
    if decimals is not None:
        text = f"{size:,.{decimals}f}".replace(",", BETWEEN_THOUSANDS)
    else:
        text = number(round(size)) if size >= 1000 else f"{size:.2f}".rstrip("0").rstrip(".")
    return f"−{text}" if value < 0 and float(text.replace(BETWEEN_THOUSANDS, "")) else text


def long_date(day: date) -> str:
    """A date as ``5 November 2026``; Windows has no strftime code for a day without a zero."""
    return f"{day.day} {day:%B %Y}"


def plural(count: int, noun: str) -> str:
    """``1 partnership``, ``2 partnerships``, ``0 countries``, ``3 days``."""
    if count == 1:
        return f"1 {noun}"
    many = noun[:-1] + "ies" if re.search("[^aeiou]y$", noun) else noun + "s"
    return f"{number(count)} {many}"


def documented_of_stated(documented: int, stated: Any) -> str:
    """``3 of 45 documented`` where a source states a number, else ``3 documented``.

    A source may state fewer than others name: ``24 documented, 23 stated by a source``.
    """
    if is_missing(stated):
        return f"{documented} documented"
    if documented > int(stated):
        return f"{documented} documented, {int(stated)} stated by a source"
    return f"{documented} of {int(stated)} documented"


def escape_text(value: Any, missing: str = NOT_DOCUMENTED) -> str:
    """A cell as HTML text; an empty one as ``missing``."""
    return escape(missing if is_missing(value) else str(value))


def capitalised(words: str) -> str:
    """Words with a capital at their beginning, the others as they are: ``R&D in firms``."""
    return words[:1].upper() + words[1:]


def is_ended(period: str, day: date | None = None) -> bool:
    """Whether a programming period lies before the day, today if none is given.

    >>> is_ended("2014-2020", date(2021, 1, 1)), is_ended("2021-2027", date(2027, 12, 31))
    (True, False)
    """
    return int(period[-4:]) < (day or date.today()).year


def period_words(period: str) -> str:
    """A programming period, marked where it is over: ``2014-2020 (ended)``."""
    return f"{period} (ended)" if is_ended(period) else period


def ended_words(counts: Mapping[str, int]) -> str:
    """How many belong to a period that is over, where others do not; ``counts`` by period."""
    ended = [period for period, count in counts.items() if count and is_ended(period)]
    if not ended or all(is_ended(period) for period, count in counts.items() if count):
        return ""
    count = sum(counts[period] for period in ended)
    which = "period" if len(ended) == 1 else "periods"
    belong = "belongs" if count == 1 else "belong"
    return f"{number(count)} of them {belong} to the ended {which} {' and '.join(sorted(ended))}."


def country_of(country: str, territory: str) -> str:
    """The country to name beside a territory; empty for a country, which is not named twice."""
    return "" if country == territory else country


def plain(value: str) -> str:
    """Text that Markdown shows as it is."""
    return _MARKDOWN.sub(r"\\\1", value)
