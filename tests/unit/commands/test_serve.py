"""The command ``serve``: every setting is checked, and named in one line with what to do."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from s3dash.__main__ import main
from s3dash.commands import serve
from s3dash.folders import ROOT

START_SECONDS = 60


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, store_path: Path, port: int) -> None:
    for name in (serve.ADDRESS, serve.BASE_PATH, serve.ORIGINS):
        monkeypatch.delenv(name, raising=False)
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


def test_a_port_in_use(port: int, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", port)):
        assert main(["serve", "--address", "127.0.0.1"]) == 1
    told = f"S3DASH_PORT={port} is in use at 127.0.0.1: end what uses it, or set another.\n"
    assert capsys.readouterr().err == told


def test_what_is_unset_or_empty_has_its_default(
    monkeypatch: pytest.MonkeyPatch, store_path: Path, port: int
) -> None:
    stated = {serve.STORE: str(store_path), serve.PORT: str(port)}
    expected = serve.Settings("localhost", port, "", (), store_path)
    assert serve.checked(stated) == expected
    empty = dict.fromkeys((serve.ADDRESS, serve.BASE_PATH, serve.ORIGINS), "")
    assert serve.checked(stated | empty) == expected


@pytest.mark.parametrize(
    "others", [{serve.ADDRESS: "0.0.0.0"}, {serve.ORIGINS: "https://s3.example.eu"}]
)
def test_a_desk_is_for_this_computer_alone(others: dict[str, str]) -> None:
    with pytest.raises(serve.BadSetting, match="for this computer alone"):
        serve.checked({serve.STEWARD: "1", **others})


@pytest.mark.parametrize("path", ["s3", "/s3", "s3/", "/s3/"])
def test_a_path_may_have_strokes_at_its_ends(path: str, store_path: Path, port: int) -> None:
    stated = {serve.STORE: str(store_path), serve.PORT: str(port), serve.BASE_PATH: path}
    assert serve.checked(stated).base_path == "s3"


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


@pytest.fixture
def served(port: int, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A dashboard under a path, started from another folder."""
    with (tmp_path / "log.txt").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "s3dash", "serve", "--base-path", "s3"],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT), serve.ORIGINS: "https://a.example"},
            stdout=log,
            stderr=log,
        )
    try:
        yield process, f"http://localhost:{port}"
    finally:
        process.kill()
        process.wait(10)


def test_it_serves_under_its_path_and_ends_when_told(
    served: tuple[subprocess.Popen[bytes], str],
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
    process.terminate()
    process.wait(15)
