"""Names: which row of another table a text means, by its key, its name or its acronym."""

from __future__ import annotations

import re
from collections import defaultdict

from rapidfuzz import fuzz, process

from s3dash.package.letters import fold
from s3dash.steward.base import Base
from s3dash.steward.values import Question

LABELS = ("name", "label", "title", "acronym")
"""Columns that people call a row by."""
NEAR = 82


class Names:
    """Finds rows of one table by what they are called."""

    def __init__(self, base: Base, table: str) -> None:
        self.table = table
        [self._key] = base.resource(table).primary_key
        self._title = base.resource(table).title.lower()
        self._keys: set[str] = set()
        self._by_word: dict[str, set[str]] = defaultdict(set)
        self._shown: dict[str, str] = {}
        for row in base.rows(table):
            self.add(row)

    def add(self, row: dict[str, str | None]) -> None:
        """Know a row, also one that an import brings."""
        key = row.get(self._key)
        if not key:
            return
        self._keys.add(key)
        for word in (key, *(row.get(label) for label in LABELS)):
            if word:
                for form in {word, re.sub(r"\(.*?\)", "", word)}:
                    self._by_word[words(form)].add(key)
        self._shown[key] = row.get("name") or row.get("label") or key

    def find(self, text: str) -> str | Question:
        """The key of the row that a text means."""
        text = " ".join(text.split())
        if text in self._keys:
            return text
        # "Photonics (PHO)", "photonics: Photonics", "1. Learn", "photonics - Photonics"
        forms = [text, re.sub(r"\(.*?\)", "", text), *re.findall(r"\((.*?)\)", text)]
        forms.append(re.sub(r"^(?:stage|step|phase)?\s*\d{1,2}\s*[.):–-]?\s+", "", text.lower()))
        forms += re.split(r"\s+[-–|]\s+|:\s+", text, maxsplit=1)[:1]
        for form in forms:
            found = self._by_word.get(words(form), set()) if form else set()
            if len(found) == 1:
                return next(iter(found))
            if found:
                choices = tuple(sorted(found))
                rule = f"is the name of several {self._title}: {', '.join(choices)}"
                return Question("name of several", rule, choices, is_open=True)
        near = process.extract(
            words(text), list(self._by_word), scorer=fuzz.ratio, limit=6, score_cutoff=NEAR
        )
        proposals: list[str] = []
        for word, _, _ in near:
            proposals += [key for key in sorted(self._by_word[word]) if key not in proposals]
        rule = f"is not known among the {self._title}"
        if proposals:
            rule += f"; is {' or '.join(self._shown[one] for one in proposals[:3])} meant?"
        return Question(
            f"unknown {self.table}", rule, tuple(proposals[:3]), is_open=bool(proposals)
        )


def words(text: str) -> str:
    """A name as it is compared."""
    return " ".join(re.sub(r"[\W_]+", " ", fold(text.replace("&", " and "))).split())
