"""Cases: what somebody sent, kept on the desk with the decisions on it until it is applied.

A case is a folder of its own below the desk's, so that decisions outlast a reload, a restart and
a store that is published in between: the files are reviewed anew against the base as it is then.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from s3dash.steward.base import Base
from s3dash.steward.decisions import Decisions
from s3dash.steward.publish import DESK
from s3dash.steward.review import Review, review_files

CASES = "cases"
KEPT_DAYS = 30
"""A case that nobody opened for so long is gone."""
_KEY = re.compile(r"[0-9a-f]{16}")
_UNSAFE = re.compile(r"[^\w .,()+-]")
LONGEST_NAME = 60
"""Letters of a file's name: in any script fewer than the 255 bytes that a disk takes."""
LONGEST_ENDING = 10
"""Of it, the ending that says what it is."""


@dataclass
class Case:
    """What was sent and what was decided.

    Attributes
    ----------
    key
        Names the case in a link; nobody guesses it.
    files
        The files as they came, in their order.
    table
        The table that all rows are of, where the steward said so.
    """

    key: str
    folder: Path
    files: Sequence[Path]
    table: str | None = None
    decisions: Decisions = field(default_factory=Decisions)

    def save(self) -> None:
        """Keep table and decisions; whole or not at all."""
        kept = {"table": self.table, "files": [one.name for one in self.files]}
        text = json.dumps(kept | {"decisions": self.decisions.as_json()}, ensure_ascii=False)
        beside = self.folder / "case.json.next"
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(self.folder / "case.json")

    def review(self, base: Base) -> Review:
        """The review of the files against a base, with the decisions so far."""
        return review_files(base, self.files, self.table, self.decisions)


def open_case(data_dir: Path, files: Iterable[tuple[str, bytes]], table: str | None = None) -> Case:
    """Put files (name and bytes) on the desk.

    Raises
    ------
    OSError
        If they cannot be written.
    """
    folder = data_dir / DESK / CASES
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    case = Case(secrets.token_hex(8), folder, [], table)
    case.folder = folder / case.key
    (case.folder / "files").mkdir(parents=True)
    kept: list[Path] = []
    for name, content in files:
        place = case.folder / "files" / _free_name(name, {one.name for one in kept})
        place.write_bytes(content)
        kept.append(place)
    case.files = kept
    case.save()
    return case


def find_case(data_dir: Path, key: str) -> Case | None:
    """The case of a key; None where there is none. A visit: it is kept for so long again."""
    if not _KEY.fullmatch(key):
        return None
    folder = data_dir / DESK / CASES / key
    try:
        kept = json.loads((folder / "case.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    with suppress(OSError):  # a desk that cannot be written to is read all the same
        os.utime(folder / "case.json")
    files = [folder / "files" / name for name in kept["files"]]
    return Case(key, folder, files, kept["table"], Decisions.from_json(kept["decisions"]))


def close_case(case: Case) -> None:
    """Take a case off the desk."""
    shutil.rmtree(case.folder, ignore_errors=True)


def _free_name(name: str, taken: set[str]) -> str:
    whole = _UNSAFE.sub("_", Path(name).name).strip(". ") or "sent"
    stem, ending = Path(whole).stem, Path(whole).suffix[:LONGEST_ENDING]
    # What it begins with is what people know it by.
    safe = f"{stem[: LONGEST_NAME - len(ending)]}{ending}"
    number, found = 1, safe
    while found in taken:
        number += 1
        found = f"{Path(safe).stem} ({number}){Path(safe).suffix}"
    return found


def _sweep(folder: Path) -> None:
    oldest = time.time() - KEPT_DAYS * 86_400
    for one in folder.iterdir():
        file = one / "case.json"
        if file.is_file() and file.stat().st_mtime < oldest:
            shutil.rmtree(one, ignore_errors=True)
