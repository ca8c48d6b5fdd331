"""A workshop: the next scene on screen, what a step sends, phones that follow the facilitator."""

import asyncio
import json
import os
import tempfile
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from statistics import median

from benchmarks.browser import chromium
from benchmarks.measures import Progress, Samples, percentile_95
from benchmarks.servers import DASHBOARD, HOST, Server, serving

KEY = "workshop"
PHONES = 60
READING = 1.0
"""Seconds that a scene stands before the next key."""
CHANGES = 12
GIVE_UP = 20.0
STEP = """() => new Promise((done) => {
  const begun = performance.now();
  addEventListener("s3-shown", () => requestAnimationFrame(() => requestAnimationFrame(
    () => done((performance.now() - begun) / 1000))), { once: true });
  dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
})"""
"""From the key to the scene on screen: it is in the page, and a picture later drawn."""


def measure(rounds: int, tell: Progress) -> dict[str, Samples]:
    """Keys of the result, each with the key ``workshop``.

    ``present_step``, ``present_step_p95``: seconds from a key to the next scene on screen, over all
    steps of all ready decks. ``present_bytes``: what the largest scene sends, compressed.
    ``present_lag``, ``present_lag_p95``: seconds from the facilitator's request to a phone that has
    the scene, over `PHONES` phones. ``present_lost``: phones that did not get one.
    """
    steps: list[float] = []
    sizes: list[int] = []
    lags: list[float] = []
    lost = 0
    with tempfile.TemporaryDirectory(prefix="s3dash-rooms-") as folder:
        os.environ["S3DASH_ROOMS"] = str(Path(folder) / "rooms.sqlite")
        with serving(DASHBOARD) as server, chromium() as browser:
            decks = json.load(urllib.request.urlopen(f"{server.address}/present/ready.json"))[
                "decks"
            ]
            for deck in decks:
                sizes += [_bytes(server, deck["id"], number) for number in range(deck["count"])]
            for number in range(rounds):
                for deck in decks:
                    tell(f"presenting, round {number + 1} of {rounds}: {deck['title']}")
                    page = browser.new_page(viewport={"width": 1280, "height": 720})
                    page.goto(f"{server.address}/present/deck?ready={deck['id']}")
                    page.wait_for_selector(".scene")
                    for _ in range(deck["count"] - 1):
                        page.wait_for_timeout(1000 * READING)
                        steps.append(page.evaluate(STEP))
                    page.close()
                tell(f"presenting, round {number + 1} of {rounds}: {PHONES} phones")
                # In a thread of its own: that of the browser has a loop that runs.
                with ThreadPoolExecutor(1) as apart:
                    following = apart.submit(asyncio.run, _follow(server, decks[0]["id"]))
                found, missing = following.result()
                lags += found
                lost += missing
    return {
        "present_step": {KEY: [median(steps)]},
        "present_step_p95": {KEY: [percentile_95(steps)]},
        "present_bytes": {KEY: [max(sizes)]},
        "present_lag": {KEY: [median(lags)]},
        "present_lag_p95": {KEY: [percentile_95(lags)]},
        "present_lost": {KEY: [lost]},
    }


def _bytes(server: Server, deck: str, number: int) -> int:
    address = f"{server.address}/present/deck/scene/{number}?ready={deck}"
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        return len(answer.read())


def _post(server: Server, path: str, body: object) -> dict[str, object]:
    request = urllib.request.Request(
        f"{server.address}/present/{path}",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        found: dict[str, object] = json.load(answer)
    return found


async def _follow(server: Server, deck: str) -> tuple[list[float], int]:
    """Seconds until each phone has each scene that is shown, and how many never got it."""
    key = str(_post(server, "rooms", {"query": f"ready={deck}"})["key"])
    with urllib.request.urlopen(f"{server.address}/present/room/{key}/code") as answer:
        follow = json.load(answer)["address"].rsplit("/", 1)[1]
    shown_at: dict[int, float] = {}
    lags: list[float] = []
    ready = asyncio.Semaphore(0)
    phones = [
        asyncio.create_task(_phone(server, follow, shown_at, lags, ready)) for _ in range(PHONES)
    ]
    for _ in range(PHONES):
        await asyncio.wait_for(ready.acquire(), GIVE_UP)
    # As the facilitator's browser does, which has the scenes before it shows them.
    for number in range(10):
        await asyncio.to_thread(_bytes, server, deck, number)
    for change in range(1, CHANGES + 1):
        position = change % 9 + 1
        shown_at[position] = time.perf_counter()
        await asyncio.to_thread(_post, server, f"room/{key}/show", {"position": position})
        end = time.perf_counter() + GIVE_UP
        while len(lags) < PHONES * change and time.perf_counter() < end:
            await asyncio.sleep(0.02)
    for phone in phones:
        phone.cancel()
    return lags, PHONES * CHANGES - len(lags)


async def _phone(
    server: Server,
    follow: str,
    shown_at: dict[int, float],
    lags: list[float],
    ready: asyncio.Semaphore,
) -> None:
    reader, writer = await _get(server, f"follow/{follow}/events")
    is_first = True
    with suppress(asyncio.CancelledError):
        while line := await reader.readline():
            if not line.startswith(b"data:"):
                continue
            position = json.loads(line[5:])["position"]
            if is_first:
                is_first = False
                ready.release()
                continue
            scene, closing = await _get(server, f"follow/{follow}/scene/{position}?theme=light")
            if b"<section" in await scene.read():
                lags.append(time.perf_counter() - shown_at[position])
            closing.close()
    writer.close()


async def _get(server: Server, path: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection(HOST, server.port)
    writer.write(
        f"GET /present/{path} HTTP/1.1\r\nHost: {HOST}:{server.port}\r\n"
        "Connection: close\r\n\r\n".encode()
    )
    await writer.drain()
    return reader, writer
