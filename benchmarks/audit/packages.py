"""Damaged data packages: whatever is wrong, the command says so in a line, or finds it sound."""

import contextlib
import io
import json
import random
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.audit.tally import Progress, Tally
from benchmarks.synthetic import DATA
from s3dash.__main__ import main

NUMBER = 218
UNFORESEEN = "that s3dash does not know"
ODD: tuple[object, ...] = (
    *(None, True, 0, -1, 10**400, 1e308, "", " ", "x" * 5000, "\ud800", "\0", "\n", '";--', "../x"),
    *("#line", "rowid", "{0}", "C:", "[", "a{1001}", "(?=a)", "latin-9", "2020-13-01"),
    *([], {}, [[]], ["a", "a"], [None], {"a": None}, {"name": 1}),
)
BYTES = (
    *(
        b"",
        b"\0",
        b"\xff\xfe",
        b"\xef\xbb\xbf\xef\xbb\xbf",
        b"\r",
        b"\n\n\n",
        b'"',
        b",,,,,,,",
        b"\x1a",
    ),
    *("é".encode("latin-1"), b"\xed\xa0\x80", "\u2028".encode(), b"=1+1", b"1e999", b"NaN"),
)


def damaged(tell: Progress, number: int = NUMBER) -> Tally:
    """So many packages, each damaged in one place that chance has chosen, always the same ones.

    One fails where ``check`` ends in a traceback or in an error that it does not know.
    """
    tally = Tally("damaged packages")
    chance = random.Random(15)
    sound = 0
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        shutil.copytree(DATA, data)
        for turn in range(number):
            tell(f"damaged packages: {turn} of {number}")
            damage = _describe if turn % 2 else _spoil
            with damage(data, chance) as what:
                status, told = _check(data)
            tally.tried += 1
            sound += status == 0
            if status not in (0, 1) or UNFORESEEN in told or "Traceback" in told:
                tally.failures.append(f"{what}: {told.strip()[-300:]}")
    tally.note = f"{sound} are sound all the same"
    return tally


@contextlib.contextmanager
def _describe(data: Path, chance: random.Random) -> Any:
    """One value of the description gives way to an odd one."""
    file = data / "datapackage.json"
    before = file.read_bytes()
    described = json.loads(before)
    path, owner = [], described
    while True:
        key = chance.choice(list(owner) if isinstance(owner, dict) else range(len(owner)))
        path.append(key)
        if not (isinstance(owner[key], dict | list) and owner[key]) or chance.random() < 0.15:
            break
        owner = owner[key]
    owner[key] = value = chance.choice(ODD)
    file.write_text(json.dumps(described), encoding="utf-8", newline="")
    yield f"datapackage.json {path} = {value!r:.60}"
    file.write_bytes(before)


@contextlib.contextmanager
def _spoil(data: Path, chance: random.Random) -> Any:
    """One file of the package is changed as bytes."""
    file = chance.choice(sorted([*data.glob("*.csv"), *data.glob("boundaries/*.parquet")]))
    before = file.read_bytes()
    place = chance.randrange(len(before))
    how: dict[str, Callable[[], bytes | None]] = {
        "foreign bytes": lambda: before[:place] + chance.choice(BYTES) + before[place:],
        "cut off": lambda: before[:place],
        "empty": lambda: b"",
        "a byte lost": lambda: before[:place] + before[place + 1 :],
        "twice": lambda: before * 2,
        "header only": lambda: before.partition(b"\n")[0] + b"\n",
        "no header": lambda: before.partition(b"\n")[2],
        "columns swapped": lambda: (
            b",".join(reversed(before.partition(b"\n")[0].split(b",")))
            + b"\n"
            + before.partition(b"\n")[2]
        ),
        "gone": lambda: None,
    }
    name = chance.choice(list(how))
    content = how[name]()
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content)
    yield f"{file.name}: {name} at {place}"
    file.write_bytes(before)


def _check(data: Path) -> tuple[int, str]:
    told = io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
        try:
            status = main(["check", "--data", str(data)])
        except Exception as error:  # A traceback is what we look for.
            return -1, f"Traceback: {error!r}"
    return status, told.getvalue()
