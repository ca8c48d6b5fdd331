"""A store that cannot be read is explained, with the command that helps; a missing one is built."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from s3dash.store.build import StoreNotWritten
from s3dash.store.connection import Store
from s3dash.store.place import BeingPublished
from s3dash.ui.shell import library
from s3dash.ui.shell.registry import PAGES
from tests.fixtures.screen import maps_of

Words = Callable[[AppTest], str]

BUILD = "python -m s3dash build"


def missing(path: Path, _: Path) -> None:
    assert not path.exists()


def truncated(path: Path, good: Path) -> None:
    path.write_bytes(good.read_bytes()[: good.stat().st_size // 2])


def truncated_to_its_head(path: Path, good: Path) -> None:
    path.write_bytes(good.read_bytes()[:5000])


def empty(path: Path, _: Path) -> None:
    path.touch()


def text(path: Path, _: Path) -> None:
    path.write_text("not a database, but long enough to be looked at\n" * 100)


def foreign_database(path: Path, _: Path) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute("CREATE TABLE other AS SELECT 1 AS a")


def garbled(path: Path, good: Path) -> None:
    content = bytearray(good.read_bytes())
    content[4096:200_000] = bytes(len(content[4096:200_000]))
    path.write_bytes(content)


STATES = [missing, truncated, truncated_to_its_head, empty, text, foreign_database, garbled]


@pytest.mark.parametrize("spoil", STATES, ids=lambda state: state.__name__)
@pytest.mark.parametrize("key", ["overview", "priorities"])
def test_a_store_that_cannot_be_read_is_explained(
    words: Words,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    store_path: Path,
    spoil: Callable[[Path, Path], None],
    key: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    path = tmp_path / "s3.duckdb"
    spoil(path, store_path)
    monkeypatch.setenv("S3DASH_STORE", str(path))
    app = visit_broken(key)
    assert not app.exception
    assert app.title
    assert app.error
    assert str(tmp_path) not in words(app)
    assert "the server's log" in words(app)
    assert str(path) in caplog.text
    assert BUILD in caplog.text
    assert not app.dataframe


def visit_broken(key: str) -> AppTest:
    """Open a page whose store is broken from the first run on."""
    from s3dash.ui import ROUTER

    app = AppTest.from_file(str(ROUTER), default_timeout=30).run()
    if key == "overview":
        return app
    return app.switch_page(f"../../pages/{key}.py").run()


def test_a_store_that_comes_back_is_read_on_the_next_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, store_path: Path
) -> None:
    path = tmp_path / "s3.duckdb"
    monkeypatch.setenv("S3DASH_STORE", str(path))
    app = visit_broken("overview")
    assert app.error
    shutil.copyfile(store_path, path)
    app.button[0].click().run()
    assert not app.exception
    assert not app.error
    assert maps_of(app)


def test_the_default_store_builds_itself_when_it_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "build" / "s3.duckdb"
    monkeypatch.delenv("S3DASH_STORE")
    monkeypatch.setattr(library, "default_store_path", lambda: path)
    app = visit_broken("overview")
    assert not app.exception
    assert not app.error
    assert maps_of(app)
    with Store.open(path) as store:
        assert store.rows("SELECT count(*) > 1000 FROM priority") == [(True,)]


def test_data_with_problems_are_named_line_by_line_and_nothing_is_built(
    words: Words,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    edited_package: Callable[..., Path],
    facts: Callable[..., object],
) -> None:
    members = facts("membership")
    members.loc[0, "role"] = "boss"
    package = edited_package({"membership": members})
    path = tmp_path / "s3.duckdb"
    monkeypatch.delenv("S3DASH_STORE")
    monkeypatch.setattr(library, "default_store_path", lambda: path)
    monkeypatch.setattr(library, "default_data_dir", lambda: package)
    app = visit_broken("overview")
    assert not app.exception
    assert "membership.csv:2 role 'boss'" in words(app)
    assert BUILD in words(app)
    assert not path.exists()


def test_a_store_path_that_cannot_be_written_is_explained(
    words: Words,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    (tmp_path / "file").touch()
    path = tmp_path / "file" / "s3.duckdb"
    monkeypatch.delenv("S3DASH_STORE")
    monkeypatch.setattr(library, "default_store_path", lambda: path)
    app = visit_broken("overview")
    assert not app.exception
    assert str(tmp_path) not in words(app)
    assert str(tmp_path / "file") in caplog.text


@pytest.mark.parametrize("spoil", STATES, ids=lambda state: state.__name__)
def test_a_newer_store_that_is_no_good_stops_nobody(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    store_path: Path,
    spoil: Callable[[Path, Path], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    path = tmp_path / "s3.duckdb"
    shutil.copyfile(store_path, path)
    monkeypatch.setenv("S3DASH_STORE", str(path))
    before = library.store()
    path.unlink()
    spoilt = tmp_path / "spoilt"
    spoil(spoilt, store_path)
    if spoilt.exists():
        spoilt.replace(path)
    for _ in range(2):
        assert library.store() is before
    assert before.rows("SELECT count(*) > 1000 FROM priority") == [(True,)]
    assert caplog.text.count("Until then the store opened before is served.") == 1
    path.unlink(missing_ok=True)
    shutil.copyfile(store_path, path)
    assert library.store() is not before


def test_one_run_sees_one_store(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, store_path: Path
) -> None:
    def page(path: str, newer: str) -> None:
        import shutil
        from pathlib import Path

        import streamlit as st

        from s3dash.ui.shell import library

        library.require_store()
        first = library.store()
        shutil.copyfile(newer, f"{path}.new")
        Path(f"{path}.new").replace(path)
        st.write(f"same: {library.store() is first}")
        st.write(f"newest: {library._newest().store is first}")

    path = tmp_path / "s3.duckdb"
    shutil.copyfile(store_path, path)
    monkeypatch.setenv("S3DASH_STORE", str(path))
    app = AppTest.from_function(page, args=(str(path), str(store_path)), default_timeout=30).run()
    assert [text.value for text in app.markdown] == ["same: True", "newest: False"]


def test_a_missing_store_is_built_once_however_many_come(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, store_path: Path
) -> None:
    path = tmp_path / "s3.duckdb"
    tried: list[Path] = []
    built = []

    def build(_: Path, target: Path, progress: Callable[[str], None]) -> None:
        progress("Building")
        if not tried:
            tried.append(target)
            raise StoreNotWritten("Another process is at it.") from BeingPublished()
        built.append(target)
        # As the build does: half a store is never in its place, however late somebody comes.
        beside = shutil.copyfile(store_path, target.with_suffix(".next"))
        time.sleep(0.5)
        beside.replace(target)

    def page() -> None:
        import streamlit as st

        from s3dash.ui.shell import library

        library.require_store()
        st.write(library.store().fingerprint.path)

    monkeypatch.delenv("S3DASH_STORE")
    monkeypatch.setattr(library, "default_store_path", lambda: path)
    monkeypatch.setattr(library, "WAIT_SECONDS", 0)
    monkeypatch.setattr("s3dash.store.build.build", build)
    apps = [AppTest.from_function(page, default_timeout=30) for _ in range(5)]
    with ThreadPoolExecutor(5) as pool:
        list(pool.map(AppTest.run, apps))
    assert built == [path]
    assert all(app.markdown[-1].value == str(path) for app in apps)


def test_every_page_is_known_while_the_store_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("S3DASH_STORE", str(tmp_path / "none.duckdb"))
    app = visit_broken("overview")
    for spec in PAGES:
        app.switch_page(f"../../pages/{spec.key}.py").run()
        assert not app.exception, spec.key
        assert app.error, spec.key
