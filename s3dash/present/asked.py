"""What a scene is asked: the link read as its page reads it, the day, and how numbers are written.

What means nothing in a link is left out and told, as the pages do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from math import nan
from typing import Any
from urllib.parse import parse_qs

from s3dash.present.content import Body, Key, Map, Scene
from s3dash.present.deck import WITHOUT_LINK, Entry
from s3dash.present.phrases import Numbers, long_date, shortened, sources_line
from s3dash.present.views import view_of
from s3dash.queries.base.about import about_store
from s3dash.queries.base.codes import code_of
from s3dash.queries.partnerships.progress import DEFAULT_WINDOW, WINDOWS
from s3dash.store.connection import Store

MOST_HEADLINE = 140
COUNTED = "Counted from the rows of the base"
COPYRIGHT = "© EuroGeographics"
"""Of the outlines of a map."""


class Nothing(LookupError):
    """There is nothing to show for what was asked; the text says why, as a sentence."""


@dataclass
class Asked:
    """One question for a scene.

    ``problems``: what could not be shown as asked; those who answer add to it.
    """

    store: Store
    entry: Entry
    numbers: Numbers = field(default_factory=Numbers)
    problems: list[str] = field(default_factory=list)

    @cached_property
    def page(self) -> str:
        """Address of the page; empty: the start page."""
        return self.entry.link.partition("?")[0]

    @cached_property
    def given(self) -> dict[str, list[str]]:
        """Values of the link by name."""
        try:
            return parse_qs(self.entry.link.partition("?")[2], max_num_fields=200)
        except ValueError:
            self.problems.append("The link has too many parameters; all of them are left out.")
            return {}

    def text(self, name: str) -> str:
        """A value as it stands, the last where there are several; empty without one."""
        return self.given.get(name, [""])[-1]

    def many(self, name: str, known: Mapping[str, str]) -> tuple[str, ...]:
        """Codes that the link names, each once."""
        found = []
        for value in self.given.get(name, []):
            code = code_of(value, known)
            if code is None:
                self._tell(name, value)
            else:
                found.append(code)
        return tuple(dict.fromkeys(found))

    def one(self, name: str, known: Mapping[str, str] | Iterable[str], default: str = "") -> str:
        """The last code named that means something, else the default."""
        labels = known if isinstance(known, Mapping) else {code: code for code in known}
        found = self.many(name, labels)
        return found[-1] if found else default

    @cached_property
    def view(self) -> str:
        """Code of the view that the link shows of its page; empty: the page has one alone."""
        stated = self.text("view")
        found = view_of(self.page, stated)
        if found is None:
            self._tell("view", stated)
        return found if found is not None else str(view_of(self.page, ""))

    def number(self, name: str, most: float) -> float | None:
        """A number from 0 to ``most``; None where there is none."""
        value = self.text(name)
        try:
            found = float(value) if value else None
        except ValueError:
            found = nan
        if found is not None and not 0 <= found <= most:
            self._tell(name, value)
            return None
        return found

    def _tell(self, name: str, value: str) -> None:
        told = f"“{name}={shortened(value, 40)}” means nothing here and is left out."
        if told not in self.problems:
            self.problems.append(told)

    @cached_property
    def day(self) -> date:
        """The day that is told: pinned by the deck, named by the link, else today."""
        today = date.today()
        for value in (self.entry.as_of, self.text("asof")):
            try:
                found = date.fromisoformat(value) if value else None
            except ValueError:
                self._tell("asof", str(value))
                continue
            if found and found > today:
                self.problems.append(f"{found} is not yet there; {long_date(today)} is told.")
                return today
            if found:
                return found
        return today

    @cached_property
    def window(self) -> int:
        """Months before the day in which evidence is active."""
        return int(self.one("window", map(str, WINDOWS), str(DEFAULT_WINDOW)))

    def scene(
        self,
        headline: str,
        body: Body,
        *,
        legend: Iterable[Key] = (),
        urls: Iterable[Any] = (),
        source: str = "",
        is_dated: bool = True,
    ) -> Scene:
        """The scene, with what belongs to each: own title, source, day, note, link.

        ``urls``: addresses the facts are from; ``source``: in words, in place of them.
        """
        entry = self.entry
        if entry.kind in WITHOUT_LINK and not entry.link:
            line = ""
        else:
            about = self.store.once(about_store)
            hosts = sources_line(urls)
            said = source or (f"Sources: {hosts}" if hosts else COUNTED)
            line = f"{said} · data {about.version}"
            if isinstance(body, Map):
                line += f" · {COPYRIGHT}"
        return Scene(
            entry.kind,
            shortened(entry.title or headline, MOST_HEADLINE),
            body,
            tuple(legend),
            line,
            long_date(self.day) if is_dated else None,
            entry.note or "",
            entry.link,
            tuple(dict.fromkeys(self.problems)),
        )
