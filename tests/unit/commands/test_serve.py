"""The command ``serve``: every setting is checked, and named in one line with what to do."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from s3dash import settings
from s3dash.__main__ import main
from s3dash.commands import serve
from s3dash.folders import ROOT
from s3dash.store.remote import Remote
from scripts.ports import free_port

START_SECONDS = 60


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, store_path: Path, port: int) -> None:
    for one in settings.SETTINGS:
        monkeypatch.delenv(one.variable, raising=False)
    # What a server becomes is for its own process.
    monkeypatch.setenv(serve.TRUSTED, "127.0.0.1")
    monkeypatch.setenv(serve.PORT, str(port))
    monkeypatch.setenv(serve.STORE, str(store_path))


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        (serve.PORT, "eighty", "'eighty' is no port: set a number from 1 to 65535."),
        (serve.PORT, "0", "is no port"),
        (serve.PORT, "65536", "is no port"),
        (serve.PORT, "9" * 5000, "is no port"),
        (serve.PORT, "٨٠٨٠", "is no port"),
        (serve.ADDRESS, "no.such.host.invalid", "set localhost, or 0.0.0.0"),
        (serve.ADDRESS, "192.0.2.1", "set localhost, or 0.0.0.0"),
        (serve.ADDRESS, "x" * 300, "set localhost, or 0.0.0.0"),
        (serve.BASE_PATH, "s3 dash", "is no path to serve under"),
        (serve.BASE_PATH, "../s3", "is no path to serve under"),
        (serve.BASE_PATH, "//", "is no path to serve under"),
        (serve.BASE_PATH, "a" * 10_000 + "!", "is no path to serve under"),
        (serve.BASE_PATH, "https://s3.example.eu", "is no path to serve under"),
        (serve.ORIGINS, "s3.example.eu", "is no address of a site"),
        (serve.ORIGINS, "https://s3.example.eu/", "is no address of a site"),
        (serve.ORIGINS, "https://a.example, ftp://b.example", "'ftp://b.example' is no"),
        (serve.ORIGINS, "https://a.example:port", "is no address of a site"),
        *(
            (serve.STORE, address, "is no address of a store")
            for address in (
                "ftp://s3.example.eu/s3.duckdb",
                "http://s3.example.eu/s3.duckdb",
                "https://s3.example.eu",
                "https://name:word@s3.example.eu/s3.duckdb",
                "s3://bucket",
                "https://s3.example.eu:port/s3.duckdb",
            )
        ),
        (serve.STORE, "http://localhost:9/s3.duckdb", "check the address, the way to it"),
        ("S3DASH_STORE_SECONDS", "0", "set a number from 1 to 3600."),
        ("S3DASH_MOST_SESSIONS", "many", "is no number of readers: set a number"),
        ("S3DASH_MOST_MEMORY", "2g", "is no number of MB"),
        ("S3DASH_QUERY_SECONDS", "-1", "is no number of seconds"),
        ("S3DASH_SESSION_RATE", "100 a minute", "such as 600/minute, or none."),
        ("S3DASH_API_RATE", "0/minute", "is no rate"),
        ("S3DASH_PROXIES", "10.0.0.0/8, the proxy", "'the proxy' is no address or network"),
        ("S3DASH_PROXIES", "*", "'*' is no address or network"),
        ("S3DASH_LOG", "xml", "set text or json."),
        ("S3DASH_METRICS", "9464", "such as 127.0.0.1:9464."),
        ("S3DASH_METRICS", "192.0.2.1:9464", "set localhost, or 0.0.0.0"),
        ("S3DASH_TEMPLATE", "README.md", "README.md cannot be opened: it is no presentation"),
        ("S3DASH_TEMPLATE", "gone.pptx", "name a file that is there"),
        ("S3DASH_ROOMS", "mysql://name:word@host/rooms", "S3DASH_ROOMS names no database"),
        ("S3DASH_STEWARD", "yes", "set 1 for yes, or 0."),
        ("S3DASH_STEWARDS", "editors", "nobody can sign in: set S3DASH_SIGN_IN."),
        ("S3DASH_FACILITATORS", "leads", "nobody can sign in: set S3DASH_SIGN_IN."),
        ("S3DASH_SIGN_IN", "/nowhere/secrets.toml", "cannot be read (No such file or directory)"),
        ("S3DASH_CERTIFICATE", "/nowhere/cert.pem", "cannot be read (No such file or directory)"),
        ("S3DASH_KEY", __file__, "is set and S3DASH_CERTIFICATE is not"),
        (serve.STORE, "/nowhere/s3.duckdb", "Run `python -m s3dash build`."),
        (serve.STORE, "/", "Name the store file itself."),
    ],
)
def test_a_bad_setting_is_one_line_that_says_what_to_do(
    variable: str,
    value: str,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(variable, value)
    assert main(["serve"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    [line] = printed.err.splitlines()
    assert line.startswith(variable)
    assert told in line
    # A secret is not said.
    assert "name:word" not in line or variable != "S3DASH_ROOMS"


def test_a_port_in_use(port: int, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", port)):
        assert main(["serve", "--address", "127.0.0.1"]) == 1
    told = f"S3DASH_PORT={port} is in use at 127.0.0.1: end what uses it, or set another.\n"
    assert capsys.readouterr().err == told


def test_what_is_unset_or_empty_has_its_default(
    monkeypatch: pytest.MonkeyPatch, store_path: Path, port: int
) -> None:
    stated = {serve.STORE: str(store_path), serve.PORT: str(port)}
    empty = {one.variable: "" for one in settings.SETTINGS}
    for found in (serve.checked(stated), serve.checked(empty | stated)):
        values = {one.name: found[one] for one in settings.SETTINGS}
        defaults = {one.name: one.default for one in settings.SETTINGS}
        assert values == defaults | {"STORE": str(store_path), "PORT": port}


@pytest.mark.parametrize(
    "others", [{serve.ADDRESS: "0.0.0.0"}, {serve.ORIGINS: "https://s3.example.eu"}]
)
def test_a_desk_is_for_this_computer_alone(others: dict[str, str]) -> None:
    with pytest.raises(serve.BadSetting, match="for this computer alone"):
        serve.checked({"S3DASH_STEWARD": "1", **others})


@pytest.mark.parametrize("path", ["s3", "/s3", "s3/", "/s3/"])
def test_a_path_may_have_strokes_at_its_ends(path: str, store_path: Path, port: int) -> None:
    stated = {serve.STORE: str(store_path), serve.PORT: str(port), serve.BASE_PATH: path}
    assert serve.checked(stated)[settings.BASE_PATH] == "s3"


def test_an_option_goes_before_the_environment(
    monkeypatch: pytest.MonkeyPatch, store_path: Path, tmp_path: Path, port: int
) -> None:
    became: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda program, command: became.append([program, *command]))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(serve.PORT, "none")
    monkeypatch.setenv(serve.STORE, "/nowhere")
    monkeypatch.setenv(serve.ORIGINS, "https://a.example, http://b.example:8080")
    relative = os.path.relpath(store_path, tmp_path)
    listening = ["--address", "127.0.0.1", "--port", str(port)]
    main(["serve", *listening, "--base-path", "/a/b/", "--store", relative])
    assert became == [
        [
            *(sys.executable, sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")),
            *("--server.headless", "true", "--server.address", "127.0.0.1"),
            *("--server.port", str(port), "--server.baseUrlPath", "a/b"),
            *("--server.corsAllowedOrigins", "https://a.example"),
            *("--server.corsAllowedOrigins", "http://b.example:8080"),
        ]
    ]
    # It holds from the folder of app.py, too.
    assert Path.cwd() == ROOT
    assert Path(os.environ[serve.STORE]).samefile(store_path)


def test_files_of_a_certificate_that_are_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("S3DASH_CERTIFICATE", __file__)
    monkeypatch.setenv("S3DASH_KEY", __file__)
    assert main(["serve"]) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert "do not belong together or are no PEM files" in line


def test_a_folder_that_cannot_be_written_to(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    store_path: Path,
) -> None:
    (tmp_path / "cache").write_text("a file is in the way")
    monkeypatch.setenv("S3DASH_STORE", "http://localhost/s3.duckdb")
    monkeypatch.setenv("S3DASH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(Remote, "_stated_digests", lambda _: ("0" * 64,))
    monkeypatch.setattr(Remote, "_mark", lambda _: (None, 1))
    assert main(["serve"]) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert "make room, or name another folder in S3DASH_CACHE" in line


def test_a_name_that_is_nearly_right_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "execv", lambda *_: None)
    monkeypatch.setenv("S3DASH_PROXIS", "10.0.0.7")
    # Others have variables of such names for themselves.
    monkeypatch.setenv("S3DASH_PROXY", ":8080")
    monkeypatch.setenv("S3DASH_SERVICE_HOST", "10.0.0.1")
    main(["serve"])
    told = "S3DASH_PROXIS is no setting and does nothing: did you mean S3DASH_PROXIES?\n"
    assert capsys.readouterr().err == told


@pytest.fixture
def served(port: int, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A dashboard under a path, started from another folder."""
    with (tmp_path / "log.txt").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "s3dash", "serve", "--base-path", "s3"],
            cwd=tmp_path,
            env=os.environ
            | {
                "PYTHONPATH": str(ROOT),
                serve.ORIGINS: "https://a.example",
                "S3DASH_PROXIES": "192.0.2.1",
                "S3DASH_API_RATE": "2/minute",
            },
            stdout=log,
            stderr=log,
        )
    try:
        yield process, f"http://localhost:{port}"
    finally:
        process.kill()
        process.wait(10)


def asked_as(url: str, claimed: str) -> int:
    """The status of an answer for programs to somebody who claims an address."""
    asked = urllib.request.Request(
        f"{url}/s3/api/v1/stages.json", headers={"X-Forwarded-For": claimed}
    )
    try:
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_it_serves_under_its_path_believes_no_address_and_ends_when_told_without_a_word(
    served: tuple[subprocess.Popen[bytes], str], tmp_path: Path
) -> None:
    process, url = served
    give_up = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"{url}/s3/_stcore/health", timeout=2) as answer:
                assert answer.status == 200
            break
        except OSError:
            assert process.poll() is None
            assert time.monotonic() < give_up
            time.sleep(0.1)
    # Who is no proxy is known by its own address, and this computer's may ask without end: were the
    # one that is claimed believed, the third question would be too many for it.
    assert [asked_as(url, "198.51.100.7") for _ in range(3)] == [200] * 3
    process.send_signal(signal.SIGINT)
    process.wait(15)
    log = (tmp_path / "log.txt").read_text()
    assert "leaked" not in log
    assert "Traceback" not in log
