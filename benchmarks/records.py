"""Pages with 5,000 projects, 30,000 partners and 60,000 indicator values: bytes and reruns."""

import asyncio
import tempfile
from collections import defaultdict
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from benchmarks.measures import Progress, Samples
from benchmarks.servers import DASHBOARD, FLOOR, serving
from benchmarks.sessions import Session
from benchmarks.synthetic_records import temporary_records
from benchmarks.targets import FLOOR_PAGE, Target
from s3dash.store.build import build

MANY = "ITC4"
MORE = "ITF6"
"""Regions that have many of the partners made."""
FIVE = [MANY, "DE11", "FI19", "ES51", "AT21"]
Query = dict[str, object]
VIEWS: tuple[tuple[str, str, Query, Query], ...] = (
    ("projects", "projects", {}, {"programme": "I3"}),
    ("projects searched", "projects", {"text": "energy"}, {"text": "enrgy"}),
    ("one project", "projects", {"project": "made-00003"}, {"project": "made-00004"}),
    ("hubs", "hubs", {}, {"country": "IT"}),
    ("region", "region", {"territory": MANY}, {"territory": MORE}),
    *(
        (
            f"region, {name}",
            "region",
            {"territory": MANY, "view": view} | more,
            {"territory": MORE, "view": view} | more,
        )
        for name, view, more in (
            ("hubs and projects", "around", {}),
            ("indicators", "indicators", {}),
            ("an indicator", "indicators", {"indicator": "unemployment_rate"}),
        )
    ),
    ("country, projects", "region", {"territory": "IT", "view": "around"},
     {"territory": "DE", "view": "around"}),
    ("partnership", "partnership", {"partnership": "high-tech-farming"},
     {"partnership": "textile"}),
    *(
        (
            f"joint projects, {view}",
            "linkages",
            {"kind": "projects", "view": view},
            {"kind": "projects", "view": view, "country": "IT"},
        )
        for view in ("network", "matrix", "table")
    ),
    ("joint projects of one", "linkages", {"kind": "projects", "territory": MANY},
     {"kind": "projects", "territory": MORE}),
    ("atlas", "atlas", {}, {"year": "2018"}),
    ("atlas, by both", "atlas",
     {"indicator": "unemployment_rate", "against": "priorities", "colours": "both"},
     {"indicator": "unemployment_rate"}),
    ("compare", "compare", {"territory": FIVE}, {"territory": FIVE[:4]}),
    ("compare, over years", "compare", {"territory": FIVE, "form": "years"},
     {"territory": FIVE, "form": "years", "indicator": "unemployment_rate"}),
    ("ict", "ict", {"view": "use"}, {"view": "use", "shows": "change"}),
)  # fmt: skip
"""Name, page, what its link says first, and what it says then."""
TURNS = 7


def measure(rounds: int, tell: Progress) -> dict[str, Samples]:
    """Bytes of the first run and of a change of each view, and how long reruns take.

    Keys of the result: ``records_bytes``, ``records_change_bytes``, ``records_run``; each with the
    names of `VIEWS`, the last with ``floor`` too.
    """
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    with tempfile.TemporaryDirectory() as folder, temporary_records() as data:
        tell("a package with many records")
        store = Path(folder) / "store.duckdb"
        build(data, store)
        with serving(FLOOR) as floor, serving(DASHBOARD, store) as dashboard:
            for number in range(rounds):
                # The first round is warm too: what is made once per store is made by then.
                for name, page, first, then in VIEWS:
                    tell(f"many records, round {number + 1} of {rounds}: {name}")
                    queries = [urlencode(query, doseq=True) for query in (first, then)]
                    if not number:
                        asyncio.run(_turns(dashboard.stream, Target(name, name, page), queries))
                    sent, changed, seconds = asyncio.run(
                        _turns(dashboard.stream, Target(name, name, page), queries)
                    )
                    found["records_bytes"][name].append(sent)
                    found["records_change_bytes"][name].append(changed)
                    found["records_run"][name].append(seconds)
                _, _, plain = asyncio.run(_turns(floor.stream, FLOOR_PAGE, ["", ""]))
                found["records_run"]["floor"].append(plain)
    return {measure: dict(by_view) for measure, by_view in found.items()}


async def _turns(stream: str, target: Target, queries: list[str]) -> tuple[float, float, float]:
    """Bytes of a first run and of the change to the other link; median seconds of runs again."""
    async with Session(stream, target) as session:
        sent = (await session.run(queries[0])).received_bytes
        changed = (await session.run(queries[1])).received_bytes
        taken = [(await session.run()).seconds for _ in range(TURNS)]
        return sent, changed, median(taken)
