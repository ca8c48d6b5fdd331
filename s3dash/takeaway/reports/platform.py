"""The report of a platform: its partnerships by step, who takes part, countries, dated facts."""

from __future__ import annotations

from datetime import date

import pandas as pd

from s3dash.queries.partnerships import platforms as ask
from s3dash.queries.partnerships.progress import (
    DEFAULT_WINDOW,
    LIFE,
    ProgressFilter,
    partnership_progress,
    stages,
)
from s3dash.store.connection import Store
from s3dash.takeaway.pictures.maps import territory_map
from s3dash.takeaway.pictures.sheet import Words, paper
from s3dash.takeaway.plates.classes import by_role
from s3dash.takeaway.reports.document import Block, Document, Heading, Picture, Table, Text
from s3dash.takeaway.reports.shared import (
    UnknownRecord,
    about_line,
    counted,
    facts,
    said,
    sources,
)

MARKS = {"active": "●", "earlier": "○", "related": "◌", "none": "–"}
"""State of a step, as a sign."""


def platform_report(store: Store, platform_id: str, day: date) -> Document:
    """The report of one platform; raises `UnknownRecord` where there is none."""
    known = ask.platform(store, platform_id)
    if known is None:
        there = ", ".join(ask.all_platforms(store))
        raise UnknownRecord(f"There is no platform {platform_id}; there are {there}.")
    dated = ask.platform_facts(store, platform_id)
    told = dated[pd.to_datetime(dated["date_start"]).isna() | (
        pd.to_datetime(dated["date_start"]) <= pd.Timestamp(day))]  # fmt: skip
    return Document(
        f"The platform {known.name}",
        f"Partnerships, members and progress on {day}",
        about_line(store, day),
        [
            Heading("The platform"),
            facts(
                [
                    ("What it is", known.description),
                    ("Launched", known.launched),
                    ("Partnerships", str(known.partnerships)),
                    ("Territories", f"{known.territories} in {known.countries} countries"),
                    ("Of these leading", str(known.leading)),
                ]
            ),
            *_where(store, known, day),
            *_progress(store, platform_id, day),
            *_countries(store, platform_id),
            *_facts(told),
            *sources([known.source_url, *told["source_url"]], day),
        ],
    )


def _where(store: Store, known: ask.Platform, day: date) -> list[Block]:
    territories = ask.platform_territories(store, known.platform_id)
    if territories.empty:
        return [Text("No member territory is documented.")]
    look = paper(150)
    roles = dict(zip(territories["territory_id"], territories["role"], strict=True))
    names = dict(zip(territories["territory_id"], territories["name"], strict=True))
    areas, keys = by_role(roles, names, look, {})
    words = Words(
        f"Territories in partnerships of {known.name}, by highest role",
        source=f"As documented on {day}.",
    )
    return [
        Picture(
            territory_map(areas, keys, words, look),
            150,
            f"Map of Europe: {len(areas)} territories in partnerships of {known.name}.",
        )
    ]


def _progress(store: Store, platform_id: str, day: date) -> list[Block]:
    steps = stages(store)
    found = partnership_progress(
        store, day, DEFAULT_WINDOW, ProgressFilter(platforms=(platform_id,))
    )
    rows = [
        (
            row["name"],
            str(row["documented_count"]),
            *(
                f"{MARKS[state]} {count or ''}".strip()
                for state, count in zip(row["states"], row["evidence"], strict=True)
            ),
            said(row["latest_any"], "–"),
            LIFE[row["life"]],
        )
        for row in found.to_dict("records")
    ]
    names = [step.name for step in steps]
    return [
        Heading("Progress by step"),
        Text(
            f"{MARKS['active']} active: evidence within {DEFAULT_WINDOW} months before {day}; "
            f"{MARKS['earlier']} earlier; {MARKS['related']} related events only, no progress of "
            f"it; {MARKS['none']} not documented. Behind it the number of events. Steps need not "
            "follow each other.",
            is_note=True,
        ),
        Table(
            ("Partnership", "Members", *names, "Latest", "Last sign of life"),
            rows,
            (4, 2.1, *([2.3] * len(names)), 2.5, 2.8),
        ),
    ]


def _countries(store: Store, platform_id: str) -> list[Block]:
    found = ask.platform_countries(store, platform_id)
    rows = [
        (row["country"], str(row["territories"]), str(row["memberships"]), str(row["leads"]))
        for row in found.to_dict("records")
    ]
    headings = ("Country", "Territories", "Memberships", "As lead or co-lead")
    title = Heading(f"Who takes part: {counted(len(rows), 'country', 'countries')}")
    return [title, Table(headings, rows, (5, 2, 2, 3))] if rows else []


def _facts(told: pd.DataFrame) -> list[Block]:
    rows = [(said(row["date"], "undated"), row["fact"]) for row in told.to_dict("records")]
    return [Heading("Dated facts"), Table(("Date", "Fact"), rows, (2, 12))] if rows else []
