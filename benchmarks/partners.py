"""How long the partner finder takes: the real base, and thousands of synthetic territories."""

import shutil
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import duckdb
import numpy as np

from benchmarks.measures import Progress, Samples
from benchmarks.servers import ROOT
from s3dash.queries.partners.finder import Wish
from s3dash.queries.partners.priority_vectors import priority_vectors
from s3dash.queries.partners.ranking import ranking
from s3dash.store.build import build
from s3dash.store.connection import Store
from s3dash.store.explorer_index import INDEX_TABLES, fill_explorer_index

TERRITORIES = 5_000
ROWS_SHOWN = 20


def measure(rounds: int, tell: Progress) -> dict[str, Samples]:
    """Seconds of a ranking with the reasons of a page, of the real base and of a large one.

    Keys of the result: ``partners`` and ``partners_seconds``, each with the keys ``store`` (the
    real base) and ``territories`` (the large one). ``floor``: what numpy needs to multiply the
    vectors of domains of the real base, dense.
    """
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    with tempfile.TemporaryDirectory() as folder:
        real = Path(folder) / "real.duckdb"
        build(ROOT / "data", real)
        large = Path(folder) / "large.duckdb"
        shutil.copyfile(real, large)
        multiply(large, TERRITORIES)
        for key, path in (("store", real), ("territories", large)):
            with Store.open(path) as store:
                wish = Wish("ITC4")
                ranking(store, wish)
                vectors = priority_vectors(store)
                own = np.flatnonzero(
                    (vectors.index.territories["territory_id"] == "ITC4").to_numpy()[
                        vectors.territory
                    ]
                )
                dense = vectors.domains.toarray()
                for number in range(rounds):
                    tell(f"partner finder, {key}, round {number + 1} of {rounds}")
                    if path == real:
                        started = time.perf_counter()
                        dense[own] @ dense.T
                        found["partners"]["floor"].append(time.perf_counter() - started)
                    started = time.perf_counter()
                    ranking(store, wish).told(ROWS_SHOWN)
                    seconds = time.perf_counter() - started
                    found["partners"][key].append(seconds)
                    found["partners_seconds"][key].append(seconds)
    return {name: dict(samples) for name, samples in found.items()}


def multiply(path: Path, count: int) -> None:
    """Fill a store with copies of its territories until so many have priorities."""
    with duckdb.connect(str(path)) as con:
        [(held,)] = con.execute("SELECT count(DISTINCT territory_id) FROM strategy").fetchall()
        for copy in range(1, -(-count // held)):
            end = f"-x{copy}"
            for table, keys in (
                ("territory", ("territory_id",)),
                ("strategy", ("territory_id",)),
                ("priority", ("priority_id", "territory_id")),
                ("priority_domain", ("priority_id",)),
                ("priority_platform", ("priority_id",)),
            ):
                changed = ", ".join(f"{key} || $end AS {key}" for key in keys)
                if table == "territory":
                    changed += ", [territory_id || $end] AS within, NULL AS nuts_level"
                where = (
                    "WHERE territory_id IN (SELECT territory_id FROM strategy "
                    "WHERE NOT contains(territory_id, '-x'))"
                    if table == "territory"
                    else f"WHERE NOT contains({keys[0]}, '-x')"
                )
                con.execute(
                    f"INSERT INTO {table} SELECT * REPLACE ({changed}) FROM {table} {where}",
                    {"end": end},
                )
        con.execute("CREATE OR REPLACE TABLE priority AS FROM priority ORDER BY rowid")
        for name in INDEX_TABLES:
            con.execute(f"DELETE FROM {name}")
        fill_explorer_index(con, "main")
