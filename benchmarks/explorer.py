"""Time of the explorer's query set, beside the time pandas takes for the same filters."""

import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import mean, median

from benchmarks.explorer_filters import query_set
from benchmarks.measures import Progress, Samples, percentile_95
from benchmarks.pandas_reference import FACETS, Answer, PandasReference
from s3dash.queries.explorer import explore
from s3dash.queries.explorer.filter import PriorityFilter
from s3dash.store.build import build
from s3dash.store.connection import Store

CALLS = 3
"""Times each filter is asked in a round; pandas, being slow, once."""


class Disagreement(RuntimeError):
    """Explorer and pandas gave different figures for a filter where there is only one answer."""


def measure(package: Path, rounds: int, tell: Progress) -> dict[str, Samples]:
    """Seconds of `explore` with warm caches, on a store built from the package.

    Returns
    -------
    dict
        ``explorer``: per round, seconds of the whole query set, mean of the calls (key ``store``)
        and with pandas (``floor``). ``explorer_p50``, ``explorer_p95``: over all calls (key
        ``store``). ``explorer_calls``, ``pandas_calls``: all seconds, per filter.

    Raises
    ------
    Disagreement
        If a filter without text has other figures in pandas.
    """
    tell("explorer: building the store")
    with tempfile.TemporaryDirectory(prefix="s3dash-explorer-") as folder:
        path = Path(folder) / "store.duckdb"
        build(package, path)
        tell("explorer: loading the frames")
        reference = PandasReference(package)
        with Store.open(path) as store:
            return _rounds(store, reference, query_set(package), rounds, tell)


def _rounds(
    store: Store,
    reference: PandasReference,
    filters: dict[str, PriorityFilter],
    rounds: int,
    tell: Progress,
) -> dict[str, Samples]:
    for name, chosen in filters.items():
        tell(f"explorer, warming up: {name}")
        answer, expected = explore.explore(store, chosen), reference.explore(chosen)
        if not chosen.text:
            # What a word matches depends on how it is looked for; the rest has one answer only.
            _refuse_difference(name, answer, expected)
    calls: dict[str, list[float]] = defaultdict(list)
    frames: dict[str, list[float]] = defaultdict(list)
    totals: dict[str, list[float]] = defaultdict(list)
    for number in range(rounds):
        for name, chosen in filters.items():
            tell(f"explorer, round {number + 1} of {rounds}: {name}")
            frames[name].append(_seconds(reference.explore, chosen))
            calls[name] += [_seconds(partial(explore.explore, store), chosen) for _ in range(CALLS)]
        totals["floor"].append(sum(values[-1] for values in frames.values()))
        totals["store"].append(sum(mean(values[-CALLS:]) for values in calls.values()))
    every = [seconds for values in calls.values() for seconds in values]
    return {
        "explorer": dict(totals),
        "explorer_p50": {"store": [median(every)]},
        "explorer_p95": {"store": [percentile_95(every)]},
        "explorer_calls": dict(calls),
        "pandas_calls": dict(frames),
    }


def _refuse_difference(name: str, answer: explore.Exploration, expected: Answer) -> None:
    figures = {
        "priorities": (answer.priorities, expected.priorities),
        "rows": (len(answer.rows), len(expected.rows)),
        "by territory": (_per_territory(answer), _per_territory(expected)),
        **{facet: (dict(answer.facets[facet]), expected.facets[facet]) for facet in FACETS},
    }
    for figure, (given, right) in figures.items():
        if given != right:
            raise Disagreement(f"{name}: {figure} is {given}, pandas has {right}")


def _per_territory(answer: explore.Exploration | Answer) -> dict[str, int]:
    frame = answer.by_territory
    return dict(zip(frame["territory_id"], frame["priorities"].astype(int), strict=True))


def _seconds(ask: Callable[[PriorityFilter], object], chosen: PriorityFilter) -> float:
    started = time.perf_counter()
    ask(chosen)
    return time.perf_counter() - started
