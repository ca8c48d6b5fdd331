"""How long the steward's desk takes to review what was sent, and how much memory."""

import csv
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

from benchmarks.measures import Progress, Samples
from benchmarks.servers import ROOT
from s3dash.steward.base import Base

SMALL, LARGE = 10_000, 100_000
FAULTY = 20
"""One row of so many has a fault: a slip in a name, a stage that is none, a date of two ways."""
SOURCE = "https://example.org/page"
EVENTS = ("Partnership", "Stage", "Date", "Title", "Detail", "Source")
MEMBERS = ("Partnership", "Region", "Country", "Role", "Basis", "Source")


def measure(rounds: int, tell: Progress) -> dict[str, Samples]:
    """Seconds and gigabytes of ``python -m s3dash import``.

    Keys of the result: ``desk_small``, ``desk_large`` (seconds) and ``desk_memory``; each has the
    keys ``members`` and ``events`` (a workbook) and ``values`` (a text file). ``floor``: the
    standard library reading the rows of the text file.
    """
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    base = Base.open(ROOT / "data")
    with tempfile.TemporaryDirectory() as folder:
        for name, count in (("desk_small", SMALL), ("desk_large", LARGE)):
            files = {
                "members": _workbook(Path(folder) / "members.xlsx", MEMBERS, _members(base, count)),
                "events": _workbook(Path(folder) / "events.xlsx", EVENTS, _events(base, count)),
                "values": _text(Path(folder) / "indicator_value.csv", _values(base, count)),
            }
            for number in range(rounds):
                for key, file in files.items():
                    tell(f"desk, {count:,} rows of {key}, round {number + 1} of {rounds}")
                    seconds, gigabytes = _import(file)
                    found[name][key].append(seconds)
                    found["desk_memory"][key].append(gigabytes)
                started = time.perf_counter()
                with files["values"].open(encoding="utf-8", newline="") as stream:
                    assert sum(1 for _ in csv.reader(stream)) == count + 1
                found[name]["floor"].append(time.perf_counter() - started)
    return {name: dict(samples) for name, samples in found.items()}


def _import(file: Path) -> tuple[float, float]:
    """Seconds that the command takes, and the most memory it had, in gigabytes."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "s3dash", "import", str(file)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"the import of {file.name} ended with {process.returncode}")
    return time.perf_counter() - started, used.ru_maxrss * 1024 / 1e9


def _members(base: Base, count: int) -> Iterator[list[str]]:
    partnerships = [row["name"] or "" for row in base.rows("partnership")]
    places = [row for row in base.rows("territory") if row["nuts_level"] in ("1", "2", "3")]
    countries = {row["country_code"]: row["name"] or "" for row in base.rows("country")}
    for number in range(count):
        place = places[number % len(places)]
        name = place["name"] or ""
        if number % FAULTY == 0:
            # A slip of its own in each, so that nothing is remembered from the one before.
            at = number // FAULTY % max(len(name) - 1, 1)
            name = name[:at] + chr(ord("a") + number % 26) + name[at:]
        partnership = partnerships[number // len(places) % len(partnerships)]
        country = countries.get(place["country_code"], "")
        yield [partnership, name, country, "member", "stated", SOURCE]


def _events(base: Base, count: int) -> Iterator[list[str]]:
    partnerships = [row["name"] or "" for row in base.rows("partnership")]
    stages = [row["name"] or "" for row in base.rows("stage")]
    faults = (("Dance", None), (None, "03/04/2024"), (None, "soon"))
    for number in range(count):
        stage, day = stages[number % len(stages)], f"{number % 28 + 1:02}.{number % 12 + 1:02}.2023"
        if number % FAULTY == 0:
            wrong_stage, wrong_day = faults[number // FAULTY % len(faults)]
            stage, day = wrong_stage or stage, wrong_day or day
        partnership = partnerships[number % len(partnerships)]
        yield [partnership, stage, day, f"Meeting {number} on pilots", "It took place.", SOURCE]


def _values(base: Base, count: int) -> Iterator[list[str]]:
    rows = base.rows("indicator_value")
    yield ["indicator_id", "nuts_code", "nuts_vintage", "year", "value", "source_id"]
    for number in range(count):
        row = rows[number % len(rows)]
        year = int(row["year"] or 0) - 40 * (number // len(rows))
        value = "n/a" if number % FAULTY == 0 else f"{float(row['value'] or 0) + number % 3}"
        names = ("indicator_id", "nuts_code", "nuts_vintage")
        yield [*(row[name] or "" for name in names), str(year), value, row["source_id"] or ""]


def _workbook(file: Path, head: tuple[str, ...], rows: Iterator[list[str]]) -> Path:
    # Addresses as text: a spreadsheet has room for 65,530 links.
    plain = {"constant_memory": True, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, plain) as book:
        sheet = book.add_worksheet(file.stem.capitalize())
        for number, row in enumerate([head, *rows]):
            sheet.write_row(number, 0, row)
    return file


def _text(file: Path, rows: Iterator[list[str]]) -> Path:
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return file
