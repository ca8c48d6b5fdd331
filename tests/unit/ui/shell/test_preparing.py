"""A newer store is made ready in a thread of its own: piece by piece, and never without an end."""

from __future__ import annotations

import threading
import time

import pytest

from s3dash.ui.shell import preparing
from s3dash.ui.shell.preparing import Asked, Preparation


def _fail() -> None:
    raise ValueError("nothing of that name in the newer store")


def test_all_pieces_are_done_and_one_that_fails_stops_no_other() -> None:
    done: list[str] = []
    made = Preparation("newer", [lambda: done.append("a"), _fail, lambda: done.append("b")])
    made.wait()
    assert made.is_over
    assert done == ["a", "b"]


def test_no_other_piece_begins_once_it_is_stopped_or_has_had_its_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    done: list[str] = []

    def first() -> None:
        begun.set()
        go_on.wait(10)
        done.append("first")

    stopped = Preparation("newer", [first, lambda: done.append("second")])
    assert begun.wait(10)
    assert not stopped.is_over
    stopped.stop()
    go_on.set()
    stopped.wait()
    assert done == ["first"]

    monkeypatch.setattr(preparing, "MOST_SECONDS", 0)
    late = Preparation("newer", [lambda: done.append("late")])
    assert late.is_over
    late._is_done.wait(10)
    assert done == ["first"]


def test_what_took_long_is_remembered_the_last_first_and_no_more_than_so_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(preparing, "MOST_ASKED", 2)
    asked = Asked()
    for number in range(3):
        with asked.timed(max, (number,)):
            until = time.thread_time() + preparing.SLOW_SECONDS
            while time.thread_time() < until:
                pass
    with asked.timed(min, (0,)):
        # It waits for somebody else: that is no work of its own.
        time.sleep(2 * preparing.SLOW_SECONDS)
    assert asked.slow() == [(max, (2,)), (max, (1,))]
