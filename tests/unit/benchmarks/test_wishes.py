"""What readers of the benchmark wish for is new each time, finds something, and is everywhere."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from benchmarks.wishes import wishes
from s3dash.store.connection import Store

FEW = 60
"""As many as a round has."""


def test_wishes_are_from_all_over_and_find_something(store_path: Path, store: Store) -> None:
    first = list(islice(wishes(store_path), FEW))
    assert first == list(islice(wishes(store_path), FEW))
    assert len({frozenset(pair) for pair in wishes(store_path)}) == len(list(wishes(store_path)))
    rows = store.rows(
        "SELECT DISTINCT territory_id, country_code FROM priority JOIN territory "
        "USING (territory_id)"
    )
    country = dict(rows)
    asked = {country[code] for pair in first for code in pair}
    assert len(asked) > len(set(country.values())) / 2
    # In the order of the table all would begin in the first country.
    assert len({country[begin] for begin, _ in first}) > len(asked) / 2
