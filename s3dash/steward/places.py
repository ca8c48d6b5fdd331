"""Territories as people name them: by a code of any NUTS version, or by a name in any language."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from rapidfuzz import fuzz, process

from s3dash.package.letters import fold
from s3dash.steward.base import Base
from s3dash.steward.values import Question

CODE = re.compile(r"[A-Z]{2}[0-9A-Z]{0,3}")
CODE_WITH_NAME = re.compile(r"([A-Za-z]{2}[0-9A-Za-z]{0,3})\s*[-–:|,]\s*(.+)|(.+?)\s*[(\[]([A-Za-z]{2}[0-9A-Za-z]{0,3})[)\]]")  # fmt: skip  # noqa: E501
CODE_THEN_NAME = re.compile(r"([A-Z]{2}[0-9A-Z]{1,3})\s+([^\W\d].+)")
COUNTRY_CODES = {"GR": "EL", "GB": "UK"}
"""Codes of countries that others use, and Eurostat's."""
NEAR = 84
"""Likeness of two names (0 to 100) from which one may be a slip for the other."""
MOST_PROPOSALS = 3
GENERIC = re.compile(
    r"\b(?:region(?: of)?|regione|regiao|regija|region de|province(?: of)?|provincia(?: di| de)?|"
    r"autonomous community of|comunidad autonoma de|voivodeship|wojewodztwo|county(?: of)?|"
    r"prov|land|freistaat|republic of|kraj|megye|oblast|the)\b"
)
"""Words around a name that say what kind of territory it is."""
MOST_FOLDED = 30_000
"""Names that are kept folded: each import looks at all those of the base."""


@dataclass(frozen=True)
class Recoded:
    """A code of another NUTS version, and where its land is today."""

    vintage: str
    successors: tuple[str, ...]
    is_same_extent: bool


class Places:
    """Finds territories of a base."""

    def __init__(self, base: Base) -> None:
        self._known = {row["territory_id"] or "": row for row in base.rows("territory")}
        self._recoded = dict(recoded_codes())
        for row in base.rows("nuts_correspondence"):
            code = row["nuts_code"] or ""
            if not row["territory_id"] and code not in self._recoded:
                self._recoded[code] = Recoded(row["nuts_vintage"] or "", (), False)
        self._by_name: dict[str, set[str]] = defaultdict(set)
        self._plain: dict[str, set[str]] = defaultdict(set)
        names = [
            (territory, row.get(column))
            for territory, row in self._known.items()
            for column in ("name", "name_native", "name_latin")
        ]
        names += [(row["territory_id"] or "", row["name"]) for row in base.rows("territory_name")]
        for territory, name in names:
            if name and territory in self._known:
                # Names in two languages stand with a stroke between them.
                for part in {name, *name.split("/")}:
                    self._by_name[_folded(part)].add(territory)
                    self._plain[_without_kind(part)].add(territory)
        self._choices = list(self._by_name)
        self._used = {
            row["territory_id"] for table in ("strategy", "membership") for row in base.rows(table)
        }
        self._countries = {
            fold(row["name"] or ""): row["country_code"] or "" for row in base.rows("country")
        }

    def add(self, row: dict[str, str | None]) -> None:
        """Know a territory that an import brings."""
        territory = row.get("territory_id")
        if territory and territory not in self._known:
            self._known[territory] = row
            for column in ("name", "name_native", "name_latin"):
                if name := row.get(column):
                    self._by_name[_folded(name)].add(territory)
            self._choices = list(self._by_name)

    def country(self, text: str | None) -> str | None:
        """Eurostat's code of a country that is given by a code or a name."""
        if not text:
            return None
        code = text.strip().upper()
        code = COUNTRY_CODES.get(code, code)
        if re.fullmatch("[A-Z]{2}", code):
            return code
        found = self._by_name.get(_folded(text)) or self._plain.get(_without_kind(text), set())
        whole = [one for one in found if len(one) == 2]
        return whole[0] if len(whole) == 1 else self._countries.get(fold(text.strip()))

    def name_of(self, territory: str) -> str:
        """Name of a territory on screen."""
        return self._known.get(territory, {}).get("name") or territory

    def find(self, text: str, country: str | None = None) -> tuple[str | Question, str | None]:
        """The territory that a text names, and a note where it was not taken as it stands.

        ``country`` is a code that tells territories of one name apart.
        """
        text = " ".join(text.split())
        if text in self._known:
            return text, None
        if match := CODE_WITH_NAME.fullmatch(text):
            code = (match.group(1) or match.group(4)).upper()
            name = match.group(2) or match.group(3)
            found = self._by_code(code)
            if found is not None and len(code) > 2:
                return found
            if found is not None:
                inside = self._by_names(name, COUNTRY_CODES.get(code, code))
                if isinstance(inside, str):
                    return inside, None
        if CODE.fullmatch(text.upper()) and (text.isupper() or any(map(str.isdigit, text))):
            found = self._by_code(text.upper())
            if found is not None:
                return found
        lower = {known.lower(): known for known in (text.lower(),) if known in self._known}
        if lower:
            return lower[text.lower()], None
        bracket = re.search(r"[(\[](.+?)[)\]]", text)
        named = self._by_names(text, country or self.country(bracket.group(1) if bracket else None))
        if named is not None:
            return named, None
        parts = self._parts(text, country)
        meant = list(dict.fromkeys(one for one, _ in parts))
        if len(meant) == 2 and "" not in meant and min(map(len, meant)) == 2 and _overlap(*meant):
            meant = [max(meant, key=len)]  # a place beside its country
        if len(meant) == 1 and meant[0]:
            return meant[0], next((note for _, note in parts if note), None)
        return self._unknown(text, country, [one for one in meant if one]), None

    def _parts(self, text: str, country: str | None) -> list[tuple[str, str | None]]:
        """What each part of a text names, or '', and a note: ``ES61 Andalucía``, ``Foo / Bar``."""
        if match := CODE_THEN_NAME.fullmatch(text):
            pieces = list(match.groups())
        else:
            pieces = re.split(r"\s*[/,;|]\s*|\s+[-–]\s+", text)
        found: list[tuple[str, str | None]] = []
        for piece in pieces if len(pieces) > 1 else [re.sub(r"\s", "", text).upper()]:
            code = self._by_code(piece) if CODE.fullmatch(piece) else None
            meant, note = code or (self._by_names(piece, country), None)
            found.append((meant, note) if isinstance(meant, str) else ("", None))
        # A code in other letters is asked, not taken.
        return found if len(pieces) > 1 else [*found, ("", None)]

    def _by_code(self, code: str) -> tuple[str | Question, str | None] | None:
        """What a code names; None if it is no code of any version."""
        own = COUNTRY_CODES.get(code[:2], code[:2]) + code[2:]
        if own in self._known:
            note = None if own == code else f"{code} is {own} to Eurostat"
            return own, note
        old = self._recoded.get(own) or self._recoded.get(code)
        if old is None:
            return None
        names = ", ".join(f"{one} {self.name_of(one)}" for one in old.successors)
        if old.is_same_extent:
            [successor] = old.successors
            if successor in self._known:
                return successor, f"{code} of NUTS {old.vintage} is {names} today"
        rule = f"is a code of NUTS {old.vintage} without a region of the same extent in NUTS 2021"
        if names:
            rule += f"; its land is in {names}"
        return Question("code of another NUTS version", rule, old.successors, is_open=True), None

    def _by_names(self, text: str, country: str | None) -> str | Question | None:
        exact, plain = (
            self._by_name.get(_folded(text), set()),
            self._plain.get(_without_kind(text), set()),
        )
        # A country is meant by its name, whatever else is called so.
        countries = {one for one in exact if len(one) == 2 and not country}
        for found in (countries, exact | plain):
            if country and len(found) > 1:
                found = {one for one in found if self._country_of(one) == country} or found
            if country and found and all(self._country_of(one) != country for one in found):
                rule = f"is the name of a place in another country than {country}"
                return Question("place in another country", rule, tuple(sorted(found)), True)
            widest = self._usual(found)
            if len(widest) == 1:
                return widest[0]
            if widest:
                rule = "is the name of several territories: " + ", ".join(
                    f"{one} ({self._country_of(one)})" for one in widest
                )
                return Question("name of several territories", rule, tuple(widest), is_open=True)
        return None

    def _usual(self, found: set[str]) -> list[str]:
        """Of regions that lie in each other, the one that the base uses; else the widest."""
        widest = _widest(found)
        for position, one in enumerate(widest):
            inside = sorted(other for other in found if other.startswith(one))
            if one not in self._used:
                widest[position] = next((other for other in inside if other in self._used), one)
        return widest

    def _country_of(self, territory: str) -> str | None:
        return self._known[territory].get("country_code")

    def _unknown(self, text: str, country: str | None, first: Sequence[str]) -> Question:
        near = process.extract(
            _folded(text), self._choices, scorer=fuzz.ratio, limit=8, score_cutoff=NEAR
        )
        proposals = list(dict.fromkeys(first))
        for name, _, _ in near:
            for one in _widest(self._by_name[name]):
                if one not in proposals and (not country or self._country_of(one) == country):
                    proposals.append(one)
        rule = "is no territory that is known by this code or name"
        if proposals:
            shown = " or ".join(
                f"{self.name_of(one)} ({one})" for one in proposals[:MOST_PROPOSALS]
            )
            rule += f"; is {shown} meant?"
        return Question(
            "unknown territory", rule, tuple(proposals[:MOST_PROPOSALS]), is_open=bool(proposals)
        )

    def names_another(self, name: str, territory: str) -> str | None:
        """A territory elsewhere that a name clearly means; None where it may mean this one."""
        found = self._by_name.get(_folded(name), set())
        if not found or any(_overlap(one, territory) for one in found):
            return None
        mine = self._known.get(territory, {})
        if any(mine.get("country_code") == one for one in found):
            return None
        return sorted(found)[0]


@lru_cache(MOST_FOLDED)
def _folded(text: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", fold(text)).split())


@lru_cache(MOST_FOLDED)
def _without_kind(text: str) -> str:
    return " ".join(GENERIC.sub(" ", _folded(re.sub(r"\(.*?\)", " ", text))).split())


def _widest(territories: set[str]) -> list[str]:
    """Territories without those that lie in another of them."""
    return sorted(
        one
        for one in territories
        if not any(one != other and one.startswith(other) for other in territories)
    )


def _overlap(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


@cache
def recoded_codes() -> dict[str, Recoded]:
    """Codes of earlier and later NUTS versions that NUTS 2021 does not have."""
    with (Path(__file__).parent / "nuts_recoded.csv").open(encoding="utf-8") as stream:
        return {
            row["nuts_code"]: Recoded(
                row["nuts_vintage"],
                tuple(row["successors"].split()),
                row["is_same_extent"] == "true",
            )
            for row in csv.DictReader(stream)
        }
