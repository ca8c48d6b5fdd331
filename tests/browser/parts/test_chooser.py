"""The box to choose territories in: found by every name, moved by keys and by fingers."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

Reader = Callable[..., Any]
LIST = "/lists/territories.json"
# Each name in one of several spellings. Told: those whose territory is not found by the whole name.
EVERY_NAME = """async () => {
  const [address, module] = ["lists/territories.json", "scripts/parts/finding.js"];
  const list = await (await fetch(new URL(address, document.baseURI))).json();
  const find = (await import(new URL(module, document.baseURI))).finder(list);
  const plain = (name) => name.normalize("NFD").replace(/\\p{M}/gu, "");
  const ways = [(n) => n, (n) => n.toUpperCase(), plain, (n) => ` ${plain(n).toLowerCase()} `,
    (n) => n.normalize("NFD"), (n) => n.replace(/[-–—’']/g, " ")];
  const lost = [];
  list.territories.forEach(([code, name, , , ...others], turn) => {
    if (find(code.toLowerCase()).found[0]?.code !== code) lost.push(code);
    [name, ...others].forEach((each, place) => {
      const typed = ways[(turn + place) % ways.length](each);
      const { found, near } = find(typed);
      const one = found.find((other) => other.code === code);
      if (!one || one.best > 1 || near) lost.push(`${code} ${typed}`);
    });
  });
  return [list.territories.length, lost];
}"""


def options(page: Page) -> list[str]:
    """What is offered, a text each."""
    page.get_by_role("option").first.wait_for()
    return [" ".join(text.split()) for text in page.get_by_role("option").all_inner_texts()]


def test_every_territory_is_found_by_its_code_and_by_every_name(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("region")
    assert not [url for url in visitor.asked() if LIST in url]
    count, lost = page.evaluate(EVERY_NAME)
    assert count > 1000
    assert lost == []


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Köln", "Köln (DEA2) Germany · no priorities or partnerships documented"),
        ("koeln", "Köln (DEA2) Germany · no priorities or partnerships documented"),
        ("cologne", "Köln (DEA2) also Cologne · Germany · no priorities"),
        ("bayern", "Bavaria (DE2) also Bayern · Germany"),
        ("eesti", "Estonia (EE) also Eesti"),
        ("ΠΕΛΟΠΟΝΝΗΣ", "Peloponnisos (EL65) also Πελοπόννησος · Greece"),
        ("югозападен", "Yugozapaden (BG41) also Югозападен · Bulgaria"),
        ("lodz", "Łódzkie (PL71) also Łódź · Poland"),
        ("iti1", "Toscana (ITI1) Italy"),
        ("italy toscana", "Toscana (ITI1) Italy"),
        ("piedmont", "Piemonte (ITC1) also Piedmont · Italy"),
        ("presov region", "Prešovský kraj (SK041) Slovakia"),
    ],
)
def test_what_is_found_first_and_why(lasting_page: Page, typed: str, first: str) -> None:
    box = lasting_page.get_by_role("combobox", name="Territory")
    box.fill(typed)
    expect(lasting_page.get_by_role("option").first).to_contain_text(first.split(" ")[0])
    assert options(lasting_page)[0].startswith(first)


@pytest.fixture(scope="module")
def lasting_page(lasting_reader: Reader) -> Page:
    page: Page = lasting_reader().open("region")
    return page


def test_a_territory_is_chosen_by_keyboard_and_what_is_typed_stays(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("region")
    box = page.get_by_role("combobox", name="Territory")
    box.focus()
    assert box.get_attribute("aria-expanded") == "false"
    box.press("ArrowDown")
    page.get_by_role("option").first.wait_for()
    assert "no priorities" not in " ".join(options(page))
    box.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    page.keyboard.type("xyzzy")
    page.get_by_text("No territory is called “xyzzy”", exact=False).first.wait_for()
    expect(page.locator(".s3-choose-status")).to_contain_text("No territory is called")
    # A run that somebody else causes takes nothing away.
    page.emulate_media(color_scheme="dark")
    visitor.wait_for_bytes(visitor.received_bytes)
    assert box.input_value() == "xyzzy"
    box.fill("preš")
    expect(page.locator(".s3-choose-status")).to_have_text("1 territory found.")
    assert box.get_attribute("aria-expanded") == "true"
    chosen = page.locator(f"#{box.get_attribute('aria-activedescendant')}")
    assert "Prešovský kraj (SK041)" in chosen.inner_text()
    assert visitor.violations() == []
    box.press("Enter")
    page.wait_for_url(re.compile("territory=SK041"))
    visitor.wait()
    assert page.get_by_role("heading", level=1).inner_text() == "Prešovský kraj"
    assert "Priorities are documented above it" in visitor.said()
    assert box.input_value() == "Prešovský kraj (SK041)"
    assert len([url for url in visitor.asked() if LIST in url]) == 1
    assert visitor.complaints == []


def test_chips_leave_by_keyboard_and_five_are_the_most(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("compare?territory=ITC4&territory=DE1&territory=ES61&territory=BE2")
    box = page.get_by_role("combobox", name="Territories, 2 to 5")
    box.focus()
    page.keyboard.type("wien")
    assert options(page)[0].startswith("Vienna (AT13)")
    box.press("Enter")
    page.wait_for_url(re.compile("territory=BE2&territory=AT13"))
    visitor.wait()
    box.focus()
    page.keyboard.type("toscana")
    page.get_by_text("5 are chosen, the most there can be.").first.wait_for()
    assert not page.get_by_role("option").count()
    box.fill("")
    box.press("Backspace")
    page.wait_for_url(re.compile("territory=BE2(&view|$)"))
    visitor.wait()
    page.get_by_role("button", name="Remove Baden-Württemberg (DE1)").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("territory=ITC4&territory=ES61&territory=BE2(&view|$)"))
    visitor.wait()
    expect(box).to_be_focused()
    assert visitor.violations() == []
    assert visitor.complaints == []


def test_on_a_phone_a_finger_finds_everything_and_the_start_page_opens_it(reader: Reader) -> None:
    visitor = reader(width=390, height=844, has_touch=True)
    page = visitor.open("")
    box = page.get_by_role("combobox", name="Which region?")
    box.tap()
    box.fill("hovedstaden")
    option = page.get_by_role("option").first
    option.wait_for()
    for target in (page.locator(".s3-choose-frame"), option):
        frame = target.bounding_box()
        assert frame
        assert frame["height"] >= 44
        assert frame["x"] >= 0
        assert frame["x"] + frame["width"] <= 390
    option.tap()
    page.wait_for_url(re.compile(r"/region\?territory=DK01"))
    visitor.wait()
    assert page.get_by_role("heading", level=1).inner_text() == "Hovedstaden"
    assert visitor.complaints == []


def test_without_the_list_the_box_says_so_and_tries_again(reader: Reader) -> None:
    visitor = reader()
    page = visitor.open("region")
    page.route(f"**{LIST}*", lambda route: route.fulfill(status=503))
    box = page.get_by_role("combobox", name="Territory")
    box.fill("wien")
    page.get_by_text("could not be loaded").first.wait_for()
    page.unroute(f"**{LIST}*")
    box.fill("wien ")
    assert options(page)[0].startswith("Vienna (AT13)")
