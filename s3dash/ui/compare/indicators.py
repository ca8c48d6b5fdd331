"""The view of Compare with indicators: each value, and its place among the regions of the EU."""

from collections.abc import Sequence
from html import escape
from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from s3dash.queries.territories.comparison import compared_indicators
from s3dash.queries.territories.indicators import courses_of_regions, is_break
from s3dash.queries.territories.structure import NONE, SUM, Structure, structure
from s3dash.store.cells import is_missing
from s3dash.ui.address import filters
from s3dash.ui.compare import over_years
from s3dash.ui.compare.choice import Compared, file_name, filters_words, mark
from s3dash.ui.look.text import capitalised, figure, plain, plural
from s3dash.ui.parts import course, tables
from s3dash.ui.parts.course import Point
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer, drawn

FORMS = {"chart": "Chart", "table": "Table", "years": "Over the years"}
BINS = 30
HEIGHT = 24
"""Of the silhouette, in its own units."""
USUAL_MEAN = "population-weighted mean"
LEAST_OF_PART = 2
"""Territories that must have a value of an indicator that only a part of Europe has."""
MARK_WIDTH = 7
"""How much of the width a mark takes, in per cent: nearer ones stand one below the other."""


def show(chosen: tuple[Compared, ...]) -> None:
    """Indicators by theme, as a chart or as a table; all of it to take away."""
    found = answer(compared_indicators, *(one.territory_id for one in chosen))
    _without_indicators(found, chosen)
    form = filters.switch("Show as", "form", FORMS)
    if form == "years":
        over_years.show(chosen)
        return
    if form == "table":
        _table(found, chosen)
    else:
        st.markdown(
            "Behind the marks stand the NUTS 2 regions of the 27 Member States: the higher the "
            "ground, the more regions; the line is their median. High is not always good, and "
            "years differ. A small line is the course of the value; *Over the years* draws it in "
            "full."
        )
        course.style()
        # Not st.html, which drops the drawings.
        links.linked_html(drawn(_charts, chosen), key="compare_charts")
    chrome.note(
        "Values are published for NUTS 2 regions, the newest is shown; a mark like "
        "“population-weighted mean of 4 regions” or “inherited from FI19” says how a value of "
        "another level was derived; where nothing else is said, means are population-weighted. "
        "What is derived from several regions has no small line: it is not derived anew for each "
        "year. "
        "A sum of several regions has no place among single regions. Where the structural distance "
        "takes the logarithm or root of an indicator, the ground is drawn on that scale. Totals "
        "other than the population, and what only a part of Europe has unless two of the "
        "territories have it, are in the table and the files."
    )
    tables.take_away(
        lambda: _for_file(found),
        title="Indicators of " + ", ".join(one.label for one in chosen),
        filters=f"{filters_words(chosen)}, newest year of each indicator",
        file_name=file_name(chosen, "indicators"),
        key="compare_indicators_take",
        sources="see the column source_title; derived values, median and place by s3dash",
    )


def _for_file(found: pd.DataFrame) -> pd.DataFrame:
    """The rows as a file has them: a value of ours with four digits, one of a source as it is."""
    is_ours = found["origin"].fillna("") != ""
    return found.assign(value=found["value"].where(~is_ours, found["value"].round(4)))


def _without_indicators(found: pd.DataFrame, chosen: tuple[Compared, ...]) -> None:
    held = found.groupby("territory_id")["value"].count()
    lacking = [one.label for one in chosen if not held.get(one.territory_id)]
    if lacking:
        st.info(
            f"No indicator is documented for {plain(', '.join(lacking))}: values come in NUTS 2016 "
            "codes, and none covers the same extent.",
            icon=":material/info:",
        )


def _charts(chosen: tuple[Compared, ...]) -> str:
    found = answer(compared_indicators, *(one.territory_id for one in chosen))
    known = answer(structure)
    return charts(found, chosen, known, _courses(chosen, known))


Courses = dict[tuple[str, str], list[Point]]
"""The course of an indicator in a region, by both identifiers."""


def _courses(chosen: tuple[Compared, ...], known: Structure) -> Courses:
    """Courses of the regions whose value a territory has as it is."""
    of_one = {
        regions[0]
        for one in chosen
        for column in range(len(known.indicators))
        if len(regions := known.regions(one.territory_id, column)) == 1
    }
    return {
        (str(code), str(indicator)): [
            Point(int(row.year), float(row.value), is_break=is_break(row.flag))
            for row in rows.itertuples()
        ]
        for (code, indicator), rows in answer(courses_of_regions, *sorted(of_one)).groupby(
            ["nuts_code", "indicator_id"]
        )
    }


def charts(
    found: pd.DataFrame, chosen: tuple[Compared, ...], known: Structure, courses: Courses
) -> str:
    """HTML of one compact chart per theme."""
    columns = {code: n for n, code in enumerate(known.indicators["indicator_id"])}
    indicators = [
        list(rows) for _, rows in groupby(found.to_dict("records"), lambda r: r["indicator_id"])
    ]
    indicators = [
        rows
        for rows in indicators
        if _can_be_compared(rows, known, columns[rows[0]["indicator_id"]])
    ]
    pieces = []
    for theme, group in groupby(indicators, lambda rows: rows[0]["theme"]):
        rows = "".join(
            _row(one, chosen, known, columns[one[0]["indicator_id"]], courses) for one in group
        )
        pieces.append(f"<h2>{escape(capitalised(str(theme)))}</h2>{rows}")
    return f"<div class='s3 s3-compare'>{''.join(pieces)}</div>"


def _can_be_compared(rows: Sequence[dict[str, Any]], known: Structure, column: int) -> bool:
    """Whether a chart says something, or the table alone has the indicator.

    Totals tell how large a territory is, which the population does; of what only a part of Europe
    has, two territories need a value.
    """
    indicator = known.indicators.iloc[column]
    if indicator["aggregation"] == SUM and not indicator["is_structural"]:
        return False
    held = sum(not np.isnan(row["value"]) for row in rows)
    return is_missing(indicator["coverage_note"]) or held >= LEAST_OF_PART


def _row(
    rows: Sequence[dict[str, Any]],
    chosen: tuple[Compared, ...],
    known: Structure,
    column: int,
    courses: Courses,
) -> str:
    first = rows[0]
    years = {row["year"] for row in rows if not is_missing(row["year"])}
    year = f", {years.pop()}" if len(years) == 1 else ""
    # Told once, not beside each value: all means of an indicator have the same weight.
    weighted = next(
        (
            rule
            for one in chosen
            if (rule := known.rule(one.territory_id, column)).endswith("-weighted mean")
        ),
        "",
    )
    values = "".join(
        _value(row, one, weighted, courses, has_year=not year)
        for row, one in zip(rows, chosen, strict=True)
    )
    # The usual weight is told once, below the charts.
    told = "" if weighted == USUAL_MEAN else weighted.removesuffix(" mean")
    weights = f"<br>means are {escape(told)}" if told else ""
    return (
        f"<div class=s3-c><div>{escape(first['label'])}<small>{escape(first['unit'])}{year}<br>"
        f"{escape(first['source_title'])}{weights}</small></div><ul>{values}</ul>"
        f"{_ground(rows, chosen, known, column)}</div>"
    )


def _value(
    row: dict[str, Any], one: Compared, weighted: str, courses: Courses, *, has_year: bool
) -> str:
    if np.isnan(row["value"]):
        return f"<li>{mark(one)}<small>{NONE}</small>"
    told = [str(row["year"])] if has_year else []
    if row["origin"]:
        told.append(escape(row["origin"].replace(weighted, "mean") if weighted else row["origin"]))
    small = f"<small>{', '.join(told)}</small>" if told else ""
    points = courses.get((str(row["from_regions"]), row["indicator_id"]), [])
    return f"<li>{mark(one)}<b>{figure(row['value'])}</b>{small}{course.small_line(points)}"


def place_in_words(row: dict[str, Any]) -> str:
    """``higher than 119 of 240``; empty where no place can be told."""
    if is_missing(row["eu_lower"]):
        return ""
    return f"higher than {row['eu_lower']} of {row['eu_regions']}"


def _ground(
    rows: Sequence[dict[str, Any]], chosen: tuple[Compared, ...], known: Structure, column: int
) -> str:
    """The regions of the EU as a silhouette, and the marks on it."""
    transformation = known.indicators["transformation"].iat[column]
    eu = known.eu_values[:, column]
    eu = eu[~np.isnan(eu)]
    marked = [
        (one, row) for one, row in zip(chosen, rows, strict=True) if not is_missing(row["eu_lower"])
    ]
    if not len(eu):
        return f"<div class=s3-muted>EU regions: {NONE}</div>"
    values = _scaled(np.array([*eu, *(row["value"] for _, row in marked)]), transformation)
    low, high = values.min(), values.max()
    places = 100 * (values - low) / ((high - low) or 1)
    counts = np.histogram(places[: len(eu)], bins=BINS, range=(0, 100))[0]
    median = float(np.median(places[: len(eu)]))
    drawn, lanes = _marks([one for one, _ in marked], places[len(eu) :])
    # Values and the ends of the ground stand beside it.
    above = ", ".join(f"{one.letter} {row['eu_lower']}" for one, row in marked)
    told = f"Higher than, of {len(eu)} in the EU: {above or NONE}"
    return (
        f"<div><div class=s3-g role=img title='{escape(told)}'>"
        f"{_silhouette(counts)}<u style=left:{median:.0f}%></u>{drawn}"
        f"<i style=height:{1.35 * lanes:.3g}rem></i></div><div class=s3-e>"
        f"<span>{figure(eu.min())}</span><span>{plural(len(eu), 'region')}, median "
        f"{figure(float(np.median(eu)))}</span><span>{figure(eu.max())}</span></div></div>"
    )


def _scaled(values: np.ndarray, transformation: object) -> np.ndarray:
    scaled: np.ndarray = values
    if transformation == "log" and values.min() > 0:
        scaled = np.log(values)
    elif transformation == "square-root" and values.min() >= 0:
        scaled = np.sqrt(values)
    return scaled


def _silhouette(counts: np.ndarray) -> str:
    """How many regions have how much, as steps; a bin with any region can be seen."""
    most = max(int(counts.max()), 1)
    heights = [-(-HEIGHT * int(count) // most) for count in counts]
    path, before = [], 0
    for height, run in groupby(heights):
        path.append(f"v{before - height}h{len(list(run))}")
        before = height
    return (
        f"<svg viewBox='0 0 {BINS} {HEIGHT}' preserveAspectRatio=none>"
        f"<path d='M0 {HEIGHT}{''.join(path)}V{HEIGHT}z'/></svg>"
    )


def _marks(chosen: Sequence[Compared], places: np.ndarray) -> tuple[str, int]:
    """Letters at their places, each in the highest lane where it covers no other."""
    ends: list[float] = []
    drawn = []
    for place, one in sorted(zip(places.tolist(), chosen, strict=True), key=lambda pair: pair[0]):
        lane = next((n for n, end in enumerate(ends) if end <= place), len(ends))
        ends[lane : lane + 1] = [place + MARK_WIDTH]
        # The first lane is where the stylesheet has them.
        top = f";top:{1.9 + 1.35 * lane:.2f}rem" if lane else ""
        drawn.append(f"<b class=s3-k{one.letter} style=left:{place:.0f}%{top}>{one.letter}</b>")
    return "".join(drawn), len(ends)


def _table(found: pd.DataFrame, chosen: tuple[Compared, ...]) -> None:
    wide = found.drop_duplicates("indicator_id")[
        ["label", "unit", "eu_median", "source_title"]
    ].reset_index(drop=True)
    columns: dict[str, Any] = {
        "label": st.column_config.TextColumn("Indicator", width="medium"),
        "unit": st.column_config.TextColumn("Unit", width="small"),
    }
    for one in chosen:
        rows = found[found["territory_id"] == one.territory_id]
        # As exact as it is read; what is taken away has all digits.
        wide[f"value_{one.letter}"] = [
            round(value, 0 if abs(value) >= 1000 else 3) for value in rows["value"]
        ]
        wide[f"told_{one.letter}"] = [_told(row) for row in rows.to_dict("records")]
        columns[f"value_{one.letter}"] = f"{one.letter} {one.territory_id}"
        columns[f"told_{one.letter}"] = f"{one.letter}: year, origin, place in the EU"
    columns["eu_median"] = "EU-27 median"
    columns["source_title"] = "Source"
    tables.table(
        wide,
        columns,
        key="compare_indicators",
        alt="Indicators of " + ", ".join(f"{one.letter}: {one.label}" for one in chosen),
        rows_shown=len(wide),
    )


def _told(row: dict[str, Any]) -> str:
    if np.isnan(row["value"]):
        return NONE
    pieces = (str(row["year"]), row["origin"], place_in_words(row))
    return " · ".join(piece for piece in pieces if piece)
