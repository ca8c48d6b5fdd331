"""What rows would do together: counts, corrections of one row, rows that say more, figures."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from s3dash.steward.base import Base
from s3dash.steward.draft import Checker, Draft, Edit
from s3dash.steward.log import Occasion, log_rows
from s3dash.steward.review import review_files, review_sheets
from s3dash.steward.texts import sheet_of_text
from tests.fixtures.packages import PackageCopy
from tests.fixtures.sendings import MEMBERS, member, reviewed, rules, shipped, text, workbook

CORRECTION = ("file", "row_key", "column", "old", "new")


@pytest.fixture(scope="module")
def base() -> Base:
    return shipped()


def test_a_table_whose_counts_stay_is_not_touched(base: Base) -> None:
    value = dict(base.rows("indicator_value")[0], flag="e")
    title = base.rows("priority")[0]
    new = {**title, "priority_id": "new", "title": "Something else altogether"}
    draft = Draft(base, [Edit(0, "priority", new, {}), Edit(1, "indicator_value", value, {})])
    assert [row[0] for row in draft.counted] == ["strategy"]
    assert set(draft.touched) == {"priority", "indicator_value", "strategy"}


def test_the_next_number_goes_after_numbers(tmp_path: Path, base: Base) -> None:
    """An identifier that ends with another sign is none, be it a digit to Unicode."""
    package, count = PackageCopy(tmp_path / "data"), len(base.rows("platform_fact"))
    for line, key in ((2, "F²"), (3, "F" + "1" * 5000)):
        package.set_cell("platform_fact.csv", line, "fact_id", key)
    fact = ("energy", "2026", "A fact of another kind.", "https://example.org/facts")
    head = ("platform_id", "date", "fact", "source_url")
    [item] = reviewed(text(tmp_path / "platform_fact.csv", head, fact), data=package.path).items
    assert (item.status, item.shown_key) == ("new", f"F{count + 1}")


def test_a_draft_does_not_see_the_one_before(base: Base) -> None:
    wrong = dict(base.rows("membership")[0], territory_id="nowhere")
    with Checker(base) as checker:
        assert checker.problems(Draft(base, [Edit(0, "membership", wrong, {})]))
        row = dict(base.rows("platform_fact")[0], territory_id="nowhere", platform_id="none")
        problems = checker.problems(Draft(base, [Edit(0, "platform_fact", row, {})]))
        assert {one.file for one in problems} == {"platform_fact.csv"}
        # Nor do two people who review at once see each other's, nor whoever comes after them.
        with Checker(base) as other:
            assert other.problems(Draft(base, ())) == []
            assert other.problems(Draft(base, [Edit(0, "membership", wrong, {})]))
        assert checker.problems(Draft(base, ())) == []


def test_the_files_of_a_base_are_read_once_for_all_its_reviews(
    tmp_path: Path, base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    base.raw()[0].close()
    monkeypatch.delattr("s3dash.steward.base.read_raw")
    file = text(tmp_path / "m.csv", MEMBERS, member("ITI2"))
    assert [item.status for item in review_files(base, [file]).items] == ["new"]


def test_corrections_of_one_row_stand_for_themselves(tmp_path: Path, base: Base) -> None:
    held = base.rows("membership")[0]
    key = f"{held['partnership_id']}|{held['territory_id']}"
    lines = [
        ("membership.csv", key, "territory_name", held["territory_name"], "Another name"),
        ("membership.csv", key, "source_url", held["source_url"], "http://localhost/x"),
        ("membership.csv", key, "basis", held["basis"], "inferred"),
        ("membership.csv", key, "basis", "inferred", held["basis"]),
    ]
    review = reviewed(text(tmp_path / "corrections.csv", CORRECTION, *lines))
    assert [item.status for item in review.items] == ["changed", "rejected", "changed", "changed"]
    assert "nobody else can open" in rules(review.items[1])
    assert [list(item.changes) for item in review.items] == [[one[2]] for one in lines]
    [row] = [
        row
        for row in review.draft.rows("membership")
        if (row["partnership_id"], row["territory_id"]) == tuple(key.split("|"))
    ]
    assert row == {**held, "territory_name": "Another name"}
    logged = list(log_rows(review, Occasion("2027.1.0", date(2027, 1, 2), "AB", "Sent in")))
    assert [row["column_name"] for row in logged] == ["territory_name"]


def test_what_a_correction_does_not_say_takes_nothing_away(tmp_path: Path, base: Base) -> None:
    """A formula that fails, half a letter, a sign that no text has; `[empty]` alone does."""
    held, other = [row for row in base.rows("partnership") if row["acronym"]][:2]
    key, acronym = held["partnership_id"], held["acronym"]
    priority = base.rows("priority_domain")[0]["priority_id"]
    codes = [r["domain_code"] for r in base.rows("priority_domain") if r["priority_id"] == priority]
    head = (*CORRECTION, "why")
    fails, emptied, none = reviewed(
        workbook(
            tmp_path / "corrections.xlsx",
            head,
            ("partnership.csv", key, "acronym", acronym, "#REF!", "-"),
            (
                "partnership.csv",
                other["partnership_id"],
                "acronym",
                other["acronym"],
                "[empty]",
                "They said\nso",
            ),
            ("priority_domain.csv", priority, "domain_code", "; ".join(codes), "[empty]", "-"),
        )
    ).items
    assert (fails.status, emptied.status, none.status) == ("rejected", "changed", "changed")
    assert "the formula fails" in rules(fails)
    assert (emptied.changes, emptied.why) == ({"acronym": (other["acronym"], None)}, "They said so")
    assert {new for _, new in none.changes.values()} == {""}
    row = ("partnership.csv", key, "acronym", acronym, "", "-")
    [blank] = reviewed(text(tmp_path / "corrections.csv", head, row)).items
    assert [(one.grade, one.proposals) for one in blank.troubles] == [("question", ("[empty]",))]
    said = f'partnership.csv | {key} | acronym = "{acronym}" → ""'
    [quoted] = review_sheets(base, [sheet_of_text(said.encode(), "mail.txt")]).items
    assert quoted.changes == {"acronym": (acronym, None)}
    lines = [
        f'partnership.csv | {key} | acronym = "{acronym}" → "{new}"'
        for new in (r"\u0007", r"\ud83d")
    ]
    found = sheet_of_text("\n\n".join(lines).encode(), "mail.txt")
    for item in review_sheets(base, [found]).items:
        assert item.status == "rejected"


def test_a_list_can_be_emptied(tmp_path: Path, base: Base) -> None:
    priority = base.rows("priority_platform")[0]["priority_id"]
    file = text(tmp_path / "priority.csv", ("priority_id", "platforms"), (priority, "[empty]"))
    [item] = reviewed(file).items
    assert item.status == "changed", rules(item)
    assert item.changes["platforms"][1] == ""


def test_a_second_row_that_says_more_is_not_dropped(tmp_path: Path) -> None:
    head = (*MEMBERS, "as_of")
    rows = [[*member("ITI2"), ""], [*member("ITI2"), "2026-05"], [*member("ITI2"), ""]]
    first, more, same = reviewed(text(tmp_path / "m.csv", head, *rows)).items
    assert (first.status, more.status, same.status) == ("new", "rejected", "duplicate")
    assert "says more (as_of) than row 2" in rules(more)
    assert more.troubles[-1].cell == "G3"


def test_figures_are_compared_as_figures(tmp_path: Path, base: Base) -> None:
    held = base.rows("indicator_value")[0]
    head = ("indicator_id", "nuts_code", "year", "value")
    values = (f"{held['value']}.0", f"{float(held['value'] or 0) + 1}")
    for value, status in zip(values, ("unchanged", "changed"), strict=True):
        row = (held["indicator_id"], held["nuts_code"], held["year"], value)
        [item] = reviewed(text(tmp_path / "v.csv", head, row), table="indicator_value").items
        assert item.status == status
    assert item.changes["value"][0] == held["value"]


def test_lines_of_another_encoding_are_known_by_their_number() -> None:
    lines = ["name,note", "Île,one", "Île,two", '"Île', 'broken",three', "Île,four"]
    foreign = {2, 5}
    content = b"\r\n".join(
        line.encode("cp1252" if number in foreign else "utf-8") for number, line in enumerate(lines)
    )
    found = sheet_of_text(content, "sent.csv")
    assert [line.number for line in found.lines if line.faults] == [3, 5]
