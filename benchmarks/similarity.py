"""Time of the structural distance, beside the least that numpy needs for a ranking by distance."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
import pandas as pd

from benchmarks.measures import Progress, Samples, percentile_95
from s3dash.queries.territories.similarity import similar
from s3dash.queries.territories.structure import MEASURED, Structure, structure
from s3dash.store.build import build
from s3dash.store.connection import Store

CALLS = 40
MANY = 5_000
MISSING = 0.1
SEED = 1


def measure(package: Path, rounds: int, tell: Progress) -> dict[str, Samples]:
    """Seconds of `similar`, one territory against all, after the structure is known.

    Returns
    -------
    dict
        ``similarity``: per round, median of the calls (key ``store``), and of plain Euclidean
        distances of the same scores with a sort (``floor``). ``similarity_p95``: over all calls.
        ``similarity_start``: reading and computing the structure. ``similarity_many``: per round
        the slowest call among as many synthetic territories as `MANY`.
    """
    tell("similarity: building the store")
    results: dict[str, Samples] = {}
    with tempfile.TemporaryDirectory(prefix="s3dash-similarity-") as folder:
        path = Path(folder) / "store.duckdb"
        build(package, path)
        with Store.open(path) as store:
            started = time.perf_counter()
            known = structure(store)
            _ = known.scores
            results["similarity_start"] = {"store": [time.perf_counter() - started]}
    regions = [code for code in known.codes if known.is_measured[known.row_of[code]]][:CALLS]
    many = synthetic(known, MANY)
    similar(known, regions[0])
    similar(many, many.codes[0])
    ours, floors, every, largest = [], [], [], []
    for number in range(rounds):
        tell(f"similarity, round {number + 1} of {rounds}")
        calls = [_seconds(lambda code=code: similar(known, code)) for code in regions]
        plain = [_seconds(lambda code=code: _floor(known, code)) for code in regions]
        ours.append(median(calls))
        floors.append(median(plain))
        every += calls
        largest.append(
            max(_seconds(lambda code=code: similar(many, code)) for code in many.codes[:9])
        )
    results["similarity"] = {"store": ours, "floor": floors}
    results["similarity_p95"] = {"store": [percentile_95(every)]}
    results["similarity_many"] = {"store": largest}
    return results


def synthetic(known: Structure, number: int) -> Structure:
    """So many made-up NUTS 2 regions with values drawn from those of the real ones."""
    rng = np.random.default_rng(SEED)
    codes = [f"{place:05d}" for place in range(number)]
    rows = rng.choice(np.flatnonzero(known.is_measured), size=(number, len(known.indicators)))
    values = np.take_along_axis(known.values, rows, axis=0)
    values[rng.random(values.shape) < MISSING] = np.nan
    values[:9] = known.values[known.row_of["AT21"]]
    territories = pd.DataFrame(
        {
            "territory_id": codes,
            "name": codes,
            "country": "",
            "country_code": "",
            "nuts_level": 2,
            "basis": MEASURED,
            "from_regions": codes,
        }
    )
    is_measured = np.ones(number, dtype=bool)
    return Structure(territories, known.indicators, values, values * 0, is_measured)


def _floor(known: Structure, code: str) -> np.ndarray:
    """Euclidean distances of the standardised indicators, sorted: no themes, no names."""
    scores = np.nan_to_num(known.scores)
    squares = ((scores - scores[known.row_of[code]]) ** 2).sum(axis=1)
    order: np.ndarray = np.argsort(np.sqrt(squares), kind="stable")
    return order


def _seconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started
