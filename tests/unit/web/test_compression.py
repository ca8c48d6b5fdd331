"""Files as small as they get outlast the process that wrote them."""

from __future__ import annotations

from pathlib import Path

import brotli
import pytest

from s3dash.web import compression

TEXT = b"Smart specialisation in the regions of Europe. " * 400


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that no process has compressed yet."""
    monkeypatch.setattr(compression, "KEPT", tmp_path / "kept")
    made = tmp_path / "file.js"
    made.write_bytes(TEXT)
    start_anew(monkeypatch)
    return made


def start_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a process remembers is gone with it."""
    monkeypatch.setattr(compression, "_kept", {})
    monkeypatch.setattr(compression, "_to_improve", Waiting())


class Waiting(list[tuple[Path, int, str]]):
    """What waits to be written smaller; asked for more than there is, it ends the thread."""

    put = list.append
    get = list.pop


def improved(file: Path) -> bytes:
    """The file when the thread has done its work."""
    compression.compressed_file(file, "br")
    with pytest.raises(IndexError):
        compression._improve()
    return compression.compressed_file(file, "br")


def test_the_next_process_has_it_small_at_once(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = improved(file)
    assert brotli.decompress(small) == TEXT
    start_anew(monkeypatch)
    monkeypatch.setattr(compression, "_compress", None)
    assert improved(file) == small


def test_a_file_that_changed_is_written_anew(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    improved(file)
    start_anew(monkeypatch)
    file.write_bytes(TEXT.upper())
    assert brotli.decompress(improved(file)) == TEXT.upper()


def test_a_folder_that_cannot_be_written_to_is_done_without(file: Path) -> None:
    compression.KEPT.write_bytes(b"no folder")
    assert brotli.decompress(improved(file)) == TEXT
    assert [one.name for one in file.parent.iterdir()] == ["file.js", "kept"]


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("", ""),
        ("gzip, br", "br"),
        ("GZIP;q=0.001", "gzip"),
        ("br;q=0, *", "gzip"),
        ("br; q = 0.000, gzip;q=0.", ""),
        ("identity", ""),
    ],
)
def test_a_client_gets_what_it_can_read(header: str, encoding: str) -> None:
    assert compression.accepted(header) == encoding
