"""The view of a region profile with its indicators, beside the EU and its country."""

from html import escape
from itertools import groupby
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.queries.territories.indicators import (
    course_of,
    flag_in_words,
    indicators_of,
    is_break,
    of_several_years,
    regions_with_indicators,
)
from s3dash.store.cells import is_missing
from s3dash.ui.address import filters
from s3dash.ui.address.link import Link
from s3dash.ui.look.text import capitalised, figure, plain, plural
from s3dash.ui.parts import course, tables
from s3dash.ui.parts.cards import listed
from s3dash.ui.parts.course import Line, Point
from s3dash.ui.region.shared import linked
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer, drawn, rows_of
from s3dash.ui.shell.report import report_rows

NUTS_2 = 2
SCALES = {"value": "Value", "index": "Index"}


def show(record: dict[str, Any]) -> None:
    """Every value with its place between the regions of the country; where none is, who has."""
    territory_id = str(record["territory_id"])
    st.header("Indicators", anchor=False)
    found = answer(indicators_of, territory_id)
    if found.empty:
        _elsewhere(record)
        return
    name = str(record["name"])
    years = answer(course_of, territory_id)
    course.style()
    st.markdown(
        f"{plural(len(found), 'value')} of {plain(name)}, the newest of each indicator. The line "
        f"runs over the regions of {plain(str(record['country']))}, from the lowest value to the "
        "highest; **●** is this region, **|** the median of the regions of the 27 EU Member "
        "States. High is not always good, and years differ. A small line is the course over the "
        "years: choose it for the chart."
    )
    _course(years, name)
    links.linked_html(
        drawn(_positions, territory_id, name),
        key="indicator_positions",
        page="region",
        follow=lambda parameters: Link().write({"indicator": parameters["indicator"]}),
    )
    chrome.note(
        "The EU-27 median is computed here over the NUTS 2 regions of the Member States that have "
        "a value, each region once. The range covers the NUTS 2 regions of the country that have a "
        "value, this one included. A value is seen against those of its year; where a region has "
        "none, the nearest year counts, at most five years away. Conditions of re-use: "
        f"{'; '.join(found['licence'].dropna().unique())}."
    )
    _table(found, territory_id, name)
    _all_years(years, territory_id, name)
    report_rows(
        "an indicator",
        "indicator_value",
        [
            (
                f"{row['indicator_id']} {territory_id} {row['year']}",
                {"value": row["value"], "flag": row["flag"]},
            )
            for row in rows_of(found)
        ],
    )


def _positions(territory_id: str, name: str) -> str:
    found, years = answer(indicators_of, territory_id), answer(course_of, territory_id)
    return positions(found, name, territory_id, years)


def _course(years: pd.DataFrame, name: str) -> None:
    """The chart of the indicator that is chosen."""
    known = drawn(of_several_years, years)
    link = Link()
    asked = link.text("indicator")
    if asked not in known and asked in (held := drawn(_labels, years)):
        st.info(
            f"{plain(held[asked])}: {plain(name)} has a value of one year only, so there is no "
            "course to draw.",
            icon=":material/info:",
        )
        return
    chosen = link.one("indicator", list(known), "")
    link.notice()
    if not chosen:
        return
    st.subheader(plain(known[chosen]), anchor=False)
    scale = filters.switch("Scale", "scale", SCALES)
    unit, chart, note = drawn(_charted, years, chosen, scale, name)
    st.html(f"<p class=s3-muted>{escape(unit)}</p>")
    # Not st.html, which drops the drawings.
    links.linked_html(chart, key="course_chart")
    chrome.note(note)


def _labels(years: pd.DataFrame) -> dict[str, str]:
    """Indicators that have any value, code -> label."""
    return dict(zip(years["indicator_id"], years["label"], strict=True))


def _charted(years: pd.DataFrame, indicator: str, scale: str, name: str) -> tuple[str, str, str]:
    """The unit of an indicator, its chart as HTML, and what is said below."""
    of_it = years[years["indicator_id"] == indicator]
    lines, band, unit = _lines(of_it, name, scale)
    first, last = int(of_it["year"].iloc[0]), int(of_it["year"].iloc[-1])
    told = (
        f"{of_it['label'].iloc[0]} of {name}, {first} to {last}, {unit}: from "
        f"{figure(lines[0].points[0].value)} to {figure(lines[0].points[-1].value)}; EU-27 median "
        f"{figure(lines[1].points[-1].value) if lines[1:] else 'not available'}"
    )
    flagged = [
        f"{row.year} {words}"
        for row in of_it.itertuples()
        if row.flag != "derived" and (words := flag_in_words(row.flag))
    ]
    regions = of_it["eu_regions"]
    note = (
        f"Median over {regions.min()} to {regions.max()} regions of the EU, by year. A dotted line "
        "passes over years without a value."
        + (f" Marked: {'; '.join(flagged)}." if flagged else "")
    )
    return unit, f"<div class=s3>{course.chart(lines, band, told)}</div>", note


def _lines(
    of_it: pd.DataFrame, name: str, scale: str
) -> tuple[list[Line], list[tuple[int, float, float]], str]:
    """The lines of a chart, the range of the country, and the unit."""
    own = [
        Point(int(row.year), float(row.value), flag_in_words(row.flag), is_break(row.flag))
        for row in of_it.itertuples()
    ]
    eu = [
        Point(int(row.year), float(row.eu_median))
        for row in of_it.itertuples()
        if not is_missing(row.eu_median)
    ]
    if scale == "index" and own[0].value > 0:
        lines = [Line(name, "s3-c-own", _index(own))]
        if eu and eu[0].value > 0:
            lines.append(Line("EU-27 median", "s3-c-eu", _index(eu)))
        return lines, [], f"index, {own[0].year} = 100"
    band = [
        (int(row.year), float(row.country_min), float(row.country_max))
        for row in of_it.itertuples()
        if row.country_regions > 1
    ]
    lines = [Line(name, "s3-c-own", own)]
    without = " (no index: the first value is not above 0)" if scale == "index" else ""
    return (
        lines + ([Line("EU-27 median", "s3-c-eu", eu)] if eu else []),
        band,
        of_it["unit"].iloc[0] + without,
    )


def _index(points: list[Point]) -> list[Point]:
    return [
        Point(one.year, 100 * one.value / points[0].value, one.remark, one.is_break)
        for one in points
    ]


def _all_years(years: pd.DataFrame, territory_id: str, name: str) -> None:
    st.subheader("All years to take away", anchor=False)
    tables.take_away(
        lambda: years,
        title=f"Indicators of {name} over the years",
        filters=f"territory {territory_id}, every year that has a value",
        file_name=f"{territory_id}-indicator-years",
        key="indicator_years_take",
        sources="see the column source_title of each row; median and range computed by s3dash",
    )


def _table(found: pd.DataFrame, territory_id: str, name: str) -> None:
    folded = st.expander(
        "The same as a table, with notes, sources and licences",
        on_change="rerun",
        key="indicator_table",
    )
    if folded.open:
        with folded:
            _rows(found, name)
    tables.take_away(
        lambda: found,
        title=f"Indicators of {name}",
        filters=f"territory {territory_id}, newest year of each indicator",
        file_name=f"{territory_id}-indicators",
        key="indicators_take",
        link_adds="",
        sources="see the column source_title of each row; median and range computed by s3dash",
    )


def _rows(found: pd.DataFrame, name: str) -> None:
    tables.table(
        found.assign(flag=found["flag"].map(flag_in_words)),
        {
            "label": "Indicator",
            "unit": "Unit",
            "year": st.column_config.NumberColumn("Year", format="%d"),
            "value": "Value",
            "eu_median": "EU-27 median",
            "eu_regions": "EU regions",
            "country_min": "Country lowest",
            "country_max": "Country highest",
            "country_regions": "Country regions",
            "years_compared": "Years compared",
            "coverage_note": "Coverage",
            "flag": "Remark",
            "note": "Note",
            "source_title": "Source",
            "licence": "Licence",
        },
        key="indicators",
        alt=f"Indicators of {name} with the EU-27 median and the range of its country",
    )


def _elsewhere(record: dict[str, Any]) -> None:
    regions = answer(regions_with_indicators, str(record["territory_id"]))
    level = record["nuts_level"]
    if not is_missing(level) and level == NUTS_2:
        words = (
            "No indicator value is documented for this region: values come in NUTS 2016 codes, and "
            "its code is newer or its extent changed."
        )
    elif regions.empty:
        words = (
            "Indicator values exist for NUTS 2 regions only, and which of them this territory "
            "covers cannot be told from its code."
        )
    else:
        lies = "contains it" if regions["relation"].iloc[0] == "contains" else "lie in it"
        words = (
            "Indicator values are published for NUTS 2 regions; what can be derived from them for "
            "other levels stands on the page Compare. See "
            f"{plural(len(regions), 'region')} with values that {lies}:"
        )
    st.info(words, icon=":material/info:")
    if len(regions):
        linked(elsewhere(regions), key="regions_with_indicators")


def elsewhere(regions: pd.DataFrame) -> str:
    """Links to the indicators of NUTS 2 regions."""
    return listed(
        (
            links.view_link("region", row.name, territory=row.territory_id, view="indicators")
            + f" <span class=s3-muted>{escape(row.territory_id)}, "
            f"{plural(row.indicators, 'indicator')}</span>"
            for row in regions.itertuples(index=False)
        ),
        "None.",
    )


def positions(found: pd.DataFrame, name: str, territory_id: str, years: pd.DataFrame) -> str:
    """One row an indicator: label, value with its course, and its place in the country."""
    courses = dict(list(years.groupby("indicator_id")))
    pieces = []
    for theme, rows in groupby(found.to_dict("records"), lambda row: theme_of(row["theme"])):
        lines = (_row(row, name, territory_id, courses.get(row["indicator_id"])) for row in rows)
        pieces.append(f"<h3>{escape(capitalised(theme))}</h3>{''.join(lines)}")
    return f"<div class='s3 s3-positions'>{''.join(pieces)}</div>"


def theme_of(theme: str) -> str:
    """A theme without the remark in brackets."""
    return theme.partition("(")[0].strip()


def _row(row: dict[str, Any], name: str, territory_id: str, of_it: pd.DataFrame | None) -> str:
    # Of indicators that a part of Europe has, the median is not one of the EU.
    whose = "EU-27 median" if is_missing(row["coverage_note"]) else "median of those"
    median = "" if is_missing(row["eu_median"]) else f"{whose} {figure(row['eu_median'])}"
    remarks = [row["coverage_note"], row["note"], flag_in_words(row["flag"])]
    told = "; ".join(str(remark) for remark in remarks if not is_missing(remark))
    note = f"<small>{escape(told)}</small>" if told else ""
    return (
        f"<div class=s3-position><div>{escape(row['label'])}<br>"
        f"<span class=s3-muted>{escape(row['unit'])}, {row['year']}{note}</span></div>"
        f"<div class=s3-value><b>{figure(row['value'])}</b><br>"
        f"<span class=s3-muted>{median}</span>{_spark(row, territory_id, of_it)}</div>"
        f"{_track(row)}</div>"
    )


def _spark(row: dict[str, Any], territory_id: str, of_it: pd.DataFrame | None) -> str:
    if of_it is None or len(of_it) < 2:
        return ""
    points = [
        Point(int(one.year), float(one.value), is_break=is_break(one.flag))
        for one in of_it.itertuples()
    ]
    words = f"{points[0].year} to {points[-1].year}"
    return links.view_html(
        "region",
        f"{course.small_line(points)}<s>{escape(row['label'])}, </s><small>{words}</small>",
        territory=territory_id,
        view="indicators",
        indicator=row["indicator_id"],
    )


def _track(row: dict[str, Any]) -> str:
    low, high, value = row["country_min"], row["country_max"], row["value"]
    if row["country_regions"] == 1:
        return "<div class=s3-muted>the only region of its country with a value</div>"
    median = value if is_missing(row["eu_median"]) else row["eu_median"]
    start, end = min(low, median), max(high, median)
    span = (end - start) or 1

    def place(at: float) -> str:
        return f"{100 * (at - start) / span:.0f}"

    # What it draws stands beside it in words, all of it.
    return (
        f"<div><div class=s3-track aria-hidden=true style='--l:{place(low)};"
        f"--h:{place(high)};--m:{place(median)};--v:{place(value)}'><i></i><u></u><b></b></div>"
        f"<div class='s3-range s3-muted'>{row['country_regions']} regions from "
        f"{figure(low)} to {figure(high)}</div></div>"
    )
