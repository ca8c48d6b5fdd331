"""Messy files of every kind, and what goes back to who sent them."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from s3dash.steward.base import Base
from s3dash.steward.decisions import Decisions
from s3dash.steward.review import review_files
from s3dash.steward.sent_back import DOUBTED, WRONG, NotSentBack, coloured
from s3dash.takeaway.corrections import correction, correction_of_rows
from tests.fixtures.sendings import (
    MEMBERS,
    SOURCE,
    member,
    reviewed,
    rules,
    shipped,
    text,
    workbook,
)


@pytest.fixture(scope="module")
def base() -> Base:
    return shipped()


def test_a_list_of_members_in_another_language(tmp_path: Path) -> None:
    """No column for the basis, numbered rows, remarks at the foot."""
    rows = [
        ("Liste der Mitgliedsregionen", "Stand Mai"),
        (),
        ("Nr.", "Partnerschaft", "Region", "Land", "Rolle\n(Leitung/Mitglied)", "Quelle"),
        (1, "Photonics", "Oberösterreich", "Österreich", "Leitung", SOURCE),
        (2, "Photonik", "Bayern", "Deutschland", "Mitglied", SOURCE),
        ("* vorläufig",),
    ]
    first, second, foot = reviewed(workbook(tmp_path / "a.xlsx", *rows, title="Mitglieder")).items
    assert (first.row["territory_id"], first.row["role"]) == ("AT31", "lead")
    assert [(one.kind, one.proposals) for one in first.troubles] == [
        ("basis is required", ("stated", "inferred"))
    ]
    assert second.troubles[0].cell == "Mitglieder!B5"
    assert second.troubles[0].proposals == ("photonics",)
    assert foot.status == "ignored"


def test_the_code_goes_before_the_name_and_the_total_is_no_row(tmp_path: Path) -> None:
    rows = [
        ("Elenco dei partecipanti",),
        ("Partenariato", "Regione", "Codice NUTS", "Ruolo", "Base", "Fonte"),
        ("Photonics", "Alsazia", "FR42", "Capofila", "STATED", SOURCE),
        ("Totale", "=COUNTA(B3:B3)"),
        ("Total members: 1",),
    ]
    sent, *totals = reviewed(workbook(tmp_path / "a.xlsx", *rows, title="Membri")).items
    assert (sent.status, sent.key, sent.row["role"]) == ("new", ("photonics", "FRF1"), "lead")
    assert sent.row["territory_name"] == "Alsazia"
    assert [item.status for item in totals] == ["ignored", "ignored"], rules(totals[0])
    rows[2] = ("Photonics", "Toscana", "FR42", "Capofila", "STATED", SOURCE)
    sent, *_ = reviewed(workbook(tmp_path / "a.xlsx", *rows, title="Membri")).items
    assert "is the name of ITI1, the code FRF1 is Alsace" in rules(sent)


def test_the_address_behind_a_cell(tmp_path: Path) -> None:
    row = [*member("ITI2")[:-1], "the web page"]
    file = workbook(tmp_path / "a.xlsx", MEMBERS, row, row)
    book = openpyxl.load_workbook(file)
    book.active["F2"].hyperlink = "https://example.org/real?a=1&b=2"
    book.save(file)
    linked, bare = reviewed(file).items
    assert (linked.status, linked.row["source_url"]) == ("new", "https://example.org/real?a=1&b=2")
    assert "the address behind the cell is read" in rules(linked)
    assert "is no address of the web" in rules(bare)


def test_a_text_that_a_spreadsheet_opened_in_one_column(tmp_path: Path) -> None:
    rows = [(";".join(map(str, row)),) for row in (MEMBERS, member("ITI2"), member("ITI3"))]
    rows += [("#REF!",), ("=A1",), (rows[1][0].replace("ITI2", "ITI4").replace("A n", "A\rn"),)]
    review = reviewed(workbook(tmp_path / "a.xlsx", *rows))
    assert [item.status for item in review.items] == ["new", "new", "rejected", "rejected", "new"]
    assert review.items[-1].row["territory_name"] == "A name that nobody knows"
    assert "parted at ';'" in " ".join(review.sheets[0].sheet.notes)


def test_what_stands_for_nothing_is_read_as_empty(tmp_path: Path, base: Base) -> None:
    held = base.rows("partnership")[0]
    head = ("Partnership", "Launch date", "No of regions", "Website", "Source")
    row = (held["name"], "n/a", "–", "k.A.", SOURCE)
    [item] = reviewed(text(tmp_path / "partnership.csv", head, row)).items
    assert item.key == (held["partnership_id"],)
    assert set(item.changes) == {"source_url"}
    assert rules(item).count("is read as empty") == 3
    row = ("High Tech Framing", "2020", "circa 30", "", SOURCE)
    [item] = reviewed(text(tmp_path / "partnership.csv", head, row)).items
    assert [one.proposals for one in item.troubles] == [("high-tech-farming",), ("30",)]


def test_values_under_german_headers_in_an_older_encoding(tmp_path: Path, base: Base) -> None:
    held = base.rows("indicator_value")[0]
    head = ("Indikator", "NUTS-Code", "Jahr", "Wert", "Quelle", "Größe")
    row = (held["indicator_id"], held["nuts_code"], held["year"], "1.234,5", held["source_id"], "")
    file = text(tmp_path / "Werte.csv", head, row, separator=";", encoding="cp1252", end="\r\n")
    [item] = reviewed(file).items
    assert item.table == "indicator_value"
    assert item.changes["value"] == (held["value"], "1234.5")


def test_values_as_statistics_offices_name_them(tmp_path: Path, base: Base) -> None:
    held = base.rows("indicator_value")[0]
    head = ("indicator_id", "geo", "TIME_PERIOD", "OBS_VALUE", "flag", "source_id")
    row = (held["indicator_id"], held["nuts_code"], held["year"], "8,1e5", "e", held["source_id"])
    [item] = reviewed(text(tmp_path / "v.tsv", head, row, separator="\t")).items
    assert item.table == "indicator_value"
    assert item.changes["value"] == (held["value"], "810000")


def test_numbers_of_a_column_tell_each_other(tmp_path: Path, base: Base) -> None:
    held = base.rows("indicator_value")[:2]
    head = ("indicator_id", "nuts_code", "year", "value")
    for other, meant in (("0.159", "8.509"), ("12,5", "8509"), ("7", None)):
        rows = [
            (row["indicator_id"], row["nuts_code"], row["year"], value)
            for row, value in zip(held, (other, "8.509"), strict=True)
        ]
        _, item = reviewed(text(tmp_path / "indicator_value.csv", head, *rows)).items
        assert item.row.get("value") == meant, rules(item)


def test_what_stands_above_the_header_is_told(tmp_path: Path) -> None:
    rows = [("Partnership", "Website"), ("Photonics", "https://example.org"), (), MEMBERS]
    review = reviewed(workbook(tmp_path / "a.xlsx", *rows, member("ITI2")))
    assert "rows 1 to 2 above the header: not read" in " ".join(review.sheets[0].sheet.notes)


@pytest.mark.parametrize(
    ("column", "written", "meant"),
    [("stage_id", "1. Learn", "learn"), ("stage_id", "Stage 2: Connect", "connect")],
)
def test_names_with_a_number_before_them(
    tmp_path: Path, column: str, written: str, meant: str
) -> None:
    head = ("partnership_id", column, "date", "title", "detail", "source_url")
    row = ("photonics", written, "2024", "Something new", "It happened.", SOURCE)
    [item] = reviewed(text(tmp_path / "events.csv", head, row)).items
    assert (item.status, item.row[column]) == ("new", meant)


@pytest.mark.parametrize(
    ("written", "proposal"),
    [
        ("www.example.org/a", "https://www.example.org/a"),
        ("https://a.org/b c", "https://a.org/b%20c"),
    ],
)
def test_an_address_is_proposed(tmp_path: Path, written: str, proposal: str) -> None:
    row = [*member("ITI2")[:-1], written]
    [item] = reviewed(text(tmp_path / "m.csv", MEMBERS, row)).items
    assert [(one.grade, one.proposals) for one in item.troubles] == [("question", (proposal,))]


def test_codes_between_commas(tmp_path: Path, base: Base) -> None:
    row = base.rows("priority")[0]
    economic = [one["domain_code"] for one in base.rows("domain") if one["taxonomy"] == "economic"]
    file = text(
        tmp_path / "priority.csv",
        ("priority_id", "nace"),
        (row["priority_id"], f"{economic[1]}, {economic[2]}"),
    )
    [item] = reviewed(file).items
    assert item.lists["nace"] == (economic[1], economic[2])


def test_decisions_are_read_in_place_of_the_cells(tmp_path: Path, base: Base) -> None:
    file = text(tmp_path / "m.csv", MEMBERS, member("Tuscanny"), member("ITI3"), member("ITI4"))
    decisions = Decisions()
    decisions.read_as([("m.csv", "", 2)], "territory_id", "ITI1")
    decisions.leave_out([("m.csv", "", 3)])
    kept = Decisions.from_json(decisions.as_json())  # type: ignore[arg-type]
    review = review_files(base, [file], None, kept)
    assert [item.status for item in review.items] == ["new", "ignored", "new"]
    assert review.items[0].key == ("photonics", "ITI1")
    assert "left out" in rules(review.items[1])
    kept.read_as([("m.csv", "", 2)], "territory_id", "")
    kept.leave_out([("m.csv", "", 3)], out=False)
    assert kept.count() == 0


def test_corrections_as_a_page_makes_them(tmp_path: Path, base: Base) -> None:
    """A whole mail: quoted, broken by the mail program, one line not filled in."""
    held = base.rows("membership")[0]
    partnership = base.rows("partnership")[0]
    priority = base.rows("priority")[0]["priority_id"]
    codes = [r["domain_code"] for r in base.rows("priority_domain") if r["priority_id"] == priority]
    seen = "http://localhost:8501/partnership"
    key = f"{held['partnership_id']} {held['territory_id']}"
    other = "lead" if held["role"] != "lead" else "participant"
    made = [
        correction("membership", key, {"role": held["role"]}, seen).replace('"…"', f'"{other}"', 1),
        correction(
            "partnership", partnership["partnership_id"] or "", {"scope": partnership["scope"]}, ""
        ).replace('→ "…"', "→ “Another scope”"),
        correction("partnership", partnership["partnership_id"] or "", {"website": "x"}, ""),
        correction(
            "priority", priority or "", {"priority_domain.domain_code": "; ".join(codes)}, ""
        ).replace('"…"', f'"{codes[0]}"', 1),
        correction_of_rows([("membership", key, {"role": "x", "basis": "y"})], ""),
    ]
    mail = "Dear all,\n\n" + "\n\n".join(made).replace(" → ", "\n> → ") + "\n\nBest regards\n"
    file = tmp_path / "mail.txt"
    file.write_text(mail, encoding="utf-8")
    role, scope, unfilled, domains, several = reviewed(file).items
    assert role.changes == {"role": (held["role"], other)}
    assert role.key == (held["partnership_id"], held["territory_id"])
    assert scope.changes == {"scope": (partnership["scope"], "Another scope")}
    assert unfilled.troubles[0].kind == "not filled in"
    assert domains.table == "priority"
    assert {code for _, new in domains.changes.values() for code in new.split(";")} <= {
        codes[0],
        "",
    }
    assert "names several columns" in rules(several)


def test_the_same_workbook_goes_back_coloured(tmp_path: Path) -> None:
    late = ("photonics", "connect", "2190", "A meeting to come", "It will.", SOURCE)
    head = ("partnership_id", "stage_id", "date", "title", "detail", "source_url")
    file = workbook(tmp_path / "m.xlsx", head, late, ("photonics", "dance", *late[2:]), title="E")
    book = openpyxl.load_workbook(file)
    book["E"]["D1"].font = openpyxl.styles.Font(bold=True)
    book.save(file)
    back = openpyxl.load_workbook(
        io.BytesIO(coloured(reviewed(file), file.read_bytes(), file.name))
    )
    sheet = back["E"]
    assert sheet["D1"].font.bold
    assert sheet["C2"].fill.fgColor.rgb.endswith(DOUBTED)
    assert "in the future" in sheet["C2"].comment.text
    assert sheet["B3"].fill.fgColor.rgb.endswith(WRONG)
    assert sheet["D2"].comment is None
    assert "Review" in back.sheetnames


def test_a_problem_in_a_merged_cell_is_marked_in_the_first_of_them(tmp_path: Path) -> None:
    rows = [member("ITI2", partnership="phottonics"), member("ITI3", partnership="phottonics")]
    file = workbook(tmp_path / "m.xlsx", MEMBERS, *rows)
    book = openpyxl.load_workbook(file)
    book.active.merge_cells("A2:A3")
    book.save(file)
    back = openpyxl.load_workbook(
        io.BytesIO(coloured(reviewed(file), file.read_bytes(), file.name))
    )
    first = back["membership"]["A2"]
    assert first.fill.fgColor.rgb.endswith(WRONG)
    assert first.comment.text.count("is not known") == 2


def test_a_text_goes_back_as_a_workbook(tmp_path: Path) -> None:
    row = member("ITI2", "=1+1")
    file = text(tmp_path / "members 2026.csv", ["Members"], MEMBERS, row)
    back = openpyxl.load_workbook(
        io.BytesIO(coloured(reviewed(file), file.read_bytes(), file.name))
    )
    sheet = back.worksheets[0]
    assert (sheet["D3"].value, sheet["D3"].data_type) == ("=1+1", "s")
    assert "not one of" in sheet["D3"].comment.text
    file.write_bytes(b"%PDF-1.7")
    with pytest.raises(NotSentBack):
        coloured(reviewed(file), b"", file.name)
