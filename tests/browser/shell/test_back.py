"""The reader's Back: what is a step, what is none, and the place scrolled to."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

Reader = Callable[..., Any]
SCROLLED = "document.querySelector('[data-testid=stMain]').scrollTop"


def steps(visitor: Any) -> int:
    return int(visitor.page.evaluate("history.length"))


def switch(visitor: Any, key: str, choice: str) -> None:
    """Choose a view, and see that this is one step."""
    before = steps(visitor)
    visitor.page.locator(f".st-key-{key}").get_by_role("radio", name=choice).click()
    visitor.page.wait_for_url(re.compile(f"[?&]{key}="))
    visitor.wait()
    assert steps(visitor) == before + 1


def back(visitor: Any, address: str) -> None:
    visitor.page.go_back()
    visitor.page.wait_for_url(f"{visitor.url}/{address}")
    visitor.wait()


def test_views_and_records_are_steps_and_the_place_comes_back(reader: Reader) -> None:
    visitor = reader(height=600)
    page = visitor.open("region?territory=ITH5&utm_source=letter")
    page.wait_for_url(f"{visitor.url}/region?territory=ITH5")
    page.evaluate(f"{SCROLLED} = 120")
    switch(visitor, "view", "Partnerships")
    page.evaluate(f"{SCROLLED} = 60")
    before = steps(visitor)
    # Not by the pointer, which would scroll there.
    page.locator("a.s3-go[href*='partnership?']").first.evaluate("link => link.click()")
    page.wait_for_url(re.compile(r"/partnership\?partnership=[a-z0-9-]+$"))
    visitor.wait()
    assert steps(visitor) == before + 1
    back(visitor, "region?territory=ITH5&view=Partnerships")
    page.wait_for_function(f"() => {SCROLLED} === 60")
    back(visitor, "region?territory=ITH5")
    page.wait_for_function(f"() => {SCROLLED} === 120")
    page.go_forward()
    page.wait_for_url(re.compile("view=Partnerships"))
    assert visitor.complaints == []


def test_a_bound_box_makes_a_step_and_a_slider_one_when_it_stops(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("progress")
    before = steps(visitor)
    slider = page.get_by_role("slider").first
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
        page.wait_for_timeout(300)
    visitor.wait()
    assert urlsplit(page.url).query
    assert steps(visitor) == before + 1
    back(visitor, "progress")
