"""Two to five territories beside each other: strategies, domains, partnerships, indicators."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from s3dash.queries.explorer.priorities import LISTS, priorities_of
from s3dash.queries.territories import comparison as ask
from s3dash.store.connection import Store
from s3dash.takeaway.pictures import tones
from s3dash.takeaway.pictures.maps import Area, territory_map
from s3dash.takeaway.pictures.sheet import Key, Words, paper
from s3dash.takeaway.reports.document import Block, Document, Heading, Picture, Table, Text
from s3dash.takeaway.reports.region import known_territory
from s3dash.takeaway.reports.shared import UnknownRecord, about_line, figure, said, sources

COMPARED = [light for light, _ in tones.COMPARED.values()]
FEWEST, MOST = 2, len(COMPARED)
MOST_DOMAINS = 25


def comparison_report(store: Store, territory_ids: Sequence[str], day: date) -> Document:
    """The report of some territories; raises `UnknownRecord` for one that there is not."""
    records = [known_territory(store, code) for code in territory_ids]
    codes = list(dict.fromkeys(str(record["territory_id"]) for record in records))
    if not FEWEST <= len(codes) <= MOST:
        raise UnknownRecord(f"{FEWEST} to {MOST} different territories can be compared.")
    names = {str(record["territory_id"]): str(record["name"]) for record in records}
    legend = [Key(names[code], colour) for code, colour in zip(codes, COMPARED, strict=False)]
    areas = [Area(code, names[code], place) for place, code in enumerate(codes)]
    members = ask.compared_partnerships(store, *codes)
    held = pd.concat([priorities_of(store, code) for code in codes])
    return Document(
        " · ".join(names.values()),
        f"{len(codes)} territories compared on {day}",
        about_line(store, day),
        [
            Picture(
                territory_map(areas, legend, Words("Where they are"), paper(130), rest=""),
                130,
                f"Map of Europe with {', '.join(names.values())}.",
            ),
            *_strategies(store, codes, names),
            *_domains(store, codes, names),
            *_partnerships(members, codes, names),
            *_indicators(store, codes, names),
            *sources([*held["source_url"], *members["source_url"]], day),
        ],
    )


def _strategies(store: Store, codes: Sequence[str], names: dict[str, str]) -> list[Block]:
    rows = [
        (names[s["territory_id"]], s["period"], str(s["documented_count"]),
         said(s["stated_count"], "not stated"),
         LISTS[s["completeness"]])
        for s in ask.compared_strategies(store, *codes).to_dict("records")
    ]  # fmt: skip
    headings = ("Territory", "Period", "Documented", "Stated by a source", "List")
    return [
        Heading("Strategies"),
        Table(headings, rows, (4, 2, 2, 2, 3)) if rows else Text("No strategy is documented."),
    ]


def _domains(store: Store, codes: Sequence[str], names: dict[str, str]) -> list[Block]:
    found = ask.compared_domains(store, "sections", "", *codes)
    if found.empty:
        return []
    wide = found.pivot_table(
        index=["holders", "code", "label"], columns="territory_id", values="priorities", sort=False
    )
    rows = [
        (f"{code} {label}", *(said(row.get(one), "–") for one in codes))
        for (_, code, label), row in list(wide.iterrows())[:MOST_DOMAINS]
    ]
    return [
        Heading("Priorities by economic domain"),
        Text(
            "Documented priorities of both periods; a priority counts in each of its domains.", True
        ),
        Table(("Domain", *(names[one] for one in codes)), rows, (6, *([2] * len(codes)))),
    ]


def _partnerships(
    members: pd.DataFrame, codes: Sequence[str], names: dict[str, str]
) -> list[Block]:
    rows = []
    for (partnership, platform), group in members.groupby(["partnership", "platform"], sort=False):
        roles = dict(zip(group["territory_id"], group["role"], strict=True))
        rows.append((partnership, platform, *(roles.get(one, "–") for one in codes)))
    headings = ("Partnership", "Platform", *(names[one] for one in codes))
    return [
        Heading("Partnerships"),
        Table(headings, rows, (5, 3, *([2] * len(codes))))
        if rows
        else Text("No membership is documented."),
    ]


def _indicators(store: Store, codes: Sequence[str], names: dict[str, str]) -> list[Block]:
    found = ask.compared_indicators(store, *codes)
    rows = []
    for (label, unit), group in found.groupby(["label", "unit"], sort=False):
        values = dict(zip(group["territory_id"], group["value"], strict=True))
        median = group["eu_median"].iloc[0]
        cells = [figure(values[one]) if pd.notna(values[one]) else "–" for one in codes]
        rows.append((f"{label}, {unit}", *cells, figure(median) if pd.notna(median) else "–"))
    headings = ("Indicator", *(names[one] for one in codes), "EU median")
    return [
        Heading("Indicators"),
        Table(headings, rows, (6, *([2.2] * len(codes)), 2.2)),
        Text(
            "Newest year of each. Larger territories have values made of those of their regions.",
            True,
        ),
    ]
