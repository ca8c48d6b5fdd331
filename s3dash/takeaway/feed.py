"""What is new as an Atom feed (RFC 4287): an entry for each version of the data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5

from s3dash.queries.base.changes import counts_by

if TYPE_CHECKING:
    import pandas as pd

MEDIA_TYPE = "application/atom+xml"
MOST_ENTRIES = 20
MOST_NAMED = 40
"""Records that an entry names; of more it says how many there are."""


@dataclass(frozen=True)
class Feed:
    """What a feed is of.

    Attributes
    ----------
    name
        Of the data package; identifiers are made of it, so that they hold on every server.
    choice
        Parameters of the page that say of what it is, such as ``{"territory": "AT21"}``.
    words
        The same in words; empty: of all.
    root
        Address of the dashboard, with a stroke at its end.
    """

    name: str
    choice: Mapping[str, str]
    words: str
    root: str

    def identifier(self, *of: str) -> str:
        """Of the feed, or of an entry."""
        parts = [self.name, "changes", urlencode(sorted(self.choice.items())), *of]
        return uuid5(NAMESPACE_URL, "\n".join(parts)).urn

    def page(self, **more: str) -> str:
        """Address of the page that shows the same."""
        query = urlencode({**more, **self.choice})
        return f"{self.root}new{'?' if query else ''}{query}"


def to_atom(
    feed: Feed, versions: pd.DataFrame, changes: pd.DataFrame, titles: Mapping[str, str]
) -> bytes:
    """The feed, newest version first; a version that changes nothing of the choice has no entry.

    Parameters
    ----------
    versions, changes
        From `queries.base.changes`: the versions of the log, and the changes of the choice.
    titles
        Tables: name -> what a reader calls it.
    """
    from feedgen.feed import FeedGenerator

    made = FeedGenerator()
    made.id(feed.identifier())
    made.title("What is new in the smart specialisation base" + _of(feed.words))
    made.author({"name": "s3dash"})
    made.generator("s3dash")
    made.link(href=feed.page(), rel="alternate", type="text/html")
    made.link(href=f"{feed.root}new.atom{_query(feed.choice)}", rel="self", type=MEDIA_TYPE)
    told = versions[versions["version"].isin(changes["version"])].head(MOST_ENTRIES)
    days = [_instant(day) for day in told["made_on"]]
    # Before the first change of the choice: the newest version that could have had one.
    others = [_instant(day) for day in versions["made_on"][:1]]
    made.updated(max(days or others or [datetime(1970, 1, 1, tzinfo=UTC)]))
    older = [*versions["version"], "start"]
    for row, day in zip(told.to_dict("records"), days, strict=True):
        version = row["version"]
        since = older[older.index(version) + 1]
        entry = made.add_entry(order="append")
        entry.id(feed.identifier(version))
        entry.title(f"Version {version}: {row['why']}")
        entry.updated(day)
        entry.published(day)
        entry.author({"name": row["made_by"]})
        entry.link(href=feed.page(since=since, until=version), rel="alternate", type="text/html")
        rows = changes[changes["version"] == version]
        entry.content(_content(feed, row, rows, titles), type="html")
    content: bytes = made.atom_str(pretty=False)
    return content


def _of(words: str) -> str:
    return f": {words}" if words else ""


def _query(choice: Mapping[str, str]) -> str:
    return f"?{urlencode(choice)}" if choice else ""


def _instant(day: Any) -> datetime:
    # The log knows the day; the feed needs an instant, and midnight UTC is the same for all.
    return datetime.combine(day.date(), time(), UTC)


def _content(
    feed: Feed, version: Mapping[str, Any], rows: pd.DataFrame, titles: Mapping[str, str]
) -> str:
    parts = [f"<p>{escape(str(version['why']))} ({escape(str(version['made_by']))})</p>"]
    tables = counts_by(rows, ["table_name"]).to_dict("records")
    items = [(escape(titles.get(row["table_name"], row["table_name"])), row) for row in tables]
    parts.append(_listed("By table", items))
    for noun, page in (("territory", "region"), ("partnership", "partnership")):
        found = counts_by(rows, [f"{noun}_id", noun]).to_dict("records")
        items = [(_link(feed, page, noun, row), row) for row in found]
        if items:
            parts.append(_listed(f"By {noun}", items))
    return "".join(parts)


def _link(feed: Feed, page: str, noun: str, row: Mapping[str, Any]) -> str:
    address = f"{feed.root}{page}?{urlencode({noun: row[f'{noun}_id']})}"
    return f"<a href='{escape(address)}'>{escape(str(row[noun]))}</a>"


def _listed(title: str, items: Sequence[tuple[str, Mapping[str, Any]]]) -> str:
    shown = "".join(f"<li>{label}: {_counts(row)}</li>" for label, row in items[:MOST_NAMED])
    left = len(items) - MOST_NAMED
    more = f"<li>and {left:,} more</li>" if left > 0 else ""
    return f"<h4>{title}</h4><ul>{shown}{more}</ul>"


def _counts(row: Mapping[str, Any]) -> str:
    kinds = ("added", "changed", "removed")
    return ", ".join(f"{row[kind]:,} {kind}" for kind in kinds if row[kind])
