"""What readers do with the mouse and the keys."""

from __future__ import annotations

from typing import Any

# The largest region on the map whose centre lies in it and in no smaller one drawn on top of it:
# its code and where to click.
BIG_REGION = """(codes) => {
  const paths = [...document.querySelectorAll('.s3-areas path')];
  const holds = (path, x, y) => path.isPointInFill(
    new DOMPoint(x, y).matrixTransform(path.getScreenCTM().inverse()));
  const found = paths.map((path, index) => {
    const box = path.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    return {path, index, x, y, code: path.dataset.territory, size: box.width * box.height};
  }).filter(p => codes.includes(p.code) && p.y > 0 && p.y < window.innerHeight
              && holds(p.path, p.x, p.y)
              && !paths.slice(p.index + 1).some(other => holds(other, p.x, p.y)))
    .sort((a, b) => b.size - a.size);
  return [found[0].code, found[0].x, found[0].y];
}"""


def region_on_map(visitor: Any, codes: list[str]) -> tuple[str, float, float]:
    """One of the territories on the first map, with the place to click it."""
    visitor.page.locator(".s3-map").first.scroll_into_view_if_needed()
    code, x, y = visitor.page.evaluate(BIG_REGION, codes)
    visitor.page.mouse.move(x, y)
    return code, x, y


BUTTONS = {"domain": "economic", "science": "scientific", "objective": "objectives"}
"""Filters whose box opens with a button: the key of the box -> what the button's key ends with."""


def choose(visitor: Any, key: str, text: str) -> None:
    """Choose a value in a filter with several values, by typing."""
    if key in BUTTONS:
        visitor.page.locator(f".st-key-facet_{BUTTONS[key]} button").first.click()
    box = visitor.page.locator(f"[class*='st-key-{key}'] input").first
    box.click()
    box.type(text)
    visitor.page.get_by_role("option").first.wait_for()
    box.press("Enter")
    box.press("Escape")
    if key in BUTTONS:
        visitor.page.keyboard.press("Escape")


def go(visitor: Any, menu: str, title: str) -> None:
    """Go to a page by the bar at the top; ``menu`` is the menu it stands in, empty for none."""
    if menu:
        visitor.page.get_by_test_id("stTopNavSection").filter(has_text=menu).click()
    kind = "stTopNavDropdownLink" if menu else "stTopNavLink"
    visitor.page.get_by_test_id(kind).filter(has_text=title).first.click()
    visitor.page.get_by_role("heading", level=1, name=title).wait_for()
    visitor.wait()


def focus_by_tab(visitor: Any, selector: str, most: int = 80) -> bool:
    """Press Tab until something that matches has the focus."""
    for _ in range(most):
        visitor.page.keyboard.press("Tab")
        if visitor.page.evaluate("s => document.activeElement.matches(s)", selector):
            return True
    return False
