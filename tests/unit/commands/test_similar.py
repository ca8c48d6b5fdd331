"""``python -m s3dash similar``: the list for people and for programs, and clear refusals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from s3dash.__main__ import main
from s3dash.queries.territories.similarity import similar
from s3dash.queries.territories.structure import structure
from s3dash.store.connection import Store

Captured = pytest.CaptureFixture[str]
THEMES = [
    "geo-demography",
    "human-resources",
    "technological-specialisation",
    "sectoral-structure",
    "institutions-and-values",
]


def run(store_path: Path, *arguments: str) -> int:
    return main(["similar", *arguments, "--store", str(store_path)])


def test_for_a_program(store_path: Path, store: Store, capsys: Captured) -> None:
    assert run(store_path, "AT21", "--limit", "20", "--json") == 0
    listed = json.loads(capsys.readouterr().out)
    expected = similar(structure(store), "AT21", limit=20)
    assert [one["territory_id"] for one in listed] == list(expected["territory_id"])
    assert [one["distance"] for one in listed] == pytest.approx(
        list(expected["distance"]), abs=1e-6
    )
    assert [one["rank"] for one in listed] == list(range(1, 21))
    for one in listed:
        assert list(one) == [
            "rank", "territory_id", "name", "country", "distance", "themes", "missing_themes",
            "is_full",
        ]  # fmt: skip
        assert set(one["themes"]) | set(one["missing_themes"]) == set(structure(store).themes)
        assert not set(one["themes"]) & set(one["missing_themes"])
        assert sum(part["share"] for part in one["themes"].values()) == pytest.approx(1, abs=1e-5)
    assert all(one["is_full"] for one in listed)
    assert run(store_path, "AT21", "--limit", "1000", "--json") == 0
    everyone = json.loads(capsys.readouterr().out)
    fewer = [one for one in everyone if not one["is_full"]]
    assert everyone[-len(fewer) :] == fewer
    assert any(one["missing_themes"] == ["institutions and values"] for one in fewer)


def test_for_people(store_path: Path, capsys: Captured) -> None:
    assert run(store_path, "at21", "--limit", "3") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Nearest in structure to Carinthia (AT21)"
    assert len(lines) == 9
    assert "2019: " in lines[1]
    assert lines[6].split()[:3] == ["1", "AT11", "Burgenland"]


def test_as_of_a_year(store_path: Path, store: Store, capsys: Captured) -> None:
    assert run(store_path, "AT21", "--year", "2016", "--limit", "4") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Nearest in structure to Carinthia (AT21) as of 2016"
    assert "2016: Population" in lines[1]
    assert run(store_path, "AT21", "--year", "2016", "--limit", "4", "--json") == 0
    listed = json.loads(capsys.readouterr().out)
    expected = similar(structure(store, 2016), "AT21", limit=4)
    assert [one["territory_id"] for one in listed] == list(expected["territory_id"])
    assert listed[0]["themes"]["geo-demography"]["years"]["population"] == 2016


def test_weights_level_and_abroad(store_path: Path, capsys: Captured) -> None:
    chosen = ["DE1", "--json", "--level", "1", "--abroad", "--limit", "3"]
    assert run(store_path, *chosen, "--weight", "human-resources=0") == 0
    listed = json.loads(capsys.readouterr().out)
    assert all(len(one["territory_id"]) == 3 for one in listed)
    assert not any(one["territory_id"].startswith("DE") for one in listed)
    assert all(one["themes"]["human resources"]["share"] == 0 for one in listed)


def test_those_compared_on_fewer_themes_stand_under_a_heading(
    store_path: Path, capsys: Captured
) -> None:
    assert run(store_path, "MT", "--limit", "1000") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines.count("Compared on fewer themes than MT has:") == 1
    at = lines.index("Compared on fewer themes than MT has:")
    assert "  -" not in lines[at - 1]
    assert "  -" in lines[at + 1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["XX99"], "XX99 is not the code of a NUTS 2021 territory: no indicators."),
        (["HR04"], "HR04 is not the code of a NUTS 2021 territory: no indicators."),
        (["NO0B1"], "No indicator is documented for NO0B1."),
        (
            ["AT21", *(word for theme in THEMES for word in ("--weight", f"{theme}=0"))],
            "At least one theme needs a weight above 0, and none below.",
        ),
        (["AT21", "--weight", "human resources=-1"], "and none below."),
        (["AT21", "--year", "1066"], "--year 1066: the years are 20"),
        (["AT21", "--weight", "firm size=1"], "There is no theme firm size."),
        (["AT21", "--store", "/nowhere/s3.duckdb"], 'build --store "/nowhere/s3.duckdb"`.'),
    ],
)
def test_one_clear_line_for_what_cannot_be_done(
    store_path: Path, capsys: Captured, arguments: list[str], words: str
) -> None:
    store = [] if "--store" in arguments else ["--store", str(store_path)]
    assert main(["similar", *arguments, *store]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    [line] = printed.err.splitlines()
    assert words in line


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["AT21", "--limit", "0"], "'0' is not a number from 1 on"),
        (["AT21", "--weight", "people"], "'people' is not THEME=NUMBER"),
        (["AT21", "--weight", "people=much"], "'much' is not a number"),
        (["AT21", "--level", "3"], "invalid choice"),
        (["AT21", "--year", "last"], "invalid int value"),
        ([], "CODE"),
    ],
)
def test_bad_arguments(capsys: Captured, arguments: list[str], words: str) -> None:
    with pytest.raises(SystemExit) as left:
        main(["similar", *arguments])
    assert left.value.code == 2
    assert words in capsys.readouterr().err
