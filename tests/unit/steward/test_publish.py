"""Applying a review: canonical files, the log, the store; whole or not at all; and back."""

from __future__ import annotations

import csv
import filecmp
from datetime import date
from pathlib import Path

import pytest

from s3dash.package.validate import validate
from s3dash.steward import publish
from s3dash.steward.base import Base
from s3dash.steward.canonical import csv_bytes, next_version
from s3dash.steward.publish import DESK, NotApplied, apply, desk_locked, undo
from s3dash.store.connection import Store
from tests.fixtures.packages import DATA_DIR, PackageCopy
from tests.fixtures.sendings import MEMBERS, SOURCE, member, reviewed, text, workbook

DAY = date(2027, 3, 1)
NEW_MEMBER = member("ITI2")


@pytest.fixture
def package(tmp_path: Path) -> PackageCopy:
    return PackageCopy(tmp_path / "data")


def state(folder: Path) -> dict[str, bytes]:
    """All files of a package but those of the desk."""
    return {one.name: one.read_bytes() for one in folder.iterdir() if one.is_file()}


def sent(folder: Path, *rows: list) -> Path:
    return workbook(folder / "sent.xlsx", MEMBERS, *(rows or [NEW_MEMBER]))


def test_every_table_on_file_is_canonical() -> None:
    base = Base.open(DATA_DIR)
    for resource in base.package.resources:
        written = csv_bytes(resource, base.rows(resource.name))
        assert written == (DATA_DIR / resource.path).read_bytes(), resource.name


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2026.11.0", "2027.3.0"),
        ("2027.3.0", "2027.3.1"),
        ("2027.3.9", "2027.3.10"),
        ("2027.4.0", "2027.4.1"),
        ("draft", "2027.3.0"),
    ],
)
def test_the_next_version(before: str, after: str) -> None:
    assert next_version(before, DAY) == after


def test_a_change_is_written_logged_and_published_once(
    package: PackageCopy, tmp_path: Path
) -> None:
    store = tmp_path / "s3.duckdb"
    before = Base.open(package.path).package.version
    file = sent(tmp_path, NEW_MEMBER, member("ITI3", "boss"))
    done = apply(reviewed(file, data=package.path), store, by="AB", why="Sent in", today=DAY)
    assert done is not None
    assert (done.before, done.version) == (before, "2027.3.0")
    assert validate(package.path) == []
    with Store.open(store) as opened:
        assert opened.rows(
            "SELECT role FROM membership WHERE partnership_id = 'photonics' "
            "AND territory_id = 'ITI2'"
        ) == [("participant",)]
        [(version,)] = opened.rows("SELECT package_version FROM build_info")
    assert version == "2027.3.0"
    with (package.path / "change_log.csv").open(encoding="utf-8") as stream:
        row = list(csv.DictReader(stream))[-1]
    assert (row["version"], row["made_on"], row["made_by"], row["from_file"]) == (
        "2027.3.0",
        "2027-03-01",
        "AB",
        "sent.xlsx",
    )
    assert (row["kind"], row["table_name"], row["row_key"]) == (
        "added",
        "membership",
        "photonics|ITI2",
    )
    told = (package.path / "CHANGES.md").read_text(encoding="utf-8")
    assert "## 2027.3.0 (2027-03-01)\n\nSent in (AB)\n\n" in told
    assert "- sent.xlsx: 1 added to membership, 1 refused" in told

    # A second import changes nothing.
    once = state(package.path)
    review = reviewed(file, data=package.path)
    assert [item.status for item in review.items] == ["unchanged", "rejected"]
    assert apply(review, store, by="AB", why="Sent in") is None
    assert state(package.path) == once

    # And undo leaves what was changed by hand.
    package.set_cell("membership.csv", 2, "territory_name", "By hand")
    changed = state(package.path)
    with pytest.raises(NotApplied, match="undo it by hand"):
        undo(package.path, store)
    assert state(package.path) == changed


def test_undo_brings_back_every_byte(package: PackageCopy, tmp_path: Path) -> None:
    store, before = tmp_path / "s3.duckdb", state(package.path)
    for territory in ("ITI2", "ITI3"):
        file = sent(tmp_path, member(territory))
        apply(reviewed(file, data=package.path), store, by="AB", why="Sent in")
    with desk_locked(package.path):
        undo(package.path, store)
        undo(package.path, store)
        assert state(package.path) == before
        with pytest.raises(NotApplied, match="no change to undo"):
            undo(package.path, store)
    with Store.open(store) as opened:
        [(found,)] = opened.rows("SELECT package_version FROM build_info")
    assert found == Base.open(DATA_DIR).package.version


def test_a_base_that_was_changed_meanwhile_is_reviewed_again(
    package: PackageCopy, tmp_path: Path
) -> None:
    review = reviewed(sent(tmp_path), data=package.path)
    package.set_cell("membership.csv", 2, "territory_name", "Meanwhile")
    with pytest.raises(NotApplied, match="changed since the review"):
        apply(review, tmp_path / "s3.duckdb", by="AB", why="Sent in")


def test_who_is_a_role_or_initials(tmp_path: Path) -> None:
    review = reviewed(sent(tmp_path))
    for by in ("", "a" * 41, "somebody@example.org"):
        with pytest.raises(NotApplied, match="role or initials"):
            apply(review, tmp_path / "s3.duckdb", by=by, why="Sent in")


def test_where_a_step_fails_nothing_changed(
    package: PackageCopy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(package.path)
    store = tmp_path / "s3.duckdb"
    store_before = (store.write_bytes(b""), store.unlink())
    assert store_before

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    review = reviewed(sent(tmp_path), data=package.path)
    for step in ("build", "publish_file"):
        with monkeypatch.context() as patched:
            patched.setattr(publish, step, fail)
            with pytest.raises(NotApplied, match="No space left"):
                apply(review, store, by="AB", why="Sent in")
        assert state(package.path) == before
        assert not store.exists()
    # And nothing is left in the way of the next try.
    assert apply(review, store, by="AB", why="Sent in") is not None


def test_an_interrupted_change_is_taken_back(
    package: PackageCopy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(package.path)
    review = reviewed(sent(tmp_path), data=package.path)

    class PowerCut(BaseException):
        pass

    def cut(*_: object) -> None:
        raise PowerCut

    with monkeypatch.context() as patched:
        patched.setattr(publish, "publish_file", cut)
        patched.setattr(publish, "_take_back", lambda _: None)
        with pytest.raises(PowerCut):
            apply(review, tmp_path / "s3.duckdb", by="AB", why="Sent in")
    assert state(package.path) != before
    with desk_locked(package.path):
        assert state(package.path) == before


def test_one_import_at_a_time(package: PackageCopy) -> None:
    with desk_locked(package.path), pytest.raises(NotApplied, match="under way"):  # noqa: SIM117
        with desk_locked(package.path):
            pass


def test_a_desk_that_cannot_be_used(package: PackageCopy) -> None:
    (package.path / DESK).write_text("not a folder")
    with pytest.raises(NotApplied, match="cannot be used"), desk_locked(package.path):
        pass


def test_a_new_row_needs_its_source(tmp_path: Path) -> None:
    rows = [[*NEW_MEMBER[:-1], ""], [*member("ITI3")[:-1], SOURCE]]
    first, second = reviewed(text(tmp_path / "m.csv", MEMBERS, *rows)).items
    assert (first.status, second.status) == ("rejected", "new")


def test_the_desk_is_no_part_of_the_package(package: PackageCopy) -> None:
    with desk_locked(package.path):
        pass
    assert (package.path / DESK).is_dir()
    assert filecmp.dircmp(DATA_DIR, package.path, ignore=[DESK]).right_only == []
