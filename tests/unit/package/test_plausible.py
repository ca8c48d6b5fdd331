"""Rows that are well-formed and hardly true: errors stop the build, doubts are listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from s3dash.__main__ import main
from s3dash.package.database import in_memory
from s3dash.package.description import load_package
from s3dash.package.plausible import DOUBT, ERROR, RULES, doubts_of
from s3dash.package.reading import read_raw
from s3dash.package.validate import doubts, validate
from tests.fixtures.packages import DATA_DIR, PackageCopy


@pytest.fixture
def package(tmp_path: Path) -> PackageCopy:
    return PackageCopy(tmp_path / "data")


def test_every_rule_can_be_read() -> None:
    assert {rule.grade for rule in RULES} == {ERROR, DOUBT}
    assert all(rule.text and rule.column in rule.reads[rule.table] for rule in RULES)
    assert len({(rule.table, rule.column, rule.text) for rule in RULES}) == len(RULES)


def test_errors_stop_the_build(package: PackageCopy) -> None:
    # In one package, since each check reads it all.
    wrong = [
        ("indicator.csv", 2, "min", "1e12", "the minimum is above the maximum"),
        ("membership.csv", 2, "source_url", "http://127.0.0.1/a", "nobody else can open"),
        ("membership.csv", 3, "source_url", "https://me@example.org/a", "nobody else can open"),
        ("membership.csv", 4, "source_url", "http://intranet/a", "nobody else can open"),
    ]
    for file, line, column, value, _ in wrong:
        package.set_cell(file, line, column, value)
    found = validate(package.path)
    assert len(found) == len(wrong)
    for file, line, column, _, words in wrong:
        [told] = [p for p in found if (p.file, p.line, p.column) == (file, line, column)]
        assert words in told.rule


def test_a_domain_above_itself(package: PackageCopy) -> None:
    code = package.keep_few().cells("domain.csv", 3)["domain_code"]
    package.set_cell("domain.csv", 2, "parent_code", code)
    assert "a domain cannot be above itself" in {p.rule for p in validate(package.path)}


def test_the_logarithm_of_zero(package: PackageCopy) -> None:
    number = next(
        at
        for at, line in enumerate(package.bytes_of("indicator_value.csv").decode().splitlines(), 1)
        if line.startswith("population,")
    )
    package.set_cell("indicator_value.csv", number, "value", "0")
    assert any("by its logarithm" in p.rule for p in validate(package.path))


def test_doubts_are_listed_and_stop_nothing(package: PackageCopy) -> None:
    doubted = [
        ("stage_evidence.csv", 2, "date", "2199-01-01", "lies in the future"),
        ("stage_evidence.csv", 3, "title", ".", "says nothing"),
        ("stage_evidence.csv", 4, "title", "N/A", "says nothing"),
        ("priority.csv", 2, "title", "long " * 100 + "end", "has more than 400 characters"),
        ("partnership.csv", 2, "stated_count", "1", "more members are held"),
    ]
    package.keep_few()
    for file, line, column, value, _ in doubted:
        package.set_cell(file, line, column, value)
    told = {(p.file, p.line, p.column): p.rule for p in doubts(package.path)}
    for file, line, column, _, words in doubted:
        assert words in told[file, line, column]
    assert validate(package.path) == []


DOUBTED = [
    # file, line, column, what it says, what is told: in one package, since each check reads it all
    ("priority.csv", 2, "as_of", "2199", "lies in the future"),
    ("partnership.csv", 3, "launched", "2198-01", "lies in the future"),
    ("hub.csv", 2, "name", ".", "says nothing"),
    ("project.csv", 2, "title", "N/A", "says nothing"),
    ("document.csv", 2, "title", "x" * 1_000_000, "has more than 400 characters"),
    ("membership.csv", 2, "territory_name", "Bayern", "is the name of another territory"),
    ("hub.csv", 3, "territory_name", "Toscana", "is the name of another territory"),
]
REFUSED = [
    ("strategy.csv", "document_url", "http://127.0.0.1/a"),
    ("partnership.csv", "website", "https://me:secret@example.org/"),
    ("hub.csv", "source_url", "http://localhost:8080/"),
    ("document.csv", "url", "http://192.168.1.1/"),
    ("membership.csv", "source_url", "http://172.20.0.4/"),
    ("country.csv", "source_url", "http://[fe80::1]/"),
    ("territory.csv", "source_url", "https://wiki.internal/page"),
    ("project.csv", "source_url", "http://printer.local:631/"),
]


def line_of(package: PackageCopy, start: str) -> int:
    lines = package.bytes_of("indicator_value.csv").decode().splitlines()
    return next(at for at, line in enumerate(lines, 1) if line.startswith(start))


def test_every_table_is_asked_for_what_is_hardly_true(package: PackageCopy) -> None:
    for file, line, column, value, _ in DOUBTED:
        package.set_cell(file, line, column, value)
    values = "indicator_value.csv"
    large, small, below = (
        line_of(package, start) for start in ("population,AT11", "population,AT12", "unemployment")
    )
    for line, factor in ((large, 1000), (small, 0.001)):
        package.set_cell(
            values, line, "value", str(float(package.cells(values, line)["value"]) * factor)
        )
    package.set_cell(values, below, "value", "-5")
    told = {(p.file, p.line, p.column): p.rule for p in doubts(package.path)}
    for file, line, column, _, words in DOUBTED:
        assert words in told[file, line, column]
    assert "is the unit right?" in told[values, large, "value"]
    assert "is the unit right?" in told[values, small, "value"]
    assert "is below zero" in told[values, below, "value"]


def test_no_address_of_any_table_is_of_one_machine(package: PackageCopy) -> None:
    for file, column, value in REFUSED:
        package.set_cell(file, 2, column, value)
    package.set_cell("indicator_value.csv", 2, "year", "1492")
    package.set_cell("stage_evidence.csv", 2, "date", "0001")
    told = {(p.file, p.column): p.rule for p in validate(package.path) if p.line == 2}
    for file, column, _ in REFUSED:
        assert "nobody else can open this address" in told[file, column]
    assert "is not between 1900 and" in told["indicator_value.csv", "year"]
    assert "is not between 1900 and" in told["stage_evidence.csv", "date"]


def test_a_confirmed_doubt_is_told_no_more_until_the_cell_changes(package: PackageCopy) -> None:
    package.keep_few("confirmed_doubt").set_cell("partnership.csv", 2, "stated_count", "1")
    name = package.cells("partnership.csv", 2)["partnership_id"]

    def held() -> dict[tuple[str, str], str]:
        with in_memory() as con:
            described = load_package(package.path)
            raw = {one.name: read_raw(con, one, package.path) for one in described.resources}
            return {(d.row_key, d.column): d.reason for d in doubts_of(con, described, raw)}

    package.add_line(
        "confirmed_doubt.csv", f"partnership,{name},stated_count,1,Counted so,AB,2026-01-01"
    )
    assert held()[name, "stated_count"] == "Counted so"
    assert not any((p.file, p.line) == ("partnership.csv", 2) for p in doubts(package.path))
    package.set_cell("partnership.csv", 2, "stated_count", "2")
    assert held()[name, "stated_count"] == ""
    # As the desk writes it: with one blank between words.
    package.set_cell("partnership.csv", 2, "name", "Long  name " * 50 + "end")
    package.add_line(
        "confirmed_doubt.csv",
        f"partnership,{name},name,{'Long name ' * 50}end,So it is called,AB,2026-01-01",
    )
    assert held()[name, "name"] == "So it is called"


def test_the_command_lists_doubts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--doubts"]) == 0
    *told, count, problems = capsys.readouterr().out.splitlines()
    assert all(line.startswith("doubt: ") for line in told)
    assert count == f"{len(doubts(DATA_DIR)):,} doubts"
    assert problems == "0 problems"
