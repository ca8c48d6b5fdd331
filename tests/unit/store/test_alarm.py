"""One clock for many: called when it is time, never after it was cancelled."""

from __future__ import annotations

import threading
import time

import pytest

from s3dash.store.alarm import Alarm
from s3dash.store.connection import QueryTooLong, Store


def test_what_is_due_is_called_in_its_order_and_what_is_cancelled_never() -> None:
    alarm, called, done = Alarm(), [], threading.Event()
    alarm.set(60, lambda: called.append("late"))
    alarm.set(0.04, lambda: (called.append("second"), done.set()))
    cancelled = alarm.set(0.02, lambda: called.append("cancelled"))
    alarm.set(0.01, lambda: called.append("first"))
    alarm.cancel(cancelled)
    assert done.wait(5)
    assert called == ["first", "second"]
    # It goes on after it had nothing to do for a while.
    again = threading.Event()
    alarm.set(0, again.set)
    assert again.wait(5)


def test_a_limit_of_the_store_cuts_a_query_and_no_other(store: Store) -> None:
    store.most_seconds = 0.05
    try:
        begun = time.monotonic()
        with pytest.raises(QueryTooLong, match=r"more than 0\.05 seconds"):
            store.rows("SELECT count(*) FROM range(1000000000) a, range(1000000) b")
        assert time.monotonic() - begun < 2
        with store.session() as session:
            assert session.rows("SELECT 1") == [(1,)]
    finally:
        store.most_seconds = float("inf")
