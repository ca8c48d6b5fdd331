"""The views of a partnership in a real browser: the ways between them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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
