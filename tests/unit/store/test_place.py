"""What stands at the place of a store, and what killed programs left beside it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from unittest.mock import Mock

import duckdb
import pytest

from s3dash import folders
from s3dash.package.validate import Checked
from s3dash.store.build import StoreNotWritten, build
from s3dash.store.connection import Store
from s3dash.store.place import is_free, scratch
from s3dash.store.remedies import RIGHTS, ROOM
from s3dash.store.remote import NotFetched, publish
from tests.fixtures.packages import DATA_DIR

HOLD = """
import sys, time
from pathlib import Path
from s3dash.store.place import scratch
with scratch(Path(sys.argv[1])) as folder:
    (folder / "s3.duckdb").write_bytes(b"half")
    print(folder, flush=True)
    time.sleep(60)
"""


def running_build(target: Path) -> tuple[subprocess.Popen[str], Path]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(target)],
        stdout=subprocess.PIPE,
        cwd=folders.ROOT,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def test_folders_of_killed_builds_are_swept_and_those_of_running_ones_stay(
    tmp_path: Path, store_path: Path
) -> None:
    target = tmp_path / "s3.duckdb"
    kept = tmp_path / ".s3.duckdb.build-of-mine"
    kept.mkdir()
    (kept / "notes.txt").touch()
    process, folder = running_build(target)
    with process:
        try:
            with scratch(target) as own:
                assert folder.is_dir()
                with scratch(target):
                    assert own.is_dir()
            # Who publishes does so alone, and says so.
            with pytest.raises(StoreNotWritten, match="another program publishes there now"):
                build(DATA_DIR, target)
            with pytest.raises(NotFetched, match="another program publishes there now"):
                publish(store_path, str(target))
            assert not target.exists()
        finally:
            process.kill()
            process.wait()
        assert folder.is_dir()
        with scratch(target):
            assert not folder.exists()
    assert list(tmp_path.iterdir()) == [kept]


def foreign_text(path: Path) -> None:
    path.write_text("Dear colleague, please find attached", encoding="utf-8")


def foreign_database(path: Path) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute("CREATE TABLE recipes (name VARCHAR)")


def folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize("put", [foreign_text, foreign_database, folder])
def test_what_is_not_a_store_of_ours_is_never_replaced(tmp_path: Path, put) -> None:
    path = tmp_path / "README.md"
    put(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(StoreNotWritten, match=r"README\.md is not a store of s3dash"):
        build(DATA_DIR, path)
    assert before == (path.read_bytes() if path.is_file() else None)


def test_a_store_of_ours_is_known_whatever_its_state(tmp_path: Path, store_path: Path) -> None:
    whole = store_path.read_bytes()
    path = tmp_path / "s3.duckdb"
    assert is_free(path)
    for content in (b"", whole, whole[: len(whole) // 2]):
        path.write_bytes(content)
        assert is_free(path)


def test_a_log_left_beside_the_store_goes_with_the_next_build(
    tmp_path: Path, store_path: Path
) -> None:
    target = tmp_path / "s3.duckdb"
    target.write_bytes(store_path.read_bytes())
    code = (
        "import duckdb, os, sys; con = duckdb.connect(sys.argv[1]);"
        "con.execute('CREATE TABLE note AS SELECT 1 AS x'); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code, str(target)], check=False)
    assert (tmp_path / "s3.duckdb.wal").exists()
    build(DATA_DIR, target)
    assert {file.name for file in tmp_path.iterdir()} == {"s3.duckdb", "s3.duckdb.versions"}
    Store.open(target).close()


FULL = "IO Error: Could not write file: No space left on device\nanother, of the clean-up"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (duckdb.IOException(FULL), f"No space left on device; {ROOM}"),
        (duckdb.OutOfMemoryException("Out of Memory Error: failed to pin"), "failed to pin"),
        (OSError(28, "No space left on device"), f"No space left on device; {ROOM}"),
        (OSError(30, "Read-only file system"), f"Read-only file system; {RIGHTS}"),
        (
            shutil.Error([("a", "b", "[Errno 28] No space left on device: 'a' -> 'b'")] * 2),
            f"No space left on device; {ROOM}",
        ),
        (shutil.Error([("a", "b", "something else")]), "something else"),
    ],
)
@pytest.mark.parametrize("is_scratch", [False, True])
@pytest.mark.parametrize("place", ["_written", "publish_file"])
def test_whatever_happens_while_writing_the_old_store_stays_alone(
    tmp_path: Path,
    store_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
    is_scratch: bool,
    error: Exception,
    told: str,
) -> None:
    """Nor is a scratch file named that nobody knows: but the store that shall be replaced."""
    target = tmp_path / "s3.duckdb"
    target.write_bytes(store_path.read_bytes())
    written = tmp_path / "scratch" / target.name if is_scratch else target

    def fail(*_: object) -> None:
        raise error

    def write(*arguments: Path) -> tuple[dict[str, int], dict[str, int], tuple[str, ...]]:
        arguments[-1].write_bytes(b"new")
        return {}, {}, ()

    monkeypatch.setattr("s3dash.store.build.check", lambda *_: Checked(Mock(resources=[]), {}, []))
    monkeypatch.setattr("s3dash.store.build._written", write)
    monkeypatch.setattr(f"s3dash.store.build.{place}", fail)
    with pytest.raises(StoreNotWritten) as found:
        build(DATA_DIR, written, replaces=target if is_scratch else None)
    assert str(found.value) == f"The store {target} cannot be written: {told}."
    shutil.rmtree(tmp_path / "scratch", ignore_errors=True)
    assert [file.name for file in tmp_path.iterdir()] == ["s3.duckdb"]
    assert target.read_bytes() == store_path.read_bytes()


def test_a_path_that_the_database_refuses(tmp_path: Path) -> None:
    (tmp_path / "a?b").mkdir()
    with pytest.raises(StoreNotWritten, match="cannot be written: "):
        build(DATA_DIR, tmp_path / "a?b" / "s3.duckdb")
    assert not list((tmp_path / "a?b").iterdir())


def test_a_store_in_use_on_windows_is_told_as_such(
    tmp_path: Path, store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "s3.duckdb"
    target.write_bytes(store_path.read_bytes())

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Access is denied")

    from s3dash.store import build as module

    written = tmp_path / "new"
    monkeypatch.setattr(Path, "replace", refuse)
    monkeypatch.setattr(module, "ON_WINDOWS", True)
    with pytest.raises(StoreNotWritten, match="in use; stop the dashboard"):
        module.publish_file(written, target)
