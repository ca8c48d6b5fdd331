"""The search of the bar: opened, moved in and left by keys; what is chosen opens in place."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

Reader = Callable[..., Any]


def test_it_is_used_by_keys_alone_and_opens_what_is_found_in_place(reader: Reader) -> None:
    page = reader().open("hubs")
    page.evaluate("window.isTheSame = true")
    box = page.get_by_role("combobox", name="Search everything")
    # In a box a stroke is a letter.
    page.get_by_role("textbox").first.press("/")
    expect(box).to_be_hidden()
    page.get_by_role("textbox").first.fill("")
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("/")
    expect(box).to_be_focused()
    page.keyboard.type("toscanna")
    active = page.locator(".s3-seek [aria-selected=true]")
    expect(active).to_contain_text("Toscana")
    expect(box).to_have_attribute("aria-activedescendant", str(active.get_attribute("id")))
    expect(page.locator(".s3-seek-told")).to_contain_text("for “toscanna”")
    page.keyboard.press("ArrowDown")
    expect(active).not_to_contain_text("ITI1 ·")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/region\?territory=ITI1$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Toscana")
    assert page.evaluate("window.isTheSame")
    # Another record of the same page.
    page.keyboard.press("/")
    page.keyboard.type("bavaria")
    expect(active).to_contain_text("Bavaria")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/region\?territory=DE2$"))
    page.keyboard.press("/")
    page.keyboard.type("qqxyzzy")
    expect(page.locator(".s3-seek-told")).to_contain_text("Nothing has “qqxyzzy”")
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
