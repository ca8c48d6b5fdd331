"""The views of a partnership in a real browser: the ways between them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tests.browser.steps import focus_by_tab

Reader = Callable[..., Any]

MOST_BYTES = 60_000


def test_a_reader_goes_from_a_link_to_a_candidate(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("partnership?partnership=berry&view=links")
    page.locator(".s3-links a.s3-go", has_text="Water Smart Territories").click()
    page.get_by_role("heading", name="Water Smart Territories", level=1).wait_for()
    visitor.wait()
    # Another partnership is shown from its first view.
    page.get_by_role("heading", name="Evidence by stage").wait_for()
    assert "partnership=water-smart-territories" in page.url
    page.get_by_role("radio", name="Candidates to invite").or_(
        page.get_by_text("Candidates to invite", exact=True)
    ).first.click()
    page.locator(".s3-candidates li").first.wait_for()
    visitor.wait()
    assert "view=Candidates" in page.url
    name = page.locator(".s3-candidates a.s3-go").first
    text = name.inner_text()
    name.click()
    page.get_by_role("heading", name=text, level=1).wait_for()
    assert visitor.complaints == []


def test_lead_and_stages_are_in_sight_and_members_lead_to_their_regions(reader: Reader) -> None:
    visitor = reader(width=1280, height=720)
    page = visitor.open("partnership?partnership=high-tech-farming")
    assert visitor.received_bytes <= MOST_BYTES
    for selector in (".s3-led a", ".s3-at-top .s3-strip", ".s3-at-top p"):
        box = page.locator(selector).first.bounding_box()
        assert box["y"] + box["height"] < 720, selector
    # On paper the strip stands once, and no column is cut off.
    page.emulate_media(media="print")
    assert page.locator(".s3-strip:visible").count() == 1
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 390, "height": 844})
    role = page.get_by_role("region", name="Documented members").get_by_text("lead").first
    role.scroll_into_view_if_needed()
    box = role.bounding_box()
    assert box["x"] + box["width"] <= 390
    assert focus_by_tab(visitor, ".st-key-partnership_members a[href*='territory=ITI1']")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Toscana", level=1).wait_for()
    assert visitor.complaints == []


def test_from_a_region_to_a_project_its_evidence_and_back(reader: Reader) -> None:
    visitor = reader()
    # A view given by its code.
    page = visitor.open("region?territory=ITI1&view=around")
    page.get_by_role("heading", name="Projects with partners here").wait_for()
    loads = sum("_stcore/stream" in address for address in visitor.sockets)
    assert loads == 1
    page.get_by_role("link", name="RegioGreenTex").first.click()
    page.get_by_role("heading", name="Evidence that names it").wait_for()
    page.locator(".s3-event a[href*='&event=']").first.click()
    # The event itself, though it stands far down on the page of its partnership.
    page.get_by_role("button", name="Close").wait_for()
    visitor.wait()
    opened = page.locator(".st-key-event_open")
    expect(opened).to_be_in_viewport()
    opened.get_by_role("link", name="RegioGreenTex", exact=True).click()
    page.get_by_role("heading", name="Evidence that names it").wait_for()
    # All of it without loading the dashboard anew.
    assert sum("_stcore/stream" in address for address in visitor.sockets) == loads
    assert visitor.complaints == []
