"""How smooth the network map is: frames while it is moved, with many links and with few."""

import time
from collections import defaultdict
from functools import cache
from itertools import pairwise
from math import sin
from statistics import mean
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
from playwright.sync_api import Browser, Page

from benchmarks import browser
from benchmarks.measures import Progress, Samples
from benchmarks.servers import ROOT, Server, serving

APP = ROOT / "benchmarks" / "network_app" / "app.py"
FEW, MANY = 100, 5_000
SEED = 20
PAN_SECONDS = 4.0
SETTLE_MILLISECONDS = 2_500
SHARES = {1: 0.8, 2: 0.13, 3: 0.05, 4: 0.02}
"""Shared partnerships -> share of the links; the real data have fewer strong ones."""

# Notes the time of every frame from now on.
WATCH = """() => {
  const frames = (window.framesOfBenchmark = []);
  const note = time => { frames.push(time); requestAnimationFrame(note); };
  requestAnimationFrame(note);
}"""


@cache
def synthetic_network(count: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Territories and links as `queries.partnerships.network` has them: real places, links not.

    Between all NUTS 2 regions, the same links for the same ``count``.
    """
    table = pq.read_table(ROOT / "data" / "boundaries" / "nuts-2021.parquet")
    columns = ["territory_id", "label_x", "label_y"]
    nodes = table.select(columns).to_pandas()
    nodes = nodes[nodes["territory_id"].str.len() == 4].reset_index(drop=True)
    random = np.random.default_rng(SEED)
    first, second = np.triu_indices(len(nodes), 1)
    chosen = random.choice(len(first), count, replace=False)
    links = pd.DataFrame(
        {
            "territory_id": nodes["territory_id"].to_numpy()[first[chosen]],
            "partner_id": nodes["territory_id"].to_numpy()[second[chosen]],
            "shared": random.choice(list(SHARES), count, p=list(SHARES.values())),
        }
    )
    ends = pd.concat([links["territory_id"], links["partner_id"]]).value_counts()
    partners = nodes["territory_id"].map(ends).fillna(0).astype(int)
    nodes = nodes.assign(
        name="Region " + nodes["territory_id"],
        country="Country",
        nuts_level=2,
        memberships=(partners // 10) + 1,
        partners=partners,
    )
    order = nodes.sort_values("partners", ascending=False, ignore_index=True)
    return order, links.sort_values("shared", ascending=False, ignore_index=True)


def measure(rounds: int, tell: Progress) -> dict[str, Samples]:
    """Frames while the map is dragged, with few links (``floor``) and with many (``network``).

    Returns
    -------
    dict
        Per round, in seconds: ``network_frame`` (mean time from frame to frame) and
        ``network_longest``; ``network_bytes``: the page over the websocket.
    """
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    with serving(APP) as server, browser.chromium() as chromium:
        for number in range(rounds):
            for key, count in (("floor", FEW), ("network", MANY)):
                tell(f"network map, round {number + 1} of {rounds}: {count} links")
                frames, received = _pan(chromium, server, count)
                found["network_frame"][key].append(mean(frames))
                found["network_longest"][key].append(max(frames))
                found["network_bytes"][key].append(received)
    return {name: dict(samples) for name, samples in found.items()}


def _pan(chromium: Browser, server: Server, count: int) -> tuple[list[float], float]:
    """Seconds of each frame of a pan, and bytes of the page."""
    context = chromium.new_context(viewport=browser.VIEWPORT)
    try:
        page = context.new_page()
        received = browser.count_received(context, page)
        page.goto(f"{server.address}/?links={count}")
        page.wait_for_selector("[data-testid=stDeckGlJsonChart] canvas")
        page.wait_for_timeout(SETTLE_MILLISECONDS)
        sent = sum(received)
        return _frames_of_a_drag(page), sent
    finally:
        context.close()


def _frames_of_a_drag(page: Page) -> list[float]:
    box: Any = page.locator("[data-testid=stDeckGlJsonChart]").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(WATCH)
    started = time.perf_counter()
    # By the clock: where nothing but the processor draws, a movement may take a second.
    while (since := time.perf_counter() - started) < PAN_SECONDS:
        page.mouse.move(x + 120 * sin(6 * since), y + 60 * sin(11 * since))
    times = page.evaluate("() => window.framesOfBenchmark")
    page.mouse.up()
    return [(later - earlier) / 1000 for earlier, later in pairwise(times)]
