"""Columns that follow from other rows: counted anew with every import, as the dictionary says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from s3dash.steward.base import Base
from s3dash.steward.counts import COUNTED, says_the_same
from s3dash.steward.log import Occasion, log_rows
from tests.fixtures.sendings import reviewed, rules, shipped, text, workbook

VALUES = ("indicator_id", "nuts_code", "nuts_vintage", "year", "value", "source_id")
INDICATOR = "tertiary_education_25_64"


@pytest.fixture(scope="module")
def base() -> Base:
    return shipped()


@pytest.mark.parametrize("table", COUNTED)
def test_what_is_on_file_is_what_is_counted(base: Base, table: str) -> None:
    counting = COUNTED[table]
    told = counting.count(base.rows)
    for row in base.rows(table):
        counts = told.get(counting.owner(row), counting.nothing)
        assert set(counts) == set(counting.columns)
        for column, count in counts.items():
            assert says_the_same(row[column], count), (counting.owner(row), column, count)


def test_a_figure_that_is_written_otherwise_is_the_same() -> None:
    assert says_the_same("30654", "30654.0")
    assert says_the_same("0.1", "0.1000000000001")
    assert not says_the_same("0.1", "0.1001")
    assert not says_the_same(None, "0")
    assert not says_the_same("many", "1")


def held(base: Base, table: str, **known: str) -> list[dict[str, str | None]]:
    return [r for r in base.rows(table) if all(r[name] == value for name, value in known.items())]


def test_a_value_changes_all_that_is_counted_of_its_indicator(tmp_path: Path, base: Base) -> None:
    """A member state's region that had none gets the highest value; another one a newer one."""
    [indicator] = held(base, "indicator", indicator_id=INDICATOR)
    values = held(base, "indicator_value", indicator_id=INDICATOR)
    have = {row["nuts_code"] for row in values}
    current = {r["nuts_code"] for r in held(base, "nuts_correspondence", nuts_vintage="2021")}
    members = {row["country_code"] for row in held(base, "country", status="member")}
    newcomer = min(code for code in current - have if code and code[:2] in members)
    newest = max(values, key=lambda row: int(row["year"] or 0))
    source = newest["source_id"]
    rows = [
        (INDICATOR, newcomer, "2021", newest["year"], "99.5", source),
        # An older year than the newest changes no figure.
        (INDICATOR, newest["nuts_code"], "2021", "1999", "0.5", source),
    ]
    review = reviewed(text(tmp_path / "indicator_value.csv", VALUES, *rows))
    assert [item.status for item in review.items] == ["new", "new"], rules(review.items[0])
    [after] = [r for r in review.draft.rows("indicator") if r["indicator_id"] == INDICATOR]
    for column in ("value_count", "value_count_eu27", "value_count_nuts2021"):
        assert int(after[column] or 0) == int(indicator[column] or 0) + 1, column
    assert (after["min"], after["max"]) == (indicator["min"], "99.5")
    # Every other indicator is as it was, to the letter.
    assert [r for r in review.draft.rows("indicator") if r["indicator_id"] != INDICATOR] == [
        r for r in base.rows("indicator") if r["indicator_id"] != INDICATOR
    ]
    occasion = Occasion("2027.1.0", date(2027, 1, 1), "AB", "Newer")
    told = {
        row["column_name"]: (row["old_value"], row["new_value"])
        for row in log_rows(review, occasion)
        if row["kind"] == "counted"
    }
    assert told["max"] == (indicator["max"], "99.5")
    assert told["value_count"] == (indicator["value_count"], after["value_count"])


def test_a_count_beside_another_change_of_its_row_is_in_the_log(tmp_path: Path, base: Base) -> None:
    newest = max(
        held(base, "indicator_value", indicator_id=INDICATOR), key=lambda r: r["year"] or ""
    )
    file = tmp_path / "both.xlsx"
    workbook(file, ("indicator_id", "note"), (INDICATOR, "Another note"), title="indicator")
    other = text(
        tmp_path / "indicator_value.csv",
        ("indicator_id", "nuts_code", "year", "value"),
        (INDICATOR, newest["nuts_code"], newest["year"], "99.25"),
    )
    review = reviewed(file, other)
    assert [item.status for item in review.items] == ["changed", "changed"]
    assert {column for _, _, column, _, _ in review.draft.counted} >= {"max"}


def test_what_a_file_says_of_a_count_is_not_taken(tmp_path: Path, base: Base) -> None:
    file = text(tmp_path / "indicator.csv", ("indicator_id", "max", "value_count"),
                (INDICATOR, "1", "1"))  # fmt: skip
    [item] = reviewed(file).items
    assert item.status == "unchanged"
    line = f'indicator.csv | {INDICATOR} | max = "{base.rows("indicator")[0]["max"]}" → "1"'
    sent = tmp_path / "mail.txt"
    sent.write_text(line, encoding="utf-8")
    [item] = reviewed(sent).items
    assert item.status == "rejected"
    assert "counted anew with every change" in rules(item)


def test_a_new_indicator_comes_with_its_values(tmp_path: Path, base: Base) -> None:
    own = dict(base.rows("indicator")[0], indicator_id="brand_new", label="Brand new")
    names = [name for name in own if name not in COUNTED["indicator"].columns]
    row = [own[name] for name in names]
    alone = reviewed(text(tmp_path / "indicator.csv", names, row)).items[0]
    assert "counted from indicator_value, bring its rows in as well" in rules(alone)
    values = text(
        tmp_path / "indicator_value.csv",
        VALUES,
        *(
            ("brand_new", code, "2021", "2020", value, base.rows("indicator_value")[0]["source_id"])
            for code, value in (("AT11", "3"), ("AT12", "1"), ("NO02", "2.5"))
        ),
    )
    review = reviewed(tmp_path / "indicator.csv", values)
    assert {item.status for item in review.items} == {"new"}, [rules(i) for i in review.items]
    found = next(r for r in review.draft.rows("indicator") if r["indicator_id"] == "brand_new")
    assert [found[name] for name in COUNTED["indicator"].columns] == [
        *("3", "2", "3"),
        *("1.0", "2.5", "3.0"),
    ]
    assert review.draft.counted == []
