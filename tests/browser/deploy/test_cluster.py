"""Two dashboards behind the proxy: a reader stays with one, and goes on when that one is killed."""

from __future__ import annotations

import asyncio
import os
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from benchmarks.sessions import Run, Session
from benchmarks.targets import Target
from scripts import cluster

CONNECTED = "[data-testid=stApp][data-test-connection-state=CONNECTED]"
READY = f"{CONNECTED}[data-test-script-state=notRunning]"
MOST_SECONDS = 5
"""From the end of a process until its reader sees the page of the other."""
REGION = Target("region", "Region", "region", "territory=ITI1")


@contextmanager
def running(tmp_path: Path, store: Path, base_path: str = "") -> Iterator[cluster.Cluster]:
    if cluster.haproxy() is None:
        if os.environ.get("S3DASH_REQUIRE_CLUSTER") == "1":
            pytest.fail("haproxy is not installed")
        pytest.skip("haproxy is not installed")
    settings = {"S3DASH_STORE": str(store), "S3DASH_BASE_PATH": base_path, "S3DASH_ORIGINS": ""}
    with cluster.running(tmp_path, **settings) as made:
        yield made


def visit(url: str, cookie: str = "") -> tuple[int, str]:
    """Status of an answer, and the cookie of the proxy that came with it."""
    asked = urllib.request.Request(url, headers={"Cookie": cookie} if cookie else {})
    with urllib.request.urlopen(asked, timeout=10) as answer:
        return answer.status, (answer.headers.get("Set-Cookie") or "").split(";")[0]


def shows_toscana(run: Run) -> bool:
    return any(b"Toscana" in message.SerializeToString() for message in run.messages)


def test_a_session_stays_and_its_reader_is_served_by_the_other(
    tmp_path: Path, store_path: Path
) -> None:
    with running(tmp_path, store_path) as made:
        stream = made.url.replace("http", "ws") + "/_stcore/stream"
        # Readers are shared out, and who has a place keeps it.
        places = {visit(f"{made.url}/region")[1] for _ in range(4)}
        assert places == {"s3dash=one", "s3dash=two"}
        for place in sorted(places):
            assert [visit(f"{made.url}/region", place) for _ in range(4)] == [(200, "")] * 4

        async def story() -> float:
            async with (
                Session(stream, REGION, "s3dash=one") as first,
                Session(stream, REGION, "s3dash=two") as second,
            ):
                assert shows_toscana(await first.run())
                assert shows_toscana(await second.run())
                made.dashboards["one"].kill()
                killed = time.monotonic()
                with pytest.raises(ConnectionClosed):
                    await first.run()
                # As the page does: it tries again, with the cookie that it has.
                while True:
                    try:
                        async with Session(stream, REGION, "s3dash=one") as again:
                            assert shows_toscana(await again.run())
                        break
                    except (OSError, InvalidHandshake, ConnectionClosed):
                        assert time.monotonic() - killed < MOST_SECONDS
                        await asyncio.sleep(0.1)
                seconds = time.monotonic() - killed
                # The other's reader has noticed nothing.
                assert shows_toscana(await second.run())
                return seconds

        # In a thread of its own: the tests in a browser have a loop running in this one.
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(asyncio.run, story()).result() < MOST_SECONDS
        # No request is dropped, and who had a place at the one that is gone gets another.
        answers = [visit(f"{made.url}/region", "s3dash=one") for _ in range(10)]
        assert answers == [(200, "s3dash=two")] * 10


def test_a_page_under_a_path_comes_back_by_itself(
    chromium: Browser, tmp_path: Path, store_path: Path
) -> None:
    with running(tmp_path, store_path, "s3") as made:
        context = chromium.new_context()
        page = context.new_page()
        failed: list[str] = []
        page.on("response", lambda one: one.status >= 400 and failed.append(one.url))
        try:
            page.goto(f"{made.url}/region?territory=ITI1")
            page.wait_for_selector(f"{READY} h1")
            page.get_by_role("heading", name="Toscana").first.wait_for()
            # Maps and pictures are there under the path, too.
            page.locator(".s3-map.s3-drawn").first.wait_for()
            assert [url for url in failed if "/_stcore/" not in url] == []
            assert page.url.startswith(f"{made.url}/")
            [place] = [one["value"] for one in context.cookies() if one["name"] == "s3dash"]
            address = page.url
            made.dashboards[place].kill()
            killed = time.monotonic()
            page.wait_for_selector(f"[data-testid=stApp]:not({CONNECTED})", timeout=10_000)
            page.wait_for_selector(READY, timeout=20_000)
            assert time.monotonic() - killed < MOST_SECONDS
            page.get_by_role("heading", name="Toscana").first.wait_for()
            assert page.url == address
            [now] = [one["value"] for one in context.cookies() if one["name"] == "s3dash"]
            assert {place, now} == set(cluster.SERVERS)
            # It is alive, not only drawn: a link is followed inside the page.
            page.get_by_role("link", name="Overview").first.click()
            page.wait_for_url(f"{made.url}/")
            page.wait_for_selector(f"{READY} h1")
        finally:
            context.close()
