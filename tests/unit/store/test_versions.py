"""The stores that are kept: which, for how long, and how one comes back."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, tzinfo
from pathlib import Path

import pytest

from s3dash.__main__ import main
from s3dash.store.build import build
from s3dash.store.connection import Store
from s3dash.store.remedies import clock_told
from s3dash.store.versions import MOST_KEPT, folder_of, forget, keep, versions
from tests.fixtures.packages import PackageCopy


def digest(path: Path) -> str:
    with Store.open(path) as store:
        return str(store.rows("SELECT data_digest FROM build_info")[0][0])


@pytest.fixture(scope="module")
def two_versions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that was built twice, the second time from other data."""
    folder = tmp_path_factory.mktemp("versions")
    package, target = PackageCopy(folder / "data").keep_few(), folder / "s3.duckdb"
    build(package.path, target)
    package.edit_schema(lambda described: described.update(version="99.1.0"))
    build(package.path, target)
    return target


@pytest.fixture
def store_of_two(two_versions: Path, tmp_path: Path) -> Path:
    shutil.copytree(two_versions.parent, tmp_path / "copy", ignore=shutil.ignore_patterns("data"))
    return tmp_path / "copy" / two_versions.name


def test_every_build_is_kept_and_the_published_one_is_marked(two_versions: Path) -> None:
    newest, oldest = versions(two_versions)
    assert newest.is_published
    assert newest.package_version == "99.1.0"
    assert not oldest.is_published
    assert newest.data_digest == digest(two_versions)
    assert {file.name for file in folder_of(two_versions).iterdir()} == {
        newest.path.name,
        oldest.path.name,
    }


def test_a_version_that_goes_while_they_are_listed(store_of_two: Path) -> None:
    before = versions(store_of_two)
    (folder_of(store_of_two) / "20200101T000000000000Z-abc.duckdb").symlink_to("gone")
    assert versions(store_of_two) == before


def test_rollback_publishes_the_one_before_and_a_name_brings_the_other_back(
    store_of_two: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    newest, oldest = versions(store_of_two)
    assert main(["rollback", "--store", str(store_of_two)]) == 0
    assert oldest.name in capsys.readouterr().out
    assert digest(store_of_two) == oldest.data_digest
    assert [one.is_published for one in versions(store_of_two)] == [False, True]
    assert main(["rollback", "--store", str(store_of_two)]) == 1
    assert "no older version" in capsys.readouterr().err
    assert main(["rollback", newest.name[:6], "--store", str(store_of_two)]) == 0
    assert digest(store_of_two) == newest.data_digest


def test_readers_of_the_store_go_on_while_it_is_rolled_back(store_of_two: Path) -> None:
    with Store.open(store_of_two) as reader:
        before = digest(store_of_two)
        assert main(["rollback", "--store", str(store_of_two)]) == 0
        assert reader.rows("SELECT data_digest FROM build_info")[0][0] == before


@pytest.mark.parametrize(
    ("name", "said"),
    [("feed", "No version is called feed"), ("", "More than one"), ("published", "is published")],
)
def test_a_version_that_is_not_there_changes_nothing(
    store_of_two: Path, capsys: pytest.CaptureFixture[str], name: str, said: str
) -> None:
    newest, _ = versions(store_of_two)
    wanted = {"published": newest.name}.get(name, name)
    if not wanted:
        # Both digests would have to begin alike; two files of one digest do the same.
        copy = newest.path.with_name(f"2000{newest.path.name[4:]}")
        shutil.copyfile(newest.path, copy)
        wanted = newest.name
    assert main(["rollback", wanted, "--store", str(store_of_two)]) == 1
    assert said in capsys.readouterr().err
    assert digest(store_of_two) == newest.data_digest


def test_a_damaged_version_is_listed_with_what_is_wrong_and_not_published(
    store_of_two: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    oldest = versions(store_of_two)[1]
    oldest.path.write_bytes(oldest.path.read_bytes()[:5000])
    before = digest(store_of_two)
    assert versions(store_of_two)[1].problem
    assert main(["rollback", "--store", str(store_of_two)]) == 1
    assert "cannot be used" in capsys.readouterr().err
    assert digest(store_of_two) == before


def test_the_oldest_are_forgotten_and_the_same_data_are_kept_once(tmp_path: Path) -> None:
    store = tmp_path / "s3.duckdb"
    kept = []
    for number in range(MOST_KEPT + 2):
        written = tmp_path / "written.duckdb"
        written.write_bytes(b"store")
        kept.append(keep(written, store, f"{number:012d}"))
    again = keep(written, store, f"{MOST_KEPT:012d}")
    forget(store)
    newest = sorted([kept[MOST_KEPT + 1], again, *kept[2:MOST_KEPT]])
    assert sorted(folder_of(store).iterdir()) == newest


def test_a_clock_set_back_changes_no_order_and_is_told(
    tmp_path: Path, store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, written = tmp_path / "s3.duckdb", tmp_path / "written.duckdb"
    written.write_bytes(b"store")
    first = keep(written, store, "1" * 12)

    class Earlier(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Earlier:
            return cls(2001, 1, 1, tzinfo=tz)

    monkeypatch.setattr("s3dash.store.versions.datetime", Earlier)
    assert first < keep(written, store, "2" * 12) < keep(written, store, "3" * 12)
    assert clock_told(store_path) == ""
    told = clock_told(store_path, Earlier.now(UTC))
    assert told.startswith("The clock of this computer says 2001-01-01 00:00 UTC")
    assert told.endswith("UTC: set the clock.")


def test_versions_for_a_program(two_versions: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["versions", "--json", "--store", str(two_versions)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["is_published"] for one in told] == [True, False]
    assert main(["versions", "--store", str(two_versions)]) == 0
    assert "published now" in capsys.readouterr().out


def test_without_any_version_the_list_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["versions", "--store", str(tmp_path / "s3.duckdb")]) == 0
    assert "is kept yet" in capsys.readouterr().err
