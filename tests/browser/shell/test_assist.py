"""What a reader with the keys and a screen reader has after the page ran."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def test_the_focus_stays_near_what_went_away_and_the_count_is_said(
    reader: Callable[..., Any],
) -> None:
    visitor = reader()
    page = visitor.open("priorities?territory=ITI1")
    # What is said is taken away again, maybe before a slow test looks.
    page.evaluate(
        """() => {
          const line = document.querySelector('.s3-heard');
          window.heard = [];
          new MutationObserver(() => window.heard.push(line.textContent)).observe(
            line, {childList: true});
        }"""
    )
    page.locator(".st-key-clear_all button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{visitor.url}/priorities")
    page.wait_for_function(
        "() => window.heard.some(text => text.includes('documented priorities of'))"
    )
    assert page.evaluate("document.activeElement.closest('.st-key-filters') !== null")
