"""The command line of the partner finder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from s3dash.__main__ import main
from s3dash.queries.partner_finder import PARTS, Wish, partners
from s3dash.store.connection import Store


def test_objects_for_a_program(
    store: Store, store_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["partners", "itc4", "--mode", "design", "--json", "--limit", "5"]
    assert main([*command, "--store", str(store_path)]) == 0
    found = json.loads(capsys.readouterr().out)
    expected = partners(store, Wish("ITC4", mode="design"), 5)
    assert [one["territory_id"] for one in found] == expected["territory_id"].tolist()
    assert [one["rank"] for one in found] == [1, 2, 3, 4, 5]
    for one, score in zip(found, expected["score"], strict=True):
        assert one["score"] == pytest.approx(score, abs=1e-4)
        assert set(one["parts"]) == set(PARTS)
        assert one["reasons"]
        assert isinstance(one["shared_partnerships"], list)


def test_what_cannot_be_told_is_null(store_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["partners", "UK-england", "--json", "--store", str(store_path)]) == 0
    for one in json.loads(capsys.readouterr().out):
        assert one["parts"]["peer"] is None
        assert one["distance_km"] is None


def test_a_table_for_people(store_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["partners", "ITC4", "--mode", "cross-border", "--weight", "peer=1", "--no-abroad"]
    assert main([*command, "--platform", "agri-food", "--store", str(store_path)]) == 0
    printed = capsys.readouterr().out
    assert "  1. " in printed
    assert "Similar structure: structural distance" in printed
    assert "nan" not in printed.lower().replace("finan", "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["XX99"], "XX99 is not a territory"),
        (["MT"], "No priority of its own"),
        (["ITC4", "--platform", "moon"], "no platform moon; there are agri-food"),
        (["ITC4", "--priority", "p0"], "p0 is not a documented priority"),
        (["ITC4", "--weight", "luck=1"], "no part luck"),
        (["ITC4", "--weight", "match=nan"], "0 or more"),
        (["ITC4", "--mode", "design", "--weight", "peer=0", "--weight", "match=0"], "weight is 0"),
    ],
)
def test_what_cannot_be_answered(
    store_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(["partners", *arguments, "--json", "--store", str(store_path)]) == 1
    printed = capsys.readouterr()
    assert said in printed.err
    assert printed.out == ""


@pytest.mark.parametrize("wrong", [["--weight", "match"], ["--limit", "0"], ["--mode", "x"]])
def test_what_is_not_understood(wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["partners", "ITC4", *wrong])
    assert ended.value.code == 2


def test_no_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["partners", "ITC4", "--store", str(tmp_path / "no.duckdb")]) == 1
    assert "There is no store" in capsys.readouterr().err
