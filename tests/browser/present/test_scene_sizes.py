"""Scenes fill a screen without a scroll bar, and the last row of the room can read them."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from s3dash.present.content import Scene
from s3dash.present.deck import Entry
from s3dash.present.html import SCENE_CSS, scene_html
from s3dash.present.scenes import scene
from s3dash.store.connection import Store
from s3dash.web.present.files import FOLDER

P = "partnership?partnership=traceability-and-big-data"
FIVE = "&".join(f"territory={code}" for code in ("ITI1", "DE1", "ITH5", "ES61", "BE2"))
POINTS = tuple({"what": f"Point {n} of a long morning with many words", "minutes": 10}
               for n in range(12))  # fmt: skip
LONG = Entry(
    "industrial-modernisation?view=stages", "board",
    title="What have all of our twenty-eight partnerships together really reached in the last two "
    "years of work, and what comes next?",
)  # fmt: skip
ENTRIES = (
    Entry("industrial-modernisation", "figures"),
    Entry("agri-food", "map"),
    LONG,
    Entry(P, "board"),
    Entry("industrial-modernisation?view=stages", "replay"),
    Entry(P, "replay"),
    Entry("linkages?territory=ITH5", "network"),
    Entry("partners?territory=ITH5", "ranking"),
    Entry(f"compare?{FIVE}", "comparison"),
    Entry("compare?territory=ITI1&territory=DE1", "comparison"),
    Entry(P, "timeline"),
    Entry(f"{P}&view=capability", "capability"),
    Entry("region?territory=ITH5&view=distinctive", "chart"),
    Entry("data", "table"),
    Entry(f"{P}&view=candidates", "table"),
    Entry("priorities?view=table", "table"),
    Entry("atlas?against=priorities&colours=both", "map"),
    Entry("atlas?indicator=erdf_per_inhabitant_2014_2020&against=median_age&colours=both", "map"),
    Entry("ict?view=behind", "map"),
    Entry("energy?view=join", "table"),
    Entry("partners?territory=ITH5&view=table", "table"),
    Entry("linkages?view=matrix", "table"),
    Entry("priorities?view=matrix", "table"),
    Entry(f"{P}&view=chain", "table"),
    Entry("coverage?view=doubts", "table"),
    Entry(P, "checklist", options={"stage": "learn", "minutes": 15}),
    Entry(kind="text", options={"text": "> A **quotation**.\n\n" + "Many words. " * 60, "by": "A"}),
    Entry(kind="agenda", options={"points": POINTS}),
)
SIZES = {"light": ((1280, 720), (1024, 768)), "dark": ((1920, 1080),)}
MEASURE = """() => {
  const found = [], [W, H] = [innerWidth, innerHeight];
  const scene = document.querySelector(".scene");
  const body = scene.querySelector(".body").getBoundingClientRect();
  const root = document.documentElement;
  if (root.scrollHeight > H || root.scrollWidth > W) found.push("a scroll bar");
  const head = scene.querySelector(".headline");
  if (head && parseFloat(getComputedStyle(head).fontSize) < H / 20) found.push("small headline");
  for (const one of scene.querySelectorAll("*")) {
    const told = [...one.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (one.tagName === "S" || !one.getClientRects().length) continue;
    const box = one.getBoundingClientRect();
    const name = `${one.tagName}: ${one.textContent.slice(0, 40)}`;
    if (told) {
      const scale = one.tagName === "text" ? one.getScreenCTM().a : 1;
      const size = parseFloat(getComputedStyle(one).fontSize) * scale;
      if (size < H / 45 - 0.01) found.push(`${size.toFixed(1)} pixels: ${name}`);
      if (box.left < 0 || box.top < 0 || box.right > W || box.bottom > H)
        found.push(`out: ${name}`);
    }
    if (told && one.closest(".body"))
      for (const node of [...one.childNodes].filter((n) => n.nodeType === 3))
        for (const { index, 0: word } of node.data.matchAll(/[^\\s–/-]+/g)) {
          if (word.includes("\\u00ad")) continue;
          const range = document.createRange();
          range.setStart(node, index);
          range.setEnd(node, index + word.length);
          if (new Set([...range.getClientRects()].map((part) => Math.round(part.top))).size > 1)
            found.push(`broken: ${word}`);
        }
    if (one.tagName === "svg" && one.closest(".body") && box.bottom > body.bottom + 1)
      found.push(`away from its row: ${one.getAttribute("class")}`);
    if (one.closest(".body") && !one.closest("svg") && box.bottom > body.bottom + 1)
      found.push(`over the foot by ${Math.round(box.bottom - body.bottom)}: ${name}`);
    if (!one.closest("svg") && getComputedStyle(one).display !== "inline" &&
        one.scrollWidth > one.clientWidth + 1 && one.clientWidth)
      found.push(`too wide: ${name}`);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Page:
    return chromium.new_page()


def show(page: Page, html: str) -> None:
    style = "".join(
        path.read_text(encoding="utf-8") for path in (FOLDER / "present.css", SCENE_CSS)
    )
    page.set_content(
        f"<!doctype html><html lang=en><title>Scene</title><style>{style}</style><main style="
        f"'height:100%'>{html}</main></html>"
    )


@pytest.fixture(scope="module")
def scenes(store: Store) -> list[Scene]:
    return [scene(store, entry) for entry in ENTRIES]


def test_scenes_fit_the_screens_of_rooms_in_the_light_and_in_the_dark(
    page: Page, scenes: list[Scene]
) -> None:
    problems = []
    for entry, made in zip(ENTRIES, scenes, strict=True):
        assert not made.problems
        for theme, sizes in SIZES.items():
            show(page, scene_html(made, theme))
            for size in sizes:
                page.set_viewport_size({"width": size[0], "height": size[1]})
                if found := page.evaluate(MEASURE):
                    problems.append((made.kind, entry.link, size, *found[:3]))
    assert not problems, "\n".join(map(str, problems))


def test_scenes_are_accessible(page: Page, scenes: list[Scene]) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    for theme in SIZES:
        show(page, "".join(scene_html(made, theme) for made in scenes[::2]))
        # Several scenes on one page have several main headings.
        options = {"runOnly": ["wcag2a", "wcag2aa"]}
        found = Axe().run(page, options=options).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
