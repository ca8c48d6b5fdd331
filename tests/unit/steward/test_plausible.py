"""What is well-formed and hardly true, item by item, as it is told when somebody sends it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from s3dash.steward.base import Base
from s3dash.steward.items import Item
from tests.fixtures.sendings import MEMBERS, SOURCE, member, reviewed, shipped, text

EVENTS = ("partnership_id", "stage_id", "date", "title", "detail", "source_url")
VALUES = ("indicator_id", "nuts_code", "nuts_vintage", "year", "value", "source_id")


@pytest.fixture(scope="module")
def base() -> Base:
    return shipped()


def told(file: Path, table: str, head: Sequence[str], *rows: Sequence[object]) -> list[Item]:
    return reviewed(text(file / f"{table}.csv", head, *rows), table=table).items


def grades(item: Item) -> dict[str, str]:
    """What is said of a row: rule and grade."""
    return {one.rule: one.grade for one in item.troubles}


def event(**cells: str) -> list[str]:
    row = {"partnership_id": "photonics", "stage_id": "connect", "date": "2021-05-01"}
    row |= {"title": "Quite another meeting", "detail": "It was.", "source_url": SOURCE}
    return list((row | cells).values())


def test_events(tmp_path: Path) -> None:
    # In one file, since each review reads the whole base.
    cases: list[tuple[dict[str, str], str, str]] = [
        ({"date": "2199-01-01"}, "doubt", "lies in the future"),
        ({"date": "0001"}, "error", "the year is not between 1900 and"),
        ({"date": "1.1.0001"}, "error", "the year is not between 1900 and"),
        ({"title": "."}, "doubt", "says nothing"),
        ({"title": "N/A"}, "doubt", "says nothing"),
        ({"title": "T.B.C."}, "doubt", "says nothing"),
        ({"title": "tbc"}, "doubt", "says nothing"),
        ({"title": "x" * 401}, "doubt", "has more than 400 characters"),
        ({"title": "x" * 1024**2}, "error", "has more than 100,000 characters"),
        ({"source_url": "http://127.0.0.1/a"}, "error", "nobody else can open this address"),
        ({"source_url": "https://me@example.org/"}, "error", "holds a user name"),
        ({"source_url": "HTTPS://me:pw@example.org/"}, "error", "holds a user name"),
        ({"source_url": "javascript:alert(1)"}, "error", "is no address of the web"),
    ]
    rows = [
        event(**{"title": f"Meeting number {number}"} | cells)
        for number, (cells, _, _) in enumerate(cases)
    ]
    items = told(tmp_path, "stage_evidence", EVENTS, *rows)
    for item, (cells, grade, words) in zip(items, cases, strict=True):
        about = str(cells)[:60]
        found = [grade for rule, grade in grades(item).items() if words in rule]
        assert found == [grade], about
        assert item.status == ("new" if grade == "doubt" else "rejected"), about


def test_before_the_launch_of_its_partnership(tmp_path: Path, base: Base) -> None:
    one = next(row for row in base.rows("partnership") if (row["launched"] or "") > "2010")
    row = event(partnership_id=one["partnership_id"] or "", date="2001")
    [item] = told(tmp_path, "stage_evidence", EVENTS, row)
    assert grades(item)["lies before the launch of the partnership"] == "doubt"
    # The other way round: a launch behind what the base has makes those rows doubtful.
    head = ("partnership_id", "launched")
    [item] = told(tmp_path, "partnership", head, ("photonics", "2025-12-31"))
    assert any("lies before the launch" in rule for rule in grades(item)), grades(item)


def test_two_sole_leads(tmp_path: Path, base: Base) -> None:
    lead = next(row for row in base.rows("membership") if row["role"] == "lead")
    name = lead["partnership_id"] or ""
    held = {r["territory_id"] for r in base.rows("membership") if r["partnership_id"] == name}
    other = next(t for t in ("ITI2", "ITI3", "ITI4", "AT11") if t not in held)
    [item] = told(tmp_path, "membership", MEMBERS, member(other, "lead", name))
    assert [
        grade for rule, grade in grades(item).items() if "leads the same partnership" in rule
    ] == ["doubt"]


def test_more_members_than_stated(tmp_path: Path, base: Base) -> None:
    """The doubt is on a row that nobody sent: what makes it doubtful says so."""
    held = Counter(row["partnership_id"] for row in base.rows("membership"))
    one = next(
        row
        for row in base.rows("partnership")
        if row["stated_count"] and int(row["stated_count"]) >= held[row["partnership_id"]]
    )
    name = one["partnership_id"] or ""
    known = {r["territory_id"] for r in base.rows("membership") if r["partnership_id"] == name}
    free = [
        row["territory_id"] or ""
        for row in base.rows("territory")
        if row["nuts_level"] == "2" and row["territory_id"] not in known
    ]
    left = int(one["stated_count"] or 0) - held[name]
    rows = [[name, code, "", "participant", "stated", SOURCE] for code in free[: left + 1]]
    assert not [i for i in told(tmp_path, "membership", MEMBERS, *rows[:left]) if i.troubles]
    *others, last = told(tmp_path, "membership", MEMBERS, *rows)
    assert not [item for item in others if item.troubles]
    [(rule, grade)] = grades(last).items()
    assert grade == "doubt"
    assert f"with this, partnership {name} is hardly true" in rule
    assert "more members are held than the source states" in rule


def test_values(tmp_path: Path, base: Base) -> None:
    cases = [
        ("population", "value", "thousandfold", "doubt", "is the unit right?"),
        ("population", "value", "-5", "error", "by its logarithm"),
        ("population", "value", "0", "error", "by its logarithm"),
        ("population", "year", "1492", "error", "the year is not between 1900 and"),
        ("unemployment_rate", "value", "-4", "doubt", "is below zero, as hardly any other value"),
    ]
    # Each of another territory: no row is of the same value as another.
    of = {
        name: iter(
            {
                r["nuts_code"]: r for r in base.rows("indicator_value") if r["indicator_id"] == name
            }.values()
        )
        for name in ("population", "unemployment_rate")
    }
    rows = []
    for indicator, column, value, _, _ in cases:
        held = next(of[indicator])
        row = {name: held[name] for name in VALUES}
        row[column] = str(float(held["value"] or 0) * 1000) if value == "thousandfold" else value
        rows.append(tuple(row.values()))
    items = told(tmp_path, "indicator_value", VALUES, *rows)
    for item, (*case, grade, words) in zip(items, cases, strict=True):
        assert grade in [found for rule, found in grades(item).items() if words in rule], case


def test_a_domain_above_itself(tmp_path: Path, base: Base) -> None:
    child = next(row for row in base.rows("domain") if row["parent_code"])
    for above in (child["domain_code"], child["parent_code"]):
        pair = (above, child["domain_code"])
        [item] = told(tmp_path, "domain", ("domain_code", "parent_code"), pair)
        assert (item.status, grades(item)) == (
            "rejected",
            {"a domain cannot be above itself": "error"},
        )


def test_the_same_priority_twice(tmp_path: Path, base: Base) -> None:
    held = base.rows("priority")[0]
    head = ("priority_id", "territory_id", "period", "title", "description")
    head += ("classified_by", "source_url")
    row = [held[name] or "" for name in head]
    [item] = told(tmp_path, "priority", head, ["other-99", *row[1:]])
    assert item.status == "duplicate"
    assert f"the base has it as {held['priority_id']}" in grades(item)
    twice = [
        ["", *row[1:3], "Something new", words, "editorial", SOURCE] for words in ("One", "Another")
    ]
    first, second = told(tmp_path, "priority", head, *twice)
    assert (first.status, second.status) == ("new", "rejected"), grades(first)


def test_the_name_of_another_place(tmp_path: Path) -> None:
    row = ["photonics", "ITI2", "Bayern", "participant", "stated", SOURCE]
    [item] = told(tmp_path, "membership", MEMBERS, row)
    assert grades(item) == {"is the name of DE2, the code ITI2 is Umbria": "doubt"}


def test_what_an_identifier_looks_like_is_said_in_words(tmp_path: Path, base: Base) -> None:
    head = ("country_code", "name", "status", "source_url")
    [item] = told(tmp_path, "country", head, ("x1", "Nowhere", "candidate", SOURCE))
    first = base.rows("country")[0]["country_code"]
    assert f"is not written as the others are, such as {first}" in grades(item)
