"""What waits for a decision, as a workbook: written, filled in, read; duplicates among it."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from s3dash.__main__ import main
from s3dash.steward.base import Base
from s3dash.steward.questions import COLUMNS, NotDecided, read_decisions, unplaced, write_questions
from s3dash.steward.review import review_files
from tests.fixtures.sendings import MEMBERS, member, reviewed, rules, shipped, text, workbook

EVENTS = ("partnership_id", "stage_id", "date", "title", "detail", "source_url")


@pytest.fixture(scope="module")
def base() -> Base:
    return shipped()


@pytest.fixture
def sent(tmp_path: Path, base: Base) -> Path:
    """Three events of the base with another date and a slip in the title, and a stage not known."""
    rows = []
    for held in base.rows("stage_evidence")[:3]:
        row = [held[name] for name in EVENTS]
        row[2], row[3] = "1999", f"{held['title']} s"
        rows.append(row)
    odd = [
        "photonics",
        "conect",
        "2021",
        "Quite another thing",
        "So it was.",
        "https://example.org",
    ]
    return workbook(tmp_path / "sent.xlsx", EVENTS, *rows, odd, title="Events")


def filled(file: Path, decisions: dict[int, str]) -> Path:
    """Write decisions into a workbook of questions, by the row that they are on."""
    book = openpyxl.load_workbook(file)
    sheet = book.active
    heads = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        number = int(row[heads.index("row")].value)
        row[heads.index("decision")].value = decisions.get(number)
    book.save(file)
    return file


def test_likely_duplicates_are_decided_on_the_command_line(
    sent: Path, tmp_path: Path, base: Base, capsys: pytest.CaptureFixture[str]
) -> None:
    asked, report = tmp_path / "asked.xlsx", tmp_path / "report.json"
    first, second, third = (row["evidence_id"] for row in base.rows("stage_evidence")[:3])
    assert main(["import", str(sent), "--questions", str(asked), "--report", str(report)]) == 0
    told = capsys.readouterr().out
    assert f"likely the same as {first} (" in told
    assert "date: '" in told
    assert "'1999' sent" in told
    assert "has 4 to decide" in told
    found = json.loads(report.read_text(encoding="utf-8"))
    assert [row["status"] for row in found["rows"]] == ["new", "new", "new", "rejected"]
    twins = found["duplicates"]
    assert [(one["row"], one["likely"]) for one in twins] == [(2, first), (3, second), (4, third)]
    held = base.rows("stage_evidence")[0]
    assert twins[0]["score"] >= 90
    assert twins[0]["sent"] == {"date": "1999", "title": f"{held['title']} s"}
    assert twins[0]["in_the_base"] == {"date": held["date"], "title": held["title"]}

    # Nothing decided yet: it may be written again. With decisions in it, it is not.
    assert main(["import", str(sent), "--questions", str(asked)]) == 0
    filled(asked, {2: "[yes]", 3: "[own]", 4: "[out]", 5: "connect"})
    before = asked.read_bytes()
    capsys.readouterr()
    assert main(["import", str(sent), "--questions", str(asked)]) == 1
    told = capsys.readouterr().err
    assert f"{asked} holds decisions, 4 of them: give it with --decisions" in told
    assert asked.read_bytes() == before
    again = ["import", str(sent), "--decisions", str(asked), "--report", str(report)]
    assert main([*again, "--questions", str(tmp_path / "left.xlsx")]) == 0
    assert "has 0 to decide" in capsys.readouterr().out
    found = json.loads(report.read_text(encoding="utf-8"))
    rows = {row["row"]: row for row in found["rows"]}
    assert [rows[number]["status"] for number in (2, 3, 4, 5)] == [
        "changed",
        "new",
        "ignored",
        "new",
    ]
    assert rows[2]["key"] == first
    assert rows[2]["changes"]["date"] == {"old": held["date"], "new": "1999"}
    assert "a row of its own, the steward says" in rows[3]["problems"][0]["rule"]
    assert found["duplicates"] == []


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"decision": "[own]"}, "likely duplicates only"),
        ({"decision": "[yes]"}, "nothing is proposed"),
        ({"decision": "[maybe]"}, "is none of"),
        ({"decision": "ITI1", "column": ""}, "about the whole row"),
        ({"decision": "ITI1", "row": "last"}, "no number of a row"),
        ({"decision": "ITI1", "row": "²"}, "no number of a row"),
        ({"decision": "ITI1", "row": "1" * 5000}, "no number of a row"),
    ],
)
def test_a_decision_that_does_not_fit(
    tmp_path: Path, base: Base, cells: dict[str, str], words: str
) -> None:
    row = dict.fromkeys(COLUMNS, "") | {"file": "m.csv", "row": "2", "column": "territory_id"}
    file = text(tmp_path / "decisions.csv", tuple(COLUMNS), tuple((row | cells).values()))
    with pytest.raises(NotDecided, match=f"row 2: .*{words}"):
        read_decisions(base, file)


def test_decisions_as_a_spreadsheet_of_another_country_saves_them(
    tmp_path: Path, base: Base
) -> None:
    """Semicolons, an older encoding, and what is not asked for left away."""
    file = text(tmp_path / "m.csv", MEMBERS, member("Tuscanny"), member("Ligurja"))
    head = ("row", "file", "sheet", "decision", "table", "column", "proposed", "score")
    answers = text(
        tmp_path / "answers.csv",
        head,
        ("2", "m.csv", "", "[yes]", "membership", "territory_id", "ITI1", ""),
        ("3", "m.csv", "", "Liguria", "membership", "territory_id", "", ""),
        ("3", "m.csv", "", "", "membership", "role", "é", ""),
        separator=";",
        encoding="cp1252",
    )
    decisions = read_decisions(base, answers)
    review = review_files(base, [file], None, decisions)
    assert [item.row["territory_id"] for item in review.items] == ["ITI1", "ITC3"]
    assert unplaced(decisions, review) == "", rules(review.items[0])


def test_what_is_proposed_is_whole(tmp_path: Path) -> None:
    """However long; what no cell can hold is not proposed at all."""
    address = "https://example.org/a page?" + "x" * 2000
    rows = [[*member(one)[:-1], address * times] for one, times in (("ITI2", 1), ("ITI3", 20))]
    review = reviewed(text(tmp_path / "m.csv", MEMBERS, *rows))
    asked = tmp_path / "asked.xlsx"
    assert write_questions(review, asked) == 2
    sheet = openpyxl.load_workbook(asked).active
    heads = [cell.value for cell in sheet[1]]
    proposed = [row[heads.index("proposed")] for row in sheet.iter_rows(2, values_only=True)]
    assert proposed == [address.replace(" ", "%20"), ""]


def test_decisions_on_another_file_are_refused(
    sent: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = tmp_path / "asked.xlsx"
    assert main(["import", str(sent), "--questions", str(asked)]) == 0
    filled(asked, {2: "[own]"})
    other = text(tmp_path / "m.csv", MEMBERS, member("ITI2"))
    assert main(["import", str(other), "--decisions", str(asked)]) == 1
    assert "row 2 of the sheet Events of sent.xlsx, which is not in this import" in (
        capsys.readouterr().err
    )
    assert main(["import", str(other), "--decisions", str(other)]) == 1
    assert "has no column decision" in capsys.readouterr().err
    assert main(["import", str(other), "--decisions", str(tmp_path / "none.xlsx")]) == 1
    assert "is not there" in capsys.readouterr().err
