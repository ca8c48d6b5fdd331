"""Decks as PowerPoint and PDF, opened again by other libraries."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pptx
import pypdf
import pytest
from pptx.util import Inches

from s3dash.present import content as c
from s3dash.present.deck import Deck, Entry
from s3dash.present.export import template
from s3dash.present.export.endings import endings
from s3dash.present.export.layout import title_size
from s3dash.present.export.make import deck_file
from s3dash.present.export.problems import ExportError
from s3dash.present.results import Action, Chain, ChainCard, ChainLink, Idea, Note, Results, Tick
from s3dash.present.scenes import scene
from s3dash.store.connection import Store
from s3dash.takeaway.pictures.letters import width as letters_width

P = "partnership?partnership=high-tech-farming"
ENTRIES = (
    Entry(kind="agenda", options={"points": ({"what": "Learn", "minutes": 10},)}),
    Entry(kind="text", title="Was nun?", options={"text": "1. Straße **A**\n2. Řeka"}),
    Entry(P, "map", note="Members as documented."),
    Entry(P, "board"),
    Entry(P, "timeline"),
    Entry(P, "checklist", options={"stage": "connect"}),
    Entry(f"{P}&view=capability", "capability"),
    Entry("agri-food?view=stages", "board"),
    Entry("agri-food?view=stages", "replay"),
    Entry("energy", "figures"),
    Entry("energy", "chart"),
    Entry("energy?view=network", "network"),
    Entry("partners?territory=ITH5", "ranking"),
    Entry("compare?territory=ITI1&territory=DE1", "comparison"),
    Entry("projects", "table"),
    Entry("atlas?against=priorities&colours=both", "map"),
    Entry("ict?view=behind", "map"),
    Entry("linkages?view=matrix", "table"),
    Entry("partnership?partnership=gone", "board"),
)
RESULTS = Results(
    "Spring meeting",
    "30 June 2026",
    (Tick("Learn", "Two regions or more commit to lead", True), Tick("Learn", "B", False)),
    (Note("Connect", "Ask the clusters."),),
    tuple(Action(f"Action {n}", "Cluster agency", "2026-10") for n in range(1, 12)),
    (Idea("Shared test farm", ("Toscana", "Galicia"), "Demonstrate", "Find a site", "CREA"),),
    (
        Chain(
            "Value chain",
            (
                ChainLink("raw material", (ChainCard("Galicia", "agriculture"),)),
                ChainLink("service"),
            ),
        ),
        Chain("Value chain: Hydrogen", (ChainLink("use", (ChainCard("Aragón"),)),)),
    ),
)


@pytest.fixture(scope="module")
def deck() -> Deck:
    return Deck("Farming & more", ENTRIES, "de")


@pytest.fixture(scope="module")
def scenes(store: Store) -> list[c.Scene]:
    """What the files are made of, made apart from them."""
    return [scene(store, entry) for entry in ENTRIES]


@pytest.fixture(scope="module")
def slides(store: Store, deck: Deck) -> Iterator[bytes]:
    told: list[tuple[int, int]] = []
    problems: list[str] = []
    yield deck_file(
        store, deck, "pptx", results=RESULTS,
        tell=lambda done, whole: told.append((done, whole)), warn=problems.append,
    )  # fmt: skip
    assert told == [(n + 1, len(told)) for n in range(len(told))]
    assert problems == ["Scene 19: The base holds no partnership “gone” (any more)."]


def shapes(slide: Any, name: str) -> list[Any]:
    return [shape for shape in slide.shapes if getattr(shape, name, False)]


def letters(slide: Any) -> str:
    parts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    parts += [cell.text for shape in shapes(slide, "has_table")
              for row in shape.table.rows for cell in row.cells]  # fmt: skip
    return "\n".join(parts)


def test_slides_have_native_titles_tables_charts_pictures_notes_and_sources(
    scenes: list[c.Scene], slides: bytes
) -> None:
    found = pptx.Presentation(io.BytesIO(slides))
    assert found.core_properties.title == "Farming & more"
    own = list(found.slides)[: len(ENTRIES)]
    for entry, made, slide in zip(ENTRIES, scenes, own, strict=True):
        assert slide.shapes.title.text_frame.text == made.headline
        assert made.source in letters(slide)
        if made.as_of:
            assert made.as_of in letters(slide)
        # Nothing stands beyond the edges, and no placeholder is left empty.
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= found.slide_width + 1
            assert shape.top + shape.height <= found.slide_height + 1
        assert [one.placeholder_format.idx for one in slide.placeholders] == [0]
        if entry.link:
            assert entry.link in slide.notes_slide.notes_text_frame.text
    by_place = dict(enumerate(own))
    for place in (0, 3, 6, 7, 12, 14, 15, 17):
        assert shapes(by_place[place], "has_table"), ENTRIES[place]
    for place in (8, 10, 13):
        assert shapes(by_place[place], "has_chart"), ENTRIES[place]
    for place in (2, 4, 11, 15, 16):
        [picture] = [shape for shape in own[place].shapes if shape.shape_type == 13]
        assert picture._element.nvPicPr.cNvPr.get("descr")
        dots = picture.image.size[0] / (picture.width / Inches(1))
        assert dots > 190, "two dots a pixel"
    assert "Members as documented." in own[2].notes_slide.notes_text_frame.text


def test_a_chart_holds_the_values_of_the_scene(scenes: list[c.Scene], slides: bytes) -> None:
    slide = pptx.Presentation(io.BytesIO(slides)).slides[10]
    [shape] = shapes(slide, "has_chart")
    body: Any = scenes[10].body
    assert tuple(shape.chart.plots[0].categories) == body.categories
    assert tuple(shape.chart.plots[0].series[0].values) == body.series[0].values


def test_what_the_room_decided_stands_behind_the_scenes_and_is_never_cut(slides: bytes) -> None:
    told = [letters(slide) for slide in pptx.Presentation(io.BytesIO(slides)).slides]
    ends = "\n".join(told[len(ENTRIES) :])
    for n in range(1, 12):
        assert f"Action {n}\n" in ends
    for words in ("Shared test farm", "Toscana and Galicia", "Ask the clusters.", "Spring meeting",
                  "nobody yet for service", "Aragón", "Hydrogen: every link has",
                  "1 of 2 points are met"):  # fmt: skip
        assert words in ends
    assert ends not in "\n".join(told[: len(ENTRIES)])


def test_a_card_of_a_chain_keeps_its_region_and_its_reason_apart() -> None:
    [made] = endings(Results(chains=RESULTS.chains[:1]))
    assert isinstance(made.body, c.Table)
    assert made.body.rows[0][0] == "Galicia\nagriculture"


def test_titles_of_our_own_slides_stand_left_and_bold(slides: bytes) -> None:
    master = pptx.Presentation(io.BytesIO(slides)).slide_master.element
    space = {"p": "http://schemas.openxmlformats.org/presentationml/2006/main",
             "a": "http://schemas.openxmlformats.org/drawingml/2006/main"}  # fmt: skip
    [level] = master.findall(".//p:titleStyle/a:lvl1pPr", space)
    assert level.get("algn") == "l"
    assert level.find("a:defRPr", space).get("b") == "1"


def test_long_titles_take_two_lines() -> None:
    wide, words = 876.0, "Many words of a headline that somebody wrote himself "
    sizes = [title_size(words * times, wide) for times in (1, 2, 3)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == template.TITLE_SIZE
    assert letters_width(words * 2, sizes[1], bold=True) <= 2 * wide
    assert sizes[-1] >= 18


def test_pages_break_neither_numbers_nor_names_within(store: Store) -> None:
    entries = (Entry("atlas?against=priorities&colours=both", "map"),
               Entry("linkages?view=matrix&by=territory", "table"))  # fmt: skip
    content = deck_file(store, Deck("A", entries), "pdf")
    both, matrix = (page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    body: Any = scene(store, entries[0]).body
    numbers = [part for words in body.crossed.columns for part in words.split(" to ")]
    lines = [" ".join(line.split()) for line in both.split("\n")]
    broken = [
        number for number in numbers
        if not any(" ".join(number.split()) in line for line in lines)
    ]  # fmt: skip
    assert broken == []
    names = scene(store, entries[1]).body.members  # type: ignore[union-attr]
    parts = [part for name in names for word in name.split() for part in word.split("-")]
    assert [part for part in parts if part not in matrix] == []


def test_points_that_were_ticked_are_not_told_as_all_there_are() -> None:
    ticks = tuple(Tick("Learn", f"Point {n}", True) for n in range(3))
    [ended] = endings(Results(ticks=ticks))
    assert ended.headline == "Three points are met"


def test_pages_are_one_a_scene_with_their_words(
    store: Store, deck: Deck, scenes: list[c.Scene]
) -> None:
    content = deck_file(store, deck, "pdf", results=RESULTS)
    found = pypdf.PdfReader(io.BytesIO(content))
    assert len(found.pages) == len(ENTRIES) + 7
    assert found.metadata is not None
    assert found.metadata.title == "Farming & more"
    texts = [page.extract_text() for page in found.pages]
    for made, told, page in zip(scenes, texts, found.pages, strict=False):
        text = " ".join(told.split())
        assert made.headline in text
        assert made.source in text
        box = page.mediabox
        assert round(float(box.width / box.height), 2) == 1.78
    assert "Straße" in texts[1]
    assert "Řeka" in texts[1]
    assert "Shared test farm" in "".join(texts)


@pytest.mark.parametrize("form", ["pptx", "pdf"])
def test_the_same_deck_is_the_same_bytes(store: Store, form: str) -> None:
    few = Deck("A", ENTRIES[:2] + ENTRIES[10:11])
    assert deck_file(store, few, form) == deck_file(store, few, form)


def test_slides_take_the_masters_of_another_presentation(store: Store, tmp_path: Path) -> None:
    own = pptx.Presentation()
    own.slide_width = Inches(10)
    own.slides.add_slide(own.slide_layouts[0]).shapes.title.text_frame.text = "An old slide"
    path = tmp_path / "own.pptx"
    own.save(str(path))
    content = deck_file(store, Deck("A", ENTRIES[2:4]), "pptx", template=path)
    found = pptx.Presentation(io.BytesIO(content))
    assert found.slide_width == Inches(10)
    assert len(found.slides) == 2
    assert "An old slide" not in "".join(letters(slide) for slide in found.slides)
    for slide in found.slides:
        assert slide.slide_layout.name == "Title Only"
        for shape in slide.shapes:
            assert shape.left + shape.width <= found.slide_width + 1
            assert shape.top + shape.height <= found.slide_height + 1


def test_a_template_that_is_none_is_refused_with_the_reason(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(template, "MOST_BYTES", 1024**2)
    text = tmp_path / "text.pptx"
    text.write_text("no presentation", encoding="utf-8")
    good = tmp_path / "good.pptx"
    pptx.Presentation().save(str(good))
    with zipfile.ZipFile(good) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    kinds, master = "[Content_Types].xml", "ppt/slideMasters/slideMaster1.xml"
    no_titles = {
        name: re.sub(rb'<p:ph type="(?:title|ctrTitle)"', b'<p:ph type="body" idx="77"', part)
        if "slideLayouts/slideLayout" in name else part
        for name, part in parts.items()
    }  # fmt: skip
    templates = {
        "potx": parts | {kinds: parts[kinds].replace(b"presentation.main", b"template.main")},
        "no-titles": no_titles,
        "no-masters": parts | {"ppt/presentation.xml": re.sub(
            rb"<p:sldMasterIdLst>.*</p:sldMasterIdLst>", b"", parts["ppt/presentation.xml"]
        )},
        "cut-part": parts | {master: parts[master][:500]},
        "no-part": {name: part for name, part in parts.items() if name != master},
        "huge": parts | {"ppt/media/image1.png": bytes(template.MOST_BYTES)},
    }  # fmt: skip
    for name, held in templates.items():
        with zipfile.ZipFile(tmp_path / f"{name}.pptx", "w", zipfile.ZIP_DEFLATED) as archive:
            for part, content in held.items():
                archive.writestr(part, content)
    (tmp_path / "cut.pptx").write_bytes(good.read_bytes()[:-200])
    (tmp_path / "empty.pptx").write_bytes(b"")
    with (tmp_path / "long.pptx").open("wb") as file:
        file.truncate(template.MOST_BYTES + 1)
    for name, words in {
        "text": "no presentation", "gone": "not there", "potx": "save it as a presentation",
        "no-titles": "no layout with a title", "no-masters": "no layout with a title",
        "cut-part": "no presentation", "no-part": "no presentation", "huge": "too large",
        "long": "too large", "cut": "no presentation", "empty": "no presentation",
    }.items():  # fmt: skip
        try:
            deck_file(store, Deck("A", ENTRIES[:1]), "pptx", template=tmp_path / f"{name}.pptx")
            told = "it was taken"
        except ExportError as error:
            told = str(error)
        assert words in told, name
    with pytest.raises(ExportError, match="pptx alone"):
        deck_file(store, Deck("A"), "pdf", template=text)


def test_hostile_and_odd_letters_are_written_as_text(store: Store) -> None:
    words = "<b>&\x01\ud800 𝔘 ✓ 中文 " + "x" * 900
    odd = Deck(words[:60], (Entry(kind="text", title=words[:80], options={"text": words}),))
    slide = pptx.Presentation(io.BytesIO(deck_file(store, odd, "pptx"))).slides[0]
    assert "<b>&" in slide.shapes.title.text_frame.text
    pages = pypdf.PdfReader(io.BytesIO(deck_file(store, odd, "pdf"))).pages
    assert "<b>&" in pages[0].extract_text()


def test_an_empty_deck_is_an_empty_file_that_opens(store: Store) -> None:
    assert len(pptx.Presentation(io.BytesIO(deck_file(store, Deck(), "pptx"))).slides) == 0
    assert len(pypdf.PdfReader(io.BytesIO(deck_file(store, Deck(), "pdf"))).pages) == 1
