"""The command line of decks."""

from __future__ import annotations

import json
from pathlib import Path

import pypdf
import pytest

from s3dash.__main__ import main
from s3dash.present.deck import read_deck


def test_a_deck_is_made_and_written_as_pages(
    store_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    deck, out = tmp_path / "walk.json", tmp_path / "walk.pdf"
    store = ["--store", str(store_path)]
    assert main(["deck", "new", "--platform", "Energy", "-o", str(deck), *store]) == 0
    found, left_out = read_deck(deck.read_text(encoding="utf-8"))
    assert (found.title, left_out) == ("The platform Energy", [])
    few = json.loads(deck.read_text(encoding="utf-8"))
    few["scenes"] = [few["scenes"][0], {"kind": "unknown"},
                     {"kind": "board", "link": "partnership?partnership=gone"}]  # fmt: skip
    deck.write_text(json.dumps(few), encoding="utf-8")
    capsys.readouterr()
    assert main(["deck", "export", str(deck), "-o", str(out), *store]) == 0
    told = capsys.readouterr()
    assert told.out.strip() == str(out)
    assert "Scene 2 is left out" in told.err
    assert "Scene 2: The base holds no partnership “gone”" in told.err
    assert "2 scenes drawn" in told.err
    assert len(pypdf.PdfReader(out).pages) == 2
    assert [one.name for one in tmp_path.iterdir() if ".part" in one.name] == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["new", "--partnership", "gone"], "There is no partnership gone; there are"),
        (["new", "--region", "XX9"], "There is no territory XX9"),
        (["new", "--platform", "space"], "There is no platform space; there are agri-food"),
        (["export", "gone.json", "--format", "pdf"], "cannot be read"),
        (["export", "broken.json", "--format", "pdf"], "not JSON in line 1"),
        (["export", "long.json"], "is too long: it has 750.0 KB, and a deck at most 512"),
        (["export", "broken.json", "-o", "out.odp"], "must end with .pptx or .pdf"),
    ],
)
def test_what_is_not_possible_is_said_in_a_line(
    store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str], arguments: list[str], words: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    Path("broken.json").write_text("{", encoding="utf-8")
    # Cut anywhere, a letter of three bytes would be cut too.
    Path("long.json").write_text("€" * 250 * 1024, encoding="utf-8")
    assert main(["deck", *arguments, "--store", str(store_path)]) == 1
    told = capsys.readouterr().err
    assert words in told
    assert len(told.strip().splitlines()) == 1
    assert {one.name for one in tmp_path.iterdir()} == {"broken.json", "long.json"}
