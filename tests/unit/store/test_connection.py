"""Opening a store, and what is said when there is none to open."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import psutil
import pytest

from s3dash.__main__ import main
from s3dash.store.build import StoreNotWritten, publish_file
from s3dash.store.connection import (
    Store,
    StoreError,
    StoreForeign,
    StoreLocked,
    StoreMissing,
    StoreOutdated,
    StoreUnreadable,
    default_store_path,
    store_fingerprint,
)
from s3dash.store.layout import STORE_FORMAT
from s3dash.store.place import is_free
from tests.fixtures.packages import DATA_DIR


def test_rows_and_frames_bind_their_values(store: Store):
    query = "SELECT name FROM stage WHERE position = "
    assert store.rows(query + "?", [1]) == [("Learn",)]
    assert store.frame(query + "$position", {"position": 1})["name"].tolist() == ["Learn"]
    assert store.rows("SELECT count(*) FROM stage WHERE name = ?", ["' OR 1=1 --"]) == [(0,)]


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE intruder (i INTEGER)",
        "DELETE FROM stage",
        "FROM read_csv('/etc/passwd')",
        "COPY stage TO '/tmp/intruder.csv'",
        "ATTACH '/tmp/intruder.duckdb'",
        "SET threads = 1",
        "INSTALL fts",
    ],
)
def test_the_store_is_closed_to_everything_but_questions(store: Store, statement: str):
    with pytest.raises(duckdb.Error):
        store.rows(statement)


def test_what_is_made_once_may_be_made_of_other_things_made_once(store: Store):
    made = []

    def inner(store: Store) -> int:
        made.append("inner")
        return store.rows("SELECT count(*) FROM stage")[0][0]

    def outer(store: Store) -> int:
        made.append("outer")
        return store.once(inner) + 1

    assert [store.once(outer), store.once(outer), store.once(inner)] == [6, 6, 5]
    assert made == ["outer", "inner"]


def test_many_threads_may_ask_at_once(store: Store):
    with ThreadPoolExecutor(8) as pool:
        counts = pool.map(lambda _: store.rows("SELECT count(*) FROM priority"), range(64))
    assert len({tuple(count) for count in counts}) == 1


def test_fingerprint(store_path: Path, store: Store):
    assert store.fingerprint == store_fingerprint(store_path)
    assert store.fingerprint.path == str(store_path)
    assert store.fingerprint.size == store_path.stat().st_size


def test_default_path(monkeypatch: pytest.MonkeyPatch, store_path: Path):
    monkeypatch.delenv("S3DASH_STORE", raising=False)
    assert default_store_path() == DATA_DIR.parent / "build" / "s3.duckdb"
    monkeypatch.setenv("S3DASH_STORE", str(store_path))
    assert default_store_path() == store_path
    Store.open().close()


def refused(path: Path, kind: type[StoreError]) -> StoreError:
    with pytest.raises(StoreError) as found:
        Store.open(path)
    assert type(found.value) is kind
    assert str(path) in found.value.problem
    assert str(found.value) == f"{found.value.problem} {found.value.remedy}"
    return found.value


def follow(remedy: str) -> None:
    """Do what a remedy says, word by word."""
    if remedy.startswith("Move that file, then run"):
        path = Path(remedy.split('"')[1])
        path.rename(path.with_name("moved"))
    [command] = re.findall("`python -m s3dash (.*)`", remedy)
    assert main(shlex.split(command)) == 0


def missing(path: Path, _: bytes) -> None:
    assert not path.exists()


def cut(path: Path, whole: bytes) -> None:
    path.write_bytes(whole[: len(whole) // 2])


def cut_to_its_head(path: Path, whole: bytes) -> None:
    path.write_bytes(whole[:5000])


def empty(path: Path, _: bytes) -> None:
    path.touch()


def text(path: Path, _: bytes) -> None:
    path.write_text("Dear colleague, please find attached", encoding="utf-8")


def of_somebody_else(path: Path, _: bytes) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute("CREATE TABLE recipes (name VARCHAR)")


def of_another_layout(path: Path, whole: bytes) -> None:
    path.write_bytes(whole)
    with duckdb.connect(str(path)) as con:
        con.execute("UPDATE build_info SET store_format = 0")


def with_a_foreign_log(path: Path, whole: bytes) -> None:
    path.write_bytes(whole)
    code = (
        "import duckdb, os, sys; con = duckdb.connect(sys.argv[1]);"
        "con.execute('CREATE TABLE note AS SELECT 1 AS x'); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    path.write_bytes(whole.replace(b"energy", b"ENERGY", 1))
    with duckdb.connect(str(path.with_name("other"))) as con:
        con.execute("CREATE TABLE build_info (store_format INTEGER, data_digest VARCHAR)")
    path.with_name("other").replace(path)


SPOILED = [
    *(missing, cut, cut_to_its_head, empty, text, of_somebody_else, of_another_layout),
    with_a_foreign_log,
]


@pytest.mark.parametrize("spoil", SPOILED, ids=lambda spoil: spoil.__name__)
def test_every_remedy_helps_as_it_is_printed(
    tmp_path: Path,
    store_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[[Path, bytes], None],
):
    def build(_: object, target: Path, **__: object) -> None:
        # What `build` does to its target, without waiting for the data.
        if not is_free(target):
            raise StoreNotWritten("not ours")
        written = tmp_path / "written"
        written.write_bytes(store_path.read_bytes())
        publish_file(written, target)

    monkeypatch.setattr("s3dash.store.build.build", build)
    monkeypatch.setattr("s3dash.commands.build._print", lambda _: None)
    path = tmp_path / "s3.duckdb"
    spoil(path, store_path.read_bytes())
    with pytest.raises(StoreError) as found:
        Store.open(path)
    follow(found.value.remedy)
    Store.open(path).close()


def test_a_store_that_is_written_to_says_so(store_path: Path, tmp_path: Path):
    path = tmp_path / "s3.duckdb"
    path.write_bytes(store_path.read_bytes())
    code = (
        "import duckdb, sys; con = duckdb.connect(sys.argv[1]); print('open', flush=True);"
        "sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        error = refused(path, StoreLocked)
        assert error.problem.endswith("is open for writing in another program.")
        assert "Close that program" in error.remedy
        writer.communicate()
    Store.open(path).close()


def test_the_remedy_for_the_default_store_is_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("S3DASH_STORE", str(tmp_path / "none.duckdb"))
    with pytest.raises(StoreMissing) as found:
        Store.open()
    assert found.value.remedy == "Run `python -m s3dash build`."


def test_missing(tmp_path: Path):
    error = refused(tmp_path / "none.duckdb", StoreMissing)
    assert error.problem == f"There is no store at {tmp_path / 'none.duckdb'}."
    assert error.remedy == f'Run `python -m s3dash build --store "{tmp_path / "none.duckdb"}"`.'
    assert not (tmp_path / "none.duckdb").exists()


def test_not_a_database(tmp_path: Path):
    (tmp_path / "s3.duckdb").write_text("Dear colleague, please find attached")
    assert "not a DuckDB database" in refused(tmp_path / "s3.duckdb", StoreForeign).problem


def test_folder(tmp_path: Path):
    assert "is a folder" in refused(tmp_path, StoreForeign).problem


def test_database_of_somebody_else(tmp_path: Path):
    other = tmp_path / "other.duckdb"
    with duckdb.connect(str(other)) as con:
        con.execute("CREATE TABLE recipes (name VARCHAR)")
    assert "s3dash did not build it" in refused(other, StoreForeign).problem
    with duckdb.connect(str(other)) as con:
        con.execute("CREATE TABLE build_info (anything VARCHAR)")
    assert "build_info" in refused(other, StoreForeign).problem


@pytest.mark.parametrize("kept", [0, 12, 4096, 20_000, 0.5, 0.999])
def test_cut_short(store_path: Path, tmp_path: Path, kept: float):
    whole = store_path.read_bytes()
    cut = tmp_path / "cut.duckdb"
    cut.write_bytes(whole[: int(kept if kept > 1 else kept * len(whole))])
    assert "build" in refused(cut, StoreUnreadable).remedy


def test_a_store_that_shrank_is_whole(store_path: Path, tmp_path: Path):
    # DuckDB writes how many blocks there are, and then takes away those at the end that are free.
    changed = tmp_path / "s3.duckdb"
    changed.write_bytes(store_path.read_bytes())
    with duckdb.connect(str(changed)) as con:
        con.execute("CREATE TABLE more AS SELECT random() AS number FROM range(200_000)")
        con.execute("CHECKPOINT")
        con.execute("DROP TABLE more")
    with duckdb.connect(str(changed), read_only=True) as con:
        sizes = con.sql("SELECT total_blocks * block_size FROM pragma_database_size()")
        [(stated,)] = sizes.fetchall()
    assert stated > changed.stat().st_size
    with Store.open(changed) as store:
        assert store.rows("SELECT count(*) > 0 FROM priority") == [(True,)]
    # Of such a one, too, nothing that is in use may be missing.
    changed.write_bytes(changed.read_bytes()[:-1])
    assert "cut short" in refused(changed, StoreUnreadable).problem


def test_damaged(store_path: Path, tmp_path: Path):
    data = bytearray(store_path.read_bytes())
    data[4096:12288] = bytes(8192)
    (tmp_path / "s3.duckdb").write_bytes(data)
    refused(tmp_path / "s3.duckdb", StoreUnreadable)


def test_layout_of_another_version(store_path: Path, tmp_path: Path):
    other = tmp_path / "s3.duckdb"
    other.write_bytes(store_path.read_bytes())
    with duckdb.connect(str(other)) as con:
        con.execute("UPDATE build_info SET store_format = 0")
    error = refused(other, StoreOutdated)
    assert f"has the layout 0; this s3dash reads the layout {STORE_FORMAT}" in error.problem


@pytest.mark.skipif(getattr(os, "geteuid", int)() == 0, reason="root may read everything")
def test_closed_to_us(store_path: Path, tmp_path: Path):
    closed = tmp_path / "s3.duckdb"
    closed.write_bytes(store_path.read_bytes())
    closed.chmod(0)
    assert "permissions" in refused(closed, StoreUnreadable).remedy


def test_importing_is_light():
    code = (
        "import sys, s3dash.store.connection;"
        "print(sorted({'pandas', 'pyarrow', 'streamlit'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=DATA_DIR.parent
    )
    assert done.stdout == "[]\n"


def test_a_closed_store_lets_go_of_its_file(store_path: Path, tmp_path: Path):
    path = Path(shutil.copyfile(store_path, tmp_path / "s3.duckdb"))

    def is_held() -> bool:
        return str(path) in {one.path for one in psutil.Process().open_files()}

    opened = Store.open(path)
    assert opened.rows("SELECT 1") == [(1,)]
    assert is_held()
    opened.close()
    assert not is_held()


def test_a_query_that_failed_leaves_nothing_to_the_next(store: Store):
    with pytest.raises(duckdb.Error):
        store.rows("SELECT error('stopped half-way') FROM range(10)")
    assert store.rows("SELECT count(*) FROM range(10)") == [(10,)]
    with store.session() as session:
        session.rows("CREATE TEMP TABLE mine AS SELECT 1 AS one")
    with pytest.raises(duckdb.CatalogException):
        store.rows("FROM mine")
