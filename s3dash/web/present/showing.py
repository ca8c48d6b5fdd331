"""Which deck an address means, and its scenes drawn from the data of the day."""

from __future__ import annotations

import base64
import binascii
import json
import logging
import sys
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

from anyio import CapacityLimiter

from s3dash.present.deck import (
    MOST_BYTES,
    Deck,
    DeckError,
    Entry,
    entry_of,
    read_deck,
    write_deck,
)
from s3dash.present.html import scene_html
from s3dash.present.ready import ready_decks
from s3dash.present.scenes import scene
from s3dash.queries.base.about import about_store
from s3dash.store.connection import Store, StoreError
from s3dash.web import compression

LOG = logging.getLogger("s3dash")
MOST_DECKS = 64
"""Decks that are kept read: sixty phones ask for scenes of one."""
MOST_KEPT = 48 * 1024**2
"""Bytes of scenes that are kept drawn; those asked for longest ago give way."""
AT_ONCE = 20
"""Threads for scenes: phones that wait for one hold up neither pages nor files."""
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
    """One view as a deck of one scene: its ``link``, and perhaps ``kind``.

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
        found = reader.decompress(squeezed, MOST_BYTES + 1)
        if len(found) > MOST_BYTES or not reader.eof:
            raise DeckError("The deck in this link is cut short, or too long.")
        return found.decode()
    except (binascii.Error, zlib.error, ValueError) as error:
        if isinstance(error, DeckError):
            raise
        raise DeckError("The deck in this link cannot be read; it may be cut short.") from None


class Drawn:
    """Scenes that were drawn once for all who ask, of the store that is published now."""

    def __init__(self) -> None:
        self.turns = CapacityLimiter(AT_ONCE)
        self._kept: OrderedDict[Hashable, Future[Any]] = OrderedDict()
        self._sizes: dict[Hashable, int] = {}
        self._held = 0
        self._lock = Lock()

    @property
    def held(self) -> int:
        """Bytes of what is kept."""
        return self._held

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
            self._kept.move_to_end(key)
        if is_first:
            try:
                made = make()
            except BaseException as error:
                with self._lock:
                    self._kept.pop(key, None)
                found.set_exception(error)
            else:
                found.set_result(made)
                self._keep(key, _bytes_of(made) + _bytes_of(key))
        return found.result()

    def _keep(self, key: Hashable, size: int) -> None:
        """Count what was made, and let go of the oldest that is too much."""
        with self._lock:
            self._sizes[key] = size
            self._held += size
            while self._held > MOST_KEPT:
                # What is still being made has no size yet: whoever waits for it gets it.
                oldest = next(one for one in self._kept if one in self._sizes)
                del self._kept[oldest]
                self._held -= self._sizes.pop(oldest)


def _bytes_of(made: Any) -> int:
    """What a value takes in memory: that of its texts, which are nearly all of it."""
    if isinstance(made, dict):
        return sum(map(_bytes_of, made.values()))
    if isinstance(made, list | tuple):
        return sum(map(_bytes_of, made))
    return sys.getsizeof(made)


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
        # The page alone: what a reader asks of it is not for the log.
        page = entry.link.partition("?")[0]
        LOG.exception("A scene of the page '%s' could not be drawn.", page)
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
