"""What a reader with the keys and a screen reader has after the page ran."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def slow_computer(visitor: Any) -> Iterator[None]:
    """A page that still draws when its run has ended long ago."""
    computer = visitor.context.new_cdp_session(visitor.page)
    computer.send("Emulation.setCPUThrottlingRate", {"rate": 20})
    try:
        yield
    finally:
        computer.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        computer.detach()


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
    with slow_computer(visitor):
        page.locator(".st-key-clear_all button").focus()
        page.keyboard.press("Enter")
        page.wait_for_url(f"{visitor.url}/priorities")
        page.wait_for_function(
            "() => window.heard.some(text => text.includes('documented priorities of'))"
        )
    assert page.evaluate("document.activeElement.closest('.st-key-filters') !== null")
