"""What is known to be sound is not looked at again, and everything that changed is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from s3dash.package import sound
from s3dash.package.database import in_memory
from s3dash.package.plausible import RULES, PlausibleRule
from s3dash.package.problems import Problem
from s3dash.package.reading import IS_WHOLE, LINE
from s3dash.package.rules import DOMAIN_RULES, DomainRule
from s3dash.package.schema import Resource
from s3dash.package.sound import unless_sound
from s3dash.package.sql import identifier
from s3dash.package.validate import doubts, validate
from tests.fixtures.packages import PackageCopy

TABLE, OTHER = (Resource(name, f"{name}.csv", "", "", (), (), ()) for name in ("one", "other"))
PROBLEM = Problem("one.csv", 2, "a", "x", "is wrong")


@pytest.fixture(autouse=True)
def _nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sound, "_sound", set())


class Looks:
    """Looks for problems, and counts how often."""

    def __init__(self, *found: Problem) -> None:
        self.found, self.count = found, 0

    def __call__(self) -> Iterator[Problem]:
        self.count += 1
        yield from self.found


def test_what_is_sound_is_looked_at_once() -> None:
    look = Looks()
    for _ in range(3):
        assert list(unless_sound(look(), (TABLE, "d1"), what="cells")) == []
    assert look.count == 1


def test_another_digest_table_or_question_is_looked_at() -> None:
    look = Looks()
    for tables, what in (
        ([(TABLE, "d1")], "cells"),
        ([(TABLE, "d2")], "cells"),
        ([(OTHER, "d1")], "cells"),
        ([(TABLE, "d1"), (OTHER, "d1")], "cells"),
        ([(TABLE, "d1"), (OTHER, "d2")], "cells"),
        ([(TABLE, "d1")], "keys"),
    ):
        list(unless_sound(look(), *tables, what=what))
    assert look.count == 6


def test_problems_are_told_every_time() -> None:
    look = Looks(PROBLEM)
    for _ in range(2):
        assert list(unless_sound(look(), (TABLE, "d1"), what="cells")) == [PROBLEM]


def test_of_a_table_without_digest_nothing_is_known() -> None:
    look = Looks()
    for _ in range(2):
        list(unless_sound(look(), (TABLE, ""), (OTHER, "d1"), what="keys"))
    assert look.count == 2


def test_no_more_is_kept_than_stated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sound, "MOST_KEPT", 3)
    for number in range(10):
        list(unless_sound(iter(()), (TABLE, str(number)), what="cells"))
    assert len(sound._sound) <= 3


def test_a_fault_is_found_although_the_package_was_sound_before(tmp_path: Path) -> None:
    package = PackageCopy(tmp_path / "data").keep_few()
    assert validate(package.path) == []
    package.set_cell("strategy.csv", 2, "period", "2014-2020")
    [rule] = {p.rule for p in validate(package.path) if p.file == "priority.csv"}
    # The file is as it was; what it refers to is not.
    assert rule == "not a territory_id and period of strategy.csv"


@pytest.mark.parametrize("rule", [*DOMAIN_RULES, *RULES])
def test_a_rule_between_rows_reads_nothing_that_it_does_not_name(
    rule: DomainRule | PlausibleRule,
) -> None:
    # Else it would be taken for sound when what it reads besides has changed.
    with in_memory() as con:
        for table, columns in rule.reads.items():
            named = ", ".join(f"{identifier(name)} VARCHAR" for name in columns)
            con.execute(
                f"CREATE TABLE {table} "
                f"({identifier(LINE)} BIGINT, {identifier(IS_WHOLE)} BOOLEAN, {named})"
            )
        if isinstance(rule, DomainRule):
            found = con.execute(rule.sql)
        else:
            found = con.execute(
                f"FROM {rule.table} AS own {rule.joins} WHERE {rule.broken_if} LIMIT 0"
            )
        assert found.fetchall() == []


def test_a_doubt_is_found_although_there_was_none_before(tmp_path: Path) -> None:
    package = PackageCopy(tmp_path / "data").keep_few()
    before = doubts(package.path)
    package.set_cell("partnership.csv", 2, "name", "-")
    after = doubts(package.path)
    assert [(p.file, p.line, p.column) for p in after if p not in before] == [
        ("partnership.csv", 2, "name")
    ]
    # And again: what has a doubt is not known to be sound.
    assert doubts(package.path) == after
