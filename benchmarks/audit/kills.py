"""`kill -9` at moments that chance has chosen: what is published and what is stored stays whole."""

import csv
import functools
import http.server
import json
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.audit.tally import Progress, Tally
from benchmarks.servers import HOST, ROOT
from benchmarks.synthetic import DATA
from s3dash.present.rooms.rooms import Rooms
from s3dash.steward.base import digest_of
from s3dash.steward.publish import desk_locked
from s3dash.store.connection import StoreError
from s3dash.store.content import content_digest
from s3dash.store.remote import NotFetched, Remote
from s3dash.store.versions import versions

NUMBER = 200
WORK = {
    # what changes data and store: its command, after the two folders have been put in
    "build": "build --data {data} --store {store}",
    "import": "import {sent} --table membership --data {data} --store {store} --apply --by AB "
    "--why audit",
}
PUBLISH = "publish --store {store} {www}"
WRITER = """
import sys
from s3dash.present.rooms.rooms import Rooms
rooms, key = Rooms(sys.argv[1]), sys.argv[2]
for number in range(10**9):
    rooms.put(key, f"{sys.argv[3]}-{number}", "note", {"text": f"{number} " + "x" * 2000}, 0)
    print(f"{sys.argv[3]}-{number}", flush=True)
    if number % 50 == 49:
        rooms.delete(rooms.make("").key)
"""
"""Writes notes into a room until it is killed, and says which are kept; makes and deletes rooms."""
MOST_SECONDS_OF_WRITING = 0.4
SENT = (
    "partnership_id,territory_id,territory_name,role,basis,source_url\n"
    "{},{},{},participant,stated,https://example.org/audit\n"
)


def killed(tell: Progress, number: int = NUMBER) -> Tally:
    """Kill builds, imports, publications and writers of rooms so many times, a quarter each.

    It fails where neither the old nor the new state is whole. After each kill what is there is read
    whole; at the end of each kind the same work is done over what the kills left.
    """
    tally = Tally("kills at random moments")
    chance = random.Random(21)
    kinds = {**dict.fromkeys(WORK, _changed), "publish": _published, "rooms": _written}
    with tempfile.TemporaryDirectory() as folder:
        for turn, (kind, kill_all) in enumerate(kinds.items()):
            turns = number // len(kinds) + (turn < number % len(kinds))
            place = Path(folder) / kind
            place.mkdir()
            for count, fault in enumerate(kill_all(place, kind, turns, chance)):
                tell(f"{kind}: {count} of {turns}")
                # The last is that of the work done after all kills.
                tally.tried += count < turns
                if fault:
                    tally.failures.append(f"{kind}, kill {count + 1} of {turns}: {fault}")
    return tally


def _changed(place: Path, kind: str, turns: int, chance: random.Random) -> Iterator[str]:
    """What is wrong after each kill of what changes data or store, "" for nothing.

    A build is of other data than the store that stands there. After each kill the store is read
    whole, and its content and the files of the data package compared with the two.
    """
    command = WORK[kind]
    states = _states(place, command)
    for _ in range(turns):
        _kill(_arguments(place, command), chance.uniform(0.3, 1) * states.seconds)
        yield states.fault(place)
        _reset(place)
    # What the kills left must not stand in the way of the next.
    status = _run(place, command)
    yield f"it ended with {status}" if status else states.fault(place)


def _published(place: Path, _: str, turns: int, chance: random.Random) -> Iterator[str]:
    """What is wrong after each kill of a publication into the folder of a web server.

    After each a dashboard that starts then, and one that followed all the while, fetch the store.
    """
    shutil.copytree(DATA, place / "data", ignore=shutil.ignore_patterns(".desk"))
    assert _run(place, WORK["build"]) == 0
    shutil.copyfile(place / "s3.duckdb", place / "one.duckdb")
    _study(place / "data")
    assert _run(place, WORK["build"]) == 0
    shutil.copyfile(place / "s3.duckdb", place / "two.duckdb")
    (place / "www").mkdir()
    shutil.copyfile(place / "one.duckdb", place / "s3.duckdb")
    assert _run(place, PUBLISH) == 0
    started = time.perf_counter()
    assert _run(place, PUBLISH) == 0
    seconds = time.perf_counter() - started
    known = {(place / name).read_bytes() for name in ("one.duckdb", "two.duckdb")}
    with _serving_files(place / "www") as address:
        one = Remote(f"{address}/s3.duckdb", place / "follower" / "copy.duckdb")
        one.fetch()
        for turn in range(turns):
            newer = "one" if turn % 2 else "two"
            shutil.copyfile(place / f"{newer}.duckdb", place / "s3.duckdb")
            _kill(_arguments(place, PUBLISH), chance.uniform(0.3, 1) * seconds)
            yield _fetched(one, place / str(turn), known)
        status = _run(place, PUBLISH)
        fault = _fetched(one, place / "last", {(place / "s3.duckdb").read_bytes()})
        yield f"it ended with {status}" if status else fault


def _fetched(follower: Remote, cache: Path, known: set[bytes]) -> str:
    """What is wrong with the store at an address, for one that follows it and one that is new."""
    new = Remote(follower.address, cache / "copy.duckdb")
    try:
        for one in (new, follower):
            one.fetch()
    except NotFetched as error:
        return str(error)
    is_whole = new.copy.read_bytes() in known
    is_same = new.copy.read_bytes() == follower.copy.read_bytes()
    shutil.rmtree(cache)
    return "" if is_whole and is_same else f"whole: {is_whole}, for both the same: {is_same}"


@contextmanager
def _serving_files(folder: Path) -> Iterator[str]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer((HOST, 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://{HOST}:{server.server_port}"
        finally:
            server.shutdown()


def _written(place: Path, _: str, turns: int, chance: random.Random) -> Iterator[str]:
    """What is wrong after each kill of who writes into a room.

    What was said to be kept is there, what is there is whole, and nothing of a room that was not.
    """
    address = f"sqlite:///{place / 'rooms.sqlite'}"
    key = Rooms(address).make("").key
    told: set[str] = set()
    for turn in range(turns + 1):
        command = [sys.executable, "-c", WRITER, address, key, str(turn)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            told.add(writer.stdout.readline().strip())
            time.sleep(chance.uniform(0, MOST_SECONDS_OF_WRITING))
            writer.send_signal(signal.SIGKILL)
            told |= {line.strip() for line in writer.stdout if line.endswith("\n")}
        yield _room_fault(place / "rooms.sqlite", Rooms(address), key, told, turn)
        if turn % 3 == 2:
            # A room has room for so many items; what was found whole makes way.
            key, told = Rooms(address).make("").key, set()


def _room_fault(file: Path, rooms: Rooms, key: str, told: set[str], turn: int) -> str:
    found = {item.item_id: item.content for item in rooms.items(key)}
    if told - found.keys():
        return f"lost: {sorted(told - found.keys())[:3]}"
    beyond = {name for name in found.keys() - told if name.startswith(f"{turn}-")}
    # What was being answered, and what was still on its way from writer to reader.
    if len(beyond) > 3:
        return f"there without having been told: {len(beyond)}"
    for name, content in found.items():
        if not content or content["text"] != f"{name.partition('-')[2]} " + "x" * 2000:
            return f"{name} is not whole: {json.dumps(content)[:80]}"
    with sqlite3.connect(file) as plain:
        [(integrity,)] = plain.execute("PRAGMA integrity_check").fetchall()
        [(lost,)] = plain.execute(
            "SELECT count(*) FROM item WHERE room_id NOT IN (SELECT room_id FROM room)"
        ).fetchall()
    return "" if (integrity, lost) == ("ok", 0) else f"the file: {integrity}; {lost} items lost"


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
    shutil.copytree(DATA, place / "data", ignore=shutil.ignore_patterns(".desk"))
    (place / "sent.csv").write_text(_new_row(place / "data"), encoding="utf-8", newline="\n")
    assert _run(place, WORK["build"]) == 0
    if command == WORK["build"]:
        _study(place / "data")
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


def _study(data: Path) -> None:
    """Make it other data than those of the store."""
    text = (data / "stage.csv").read_text(encoding="utf-8")
    changed = text.replace("Learn", "Study")
    (data / "stage.csv").write_text(changed, encoding="utf-8", newline="\n")


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
    paths = {
        "data": place / "data",
        "store": place / "s3.duckdb",
        "sent": place / "sent.csv",
        "www": place / "www",
    }
    words = [word.format_map(paths) for word in command.split()]
    return [sys.executable, "-m", "s3dash", *words]


def _run(place: Path, command: str) -> int:
    return subprocess.run(
        _arguments(place, command), cwd=ROOT, capture_output=True, check=False
    ).returncode


def _kill(command: list[str], after: float) -> None:
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as work:
        time.sleep(after)
        work.send_signal(signal.SIGKILL)
