"""What a room is given is there, whole, for whoever has the key."""

from __future__ import annotations

import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import inspect
from sqlalchemy.event import listen

from s3dash.present.deck import MOST_BYTES
from s3dash.present.rooms import database
from s3dash.present.rooms.items import KINDS, BadItem
from s3dash.present.rooms.limits import KEPT_DAYS, LONGEST_LINE, LONGEST_TEXT
from s3dash.present.rooms.rooms import (
    DAY,
    KEY_BYTES,
    SWEEP_SECONDS,
    Changed,
    Full,
    NoSuchRoom,
    Rooms,
    RoomsAway,
)
from s3dash.present.rooms.tables import METADATA

REPOSITORY = Path(__file__).resolve().parents[4]


class Clock:
    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "rooms" / "rooms.sqlite"


@pytest.fixture
def rooms(file: Path, clock: Clock) -> Iterator[Rooms]:
    found = Rooms(f"sqlite:///{file}", clock)
    yield found
    found.close()


def test_a_room_is_found_again_by_another_process(rooms: Rooms, file: Path, clock: Clock) -> None:
    made = rooms.make("the deck")
    rooms.put(made.key, "n1", "note", {"text": "Ask the cluster", "stage": "learn"}, 0)
    rooms.show(made.key, position=3)
    other = Rooms(f"sqlite:///{file}", clock)
    assert other.find(made.key).position == 3
    assert other.find(made.key).deck == "the deck"
    (note,) = other.items(made.key)
    assert note.content == {"text": "Ask the cluster", "stage": "learn", "about": ""}
    other.close()


def test_keys_cannot_be_guessed_and_the_one_for_reading_does_not_write(rooms: Rooms) -> None:
    made = [rooms.make("") for _ in range(5)]
    keys = {one.key for one in made} | {one.follow_key for one in made}
    assert len(keys) == 10
    assert KEY_BYTES * 8 >= 144
    assert min(map(len, keys)) >= 24
    assert rooms.follow(made[0].follow_key) == made[0]
    for wrong in (made[0].follow_key, "", "x" * 24, "' OR 1=1 --"):
        with pytest.raises(NoSuchRoom):
            rooms.put(wrong, "n1", "note", {"text": "no"}, 0)
        with pytest.raises(NoSuchRoom):
            rooms.show(wrong, position=1)
    with pytest.raises(NoSuchRoom):
        rooms.follow(made[0].key)


def test_two_facilitators_do_not_disturb_each_other(rooms: Rooms) -> None:
    key = rooms.make("").key
    first = rooms.put(key, "a1", "action", {"what": "Write to Flanders"}, 0)
    rooms.put(key, "a2", "action", {"what": "Find a venue"}, 0)
    mine = rooms.put(key, "a1", "action", {"what": "Write to Flanders and Wales"}, first.version)
    with pytest.raises(Changed) as told:
        rooms.put(key, "a1", "action", {"what": "Call Flanders"}, first.version)
    assert told.value.item == mine
    # A change that is sent again, since its answer was lost, is the same change.
    again = rooms.put(key, "a1", "action", {"what": "Write to Flanders and Wales"}, first.version)
    assert again == mine
    assert {item.item_id: item.version for item in rooms.items(key)} == {"a1": 2, "a2": 1}


def test_changes_at_the_same_time_are_all_there(rooms: Rooms) -> None:
    key = rooms.make("").key

    def write(number: int) -> None:
        rooms.put(key, f"n{number}", "note", {"text": str(number)}, 0)
        rooms.show(key, position=number)

    with ThreadPoolExecutor(8) as many:
        list(many.map(write, range(40)))
    found = rooms.items(key)
    assert {item.content["text"] for item in found if item.content} == set(map(str, range(40)))
    assert len({item.revision for item in found}) == 40
    assert rooms.find(key).revision == 80


@pytest.mark.skipif(not os.environ.get("S3DASH_TEST_POSTGRES"), reason="names no database")
def test_two_servers_share_their_rooms_in_postgresql() -> None:
    servers = [Rooms(os.environ["S3DASH_TEST_POSTGRES"]) for _ in range(2)]
    with ThreadPoolExecutor(2) as many:
        key = next(iter(many.map(lambda rooms: rooms.make("deck").key, servers)))

    def write(number: int) -> None:
        servers[number % 2].put(key, f"n{number}", "note", {"text": f"{number} ü \U0001f600"}, 0)

    with ThreadPoolExecutor(8) as many:
        list(many.map(write, range(40)))
    found = servers[1].items(key)
    assert len({item.revision for item in found}) == 40
    with pytest.raises(Changed):
        servers[0].put(key, "n1", "note", {"text": "other"}, 0)
    servers[0].delete(key)
    with pytest.raises(NoSuchRoom):
        servers[1].find(key)
    for one in servers:
        one.close()


def test_others_learn_what_changed_since_and_what_was_removed(rooms: Rooms) -> None:
    key = rooms.make("").key
    rooms.put(key, "n1", "note", {"text": "one"}, 0)
    before = rooms.find(key).work_revision
    rooms.put(key, "n2", "note", {"text": "two"}, 0)
    rooms.put(key, "n1", "note", None, 1)
    changed = rooms.items(key, before)
    assert [(item.item_id, item.content is None) for item in changed] == [
        ("n2", False),
        ("n1", True),
    ]


@pytest.mark.parametrize(
    ("item_id", "kind", "content"),
    [
        ("n1", "note", {"text": "x" * 5_000}),
        ("n1", "action", {"what": "x" * (LONGEST_LINE + 1)}),
        ("n1", "note", {"name": "a person"}),
        ("n1", "tick", {"done": "yes"}),
        ("n1", "column", {"place": 1.5}),
        ("n1", "note", "text"),
        ("n1", "person", {}),
        ("../n1", "note", {}),
        (None, "note", {}),
    ],
)
def test_what_is_no_item_is_refused(
    rooms: Rooms, item_id: object, kind: object, content: object
) -> None:
    key = rooms.make("").key
    with pytest.raises(BadItem):
        rooms.put(key, item_id, kind, content, 0)  # type: ignore[arg-type]
    assert rooms.items(key) == []
    assert rooms.find(key).revision == 0


def test_hostile_text_is_kept_as_text(rooms: Rooms) -> None:
    key = rooms.make("").key
    text = "<script>alert(1)</script>\x00 '; DROP TABLE room; -- \ud800 \U0001f600"
    rooms.put(key, "n1", "note", {"text": text}, 0)
    (item,) = rooms.items(key)
    assert item.content is not None
    kept = item.content["text"]
    assert kept == "<script>alert(1)</script>  '; DROP TABLE room; --   \U0001f600"


def test_no_field_asks_for_a_person() -> None:
    fields = {name for each in KINDS.values() for name in each}
    assert not fields & {"person", "email", "phone", "contact"}
    # The only name is that of a territory on a card.
    assert [kind for kind, each in KINDS.items() if "name" in each] == ["card"]


def test_a_room_is_deleted_with_all_its_content(rooms: Rooms, file: Path) -> None:
    made, other = rooms.make("one"), rooms.make("two")
    rooms.put(made.key, "n1", "note", {"text": "secret words"}, 0)
    rooms.put(other.key, "n1", "note", {"text": "kept words"}, 0)
    rooms.delete(made.key)
    with pytest.raises(NoSuchRoom):
        rooms.find(made.key)
    with pytest.raises(NoSuchRoom):
        rooms.follow(made.follow_key)
    with sqlite3.connect(file) as plain:
        assert plain.execute("SELECT count(*) FROM item").fetchone() == (1,)
    assert len(rooms.items(other.key)) == 1


def test_rooms_go_when_nobody_used_them(rooms: Rooms, clock: Clock, file: Path) -> None:
    old, used = rooms.make("old"), rooms.make("used")
    clock.now += (KEPT_DAYS - 1) * DAY
    rooms.find(used.key)
    clock.now += 2 * DAY
    with pytest.raises(NoSuchRoom):
        rooms.find(old.key)
    assert rooms.find(used.key).deck == "used"
    # Looking at another room is enough: nobody needs to make one.
    clock.now += SWEEP_SECONDS
    rooms.find(used.key)
    with sqlite3.connect(file) as plain:
        assert plain.execute("SELECT deck FROM room").fetchall() == [("used",)]


def test_timer(rooms: Rooms, clock: Clock) -> None:
    key = rooms.make("").key
    on = rooms.time(key, 600)
    assert (on.timer_from, on.timer_seconds) == (clock.now, 600)
    off = rooms.time(key, 0)
    assert (off.timer_from, off.timer_seconds) == (None, 0)


def test_a_deck_that_is_too_large_is_refused(rooms: Rooms) -> None:
    with pytest.raises(Full):
        rooms.make("x" * (MOST_BYTES + 1))


def test_a_database_that_is_away_is_told_calmly(tmp_path: Path, monkeypatch: object) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(RoomsAway):
        Rooms(f"sqlite:///{tmp_path / 'file' / 'rooms.sqlite'}").make("")
    for address in ("nonsense://", "oracle://x/y"):
        with pytest.raises(RoomsAway):
            Rooms(address).make("")


def test_rooms_are_there_again_when_their_database_is(
    rooms: Rooms, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    key = rooms.make("deck").key
    away = file.parent.rename(file.parent.with_name("away"))
    for one in (rooms, Rooms(f"sqlite:///{file}")):
        one.close()
        # A disk that is not there looks like a folder that is none.
        file.parent.write_text("")
        caplog.clear()
        with pytest.raises(RoomsAway):
            one.put(key, "n1", "note", {"text": "x"}, 0)
        [line] = caplog.messages
        assert line.startswith("The rooms cannot be reached or written: ")
        assert line.endswith(f". {database.TO_DO_FILE}")
        assert "\n" not in line
        assert ".." not in line
        file.parent.unlink()
        away.rename(file.parent)
        assert one.find(key).deck == "deck"
        assert one.put(key, "n1", "note", {"text": "x"}, 0).version == 1
        one.close()
        file.parent.rename(away)


def test_a_full_disk_of_the_rooms_is_told_as_such(
    rooms: Rooms, caplog: pytest.LogCaptureFixture
) -> None:
    key = rooms.make("deck").key
    with rooms._opened().connect() as connection:
        [pages] = connection.exec_driver_sql("PRAGMA page_count").one()
    # What SQLite says of a file that may not grow is what it says of a full disk.
    listen(
        rooms._opened(), "begin", lambda one: one.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    )
    kept = 0

    def fill() -> None:
        nonlocal kept
        while kept < pages:
            rooms.put(key, f"n{kept}", "note", {"text": "x" * LONGEST_TEXT}, 0)
            kept += 1

    with pytest.raises(RoomsAway):
        fill()
    [line] = caplog.messages
    assert line.endswith(f"database or disk is full. {database.TO_DO_FULL}")
    # What was kept is there, and what was not is not.
    assert [one.item_id for one in rooms.items(key)] == [f"n{number}" for number in range(kept)]


def test_what_stands_against_rooms_is_told_at_the_start(tmp_path: Path) -> None:
    assert database.trouble(f"sqlite:///{tmp_path / 'new' / 'rooms.sqlite'}") == ""
    assert not (tmp_path / "new").exists()
    (tmp_path / "file").write_text("no folder")
    told = database.trouble(f"sqlite:///{tmp_path / 'file' / 'rooms.sqlite'}")
    assert "is no folder. Let the user who runs this write there" in told
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        told = database.trouble(f"postgresql://name:word@127.0.0.1:{closed.getsockname()[1]}/rooms")
    assert "The database of the rooms cannot be reached" in told
    assert told.endswith("correct S3DASH_ROOMS; rooms are there again when it is.")
    assert "word" not in told


def test_a_database_that_is_only_read_still_shows_its_rooms(rooms: Rooms, file: Path) -> None:
    key = rooms.make("deck").key
    rooms.close()
    only_read = Rooms(f"sqlite:///file:{file}?mode=ro&uri=true", rooms._clock)
    assert only_read.find(key).deck == "deck"
    with pytest.raises(RoomsAway):
        only_read.put(key, "n1", "note", {"text": "x"}, 0)
    only_read.close()


def test_the_migrations_make_the_tables_that_the_code_knows(rooms: Rooms) -> None:
    rooms.make("")
    made = inspect(rooms._opened())
    for table in METADATA.sorted_tables:
        found = {column["name"]: column["nullable"] for column in made.get_columns(table.name)}
        assert found == {column.name: column.nullable for column in table.columns}
    assert set(made.get_table_names()) == {*METADATA.tables, "alembic_version"}


def test_where_the_rooms_are(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(database.VARIABLE, raising=False)
    assert database.address() == f"sqlite:///{database.FILE}"
    monkeypatch.setenv(database.VARIABLE, str(tmp_path / "r.sqlite"))
    assert database.address() == f"sqlite:///{tmp_path / 'r.sqlite'}"
    monkeypatch.setenv(database.VARIABLE, "postgresql://u@h/db")
    assert database.address() == "postgresql://u@h/db"


WRITER = """
import sys
from s3dash.present.rooms.rooms import Rooms
rooms = Rooms(sys.argv[1])
key, start = sys.argv[2], int(sys.argv[3])
for number in range(start, start + 100_000):
    rooms.put(key, f"n{number}", "note", {"text": f"{number} " + "x" * 3000}, 0)
    print(number, flush=True)
"""


def test_what_was_said_to_be_kept_survives_a_kill(rooms: Rooms, file: Path) -> None:
    key = rooms.make("").key
    told: set[int] = set()
    chance = random.Random(7)
    for start in (0, 100_000):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, f"sqlite:///{file}", key, str(start)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=REPOSITORY,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        )
        assert writer.stdout is not None
        told.add(int(writer.stdout.readline()))
        time.sleep(chance.uniform(0, 0.1))
        os.kill(writer.pid, signal.SIGKILL)
        told |= {int(line) for line in writer.stdout if line.endswith("\n")}
        writer.wait()
    found = {int(item.item_id[1:]): item.content for item in rooms.items(key)}
    assert told <= set(found)
    # At most the one that was being answered is there beyond what was told, and it is whole.
    assert len(set(found) - told) <= 3
    assert all(content and len(content["text"]) > 3000 for content in found.values())
    with sqlite3.connect(file) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
