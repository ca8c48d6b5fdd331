"""The page Linkages in a real browser: within the budget, kept across pages, legible on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.steps import go

MOST_BYTES = 60_000
CANVAS = "[data-testid=stDeckGlJsonChart] canvas"


@pytest.mark.parametrize(
    "address",
    [
        "linkages",
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
def test_a_view_stays_within_the_budget(reader: Callable[..., Any], address: str) -> None:
    visitor = reader()
    visitor.open(address)
    assert visitor.received_bytes <= MOST_BYTES
    assert visitor.complaints == []


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
    expect(page.get_by_role("heading", name="links of Lombardia")).to_be_visible(timeout=20_000)
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
    page.locator("[data-testid=stPlotlyChart]").wait_for()


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


def test_a_table_offers_our_files_only_and_paper_is_light(reader: Callable[..., Any]) -> None:
    visitor = reader(theme="dark")
    page = visitor.open("linkages?view=table")
    page.locator("[data-testid=stDataFrame]").first.hover()
    page.get_by_role("button", name="Search:").first.wait_for()
    assert page.get_by_role("button", name="Download as CSV:").count() == 0
    page = visitor.open("linkages?view=matrix")
    chart = page.locator(".stPlotlyChart").first
    assert chart.evaluate("node => getComputedStyle(node).filter") == "none"
    page.emulate_media(media="print")
    assert "invert(1)" in chart.evaluate("node => getComputedStyle(node).filter")
