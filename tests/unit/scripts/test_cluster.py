"""The cluster on this computer: a place for the figures of each process, and a word on each end."""

from __future__ import annotations

import subprocess
import sys

import pytest

from scripts import cluster


@pytest.mark.parametrize(
    ("stated", "places"),
    [
        ("127.0.0.1:9464", ["127.0.0.1:9464", "127.0.0.1:9465"]),
        ("[::1]:9464", ["[::1]:9464", "[::1]:9465"]),
        ("", ["", ""]),
        ("nowhere", ["nowhere", "nowhere"]),
    ],
)
def test_each_dashboard_has_its_figures_on_a_port_of_its_own(
    stated: str, places: list[str]
) -> None:
    assert cluster.metrics_places(stated) == places


def test_who_ends_is_told_with_its_code_while_others_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cluster, "POLL_SECONDS", 0.01)
    ended = subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])
    # It goes on until its input ends.
    going_on = subprocess.Popen(
        [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    told = cluster.ends({"one": ended, "two": going_on})
    try:
        assert next(told) == ("one", 3)
        assert going_on.poll() is None
    finally:
        going_on.kill()
    assert list(told) == [("two", going_on.returncode)]
