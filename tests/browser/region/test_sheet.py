"""The profile of a region on paper: one A4 page, without the dashboard around it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

Reader = Callable[..., Any]
Facts = Callable[[str], pd.DataFrame]

A4_POINTS = (595, 842)
ON_SCREEN_ONLY = ["Print this page", "Back to the live page", "Sources, licences, dictionary"]


def longest(facts: Facts) -> list[str]:
    """The territories with most priorities and with most partnerships."""
    return [
        facts(name)["territory_id"].value_counts().index[0] for name in ("priority", "membership")
    ]


def page_sizes(pdf: bytes) -> list[tuple[int, int]]:
    """Width and height of each page of a PDF, in points."""
    boxes = re.findall(rb"/Type\s*/Page\b(?!s).*?/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", pdf, re.S)
    return [(round(float(width)), round(float(height))) for width, height in boxes]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_profile_is_one_page_of_a4(reader: Reader, facts: Facts, theme: str) -> None:
    visitor = reader(theme=theme)
    # Colours leave lines where they are: the fullest sheets are enough to see that.
    more = ["ITC4", "ITI1", "ES61", "FI194", "UK-england", "MT"] if theme == "light" else []
    for code in {*longest(facts), *more}:
        page = visitor.open(f"region?territory={code}&print=yes")
        assert page_sizes(page.pdf(prefer_css_page_size=True)) == [A4_POINTS], code
    assert visitor.complaints == []


def test_paper_shows_the_sheet_and_nothing_else(reader: Reader) -> None:
    visitor = reader(theme="dark")
    page = visitor.open("region?territory=ITI1&print=yes")
    for words in ON_SCREEN_ONLY:
        assert page.get_by_text(words).first.is_visible(), words
    page.emulate_media(media="print")
    for words in [*ON_SCREEN_ONLY, "Overview"]:
        assert not page.get_by_text(words, exact=True).first.is_visible(), words
    sheet = page.locator(".s3-sheet")
    assert sheet.get_by_role("heading", name="Toscana").is_visible()
    colours = sheet.evaluate("""sheet => [...new Set([sheet, ...sheet.querySelectorAll('*')]
        .map(part => getComputedStyle(part).color))]""")
    for colour in colours:
        red, green, blue = (int(part) for part in re.findall(r"\d+", colour)[:3])
        assert red == green == blue < 80, colours


def test_the_way_to_the_printed_page_and_back(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("region?territory=ITI1")
    with visitor.context.expect_page() as opened:
        page.get_by_role("link", name="Print on one page").click()
    page = opened.value
    page.wait_for_selector(".s3-sheet")
    assert page.url.endswith("region?territory=ITI1&print=yes")
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="Print this page").click()
    page.wait_for_function("() => window.printed")
    page.get_by_role("link", name="Back to the live page").click()
    page.get_by_role("heading", name="Strategies").wait_for()
    assert "print" not in page.url


@pytest.mark.parametrize("address", ["progress", "partnership?partnership=solar-energy"])
def test_other_pages_have_a_way_to_the_printer(reader: Reader, address: str) -> None:
    page = reader().open(address)
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="Print this page").click()
    page.wait_for_function("() => window.printed")
    page.emulate_media(media="print")
    assert not page.get_by_role("button", name="Print this page").is_visible()


def test_links_between_views_and_territories_keep_the_address_true(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("region?territory=ITI1")

    def follow(link: str, title: str, heading: str, address: str) -> None:
        page.get_by_role("link", name=link).click()
        page.get_by_role("heading", name=heading).wait_for()
        page.get_by_role("heading", name=title, level=1).wait_for()
        visitor.wait()
        page.wait_for_url(f"{visitor.url}/{address}")
        assert page.locator("[data-testid=stException]").count() == 0

    follow(
        "Whole ranking",
        "Toscana",
        "How distinctive its choice is",
        "region?territory=ITI1&view=Distinctive",
    )
    page.get_by_role("radio", name="Neighbours").click()
    follow("Lazio", "Lazio", "In short", "region?territory=ITI4")
    visitor.open("region?territory=FI194&view=indicators")
    follow("Länsi-Suomi", "Länsi-Suomi", "Geo-demography", "region?territory=FI19&view=Indicators")
