"""A deck: the scenes of a session, as links to views, in a small text file.

The file holds no figures: each scene is drawn from the data of the day. Its form is written in
``deck.schema.json`` and explained in ``docs/presenting.md``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

VERSION = 1
FORMAT = "s3dash-deck"
"""What a file says that it is."""
MOST_SCENES = 200
MOST_TITLE, MOST_NOTE, MOST_LINK, MOST_TEXT = 200, 4000, 2000, 4000
"""Characters of a title, a note, a link, and a text in the options."""
MOST_ITEMS = 40
"""Entries of a list in the options."""
MOST_BYTES = 512 * 1024
"""Of a deck as a file, wherever it comes from or is kept; a longer one is not looked at."""

TOO_LONG = f"A deck has at most {MOST_BYTES // 1024} KB; this one is longer."

KINDS = {
    "figures": "Figures",
    "map": "Map with callouts",
    "board": "Five-stage board",
    "replay": "Replay by year",
    "network": "Network",
    "ranking": "Ranking of partners",
    "comparison": "Comparison",
    "timeline": "Timeline",
    "capability": "Capability matrix",
    "chart": "Chart",
    "table": "Table",
    "checklist": "Step with its check-list",
    "text": "Question or quotation",
    "agenda": "Agenda",
}
"""Kind of a scene -> what people call it."""
WITHOUT_LINK = ("text", "agenda")
"""Kinds that say what the room wrote, and show no view."""
NUMBERS = {"plain": "1 234.5", "en": "1,234.5", "de": "1.234,5", "fr": "1 234,5"}
"""How numbers are written: code -> example. ``plain`` is that of the dashboard."""
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Signs that no text needs: they break files, or turn the text around them."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")


class DeckError(ValueError):
    """The text is no deck at all; the message says why."""


@dataclass(frozen=True)
class Entry:
    """One scene of a deck.

    Attributes
    ----------
    link : str
        The view it shows, as a page's address has it: ``priorities?territory=IT``. Empty for the
        kinds of `WITHOUT_LINK`.
    kind : str
        A key of `KINDS`.
    title : str or None
        The facilitator's own headline in place of the one made from the data.
    note : str or None
        What the speaker reads.
    as_of : str or None
        A pinned day such as ``2021-06-30``; None: the day of the session.
    options : mapping
        What the kind takes beside the link, see `OPTIONS`.
    """

    link: str = ""
    kind: str = "text"
    title: str | None = None
    note: str | None = None
    as_of: str | None = None
    # Compared but not hashed: an entry may be the key of what is kept.
    options: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}), hash=False)


@dataclass(frozen=True)
class Deck:
    """Scenes in their order.

    ``language`` is that of what people wrote (a tag such as ``de``), ``numbers`` a key of
    `NUMBERS`.
    """

    title: str = "Untitled"
    entries: tuple[Entry, ...] = ()
    language: str = "en"
    numbers: str = "plain"
    version: int = VERSION

    def with_entries(self, entries: tuple[Entry, ...]) -> Deck:
        """The same deck with other scenes."""
        return replace(self, entries=entries)


def read_deck(text: str) -> tuple[Deck, list[str]]:
    """The deck that a text holds, and what was left out of it, in words.

    Raises
    ------
    DeckError
        Nothing can be made of it: no JSON, or no deck.
    """
    found, left_out = _parsed(text), []
    version = found.get("version", VERSION)
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        left_out.append(f"The version {_told(version)} is none; the deck was read as {VERSION}.")
    elif version > VERSION:
        left_out.append(
            f"The deck is of the newer version {version}; this s3dash reads version {VERSION}. "
            "What it does not know is left out."
        )
    title = _text(found.get("title"), MOST_TITLE, "the title of the deck", left_out) or "Untitled"
    language = found.get("language", "en")
    if not isinstance(language, str) or not _LANGUAGE.fullmatch(language):
        left_out.append(f"The language {_told(language)} is none; English is taken.")
        language = "en"
    numbers = found.get("numbers", "plain")
    if not isinstance(numbers, str) or numbers not in NUMBERS:
        left_out.append(f"Numbers as {_told(numbers)} are not known; there are {_names(NUMBERS)}.")
        numbers = "plain"
    _unknown(found, ("format", "version", "title", "language", "numbers", "scenes"), "", left_out)
    scenes = found.get("scenes", [])
    if not isinstance(scenes, list):
        left_out.append("“scenes” is no list, so the deck is empty.")
        scenes = []
    if len(scenes) > MOST_SCENES:
        left_out.append(
            f"Scenes {MOST_SCENES + 1} to {len(scenes)} are left out: a deck has at most "
            f"{MOST_SCENES}."
        )
    entries = [
        entry
        for number, scene in enumerate(scenes[:MOST_SCENES], 1)
        if (entry := _entry(scene, f"scene {number}", left_out)) is not None
    ]
    return Deck(title, tuple(entries), language, numbers), left_out


def is_too_long(text: str) -> bool:
    """Whether a text has more than `MOST_BYTES`."""
    return len(text) > MOST_BYTES or len(text.encode(errors="replace")) > MOST_BYTES


def write_deck(deck: Deck) -> str:
    """The deck as text: JSON with keys in a fixed order, so that equal decks are equal texts."""
    scenes = []
    for entry in deck.entries:
        known = {
            "kind": entry.kind,
            "link": entry.link,
            "title": entry.title,
            "note": entry.note,
            "as_of": entry.as_of,
            "options": {name: _thawed(entry.options[name]) for name in sorted(entry.options)},
        }
        scenes.append({name: value for name, value in known.items() if value not in (None, "", {})})
    whole = {
        "format": FORMAT,
        "version": deck.version,
        "title": deck.title,
        "language": deck.language,
        "numbers": deck.numbers,
        "scenes": scenes,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def entry_of(link: str) -> Entry:
    """The scene of a view of a page: ``/priorities?territory=IT``, also a whole address.

    Raises
    ------
    DeckError
        It is no address of a page.
    """
    # Imported here: which scene a view makes is a matter of the pages, not of the file.
    from s3dash.present.views import kind_of

    tidy = tidy_link(link)
    if tidy is None:
        raise DeckError(f"{_told(link)} is no address of a page.")
    return Entry(link=tidy, kind=kind_of(tidy))


def tidy_link(link: str) -> str | None:
    """A link as decks hold it: page and query, nothing of the server; None where it is none."""
    if len(link) > MOST_LINK or _UNSEEN.search(link):
        return None
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return None
    if parts.scheme not in ("", "http", "https") or "\\" in link:
        return None
    page = parts.path.rstrip("/").rpartition("/")[2]
    if not re.fullmatch(r"[a-z0-9-]*", page):
        return None
    return page + (f"?{parts.query}" if parts.query else "")


def _parsed(text: str) -> dict[str, Any]:
    if is_too_long(text):
        raise DeckError(TOO_LONG)
    try:
        found = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        where = f" in line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise DeckError(f"The file is no deck: it is not JSON{where}.") from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise DeckError(f"The file is no deck: it does not say “format”: “{FORMAT}”.")
    return found


def _entry(scene: Any, where: str, left_out: list[str]) -> Entry | None:
    if not isinstance(scene, dict):
        left_out.append(f"{where.capitalize()} is left out: it is no object.")
        return None
    kind = scene.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        left_out.append(
            f"{where.capitalize()} is left out: there is no kind {_told(kind)}; there are "
            f"{_names(KINDS)}."
        )
        return None
    link = scene.get("link", "")
    tidy = tidy_link(link) if isinstance(link, str) else None
    if tidy is None:
        left_out.append(f"{where.capitalize()} is left out: {_told(link)} is no link of a page.")
        return None
    _unknown(scene, ("kind", "link", "title", "note", "as_of", "options"), where, left_out)
    return Entry(
        tidy,
        kind,
        _text(scene.get("title"), MOST_TITLE, f"the title of {where}", left_out),
        _text(scene.get("note"), MOST_NOTE, f"the note of {where}", left_out),
        _day(scene.get("as_of"), where, left_out),
        MappingProxyType(_options(kind, scene.get("options", {}), where, left_out)),
    )


def _day(value: Any, where: str, left_out: list[str]) -> str | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except (ValueError, TypeError):
        left_out.append(f"The day {_told(value)} of {where} is none: it is not pinned.")
        return None


def _text(value: Any, most: int, what: str, left_out: list[str]) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        left_out.append(f"{what.capitalize()} is no text and left out.")
        return None
    plain = _UNSEEN.sub("", value).strip()
    if len(plain) > most:
        left_out.append(f"{what.capitalize()} is cut after {most} characters.")
        plain = plain[: most - 1] + "…"
    return plain or None


def _read_text(value: Any, what: str, left_out: list[str]) -> str | None:
    return _text(value, MOST_TEXT, what, left_out)


def _read_number(value: Any, what: str, left_out: list[str]) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 600:
        left_out.append(f"{what.capitalize()} is no number from 1 to 600 and left out.")
        return None
    return value


def _read_texts(value: Any, what: str, left_out: list[str]) -> tuple[str, ...] | None:
    if not isinstance(value, list | tuple):
        left_out.append(f"{what.capitalize()} is no list and left out.")
        return None
    if len(value) > MOST_ITEMS:
        left_out.append(f"{what.capitalize()} is cut after {MOST_ITEMS} entries.")
    found = [_text(one, 300, f"an entry of {what}", left_out) for one in value[:MOST_ITEMS]]
    return tuple(one for one in found if one)


def _read_times(value: Any, what: str, left_out: list[str]) -> tuple[Mapping[str, Any], ...] | None:
    """Points of an agenda: what, how many minutes, and for the first when it starts."""
    if not isinstance(value, list | tuple):
        left_out.append(f"{what.capitalize()} is no list and left out.")
        return None
    if len(value) > MOST_ITEMS:
        left_out.append(f"{what.capitalize()} is cut after {MOST_ITEMS} entries.")
    points = []
    for number, one in enumerate(value[:MOST_ITEMS], 1):
        place = f"point {number} of {what}"
        words = _text(one.get("what"), 200, place, left_out) if isinstance(one, Mapping) else None
        if not words:
            left_out.append(f"{place.capitalize()} says nothing and is left out.")
            continue
        point: dict[str, Any] = {"what": words}
        start = one.get("start")
        if isinstance(start, str) and _CLOCK.fullmatch(start):
            point["start"] = start.zfill(5)
        elif start is not None:
            left_out.append(f"The start {_told(start)} of {place} is no time such as 09:30.")
        if "minutes" in one:
            minutes = _read_number(one["minutes"], f"the length of {place}", left_out)
            point |= {"minutes": minutes} if minutes else {}
        points.append(MappingProxyType(point))
    return tuple(points)


OPTIONS: dict[str, dict[str, Any]] = {
    "text": {"text": _read_text, "by": _read_text},
    "agenda": {"points": _read_times},
    "checklist": {"stage": _read_text, "points": _read_texts, "minutes": _read_number},
    "map": {"callouts": _read_texts},
    "replay": {"seconds": _read_number},
    "ranking": {"count": _read_number},
}
"""Kind -> options it takes, each with what reads it.

``text``: Markdown of a question or quotation, ``by``: who said it; ``points``: of an agenda, or of
a check-list in place of that of the method; ``stage``: the step of a check-list; ``minutes``: time
for it; ``callouts``: codes of territories to name on a map; ``seconds``: a year of a replay;
``count``: partners of a ranking.
"""


def _options(kind: str, value: Any, where: str, left_out: list[str]) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        left_out.append(f"The options of {where} are no object and left out.")
        return {}
    known = OPTIONS.get(kind, {})
    _unknown(value, known, f"the options of {where}", left_out)
    found = {}
    for name, read in known.items():
        if name in value:
            made = read(value[name], f"“{name}” of {where}", left_out)
            if made not in (None, ()):
                found[name] = made
    return found


def _unknown(found: Mapping[str, Any], known: Any, where: str, left_out: list[str]) -> None:
    names = [str(name) for name in found if name not in known]
    if names:
        of = f" of {where}" if where else ""
        more = f" and {len(names) - 5} more" if len(names) > 5 else ""
        told = ", ".join(_told(name) for name in names[:5])
        left_out.append(f"Not known and left out{of}: {told}{more}.")


def _thawed(value: Any) -> Any:
    """A value as JSON writes it."""
    if isinstance(value, Mapping):
        return {name: _thawed(one) for name, one in value.items()}
    return [_thawed(one) for one in value] if isinstance(value, list | tuple) else value


def _told(value: Any) -> str:
    text = " ".join(_UNSEEN.sub("", str(value)).split())
    return f"“{text if len(text) <= 60 else text[:59] + '…'}”"


def _names(known: Mapping[str, object]) -> str:
    return ", ".join(known)
