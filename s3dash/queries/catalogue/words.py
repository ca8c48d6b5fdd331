"""Search in a list of a few thousand texts: word starts, plurals, and what is misspelt.

For lists of hubs, projects and documents, which are small enough to be read in memory.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from s3dash.package.letters import fold

WORD = re.compile(r"[^\W_]+")
MOST_TERMS = 12
LONGEST_SEARCH = 200
MOST_CORRECTIONS = 3
LIKENESS = 78.0
"""Score (0 to 100) from which on a word is spelt like another."""
SHORTEST_CORRECTED = 4
ENDINGS = ("ies", "es", "s", "ing", "ed", "al")
SHORTEST_STEM = 4
_LAST = "\U0010ffff"


class Searched:
    """Texts taken apart once, to be searched many times.

    Attributes
    ----------
    known : list of str
        Every word, folded, in order.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._count = len(texts)
        self._rows: dict[str, set[int]] = {}
        for row, text in enumerate(texts):
            for word in words(text):
                self._rows.setdefault(word, set()).add(row)
        self.known = sorted(self._rows)

    def __len__(self) -> int:
        return self._count

    def begun(self, *starts: str) -> set[str]:
        """The words that begin with one of these."""
        found: set[str] = set()
        for start in starts:
            first = bisect_left(self.known, start)
            found.update(self.known[first : bisect_left(self.known, start + _LAST)])
        return found

    def rows_with(self, taken: Iterable[str]) -> set[int]:
        """The texts that have one of these words."""
        return set().union(*(self._rows[word] for word in taken))


@dataclass(frozen=True)
class Found:
    """Rows that have every word of a search, in their order.

    Attributes
    ----------
    rows : tuple of int
    corrected : dict of str to tuple of str
        Words that are nowhere -> the words of the texts that were taken instead.
    """

    rows: tuple[int, ...]
    corrected: dict[str, tuple[str, ...]]


def search(texts: Searched, typed: str) -> Found:
    """Find the texts in which every word typed begins a word, or is another form of one.

    A word that is nowhere is taken for those spelt most like it; where there are none, nothing is
    found.
    """
    rows = set(range(len(texts)))
    corrected = {}
    for term in words(typed[:LONGEST_SEARCH])[:MOST_TERMS]:
        taken = texts.begun(term, _stem(term))
        if not taken and len(term) >= SHORTEST_CORRECTED:
            near = process.extract(
                term, texts.known, scorer=fuzz.ratio, limit=MOST_CORRECTIONS, score_cutoff=LIKENESS
            )
            corrected[term] = tuple(word for word, *_ in near)
            taken = set(corrected[term])
        rows &= texts.rows_with(taken)
    return Found(tuple(sorted(rows)), corrected)


def words(text: str) -> list[str]:
    """The words of a text, folded: small letters without marks."""
    return WORD.findall(fold(text))


def _stem(term: str) -> str:
    for ending in ENDINGS:
        if term.endswith(ending) and len(term) - len(ending) >= SHORTEST_STEM:
            return term.removesuffix(ending)
    return term
