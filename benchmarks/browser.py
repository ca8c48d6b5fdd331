"""Page loads and filter changes in a real Chromium."""

import base64
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle

from playwright.sync_api import (
    Browser,
    BrowserContext,
    CDPSession,
    Page,
    TimeoutError,
    ViewportSize,
    sync_playwright,
)

from benchmarks.contents import Contents
from benchmarks.targets import Target

READY_MILLISECONDS = 60_000
SETTLE_MILLISECONDS = 1_000
FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Nothing but the servers under test can be reached.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
# The page is ready when the script has finished and what it announced is on screen: a map when
# its regions are drawn, any other chart when it has a drawing, a table when it has its canvas.
# Gives the time since the navigation started, as the browser counts it.
READY = """
([charts, maps, tables]) => {
  const app = document.querySelector("[data-testid=stApp]");
  if (!app || app.dataset.testScriptState !== "notRunning") return false;
  const drawn = (outer, inner) =>
    [...document.querySelectorAll(`[data-testid=${outer}]`)]
      .filter((element) => element.querySelector(inner)).length;
  if (document.querySelector("[data-testid=stSkeleton], .s3-html:empty")) return false;
  if (drawn("stPlotlyChart", ".main-svg") < charts) return false;
  const ours = document.querySelectorAll(".s3-map.s3-drawn").length;
  if (ours + drawn("stPlotlyChart", ".choroplethlayer path") < maps) return false;
  if (drawn("stDataFrame", "canvas") < tables) return false;
  return performance.now();
}
"""
# From the reader's click, or Enter, to the last thing that changed in the page; it is over when
# nothing has changed for a while.
WATCH = """
() => {
  const watched = (window.watchedByBenchmark = { start: null, last: null });
  const begin = (event) => {
    if (event.type === "click" || event.key === "Enter") watched.start = performance.now();
  };
  for (const kind of ["click", "keydown"]) document.addEventListener(kind, begin, true);
  new MutationObserver(() => (watched.last = performance.now())).observe(
    document.querySelector("[data-testid=stMain]"),
    { subtree: true, childList: true, attributes: true, characterData: true },
  );
}
"""
SETTLED = """
(quiet) => {
  const { start, last } = window.watchedByBenchmark;
  const app = document.querySelector("[data-testid=stApp]");
  if (!start || !last || app.dataset.testScriptState !== "notRunning") return false;
  return performance.now() - Math.max(start, last) > quiet && last > start && last - start;
}
"""


class NotReady(RuntimeError):
    """A page was not ready in time."""


VIEWPORT = ViewportSize(width=1280, height=900)


@dataclass(frozen=True)
class Load:
    """One page load: seconds until ready, and payload received over the websocket."""

    seconds: float
    received_bytes: float


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium; ``$CHROMIUM`` names another than the one on the path."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def load_twice(
    browser: Browser, server: str, target: Target, contents: Contents
) -> tuple[Load, Load]:
    """Load a page in a browser that never saw it, then again in the same browser."""
    with _reader(browser, target) as context:
        cold = _load(context, server, target, contents)
        return cold, _load(context, server, target, contents)


def change_filter(browser: Browser, server: str, target: Target, contents: Contents) -> Load | None:
    """Change the first filter of a page as a reader would; None for a page that has none.

    Seconds are from the click on the value, or from Enter, to the last change on screen.
    """
    if target.key not in _CHANGES:
        return None
    with _reader(browser, target) as context:
        page = context.new_page()
        received = count_received(context, page)
        page.goto(server + target.address)
        _wait_until_ready(page, contents)
        page.wait_for_timeout(SETTLE_MILLISECONDS)
        # What arrives after the first load belongs to the change.
        received.clear()
        page.evaluate(WATCH)
        _CHANGES[target.key](page)
        settled = page.wait_for_function(SETTLED, arg=SETTLE_MILLISECONDS)
        milliseconds: float = settled.json_value()
        return Load(milliseconds / 1000, sum(received))


@contextmanager
def _reader(browser: Browser, target: Target) -> Iterator[BrowserContext]:
    """A reader's browser with nothing in its cache. Raises `NotReady` for any timeout in it."""
    context = browser.new_context(viewport=VIEWPORT, color_scheme="light")
    try:
        yield context
    except TimeoutError as error:
        raise NotReady(f"{target.title} was not ready in time: {error.message}") from error
    finally:
        context.close()


def _switch_measure(page: Page) -> None:
    page.get_by_test_id("stButtonGroup").get_by_role("radio").nth(1).click()


def _choose_country(page: Page) -> None:
    _choose_first(page, "Country")


def _choose_platform(page: Page) -> None:
    _choose_first(page, "Platform")


def _choose_first(page: Page, label: str) -> None:
    page.get_by_test_id("stMultiSelect").filter(has_text=label).locator("input").first.click()
    page.get_by_role("option").first.click()


def _ask_another_topic(page: Page) -> None:
    box = page.get_by_label("What is it about?")
    box.fill(next(_TOPICS))
    box.press("Enter")


_TOPICS = cycle(
    ("marine robotics", "textile recycling", "photonics", "dairy", "batteries", "tourism", "timber")
)
"""One a round: each is asked for the first time."""
_CHANGES = {
    "floor": _choose_country,
    "overview": _switch_measure,
    "priorities": _choose_country,
    "progress": _choose_platform,
    "topic": _ask_another_topic,
}


def _load(context: BrowserContext, server: str, target: Target, contents: Contents) -> Load:
    page = context.new_page()
    try:
        received = count_received(context, page)
        page.goto(server + target.address, wait_until="commit")
        milliseconds = _wait_until_ready(page, contents)
        return Load(milliseconds / 1000, sum(received))
    finally:
        page.close()


def _wait_until_ready(page: Page, contents: Contents) -> float:
    ready = page.wait_for_function(
        READY,
        arg=[contents.charts, contents.maps, contents.tables],
        timeout=READY_MILLISECONDS,
    )
    milliseconds: float = ready.json_value()
    return milliseconds


def count_received(context: BrowserContext, page: Page) -> list[int]:
    sizes: list[int] = []
    protocol: CDPSession = context.new_cdp_session(page)
    protocol.send("Network.enable")

    def count(event: dict[str, dict[str, str]]) -> None:
        sizes.append(len(base64.b64decode(event["response"]["payloadData"])))

    protocol.on("Network.webSocketFrameReceived", count)
    return sizes
