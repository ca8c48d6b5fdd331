"""An indicator of the territories compared over the years, beside the EU and their country."""

from collections.abc import Sequence
from html import escape

import pandas as pd
import streamlit as st

from s3dash.queries.territories.indicators import (
    course_of,
    flag_in_words,
    index_year,
    is_break,
    of_several_years,
)
from s3dash.store.cells import is_missing
from s3dash.ui.address import filters
from s3dash.ui.address.link import Link
from s3dash.ui.compare.choice import Compared, file_name, filters_words
from s3dash.ui.look.text import figure, plural
from s3dash.ui.parts import course, tables
from s3dash.ui.parts.course import Line, Point
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer, drawn

SCALES = {"value": "Value", "index": "Index, first common year = 100"}
ONE_YEAR = "What is derived from several regions is derived for one year alone."


def show(chosen: tuple[Compared, ...]) -> None:
    """A box for the indicator, its chart, and every year to take away."""
    found = drawn(_courses, chosen)
    known = drawn(of_several_years, found)
    if not known:
        st.info("No indicator has several years for these territories.", icon=":material/info:")
        return
    indicator = _choose(known)
    scale = filters.switch("Scale", "scale", SCALES)
    of_it, unit, chart, note = drawn(_charted, found, chosen, indicator, scale)
    st.html(f"<p class=s3-muted>{escape(unit)}</p>")
    course.style()
    # Not st.html, which drops the drawings.
    links.linked_html(chart, key="compare_course")
    chrome.note(note)
    tables.take_away(
        lambda: of_it.drop(columns="letter"),
        title=f"{known[indicator]} over the years",
        filters=f"{filters_words(chosen)}, indicator {indicator}, every year that has a value",
        file_name=file_name(chosen, "years"),
        key="compare_years_take",
        sources="see the column source_title of each row; median and range computed by s3dash",
    )


def _courses(chosen: tuple[Compared, ...]) -> pd.DataFrame:
    """The rows of `course_of` of all territories, with ``territory_id, letter``."""
    return pd.concat(
        [
            answer(course_of, one.territory_id).assign(
                territory_id=one.territory_id, letter=one.letter
            )
            for one in chosen
        ]
    )


def _charted(
    found: pd.DataFrame, chosen: tuple[Compared, ...], indicator: str, scale: str
) -> tuple[pd.DataFrame, str, str, str]:
    """The rows of an indicator, its unit, its chart as HTML, and what is said below."""
    of_it = found[found["indicator_id"] == indicator]
    lines, unit = lines_of(of_it, chosen, scale)
    told = f"{of_it['label'].iloc[0]}, {unit}: " + "; ".join(
        f"{line.name} from {figure(line.points[0].value)} in {line.points[0].year} to "
        f"{figure(line.points[-1].value)} in {line.points[-1].year}"
        for line in lines
    )
    # Of two countries compared, a range would not say whose it is.
    is_one_country = len({one.territory_id[:2] for one in chosen}) == 1
    band = _country(of_it) if is_one_country and not unit.startswith("index") else []
    lacking = [one.label for one in chosen if not (of_it["territory_id"] == one.territory_id).any()]
    regions = of_it["eu_regions"]
    note = (
        f"EU-27 median over {regions.min()} to {plural(int(regions.max()), 'region')}, by year. A "
        "dotted line passes over years without a value; at a break in the series it begins anew."
        + (f" No values by year: {', '.join(lacking)}. {ONE_YEAR}" if lacking else "")
    )
    return of_it, unit, f"<div class=s3>{course.chart(lines, band, told)}</div>", note


def _choose(known: dict[str, str]) -> str:
    key = "compare_indicator"
    link = Link()
    first = next(iter(known))
    st.session_state[key] = link.one("indicator", known, first)

    def follow() -> None:
        chosen = st.session_state[key]
        Link().write({"indicator": "" if chosen == first else chosen})

    return str(
        st.selectbox(
            "Indicator", list(known), format_func=lambda c: known[c], key=key, on_change=follow
        )
    )


def lines_of(of_it: pd.DataFrame, chosen: Sequence[Compared], scale: str) -> tuple[list[Line], str]:
    """A line for each territory with a value and for the EU, and the unit.

    ``of_it``: rows of `queries.territories.indicators.course_of` of one indicator, with
    ``territory_id``. An index is of the first year that all lines have, if all are above 0 in it.
    """
    unit = str(of_it["unit"].iloc[0])
    lines = []
    for one in chosen:
        points = [
            Point(int(row.year), float(row.value), flag_in_words(row.flag), is_break(row.flag))
            for row in of_it[of_it["territory_id"] == one.territory_id].itertuples()
        ]
        if points:
            lines.append(Line(f"{one.letter} {one.name}", f"s3-c-{one.letter}", points))
    middle = of_it.drop_duplicates("year").sort_values("year")
    eu = [
        Point(int(row.year), float(row.eu_median))
        for row in middle.itertuples()
        if not is_missing(row.eu_median)
    ]
    if eu:
        lines.append(Line("EU-27 median", "s3-c-eu", eu))
    if scale != "index":
        return lines, unit
    held = [{point.year: point.value for point in line.points} for line in lines]
    base = index_year(held)
    if base is None:
        return lines, f"{unit} (no index: no common year in which all are above 0)"
    return [
        Line(
            line.name,
            line.kind,
            [
                Point(one.year, 100 * one.value / values[base], one.remark, one.is_break)
                for one in line.points
            ],
        )
        for line, values in zip(lines, held, strict=True)
    ], f"index, {base} = 100"


def _country(of_it: pd.DataFrame) -> list[tuple[int, float, float]]:
    """The range of the country's regions by year."""
    return [
        (int(row.year), float(row.country_min), float(row.country_max))
        for row in of_it.drop_duplicates("year").sort_values("year").itertuples()
        if row.country_regions > 1
    ]
