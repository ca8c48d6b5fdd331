"""What a room writes down: kinds of items and what each may hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from s3dash.present.rooms.limits import LONGEST_LINE, LONGEST_TEXT

LINE, TEXT, FLAG, NUMBER = "line", "text", "flag", "number"
KINDS: Mapping[str, Mapping[str, str]] = {
    # A point of the check-list: which one, of which stage, of which partnership.
    "tick": {"point": LINE, "text": LINE, "stage": LINE, "about": LINE, "done": FLAG},
    "note": {"stage": LINE, "about": LINE, "text": TEXT},
    # What, which organisation, by when.
    "action": {
        "what": LINE,
        "who": LINE,
        "by": LINE,
        "stage": LINE,
        "about": LINE,
        "done": FLAG,
    },
    "idea": {
        "title": LINE,
        "regions": LINE,
        "step": LINE,
        "next": LINE,
        "owner": LINE,
        "about": LINE,
    },
    # A link of the value chain.
    "column": {"title": LINE, "place": NUMBER, "about": LINE},
    # A region on the board: where the room has put it.
    "card": {"territory": LINE, "name": LINE, "column": LINE, "reason": LINE, "about": LINE},
    # The headline of a scene, reworded.
    "headline": {"scene": NUMBER, "text": LINE},
}
"""Kind -> its fields and what each is: a line, a text, yes or no, a number."""
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}")
_NOT_WRITTEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


class BadItem(ValueError):
    """An item that cannot be kept: which field, and why."""


@dataclass(frozen=True)
class Item:
    """An item of a room.

    Attributes
    ----------
    content
        The fields of its kind; None: it was removed.
    version
        How often it was changed; a change says which version it was made from.
    revision
        The revision of the room at its last change.
    """

    item_id: str
    kind: str
    content: dict[str, Any] | None
    version: int
    revision: int


def checked(item_id: object, kind: object, content: object) -> dict[str, Any]:
    """The content as it is kept: all fields of its kind, texts without what cannot be written.

    Raises
    ------
    BadItem
        If identifier, kind or a field is not as `KINDS` has it.
    """
    if not isinstance(item_id, str) or not _IDENTIFIER.fullmatch(item_id):
        raise BadItem("An identifier has at most 120 letters, digits, '.', '_' and '-'.")
    if not isinstance(kind, str) or kind not in KINDS:
        raise BadItem(f"An item is one of: {', '.join(KINDS)}.")
    if not isinstance(content, dict):
        raise BadItem("The content of an item is an object.")
    fields = KINDS[kind]
    if unknown := sorted(set(map(str, content)) - set(fields)):
        names = _NOT_WRITTEN.sub(" ", ", ".join(unknown)[:200])
        raise BadItem(f"'{kind}' has no field {names}.")
    return {name: _field(name, is_a, content.get(name)) for name, is_a in fields.items()}


def _field(name: str, is_a: str, value: object) -> Any:
    if is_a == FLAG:
        if value not in (None, True, False):
            raise BadItem(f"'{name}' is true or false.")
        return bool(value)
    if is_a == NUMBER:
        if value is None:
            return 0
        if isinstance(value, bool) or not isinstance(value, int) or abs(value) > 10_000:
            raise BadItem(f"'{name}' is a whole number below 10,000.")
        return value
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadItem(f"'{name}' is a text.")
    most = LONGEST_LINE if is_a == LINE else LONGEST_TEXT
    written = _NOT_WRITTEN.sub(" ", value)
    if is_a == LINE:
        written = " ".join(written.split())
    if len(written) > most:
        raise BadItem(f"'{name}' is longer than {most:,} letters.")
    return written
