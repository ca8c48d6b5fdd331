"""The command line of the partner finder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from s3dash.__main__ import main
from s3dash.queries.partners.finder import PARTS, Wish
from s3dash.queries.partners.ranking import partners, ranking
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


def test_filters_as_on_the_page_and_the_weights_used(
    store: Store, store_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["partners", "ITC4", "--country", "es", "--country", "PT", "--km", "2000"]
    command += ["--unlinked", "--less-developed", "--no-neighbours", "--weight", "match=1.5"]
    assert main([*command, "--json", "--store", str(store_path)]) == 0
    listed = json.loads(capsys.readouterr().out)
    wish = Wish(
        "ITC4",
        countries=("ES", "PT"),
        most_km=2000,
        unlinked_only=True,
        less_developed_only=True,
        weights={"match": 1.5},
    )
    expected = partners(store, wish, 20)
    assert [one["territory_id"] for one in listed] == expected["territory_id"].tolist() != []
    for one, group in zip(listed, expected["lead_group"], strict=True):
        assert one["weights"] == wish.part_weights
        assert one["lead_group"] == group


def test_those_that_share_the_priority_stand_apart_in_the_table_and_say_so_to_a_program(
    store: Store, store_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["partners", "DE3", "--priority", "DE3-2021-04", "--limit", "500"]
    command += ["--store", str(store_path)]
    expected = ranking(store, Wish("DE3", priority_id="DE3-2021-04"))
    assert expected.sharing
    assert main(command) == 0
    printed = capsys.readouterr().out
    assert printed.count(f"{expected.heading(expected.sharing[0])}:\n") == 1
    assert main([*command, "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [one["shares_subject"] for one in listed] == expected.frame["shares_subject"].tolist()


def test_a_border_without_priorities_behind_it_is_said_beside_the_list(
    store_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["partners", "--mode", "cross-border", "--json", "--store", str(store_path)]
    assert main([*command, "itc4"]) == 0
    printed = capsys.readouterr()
    assert "No neighbour of ITC4 in another country" in printed.err
    assert len(json.loads(printed.out)) > 1
    assert main([*command, "PT20"]) == 0
    printed = capsys.readouterr()
    assert "Nor does it share a macro-region" in printed.err
    assert "NUTS code" not in printed.err
    assert json.loads(printed.out) == []


def test_groups_stand_under_headings(store_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["partners", "DE1", "--store", str(store_path)]) == 0
    assert "more below: not ahead in R&D and patents:" in capsys.readouterr().out


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
        (["ITC4", "--country", "XX"], "no country XX; there are AL, "),
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


@pytest.mark.parametrize(
    "wrong", [["--weight", "match"], ["--limit", "0"], ["--mode", "x"], ["--km", "-1"]]
)
def test_what_is_not_understood(wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["partners", "ITC4", *wrong])
    assert ended.value.code == 2


def test_no_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["partners", "ITC4", "--store", str(tmp_path / "no.duckdb")]) == 1
    assert "There is no store" in capsys.readouterr().err
