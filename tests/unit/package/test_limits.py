"""What is too large or no file at all is named, and neither read nor waited for."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from s3dash.package import limits
from s3dash.package.problems import MOST_TOLD, Problem, counted
from s3dash.package.validate import validate
from tests.fixtures.packages import PackageCopy


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> PackageCopy:
    return PackageCopy(tmp_path_factory.mktemp("package") / "data").keep_few()


def pipe(file: Path) -> None:
    os.mkfifo(file)


def device(file: Path) -> None:
    file.symlink_to("/dev/zero")


def link_out(file: Path) -> None:
    outside = file.parents[1] / "outside.csv"
    outside.write_bytes(b"stage_id\n")
    file.symlink_to(outside)


def commas(file: Path) -> None:
    file.write_bytes(b"," * 3_000_000)


def long_line(file: Path) -> None:
    file.write_bytes(b"stage_id\na\nb\n" + b"x" * 5_000_000 + b"\n")


def open_quote(file: Path) -> None:
    file.write_bytes(b'"' + b"x" * 5_000_000)


def columns(file: Path) -> None:
    file.write_bytes(b",".join(b"c%d" % n for n in range(2000)) + b"\n")


@pytest.mark.parametrize(
    ("put", "told"),
    [
        pytest.param(
            pipe,
            ": is not a regular file",
            marks=pytest.mark.skipif(
                not hasattr(os, "mkfifo"), reason="this system has no pipes in folders"
            ),
        ),
        (device, ": lies outside the data folder"),
        (link_out, ": lies outside the data folder"),
        (commas, ":1: line has more than 1,048,576 bytes"),
        (long_line, ":4: line has more than 1,048,576 bytes"),
        (open_quote, ":1: line has more than 1,048,576 bytes"),
        (columns, ": has more than 1,000 columns"),
    ],
)
def test_a_file_that_is_none_or_too_large(
    package: PackageCopy,
    put: Callable[[Path], None],
    told: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("s3dash.package.reading.MOST_LINE_BYTES", 1024**2)
    file = package.path / "stage.csv"
    sound = file.read_bytes()
    file.unlink()
    try:
        put(file)
        found = [str(p) for p in validate(package.path) if p.file == "stage.csv"]
    finally:
        file.unlink()
        file.write_bytes(sound)
    assert found == [f"stage.csv{told}"]


def test_limits_of_bytes_and_lines(
    package: PackageCopy, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = package.path / "stage.csv"
    assert limits.file_fault(file, package.path) is None
    assert limits.file_fault(file, package.path, 10) == "has more than 10 bytes"
    monkeypatch.setattr("s3dash.package.reading.MOST_LINES", 3)
    found = [str(p) for p in validate(package.path) if p.file == "stage.csv"]
    assert found == ["stage.csv: has more than 3 lines"]


def test_like_problems_are_one_line_with_a_count() -> None:
    rules = [Problem("a.csv", n, "b", "x", f"expected {n}") for n in range(2, 609)]
    few = [Problem("a.csv", n, "c", "y", "not a number") for n in (5, 6)]
    assert counted([*rules, *few]) == [
        "a.csv:2 b 'x': expected 2 (and 606 more alike, the last on line 608)",
        "a.csv:5 c 'y': not a number",
        "a.csv:6 c 'y': not a number",
    ]
    many = [Problem(f"{n}.csv", 1, None, None, "file is missing") for n in range(500)]
    assert counted(many)[MOST_TOLD:] == ["... and 300 more lines like these"]


def test_one_foreign_byte_does_not_blame_the_boundaries(tmp_path: Path) -> None:
    package = PackageCopy(tmp_path / "data")
    lines = package.bytes_of("territory.csv").split(b"\n")
    lines[20] = lines[20] + b"\xff"
    package.write("territory.csv", b"\n".join(lines))
    assert {p.file for p in validate(package.path)} == {"territory.csv"}
