"""A running dashboard and a real Chromium."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    WebSocket,
    expect,
    sync_playwright,
)

from scripts.ports import free_port

REPOSITORY = Path(__file__).resolve().parents[2]
# The shell first: the same engine without a window, at two thirds of the processor time.
CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # One process for all windows, and for what draws them: the front end is compiled once.
    "--renderer-process-limit=1",
    "--in-process-gpu",
    # Machine code is made anew for every page, and the page is gone before that pays.
    "--js-flags=--no-maglev --no-turbofan",
    # What is asked of another host fails, whoever asks, and the console says so.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)
STILL = """{
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('*, *::before, *::after {animation: none !important;'
    + ' transition: none !important}');
  document.adoptedStyleSheets = [sheet];
  performance.setResourceTimingBufferSize(1000);
}"""
"""Nothing fades or slides: drawn without a graphics card, that took a sixth of a page's time, and a
click on what still moves comes up beside it. And all that a page asks for is remembered.
"""
UNDRAWN = """for (const kind of ['Arrays', 'Elements', 'ArraysInstanced', 'ElementsInstanced'])
  WebGL2RenderingContext.prototype['draw' + kind] = () => {};"""
"""Networks stay empty, except for who looks at them: without a graphics card the first picture of
each takes as long as two pages.
"""
# A computer that also does other things takes its time; what is so at once waits for nothing.
expect.set_options(timeout=30_000)
START_SECONDS = 60
PARTS = 8
OWN_PROBE = re.compile(r"/[\w-]+/_stcore/(health|host-config)$")
READY = "[data-testid=stApp][data-test-script-state=notRunning]"
CONTRAST = "color-contrast"
RULES_OF_LESS_IMPACT = re.findall(r'{id:"([\w-]+)",impact:"(?:minor|moderate)"', Axe().axe_script)
"""Rules that cannot find what is serious or critical: what axe finds has the impact of its rule."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser, and stays on one worker file by file.

    So each page is opened once for all that is asked of it. The file that opens every page is
    shared out by address in parts: it takes as long as all the others.
    """
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            address = getattr(item, "callspec", None) and item.callspec.params.get("address")
            part = crc32(address.encode()) % PARTS if address else 0
            item.add_marker(
                pytest.mark.xdist_group(f"{item.path.parent.name}/{item.path.name}:{part}")
            )


def start(port: int, store: Path, log: Path) -> subprocess.Popen[bytes]:
    """Start the dashboard as `make run` does, without opening a browser window."""
    with log.open("wb") as output:
        return subprocess.Popen(
            [
                *(sys.executable, "-m", "streamlit", "run", "app.py"),
                *("--server.port", str(port), "--server.headless", "true"),
            ],
            cwd=REPOSITORY,
            env=os.environ
            | {"S3DASH_STORE": str(store), "S3DASH_ROOMS": str(log.with_name("rooms.sqlite"))},
            stdout=output,
            stderr=subprocess.STDOUT,
        )


@pytest.fixture(scope="session")
def start_dashboard() -> Callable[[int, Path, Path], subprocess.Popen[bytes]]:
    """Start a dashboard: port, store, log file. The test ends it."""
    return start


def is_healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@dataclass
class Dashboard:
    """A running dashboard: its address, the store it reads, what it wrote to its log."""

    url: str
    store: Path
    log: Path

    @property
    def port(self) -> int:
        return int(self.url.rsplit(":", 1)[1])


@pytest.fixture(scope="session")
def dashboard(store_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dashboard]:
    """The dashboard on a free port, reading a store of its own; ended when the tests are done."""
    folder = tmp_path_factory.mktemp("dashboard")
    store, log = folder / "s3.duckdb", folder / "log.txt"
    shutil.copyfile(store_path, store)
    port = free_port()
    found = Dashboard(f"http://localhost:{port}", store, log)
    process = start(port, store, log)
    try:
        give_up = time.monotonic() + START_SECONDS
        while not is_healthy(found.url):
            assert process.poll() is None, f"the dashboard ended:\n{log.read_text()}"
            assert time.monotonic() < give_up, f"the dashboard does not answer:\n{log.read_text()}"
            time.sleep(0.1)
        yield found
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def chromium_path() -> str | None:
    """Chromium: ``$S3DASH_CHROMIUM``, else the first of the usual names on the path."""
    stated = os.environ.get("S3DASH_CHROMIUM")
    if stated:
        return stated
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


@pytest.fixture(scope="session")
def _playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(_playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for all tests of a worker."""
    path = chromium_path()
    if path is None:
        reason = (
            "no Chromium found: install one, or name it in S3DASH_CHROMIUM "
            f"(looked for {', '.join(CHROMIUM_NAMES)})"
        )
        if os.environ.get("S3DASH_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    browser = _playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_FLAGS))
    yield browser
    browser.close()


# The script is at rest and has come to the foot of the page, nothing is left of an earlier run,
# nothing loads, every map has shapes, and the run that a change of the colour scheme asks for has
# come. By selectors: every step waits, and asking for a role and a name takes 5 ms more each time.
DRAWN = f"""() => document.querySelector('{READY}')
  && [...document.querySelectorAll('[data-testid=stPageLink] a')].some(
    link => link.textContent.includes('Sources, licences, dictionary'))
  && !document.querySelector('[data-stale=true], [data-testid=stSkeleton], .s3-html:empty')
  && [...document.querySelectorAll('[data-testid=stPlotlyChart]')].every(
    chart => chart.querySelector('.main-svg'))
  && [...document.querySelectorAll('.s3-map')].every(map => map.matches('.s3-drawn'))
  && (matchMedia('print').matches
    || matchMedia('(prefers-color-scheme: dark)').matches === (getComputedStyle(
      document.documentElement).getPropertyValue('--s3-on-print').trim() !== 'none'))"""


# Told by the browser when asked: to be told of each request took a tenth of a page's time.
ASKED = """() => ['navigation', 'resource'].flatMap(
  kind => performance.getEntriesByType(kind).map(entry => entry.name))"""


@dataclass
class Visitor:
    """One reader with a window of their own, and what their browser saw meanwhile."""

    context: BrowserContext
    page: Page
    url: str
    sockets: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    received_bytes: int = 0
    listeners: list[tuple[Page, str, Callable[..., None]]] = field(default_factory=list)

    def watch(self, window: Page) -> None:
        """Note what the browser complains of in a window."""
        self.listen(window, "console", self.note_console)
        self.listen(window, "pageerror", lambda error: self.complaints.append(str(error)))

    def listen(self, window: Page, event: str, note: Callable[..., None]) -> None:
        """Call ``note`` on an event of a window until `stop_listening`."""
        window.on(event, note)  # type: ignore[call-overload]
        self.listeners.append((window, event, note))

    def stop_listening(self) -> None:
        """Note nothing any more."""
        for window, event, note in self.listeners:
            window.remove_listener(event, note)
        self.listeners.clear()

    def note_console(self, message: ConsoleMessage) -> None:
        # On a page below the root Streamlit asks for its own health there first, then at the root.
        address = message.location["url"]
        if message.type == "error" and not OWN_PROBE.search(address):
            self.complaints.append(f"{message.text} ({address})")

    def note_websocket(self, socket: WebSocket) -> None:
        self.sockets.append(socket.url)

        def count(payload: str | bytes) -> None:
            self.received_bytes += len(payload)

        socket.on("framereceived", count)

    def asked(self) -> list[str]:
        """Addresses that the open page was made of and has asked for; no addresses of data."""
        return list(self.page.evaluate(ASKED))

    def said(self) -> str:
        """All text on screen."""
        return str(self.page.inner_text("[data-testid=stApp]"))

    def priorities(self) -> int:
        """Number of priorities that the page says it shows."""
        found = re.search(r"([\d\u202f]+)\s+(?:documented\s+)?priorit(?:y|ies)", self.said())
        assert found, "the page does not say how many priorities it shows"
        return int(found[1].replace("\u202f", ""))

    def wait_for_priorities(self, count: int) -> None:
        """Wait until the page says that it shows so many."""
        give_up = time.monotonic() + 20
        while self.priorities() != count:
            assert time.monotonic() < give_up, f"{self.priorities()} priorities, not {count}"
            self.page.wait_for_timeout(50)
        self.wait()

    def wait_for_bytes(self, before: int) -> int:
        """Wait until a rerun has sent something and is done; returns how much it sent."""
        give_up = time.monotonic() + 20
        while self.received_bytes == before:
            assert time.monotonic() < give_up, "the dashboard sent nothing"
            self.page.wait_for_timeout(50)
        self.wait()
        return self.received_bytes - before

    def change_to(self, width: int, theme: str, was: tuple[int, str]) -> None:
        """Narrow or widen the window and change its theme, and wait until the page has followed."""
        before = self.received_bytes
        if theme != was[1]:
            self.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            before += self.wait_for_bytes(before)
        if width != was[0]:
            self.page.set_viewport_size({"width": width, "height": 900})
            # Only pages that draw something else on a narrow screen run again.
            if self.page.locator(".st-key-screen").count():
                self.wait_for_bytes(before)
            self.wait()

    def open(self, address: str) -> Page:
        """Open an address such as ``priorities?country=IT`` and wait until all is drawn."""
        self.page.goto(f"{self.url}/{address}")
        self.wait()
        return self.page

    def violations(self, *, of_colours: bool | None = None) -> list[str]:
        """Serious and critical violations that axe-core finds, the menu of a phone left out.

        There Streamlit puts groups of pages as `div` into a list; that is not ours to change.
        ``of_colours``: whether colours alone are looked at, or all but colours; None: all.
        """
        without = [*RULES_OF_LESS_IMPACT, *([CONTRAST] if of_colours is False else [])]
        asked: dict[str, object] = {"rules": {rule: {"enabled": False} for rule in without}}
        if of_colours:
            asked = {"runOnly": [CONTRAST]}
        # Its half a megabyte of script is read once a page.
        axe = Axe("") if self.page.evaluate("'axe' in window") else Axe()
        found = axe.run(
            self.page,
            context={"exclude": [["[data-testid=stSidebarNavItems]"]]},
            # No rule that counts here reads style sheets or media; to fetch and parse them is slow.
            options={"resultTypes": ["violations"], "iframes": False, "preload": False} | asked,
        )
        return [
            f"{rule['id']} ({rule['impact']}): {node['target']} {node.get('failureSummary', '')}"
            for rule in found.response["violations"]
            if rule["impact"] in ("serious", "critical")
            for node in rule["nodes"]
        ]

    def wait(self) -> None:
        """Wait until the script has run to the foot of the page and everything is drawn."""
        self.page.wait_for_selector(f"{READY} h1")
        # Not with each frame: for that every frame is drawn, and others need the processor.
        self.page.wait_for_function(DRAWN, polling=50)


Readers = Callable[..., Visitor]
Kind = tuple[bool, bool]
MOST_STEPS = 30
"""A window whose history is longer is not used again: Chromium keeps 50 steps, then forgets."""


@dataclass
class Windows:
    """Contexts, a kind of reader each (with a finger or a pointer; networks drawn or not), and
    their windows to use.

    All readers of a worker share them: so the front end is fetched and compiled once, not once a
    reader, which took half the time of these tests. What a window kept goes with the reader.
    """

    chromium: Browser
    contexts: dict[Kind, BrowserContext] = field(default_factory=dict)
    spare: dict[Kind, list[Page]] = field(default_factory=lambda: defaultdict(list))

    def take(self, kind: Kind) -> Page:
        """An empty window."""
        if self.spare[kind]:
            return self.spare[kind].pop()
        if kind not in self.contexts:
            has_touch, draws = kind
            context = self.chromium.new_context(has_touch=has_touch, accept_downloads=True)
            context.add_init_script(STILL if draws else STILL + UNDRAWN)
            context.set_default_timeout(40_000)
            self.contexts[kind] = context
        return self.contexts[kind].new_page()

    def give_back(self, page: Page, kind: Kind) -> None:
        """Empty a window for the next reader, or close it."""
        page.unroute_all()
        page.goto("about:blank")
        page.emulate_media(media="null")
        if page.evaluate("history.length") > MOST_STEPS:
            page.close()
        else:
            self.spare[kind].append(page)

    def close(self) -> None:
        """Close all of it."""
        for context in self.contexts.values():
            context.close()


@pytest.fixture(scope="session")
def windows(chromium: Browser) -> Iterator[Windows]:
    """The windows of a worker."""
    found = Windows(chromium)
    yield found
    found.close()


@contextmanager
def readers(windows: Windows, url: str) -> Iterator[Readers]:
    """Make readers: ``make(width=390, theme="dark")``; their windows are emptied at the end."""
    popups: list[Page] = []
    visitors: list[tuple[Visitor, Kind]] = []

    def make(
        width: int = 1440,
        height: int = 900,
        theme: str = "light",
        *,
        has_touch: bool = False,
        draws: bool = False,
    ) -> Visitor:
        kind = has_touch, draws
        page = windows.take(kind)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        visitor = Visitor(page.context, page, url)
        visitors.append((visitor, kind))

        def watch_popup(popup: Page) -> None:
            popups.append(popup)
            visitor.watch(popup)

        visitor.watch(page)
        visitor.listen(page, "websocket", visitor.note_websocket)
        visitor.listen(page, "popup", watch_popup)
        return visitor

    yield make
    for popup in popups:
        popup.close()
    for visitor, kind in visitors:
        visitor.stop_listening()
        if not visitor.page.is_closed():
            if visitor.page.url.startswith(url):
                visitor.page.evaluate("localStorage.clear(), sessionStorage.clear()")
            windows.give_back(visitor.page, kind)


@pytest.fixture
def reader(windows: Windows, dashboard: Dashboard) -> Iterator[Readers]:
    """Make readers for one test."""
    with readers(windows, dashboard.url) as make:
        yield make


@pytest.fixture(scope="module")
def lasting_reader(windows: Windows, dashboard: Dashboard) -> Iterator[Readers]:
    """Make readers who stay for all tests of a module."""
    with readers(windows, dashboard.url) as make:
        yield make
