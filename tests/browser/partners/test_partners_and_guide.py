"""Partner finder and guide in a real browser: paper, the ways."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

Reader = Callable[..., Any]

MOST_BYTES = 60_000
A4_POINTS = (595, 842)


def test_from_the_guide_to_partners_and_on_to_a_region(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("partners?territory=ITC4")
    page.get_by_role("link", name="The whole guide").click()
    page.get_by_role("heading", name="Guide", level=1).wait_for()
    visitor.wait()
    page.get_by_role("link", name="Find such partners").nth(1).click()
    page.get_by_role("heading", name="Partner finder", level=1).wait_for()
    page.locator(".s3-partners li").first.wait_for()
    visitor.wait()
    # The territory that looked before still looks, now in the mode of the stage.
    assert "mode=design" in page.url
    assert "territory=ITC4" in page.url
    before = visitor.received_bytes
    page.get_by_text("Abroad", exact=True).click()
    assert visitor.wait_for_bytes(before) <= MOST_BYTES
    assert "abroad=yes" in page.url
    name = page.locator(".s3-partners > li > div > a").first
    text = name.inner_text()
    name.click()
    page.get_by_role("heading", name=text, level=1).wait_for()
    assert visitor.complaints == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_partners_of_a_territory_fit_on_one_page(reader: Reader, theme: str) -> None:
    visitor = reader(theme=theme)
    weights = "&".join(
        f"w_{part}=1" for part in ("match", "complement", "peer", "difference", "lead", "links")
    )
    fullest = [f"territory=ITC4&mode=analysis&{weights}"]
    # Colours leave lines where they are: the fullest sheet is enough to see that.
    more = [
        "territory=ITC4",
        "territory=ITC4&mode=cross-border",
        f"territory=FI194&{weights}",
        f"territory=ES61&{weights}",
    ]
    for query in fullest + (more if theme == "light" else []):
        page = visitor.open(f"partners?{query}&print=yes")
        pdf = page.pdf(prefer_css_page_size=True)
        boxes = re.findall(
            rb"/Type\s*/Page\b(?!s).*?/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", pdf, re.S
        )
        assert [(round(float(w)), round(float(h))) for w, h in boxes] == [A4_POINTS], query
    assert visitor.complaints == []
