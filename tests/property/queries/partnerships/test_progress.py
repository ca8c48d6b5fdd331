"""Replaying the past: nothing that was on record is lost when the as-of date moves on."""

from __future__ import annotations

from datetime import date

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from s3dash.queries.partnerships import progress
from s3dash.store.connection import Store
from tests.fixtures import progress_by_hand as by_hand
from tests.fixtures.frames import Facts

quick = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
days = st.dates(date(2010, 1, 1), date(2030, 1, 1))
windows = st.sampled_from(progress.WINDOWS)


def by_id(store: Store, as_of: date, window: int) -> pd.DataFrame:
    return progress.partnership_progress(store, as_of, window).set_index("partnership_id")


@quick
@given(st.tuples(days, days), windows)
def test_counts_never_decrease_when_the_date_grows(
    store: Store, two: tuple[date, date], window: int
) -> None:
    earlier, later = (by_id(store, day, window) for day in sorted(two))
    for identifier, before in earlier.iterrows():
        after = later.loc[identifier]
        for column in ("evidence", "revisits"):
            assert all(a <= b for a, b in zip(before[column], after[column], strict=True))
        assert before["reached_position"] <= after["reached_position"]
        assert before["later"] >= after["later"]
        assert sum(before["evidence"]) + before["later"] == sum(after["evidence"]) + after["later"]
        for a, b in zip(before["states"], after["states"], strict=True):
            assert a == "none" or b != "none"


@quick
@given(days, windows)
def test_a_wider_window_never_makes_a_stage_less_active(
    store: Store, day: date, window: int
) -> None:
    narrow, wide = by_id(store, day, window), by_id(store, day, max(progress.WINDOWS))
    for identifier, row in narrow.iterrows():
        for a, b in zip(row["states"], wide.loc[identifier, "states"], strict=True):
            assert b == "active" if a == "active" else (a == "none") == (b == "none")
    # Stale is the same as: no stage is active within twelve months.
    twelve = by_id(store, day, progress.STALE_MONTHS)
    for row in twelve.itertuples():
        assert row.is_stale == ("earlier" in row.states and "active" not in row.states)


@quick
@given(days, windows)
def test_any_date_agrees_with_a_count_by_hand(
    store: Store, facts: Facts, day: date, window: int
) -> None:
    found = by_id(store, day, window)
    for identifier, mine in facts("stage_evidence").groupby("partnership_id"):
        events = zip(mine["stage_id"], mine["date"], mine["basis"], strict=True)
        expected = by_hand.progress(events, day, window)
        row = found.loc[identifier]
        for column in ("evidence", "states", "revisits"):
            assert list(row[column]) == expected[column]
        assert (row["life"], row["later"]) == (expected["life"], expected["later"])
