"""Twins: new rows that are likely a row of the base under another key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils

from s3dash.steward.base import KEY_MARK, Base, Key
from s3dash.steward.decisions import Place
from s3dash.steward.items import NEW, Item
from s3dash.steward.problems import DOUBT, NOTE, Trouble

ALIKE: Mapping[str, tuple[tuple[str, ...], str]] = {
    "stage_evidence": (("partnership_id",), "title"),
    "priority": (("territory_id", "period"), "title"),
    "actor": (("partnership_id",), "actor_name"),
    "affiliation": (("partnership_id",), "initiative"),
    "partnership": ((), "name"),
    "platform_fact": (("platform_id",), "fact"),
    "hub": ((), "name"),
    "project": ((), "title"),
    "project_partner": (("project_id",), "partner_name"),
    "document": ((), "title"),
}
"""Where rows may be the same under another key: within which columns, by which text."""
LIKENESS = 90
"""Score (0 to 100) from which two texts are likely the same."""
TWIN = "likely a duplicate"
"""Kind of the problem."""


@dataclass(frozen=True)
class Twin:
    """A new row and the row of the base that it may be: its key, and the score (0 to 100)."""

    item: Item
    key: str
    score: float


def find_twins(base: Base, items: Sequence[Item], apart: Set[Place]) -> Iterator[Twin]:
    """Find the likely twins and doubt their rows; those in ``apart`` are rows of their own."""
    texts: dict[tuple[str, Key], tuple[list[str], list[str]]] = {}
    for table in {item.table for item in items if item.status == NEW and item.table in ALIKE}:
        within, column = ALIKE[table]
        for key, row in zip(base.keys(table), base.rows(table), strict=True):
            group = (table, tuple(row.get(one) or "" for one in within))
            keys, held = texts.setdefault(group, ([], []))
            keys.append(KEY_MARK.join(key))
            held.append(_words(row.get(column)))
    for item in items:
        if item.status != NEW or item.table not in ALIKE:
            continue
        within, column = ALIKE[item.table]
        group = (item.table, tuple(item.row.get(one) or "" for one in within))
        keys, held = texts.get(group, ([], []))
        found = process.extractOne(
            _words(item.row.get(column)), held, scorer=fuzz.ratio, score_cutoff=LIKENESS
        )
        if found:
            _, score, position = found
            is_apart = place_of(item) in apart
            told = _trouble(base, item, column, keys[position], score, is_apart=is_apart)
            item.troubles.append(told)
            if not is_apart:
                yield Twin(item, keys[position], round(score, 1))


def _words(text: str | None) -> str:
    """A text as it is compared: its words in alphabetical order."""
    return " ".join(sorted(utils.default_process(text or "").split()))


def _trouble(
    base: Base, item: Item, column: str, key: str, score: float, *, is_apart: bool
) -> Trouble:
    where = item.understood.cell_of(column)
    text = item.row.get(column) or ""
    if is_apart:
        rule = f"a row of its own, the steward says, and not {key} ({score:.0f} of 100)"
        return Trouble(NOTE, "a row of its own", rule, where, column, text)
    other = base.row(item.table, key).get(column)
    rule = f"likely the same as {key} ({score:.0f} of 100): {other}"
    return Trouble(DOUBT, TWIN, rule, where, column, text, (key,))


def place_of(item: Item) -> Place:
    """Where a row stands in what was sent."""
    return item.understood.file, item.understood.sheet, item.understood.row


def beside(base: Base, item: Item, key: str) -> dict[str, tuple[str | None, str | None]]:
    """The columns in which a row differs from one of the base: what is held, and what is sent."""
    held = base.row(item.table, key)
    key_columns = base.resource(item.table).primary_key
    own = key_columns if len(key_columns) == 1 else ()
    return {
        column: (value, sent)
        for column, value in held.items()
        if column not in own and (sent := item.row.get(column)) and sent != value
    }


def read_as_twin(base: Base, table: str, column: str, key: str) -> tuple[str, str]:
    """The cell by which a row becomes the one of the base that it is: its column and text.

    That is the key where it has one column, else the column by which the two are alike.
    """
    [first, *others] = base.resource(table).primary_key
    if not others:
        return first, key
    return column, base.row(table, key).get(column) or ""
