"""Time of the question of a topic, whole: who shares it, who works on it, what was done."""

import csv
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from statistics import median

from benchmarks.measures import Progress, Samples, percentile_95
from s3dash.queries.topic.question import about
from s3dash.queries.topic.subject import Topic
from s3dash.store.build import build
from s3dash.store.connection import Store

WORDS = (
    *("hydrogen", "energy", "digital health", "wood construction", "Wasserstoff"),
    *("advanced materials for aerospace", "hydrogan", "xqzvwkj", "sustainable tourism -wine"),
)
DOMAINS = (("C10",), ("D",), ("C16", "F"), ("NABS05",))
PRIORITIES = 5
"""Priorities of the package that are asked for as topics."""


def topics(package: Path) -> list[Topic]:
    """Topics of every kind, as readers would ask them."""
    return [
        *(Topic(about=words) for words in WORDS),
        *(Topic(domains=codes) for codes in DOMAINS),
        *(Topic(platform_id=code) for code in _codes(package, "platform", 3)),
        *(Topic(partnership_id=code) for code in _codes(package, "partnership", 5)),
        *(Topic(priority_id=code) for code in _codes(package, "priority", PRIORITIES)),
    ]


def _codes(package: Path, name: str, count: int) -> Iterator[str]:
    with (package / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        yield from (row[f"{name}_id"] for row in islice(csv.DictReader(stream), count))


def measure(package: Path, rounds: int, tell: Progress) -> dict[str, Samples]:
    """Seconds of `about` with warm caches, on a store built from the package.

    Keys of the result: ``topic_p50``, ``topic_p95``, over all calls (key ``store``), and
    ``topic_calls``, all seconds, per topic.
    """
    tell("topic: building the store")
    calls: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="s3dash-topic-") as folder:
        path = Path(folder) / "store.duckdb"
        build(package, path)
        asked = topics(package)
        with Store.open(path) as store:
            for topic in asked:
                tell(f"topic, warming up: {topic}")
                about(store, topic)
            for number in range(rounds):
                for topic in asked:
                    tell(f"topic, round {number + 1} of {rounds}: {topic}")
                    started = time.perf_counter()
                    about(store, topic)
                    calls[str(topic)].append(time.perf_counter() - started)
    every = [seconds for values in calls.values() for seconds in values]
    return {
        "topic_p50": {"store": [median(every)]},
        "topic_p95": {"store": [percentile_95(every)]},
        "topic_calls": dict(calls),
    }
