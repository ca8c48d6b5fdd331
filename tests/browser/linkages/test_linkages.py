"""The page Linkages in a real browser: within the budget, kept across pages, legible on a phone."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from playwright.sync_api import expect

from benchmarks.sessions import Session
from benchmarks.targets import Target
from tests.browser.steps import go

MOST_BYTES = 60_000
Reader = Callable[..., Any]
PAPER_PIXELS = 703
"""Width of A4 between its margins."""
CUT_OFF = """() => [...document.querySelectorAll('.s3-rows :is(th, td)')].filter(cell => {
  const box = cell.getBoundingClientRect();
  return box.width && (box.right > innerWidth + 1 || box.left < 0);
}).length"""
CANVAS = "[data-testid=stDeckGlJsonChart] canvas"


@pytest.mark.parametrize(
    "address",
    [
        # Every link of every platform.
        "linkages?least=1",
        # As many alike pairs as the map takes.
        "linkages?kind=priorities&least=25",
        "linkages?kind=priorities&territory=ITC4&least=25",
        "linkages?kind=priorities&least=25&view=matrix",
        "linkages?kind=priorities&least=25&view=matrix&by=territory",
        "linkages?least=1&view=table",
    ],
)
def test_a_view_stays_within_the_budget(dashboard: Any, address: str) -> None:
    # By the protocol alone: to draw links without a graphics card takes seconds.
    assert 1000 < first_bytes(dashboard.url, address) <= MOST_BYTES


def first_bytes(url: str, address: str) -> int:
    """What the server sends to who opens an address."""

    async def opened() -> int:
        path, _, query = address.partition("?")
        stream = f"{url.replace('http', 'ws', 1)}/_stcore/stream"
        async with Session(stream, Target(path, path, path, query)) as session:
            return (await session.run()).received_bytes

    # In a thread of its own: a test in a browser leaves a loop in that of the tests.
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, opened()).result()


def test_changes_stay_within_the_budget_and_stand_in_the_link(reader: Callable[..., Any]) -> None:
    visitor = reader(height=1300)
    page = visitor.open("linkages")
    page.wait_for_selector(CANVAS)
    before = visitor.received_bytes
    page.get_by_role("slider").focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(re.compile("least=1"))
    assert visitor.wait_for_bytes(before) <= MOST_BYTES
    before = visitor.received_bytes
    page.get_by_role("combobox", name="Light the links of a territory").focus()
    page.keyboard.type("Lombard")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="links of Lombardia")).to_be_visible()
    assert visitor.wait_for_bytes(before) <= MOST_BYTES
    assert "territory=ITC4" in page.url


def test_the_choice_is_kept_when_a_page_with_views_of_its_own_was_open(
    reader: Callable[..., Any],
) -> None:
    visitor = reader()
    page = visitor.open("linkages?kind=priorities&view=matrix&country=IT")
    go(visitor, "Data", "Coverage")
    page.get_by_role("radio", name="Fields").click()
    page.wait_for_url(re.compile("view="))
    visitor.wait()
    go(visitor, "Regions", "Linkages")
    page.wait_for_url(re.compile("kind=priorities"))
    visitor.wait()
    assert "view=matrix" in page.url
    assert "country=IT" in page.url
    assert visitor.complaints == []
    page.locator(".s3-heat").wait_for()


def test_on_a_phone_the_page_is_no_wider_than_the_screen(reader: Callable[..., Any]) -> None:
    visitor = reader(width=390, height=844)
    page = visitor.open("linkages")
    page.wait_for_selector(CANVAS)
    box = page.locator("[data-testid=stDeckGlJsonChart]").bounding_box()
    assert box
    assert box["x"] + box["width"] <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    # A window as narrow as a phone's is told to the server: the map comes a second time.
    assert visitor.received_bytes <= MOST_BYTES


def test_heads_stay_in_sight_and_paper_has_every_column(reader: Reader) -> None:
    visitor = reader(width=390, height=844)
    page = visitor.open("linkages?view=matrix&by=territory")
    frame = page.locator(".s3-heat")
    frame.scroll_into_view_if_needed()
    frame.evaluate("frame => { frame.scrollIntoView(); frame.scrollTop = frame.scrollHeight; }")
    last = box_of(page, ".s3-heat tbody th >> nth=-1")
    head = box_of(page, ".s3-heat thead th >> nth=3")
    # A pixel may be cut in two.
    assert -1 < head["y"] < last["y"] < 844
    # More than one column beside the names of the rows.
    assert last["x"] + last["width"] + 3 * head["width"] < 390
    wide = reader()
    page = wide.open("linkages?view=table&kind=priorities")
    page.locator(".s3-rows tbody tr").nth(20).scroll_into_view_if_needed()
    assert page.get_by_role("columnheader", name="Linked with").is_visible()
    for address in (
        "linkages?view=table&kind=priorities",
        "priorities?view=table&territory=ITI1&domain=A",
    ):
        page = wide.open(address)
        page.set_viewport_size({"width": PAPER_PIXELS, "height": 1000})
        page.emulate_media(media="print")
        assert page.evaluate(CUT_OFF) == 0, address
        told = page.locator(".s3-rows").inner_text()
        assert "Agriculture, forestry and fishing" in told
        page.emulate_media(media="screen")
        page.set_viewport_size({"width": 1440, "height": 900})
    assert visitor.complaints == wide.complaints == []


def box_of(page: Any, selector: str) -> dict[str, float]:
    return dict(page.locator(selector).bounding_box())


def test_a_table_offers_our_files_only_and_paper_is_light(reader: Callable[..., Any]) -> None:
    visitor = reader(theme="dark")
    page = visitor.open("priorities?view=common")
    page.locator("[data-testid=stDataFrame]").first.hover()
    page.get_by_role("button", name="Search:").first.wait_for()
    assert page.get_by_role("button", name="Download as CSV:").count() == 0
    chart = page.locator(".stPlotlyChart").first
    assert chart.evaluate("node => getComputedStyle(node).filter") == "none"
    page.emulate_media(media="print")
    expect(chart).to_have_css("filter", re.compile(r"invert\(1\)"))
