"""A reader reports an error: by keyboard, without waiting long, without a form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Reader = Callable[..., Any]


def test_a_report_opens_by_keyboard_and_sends_little(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("partnership?partnership=high-tech-farming")
    before = visitor.received_bytes
    page.get_by_role("button", name="Report or correct this", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_text('name = "High Tech Farming"').wait_for()
    visitor.wait()
    # A fragment: the page around the button is not drawn again.
    assert visitor.received_bytes - before < 6_000
    assert "partnership.csv | high-tech-farming" in page.locator("code").inner_text()
    assert "partnership?partnership=high-tech-farming" in page.locator("code").inner_text()
    assert visitor.violations() == []
    visitor.change_to(1440, "dark", (1440, "light"))
    assert visitor.violations(of_colours=True) == []
    page.keyboard.press("Escape")
    page.get_by_text('name = "High Tech Farming"').wait_for(state="hidden")
    assert visitor.complaints == []


def test_the_foot_of_a_page_reports_the_view_that_is_seen(reader: Reader) -> None:
    page = reader(width=390).open("coverage?view=missing")
    page.get_by_role("button", name="Report or correct this page").click()
    page.get_by_text("Seen at:").wait_for()
    assert "/coverage?view=Known+to+be+missing" in page.locator("code").inner_text()


def test_a_row_that_is_known_to_be_missing_opens_its_own_report(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("coverage?view=missing")
    page.locator("a[href*='row=partial-list.ITI1']").click()
    page.get_by_role("dialog").get_by_text("strategy.csv | ITI1 Toscana").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    page.wait_for_url(lambda url: "row=" not in url)
    assert "missing" in page.url
    assert visitor.complaints == []
