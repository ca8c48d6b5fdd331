"""Applying a review: canonical files, the log, the store; whole or not at all; and back."""

from __future__ import annotations

import csv
import filecmp
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from s3dash.package.validate import validate
from s3dash.queries.base.changes import logged_changes, logged_versions
from s3dash.steward import publish
from s3dash.steward.base import Base
from s3dash.steward.canonical import csv_bytes, next_version
from s3dash.steward.publish import DESK, NotApplied, apply, desk_locked, last_change, undo
from s3dash.steward.review import review_files
from s3dash.store import build as store_build
from s3dash.store.connection import Store
from s3dash.store.versions import versions
from s3dash.takeaway.feed import Feed, to_atom
from tests.fixtures.packages import DATA_DIR, PackageCopy
from tests.fixtures.sendings import MEMBERS, SOURCE, member, reviewed, text, workbook

DAY = date(2027, 3, 1)
NEW_MEMBER = member("ITI2")


@pytest.fixture
def whole_package(tmp_path: Path) -> PackageCopy:
    return PackageCopy(tmp_path / "data")


@pytest.fixture(scope="module")
def few_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return PackageCopy(tmp_path_factory.mktemp("few") / "data").keep_few("change_log").path


@pytest.fixture
def package(few_tables: Path, tmp_path: Path) -> PackageCopy:
    """A package of the tables that a change is made of: the steps of it are the same."""
    return PackageCopy(tmp_path / "data", few_tables)


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
        ("2027.3.0 2027.3.2 2027.3.1", "2027.3.3"),
        ("2027.3.9 2027.3.10", "2027.3.11"),
        ("2026.12.5 2027.4", "2027.3.0"),
    ],
)
def test_the_next_version(before: str, after: str) -> None:
    assert next_version(before.split(), DAY) == after


def test_a_change_is_written_logged_and_published_once(
    whole_package: PackageCopy, tmp_path: Path
) -> None:
    package = whole_package
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


def test_a_version_is_never_given_twice(
    package: PackageCopy, tmp_path: Path, store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also after an undo: a reader of the feed has seen the version that was taken back."""
    store, given, feeds = tmp_path / "s3.duckdb", [], []
    for territory in ("ITI2", "ITI3"):
        review = reviewed(sent(tmp_path, member(territory)), data=package.path)
        done = apply(review, store, by="AB", why=territory, today=DAY)
        assert done is not None
        given.append(done.version)
        with Store.open(store) as opened:
            feeds.append(atom_ids(opened))
        with monkeypatch.context() as patched:
            # That an undo builds the store of before: the test above.
            patched.setattr(
                publish, "build", lambda _, target, **__: shutil.copyfile(store_path, target)
            )
            undo(package.path, store)
    assert given == ["2027.3.0", "2027.3.1"]
    assert len(feeds[0] - feeds[1]) == len(feeds[1] - feeds[0]) == 1
    # Where the clock was set back, the log is still in order.
    apply(
        reviewed(sent(tmp_path), data=package.path), store, by="AB", why="-", today=date(2020, 1, 1)
    )
    with Store.open(store) as opened:
        assert logged_versions(opened)["version"][0] == "2027.3.2"


def atom_ids(store: Store) -> set[str]:
    """Identifiers of the feed and its entries."""
    every = logged_versions(store)
    changes = logged_changes(store, "start", every["version"][0])
    content = to_atom(Feed("s3dash", {}, "", "http://localhost/"), every, changes, {})
    found = re.findall(rb"<id>(.+?)</id>", content)
    assert len(found) == len(set(found))
    return {one.decode() for one in found}


def test_undo_keeps_what_people_wrote_about_the_changes(
    package: PackageCopy, tmp_path: Path, store_without_facts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What is looked at is a text: any store will do.
    monkeypatch.setattr(
        publish, "build", lambda _, target, **__: shutil.copyfile(store_without_facts, target)
    )
    store, told = tmp_path / "s3.duckdb", package.path / "CHANGES.md"
    before = told.read_text(encoding="utf-8")
    by_hand = [
        # what is done to the file, what it holds after undo, what is said
        (lambda text: text + "\nA word by hand.\n", before + "\nA word by hand.\n", "only the"),
        (lambda text: text.replace("Why so", "Better"), None, "take out by hand"),
        (lambda text: text, before, ""),
    ]
    for change, after, words in by_hand:
        review = reviewed(sent(tmp_path), data=package.path)
        apply(review, store, by="AB", why="Why so", today=DAY)
        text = change(told.read_text(encoding="utf-8"))
        told.write_text(text, encoding="utf-8")
        done = undo(package.path, store)
        assert words in done.note
        assert bool(words) == bool(done.note)
        assert told.read_text(encoding="utf-8") == (text if after is None else after)
        told.write_text(before, encoding="utf-8")


def test_files_of_the_desk_that_cannot_be_read(
    package: PackageCopy, tmp_path: Path, store_without_facts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is said in a sentence, and nothing is changed."""
    monkeypatch.setattr(
        publish, "build", lambda _, target, **__: shutil.copyfile(store_without_facts, target)
    )
    store, told = tmp_path / "s3.duckdb", package.path / "CHANGES.md"
    first, second = (
        sent(tmp_path, member("ITI2")).rename(tmp_path / "a.xlsx"),
        sent(tmp_path, member("ITI3")),
    )
    apply(reviewed(first, data=package.path), store, by="AB", why="Sent in")
    changed = state(package.path)
    told.write_bytes(b"caf\xe9")
    for act in (
        lambda: apply(reviewed(second, data=package.path), store, by="AB", why="Sent in"),
        lambda: undo(package.path, store),
    ):
        with pytest.raises(NotApplied, match="not text in UTF-8"):
            act()
    told.write_bytes(changed["CHANGES.md"])
    package.write("datapackage.json", b"{")
    with pytest.raises(NotApplied, match="undo it by hand"):
        undo(package.path, store)
    package.write("datapackage.json", changed["datapackage.json"])
    [note] = (package.path / DESK).glob("undo/*/note.json")
    note.write_bytes(b"")
    assert last_change(package.path) is None
    with pytest.raises(NotApplied, match="is damaged"):
        undo(package.path, store)
    assert state(package.path) == changed


def test_a_base_that_was_changed_meanwhile_is_reviewed_again(
    package: PackageCopy, tmp_path: Path
) -> None:
    review = reviewed(sent(tmp_path), data=package.path)
    package.set_cell("membership.csv", 2, "territory_name", "Meanwhile")
    with pytest.raises(NotApplied, match="changed since the review"):
        apply(review, tmp_path / "s3.duckdb", by="AB", why="Sent in")


def test_a_base_that_was_changed_while_it_was_read_is_read_again(
    package: PackageCopy, tmp_path: Path
) -> None:
    base = Base.open(package.path)
    assert base.rows("membership")
    package.set_cell("membership.csv", 2, "territory_name", "Meanwhile")
    review = review_files(base, [sent(tmp_path)])
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
    with monkeypatch.context() as patched:
        # The store is kept among the versions by then; it is none.
        patched.setattr(store_build, "publish_file", fail_at_the_store(store, fail))
        with pytest.raises(NotApplied, match="No space left"):
            apply(review, store, by="AB", why="Sent in")
    assert state(package.path) == before
    assert versions(store) == ()
    for step in ("build", "publish_kept"):
        with monkeypatch.context() as patched:
            patched.setattr(publish, step, fail)
            with pytest.raises(NotApplied, match="No space left"):
                apply(review, store, by="AB", why="Sent in")
        assert state(package.path) == before
        assert not store.exists()
    # And nothing is left in the way of the next try.
    assert apply(review, store, by="AB", why="Sent in") is not None
    assert [one.is_published for one in versions(store)] == [True]


def fail_at_the_store(store: Path, fail: Callable[..., None]) -> Callable[[Path, Path], None]:
    """Publishes every file but the store of that place."""

    def publish_file(written: Path, target: Path) -> None:
        if target == store.resolve():
            fail()
        written.replace(target)

    return publish_file


@pytest.mark.parametrize("unknown", [(), ("versions",), ("versions", "built_from", "store")])
def test_an_interrupted_change_is_taken_back(
    package: PackageCopy,
    tmp_path: Path,
    store_without_facts: Path,
    monkeypatch: pytest.MonkeyPatch,
    unknown: tuple[str, ...],
) -> None:
    """Also one of an earlier s3dash, whose note says less."""
    monkeypatch.setattr(
        publish, "build", lambda _, target, **__: shutil.copyfile(store_without_facts, target)
    )
    before = state(package.path)
    review = reviewed(sent(tmp_path), data=package.path)

    class PowerCut(BaseException):
        pass

    def cut(*_: object) -> None:
        raise PowerCut

    with monkeypatch.context() as patched:
        patched.setattr(publish, "publish_kept", cut)
        patched.setattr(publish, "_recover", lambda _: None)
        with pytest.raises(PowerCut):
            apply(review, tmp_path / "s3.duckdb", by="AB", why="Sent in")
    assert state(package.path) != before
    [note] = (package.path / DESK).glob("undo/*/note.json")
    told = json.loads(note.read_text(encoding="utf-8"))
    note.write_text(json.dumps({k: v for k, v in told.items() if k not in unknown}))
    with desk_locked(package.path):
        assert state(package.path) == before


def test_a_version_of_a_change_that_was_interrupted_is_dropped(
    package: PackageCopy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "s3.duckdb"
    review = reviewed(sent(tmp_path), data=package.path)

    class PowerCut(BaseException):
        pass

    def cut(written: Path, target: Path, digest: str) -> None:
        store_build.keep(written, target, digest)
        raise PowerCut

    with monkeypatch.context() as patched:
        patched.setattr(publish, "publish_kept", cut)
        patched.setattr(publish, "_recover", lambda _: None)
        with pytest.raises(PowerCut):
            apply(review, store, by="AB", why="Sent in")
    assert len(versions(store)) == 1
    with desk_locked(package.path):
        assert versions(store) == ()


def test_killed_at_any_step_the_old_or_the_new_state_is_whole(
    package: PackageCopy, tmp_path: Path, store_without_facts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each step of a change and of its undo that touches a file is the last one once."""
    # Small stores stand in for the built ones: what is looked at is which of them is in place.
    old = Path(shutil.copyfile(store_without_facts, tmp_path / "old.duckdb"))
    new = Path(shutil.copyfile(store_without_facts, tmp_path / "new.duckdb"))
    with duckdb.connect(str(new)) as con:
        con.execute("UPDATE build_info SET data_digest = 'new'")
    review = reviewed(sent(tmp_path), data=package.path)
    before = state(package.path)
    first = shutil.copytree(package.path, tmp_path / "first")
    with monkeypatch.context() as patched:
        patched.setattr(publish, "build", lambda _, target, **__: shutil.copyfile(new, target))
        apply(review, tmp_path / "s3.duckdb", by="AB", why="Sent in", today=DAY)
    after, second = state(package.path), package.path

    class Killed(BaseException):
        pass

    def killed_at(step: int, change: Callable[[], object]) -> bool:
        left = step

        def counted(act: Callable[..., object]) -> Callable[..., object]:
            def acted(*arguments: object, **named: object) -> object:
                nonlocal left
                left -= 1
                if left == 0:
                    raise Killed
                return act(*arguments, **named) if left > 0 else None

            return acted

        def remember_then_count(*arguments: object) -> None:
            # Until then nothing but the folder of the change is written.
            for place, name in ((Path, "replace"), (Path, "unlink"), (Path, "write_text"),
                                (shutil, "copy2"), (shutil, "rmtree")):  # fmt: skip
                patched.setattr(place, name, counted(getattr(place, name)))
            remember(*arguments)

        remember = publish._remember
        with monkeypatch.context() as patched:
            patched.setattr(publish, "_remember", remember_then_count)
            try:
                change()
            except Killed:
                return True
        return False

    def tried(step: int, *, is_undo: bool) -> bool:
        folder = tmp_path / f"{is_undo}-{step}"
        data = shutil.copytree(second if is_undo else first, folder / "data")
        here, there = (new, old) if is_undo else (old, new)
        store = Path(shutil.copyfile(here, folder / "s3.duckdb"))

        def built(_: Path, target: Path, **__: object) -> object:
            return shutil.copyfile(there, target)

        def change() -> None:
            if is_undo:
                undo(data, store)
            else:
                mine = replace(review, base=Base.open(data))
                apply(mine, store, by="AB", why="Sent in", today=DAY)

        with monkeypatch.context() as patched:
            patched.setattr(publish, "build", built)
            was_killed = killed_at(step, change)
        with desk_locked(data):
            found = last_change(data)
        is_new = state(data) == after
        assert is_new or state(data) == before, step
        assert filecmp.cmp(store, new if is_new else old, shallow=False), step
        assert (found is not None) == is_new, step
        assert not (data / DESK / "under-way").exists(), step
        assert len(list((data / DESK / "undo").glob("*"))) == is_new, step
        shutil.rmtree(folder)
        return was_killed

    for is_undo in (False, True):
        step = 1
        while tried(step, is_undo=is_undo):
            step += 1
        assert step > 10


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


def test_the_desk_is_no_part_of_the_package(package: PackageCopy, few_tables: Path) -> None:
    with desk_locked(package.path):
        pass
    assert (package.path / DESK).is_dir()
    assert filecmp.dircmp(few_tables, package.path, ignore=[DESK]).right_only == []
