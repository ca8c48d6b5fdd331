"""A server that goes away and comes back: nothing pressed or typed is lost, and it is said."""

from __future__ import annotations

import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from scripts.ports import free_port
from tests.browser.conftest import STILL

CONNECTED = "[data-testid=stApp][data-test-connection-state=CONNECTED]"
READY = f"{CONNECTED}[data-test-script-state=notRunning]"


class Server:
    """A dashboard that can be ended and started again in the same place."""

    def __init__(self, start: Callable[..., Any], store: Path, log: Path) -> None:
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self._start = lambda: start(self.port, store, log)
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        self.process = self._start()
        give_up = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2)
                return
            except OSError:
                assert time.monotonic() < give_up
                time.sleep(0.1)

    def stop(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait(10)


@pytest.fixture
def server(dashboard: Any, start_dashboard: Callable[..., Any], tmp_path: Path) -> Iterator[Server]:
    made = Server(start_dashboard, dashboard.store, tmp_path / "log.txt")
    yield made
    made.stop()


def test_what_is_typed_and_pressed_while_the_server_is_away_is_done(
    chromium: Browser, server: Server
) -> None:
    context = chromium.new_context(accept_downloads=True)
    context.add_init_script(STILL)
    page = context.new_page()
    try:
        page.goto(f"{server.url}/priorities?territory=ITI1")
        page.wait_for_selector(READY)
        page.get_by_role("button", name="CSV").first.wait_for()
        page.get_by_label("Search title").click()
        # The server hears of the beginning, which stands in the address then, and not of the end.
        page.keyboard.type("ener")
        page.wait_for_url("**/priorities?*text=ener")
        page.keyboard.type("gy")
        server.stop()
        line = page.get_by_role("status").get_by_text("The connection to the dashboard is lost")
        line.wait_for()
        # Boxes and buttons are switched off, which Playwright would wait for.
        page.get_by_role("button", name="CSV").first.click(force=True)
        page.get_by_text("What you pressed is done then").wait_for()
        assert page.get_by_role("dialog").count() == 0
        with page.expect_download() as download:
            server.start()
        assert download.value.suggested_filename.endswith(".csv")
        # What was written when the line broke is searched for.
        page.wait_for_url("**/priorities?*text=energy*")
        line.wait_for(state="detached")
        assert page.get_by_label("Search title").input_value() == "energy"
    finally:
        context.close()
