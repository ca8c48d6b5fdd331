"""The review calendar as a file that calendars read (iCalendar, RFC 5545)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5

from s3dash.queries.base.about import About
from s3dash.queries.base.review import STATES

if TYPE_CHECKING:
    import pandas as pd

MEDIA_TYPE = "text/calendar"


def to_ics(frame: pd.DataFrame, about: About, root: str) -> bytes:
    """A day in the calendar for each record that has one: the latest on which it is due.

    A record without dated evidence has none, and is left out. The identifier of a day is that of
    its record, so that a calendar which reads the file again moves it.

    Parameters
    ----------
    frame
        Rows of `queries.base.review.review_calendar`.
    root
        Address of the dashboard, with a stroke at its end.
    """
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//s3dash//review calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Review of partnerships and strategies")
    # When the content was made, not when it was asked for: the same base gives the same file.
    stamp = about.built_at.replace(tzinfo=UTC, microsecond=0)
    for row in frame[frame["due_last"].notna()].to_dict("records"):
        event = Event()
        record = uuid5(NAMESPACE_URL, f"s3dash:review:{row['record']}")
        event.add("uid", f"{record}@s3dash")
        event.add("dtstamp", stamp)
        day = row["due_last"].date()
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", f"Review: {title(row)}")
        event.add("description", _told(row))
        event.add("url", f"{root}{address(row)}")
        event.add("categories", [row["kind"], row["state"]])
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def title(row: Mapping[str, Any]) -> str:
    """What a record is called: ``Strategy of Tirol, 2021-2027``."""
    if row["kind"] == "strategy":
        return f"Strategy of {row['name']}, {row['period']}"
    return str(row["name"])


def address(row: Mapping[str, Any]) -> str:
    """Address of the page of a record, below the dashboard's."""
    if row["kind"] == "strategy":
        return f"region?{urlencode({'territory': row['territory_id']})}"
    return f"partnership?{urlencode({'partnership': row['partnership_id']})}"


def _told(row: Mapping[str, Any]) -> str:
    told = [f"Newest evidence: {row['newest']}; {STATES[row['state']]}."]
    if row["due_first"] != row["due_last"]:
        told.append(
            f"Due between {row['due_first']:%Y-%m-%d} and {row['due_last']:%Y-%m-%d}: the date of "
            "the evidence is known by year or month only."
        )
    if isinstance(row["led_by"], str):
        told.append(f"Led by {row['led_by']}.")
    return "\n".join(told)
