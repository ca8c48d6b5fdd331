"""The course of a value over years, as it is drawn."""

from __future__ import annotations

import re

import pytest

from s3dash.ui.parts.course import Line, Point, chart, small_line


def letters(points: list[Point]) -> str:
    [found] = re.findall(r"<i data-c=([^>]*)></i>", small_line(points))
    return found


def test_one_value_has_no_line() -> None:
    assert small_line([]) == ""
    assert small_line([Point(2020, 1.0)]) == ""


def test_a_letter_a_year_from_the_lowest_to_the_highest() -> None:
    assert letters([Point(2019, -1.0), Point(2020, 7.0), Point(2021, 3.0)]) == "0g8"
    assert letters([Point(2019, 5.0), Point(2020, 5.0)]) == "88"


def test_a_break_and_years_without_a_value_are_told() -> None:
    points = [Point(2015, 1.0), Point(2016, 2.0), Point(2019, 3.0, "break", True), Point(2020, 1.0)]
    assert letters(points) == "08..|g0"


@pytest.mark.parametrize(
    "values", [(1.0, 9.0), (0.001, 0.0017), (-2.5, 3.0), (1e6, 9e6), (4.0, 4.0)]
)
def test_a_chart_holds_all_its_values(values: tuple[float, float]) -> None:
    line = Line("Here", "s3-c-own", [Point(2019, values[0]), Point(2020, values[1])])
    drawn = chart([line], [(2019, values[0], values[1]), (2020, values[0], values[1])], "told")
    places = [float(top) for top in re.findall(r"top:(-?[\d.]+)%", drawn)]
    assert all(0 <= top <= 100 for top in places)
    assert "Here, 2019: " in drawn
    assert "range of the country" in drawn


def test_names_and_remarks_are_escaped() -> None:
    line = Line("<b>x</b>", "s3-c-own", [Point(2019, 1.0, "<i>y</i>", True), Point(2020, 2.0)])
    drawn = chart([line], [], "<u>'z'")
    assert "<b>x" not in drawn
    assert "<i>y" not in drawn
    assert "<u>'z" not in drawn
    assert "break in the series, 2019" in drawn
