"""The board of progress with many partnerships: real ones, copied until there are enough."""

import tempfile
from pathlib import Path

import duckdb

from benchmarks import measures
from benchmarks.measures import Progress, Samples
from benchmarks.servers import DASHBOARD, FLOOR, ROOT, serving
from benchmarks.targets import TARGETS
from s3dash.store.build import build

PARTNERSHIPS = 500
KEY = "board"
RERUNS = 10


def measure(rounds: int, tell: Progress) -> dict[str, Samples]:
    """The page Progress with 500 partnerships beside the floor page.

    Keys of the result: those of `measures.page_loads` and ``p95`` of a rerun in one session, with
    ``board_`` before them; in each the keys ``floor`` and ``board``.
    """
    [target] = [target for target in TARGETS if target.key == "progress"]
    with tempfile.TemporaryDirectory(prefix="s3dash-board-") as folder:
        store = Path(folder) / "board.duckdb"
        build(ROOT / "data", store)
        multiply_partnerships(store, PARTNERSHIPS)
        with serving(FLOOR) as floor, serving(DASHBOARD, store) as dashboard:
            found = measures.page_loads(floor, dashboard, [target], rounds, tell)
            runs = measures.script_runs(floor, dashboard, [target], rounds, 1, RERUNS, tell)
    found["p95"] = runs["p95"]
    return {
        f"board_{name}": {("floor" if key == "floor" else KEY): of for key, of in samples.items()}
        for name, samples in found.items()
    }


def multiply_partnerships(path: Path, count: int) -> None:
    """Fill a store with copies of its partnerships, members and evidence: ``count`` in all.

    It must hold a partnership, and not more than ``count``.
    """
    with duckdb.connect(str(path)) as con:
        # Copy 0 is the real one; each copy of all has a number, and the last is cut.
        con.execute(
            """
            CREATE TEMP TABLE copied AS
            WITH held AS (
                SELECT partnership_id, row_number() OVER (ORDER BY partnership_id) - 1 AS place,
                       count(*) OVER () AS held
                FROM partnership)
            SELECT partnership_id, copy, format('{}-x{}', partnership_id, copy) AS copied_id
            FROM held, range(1, $count + 1) AS copies(copy)
            WHERE copy * held + place < $count
            """,
            {"count": count},
        )
        con.execute("""
            INSERT INTO partnership
            SELECT partnership.* REPLACE (
                copied_id AS partnership_id, format('{} {}', name, copy) AS name)
            FROM partnership JOIN copied USING (partnership_id)
        """)
        con.execute("""
            INSERT INTO membership
            SELECT membership.* REPLACE (copied_id AS partnership_id)
            FROM membership JOIN copied USING (partnership_id)
        """)
        con.execute("""
            INSERT INTO stage_evidence
            SELECT stage_evidence.* REPLACE (
                copied_id AS partnership_id, format('{}-x{}', evidence_id, copy) AS evidence_id)
            FROM stage_evidence JOIN copied USING (partnership_id)
        """)
