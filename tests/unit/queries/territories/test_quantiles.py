"""Classes of counts: as pandas puts them, each value in the class that has its number."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from s3dash.queries.territories.quantiles import ENDS, quantiles

COUNTS = st.lists(st.integers(1, 60), min_size=1, max_size=80)


def test_no_values_have_no_classes() -> None:
    assert quantiles([]) == ([], [])


@given(COUNTS)
def test_classes_end_where_the_lower_quantiles_are(values: list[int]) -> None:
    classes, spans = quantiles(values)
    known = pd.Series(values).quantile(list(ENDS), "lower")
    assert [high for _, high in spans] == sorted({int(edge) for edge in known})
    assert spans[0][0] == min(values)
    assert all(low == before + 1 for (_, before), (low, _) in pairwise(spans))
    for value, number in zip(values, classes, strict=True):
        low, high = spans[number]
        assert low <= value <= high
