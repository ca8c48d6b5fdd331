"""The measures. Each goes round floor and pages in turn, so that a busy moment hits both.

Every function fills a `Samples`: per round and target, what was measured. A ratio is taken within
a round and the median over the rounds is reported, so that a slow round does not count against
either side.
"""

import asyncio
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import isnan
from pathlib import Path
from statistics import median, quantiles

from benchmarks import browser, sessions, store
from benchmarks.contents import Contents, contents_of
from benchmarks.servers import DASHBOARD, FLOOR, Server, serving
from benchmarks.targets import FLOOR_PAGE, Target

Samples = Mapping[str, Sequence[float]]
"""Per key of a target, one number a round."""

Progress = Callable[[str], None]
FAILED = float("nan")
"""Stands for a page that showed an error instead of its content, or was never ready."""

SESSIONS = 20


def survey(floor: Server, dashboard: Server, targets: Iterable[Target]) -> dict[str, Contents]:
    """What every page announces; also the first run of each, so that the servers are warm."""
    contents = {}
    for target in (FLOOR_PAGE, *targets):
        stream = (floor if target is FLOOR_PAGE else dashboard).stream
        try:
            run = asyncio.run(sessions.first_run(stream, target))
            contents[target.key] = contents_of(run.messages)
        except sessions.ScriptFailed:
            contents[target.key] = Contents(0, 0, 0)
    return contents


def page_loads(
    floor: Server,
    dashboard: Server,
    targets: Sequence[Target],
    rounds: int,
    tell: Progress,
) -> dict[str, Samples]:
    """Seconds until ready with an empty and a filled browser cache, and bytes of loads.

    Keys of the result: ``cold``, ``warm``, ``load_bytes``, ``change``, ``change_bytes``, and
    ``topic_new``: seconds until a topic that nobody has asked for is on screen, less the floor's.
    """
    contents = survey(floor, dashboard, targets)
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    with browser.chromium() as chromium:
        # The very first load pays for the start of the browser's own processes.
        browser.load_twice(chromium, floor.address, FLOOR_PAGE, contents["floor"])
        for number in range(rounds):
            per_round: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
            for target in _with_floor_between(targets):
                tell(f"page loads, round {number + 1} of {rounds}: {target.title}")
                server = floor if target is FLOOR_PAGE else dashboard
                try:
                    cold, warm = browser.load_twice(
                        chromium, server.address, target, contents[target.key]
                    )
                except browser.NotReady as error:
                    _complain(error, server)
                    cold = warm = browser.Load(FAILED, FAILED)
                per_round["cold"][target.key].append(cold.seconds)
                per_round["warm"][target.key].append(warm.seconds)
                per_round["load_bytes"][target.key].append(cold.received_bytes)
            for measure, by_target in per_round.items():
                for key, values in by_target.items():
                    found[measure][key].append(median(values))
        for number in range(rounds):
            for target in (FLOOR_PAGE, *targets):
                tell(f"filter changes, round {number + 1} of {rounds}: {target.title}")
                server = floor if target is FLOOR_PAGE else dashboard
                try:
                    change = browser.change_filter(
                        chromium, server.address, target, contents[target.key]
                    )
                except browser.NotReady as error:
                    _complain(error, server)
                    change = browser.Load(FAILED, FAILED)
                if change:
                    found["change"][target.key].append(change.seconds)
                    found["change_bytes"][target.key].append(change.received_bytes)
    change = found["change"]
    if "topic" in change:
        pairs = zip(change["topic"], change["floor"], strict=True)
        found["topic_new"]["topic"] = [topic - base for topic, base in pairs]
    return {measure: dict(by_target) for measure, by_target in found.items()}


def script_runs(
    floor: Server,
    dashboard: Server,
    targets: Sequence[Target],
    rounds: int,
    count: int,
    times: int,
    tell: Progress,
) -> dict[str, Samples]:
    """Seconds of a rerun in ``count`` simultaneous sessions. Keys: ``p50``, ``p95``."""
    found: dict[str, dict[str, list[float]]] = {"p50": defaultdict(list), "p95": defaultdict(list)}
    survey(floor, dashboard, targets)
    for number in range(rounds):
        per_round: dict[str, list[float]] = defaultdict(list)
        for target in _with_floor_between(targets):
            tell(f"{count} sessions, round {number + 1} of {rounds}: {target.title}")
            server = floor if target is FLOOR_PAGE else dashboard
            try:
                seconds = asyncio.run(sessions.reruns(server.stream, target, count, times))
            except (sessions.ScriptFailed, TimeoutError) as error:
                _complain(error, server)
                seconds = [FAILED]
            per_round[target.key] += seconds
        for key, values in per_round.items():
            failed = any(map(isnan, values))
            found["p50"][key].append(FAILED if failed else median(values))
            found["p95"][key].append(FAILED if failed else percentile_95(values))
    return {measure: dict(by_target) for measure, by_target in found.items()}


def cold_starts(target: Target, rounds: int, tell: Progress) -> Samples:
    """Seconds from the start of the server's process to its first finished page."""
    found: dict[str, list[float]] = defaultdict(list)
    for number in range(rounds):
        for app, opened in ((FLOOR, FLOOR_PAGE), (DASHBOARD, target)):
            tell(f"cold start, round {number + 1} of {rounds}: {opened.title}")
            with serving(app) as server:
                asyncio.run(sessions.first_run(server.stream, opened))
                found[opened.key].append(time.perf_counter() - server.started)
    return dict(found)


def store_builds(data: Path, rounds: int, tell: Progress) -> Samples:
    """Seconds to build a store (key ``store``) and to just read the same files (``floor``)."""
    found: dict[str, list[float]] = defaultdict(list)
    for number in range(rounds):
        tell(f"store build, round {number + 1} of {rounds}")
        found["floor"].append(store.read_seconds(data))
        found["store"].append(store.build_seconds(data))
    return dict(found)


def ratio(samples: Samples, key: str) -> float:
    """Median over the rounds of the ratio to the floor in the same round; NaN if one failed."""
    if any(map(isnan, samples[key])):
        return FAILED
    return median(value / base for value, base in zip(samples[key], samples["floor"], strict=True))


def percentile_95(values: Sequence[float]) -> float:
    return quantiles(values, n=20, method="inclusive")[-1]


def _complain(error: Exception, server: Server) -> None:
    print(f"\n{error}\n{server.last_words()}", file=sys.stderr)


def _with_floor_between(targets: Sequence[Target]) -> list[Target]:
    """The targets with the floor before each third of them."""
    order: list[Target] = []
    for number, target in enumerate(targets):
        if number % 3 == 0:
            order.append(FLOOR_PAGE)
        order.append(target)
    return order
