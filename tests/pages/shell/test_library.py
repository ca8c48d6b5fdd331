"""What is kept of a store: made once, anew for a newer store, another day, another scheme."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from s3dash.store.condition import CONDITION
from s3dash.store.connection import Store, store_fingerprint
from s3dash.ui.look import theme
from s3dash.ui.shell import library, preparing
from s3dash.ui.shell.preparing import SLOW_SECONDS
from s3dash.web.monitoring import metrics


@pytest.fixture
def calls() -> list[str]:
    return []


@pytest.fixture
def question(calls: list[str]) -> Callable[[Store, str], list[str]]:
    def ask(store: Store, name: str) -> list[str]:
        calls.append(name)
        return [store.fingerprint.path, name]

    return ask


@pytest.fixture
def picture(calls: list[str]) -> Callable[[str], str]:
    def make(name: str) -> str:
        calls.append(name)
        return f"<b>{name}</b>"

    return make


def test_a_question_is_asked_once_for_each_of_its_arguments(
    question: Callable[[Store, str], list[str]], calls: list[str]
) -> None:
    first = library.answer(question, "one")
    assert library.answer(question, "one") is first
    library.answer(question, "two")
    assert calls == ["one", "two"]


def test_a_question_that_fails_is_asked_again(calls: list[str]) -> None:
    def ask(_: Store) -> None:
        calls.append("asked")
        raise ValueError("no answer")

    for _ in range(2):
        with pytest.raises(ValueError, match="no answer"):
            library.answer(ask)
    assert calls == ["asked", "asked"]


def test_a_newer_store_is_asked_anew(
    question: Callable[[Store, str], list[str]],
    picture: Callable[[str], str],
    calls: list[str],
    store_path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "s3.duckdb"
    shutil.copyfile(store_path, path)
    monkeypatch.setenv("S3DASH_STORE", str(path))
    library.answer(question, "asked")
    library.drawn(picture, "drawn")
    newer = tmp_path / "newer.duckdb"
    shutil.copyfile(store_path, newer)
    newer.replace(path)
    library.answer(question, "asked")
    library.drawn(picture, "drawn")
    assert calls == ["asked", "drawn"] * 2


def test_a_picture_is_made_once_for_each_scheme_and_day(
    picture: Callable[[str], str], calls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Tomorrow(date):
        @classmethod
        def today(cls) -> date:
            return date.fromordinal(date.today().toordinal() + 1)

    for _ in range(2):
        assert library.drawn(picture, "map") == "<b>map</b>"
    assert len(calls) == 1
    monkeypatch.setattr(theme, "mode", lambda: "dark")
    library.drawn(picture, "map")
    assert len(calls) == 2
    monkeypatch.setattr(library, "date", Tomorrow)
    library.drawn(picture, "map")
    assert len(calls) == 3


def test_what_is_shared_is_known_again_and_nothing_else_is(calls: list[str]) -> None:
    def ask(_: Store) -> pd.DataFrame:
        return pd.DataFrame({"name": ["Toscana", "Wien"]})

    def first(frame: pd.DataFrame) -> str:
        calls.append("made")
        return str(frame["name"].iloc[0])

    def latter(frame: pd.DataFrame) -> tuple[int, pd.DataFrame]:
        return len(frame), frame.iloc[1:]

    shared = library.answer(ask)
    for _ in range(2):
        assert library.drawn(first, shared) == "Toscana"
    assert len(calls) == 1
    # Also what is drawn of it, in a tuple or alone.
    _, rest = library.drawn(latter, shared)
    for _ in range(2):
        assert library.drawn(first, rest) == "Wien"
    assert len(calls) == 2
    # A frame of one reader alone is as often read as it is handed over.
    mine = shared.iloc[1:]
    for _ in range(2):
        assert library.drawn(first, mine) == "Wien"
    assert len(calls) == 4
    assert library.rows_of(shared) is library.rows_of(shared)
    assert library.rows_of(shared)[1] == {"name": "Wien"}


def test_of_what_has_hundreds_of_forms_the_last_few_are_kept(
    picture: Callable[[str], str], calls: list[str]
) -> None:
    kept = library.drawn(picture, "kept")
    for number in [*range(library.MOST_LATELY + 1), library.MOST_LATELY, 0]:
        assert library.lately(picture, str(number)) == f"<b>{number}</b>"
    assert calls == ["kept", *map(str, range(library.MOST_LATELY + 1)), "0"]
    assert library.drawn(picture, "kept") is kept
    assert calls.count("kept") == 1


def test_what_is_made_of_nothing_is_kept_as_long_as_the_rest(calls: list[str]) -> None:
    def make(name: str, chosen: str | None) -> str:
        calls.append(name)
        return f"{name} {chosen}"

    kept = library.drawn(make, "kept", None)
    for number in range(library.MOST_LATELY):
        library.lately(make, str(number), None)
    assert library.drawn(make, "kept", None) is kept
    assert calls.count("kept") == 1


def test_answers_for_each_day_drive_out_each_other_alone(
    question: Callable[[Store, str], list[str]], calls: list[str]
) -> None:
    kept = library.answer(question, "kept")
    first = library.answer_lately(question, "0")
    assert library.answer_lately(question, "0") is first
    for number in range(1, library.MOST_KEPT + 1):
        library.answer_lately(question, str(number))
    assert library.answer(question, "kept") is kept
    library.answer_lately(question, "0")
    assert (calls.count("kept"), calls.count("0")) == (1, 2)


def test_a_page_keeps_its_store_and_colours_to_its_end_and_the_next_has_new_ones(
    question: Callable[[Store, str], list[str]],
    picture: Callable[[str], str],
    calls: list[str],
    store_path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path, newer = tmp_path / "s3.duckdb", tmp_path / "newer.duckdb"
    for copy in (path, newer):
        shutil.copyfile(store_path, copy)
    monkeypatch.setenv("S3DASH_STORE", str(path))
    with library.looked_up_once():
        seen = library.store()
        library.answer(question, "asked")
        library.drawn(picture, "drawn")
        newer.replace(path)
        monkeypatch.setattr(theme, "mode", lambda: "dark")
        assert library.store() is seen
        library.answer(question, "asked")
        library.drawn(picture, "drawn")
    assert calls == ["asked", "drawn"]
    with library.looked_up_once():
        assert library.store() is not seen
        library.answer(question, "asked")
        library.drawn(picture, "drawn")
    assert calls == ["asked", "drawn"] * 2


class Slow:
    """A question that keeps whoever asks it busy, and is not answered before it may be."""

    def __init__(self) -> None:
        self.may = threading.Event()
        self.may.set()
        self.stores: list[Store] = []

    def __call__(self, store: Store) -> int:
        self.stores.append(store)
        # Also what it asks for in turn is of the store that is made ready.
        assert library.store() is store
        until = time.thread_time() + SLOW_SECONDS
        while time.thread_time() < until:
            pass
        assert self.may.wait(30)
        return len(self.stores)


def _publish(store_path: Path, path: Path) -> None:
    newer = path.with_name("newer.duckdb")
    shutil.copyfile(store_path, newer)
    newer.replace(path)


@pytest.fixture
def asked_slowly(
    store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Slow]:
    """A slow question that has been answered once, of a store of its own."""
    monkeypatch.setenv("S3DASH_STORE", str(tmp_path / "s3.duckdb"))
    monkeypatch.setattr(library, "PATIENCE_SECONDS", 0.01)
    _publish(store_path, tmp_path / "s3.duckdb")
    slow = Slow()
    assert library.answer(slow) == 1
    yield slow
    slow.may.set()


def test_a_newer_store_is_made_ready_before_it_is_served(
    asked_slowly: Slow, store_path: Path, tmp_path: Path
) -> None:
    before = library.store()
    asked_slowly.may.clear()
    _publish(store_path, tmp_path / "s3.duckdb")
    opened = metrics.REGISTRY.get_sample_value("s3dash_store_opened_total")
    for _ in range(3):
        assert library.store() is before
        assert library.answer(asked_slowly) == 1
    assert metrics.REGISTRY.get_sample_value("s3dash_store_opened_total") == opened
    asked_slowly.may.set()
    library.await_newest()
    newer = library.store()
    assert asked_slowly.stores == [before, newer]
    assert newer is not before
    assert library.answer(asked_slowly) == 2
    assert metrics.REGISTRY.get_sample_value("s3dash_store_opened_total") == opened + 1


def test_of_two_newer_stores_the_second_is_served(
    asked_slowly: Slow, store_path: Path, tmp_path: Path
) -> None:
    before = library.store()
    asked_slowly.may.clear()
    for _ in range(2):
        _publish(store_path, tmp_path / "s3.duckdb")
        assert library.store() is before
    asked_slowly.may.set()
    library.await_newest()
    assert library.store().fingerprint == store_fingerprint(tmp_path / "s3.duckdb")
    assert library.store() is asked_slowly.stores[-1]


def test_one_that_is_made_ready_is_served_at_last_and_a_broken_one_after_it_never(
    asked_slowly: Slow, store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, path = library.store(), tmp_path / "s3.duckdb"
    asked_slowly.may.clear()
    _publish(store_path, path)
    assert library.store() is before
    (tmp_path / "broken").write_text("no store")
    (tmp_path / "broken").replace(path)
    asked_slowly.may.set()
    assert library.store() is before
    assert CONDITION.refused is not None
    # One that takes longer than it may is served as it is.
    asked_slowly.may.clear()
    monkeypatch.setattr(preparing, "MOST_SECONDS", 0.05)
    _publish(store_path, path)
    library.await_newest()
    assert library.store() is not before
    assert CONDITION.refused is None
