"""What other programs subscribe to: the feed of changes and the calendar of reviews."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pandas as pd
import pytest
from icalendar import Calendar

from s3dash.queries.base.review import review_calendar
from s3dash.store.connection import Store
from s3dash.web.api.routes import PATHS

Get = Callable[..., Any]
HOST = {"Host": "s3.example.org"}
ATOM = "{http://www.w3.org/2005/Atom}"


def feed(get: Get, query: str = "") -> ElementTree.Element:
    answer = get("/new.atom", query, headers=HOST)
    assert answer.status == 200, answer.body
    assert answer.headers["content-type"].startswith("application/atom+xml")
    return ElementTree.fromstring(answer.body)


def text(element: ElementTree.Element, name: str) -> str:
    return element.findtext(f"{ATOM}{name}") or ""


def test_the_feed_is_atom_with_an_entry_for_each_version(
    get: Get, facts: Callable[[str], pd.DataFrame]
) -> None:
    # What RFC 4287 asks of a feed and of an entry.
    root = feed(get)
    assert root.tag == f"{ATOM}feed"
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == facts("change_log")["version"].nunique()
    for one in (root, *entries):
        assert text(one, "id").startswith("urn:uuid:")
        assert text(one, "title")
        assert pd.Timestamp(text(one, "updated")).tzinfo
        assert one.find(f"{ATOM}author/{ATOM}name") is not None
        links = {
            link.get("rel", "alternate"): link.get("href", "")
            for link in one.findall(f"{ATOM}link")
        }
        assert {urlsplit(href).netloc for href in links.values()} == {HOST["Host"]}
        assert urlsplit(links["alternate"]).path == "/new"
    [own] = root.findall(f"{ATOM}link[@rel='self']")
    assert urlsplit(own.get("href", "")).path == "/new.atom"
    ids = [text(one, "id") for one in (root, *entries)]
    assert len(set(ids)) == len(ids)
    again = [text(one, "id") for one in feed(get).iter() if one.find(f"{ATOM}id") is not None]
    assert again == ids


def test_a_feed_of_one_partnership_tells_of_it_alone(get: Get) -> None:
    whole, part = feed(get), feed(get, "partnership=High-Tech-Farming")
    assert text(part, "id") != text(whole, "id")
    assert "High Tech Farming" in text(part, "title")
    [content] = part.iter(f"{ATOM}content")
    assert "partnership?partnership=high-tech-farming" in (content.text or "")
    assert "partnership?partnership=bioenergy" not in (content.text or "")
    assert "partnership?partnership=bioenergy" in "".join(
        one.text or "" for one in whole.iter(f"{ATOM}content")
    )


def test_a_feed_of_what_never_changed_has_no_entry(get: Get) -> None:
    root = feed(get, "table=domain")
    assert not root.findall(f"{ATOM}entry")
    assert text(root, "updated")


def test_the_calendar_has_a_day_for_each_dated_record(get: Get, store: Store) -> None:
    answer = get("/review.ics", "cycle=24", headers=HOST)
    assert answer.headers["content-type"].startswith("text/calendar")
    events = Calendar.from_ical(answer.body).walk("VEVENT")
    frame = review_calendar(store, date.today(), 24).dropna(subset="due_last")
    assert [one["DTSTART"].dt for one in events] == [day.date() for day in frame["due_last"]]
    assert len({str(one["UID"]) for one in events}) == len(events)
    assert all("nan" not in str(one["DESCRIPTION"]) for one in events)
    assert {urlsplit(str(one["URL"])).netloc for one in events} == {HOST["Host"]}


def test_a_calendar_of_a_choice_is_that_of_the_page(get: Get, store: Store) -> None:
    answer = get("/review.ics", "kind=strategy&country=it&state=overdue")
    events = Calendar.from_ical(answer.body).walk("VEVENT")
    frame = review_calendar(store, date.today(), 12).query(
        "kind == 'strategy' and state == 'overdue' and countries == 'Italy'"
    )
    assert len(events) == len(frame) > 0


@pytest.mark.parametrize(
    ("path", "query", "parameter"),
    [
        ("/new.atom", "territory=XX99", "territory"),
        ("/new.atom", "since=2026.11.1", "since"),
        ("/review.ics", "cycle=13", "cycle"),
        ("/review.ics", "country=XX", "country"),
        ("/review.ics", "state=none", "state"),
    ],
)
def test_what_means_nothing_is_refused_by_name(
    get: Get, path: str, query: str, parameter: str
) -> None:
    assert path in PATHS
    answer = get(path, query)
    assert answer.status == 400
    assert f'"parameter": "{parameter}"' in answer.body.decode().replace('":"', '": "')
