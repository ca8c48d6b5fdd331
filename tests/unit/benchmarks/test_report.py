"""The sum below the table counts its cells."""

from __future__ import annotations

import pytest

from benchmarks.report import over_aim


@pytest.mark.parametrize(("seconds", "over"), [(1.0, 0), (2.0, 1), (float("nan"), 1)])
def test_only_cells_count_as_over_not_the_names_of_views(seconds: float, over: int) -> None:
    view = "compare, over years"
    results = {"records_bytes": {view: [1.0]}, "records_run": {"floor": [1.0], view: [seconds]}}
    assert over_aim(results, []) == over
