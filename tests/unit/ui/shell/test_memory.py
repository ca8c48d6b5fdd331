"""Garbage is collected when nobody waits; imports are taken out of it, once."""

import gc
import tomllib
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from s3dash import folders
from s3dash.ui.shell import memory


@pytest.fixture
def set_aside() -> Iterator[list[list[int]]]:
    """Something that was made before memory was set aside; afterwards nothing is set aside."""
    made = [[place] for place in range(5000)]
    memory.set_aside_imports()
    yield made
    memory.take_up_imports()
    assert gc.get_freeze_count() == 0


def test_what_was_imported_is_set_aside_and_what_comes_later_is_not(
    set_aside: list[list[int]],
) -> None:
    later = [[]]
    found = gc.get_objects()
    assert not any(one is set_aside[17] for one in found)
    assert any(one is later[0] for one in found)


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> memory.Quiet:
    """A moment ago something was collected; the clock stands at 100 s."""
    monkeypatch.setattr(memory.time, "monotonic", lambda: 100.0)
    return memory.Quiet()


def test_where_nothing_was_drawn_nothing_is_collected(quiet: memory.Quiet) -> None:
    assert not quiet.is_due(1000.0)


def test_it_is_collected_when_it_is_quiet_and_not_too_often(quiet: memory.Quiet) -> None:
    with quiet.drawing():
        pass
    assert not quiet.is_due(100.0 + memory.QUIET_SECONDS)
    assert quiet.is_due(100.0 + memory.AT_MOST_EVERY_SECONDS)
    quiet.collect()
    assert not quiet.is_due(1000.0)


def test_where_it_is_never_quiet_it_is_collected_all_the_same(quiet: memory.Quiet) -> None:
    with quiet.drawing():
        pass
    with quiet.drawing():
        assert not quiet.is_due(100.0 + memory.AT_MOST_EVERY_SECONDS)
        assert quiet.is_due(100.0 + memory.AT_LEAST_EVERY_SECONDS)


def test_what_is_free_goes_back_to_the_system(
    quiet: memory.Quiet, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(memory.sys, "platform", "linux")
    monkeypatch.setattr(memory.ctypes, "CDLL", lambda _: SimpleNamespace(malloc_trim=asked.append))
    quiet.collect()
    assert asked == [0]
    # Another C library, another system.
    monkeypatch.setattr(memory.ctypes, "CDLL", lambda _: SimpleNamespace())
    quiet.collect()
    monkeypatch.setattr(memory.sys, "platform", "win32")
    quiet.collect()
    assert asked == [0]


def test_a_page_that_fails_is_no_longer_drawn(quiet: memory.Quiet) -> None:
    with pytest.raises(ValueError, match="broken"), quiet.drawing():
        raise ValueError("broken")
    assert quiet.is_due(100.0 + memory.AT_MOST_EVERY_SECONDS)


def test_streamlit_does_not_collect_after_every_run() -> None:
    settings = tomllib.loads((folders.ROOT / ".streamlit" / "config.toml").read_text())
    assert settings["runner"]["postScriptGC"] is False


def test_who_asks_is_told_once_when_the_last_page_is_drawn() -> None:
    quiet, told = memory.Quiet(), []
    quiet.when_done(lambda: told.append("at once"))
    assert told == ["at once"]
    with quiet.drawing():
        quiet.when_done(lambda: told.append("later"))
        with quiet.drawing():
            assert quiet.is_drawing()
        assert told == ["at once"]
    assert not quiet.is_drawing()
    with quiet.drawing():
        pass
    assert told == ["at once", "later"]
