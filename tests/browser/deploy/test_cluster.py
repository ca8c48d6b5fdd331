"""Two dashboards behind the proxy: a reader stays with one, and goes on when that one is killed."""

from __future__ import annotations

import asyncio
import http.server
import json
import os
import shutil
import threading
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Browser
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from benchmarks.sessions import Run, Session
from benchmarks.targets import Target
from s3dash.store.remote import publish
from scripts import cluster
from tests.browser.conftest import STILL

CONNECTED = "[data-testid=stApp][data-test-connection-state=CONNECTED]"
READY = f"{CONNECTED}[data-test-script-state=notRunning]"
MOST_SECONDS = 5
"""From the end of a process until its reader sees the page of the other."""
MOST_SECONDS_TO_ALL = 30
"""From the publication of a store until all processes serve it."""
REGION = Target("region", "Region", "region", "territory=ITI1")


@contextmanager
def running(
    tmp_path: Path, store: str, base_path: str = "", **more: str
) -> Iterator[cluster.Cluster]:
    if cluster.haproxy() is None:
        if os.environ.get("S3DASH_REQUIRE_CLUSTER") == "1":
            pytest.fail("haproxy is not installed")
        pytest.skip("haproxy is not installed")
    settings = {"S3DASH_STORE": store, "S3DASH_BASE_PATH": base_path, "S3DASH_ORIGINS": ""}
    with cluster.running(tmp_path, **settings, **more) as made:
        yield made


def visit(url: str, cookie: str = "") -> tuple[int, str]:
    """Status of an answer, and the cookie of the proxy that came with it."""
    asked = urllib.request.Request(url, headers={"Cookie": cookie} if cookie else {})
    with urllib.request.urlopen(asked, timeout=10) as answer:
        return answer.status, (answer.headers.get("Set-Cookie") or "").split(";")[0]


def shows_toscana(run: Run) -> bool:
    return any(b"Toscana" in message.SerializeToString() for message in run.messages)


@contextmanager
def published(folder: Path) -> Iterator[str]:
    """The address of a web server that serves a folder."""
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def builds(made: cluster.Cluster) -> set[str]:
    """The stores that the two dashboards serve."""
    served = set()
    for name in cluster.SERVERS:
        asked = urllib.request.Request(f"{made.url}/readyz", headers={"Cookie": f"s3dash={name}"})
        with urllib.request.urlopen(asked, timeout=10) as answer:
            served.add(json.load(answer)["build"])
    return served


@pytest.fixture(scope="module")
def at_the_root(
    tmp_path_factory: pytest.TempPathFactory, store_path: Path
) -> Iterator[tuple[cluster.Cluster, Path]]:
    """Two dashboards that read a store from a web server; the folder of it, and of their logs."""
    folder = tmp_path_factory.mktemp("cluster")
    publish(store_path, str(folder / "s3.duckdb"))
    more = {
        "S3DASH_CACHE": str(folder / "cache"),
        "S3DASH_LOG": "json",
        # They look more often than by default, so that less has to be waited for.
        "S3DASH_STORE_SECONDS": "2",
    }
    with (
        published(folder) as address,
        running(folder, f"{address}/s3.duckdb", **more) as made,
    ):
        yield made, folder


def publish_another(store: Path, scratch: Path, folder: Path) -> str:
    """Publish a store with other data; what it is called."""
    other = Path(shutil.copyfile(store, scratch / "other"))
    with duckdb.connect(str(other)) as con:
        con.execute("UPDATE build_info SET data_digest = repeat('ab', 32)")
    publish(other, str(folder / "s3.duckdb"))
    return "ab" * 8


def test_a_new_store_reaches_all_while_readers_go_on(
    at_the_root: tuple[cluster.Cluster, Path], store_path: Path, tmp_path: Path
) -> None:
    made, folder = at_the_root
    [before] = builds(made)
    answers: list[int] = []
    is_over = threading.Event()

    def ask() -> None:
        while not is_over.is_set():
            answers.append(visit(f"{made.url}/api/v1/stages.json")[0])
            # Often enough to meet every moment of the change, and no load of its own.
            time.sleep(0.02)

    runs: list[float] = []

    async def read() -> None:
        stream = made.url.replace("http", "ws") + "/_stcore/stream"
        async with Session(stream, REGION, "s3dash=one") as session:
            while not is_over.is_set():
                assert shows_toscana(await session.run())
                runs.append(time.monotonic())

    with ThreadPoolExecutor(3) as pool:
        asking = [pool.submit(ask) for _ in range(2)]
        reading = pool.submit(asyncio.run, read())
        try:
            begun = time.monotonic()
            # Both read the old one before there is another.
            while not reading.done() and not (runs and answers):
                assert time.monotonic() - begun < MOST_SECONDS_TO_ALL
                time.sleep(0.1)
            begun = time.monotonic()
            after = publish_another(store_path, tmp_path, folder)
            while builds(made) != {after}:
                assert time.monotonic() - begun < MOST_SECONDS_TO_ALL
                time.sleep(0.2)
            reached = time.monotonic()
            # And once more with the new store.
            while not reading.done() and (not runs or runs[-1] < reached):
                assert time.monotonic() - reached < MOST_SECONDS_TO_ALL
                time.sleep(0.1)
        finally:
            is_over.set()
        assert [one.result() for one in asking] == [None, None]
        reading.result()
        assert len(runs) > 1
    assert after != before
    assert set(answers) == {200}
    # What it wrote are objects, with the page of each request and no question of a reader.
    log = (folder / "one.txt").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    assert {"/api/", "/_stcore/stream"} <= {line.get("path") for line in lines}
    assert "ITI1" not in log


def test_a_session_stays_and_its_reader_is_served_by_the_other(
    at_the_root: tuple[cluster.Cluster, Path],
) -> None:
    # The last of this cluster: one of the two is gone then.
    made, _ = at_the_root
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
    with running(tmp_path, str(store_path), "s3") as made:
        context = chromium.new_context()
        context.add_init_script(STILL)
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
