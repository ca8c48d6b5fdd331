"""The network of territories in a real browser: drawn, lit, clicked; nothing leaves the machine."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from s3dash.queries.partnerships import network
from s3dash.store.connection import Store
from s3dash.ui.look import theme
from s3dash.ui.maps import network_drawing
from s3dash.ui.maps.territory_map import inset_layout

PLATFORM = "industrial-modernisation"
ADDRESS = f"{PLATFORM}?view=network"
MOST_BYTES = 60_000
CANVAS = "[data-testid=stDeckGlJsonChart] canvas"
# A picture of the page has the map in it, whatever the browser keeps of WebGL's own buffer.
COLOURS = """async data => {
  const image = new Image();
  image.src = 'data:image/png;base64,' + data;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const pixels = context.getImageData(0, 0, image.width, image.height).data;
  const counts = {};
  for (let i = 0; i < pixels.length; i += 4) {
    const colour = '#' + [...pixels.slice(i, i + 3)].map(
      part => part.toString(16).padStart(2, '0')).join('');
    counts[colour] = (counts[colour] ?? 0) + 1;
  }
  return counts;
}"""


def colours(page: Page) -> dict[str, int]:
    """How many pixels of the map have which colour."""
    picture = page.locator("[data-testid=stDeckGlJsonChart]").screenshot()
    return dict(page.evaluate(COLOURS, base64.b64encode(picture).decode()))


def wait_for_colour(page: Page, colour: str, least: int) -> None:
    """Wait until so many pixels of the map have the colour."""
    for _ in range(60):
        if colours(page).get(colour, 0) >= least:
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"the map shows no {colour}")


def place_of(page: Page, x: float, y: float) -> tuple[float, float]:
    """Where a point of the map stands in the window."""
    box = page.locator("[data-testid=stDeckGlJsonChart]").bounding_box()
    assert box
    left, right = inset_layout()["x_range"]
    scale = network_drawing.WIDTH / (right - left)
    middle = sum(inset_layout()["y_range"]) / 2
    return (
        box["x"] + box["width"] / 2 + x * scale,
        box["y"] + box["height"] / 2 - (y - middle) * scale,
    )


def click_until(page: Page, at: tuple[float, float], is_done: Callable[[], bool]) -> None:
    """Click on the map until it has taken the click: drawn without a graphics card, it is slow."""
    for _ in range(4):
        page.mouse.move(*at)
        page.wait_for_timeout(500)
        page.mouse.click(*at)
        for _ in range(60):
            if is_done():
                return
            page.wait_for_timeout(200)
    raise AssertionError("the map takes no click")


@pytest.fixture(scope="module")
def visitor(lasting_reader: Callable[..., Any]) -> Any:
    """A reader with the network before them, all the time: drawn without a card, it is slow."""
    found = lasting_reader(height=1300, draws=True)
    page = found.open(ADDRESS)
    page.wait_for_selector(CANVAS)
    wait_for_colour(page, theme.LAND["light"], 10_000)
    return found


def test_the_map_is_drawn_within_the_budget_and_nothing_is_asked_of_others(visitor: Any) -> None:
    assert visitor.received_bytes <= MOST_BYTES
    parts = [urlsplit(url.removeprefix("blob:")) for url in visitor.asked()]
    assert {part.netloc for part in parts if part.scheme != "data"} == {
        urlsplit(visitor.url).netloc
    }
    assert any(part.path == "/maps/nuts-0.json" for part in parts)
    assert visitor.complaints == []


def test_the_box_lights_the_links_by_keyboard(visitor: Any) -> None:
    page = visitor.page
    before = visitor.received_bytes
    box = page.get_by_role("combobox", name="Light the links of a territory")
    box.focus()
    page.keyboard.type("Lombard")
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", name="links of Lombardia")
    expect(heading).to_be_visible()
    assert visitor.wait_for_bytes(before) <= MOST_BYTES
    assert "territory=ITC4" in page.url
    # The chosen territory has the colour of text: a disc of about 380 pixels.
    wait_for_colour(page, theme.TONES["text"][0], 150)


def test_a_click_on_a_territory_lights_it_and_a_second_one_puts_it_out(
    visitor: Any, store: Store
) -> None:
    page = visitor.page
    nodes = network.nodes(store, PLATFORM).set_index("territory_id")
    at = place_of(page, nodes.loc["RO21", "label_x"], nodes.loc["RO21", "label_y"])
    heading = page.get_by_role("heading", name="links of Nord-Est")
    click_until(page, at, lambda: heading.count() == 1)
    page.wait_for_url(re.compile("territory=RO21"))
    visitor.wait()
    click_until(page, at, lambda: heading.count() == 0)
    assert "territory=" not in page.url


def test_the_slider_sets_the_link(visitor: Any) -> None:
    page = visitor.page
    page.get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile("least=3"))


def test_in_a_window_as_narrow_as_a_phones_the_whole_map_is_in_sight(visitor: Any) -> None:
    page = visitor.page
    visitor.change_to(390, "light", (1440, "light"))
    page.wait_for_selector(CANVAS)
    box = page.locator("[data-testid=stDeckGlJsonChart]").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert box["width"] > 300


def test_the_dark_map_has_dark_land(visitor: Any) -> None:
    visitor.change_to(390, "dark", (390, "light"))
    wait_for_colour(visitor.page, theme.LAND["dark"], 10_000)
