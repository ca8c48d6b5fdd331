"""Time and bytes of scenes, and time and memory of their files."""

import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from itertools import cycle, islice
from pathlib import Path
from statistics import median

from benchmarks.measures import Progress, Samples, percentile_95
from benchmarks.servers import ROOT
from s3dash.present.deck import Deck
from s3dash.present.export.make import FORMS, deck_file
from s3dash.present.html import scene_html
from s3dash.present.ready import ready_decks
from s3dash.present.scenes import scene
from s3dash.store.build import build
from s3dash.store.connection import Store

SCENES = 20
"""Of the deck that is written."""
KILOBYTES = 1024
STATUS = Path("/proc/self/status")


def measure(package: Path, rounds: int, tell: Progress) -> dict[str, Samples]:
    """Seconds and bytes of every scene of the ready decks; seconds and megabytes of their files.

    Keys of the result, each of the key ``store``: ``scene_p50, scene_p95`` (question and HTML, warm
    caches), ``scene_bytes`` (of the largest), ``slides, pages`` (seconds of 20 scenes, in a fresh
    process, its start aside), ``slides_memory, pages_memory`` (megabytes beyond those of a process
    that has drawn a scene).
    """
    seconds, sizes = [], []
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    with tempfile.TemporaryDirectory(prefix="s3dash-scenes-") as folder:
        path = Path(folder) / "store.duckdb"
        build(package, path)
        with Store.open(path) as store:
            entries = [entry for deck in ready_decks(store).values() for entry in deck.entries]
            for number in range(rounds + 1):
                tell(f"scenes, round {number} of {rounds}")
                for entry in entries:
                    started = time.perf_counter()
                    html = scene_html(scene(store, entry))
                    if number:
                        seconds.append(time.perf_counter() - started)
                        sizes.append(len(html.encode()))
        for number in range(rounds):
            for form, name in (("pptx", "slides"), ("pdf", "pages")):
                tell(f"{name}, round {number + 1} of {rounds}")
                told = subprocess.run(
                    [sys.executable, "-m", "benchmarks.scenes", str(path), form],
                    cwd=ROOT, check=True, capture_output=True, text=True,
                )  # fmt: skip
                took, memory = json.loads(told.stdout)
                found[name]["store"].append(took)
                found[f"{name}_memory"]["store"].append(memory)
    return {
        "scene_p50": {"store": [median(seconds)]},
        "scene_p95": {"store": [percentile_95(seconds)]},
        "scene_bytes": {"store": [float(max(sizes))]},
        **found,
    }


def _written(path: str, form: str) -> tuple[float, float]:
    """Seconds and extra megabytes of a file of `SCENES` scenes."""
    assert form in FORMS
    with Store.open(path) as store:
        entries = [entry for deck in ready_decks(store).values() for entry in deck.entries]
        kinds = {entry.kind: entry for entry in entries}
        # Each kind, the heavy ones among them, and some once more.
        chosen = tuple(islice(cycle(kinds.values()), SCENES))
        scene(store, kinds["figures"])
        before = _megabytes("VmRSS")
        started = time.perf_counter()
        deck_file(store, Deck("Measured", chosen), form)
        took = time.perf_counter() - started
        after = _megabytes("VmHWM")
    return took, after - before


def _megabytes(name: str) -> float:
    """Memory of this process: ``VmRSS`` now, ``VmHWM`` at most."""
    if STATUS.exists():
        # The other count goes on from that of the process that started this one.
        found = re.search(rf"{name}:\s+(\d+) kB", STATUS.read_text(encoding="ascii"))
        assert found
        return int(found[1]) / KILOBYTES
    # macOS counts bytes, and knows the most alone.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTES**2


if __name__ == "__main__":
    print(json.dumps(_written(*sys.argv[1:3])))
