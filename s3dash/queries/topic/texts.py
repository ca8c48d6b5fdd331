"""How alike a few texts are to the words of a topic: of partnerships, of events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import log

from s3dash.queries.explorer.search import Match, resolve
from s3dash.queries.explorer.typed import SearchText
from s3dash.queries.partners.closeness import GENERAL
from s3dash.queries.topic.synonyms import synonyms
from s3dash.store.connection import Store

IN_NAME, IN_TEXT = 1.0, 0.7
"""What a word counts in the name of something, and in the text on it."""
ENOUGH = 0.6
"""Share of the weight of the words from which on a text is on their topic."""
GENERAL_WEIGHT = 0.3
SHORTEST_START = 3
"""Letters from which on a word also finds the words that begin with it."""


def alike(store: Store, matches: Sequence[Match], texts: Sequence[tuple[str, str]]) -> list[float]:
    """Likeness of each text to words, 0 to 1; 0: it is not on their topic.

    Parameters
    ----------
    matches : sequence of Match
        The words as a search understands them.
    texts : sequence of tuple of str
        Name and text of each, folded, with a space at both ends.
    """
    strength, share = [0.0] * len(texts), [0.0] * len(texts)
    whole = 0.0
    left_out = [False] * len(texts)
    for typed, counts in _each(store, matches, texts):
        if typed[0].term.is_excluded:
            left_out = [gone or count > 0 for gone, count in zip(left_out, counts, strict=True)]
            continue
        found = sum(count > 0 for count in counts)
        weight = log((len(texts) + 2) / (found + 1)) * len(typed)
        if all(match.word in GENERAL or len(match.word) == 1 for match in typed):
            weight *= GENERAL_WEIGHT
        whole += weight
        for place, count in enumerate(counts):
            strength[place] += weight * count
            share[place] += weight * (count > 0)
    return [
        round(value / whole, 4) if whole and not gone and had >= ENOUGH * whole else 0.0
        for value, had, gone in zip(strength, share, left_out, strict=True)
    ]


def _each(
    store: Store, matches: Sequence[Match], texts: Sequence[tuple[str, str]]
) -> Iterator[tuple[Sequence[Match], list[float]]]:
    """What each word, or words side by side that name a topic, counts in every text."""
    rest = list(matches)
    while rest:
        count = len(rest[0].topic.typed) if rest[0].topic else 1
        typed, rest = rest[:count], rest[count:]
        ways: list[Sequence[Match]] = [typed, *(typed[0].topic.ways if typed[0].topic else ())]
        ways += [resolve(store, SearchText(name)) for name in synonyms(store, typed)]
        counts = [max(_all_of(way, one) for way in ways) for one in texts]
        yield typed, counts


def _all_of(way: Iterable[Match], text: tuple[str, str]) -> float:
    """What words count in a text that has them all; 0: it does not."""
    return min(_best(_patterns(match), text) for match in way)


def _patterns(match: Match) -> list[str]:
    is_start = len(match.word) >= SHORTEST_START and not match.term.is_exact
    return [f" {match.word}" if is_start else f" {match.word} ", *match.patterns]


def _best(patterns: Iterable[str], text: tuple[str, str]) -> float:
    name, words = text
    known = list(patterns)
    if any(pattern in name for pattern in known):
        return IN_NAME
    return IN_TEXT if any(pattern in words for pattern in known) else 0.0
