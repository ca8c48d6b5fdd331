"""What the play is told of each year: a gap stays a gap, one year is of that year alone."""

from __future__ import annotations

import pandas as pd

from s3dash.queries.territories.atlas import Classes
from s3dash.ui.atlas.play import letters


def test_the_last_class_holds_for_the_years_that_follow() -> None:
    held = [("AT11", year, 1.0) for year in range(2010, 2020)] + [("AT12", 2010, 9.0)]
    every = pd.DataFrame(held, columns=["territory_id", "year", "value"])
    classes = Classes.of([1.0, 9.0], "quantiles")
    sent = letters(every, list(range(2010, 2020)), classes)
    assert sent == {"AT11": "0", "AT12": "1."}


def test_years_without_a_value_have_no_class() -> None:
    held = [("AT11", 2015, 1.0), ("AT11", 2019, 9.0), ("AT12", 2016, 5.0)]
    every = pd.DataFrame(held, columns=["territory_id", "year", "value"])
    classes = Classes.of(every["value"].tolist(), "quantiles")
    assert letters(every, [2015, 2016, 2019], classes) == {"AT11": "0.2", "AT12": ".1."}
