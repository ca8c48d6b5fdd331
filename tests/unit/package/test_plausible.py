"""Rows that are well-formed and hardly true: errors stop the build, doubts are listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from s3dash.__main__ import main
from s3dash.package.plausible import DOUBT, ERROR, RULES
from s3dash.package.validate import doubts, validate
from tests.fixtures.packages import DATA_DIR, PackageCopy


@pytest.fixture
def package(tmp_path: Path) -> PackageCopy:
    return PackageCopy(tmp_path / "data")


def test_every_rule_can_be_read() -> None:
    assert {rule.grade for rule in RULES} == {ERROR, DOUBT}
    assert all(rule.text and rule.column in rule.reads[rule.table] for rule in RULES)
    assert len({(rule.table, rule.column, rule.text) for rule in RULES}) == len(RULES)


@pytest.mark.parametrize(
    ("file", "line", "column", "value", "words"),
    [
        ("indicator.csv", 2, "min", "1e12", "the minimum is above the maximum"),
        ("membership.csv", 2, "source_url", "http://127.0.0.1/a", "nobody else can open"),
        ("membership.csv", 2, "source_url", "https://me@example.org/a", "nobody else can open"),
        ("membership.csv", 2, "source_url", "http://intranet/a", "nobody else can open"),
    ],
)
def test_errors_stop_the_build(
    package: PackageCopy, file: str, line: int, column: str, value: str, words: str
) -> None:
    package.set_cell(file, line, column, value)
    found = [p for p in validate(package.path) if (p.file, p.column) == (file, column)]
    assert [(p.line, words in p.rule) for p in found] == [(line, True)]


def test_a_domain_above_itself(package: PackageCopy) -> None:
    package.set_cell("domain.csv", 2, "parent_code", package.cells("domain.csv", 3)["domain_code"])
    assert "a domain cannot be above itself" in {p.rule for p in validate(package.path)}


def test_the_logarithm_of_zero(package: PackageCopy) -> None:
    number = next(
        at
        for at, line in enumerate(package.bytes_of("indicator_value.csv").decode().splitlines(), 1)
        if line.startswith("population,")
    )
    package.set_cell("indicator_value.csv", number, "value", "0")
    assert any("by its logarithm" in p.rule for p in validate(package.path))


@pytest.mark.parametrize(
    ("file", "column", "value", "words"),
    [
        ("stage_evidence.csv", "date", "2199-01-01", "lies in the future"),
        ("stage_evidence.csv", "title", ".", "says nothing"),
        ("stage_evidence.csv", "title", "N/A", "says nothing"),
        ("priority.csv", "title", "long " * 100 + "end", "has more than 400 characters"),
        ("partnership.csv", "stated_count", "1", "more members are held"),
    ],
)
def test_doubts_are_listed_and_stop_nothing(
    package: PackageCopy, file: str, column: str, value: str, words: str
) -> None:
    package.set_cell(file, 2, column, value)
    assert any(
        (p.file, p.line, p.column) == (file, 2, column) and words in p.rule
        for p in doubts(package.path)
    )
    assert validate(package.path) == []


def test_the_command_lists_doubts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--doubts"]) == 0
    *told, count, problems = capsys.readouterr().out.splitlines()
    assert all(line.startswith("doubt: ") for line in told)
    assert count == f"{len(doubts(DATA_DIR)):,} doubts"
    assert problems == "0 problems"
