"""The years of an indicator played on the map of the Atlas: frames, bytes, keys, stillness."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect

Reader = Callable[..., Any]
MOST_BYTES = 60_000
MOST_MS = 200
ADDRESS = "atlas?indicator=gdp_pps_per_inhabitant_eu27"
FILLS = """() => [...document.querySelectorAll('.s3-areas path')]
  .map(path => path.dataset.territory + path.getAttribute('fill')).join()"""
# From the key to the frame that is on screen, for each of eight years back.
FRAMES = """async () => {
  const group = document.querySelector('.s3-play');
  const took = [];
  for (let n = 0; n < 8; n++) {
    const start = performance.now();
    group.querySelector('[data-do=back]').click();
    await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    took.push(performance.now() - start);
  }
  return took;
}"""


def year_in_link(visitor: Any) -> list[str]:
    return parse_qs(urlsplit(visitor.page.url).query).get("year", [])


def test_years_play_on_the_map_and_the_page_follows(reader: Reader) -> None:
    visitor = reader()
    visitor.open(ADDRESS)
    page = visitor.page
    page.locator(".s3-areas path").first.wait_for(state="attached")
    newest = page.evaluate(FILLS)
    button = page.get_by_role("button", name="Play", exact=True)
    said = page.locator(".s3-play output b")
    last = int(said.inner_text())
    before = visitor.received_bytes
    button.focus()
    page.keyboard.press("Enter")
    expect(said).not_to_have_text(str(last))
    expect(page.locator("body.s3-plays")).to_have_count(1)
    assert page.evaluate(FILLS) != newest
    # A year that passes asks for nothing; the page follows where the play is held.
    assert visitor.received_bytes == before
    page.keyboard.press("Escape")
    visitor.wait()
    held = said.inner_text()
    expect(page.locator(".s3-count, p").filter(has_text=f", {held}: ").first).to_be_visible()
    assert year_in_link(visitor) == [held]
    assert 0 < visitor.received_bytes - before <= MOST_BYTES
    # What the script drew and what the page draws of the same year are alike.
    played = page.evaluate(FILLS)
    page.reload()
    page.locator(".s3-areas path").first.wait_for(state="attached")
    assert sorted(page.evaluate(FILLS).split(",")) == sorted(played.split(","))


def test_a_frame_is_quick_and_who_wants_stillness_steps(reader: Reader) -> None:
    visitor = reader()
    page = visitor.page
    page.emulate_media(reduced_motion="reduce")
    visitor.open(ADDRESS)
    page.locator(".s3-areas path").first.wait_for(state="attached")
    expect(page.locator(".s3-play [data-do=play]")).to_be_hidden()
    took = sorted(page.evaluate(FRAMES))
    assert took[len(took) // 2] <= MOST_MS, took
    visitor.wait()
    page.locator(".s3-play [data-do=on]").focus()
    before = int(page.locator(".s3-play output b").inner_text())
    page.keyboard.press("ArrowRight")
    visitor.wait()
    expect(page.locator(".s3-play output b")).to_have_text(str(before + 1))


def test_on_a_phone_an_indicator_is_chosen_in_the_whole_width(reader: Reader) -> None:
    page = reader(390).open(ADDRESS)
    box = page.locator(".st-key-atlas_indicator").bounding_box()
    assert box is not None
    assert box["width"] > 300
