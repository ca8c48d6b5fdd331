"""`kill -9` at moments that chance has chosen: what is published and what is stored stays whole."""

import csv
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.audit.tally import Progress, Tally
from benchmarks.servers import ROOT
from benchmarks.synthetic import DATA
from s3dash.steward.base import digest_of
from s3dash.steward.publish import desk_locked
from s3dash.store.connection import StoreError
from s3dash.store.content import content_digest
from s3dash.store.versions import versions

NUMBER = 200
WORK = {
    # what is killed: its command, after the two folders have been put in
    "build": "build --data {data} --store {store}",
    "import": "import {sent} --table membership --data {data} --store {store} --apply --by AB "
    "--why audit",
}
SENT = (
    "partnership_id,territory_id,territory_name,role,basis,source_url\n"
    "{},{},{},participant,stated,https://example.org/audit\n"
)


def killed(tell: Progress, number: int = NUMBER) -> Tally:
    """Kill builds and imports so many times; it fails where neither the old nor the new is whole.

    A build is of other data than the store that stands there. After each kill the store is read
    whole, and its content and the files of the data package compared with the two; at the end the
    same work is done over what the kills left.
    """
    tally = Tally("kills at random moments")
    chance = random.Random(21)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for name, command in WORK.items():
            turns = number // len(WORK)
            states = _states(place / name, command)
            for turn in range(turns):
                tell(f"{name}: {turn} of {turns}")
                _kill(place / name, command, chance.uniform(0.3, 1) * states.seconds)
                tally.tried += 1
                if fault := states.fault(place / name):
                    tally.failures.append(f"{name}, kill {turn}: {fault}")
                _reset(place / name)
            # What the kills left must not stand in the way of the next.
            status = _run(place / name, command)
            fault = f"ended with {status}" if status else states.fault(place / name)
            if fault:
                tally.failures.append(f"{name}, done after all kills: {fault}")
    return tally


class _States:
    """The data and the store, as two digests, before and after a piece of work."""

    def __init__(self, before: tuple[str, str], after: tuple[str, str], seconds: float) -> None:
        self.known = (before, after)
        self.seconds = seconds

    def fault(self, place: Path) -> str:
        """What is neither the old state nor the new."""
        # Whatever was under way is taken back by whoever comes next to the desk.
        with desk_locked(place / "data"):
            pass
        try:
            state = _state(place)
            for kept in versions(place / "s3.duckdb"):
                if kept.problem:
                    return f"a kept version is not whole: {kept.problem}"
        except StoreError as error:
            return str(error)
        if state in self.known:
            return ""
        parts = zip(("data", "store"), state, zip(*self.known, strict=True), strict=True)
        told = [
            f"{name}: {('old', 'new')[known.index(part)] if part in known else 'neither'}"
            for name, part, known in parts
        ]
        return f"neither the old nor the new state ({', '.join(told)})"


def _states(place: Path, command: str) -> _States:
    place.mkdir()
    shutil.copytree(DATA, place / "data", ignore=shutil.ignore_patterns(".desk"))
    (place / "sent.csv").write_text(_new_row(place / "data"), encoding="utf-8")
    assert _run(place, WORK["build"]) == 0
    if command == WORK["build"]:
        # Other data than those of the store.
        text = (place / "data" / "stage.csv").read_text(encoding="utf-8")
        (place / "data" / "stage.csv").write_text(text.replace("Learn", "Study"), encoding="utf-8")
    shutil.copytree(place / "data", place / "data.before")
    shutil.copyfile(place / "s3.duckdb", place / "before.duckdb")
    before = _state(place)
    started = time.perf_counter()
    assert _run(place, command) == 0
    seconds = time.perf_counter() - started
    after = _state(place)
    assert before != after
    _reset(place)
    return _States(before, after, seconds)


def _new_row(data: Path) -> str:
    """A membership that the base does not have."""
    with (data / "membership.csv").open(encoding="utf-8", newline="") as stream:
        held = {(row["partnership_id"], row["territory_id"]) for row in csv.DictReader(stream)}
    partnership = sorted(name for name, _ in held)[0]
    with (data / "territory.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if (partnership, row["territory_id"]) not in held and row["nuts_level"] == "2":
                return SENT.format(partnership, row["territory_id"], row["name"])
    raise LookupError("every territory is a member")


def _state(place: Path) -> tuple[str, str]:
    return digest_of(place / "data"), content_digest(place / "s3.duckdb")


def _reset(place: Path) -> None:
    shutil.rmtree(place / "data")
    shutil.copytree(place / "data.before", place / "data")
    shutil.copyfile(place / "before.duckdb", place / "s3.duckdb")


def _arguments(place: Path, command: str) -> list[str]:
    paths = {"data": place / "data", "store": place / "s3.duckdb", "sent": place / "sent.csv"}
    words = [word.format_map(paths) for word in command.split()]
    return [sys.executable, "-m", "s3dash", *words]


def _run(place: Path, command: str) -> int:
    return subprocess.run(
        _arguments(place, command), cwd=ROOT, capture_output=True, check=False
    ).returncode


def _kill(place: Path, command: str, after: float) -> None:
    with subprocess.Popen(
        _arguments(place, command),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as work:
        time.sleep(after)
        work.send_signal(signal.SIGKILL)
