"""Lines of an indicator over the years: one year, gaps, breaks, flags nobody knows, indices."""

from __future__ import annotations

import pandas as pd
import pytest

from s3dash.ui.compare.choice import Compared
from s3dash.ui.compare.over_years import lines_of
from s3dash.ui.parts.course import chart

# A flag nobody knows stands on the last.
HAS_GAP_AND_BREAK = [(2015, 10.0, None), (2016, 12.0, "b"), (2019, 24.0, "zz")]
ONE_YEAR = [(2016, 3.0, "p")]


def rows(territory: str, values: list[tuple[int, float, str | None]]) -> list[dict[str, object]]:
    return [
        {
            "territory_id": territory,
            "year": year,
            "value": value,
            "flag": flag,
            "eu_median": 6.0,
            "unit": "%",
        }
        for year, value, flag in values
    ]


def compared(letter: str, code: str) -> Compared:
    named = {"letter": letter, "territory_id": code, "name": code}
    fields = Compared.__dataclass_fields__
    return Compared(**{name: named.get(name) for name in fields})  # type: ignore[arg-type]


BOTH = (compared("A", "AT11"), compared("B", "AT12"))


def test_one_year_gap_break_and_unknown_flag_stay_as_they_are() -> None:
    found = pd.DataFrame(rows("AT11", HAS_GAP_AND_BREAK) + rows("AT12", ONE_YEAR))
    lines, unit = lines_of(found, BOTH, "value")
    assert unit == "%"
    assert [line.name for line in lines] == ["A AT11", "B AT12", "EU-27 median"]
    assert [(one.year, one.value) for one in lines[0].points] == [
        (2015, 10),
        (2016, 12),
        (2019, 24),
    ]
    assert [one.is_break for one in lines[0].points] == [False, True, False]
    assert "flag z" in lines[0].points[2].remark
    drawn = chart(lines, [], "told")
    assert "break in the series, 2016" in drawn
    assert "s3-gap" in drawn


def test_an_index_is_of_the_first_year_that_all_have() -> None:
    found = pd.DataFrame(rows("AT11", HAS_GAP_AND_BREAK) + rows("AT12", ONE_YEAR))
    lines, unit = lines_of(found, BOTH, "index")
    assert unit == "index, 2016 = 100"
    assert [one.value for one in lines[0].points] == pytest.approx([83.33, 100, 200], abs=0.01)


def test_no_common_year_or_a_value_of_0_has_no_index() -> None:
    for values in ([(2013, 5.0, None)], [(2016, 0.0, None)]):
        found = pd.DataFrame(rows("AT11", HAS_GAP_AND_BREAK) + rows("AT12", values))
        lines, unit = lines_of(found, BOTH, "index")
        assert "no index" in unit
        assert lines[0].points[0].value == 10
