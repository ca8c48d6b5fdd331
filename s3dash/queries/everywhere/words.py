"""An index of short texts in memory: every word typed begins a word, or is one spelt like it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from s3dash.queries.catalogue.words import words

MOST_TERMS = 8
LONGEST_SEARCH = 120
MOST_CORRECTIONS = 3
WHOLE, BEGINS, IN_TITLE, IN_TEXT = 0, 1, 2, 3
"""How well an item fits, best first: its name is what was typed; begins with it; has all its words;
has some of them only in what is said of it."""
_LAST = "\U0010ffff"


@dataclass(frozen=True)
class Entry:
    """What can be found: ``names`` it goes by, the first its own, and ``text`` said of it."""

    names: tuple[str, ...]
    text: str = ""


@dataclass(frozen=True)
class Hits:
    """What a search finds.

    Attributes
    ----------
    fits : dict of int to int
        Number of an entry -> how well it fits, as `WHOLE` and the others.
    corrected : dict of str to tuple of str
        Words that are nowhere -> the words taken instead.
    """

    fits: dict[int, int]
    corrected: dict[str, tuple[str, ...]]


class WordIndex:
    """Entries by the words they have."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._names = [tuple(" ".join(words(name)) for name in one.names) for one in entries]
        in_names: dict[str, set[int]] = {}
        anywhere: dict[str, set[int]] = {}
        for number, (names, one) in enumerate(zip(self._names, entries, strict=True)):
            for word in {word for name in names for word in name.split()}:
                in_names.setdefault(word, set()).add(number)
                anywhere.setdefault(word, set()).add(number)
            for word in set(words(one.text)):
                anywhere.setdefault(word, set()).add(number)
        self._words = sorted(anywhere)
        self._in_names, self._anywhere = in_names, anywhere
        self._starts: dict[int, dict[str, list[str]]] = {}

    def find(self, typed: str, known_elsewhere: Iterable[str] = ()) -> Hits:
        """Entries that have every word typed.

        ``known_elsewhere``: words typed that are words all the same, and are not corrected.
        """
        terms = words(typed[:LONGEST_SEARCH])[:MOST_TERMS]
        kept = set(known_elsewhere)
        named: set[int] | None = None
        found: set[int] | None = None
        corrected = {}
        for term in terms:
            taken = self._begun(term)
            if not taken and term not in kept and (near := self._near(term)):
                corrected[term] = taken = near
            has_name = set().union(*(self._in_names.get(word, ()) for word in taken))
            has = set().union(*(self._anywhere[word] for word in taken))
            named = has_name if named is None else named & has_name
            found = has if found is None else found & has
        # A name that begins with what stands for the words typed is as good as one typed well.
        whole = " ".join(corrected[term][0] if term in corrected else term for term in terms)
        named = named or set()
        return Hits(
            {number: self._fit(number, whole, number in named) for number in found or ()},
            corrected,
        )

    def _fit(self, number: int, typed: str, is_named: bool) -> int:
        if any(name == typed for name in self._names[number]):
            return WHOLE
        if any(name.startswith(typed) for name in self._names[number]):
            return BEGINS
        return IN_TITLE if is_named else IN_TEXT

    def _begun(self, term: str) -> tuple[str, ...]:
        first = bisect_left(self._words, term)
        return tuple(self._words[first : bisect_left(self._words, term + _LAST)])

    def _near(self, term: str) -> tuple[str, ...]:
        """Known words spelt most like one; else those whose beginnings are: it is still typed."""
        forgiven = 0 if len(term) < 4 else 1 if len(term) < 7 else 2
        if not forgiven:
            return ()
        whole = self._likest(term, self._words, forgiven)
        if whole:
            return tuple(whole)
        if len(term) not in self._starts:
            starts: dict[str, list[str]] = {}
            for word in self._words:
                if len(word) > len(term):
                    starts.setdefault(word[: len(term)], []).append(word)
            self._starts[len(term)] = starts
        starts = self._starts[len(term)]
        return tuple(
            word for start in self._likest(term, list(starts), forgiven) for word in starts[start]
        )

    @staticmethod
    def _likest(term: str, choices: Sequence[str], forgiven: int) -> list[str]:
        near = process.extract(
            term, choices, scorer=OSA.distance, score_cutoff=forgiven, limit=MOST_CORRECTIONS
        )
        return [word for word, distance, _ in near if distance == near[0][1]]
