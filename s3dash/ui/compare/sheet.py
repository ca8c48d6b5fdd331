"""A comparison on one A4 page, to be printed: no widgets, no colour, what matters first."""

from collections import Counter
from html import escape
from pathlib import Path

import numpy as np
import pandas as pd
import streamlit as st

from s3dash.queries.territories.comparison import (
    compared_domains,
    compared_indicators,
    compared_partnerships,
    compared_strategies,
)
from s3dash.queries.territories.period_change import PERIODS
from s3dash.queries.territories.similarity import (
    NotComparable,
    compared_years,
    distances,
    similar,
)
from s3dash.queries.territories.structure import NONE, Structure, structure
from s3dash.ui.compare.choice import PARAM, Compared
from s3dash.ui.compare.indicators import place_in_words
from s3dash.ui.look.text import NOT_DOCUMENTED, figure, plural
from s3dash.ui.parts import sheet as parts_sheet
from s3dash.ui.parts.sheet import KEY_INDICATORS, short
from s3dash.ui.shell.library import answer

# What one page holds. More than that is counted, and stands on the live page.
MOST_SHARED = 6
MOST_ONLY = 4
MOST_PARTNERSHIPS = 5
NEAREST = 3
LONGEST = 60
SIZES = {2: "9pt", 3: "8.6pt", 4: "8pt", 5: "7.4pt"}
"""How large the letters are, by the number of territories."""


def show(chosen: tuple[Compared, ...]) -> None:
    """The sheet, and above it what only the screen shows: the ways back and to the printer."""
    st.html(Path(__file__).with_name("compare.css"))
    parts_sheet.style()
    live = {PARAM: [one.territory_id for one in chosen]}
    parts_sheet.ways("compare", live)
    st.html(sheet(chosen, parts_sheet.live_address("compare", live)))


def sheet(chosen: tuple[Compared, ...], address: str) -> str:
    """HTML of the sheet; ``address`` is that of the live page."""
    return (
        f"<article class='s3 s3-sheet s3-sheet-compare' style='--s3-size:{SIZES[len(chosen)]}'>"
        f"{_head(chosen)}{_strategies(chosen)}{_domains(chosen)}{_partnerships(chosen)}"
        f"{_indicators(chosen)}{_structure(chosen)}{_foot(address)}</article>"
    )


def _head(chosen: tuple[Compared, ...]) -> str:
    names = "".join(
        f"<li><b>{one.letter} {escape(one.name)}</b> {escape(one.territory_id)}, "
        f"{escape(one.country)}, {one.place}</li>"
        for one in chosen
    )
    return f"<header><h1>Regions compared</h1><ul class=s3-named>{names}</ul></header>"


def _columns(chosen: tuple[Compared, ...], first: str) -> str:
    cells = "".join(f"<th scope=col>{one.letter} {escape(one.territory_id)}</th>" for one in chosen)
    return f"<thead><tr><th scope=col>{first}</th>{cells}</tr></thead>"


def _strategies(chosen: tuple[Compared, ...]) -> str:
    found = answer(compared_strategies, *(one.territory_id for one in chosen))
    rows = ""
    for period in reversed(PERIODS):
        cells = ""
        for one in chosen:
            held = found[(found["territory_id"] == one.territory_id) & (found["period"] == period)]
            told = NOT_DOCUMENTED
            if len(held):
                partial = held["completeness"].iat[0] == "partial"
                told = f"{held['documented_count'].iat[0]}{', partial list' if partial else ''}"
            cells += f"<td>{told}</td>"
        rows += f"<tr><td>{period}</td>{cells}</tr>"
    return (
        f"<h2>Documented priorities by period</h2><table>{_columns(chosen, 'Period')}"
        f"<tbody>{rows}</tbody></table>"
    )


def _domains(chosen: tuple[Compared, ...]) -> str:
    found = answer(compared_domains, "sections", "", *(one.territory_id for one in chosen))
    shared = found[found["holders"] > 1].drop_duplicates("code")
    lines = [f"<p><b>Shared: {len(shared)}.</b> {_named(shared, MOST_SHARED, len(chosen))}</p>"]
    for one in chosen:
        held = found[found["territory_id"] == one.territory_id]
        own = held[held["holders"] == 1]
        told = f"{len(own)}.</b> {_named(own, MOST_ONLY, 0)}"
        if held.empty:
            told = f"</b>priorities {NOT_DOCUMENTED}."
        lines.append(f"<p><b>Only {one.letter} {escape(short(one.name, LONGEST))}: {told}</p>")
    return f"<h2>Economic domains of their priorities, all periods</h2>{''.join(lines)}"


def _named(rows: pd.DataFrame, most: int, number: int) -> str:
    named = "; ".join(
        escape(short(row.label, LONGEST)) + (f" ({row.holders} of {number})" if number > 2 else "")
        for row in rows.head(most).itertuples(index=False)
    )
    return named + (f"; and {len(rows) - most} more" if len(rows) > most else "")


def _partnerships(chosen: tuple[Compared, ...]) -> str:
    found = answer(compared_partnerships, *(one.territory_id for one in chosen))
    counts = ", ".join(
        f"{one.letter} {int((found['territory_id'] == one.territory_id).sum())}" for one in chosen
    )
    letters = {one.territory_id: one.letter for one in chosen}
    common = found[found["holders"] > 1]
    lines = []
    for _, rows in common.groupby("partnership_id", sort=False):
        roles = ", ".join(f"{letters[row.territory_id]} {row.role}" for row in rows.itertuples())
        name = short(rows["partnership"].iat[0], LONGEST)
        lines.append(f"<li>{escape(name)} <small>{escape(roles)}</small></li>")
    more = len(lines) - MOST_PARTNERSHIPS
    items = "".join(lines[:MOST_PARTNERSHIPS])
    if more > 0:
        items += f"<li>and {more} more, on the live page</li>"
    listed = f"<ul>{items}</ul>" if lines else "<p>None documented.</p>"
    return (
        f"<h2>Partnerships in common: {len(lines)} documented</h2>"
        f"<p><small>Documented in all: {counts}.</small></p>{listed}"
    )


def _indicators(chosen: tuple[Compared, ...]) -> str:
    found = answer(compared_indicators, *(one.territory_id for one in chosen))
    rows = ""
    for _, of in found[found["indicator_id"].isin(KEY_INDICATORS)].groupby(
        "indicator_id", sort=False
    ):
        first = of.to_dict("records")[0]
        years = sorted(set(of["year"].dropna()))
        year = f", {'-'.join(map(str, dict.fromkeys((years[0], years[-1]))))}" if years else ""
        cells = "".join(_cell(row) for row in of.to_dict("records"))
        rows += (
            f"<tr><td>{escape(first['label'])}<br><small>{escape(first['unit'])}{year}. "
            f"{escape(first['source_title'].partition(' (')[0])}</small></td>{cells}</tr>"
        )
    return (
        f"<h2>Key indicators</h2><table>{_columns(chosen, 'Indicator')}"
        f"<tbody>{rows}</tbody></table>"
        "<p><small>Under each value: its place among the NUTS 2 regions of the EU, and how a value "
        "of another level was derived.</small></p>"
    )


def _cell(row: dict[str, object]) -> str:
    value = row["value"]
    if not isinstance(value, float) or np.isnan(value):
        return f"<td>{NONE}</td>"
    told = [words for words in (place_in_words(row), str(row["origin"])) if words]
    return f"<td><b>{figure(value)}</b><br><small>{'<br>'.join(map(escape, told))}</small></td>"


def _structure(chosen: tuple[Compared, ...]) -> str:
    known = answer(structure)
    rows = ""
    for one in chosen:
        try:
            found = distances(known, one.territory_id).distance
            nearest = similar(known, one.territory_id, limit=NEAREST)
        except NotComparable:
            rows += f"<tr><td>{one.letter}</td>{'<td>–</td>' * len(chosen)}<td>{NONE}</td></tr>"
            continue
        cells = "".join(
            f"<td>{_distance(found, known.row_of.get(other.territory_id))}</td>" for other in chosen
        )
        named = ", ".join(escape(f"{row.name} {row.distance:.2f}") for row in nearest.itertuples())
        rows += f"<tr><td>{one.letter} {escape(one.territory_id)}</td>{cells}<td>{named}</td></tr>"
    head = _columns(chosen, "Distance").replace(
        "</tr>", "<th scope=col>Nearest NUTS 2 regions</th></tr>"
    )
    return (
        f"<h2>Structural distance</h2><table class=s3-wraps>{head}<tbody>{rows}</tbody></table>"
        "<p><small>0: the same structure; two regions taken at random are about 1.3 apart. Themes "
        f"count the same: {escape(', '.join(known.themes))}. Not a likeness of priorities. "
        f"{_years(known)}</small></p>"
    )


def _years(known: Structure) -> str:
    """How many indicators are compared in which year; which they are stands on the live page."""
    counts = Counter(compared_years(known).values())
    told = ", ".join(f"{year} ({plural(count, 'indicator')})" for year, count in counts.items())
    return f"Years compared: {told}." if told else ""


def _distance(found: np.ndarray, row: int | None) -> str:
    return "–" if row is None or np.isnan(found[row]) else f"{found[row]:.2f}"


def _foot(address: str) -> str:
    return (
        "<footer><p><b>Sources</b> of priorities and partnerships stand on the live page. Domains "
        "are classified by us where the source does not. A missing row is never evidence of "
        f"absence.</p>{parts_sheet.data_and_address(address)}</footer>"
    )
