"""The commands import and undo."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from s3dash.__main__ import main
from s3dash.steward.publish import desk_locked
from tests.fixtures.packages import DATA_DIR, PackageCopy
from tests.fixtures.sendings import MEMBERS, member, text, workbook


def test_the_report_has_every_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = workbook(
        tmp_path / "sent.xlsx", MEMBERS, member("ITI2"), member("ITI2"), member("Tuscanny")
    )
    report = tmp_path / "report.json"
    before = {one.name: one.stat().st_mtime_ns for one in DATA_DIR.iterdir()}
    assert main(["import", str(file), "--report", str(report)]) == 0
    rows = json.loads(report.read_text(encoding="utf-8"))["rows"]
    assert [(row["row"], row["status"]) for row in rows] == [
        (2, "new"),
        (3, "duplicate"),
        (4, "rejected"),
    ]
    assert set(rows[0]) == {
        "file",
        "sheet",
        "row",
        "table",
        "status",
        "key",
        "values",
        "changes",
        "problems",
    }
    assert (rows[0]["file"], rows[0]["sheet"], rows[0]["table"]) == (
        "sent.xlsx",
        "membership",
        "membership",
    )
    assert rows[0]["key"] == "photonics|ITI2"
    assert rows[0]["values"]["role"] == "participant"
    [problem] = rows[2]["problems"]
    assert (problem["cell"], problem["value"]) == ("membership!B4", "Tuscanny")
    assert problem["proposals"] == ["ITI1"]
    printed = capsys.readouterr().out
    assert "rows of membership, header in row 1" in printed
    assert "(ITI1) meant? [ITI1]" in printed
    assert {one.name: one.stat().st_mtime_ns for one in DATA_DIR.iterdir()} == before


@pytest.mark.parametrize("option", ["--report", "--send-back", "--questions"])
def test_what_is_read_is_not_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    file = text(tmp_path / "m.csv", MEMBERS, member("ITI2"))
    before = file.read_bytes()
    assert main(["import", str(file), option, str(tmp_path / "." / "m.csv")]) == 1
    assert "is read: name another file to write" in capsys.readouterr().err
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"territory_id,name\nIT,x\n", "territory.csv:1 name_native: column is missing"),
        (b"", "territory.csv:1 territory_id: column is missing"),
        (None, "territory.csv: is not UTF-8"),
    ],
)
def test_a_base_that_nothing_can_be_compared_with(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, words: str
) -> None:
    package = PackageCopy(tmp_path / "data").keep_few()
    held = package.bytes_of("territory.csv")
    package.write("territory.csv", held + b"\xe9\n" if content is None else content)
    file = text(tmp_path / "m.csv", MEMBERS, member("ITI2"))
    out = str(tmp_path / "t.xlsx")
    for command in (["import", str(file)], ["template", "membership", "-o", out]):
        assert main([*command, "--data", str(package.path)]) == 1
        assert capsys.readouterr().err.strip() == words


def test_a_change_cell_by_cell(tmp_path: Path) -> None:
    package = PackageCopy(tmp_path / "data").keep_few()
    held = package.cells("membership.csv", 2)
    file = text(
        tmp_path / "m.csv",
        ("partnership", "nuts", "role"),
        (held["partnership_id"], held["territory_id"], "co-lead"),
    )
    report = tmp_path / "report.json"
    arguments = ["import", str(file), "--table", "membership", "--report", str(report)]
    assert main([*arguments, "--data", str(package.path)]) == 0
    [row] = json.loads(report.read_text(encoding="utf-8"))["rows"]
    assert row["status"] == "changed"
    assert row["changes"] == {"role": {"old": held["role"], "new": "co-lead"}}


def test_a_table_that_is_not_there_yet(tmp_path: Path) -> None:
    package = PackageCopy(tmp_path / "data")
    package.drop(*{"hub"} & {one.stem for one in package.path.glob("*.csv")})
    file = text(tmp_path / "hubs.csv", ("hub_id", "name"), ("a", "A"), ("b", "B"))
    report = tmp_path / "report.json"
    assert main(["import", str(file), "--report", str(report), "--data", str(package.path)]) == 0
    rows = json.loads(report.read_text(encoding="utf-8"))["rows"]
    assert [(row["row"], row["table"], row["status"]) for row in rows] == [
        (2, "hub", "ignored"),
        (3, "hub", "ignored"),
    ]
    assert rows[0]["problems"][0]["rule"] == "the base has no table hub yet"


def test_apply_and_undo(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    package = PackageCopy(tmp_path / "data").keep_few("change_log")
    places = ["--data", str(package.path), "--store", str(tmp_path / "s3.duckdb")]
    before = package.bytes_of("membership.csv")
    file = workbook(tmp_path / "sent.xlsx", MEMBERS, member("ITI2"))
    assert main(["import", str(file), "--apply", "--by", "AB", "--why", "Sent in", *places]) == 0
    assert "To take it back: python -m s3dash undo" in capsys.readouterr().out
    assert package.bytes_of("membership.csv") != before
    assert main(["import", str(file), "--apply", *places]) == 0
    assert "There is nothing to change." in capsys.readouterr().out
    assert main(["undo", *places]) == 0
    assert package.bytes_of("membership.csv") == before
    assert main(["undo", *places]) == 1
    assert "There is no change to undo." in capsys.readouterr().err


def test_the_package_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the dashboard's desk keeps is what the commands change: never another one by mistake."""
    package = PackageCopy(tmp_path / "data").keep_few()
    package.set_cell("partnership.csv", 2, "status_note", "Of the copy")
    name = package.cells("partnership.csv", 2)["partnership_id"]
    file = text(
        tmp_path / "partnership.csv", ("partnership_id", "status_note"), (name, "Of the copy")
    )
    monkeypatch.setenv("S3DASH_DATA", str(package.path))
    assert main(["import", str(file)]) == 0
    assert "unchanged            1" in capsys.readouterr().out
    monkeypatch.setenv("S3DASH_DATA", str(tmp_path / "nowhere"))
    assert main(["import", str(file)]) == 1
    assert "There is no data folder" in capsys.readouterr().err


def test_while_another_import_is_under_way(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package = PackageCopy(tmp_path / "data")
    file = workbook(tmp_path / "sent.xlsx", MEMBERS, member("ITI2"))
    with desk_locked(package.path):
        assert main(["import", str(file), "--apply", "--data", str(package.path)]) == 1
    assert "Another import is under way" in capsys.readouterr().err


def test_a_table_that_nobody_knows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = workbook(tmp_path / "sent.xlsx", MEMBERS, member("ITI2"))
    assert main(["import", str(file), "--table", "memberhsip"]) == 1
    told = capsys.readouterr().err
    assert "no table memberhsip" in told
    assert "membership" in told


def test_a_file_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "sent.csv"
    file.write_bytes(b"%PDF-1.7")
    assert main(["import", str(file)]) == 1
    assert "is a PDF" in capsys.readouterr().out
