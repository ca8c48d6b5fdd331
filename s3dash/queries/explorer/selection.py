"""Which priorities a filter keeps, which it nearly keeps, and how well they match a search."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from s3dash.queries.explorer.filter import Facet, PriorityFilter, bit_of, territories_above
from s3dash.queries.explorer.index import Mask, Numbers, PriorityIndex, priority_index
from s3dash.queries.explorer.search import Match, resolve
from s3dash.queries.explorer.vocabulary import NO_ROWS, rows_with_phrase, vocabulary
from s3dash.store.connection import Store

EXACT_IN_TITLE, IN_TITLE, EXACT_IN_TERRITORY, IN_TERRITORY = 10, 8, 7, 6
IN_DESCRIPTION, EXACT_IN_DOMAIN, IN_DOMAIN = 4, 3, 2
"""What the best place that a word was found in counts for the order of the results."""


@dataclass(frozen=True)
class Selection:
    """What a filter keeps of the priorities of an index.

    Attributes
    ----------
    index : PriorityIndex
    matches : tuple of Match
        How the words of the search were understood.
    missed : array of int
        Per priority the bits of the facets that it does not meet, see `bit_of`.
    is_open : array of bool or None
        Per priority whether words and values to leave out let it through; None: all are.
    score : array of int or None
        Per priority how well it matches the words; None: there are none.
    """

    index: PriorityIndex
    matches: tuple[Match, ...]
    missed: Numbers
    is_open: Mask | None
    score: Numbers | None

    def places(self, but: str | None = None) -> Numbers:
        """Priorities that meet all facets, or all but the field ``but``, in the order of lists."""
        found = self.missed == 0
        if but:
            found |= self.missed == bit_of(but)
        if self.is_open is not None:
            found &= self.is_open
        places: Numbers = np.flatnonzero(found)
        return places

    def best_first(self) -> Numbers:
        """Priorities kept, best matches first, then in the order of lists."""
        places = self.places()
        if self.score is not None:
            places = places[np.argsort(-self.score[places].astype(np.int16), kind="stable")]
        return places


def select(store: Store, chosen: PriorityFilter) -> Selection:
    """Apply a filter to all priorities of a store."""
    index = priority_index(store)
    matches = resolve(store, chosen.search)
    found = {
        "strategy": np.zeros(len(index.strategies), dtype=np.uint16),
        "classification": np.zeros(len(index.own_codes), dtype=np.uint16),
        "origin": np.zeros(len(index.origins), dtype=np.uint16),
    }
    for facet, codes in chosen.chosen:
        keeps = _keeps(index, facet, codes, chosen.with_above)
        if facet.param in chosen.with_all and facet.kind == "classification":
            keeps = np.logical_and.reduce([index.classes_with((code,)) for code in codes])
        found[facet.kind][~keeps] |= bit_of(facet.field)
    missed = np.zeros(len(index), dtype=np.uint16)
    for kind, bits in found.items():
        if bits.any():
            missed |= bits[getattr(index, kind)]
    is_open, score = _search(store, index, matches)
    for facet, codes in chosen.left_out:
        keeps = ~_keeps(index, facet, codes)[getattr(index, facet.kind)]
        is_open = keeps if is_open is None else is_open & keeps
    return Selection(index, matches, missed, is_open, score)


def _keeps(
    index: PriorityIndex, facet: Facet, codes: tuple[str, ...], with_above: bool = False
) -> Mask:
    """Per strategy, classification or origin whether it has one of the values."""
    if facet.kind == "classification":
        return index.classes_with(codes)
    if facet.field == "territories":
        keeps = index.strategies_in(codes)
        if with_above:
            above = {outer for code in codes for outer in territories_above(code)}
            keeps |= index.strategies["territory_id"].isin(above).to_numpy()
        return keeps
    frame = index.strategies if facet.kind == "strategy" else index.origins
    found: Mask = frame[facet.column].isin(codes).to_numpy()
    return found


def _search(
    store: Store, index: PriorityIndex, matches: Iterable[Match]
) -> tuple[Mask | None, Numbers | None]:
    """Per priority whether it has all words, and how well; None without words."""
    is_open: Mask | None = None
    score: Numbers | None = None
    for typed, has, best in found_by(store, index, matches):
        is_open = has if is_open is None else is_open & has
        if not typed[0].term.is_excluded:
            score = best if score is None else score + best
    return is_open, score


def found_by(
    store: Store, index: PriorityIndex, matches: Iterable[Match]
) -> Iterator[tuple[Sequence[Match], Mask, Numbers]]:
    """What each word of a search finds, or the words side by side that name one topic.

    Yields
    ------
    tuple
        The words; per priority whether it has them (of a word to leave out: whether not); and how
        well, the sum over the words.
    """
    rest = list(matches)
    while rest:
        first = rest[0]
        count = len(first.topic.typed) if first.topic else 1
        typed, rest = rest[:count], rest[count:]
        if first.topic:
            yield typed, *_by_topic(store, index, typed, first.topic.ways)
        else:
            yield typed, *has_all(store, index, typed)


def _by_topic(
    store: Store, index: PriorityIndex, typed: Sequence[Match], ways: Iterable[Sequence[Match]]
) -> tuple[Mask, Numbers]:
    """Per priority whether it has what was typed or one of the names, and how well."""
    has, best = has_all(store, index, typed)
    for way in ways:
        has_way, score = has_all(store, index, way)
        has |= has_way
        # A name of more words counts no more for that.
        best = np.maximum(best, score * len(typed) // len(way))
    return has, best


def has_all(store: Store, index: PriorityIndex, matches: Iterable[Match]) -> tuple[Mask, Numbers]:
    """Per priority whether it has all these words, and how well; 0: it does not have them all."""
    is_open = np.ones(len(index), dtype=bool)
    score = np.zeros(len(index), dtype=np.uint16)
    for match in matches:
        best = _best_places(store, index, match)
        is_open &= best == 0 if match.term.is_excluded else best > 0
        score += best
    return is_open, score * is_open


def _best_places(store: Store, index: PriorityIndex, match: Match) -> Numbers:
    """Per priority what the best place of a term in it counts; 0: it does not have it."""
    if match.domains:
        in_class = index.classes_with(match.domains) * np.uint8(IN_DOMAIN)
        if match.exact_domains:
            in_class[index.classes_with(match.exact_domains)] = EXACT_IN_DOMAIN
        best: Numbers = in_class[index.classification]
    else:
        best = np.zeros(len(index), dtype=np.uint8)
    titles, descriptions = _rows_with(store, match)
    best[index.place_of[descriptions]] = IN_DESCRIPTION
    for codes, counts in (
        (match.territories, IN_TERRITORY),
        (match.exact_territories, EXACT_IN_TERRITORY),
    ):
        if codes:
            named = index.strategies["territory_id"].isin(codes).to_numpy()
            best[named[index.strategy]] = counts
    best[index.place_of[titles]] = IN_TITLE
    if match.patterns:
        exact, _ = _rows_with(store, match, only=f" {match.word} ")
        best[index.place_of[exact]] = EXACT_IN_TITLE
    return best


def _rows_with(store: Store, match: Match, only: str | None = None) -> tuple[Numbers, Numbers]:
    """Rows of the table with one of the patterns, in the title and in the description."""
    known = vocabulary(store)
    titles, descriptions = [NO_ROWS], [NO_ROWS]
    for pattern in [only] if only else match.patterns:
        if " " in pattern.strip():
            found = rows_with_phrase(store, pattern)
        else:
            numbers = known.numbers(pattern)
            found = known.in_titles.of(numbers), known.in_descriptions.of(numbers)
        titles.append(found[0])
        descriptions.append(found[1])
    return np.concatenate(titles), np.concatenate(descriptions)
