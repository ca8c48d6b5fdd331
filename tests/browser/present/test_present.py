"""Presenting in a browser: keys, the presenter and the phones in step, typed work that is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from s3dash.present.rooms.rooms import Rooms
from s3dash.store.connection import Store
from tests.fixtures.presenting import BASE, Service, rooms_away, serving

PLACE = "#place"


@pytest.fixture(scope="module")
def service(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(store, tmp_path_factory.mktemp("rooms")) as made:
        yield made


@pytest.fixture
def opened(chromium: Browser, service: Service) -> Iterator[Callable[..., Page]]:
    """Open an address of presenting in a browser of its own, or in that of another page."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_(path: str, width: int, height: int, beside: Page | None = None) -> Page:
        if beside is None:
            size: Any = {"width": width, "height": height}
            contexts.append(chromium.new_context(viewport=size))
        page = (beside.context if beside else contexts[-1]).new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"http://127.0.0.1:{service.port}{BASE}/present/{path}")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


def test_a_view_is_presented_and_esc_leads_back_to_it(reader: Any) -> None:
    visitor = reader()
    page = visitor.open("progress?platform=energy")
    address = page.url
    page.get_by_role("button", name="Add to deck").click()
    page.get_by_label("Your own headline").fill("Where energy stands")
    page.keyboard.press("Escape")
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("p")
    page.locator(".scene.board").wait_for()
    for key, panel in (("o", "#overview"), ("?", "#help")):
        page.keyboard.press(key)
        expect(page.locator(panel)).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator(panel)).to_be_hidden()
    page.keyboard.press("b")
    expect(page.locator("#black")).to_be_visible()
    page.keyboard.press("b")
    expect(page.locator("#black")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    page.keyboard.press("Escape")
    visitor.wait()
    assert page.url == address

    visitor.open("present")
    expect(page.locator(".s3-decks .scenes")).to_contain_text("Where energy stands")
    # By keys alone: the focus goes with what is moved, and is never lost.
    page.get_by_role("button", name="Add a question or quotation").press("Enter")
    page.get_by_role("button", name="Move down: Where energy stands").press("Enter")
    expect(page.get_by_role("button", name="Move up: Where energy stands")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Move down: Where energy stands")).to_be_focused()
    page.get_by_role("button", name="Remove: Your question").press("Enter")
    expect(page.get_by_role("button", name="Remove: Where energy stands")).to_be_focused()
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.locator(".s3-decks .scenes > li")).to_have_count(2)
    expect(page.locator(".s3-decks :focus")).to_have_count(1)
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.locator(".scene .headline")).to_have_text("Where energy stands")
    assert re.search(r"/present/room/[\w-]{24}#1$", page.url)
    asked = visitor.asked()
    # With the browser's Back and Forward too.
    page.keyboard.press("Escape")
    expect(page.locator(".s3-decks .ready").last).to_contain_text("My deck")
    assert visitor.complaints == []
    asked += visitor.asked()
    assert {url.split("/")[2] for url in asked if "//" in url} == {visitor.url.split("/")[2]}


def test_screen_presenter_and_phone_are_in_step(
    opened: Callable[..., Page], service: Service
) -> None:
    key = service.room("ready=partnership-traceability-and-big-data")
    screen = opened(f"room/{key}", 1280, 720)
    presenter = opened(f"room/{key}/presenter", 1100, 800)
    phone = opened(f"follow/{service.rooms.find(key).follow_key}", 390, 844)
    for page in (screen, presenter, phone):
        expect(page.locator(PLACE)).to_have_text("1 / 14")
    screen.keyboard.press("PageDown")
    screen.keyboard.press("ArrowRight")
    for page in (presenter, phone):
        expect(page.locator(PLACE)).to_have_text("3 / 14")
    presenter.get_by_role("button", name="Next →").click()
    for page in (screen, phone):
        expect(page.locator(PLACE)).to_have_text("4 / 14")
    expect(presenter.locator("#note")).to_contain_text("What is documented")
    expect(presenter.frame_locator("#next").locator(".scene.timeline")).to_be_visible()
    screen.keyboard.press("Home")
    expect(presenter.locator(PLACE)).to_have_text("1 / 14")
    for sign in "6":
        screen.keyboard.press(sign)
    screen.keyboard.press("Enter")
    expect(phone.locator(PLACE)).to_have_text("6 / 14")
    screen.keyboard.press("o")
    expect(screen.locator("#overview [aria-current]")).to_be_focused()
    screen.keyboard.press("Escape")
    # Esc forgets a number that was begun, and stays.
    screen.keyboard.press("9")
    screen.keyboard.press("Escape")
    expect(screen.locator("#told")).to_be_hidden()
    screen.keyboard.press("Enter")
    # Each step is waited for at the presenter's: a headline stays with the scene that is there.
    for page in (presenter, phone):
        expect(page.locator(PLACE)).to_have_text("7 / 14")
    screen.keyboard.press("ArrowLeft")
    for page in (presenter, phone):
        expect(page.locator(PLACE)).to_have_text("6 / 14")
    presenter.get_by_label("Your own headline").press_sequentially("What we learned")
    screen.keyboard.press("ArrowRight")
    expect(presenter.locator(PLACE)).to_have_text("7 / 14")
    # The screen asks for it once more where the server could not tell it at once.
    screen.route("**/state?since=*", lambda route: route.fulfill(status=503), times=1)
    presenter.get_by_label("Your own headline").blur()
    screen.keyboard.press("ArrowLeft")
    expect(screen.locator(".scene .headline")).to_have_text("What we learned")
    expect(phone.locator(PLACE)).to_have_text("6 / 14")
    # A point ticked on the screen is ticked on the phone, where it cannot be changed.
    screen.locator("[data-point]").first.click()
    expect(phone.locator("[data-point]").first).to_have_attribute("aria-checked", "true")
    phone.locator("[data-point]").nth(1).click()
    # The presenter sees it too, on the scene that is shown and on that which comes next.
    ticked = "[aria-checked=true]"
    expect(presenter.frame_locator("#now").locator(ticked)).to_have_count(1)
    screen.keyboard.press("ArrowLeft")
    expect(presenter.frame_locator("#next").locator(ticked)).to_have_count(1)
    screen.keyboard.press("ArrowRight")
    expect(presenter.frame_locator("#now").locator(ticked)).to_have_count(1)
    presenter.get_by_role("button", name="Black").click()
    expect(screen.locator("#black")).to_be_visible()
    expect(phone.locator("#black")).to_be_visible()
    expect(screen.locator("[aria-checked=true]")).to_have_count(1)
    # Closed by mistake and opened again, each finds its place.
    presenter.close()
    again = opened(f"room/{key}/presenter", 390, 844)
    expect(again.locator(PLACE)).to_have_text("6 / 14")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert again.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_is_typed_is_kept_while_the_rooms_are_away(
    opened: Callable[..., Page], service: Service, tmp_path: Path
) -> None:
    key = service.room("ready=partnership-traceability-and-big-data")
    page = opened(f"room/{key}", 1280, 720)
    page.keyboard.press("w")
    page.get_by_role("tab", name="Agreed actions").click()
    page.get_by_role("button", name="Add an action").click()
    page.get_by_label("What", exact=True).fill("Write to Flanders")
    expect(page.locator(".kept")).to_have_text("All is kept.")
    with rooms_away(service, tmp_path):
        page.get_by_label("By when").fill("March")
        expect(page.locator(".kept")).to_contain_text("Nothing is lost")
        page.close()
        assert [item.content["by"] for item in kept_actions(service, key)] == [""]
    # A new window of the same browser sends what waited.
    page = opened(f"room/{key}", 1280, 720, beside=page)
    page.keyboard.press("w")
    page.get_by_role("tab", name="Agreed actions").click()
    expect(page.get_by_label("By when")).to_have_value("March")
    expect(page.locator(".kept")).to_have_text("All is kept.")
    [action] = [item for item in service.rooms.items(key) if item.kind == "action"]
    assert action.content is not None
    assert (action.content["what"], action.content["by"]) == ("Write to Flanders", "March")

    # What was removed can be brought back, also after the server has heard of it.
    page.get_by_role("button", name="Remove").press("Enter")
    expect(page.locator(".kept")).to_have_text("All is kept.")
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("What", exact=True)).to_be_focused()
    expect(page.get_by_label("By when")).to_have_value("March")
    # The name of a link of the chain is kept as it is typed.
    page.get_by_role("tab", name="Value chain").press("Enter")
    page.get_by_label("Name of this link").first.fill("Fields")
    expect(page.locator(".kept")).to_have_text("All is kept.")
    [column] = [item for item in service.rooms.items(key) if item.kind == "column"]
    assert column.content is not None
    assert column.content["title"] == "Fields"
    page.get_by_role("tab", name="Agreed actions").press("Enter")

    # Two facilitators change one action at once: different fields are joined, the same field asks.
    other = opened(f"room/{key}/presenter", 1100, 800)
    other.get_by_role("button", name="Room’s work").click()
    other.get_by_role("tab", name="Agreed actions").click()
    page.context.set_offline(True)
    page.get_by_label("What", exact=True).fill("Call Flanders")
    page.get_by_label("By when").fill("April")
    other.get_by_label("Which organisation").fill("The agency")
    other.get_by_label("By when").fill("May")
    expect(other.locator(".s3-work .kept")).to_have_text("All is kept.")
    page.context.set_offline(False)
    expect(page.locator(".conflict")).to_contain_text("May")
    page.get_by_role("button", name="Keep mine").click()
    expect(page.locator(".kept")).to_have_text("All is kept.")
    expect(other.get_by_label("By when")).to_have_value("April")


def kept_actions(service: Service, key: str) -> list[Any]:
    """What the database has while the service cannot reach it."""
    rooms = Rooms(service.address)
    found = [item for item in rooms.items(key) if item.kind == "action"]
    rooms.close()
    return found
