"""From the start page to a topic, seen from one's own region, and on one sheet of paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.browser.region.test_sheet import A4_POINTS, page_sizes

Reader = Callable[..., Any]

LONG = [
    "topic?about=hydrogen&for=AT21",
    "topic?platform=industrial-modernisation&for=ITC4",
    "topic?domain=C10&for=ES61",
    "topic?priority=DE8-2021-01&for=UK-england",
]


def right_of(place: Any) -> float:
    box = place.bounding_box()
    return box["x"] + box["width"]


def test_the_answer_from_the_start_page_to_paper(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("")
    box = page.get_by_label("What is it about?")
    box.fill("hydrogen")
    box.press("Enter")
    page.wait_for_url(re.compile(r"/topic\?about=hydrogen$"))
    page.get_by_role("heading", name="Who works on it together").wait_for()
    visitor.wait()
    page.get_by_label("My region").click()
    page.keyboard.type("AT21")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/topic\?about=hydrogen&for=AT21$"))
    mine = page.locator(".st-key-my_region_bar").get_by_role("link", name="(AT21)")
    mine.wait_for()
    assert right_of(mine) < page.locator(".s3-seek-open").bounding_box()["x"]
    page.get_by_role("heading", name="Fit best").wait_for()
    visitor.wait()
    with visitor.context.expect_page() as opened:
        page.get_by_role("link", name="Print on one page").click()
    opened.value.wait_for_selector(".s3-sheet")
    assert opened.value.url.endswith("topic?about=hydrogen&for=AT21&print=yes")
    assert visitor.complaints == []


def test_a_topic_is_one_page_of_a4_in_the_colours_of_paper(reader: Reader) -> None:
    visitor = reader(theme="dark")
    for address in LONG:
        page = visitor.open(f"{address}&print=yes")
        page.emulate_media(media="print")
        assert page.locator(".s3-map svg").is_visible()
        assert not page.get_by_text("Back to the live page").first.is_visible()
        land = page.locator(".s3-map .s3-land").evaluate("e => getComputedStyle(e).fill")
        assert min(int(part) for part in re.findall(r"\d+", land)[:3]) > 200
        areas = page.locator(".s3-areas").evaluate("e => getComputedStyle(e).filter")
        assert areas == "none"
        assert page_sizes(page.pdf(prefer_css_page_size=True)) == [A4_POINTS], address
        page.emulate_media(media="screen")
    assert visitor.complaints == []
