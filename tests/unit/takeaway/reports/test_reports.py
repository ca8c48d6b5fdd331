"""Reports: they hold what the base documents, in both forms, whatever the text is."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import docx
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3dash.__main__ import main
from s3dash.queries.partnerships.progress import BASES, STATES
from s3dash.store.connection import Store
from s3dash.takeaway.pictures.sheet import Words, paper
from s3dash.takeaway.pictures.stages import timeline
from s3dash.takeaway.reports import comparison, partnership, platform, region
from s3dash.takeaway.reports.comparison import comparison_report
from s3dash.takeaway.reports.document import (
    Document,
    FillIn,
    Heading,
    Picture,
    Table,
    Text,
)
from s3dash.takeaway.reports.make import FORMS, written
from s3dash.takeaway.reports.partnership import partnership_report
from s3dash.takeaway.reports.platform import platform_report
from s3dash.takeaway.reports.region import region_report
from s3dash.takeaway.reports.shared import UnknownRecord

DAY, BUILT = date(2026, 11, 29), datetime(2026, 11, 29, 12)
Facts = Callable[[str], pd.DataFrame]


def texts(document: Document) -> Iterator[str]:
    yield from (document.title, document.subtitle)
    for block in document.blocks:
        if isinstance(block, Heading | Text):
            yield block.text
        elif isinstance(block, FillIn):
            yield block.hint
        elif isinstance(block, Picture):
            continue
        else:
            yield from block.headings
            for row in block.rows:
                assert len(row) == len(block.headings) == len(block.widths)
                yield from row


def words_of_word(content: bytes) -> str:
    paper = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])


@pytest.fixture(scope="module")
def reports(store: Store) -> dict[str, Document]:
    return {
        "region": region_report(store, "iti1", DAY),
        "partnership": partnership_report(store, "high-tech-farming", DAY, date(2020, 1, 1)),
        "platform": platform_report(store, "energy", DAY),
        "comparison": comparison_report(store, ["ITI1", "DE1", "FI194"], DAY),
    }


def test_a_partnership_report_has_its_members_events_and_room_to_fill_in(
    reports: dict[str, Document], facts: Facts
) -> None:
    report = reports["partnership"]
    said = "\n".join(texts(report))
    members = facts("membership").query("partnership_id == 'high-tech-farming'")
    table = next(b for b in report.blocks if isinstance(b, Table) and "Role" in b.headings)
    assert sorted(row[1] for row in table.rows) == sorted(members["territory_id"])
    events = facts("stage_evidence").query("partnership_id == 'high-tech-farming'")
    for event in events.to_dict("records"):
        # What is only known to be of 2020 may be older than the last report.
        assert (event["title"] in said) == (event["date"] > "2020-01-01")
    for address in {*events["source_url"], *members["source_url"]}:
        assert address in said
    assert sum(isinstance(block, FillIn) for block in report.blocks) >= 8
    for chapter in ("1  Management", "2  Progress by step", "3  Projects", "4  Next steps"):
        assert chapter in said


def test_what_is_only_related_is_told_and_makes_no_progress(store: Store, facts: Facts) -> None:
    events = facts("stage_evidence").merge(facts("stage"), on="stage_id", suffixes=("", "_stage"))
    only_related = events.groupby(["partnership_id", "name"])["basis"].agg(set) == {"related"}
    partnership_id, stage = only_related[only_related].index[0]
    report = partnership_report(store, partnership_id, DAY)
    said = "\n".join(texts(report))
    assert f"Events that are {BASES['related']}, are listed" in said
    board = next(b for b in report.blocks if isinstance(b, Table) and b.headings[0] == "Step")
    [told] = [row[1] for row in board.rows if row[0] == stage]
    assert told == STATES["related"]


def test_the_projects_of_a_partnership_are_named(store: Store, facts: Facts) -> None:
    tied = facts("project").query("partnership_id != ''")
    partnership_id = tied["partnership_id"].value_counts().index[0]
    said = "\n".join(texts(partnership_report(store, partnership_id, DAY)))
    for title in tied.query("partnership_id == @partnership_id")["title"]:
        assert title in said


def test_without_a_last_report_all_events_are_told(store: Store, facts: Facts) -> None:
    said = "\n".join(texts(partnership_report(store, "high-tech-farming", DAY)))
    for title in facts("stage_evidence").query("partnership_id == 'high-tech-farming'")["title"]:
        assert title in said
    early = "\n".join(texts(partnership_report(store, "high-tech-farming", date(2016, 12, 31))))
    assert "2021" not in early


def test_a_region_report_has_its_priorities_and_partnerships(
    reports: dict[str, Document], facts: Facts
) -> None:
    said = "\n".join(texts(reports["region"]))
    for title in facts("priority").query("territory_id == 'ITI1'")["title"]:
        assert title in said
    joined = facts("membership").merge(facts("partnership"), on="partnership_id")
    for name in joined.query("territory_id == 'ITI1'")["name"]:
        assert name in said


@pytest.mark.parametrize("kind", ["region", "partnership", "platform", "comparison"])
@pytest.mark.parametrize("ending", FORMS)
def test_both_forms_are_written_and_the_same_each_time(
    store: Store, reports: dict[str, Document], kind: str, ending: str
) -> None:
    content = written(store, reports[kind], ending)
    assert content == written(store, reports[kind], ending)
    if ending == "pdf":
        assert content.startswith(b"%PDF-")
        assert b"/Type /Page" in content
        return
    paper = docx.Document(io.BytesIO(content))
    section = paper.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    words = words_of_word(content)
    for text in texts(reports[kind]):
        assert text.replace("\n", "") in words.replace("\n", "")
    pictures = [block for block in reports[kind].blocks if isinstance(block, Picture)]
    told = [shape._inline.docPr.get("descr") for shape in paper.inline_shapes]
    assert told == [picture.alt for picture in pictures]


@pytest.fixture
def without_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    for place in (region, partnership, platform, comparison):
        for name in ("territory_map", "timeline", "scales"):
            if hasattr(place, name):
                monkeypatch.setattr(place, name, lambda *_, **__: b"")


@pytest.mark.usefixtures("without_pictures")
def test_records_of_every_kind_have_a_report(store: Store, facts: Facts) -> None:
    # Those with the least and with the most to tell, and every fourth between.
    held = facts("membership")["partnership_id"].value_counts()
    codes = facts("partnership")["partnership_id"]
    ordered = sorted(codes, key=lambda code: (held.get(code, 0), code))
    for code in {*ordered[::4], ordered[-1]}:
        assert list(texts(partnership_report(store, code, DAY, date(2021, 1, 1))))
    for code in facts("platform")["platform_id"]:
        assert list(texts(platform_report(store, code, DAY)))
    for code in [*sorted(set(facts("strategy")["territory_id"]))[::24], "UK-england", "AL01"]:
        assert list(texts(region_report(store, code, DAY)))


@pytest.fixture(scope="module")
def picture() -> bytes:
    return timeline([], ["A"], Words("None"), paper(40))


@given(text=st.text(max_size=80))
def test_any_text_can_be_written(picture: bytes, text: str) -> None:
    document = Document(
        text,
        text,
        text,
        [
            Heading(text),
            Text(text),
            FillIn(text),
            Table((text, "b"), [(text, "<b>&amp;")], (1, 2), to_fill_in=1),
            Picture(picture, 40, text, text),
        ],
    )
    for form in FORMS.values():
        assert form.write(document, BUILT)


@pytest.mark.parametrize(
    "text", ["Αττική", "Българи́я", "Łódź ß ő ţ", "a\x00b\x0bc", "\ud800", "x" * 5000, "<para>&"]
)
def test_odd_text_can_be_written(text: str) -> None:
    document = Document(text, text, text, [Text(text), Table(("a",), [(text,)], (1,))])
    for form in FORMS.values():
        assert form.write(document, BUILT)


def test_what_there_is_not_has_no_report(store: Store) -> None:
    asked: list[Callable[[], Any]] = [
        lambda: region_report(store, "XX99", DAY),
        lambda: partnership_report(store, "nothing", DAY),
        lambda: platform_report(store, "nothing", DAY),
        lambda: comparison_report(store, ["ITI1"], DAY),
        lambda: comparison_report(store, ["ITI1", "iti1"], DAY),
        lambda: comparison_report(store, ["ITI1", "XX99"], DAY),
    ]
    for ask in asked:
        with pytest.raises(UnknownRecord):
            ask()


def run(store: Store, *words: object) -> int:
    return main(["report", *map(str, words), "--store", store.fingerprint.path])


def test_the_command_writes_one_file_or_all(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "report.docx"
    assert run(store, "partnership", "high-tech-farming", "--since", "2020-01-01", "-o", out) == 0
    assert "2020-01-01" in words_of_word(out.read_bytes())
    assert run(store, "platform", "--all", tmp_path / "all") == 0
    files = sorted((tmp_path / "all").glob("*.pdf"))
    assert len(files) == store.rows("SELECT count(*) FROM platform")[0][0]
    assert str(files[0]) in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["region"],
        ["region", "ITI1", "DE1"],
        ["region", "XX99", "-o", "x.pdf"],
        ["region", "ITI1", "--since", "2020-01-01"],
        ["partnership", "bioenergy", "--since", "2999-01-01"],
        ["region", "--all", "out", "--since", "2020-01-01"],
        ["region", "ITI1", "-o", "report.txt"],
        ["region", "ITI1", "-o", "no/such/folder/x.pdf"],
        ["region", "ITI1", "--all", "x"],
        ["comparison", "ITI1"],
        ["comparison", "--all", "x"],
    ],
    ids=" ".join,
)
def test_the_command_says_what_is_wrong(
    store: Store, words: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert run(store, *words) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
