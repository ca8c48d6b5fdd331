"""What is kept of a store: made once, anew for a newer store, another day, another scheme."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from s3dash.store.connection import Store
from s3dash.ui.look import theme
from s3dash.ui.shell import library


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
