"""Which deck an address means, and its scenes drawn from the data of the day."""

from __future__ import annotations

import base64
import binascii
import json
import logging
import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from threading import Lock
from typing import Any
from urllib.parse import parse_qs

from s3dash.present.deck import Deck, DeckError, Entry, entry_of, read_deck, write_deck
from s3dash.present.html import scene_html
from s3dash.present.ready import ready_decks
from s3dash.present.rooms.limits import LONGEST_DECK
from s3dash.present.scenes import scene
from s3dash.queries.base.about import about_store
from s3dash.store.connection import Store, StoreError
from s3dash.web import compression

LOG = logging.getLogger("s3dash")
MOST_DECKS = 64
"""Decks that are kept read: sixty phones ask for scenes of one."""
MOST_KEPT = 800
"""Scenes that are kept drawn; those asked for longest ago give way."""
SPEAKERS = ("note", "problems")
"""Parts of a scene that are for who leads the room."""
THEMES = ("light", "dark")
LONGEST_LINK = 6_000
"""Letters of a deck that stands in an address: what browsers, mails and proxies let through."""


class SceneFailed(Exception):
    """A scene that could not be drawn; the log says why."""

    def __init__(self) -> None:
        super().__init__(
            "This scene could not be drawn. Go on with the next; whoever runs this dashboard finds "
            "the reason in its log."
        )


@dataclass(frozen=True)
class Shown:
    """A deck to show, and what was left out of it, in words."""

    deck: Deck
    left_out: tuple[str, ...] = ()

    def reworded(self, headlines: Mapping[int, str]) -> Shown:
        """The same deck with headlines that a room has reworded, by number of the scene."""
        entries = tuple(
            replace(entry, title=headlines[number]) if headlines.get(number) else entry
            for number, entry in enumerate(self.deck.entries)
        )
        return replace(self, deck=self.deck.with_entries(entries))


def of_view(parameters: Mapping[str, str]) -> Shown:
    """One view as a deck of one scene: its ``link``, and perhaps ``kind`` and ``asof``.

    Raises
    ------
    DeckError
        If the link is no address of a page.
    """
    entry = entry_of(parameters.get("link", ""))
    if kind := parameters.get("kind"):
        entry = replace(entry, kind=kind)
    return Shown(Deck(title="One view", entries=(entry,)))


@lru_cache(MOST_DECKS)
def of_text(text: str) -> Shown:
    """The deck of a file.

    Raises
    ------
    DeckError
        If nothing can be made of it.
    """
    if len(text.encode(errors="replace")) > LONGEST_DECK:
        raise DeckError(f"A deck has at most {LONGEST_DECK // 1024} KB; this text is longer.")
    deck, left_out = read_deck(text)
    return Shown(deck, tuple(left_out))


def of_link(parameters: Mapping[str, str], store: Store) -> Shown:
    """The deck that an address means by itself: ``ready`` names one, ``deck`` holds one.

    Raises
    ------
    DeckError
        If there is none of that name, or the address holds none.
    """
    if packed := parameters.get("deck"):
        return of_text(unpacked(packed))
    known = store.once(ready_decks)
    name = parameters.get("ready", "")
    if name not in known:
        raise DeckError(
            f"There is no ready deck of that name. There are: {', '.join(known) or 'none'}."
        )
    return Shown(known[name])


def packed(deck: Deck) -> str:
    """A deck as it stands in an address; empty where it would be longer than `LONGEST_LINK`."""
    squeezed = zlib.compress(write_deck(deck).encode(), 9, wbits=-15)
    made = base64.urlsafe_b64encode(squeezed).decode().rstrip("=")
    return made if len(made) <= LONGEST_LINK else ""


def unpacked(text: str) -> str:
    """The text of a deck that stands in an address.

    Raises
    ------
    DeckError
        If it holds none, or one that is too long.
    """
    try:
        squeezed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        # A few bytes can stand for very many: no more are written out than a deck may have.
        reader = zlib.decompressobj(wbits=-15)
        found = reader.decompress(squeezed, LONGEST_DECK + 1)
        if len(found) > LONGEST_DECK or not reader.eof:
            raise DeckError("The deck in this link is cut short, or too long.")
        return found.decode()
    except (binascii.Error, zlib.error, ValueError) as error:
        if isinstance(error, DeckError):
            raise
        raise DeckError("The deck in this link cannot be read; it may be cut short.") from None


class Drawn:
    """Scenes that were drawn once for all who ask, of the store that is published now."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Future[Any]] = OrderedDict()
        self._lock = Lock()

    def scene(self, store: Store, deck: Deck, number: int, theme: str) -> dict[str, Any]:
        """A scene as JSON takes it.

        Returns
        -------
        dict
            ``number, kind, headline, html, link, note, problems``.
        """
        entry = deck.entries[number]
        key = (_data_of(store), date.today(), deck.numbers, theme, _identity(entry))
        made: dict[str, Any] = self._once(key, lambda: _made(store, entry, deck.numbers, theme))
        return {"number": number, **made}

    def written(
        self, store: Store, deck: Deck, number: int, theme: str, *, has_note: bool
    ) -> tuple[bytes, bytes]:
        """A scene as JSON, plain and compressed with gzip; without what the speaker reads."""

        def write() -> tuple[bytes, bytes]:
            made = self.scene(store, deck, number, theme)
            if not has_note:
                made = {name: one for name, one in made.items() if name not in SPEAKERS}
            plain = json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode()
            return plain, compression.compress(plain, "gzip")

        entry = _identity(deck.entries[number])
        key = (_data_of(store), date.today(), deck.numbers, theme, entry, number, has_note)
        found: tuple[bytes, bytes] = self._once(key, write)
        return found

    def _once(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What ``make`` gives; sixty who ask at once wait for one that makes it."""
        with self._lock:
            found = self._kept.get(key)
            is_first = found is None
            if found is None:
                found = self._kept[key] = Future()
                while len(self._kept) > MOST_KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
        if is_first:
            try:
                found.set_result(make())
            except BaseException as error:
                with self._lock:
                    self._kept.pop(key, None)
                found.set_exception(error)
        return found.result()


def _data_of(store: Store) -> tuple[str, str]:
    """What tells the data of one store from those of the next."""
    about = store.once(about_store)
    return about.version, str(about.built_at)


def _identity(entry: Entry) -> str:
    return write_deck(Deck(entries=(entry,)))


def _made(store: Store, entry: Entry, numbers: str, theme: str) -> dict[str, Any]:
    try:
        found = scene(store, entry, numbers)
        html = scene_html(found, theme)
    except StoreError:
        raise
    except Exception as error:
        # One scene that fails shall not end a workshop: the others are shown.
        LOG.exception("A scene of %s could not be drawn.", entry.link.partition("?")[0])
        raise SceneFailed from error
    return {
        "kind": found.kind,
        "headline": found.headline,
        "html": html,
        "link": found.link,
        "note": found.note,
        "problems": list(found.problems),
    }


def about_of(entry: Entry) -> str:
    """The partnership that an entry is of, as its link names it; empty: of none."""
    _, _, query = entry.link.partition("?")
    try:
        return parse_qs(query, max_num_fields=200).get("partnership", [""])[-1]
    except ValueError:
        return ""
