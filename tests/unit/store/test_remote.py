"""A store that has an address: fetched when it is new, checked, refused when it is not whole."""

from __future__ import annotations

import functools
import hashlib
import http.server
import logging
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import duckdb
import pytest

from s3dash.__main__ import main
from s3dash.store import remote
from s3dash.store.condition import Condition
from s3dash.store.connection import Store, default_store_path
from s3dash.store.remote import Follower, NotFetched, Remote, publish


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder, and keeps what was asked for."""

    asked: list[str]

    def log_message(self, *_: object) -> None:
        self.asked.append(f"{self.command} {self.path}")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, Path, list[str]]]:
    """Address of a web server, its folder, and what was asked for."""
    folder = tmp_path / "www"
    folder.mkdir()
    handler = type("Mine", (Handler,), {"asked": []})
    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(handler, directory=str(folder))
    ) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/a", folder, handler.asked
        server.shutdown()


@pytest.fixture
def small(tmp_path: Path, store_without_facts: Path) -> Path:
    """A store that is quickly copied."""
    return Path(shutil.copyfile(store_without_facts, tmp_path / "small.duckdb"))


def another(store: Path) -> None:
    """Make it another store."""
    with duckdb.connect(str(store)) as con:
        con.execute("UPDATE build_info SET package_version = package_version || '.1'")


def versions(path: Path) -> str:
    with Store.open(path) as store:
        [(version,)] = store.rows("SELECT package_version FROM build_info")
    return str(version)


def test_the_newest_is_fetched_once_and_again_when_it_is_another(
    served: tuple[str, Path, list[str]], small: Path, tmp_path: Path
) -> None:
    address, folder, asked = served
    (folder / "a").mkdir()
    publish(small, str(folder / "a" / "s3.duckdb"))
    one = Remote(f"{address}/s3.duckdb", tmp_path / "cache" / "copy.duckdb")
    assert one.fetch() is True
    assert one.copy.read_bytes() == small.read_bytes()
    asked.clear()
    assert one.fetch() is False
    # The digest alone is asked for.
    assert asked == ["GET /a/s3.duckdb.sha256"]
    with Store.open(one.copy) as reader:
        another(small)
        publish(small, str(folder / "a"))
        shutil.move(folder / "a" / "small.duckdb", folder / "a" / "s3.duckdb")
        shutil.move(folder / "a" / "small.duckdb.sha256", folder / "a" / "s3.duckdb.sha256")
        assert one.fetch() is True
        # Who reads goes on with what they read.
        assert reader.rows("SELECT count(*) > 0 FROM territory") == [(True,)]
    assert versions(one.copy) == versions(small)
    # A process that is started anew has the copy already.
    assert Remote(one.address, one.copy).fetch() is False
    assert [file.name for file in one.copy.parent.iterdir()] == ["copy.duckdb"]


def test_a_publication_that_is_killed_leaves_a_store_that_everybody_can_fetch(
    served: tuple[str, Path, list[str]],
    small: Path,
    store_without_facts: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address, folder, asked = served
    place = folder / "a" / "s3.duckdb"
    place.parent.mkdir()
    publish(small, str(place))
    follower = Remote(f"{address}/s3.duckdb", tmp_path / "cache" / "copy.duckdb")
    follower.fetch()

    def changed(turn: int) -> None:
        shutil.copyfile(store_without_facts, small)
        with duckdb.connect(str(small)) as con:
            con.execute("UPDATE build_info SET package_version = ?", [f"0.{turn}"])

    old = small.read_bytes()
    publish_file = remote.publish_file

    class Killed(BaseException):
        pass

    def before_the_store(*_: object) -> None:
        raise Killed

    def after_the_store(written: Path, target: Path) -> None:
        publish_file(written, target)
        raise Killed

    for turn, (killing, is_new) in enumerate(
        [(before_the_store, False), (before_the_store, False), (after_the_store, True)]
    ):
        changed(turn)
        with monkeypatch.context() as patched:
            patched.setattr(remote, "publish_file", killing)
            with pytest.raises(Killed):
                publish(small, str(place))
        fresh = Remote(f"{address}/s3.duckdb", tmp_path / str(turn) / "copy.duckdb")
        assert fresh.fetch() is True
        assert fresh.copy.read_bytes() == (small.read_bytes() if is_new else old)
        assert follower.fetch() is is_new
        assert follower.copy.read_bytes() == fresh.copy.read_bytes()
        # What is the copy already is not fetched at each look.
        asked.clear()
        assert follower.fetch() is False
        assert "GET /a/s3.duckdb" not in asked
    changed(9)
    publish(small, str(place))
    assert follower.fetch() is True
    digest = hashlib.sha256(small.read_bytes()).hexdigest()
    assert (place.parent / "s3.duckdb.sha256").read_text() == f"{digest}  s3.duckdb\n"


def _cut(store: Path) -> None:
    store.write_bytes(store.read_bytes()[:-5000])


def _rubbish(store: Path) -> None:
    store.write_bytes(b"<html>Please sign in</html>")


def _other_layout(store: Path) -> None:
    with duckdb.connect(str(store)) as con:
        con.execute("UPDATE build_info SET store_format = store_format + 1")


@pytest.mark.parametrize(
    ("damage", "is_signed", "why"),
    [
        (_cut, False, "digest"),
        (_cut, True, "layout"),
        (_rubbish, True, "layout"),
        (_other_layout, True, "layout"),
        (Path.unlink, False, "unreachable"),
        (lambda store: store.with_name("s3.duckdb.sha256").unlink(), False, "no digest"),
        (lambda store: store.with_name("s3.duckdb.sha256").write_text("?"), False, "no digest"),
        (
            lambda store: store.with_name("s3.duckdb.sha256").write_text("0" * 9999),
            False,
            "no digest",
        ),
    ],
)
def test_a_broken_one_is_refused_told_once_and_the_last_good_one_stays(
    served: tuple[str, Path, list[str]],
    small: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    damage,  # type: ignore[no-untyped-def]
    is_signed: bool,
    why: str,
) -> None:
    address, folder, asked = served
    place = folder / "a" / "s3.duckdb"
    place.parent.mkdir()
    publish(small, str(place))
    one = Remote(f"{address}/s3.duckdb", tmp_path / "cache" / "copy.duckdb")
    one.fetch()
    good = one.copy.read_bytes()
    another(small)
    publish(small, str(place))
    damage(place)
    if is_signed:
        digest = hashlib.sha256(place.read_bytes()).hexdigest()
        place.with_name("s3.duckdb.sha256").write_text(f"{digest}  s3.duckdb\n")
    condition = Condition()
    follower = Follower(one, 10, condition)
    with caplog.at_level(logging.ERROR):
        follower.look()
        asked.clear()
        follower.look()
    assert condition.refused is not None
    assert condition.refused.why == why
    assert condition.checked_at is None
    if why in ("digest", "layout"):
        # What was refused is not fetched again before it is another.
        assert asked == ["GET /a/s3.duckdb.sha256", "HEAD /a/s3.duckdb"]
    [line] = caplog.messages
    assert address in line
    assert one.copy.read_bytes() == good
    assert [file.name for file in one.copy.parent.iterdir()] == ["copy.duckdb"]
    # Mended, it is taken, and nothing is wrong any more.
    publish(small, str(place))
    follower.look()
    assert condition.refused is None
    assert condition.checked_at is not None
    assert versions(one.copy) == versions(small)


def test_nobody_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "_RETRY", {"max_retries": 0})
    one = Remote("http://127.0.0.1:9/s3.duckdb", tmp_path / "copy.duckdb")
    with pytest.raises(NotFetched, match="cannot be reached") as raised:
        one.fetch()
    assert raised.value.why == "unreachable"


def test_a_full_disk_is_told_before_it_is_written_to(
    served: tuple[str, Path, list[str]],
    small: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address, folder, _ = served
    (folder / "a").mkdir()
    publish(small, str(folder / "a" / "s3.duckdb"))
    monkeypatch.setattr(remote.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(9, 9, 0))
    one = Remote(f"{address}/s3.duckdb", tmp_path / "copy.duckdb")
    with pytest.raises(NotFetched, match="make room, or name another folder in S3DASH_CACHE"):
        one.fetch()
    assert not one.copy.exists()


def test_a_folder_of_somebody_else_among_temporary_files_is_not_used(
    served: tuple[str, Path, list[str]],
    small: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address, folder, _ = served
    (folder / "a").mkdir()
    publish(small, str(folder / "a" / "s3.duckdb"))
    monkeypatch.setattr(remote.tempfile, "gettempdir", lambda: str(tmp_path))
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "mine").symlink_to(tmp_path / "elsewhere")
    one = Remote(f"{address}/s3.duckdb", tmp_path / "mine" / "copy.duckdb")
    with pytest.raises(NotFetched, match="belongs to somebody else"):
        one.fetch()


def test_the_store_that_is_read_is_the_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("S3DASH_STORE", "https://s3.example.eu/s3.duckdb")
    monkeypatch.setenv("S3DASH_CACHE", str(tmp_path))
    path = default_store_path()
    assert path.parent == tmp_path
    monkeypatch.setenv("S3DASH_STORE", "s3://bucket/s3.duckdb")
    assert default_store_path() != path


def test_commands_that_write_leave_the_copy_alone(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    small: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("S3DASH_STORE", "https://s3.example.eu/s3.duckdb")
    monkeypatch.setenv("S3DASH_CACHE", str(tmp_path / "cache"))
    for command in ("build", "rollback", "versions"):
        assert main([command]) == 1
        assert "name the store file to write with --store" in capsys.readouterr().err
    assert main(["info"]) == 1
    assert "It is fetched from https://s3.example.eu/s3.duckdb" in capsys.readouterr().err
    assert main(["publish", "--store", str(small), str(tmp_path / "www.duckdb")]) == 0
    line = (tmp_path / "www.duckdb.sha256").read_text()
    digest = hashlib.sha256((tmp_path / "www.duckdb").read_bytes()).hexdigest()
    assert line == f"{digest}  www.duckdb\n"
    assert capsys.readouterr().out.startswith(digest)
    assert main(["publish", "--store", str(small), "/no/such/folder/s3.duckdb"]) == 1
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", "names no place"),
        ("s3://", "names no place"),
        ("s3://bucket/", "names no place"),
        ("https://[/x", "names no place"),
        ("notes.txt", "is not a store of s3dash, so it is not replaced"),
    ],
)
def test_where_nothing_is_published(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("notes.txt").write_text("of a week's work")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(NotFetched, match=words):
        publish(small, address)
    assert Path("notes.txt").read_text() == "of a week's work"
    assert sorted(tmp_path.iterdir()) == before


def test_what_is_built_meanwhile_is_not_mixed_with_what_is_published(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = Path(shutil.copyfile(small, tmp_path / "newer.duckdb"))
    another(newer)
    digest = hashlib.file_digest

    def built_meanwhile(stream: BinaryIO, name: str) -> object:
        found = digest(stream, name)
        newer.replace(small)
        return found

    monkeypatch.setattr(hashlib, "file_digest", built_meanwhile)
    target = tmp_path / "www.duckdb"
    found = publish(small, str(target))
    assert hashlib.sha256(target.read_bytes()).hexdigest() == found


def test_a_bucket_is_published_to_and_followed(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from moto.server import ThreadedMotoServer

    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        import boto3

        boto3.client("s3").create_bucket(Bucket="store")
        address = "s3://store/one/s3.duckdb"
        one = Remote(address, tmp_path / "cache" / "copy.duckdb")
        with pytest.raises(NotFetched, match=r"There is no s3://store/one/s3.duckdb.sha256"):
            one.fetch()
        publish(small, address)
        assert one.fetch() is True
        assert one.fetch() is False
        another(small)
        publish(small, address)
        assert one.fetch() is True
        assert versions(one.copy) == versions(small)
        put = remote.obstore.put

        def and_another_between(store: object, name: str, content: object) -> object:
            done = put(store, name, content)
            if name == "s3.duckdb":
                put(store, name, b"of another program")
            return done

        with monkeypatch.context() as patched:
            patched.setattr(remote.obstore, "put", and_another_between)
            with pytest.raises(NotFetched, match="Another program published to"):
                publish(small, address)
        with pytest.raises(NotFetched, match="cannot be written to"):
            publish(small, "s3://no-such-bucket/s3.duckdb")
    finally:
        server.stop()
