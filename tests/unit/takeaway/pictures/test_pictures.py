"""Pictures: whole, of the size asked for, readable by others, the same bytes each time."""

from __future__ import annotations

import struct
import time
from collections.abc import Callable
from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3dash.takeaway.pictures import tones
from s3dash.takeaway.pictures.charts import (
    Bar,
    Course,
    Dot,
    bars,
    course,
    heat_map,
    scales,
    ticks,
)
from s3dash.takeaway.pictures.letters import fitted, width, wrapped
from s3dash.takeaway.pictures.maps import Area, Link, Node, network_map, territory_map
from s3dash.takeaway.pictures.outlines import COPYRIGHT, of_level
from s3dash.takeaway.pictures.sheet import Key, Look, Words
from s3dash.takeaway.pictures.stages import Cell, Event, Row, five_stage_strip, timeline

WORDS = Words("A title & more", "What is shown", "Source, as of 2026-11-29")
SVG = "{http://www.w3.org/2000/svg}"
Draw = Callable[[Words, Look, str], bytes]


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def some_map(words: Words, look: Look, form: str) -> bytes:
    areas = [
        Area("IT", "Italia", 0),
        Area("ITI1", "Toscana", 1, "12 priorities", "region?territory=ITI1"),
        Area("XX-former", "Former <region>", 1),
    ]
    keys = [Key("few", "#d6e6f4"), Key("many", "#0a4a90")]
    return territory_map(areas, keys, words, look, form, outlined=["ITI1"])


KINDS: dict[str, Draw] = {
    "map": some_map,
    "network": lambda words, look, form: network_map(
        [Node("A", "Aa", 0, 0, 2), Node("B", "Bb", 5, -5)], [Link("A", "B", 2)], words, look, form
    ),
    "strip": lambda words, look, form: five_stage_strip(
        [Row("High-Tech Farming", [Cell(3, "2024-05", "active"), Cell(0)], "Agri-Food")],
        ["Learn", "Connect"], words, look, form, states={"active": "active", "none": "none"},
    ),
    "timeline": lambda words, look, form: timeline(
        [Event(date(2020, 1, 1), date(2020, 12, 31), 0, told="Workshop")], ["Learn"], words, look,
        form,
    ),
    "bars": lambda words, look, form: bars(
        [Bar("Energy", 12.5, 8, "index 1.6")], words, look, form
    ),
    "scales": lambda words, look, form: scales([("Patents", [Dot(0.7)])], words, look, form),
    "course": lambda words, look, form: course(
        [Course("Toscana", {2019: 1.0, 2020: 2.0, 2022: 3.0}, "#1d4e9e")], words, look, form
    ),
    "heat": lambda words, look, form: heat_map(
        ["Toscana"], ["Energy", "Food"], [[3, None]], words, look, form
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_says_what_it_shows_and_where_it_is_from(kind: str) -> None:
    for theme in tones.THEMES:
        svg = KINDS[kind](WORDS, Look(theme), "svg")
        root = ElementTree.fromstring(svg)
        texts = " ".join(one.text or "" for one in root.iter(f"{SVG}text"))
        for words in (WORDS.title, WORDS.subtitle, WORDS.source):
            assert words in texts
        assert root.get("role") == "img"
        assert root.get("aria-label") == WORDS.title
        assert tones.tone("ground", theme) in svg.decode()
        assert svg == KINDS[kind](WORDS, Look(theme), "svg")
        assert b'href="http' not in svg


@pytest.mark.parametrize("day", [date.min, date.max], ids=str)
def test_a_time_line_reaches_to_the_ends_of_the_calendar(day: date) -> None:
    event = Event(date(2020, 1, 1), date(2020, 12, 31), 0, told="Workshop")
    for events in ([event], []):
        svg = timeline(events, ["Learn"], WORDS, Look(), "svg", line=(day, "from here"))
        assert b"from here" in svg


@pytest.mark.parametrize("kind", KINDS)
def test_a_png_has_the_size_that_is_asked_for(kind: str) -> None:
    picture = KINDS[kind](WORDS, Look(width=800, height=450, dpi=144, scale=1.2), "png")
    assert size_of(picture) == (1200, 675)
    assert b"Title\0" + WORDS.title.encode() in picture
    # Something is drawn beside the ground.
    assert len(picture) > 10_000


def test_a_map_tells_its_areas_and_leads_on() -> None:
    root = ElementTree.fromstring(some_map(WORDS, Look(), "svg"))
    told = [one.text or "" for one in root.iter(f"{SVG}title")]
    assert "Toscana\n12 priorities" in told
    links = [one.get("{http://www.w3.org/1999/xlink}href") for one in root.iter(f"{SVG}a")]
    assert links == ["region?territory=ITI1"]
    texts = " ".join(one.text or "" for one in root.iter(f"{SVG}text"))
    assert COPYRIGHT in texts
    assert "not on the map: Former <region>" in texts
    for label in ("few", "many", "not documented"):
        assert label in texts


def test_a_map_of_all_regions_is_quick_and_light() -> None:
    areas = [Area(code, code, 0, "told") for code in of_level(2)]
    start = time.process_time()
    picture = territory_map(areas, [Key("x", "#d6e6f4")], WORDS, Look(), "png")
    # 0.35 s on the machine it was made on; other programs do not count here.
    assert time.process_time() - start < 1
    assert len(picture) < 900_000


@given(text=st.text(max_size=60), room=st.floats(30, 400))
def test_any_text_is_drawn_and_fits(text: str, room: float) -> None:
    for line in [fitted(text, 12, room), *wrapped(text, 12, room, most=3)]:
        assert width(line, 12) <= room + width("…", 12)
    assert len(wrapped(text, 12, room, most=3)) <= 3
    svg = KINDS["strip"](Words(text, text, text), Look(), "svg")
    ElementTree.fromstring(svg)
    ElementTree.fromstring(bars([Bar(text, 1, note=text)], WORDS, Look(), "svg"))


@given(low=st.floats(-1e6, 1e6), span=st.floats(0, 1e6))
def test_round_values_hold_all_between_them(low: float, span: float) -> None:
    found = ticks(low, low + span)
    assert found[0] <= low + 1e-6
    assert found[-1] >= low + span - 1e-6
    assert 2 <= len(found) <= 8


def test_odd_looks_are_refused() -> None:
    for wrong in ({"theme": "pink"}, {"width": 5}, {"height": 1e6}):
        with pytest.raises(ValueError, match=r"theme|side"):
            Look(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("most", [0.94, 3.33, 7.64])
def test_the_highest_value_of_a_matrix_has_a_shade(most: float) -> None:
    svg = heat_map(["A"], ["B", "C"], [[most, most / 3]], WORDS, Look(), "svg")
    assert f"A, B: {most}".encode() in svg


def test_strips_that_have_no_room_are_counted() -> None:
    rows = [Row(f"Partnership {n}", [Cell(1, "2024-01", "active")]) for n in range(20)]
    svg = five_stage_strip(rows, ["Learn"], WORDS, Look(height=400), "svg").decode()
    shown = sum(f">Partnership {n}<" in svg for n in range(20))
    assert 1 < shown < 20
    assert f"and {20 - shown} more" in svg
    assert "more, for which" not in five_stage_strip(rows, ["Learn"], WORDS, Look(), "svg").decode()
