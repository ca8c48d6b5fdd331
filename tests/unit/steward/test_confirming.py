"""A doubt is confirmed with a reason, on the command line, and only where there is one."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from s3dash.__main__ import main
from s3dash.steward.base import Base
from s3dash.steward.confirming import doubts_held
from s3dash.steward.publish import NotApplied
from s3dash.ui.steward import desk
from tests.fixtures.packages import PackageCopy


def test_a_doubt_is_confirmed_and_told_no_more(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package = PackageCopy(tmp_path / "data").keep_few("change_log", "confirmed_doubt")
    places = ["--data", str(package.path), "--store", str(tmp_path / "s3.duckdb")]
    package.set_cell("stage_evidence.csv", 2, "date", "2190-01-01")
    key = package.cells("stage_evidence.csv", 2)["evidence_id"]
    cell = ["stage_evidence", key, "date"]
    assert main(["confirm", *places]) == 0
    assert f"stage_evidence '{key}' date: " in capsys.readouterr().out
    assert main(["confirm", *cell, *places]) == 1
    assert "Say why" in capsys.readouterr().err
    assert main(["confirm", *cell, "--reason", "It is planned", "--by", "AB", *places]) == 0
    with (package.path / "confirmed_doubt.csv").open(encoding="utf-8") as stream:
        row = list(csv.DictReader(stream))[-1]
    assert (row["row_key"], row["value"], row["reason"]) == (key, "2190-01-01", "It is planned")
    [held] = [
        one
        for one in doubts_held(Base.open(package.path))
        if (one.table, one.row_key, one.column) == tuple(cell)
    ]
    assert held.reason == "It is planned"
    assert main(["confirm", *cell, "--reason", "Again", *places]) == 1
    assert "confirmed already" in capsys.readouterr().err
    assert main(["confirm", "stage_evidence", key, "title", "--reason", "x", *places]) == 1
    assert "No rule doubts title" in capsys.readouterr().err


def test_the_copy_of_a_store_that_is_followed_is_not_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    package = PackageCopy(tmp_path / "data").keep_few("change_log", "confirmed_doubt")
    before = package.bytes_of("confirmed_doubt.csv")
    key = package.cells("stage_evidence.csv", 2)["evidence_id"]
    package.set_cell("stage_evidence.csv", 2, "date", "2190-01-01")
    monkeypatch.setenv("S3DASH_STORE", "https://example.org/s3.duckdb")
    monkeypatch.setenv("S3DASH_CACHE", str(tmp_path / "cache"))
    cell = ["confirm", "stage_evidence", key, "date", "--data", str(package.path)]
    assert main([*cell, "--reason", "Planned"]) == 1
    assert "which is followed" in capsys.readouterr().err
    with pytest.raises(NotApplied, match="which is followed"):
        desk.store_path()
    assert package.bytes_of("confirmed_doubt.csv") == before
    assert not (tmp_path / "cache").exists()
