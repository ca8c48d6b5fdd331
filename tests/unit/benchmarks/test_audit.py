"""The audit tries what it says, and notices what fails."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from benchmarks.audit import fuzz, packages
from benchmarks.audit.tally import Tally
from s3dash.ui.shell.registry import PAGES
from tests.fixtures.packages import DATA_DIR


def contents(folder: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_each_damage_is_one_and_is_taken_back(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(DATA_DIR, data)
    before = contents(data)
    chance = random.Random(1)
    changed = 0
    for turn in range(30):
        with (packages._describe if turn % 2 else packages._spoil)(data, chance) as what:
            now = contents(data)
            assert len({*before.items()} ^ {*now.items()}) <= 2, what
            changed += now != before
        assert contents(data) == before, what
    assert changed > 25


@pytest.mark.parametrize(
    "told", ["an error that s3dash does not know: KeyError", "Traceback (most recent call last)"]
)
def test_an_error_that_nobody_foresaw_is_a_failure(
    monkeypatch: pytest.MonkeyPatch, told: str
) -> None:
    def fail(_: list[str]) -> int:
        print(told)
        return 1

    monkeypatch.setattr(packages, "main", fail)
    tally = packages.damaged(lambda _: None, 2)
    assert (tally.tried, len(tally.failures)) == (2, 2)

    def end(_: list[str]) -> int:
        raise KeyError("x")

    monkeypatch.setattr(packages, "main", end)
    assert len(packages.damaged(lambda _: None, 1).failures) == 1


def test_a_tally_says_how_many_failed() -> None:
    assert Tally("disks", 6, ["64 KB: full"], "here").line() == "disks: 1 of 6 failed (here)"


def test_links_at_random_are_of_pages_that_there_are() -> None:
    groups = list(fuzz.links(2000))
    assert {group.page for group in groups} <= {spec.key for spec in PAGES}
    assert sum(len(group.links) for group in groups) == 2000
