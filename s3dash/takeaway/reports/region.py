"""The profile of a region: strategies, priorities, partnerships, indicators, alike regions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from s3dash.queries.explorer.priorities import LISTS, priorities_of
from s3dash.queries.partnerships.progress import (
    LIFE,
    ProgressFilter,
    partnership_progress,
    stages,
)
from s3dash.queries.territories.comparison import all_territories, compared_indicators
from s3dash.queries.territories.similarity import NotComparable, similar, years_in_words
from s3dash.queries.territories.structure import structure
from s3dash.queries.territories.territories import memberships_of, strategies_of, territory
from s3dash.store.connection import Store
from s3dash.takeaway.pictures.charts import Dot, scales
from s3dash.takeaway.pictures.maps import territory_map
from s3dash.takeaway.pictures.sheet import Words, paper
from s3dash.takeaway.plates.partners import linked_areas
from s3dash.takeaway.reports.document import Block, Document, Heading, Picture, Table, Text
from s3dash.takeaway.reports.shared import (
    UnknownRecord,
    about_line,
    counted,
    facts,
    figure,
    said,
    sources,
)

ALIKE = 8


def known_territory(store: Store, code: str) -> dict[str, Any]:
    """The record of a territory, whatever the case of its code; `UnknownRecord` without one."""
    every = all_territories(store)
    found = next((one for one in every if one.casefold() == code.casefold()), "")
    record = territory(store, found)
    if record is None:
        raise UnknownRecord(f"There is no territory {code}.")
    return record


def region_report(store: Store, territory_id: str, day: date) -> Document:
    """The profile of one territory; raises `UnknownRecord` where there is none."""
    record = known_territory(store, territory_id)
    code, name = str(record["territory_id"]), str(record["name"])
    strategies, held = strategies_of(store, code), priorities_of(store, code)
    members = memberships_of(store, code)
    return Document(
        name,
        f"Profile of a territory of {record['country']} ({code}) in smart specialisation, {day}",
        about_line(store, day),
        [
            *_place(store, record, day),
            *_strategies(strategies),
            *_priorities(held),
            *_partnerships(store, members, day),
            *_indicators(store, code, name),
            *_alike(store, code),
            *sources([*held["source_url"], *members["source_url"]], day),
        ],
    )


def _place(store: Store, record: dict[str, Any], day: date) -> list[Block]:
    code, name = str(record["territory_id"]), str(record["name"])
    look = paper(150)
    areas, keys = linked_areas(store, code, name, look)
    area = record.get("area_km2")
    return [
        Heading("Place"),
        facts(
            [
                ("Own name", record.get("name_native") or record["name"]),
                ("Code", code),
                ("NUTS level", said(record.get("nuts_level"), "no NUTS code")),
                ("Country", record["country"]),
                ("Lies in", record.get("parent_name")),
                ("Area", None if area is None or pd.isna(area) else f"{area:,.0f} km²"),
                ("Note", said(record.get("note"), "–")),
            ]
        ),
        Picture(
            territory_map(
                areas,
                keys,
                Words(
                    f"{name} and the territories it shares partnerships with",
                    source=f"As documented on {day}.",
                ),
                look,
                rest="",
            ),
            150,
            f"Map of Europe: {name} and {len(areas) - 1} territories that it shares partnerships "
            "with.",
        ),
    ]


def _strategies(strategies: pd.DataFrame) -> list[Block]:
    if strategies.empty:
        return [Heading("Strategies"), Text("No strategy of its own is documented.")]
    rows = [
        (
            s["period"],
            str(s["documented_count"]),
            said(s["stated_count"], "not stated"),
            LISTS[s["completeness"]],
            said(s["completeness_note"], ""),
        )
        for s in strategies.to_dict("records")
    ]
    headings = ("Period", "Documented", "Stated by a source", "List", "Note")
    return [Heading("Strategies"), Table(headings, rows, (2, 2, 2, 3, 5))]


def _priorities(held: pd.DataFrame) -> list[Block]:
    blocks: list[Block] = [Heading("Priorities")]
    if held.empty:
        return [*blocks, Text("No priority is documented for this territory itself.")]
    for period, rows in held.groupby("period", sort=False):
        blocks += [
            Heading(f"{period}: {counted(len(rows), 'priority', 'priorities')}", 2),
            Table(
                ("Priority", "Economic domains", "Themes"),
                [
                    (
                        f"{row['title']}"
                        + (f"\n{row['description']}" if said(row["description"], "") else ""),
                        said(row["economic_domains"], ""),
                        said(row["platform_themes"], ""),
                    )
                    for row in rows.to_dict("records")
                ],
                (7, 5, 2.5),
            ),
        ]
    editorial = int((held["classified_by"] == "editorial").sum())
    note = f"We assigned the domains and themes of {editorial} of these {len(held)} by the wording."
    return [*blocks, Text(note, is_note=True)]


def _partnerships(store: Store, members: pd.DataFrame, day: date) -> list[Block]:
    if members.empty:
        return [Heading("Partnerships"), Text("No membership is documented.")]
    chosen = ProgressFilter(partnerships=tuple(members["partnership_id"]))
    progress = partnership_progress(store, day, chosen=chosen).set_index("partnership_id")
    names = {stage.stage_id: stage.name for stage in stages(store)}
    rows = []
    for member in members.to_dict("records"):
        state = progress.loc[member["partnership_id"]]
        rows.append(
            (
                member["partnership"],
                member["platform"],
                member["role"],
                names.get(state["reached"], "none documented"),
                LIFE[state["life"]],
            )
        )
    return [
        Heading(f"Partnerships: {len(members)} documented"),
        Table(
            ("Partnership", "Platform", "Role", "Furthest step with evidence", "Last sign of life"),
            rows,
            (5, 3, 2, 3, 3.5),
        ),
    ]


def _indicators(store: Store, code: str, name: str) -> list[Block]:
    found = compared_indicators(store, code)
    found = found[found["value"].notna()]
    if found.empty:
        return [Heading("Indicators"), Text("No indicator value is documented for this territory.")]
    placed = found[found["eu_lower"].notna()]
    marks = [
        (row["label"], [Dot((row["eu_lower"] + row["eu_equal"] / 2) / row["eu_regions"])])
        for row in placed.to_dict("records")
    ]
    blocks: list[Block] = [Heading("Indicators")]
    if marks:
        words = Words(
            f"{name} among the NUTS 2 regions of the EU",
            source="Share of the regions with a lower value; newest year.",
        )
        blocks.append(
            Picture(
                scales(marks, words, paper(165)),
                165,
                f"Scale from the lowest to the highest region for {len(marks)} indicators; the "
                "table below has the values.",
            )
        )
    rows = [
        (
            row["label"],
            f"{figure(row['value'])} {row['unit']}",
            said(row["year"]),
            figure(row["eu_median"]) if pd.notna(row["eu_median"]) else "",
            said(row["origin"], "") or "published",
        )
        for row in found.to_dict("records")
    ]
    return [
        *blocks,
        Table(
            ("Indicator", "Value", "Year", "EU median", "How it was made"),
            rows,
            (5, 3.5, 1.3, 2, 3),
        ),
        Text(f"Sources: {'; '.join(sorted(set(found['source_title'].dropna())))}.", is_note=True),
    ]


def _alike(store: Store, code: str) -> list[Block]:
    known = structure(store)
    try:
        found = similar(known, code, limit=ALIKE)
    except NotComparable as reason:
        return [Heading("Alike in structure"), Text(str(reason))]
    if found.empty:
        return []
    rows = [
        (str(rank), row["name"], row["territory_id"], row["country"], f"{row['distance']:.2f}")
        for rank, row in enumerate(found.to_dict("records"), 1)
    ]
    return [
        Heading("Alike in structure"),
        Text("The NUTS 2 regions with the least structural distance; 0: the same structure."),
        Table(("", "Region", "Code", "Country", "Distance"), rows, (1, 6, 2, 4, 2)),
        Text(f"Years compared: {years_in_words(known)}.", is_note=True),
    ]
