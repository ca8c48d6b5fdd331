"""The course of a value over years: a small line beside it, and a chart.

Years without a value stay empty: a line over a gap is dotted. At a break in the series the line
stops and begins anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

import streamlit as st

from s3dash.ui.look.text import figure
from s3dash.web.static_files import style_url

HEIGHTS = "0123456789abcdefg"
"""Letters of the small line, by height; links.js knows them as digits of base 36."""
STEPS = 4
"""Lines of the chart's grid, at most."""
MOST_YEARS_NAMED = 9


@dataclass(frozen=True)
class Point:
    """A value of a year; ``remark`` says what the publisher marks, ``is_break`` whether a break."""

    year: int
    value: float
    remark: str = ""
    is_break: bool = False


@dataclass(frozen=True)
class Line:
    """A line of the chart: its name, its class in the stylesheet, and its points by year."""

    name: str
    kind: str
    points: Sequence[Point]


def style() -> None:
    """The stylesheet of what this module draws."""
    st.html(f"<style>@import url('{style_url('parts/course.css')}');</style>")


def small_line(points: Sequence[Point]) -> str:
    """HTML of the course, without words; empty where there is only one value.

    A letter a year, which links.js draws: a page may have two hundred lines, and a drawing has six
    times as many letters. `0` is the lowest value, `g` the highest; a year without a value is a
    point; before a break in the series stands a stroke.
    """
    if len(points) < 2:
        return ""
    box = _Box.around([points], 1, len(HEIGHTS) - 1)
    held = {
        one.year: f"{'|' * one.is_break}{HEIGHTS[-1 - round(box.y(one.value))]}" for one in points
    }
    letters = (held.get(year, ".") for year in range(points[0].year, points[-1].year + 1))
    return f"<i data-c={''.join(letters)}></i>"


def chart(lines: Sequence[Line], band: Sequence[tuple[int, float, float]], told: str) -> str:
    """HTML of a chart with lines over years, and a band between two values of each year.

    ``told``: what it shows, in words.
    """
    edges = [Point(year, edge) for year, *both in band for edge in both]
    box = _Box.around([*(line.points for line in lines), edges], 100, 100)
    steps = _steps(box.low, box.high)
    if steps:
        box = _Box(box.first, box.last, min(box.low, steps[0]), max(box.high, steps[-1]), 100, 100)
    grid = "".join(
        f"<i style='top:{box.y(step):.1f}%'><span>{figure(step)}</span></i>" for step in steps
    )
    years = "".join(
        f"<em style='left:{box.x(year):.1f}%'>{year}</em>" for year in _named(box.first, box.last)
    )
    drawn = "".join(
        f"<path class='{line.kind}' d='{whole}'/>"
        + (f"<path class='{line.kind} s3-gap' d='{dotted}'/>" if dotted else "")
        for line in lines
        for whole, dotted in [_paths(line.points, box)]
    )
    dots = "".join(
        f"<b class={line.kind} style='left:{box.x(one.year):.1f}%;top:{box.y(one.value):.1f}%' "
        f"title='{escape(_told(line.name, one))}'></b>"
        for line in lines
        for one in line.points
    )
    breaks = "".join(
        f"<u style='left:{box.x(year):.1f}%' title='break in the series, {year}'></u>"
        for year in sorted({one.year for line in lines for one in line.points if one.is_break})
    )
    key = "".join(f"<li><i class={line.kind}></i>{escape(line.name)}" for line in lines)
    return (
        f"<div class=s3-course role=img aria-label='{escape(told)}'>{grid}{breaks}"
        f"<svg viewBox='0 0 100 100' preserveAspectRatio=none>{_band(band, box)}{drawn}</svg>"
        f"{dots}{years}</div><ul class=s3-course-key>{key}"
        f"{'<li><i class=s3-c-band></i>range of the country' if band else ''}"
        f"{'<li><i class=s3-c-break></i>break in the series' if breaks else ''}</ul>"
    )


def _told(name: str, one: Point) -> str:
    return f"{name}, {one.year}: {figure(one.value)}{f' ({one.remark})' if one.remark else ''}"


@dataclass(frozen=True)
class _Box:
    """Years and values as places in a drawing."""

    first: int
    last: int
    low: float
    high: float
    width: float
    height: float

    @classmethod
    def around(cls, groups: Sequence[Sequence[Point]], width: float, height: float) -> "_Box":
        every = [one for points in groups for one in points]
        years, values = [one.year for one in every], [one.value for one in every]
        return cls(min(years), max(years), min(values), max(values), width, height)

    def x(self, year: int) -> float:
        # One year alone stands in the middle.
        span = self.last - self.first
        return self.width * (year - self.first) / span if span else self.width / 2

    def y(self, value: float) -> float:
        span = self.high - self.low
        return self.height * (self.high - value) / span if span else self.height / 2


def _paths(points: Sequence[Point], box: _Box) -> tuple[str, str]:
    """What is drawn through, and what is dotted over years without a value."""
    if not points:
        return "", ""

    def at(one: Point) -> str:
        return f"{box.x(one.year):.1f} {box.y(one.value):.1f}"

    whole, dotted = [f"M{at(points[0])}"], []
    step = min((later.year - one.year for one, later in pairwise(points)), default=1)
    for one, later in pairwise(points):
        is_gap = later.year - one.year > step
        if is_gap and not later.is_break:
            dotted.append(f"M{at(one)}L{at(later)}")
        whole.append(f"{'M' if is_gap or later.is_break else 'L'}{at(later)}")
    return "".join(whole), "".join(dotted)


def _band(band: Sequence[tuple[int, float, float]], box: _Box) -> str:
    if len(band) < 2:
        return ""
    above = [f"{box.x(year):.1f} {box.y(high):.1f}" for year, _, high in band]
    below = [f"{box.x(year):.1f} {box.y(low):.1f}" for year, low, _ in reversed(band)]
    return f"<path class=s3-c-band d='M{'L'.join([*above, *below])}z'/>"


def _steps(low: float, high: float) -> list[float]:
    """Round numbers from below the lowest to above the highest."""
    span = high - low
    if span <= 0:
        return []
    size = 10.0 ** (len(f"{int(span)}") - 1) if span >= 1 else 10.0 ** -len(f"{int(1 / span)}")
    size = next(
        size * by for by in (0.1, 0.2, 0.25, 0.5, 1, 2, 2.5, 5, 10) if span / (size * by) <= STEPS
    )
    first, last = int(low // size), int(-(-high // size))
    return [round(n * size, 10) for n in range(first, last + 1)]


def _named(first: int, last: int) -> list[int]:
    every = -(-(last - first + 1) // MOST_YEARS_NAMED)
    return [year for year in range(first, last + 1) if (last - year) % every == 0]
