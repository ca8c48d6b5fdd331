"""A steward's way in Chromium: a real file is sent, decided on, applied; a step is small."""

from __future__ import annotations

import shutil
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from subprocess import Popen

import pytest
from playwright.sync_api import TimeoutError, expect

from scripts.ports import free_port
from tests.browser.conftest import Windows, is_healthy, readers
from tests.fixtures.packages import PackageCopy
from tests.fixtures.sendings import MEMBERS, member, workbook

MOST_BYTES = 60_000
START_SECONDS = 60


@pytest.mark.browser
def test_from_a_file_to_a_published_base(
    windows: Windows,
    start_dashboard: Callable[[int, Path, Path], Popen[bytes]],
    store_path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    package = PackageCopy(tmp_path / "data")
    store = tmp_path / "s3.duckdb"
    shutil.copyfile(store_path, store)
    monkeypatch.setenv("S3DASH_STEWARD", "1")
    monkeypatch.setenv("S3DASH_DATA", str(package.path))
    # Enough for a full page of problems.
    wrong = [
        member(name)
        for name in ("Tuscanny", "Umbriaa", "Lazzio", *map("Nowhere {}".format, range(20)))
    ]
    file = workbook(tmp_path / "members.xlsx", MEMBERS, *wrong)
    port = free_port()
    url = f"http://localhost:{port}"
    process = start_dashboard(port, store, tmp_path / "log.txt")
    try:
        give_up = time.monotonic() + START_SECONDS
        while not is_healthy(url):
            assert time.monotonic() < give_up
            time.sleep(0.1)
        with readers(windows, url) as make:
            reader = make()
            page = reader.open("steward")
            before = reader.received_bytes
            page.set_input_files("input[type=file]", file)
            expect(page.get_by_text("members.xlsx")).to_be_visible()
            # It is named before the server has it, and what is pressed then reads nothing.
            reader.wait_for_bytes(before)
            reader.wait()
            found = page.get_by_text("membership!B2", exact=True)
            for _ in range(4):
                before = reader.received_bytes
                with suppress(TimeoutError):
                    page.get_by_role("button", name="Read and compare").click(timeout=3_000)
                with suppress(TimeoutError):
                    found.wait_for(timeout=8_000)
                    break
            expect(found).to_be_visible()
            reader.wait()
            assert reader.received_bytes - before < MOST_BYTES
            before = reader.received_bytes
            page.get_by_role("radio", name="ITI1").click()
            expect(page.get_by_text("membership!B2", exact=True)).to_have_count(0)
            reader.wait()
            assert reader.received_bytes - before < MOST_BYTES
            assert reader.violations() == []
            page.reload()
            reader.wait()
            expect(page.get_by_text("membership!B2", exact=True)).to_have_count(0)
            page.get_by_role("radio", name="Publish").click()
            page.get_by_label("Reason, for the log of changes").fill("Sent in")
            page.get_by_role("textbox", name="Role or initials").fill("AB")
            page.keyboard.press("Tab")
            page.get_by_role("button", name="Apply and publish").click()
            expect(page.get_by_text("It can be undone below")).to_be_visible()
            reader.wait()
            assert reader.complaints == []
        assert b"photonics,ITI1," in package.bytes_of("membership.csv")
        with urllib.request.urlopen(f"{url}/healthz") as answer:
            assert answer.status == 200
    finally:
        process.terminate()
        process.wait(10)
