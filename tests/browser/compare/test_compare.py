"""Compare in a browser: bytes, the box and the link, sliders, the hand-out."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

Reader = Callable[..., Any]

MOST_BYTES = 60_000
A4_POINTS = (595, 842)
FIVE = "compare?" + "&".join(
    f"territory={code}" for code in ("ITC4", "DE1", "FI194", "ES61", "BE2")
)
REGIONS = "compare?" + "&".join(
    f"territory={code}" for code in ("ITC4", "DE11", "FI19", "ES51", "AT21")
)
PATHS = "all => all.map(one => one.getAttribute('d'))"
LONG = "compare?" + "&".join(f"territory={code}" for code in ("ES6", "UKM", "FRY", "ITI", "DE"))


def test_five_large_territories_are_within_the_budget(reader: Reader) -> None:
    visitor = reader()
    visitor.open(LONG)
    assert 1000 < visitor.received_bytes <= MOST_BYTES


def test_five_regions_have_small_lines_within_the_budget(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open(REGIONS)
    assert visitor.received_bytes <= MOST_BYTES
    sent = page.locator(".s3-compare [data-c]")
    drawn = sent.locator("svg > path:first-child")
    assert drawn.count() == sent.count() > 10
    assert all(re.fullmatch(r"(?:[ML]\d+ \d+)+", d) for d in drawn.evaluate_all(PATHS))
    assert visitor.complaints == []


def test_the_box_writes_bare_codes_to_the_link_and_a_view_is_one_change(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("compare?territory=itc4")
    assert page.get_by_text("One territory alone cannot be compared").is_visible()
    box = page.get_by_role("combobox").first
    box.click()
    box.type("Baden")
    page.get_by_role("option").first.wait_for()
    box.press("Enter")
    box.press("Escape")
    page.wait_for_url(re.compile(r"territory=ITC4&territory=DE1(&|$)"))
    visitor.wait()
    before = visitor.received_bytes
    page.get_by_role("radio", name="Partnerships").click()
    page.get_by_text("Role in each partnership").wait_for()
    assert visitor.received_bytes - before <= MOST_BYTES
    assert "territory=ITC4&territory=DE1" in page.url
    assert visitor.complaints == []


def test_a_similar_region_joins_the_comparison(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("compare?territory=AT21&territory=ITC4&view=similar")
    link = page.get_by_role("link", name="compare", exact=True).first
    href = "compare?territory=AT21&territory=ITC4&territory=AT11&view=similar"
    assert link.get_attribute("href") == href
    link.click()
    page.wait_for_url(re.compile("territory=AT21&territory=ITC4&territory=AT11"))
    page.locator(".s3-abc").get_by_text("Burgenland").wait_for()


def test_a_weight_moved_by_keyboard_stands_in_the_link(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("compare?territory=AT21&territory=ITC4&view=similar")
    page.get_by_text("Weights of the themes").click()
    slider = page.get_by_role("slider", name="Human resources")
    slider.focus()
    slider.press("ArrowRight")
    page.wait_for_url(re.compile(r"weight-human-resources=1\.5"))
    page.get_by_text("Weights: human resources 1.5, others 1.").wait_for()
    assert visitor.complaints == []


@pytest.mark.parametrize("address", [FIVE, LONG, "compare?territory=NO08&territory=UK-england"])
def test_the_hand_out_is_one_page_of_a4(reader: Reader, address: str) -> None:
    visitor = reader(theme="dark")
    page = visitor.open(f"{address}&print=yes")
    pdf = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/Type\s*/Page\b(?!s).*?/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", pdf, re.S)
    assert [(round(float(w)), round(float(h))) for w, h in boxes] == [A4_POINTS]
    page.emulate_media(media="print")
    assert page.get_by_role("heading", name="Regions compared").is_visible()
    assert not page.get_by_text("Print this page").is_visible()


def test_the_way_to_the_hand_out_and_back(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("compare?territory=AT21&territory=ITC4")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Print on one page").click()
    sheet = opened.value
    sheet.get_by_role("heading", name="Regions compared").wait_for()
    sheet.get_by_role("link", name="Back to the live page").click()
    sheet.get_by_role("heading", name="Compare", exact=True).wait_for()
    assert "territory=AT21&territory=ITC4" in sheet.url
