"""Search in a list of a few hundred texts: word starts, plurals, and what is misspelt.

For lists of hubs, projects and documents, which are small enough to be read in memory.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from s3dash.package.letters import fold

WORD = re.compile(r"[^\W_]+")
MOST_TERMS = 12
LONGEST_SEARCH = 200
MOST_CORRECTIONS = 3
LIKENESS = 0.78
SHORTEST_CORRECTED = 4
ENDINGS = ("ies", "es", "s", "ing", "ed", "al")
SHORTEST_STEM = 4


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


def search(texts: Sequence[str], typed: str) -> Found:
    """Find the texts in which every word typed begins a word, or is another form of one.

    A word that is nowhere is taken for those spelt most like it; where there are none, nothing is
    found.
    """
    words_of = [frozenset(words(text)) for text in texts]
    known = frozenset().union(*words_of) if words_of else frozenset()
    rows = set(range(len(texts)))
    corrected = {}
    for term in words(typed[:LONGEST_SEARCH])[:MOST_TERMS]:
        taken = {word for word in known if _is_like(word, term)}
        if not taken and len(term) >= SHORTEST_CORRECTED:
            near = get_close_matches(term, sorted(known), MOST_CORRECTIONS, LIKENESS)
            corrected[term] = tuple(near)
            taken = set(near)
        rows &= {row for row, held in enumerate(words_of) if held & taken}
    return Found(tuple(sorted(rows)), corrected)


def words(text: str) -> list[str]:
    """The words of a text, folded: small letters without marks."""
    return WORD.findall(fold(text))


def _is_like(word: str, term: str) -> bool:
    return word.startswith(term) or word.startswith(_stem(term))


def _stem(term: str) -> str:
    for ending in ENDINGS:
        if term.endswith(ending) and len(term) - len(ending) >= SHORTEST_STEM:
            return term.removesuffix(ending)
    return term
