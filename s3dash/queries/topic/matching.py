"""Which priorities are on a topic, and how alike each is to what was asked.

`docs/methods/topic.md` has the rule in words, its limits, and how well it finds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from math import log

import numpy as np

from s3dash.package.sql import folded
from s3dash.queries.explorer.index import Mask, Numbers, PriorityIndex, priority_index
from s3dash.queries.explorer.related import Likeness, likeness_to
from s3dash.queries.explorer.search import Match, resolve
from s3dash.queries.explorer.selection import (
    EXACT_IN_TITLE,
    IN_DESCRIPTION,
    IN_TITLE,
    found_by,
    has_all,
)
from s3dash.queries.explorer.typed import SearchText
from s3dash.queries.partners.closeness import (
    CLOSE_TEXT,
    GENERAL,
    partnerships,
    words_shared,
)
from s3dash.queries.topic.subject import Topic
from s3dash.queries.topic.synonyms import synonyms
from s3dash.store.connection import Store

STRENGTH = {EXACT_IN_TITLE: 1.0, IN_TITLE: 0.9, IN_DESCRIPTION: 0.6}
"""What a word counts by the best place it was found in; elsewhere `IN_NAMES`."""
AS_SYNONYM = 0.85
"""What another name of the same counts of it."""
IN_NAMES = 0.4
"""What it counts in the name of a domain or territory alone."""
ENOUGH_LIKE = 0.45
"""Likeness from which on a text that lacks some of the words is on their topic all the same."""
GENERAL_WEIGHT = 0.3
"""What a word on working together or on good qualities counts of what its rarity would give it."""
FEW = 10
"""Priorities that show which domains go with words."""
PROFILE_WEIGHT = 0.25
"""What domains like those of the priorities with the words count in the likeness to words."""
ENOUGH_ALIKE, ENOUGH_WORDS = 0.45, 0.1
"""Likeness, and share of its words, from which on another shares what a priority is about."""
LATER_DOMAIN, LEAST_DOMAIN = 0.15, 0.4
"""What a domain counts less for each that stands before it, and what it counts at least."""


@dataclass(frozen=True)
class Part:
    """A word of a topic, and what it finds by itself.

    Attributes
    ----------
    match : Match
        How it is looked for.
    weight : float
        How much of the topic it is: the rarer the more.
    found : int
        Priorities that have it, or the topic that it names with the words beside it.
    """

    match: Match
    weight: float
    found: int

    @property
    def typed(self) -> str:
        """The word, as typed."""
        return self.match.term.text


@dataclass(frozen=True, eq=False)
class Matched:
    """What is on a topic.

    Attributes
    ----------
    index : PriorityIndex
    likeness : array of float
        Per priority 0 to 1.
    is_on_topic : array of bool
        Per priority whether it shares the topic.
    parts : tuple of Part
        Of words each; words to leave out are none.
    matches : tuple of Match
        How its words were understood, those to leave out too.
    words : dict of str to float
        Of a priority or partnership the words that it is looked for by, heaviest first.
    whole : int
        Of words, how many priorities have all of them.
    """

    index: PriorityIndex
    likeness: Numbers
    is_on_topic: Mask
    parts: tuple[Part, ...] = ()
    matches: tuple[Match, ...] = ()
    words: dict[str, float] = field(default_factory=dict)
    whole: int = 0

    @property
    def places(self) -> Numbers:
        """Priorities on the topic, the most alike first, then in the order of lists."""
        found = np.flatnonzero(self.is_on_topic)
        ordered: Numbers = found[np.argsort(-self.likeness[found], kind="stable")]
        return ordered


def matched(store: Store, topic: Topic) -> Matched:
    """Match all priorities with a topic: those that are on all of its parts, by mean likeness."""
    index = priority_index(store)
    found = list(_each(store, index, topic))
    if not found:
        return Matched(index, np.zeros(len(index)), np.zeros(len(index), dtype=bool))
    is_on = np.logical_and.reduce([one.is_on_topic for one in found])
    return Matched(
        index,
        np.mean([one.likeness for one in found], axis=0),
        is_on,
        tuple(part for one in found for part in one.parts),
        tuple(match for one in found for match in one.matches),
        {word: weight for one in found for word, weight in one.words.items()},
        max(one.whole for one in found),
    )


def _each(store: Store, index: PriorityIndex, topic: Topic) -> Iterator[Matched]:
    if topic.search.terms:
        yield _by_words(store, index, topic)
    for codes in (topic.domains, (topic.platform_id,) if topic.platform_id else ()):
        if codes:
            yield _by_codes(index, codes)
    if topic.partnership_id:
        yield _by_partnership(store, index, topic.partnership_id)
    if topic.priority_id:
        yield _by_priority(store, index, topic.priority_id)


def _by_words(store: Store, index: PriorityIndex, topic: Topic) -> Matched:
    is_open = np.ones(len(index), dtype=bool)
    parts: list[Part] = []
    matches = understand(store, topic.search)
    strength = np.zeros(len(index), dtype=np.float32)
    had = np.zeros(len(index), dtype=np.float32)
    for typed, has, best in found_by(store, index, matches):
        if typed[0].term.is_excluded:
            is_open &= has
            continue
        how = _strengths(len(typed))[best] * has
        for name in synonyms(store, typed):
            other, how_other = _by_synonym(store, index, name)
            has, how = has | other, np.maximum(how, how_other)
        for match in typed:
            in_one, how_one = has, how
            if len(typed) > 1:
                # Words that name one topic side by side also count each for itself.
                alone, best_alone = has_all(store, index, [match])
                in_one = has | alone
                how_one = np.maximum(how, _strengths(1)[best_alone] * alone)
            part = _part(index, match, in_one, is_named=len(typed) > 1)
            parts.append(part)
            strength += np.float32(part.weight) * how_one
            had += np.float32(part.weight) * in_one
    total = sum(part.weight for part in parts)
    if not total:
        # Only words to leave out: all the others are not a topic.
        return Matched(index, strength, np.zeros(len(index), dtype=bool), (), matches)
    strength, had = strength / total, (had / total).round(5)
    strength[~is_open], had[~is_open] = 0, 0
    likeness: Numbers = strength
    if len(parts) > 1:
        likeness = (1 - PROFILE_WEIGHT) * strength + PROFILE_WEIGHT * _profile(
            index, _first(strength, had), strength
        )
    has_all_words = had >= 1 - 1e-4
    is_on = has_all_words | ((had > 0) & (likeness >= ENOUGH_LIKE))
    whole = int(has_all_words.sum())
    return Matched(index, likeness, is_on, tuple(parts), matches, whole=whole)


def understand(store: Store, text: SearchText) -> tuple[Match, ...]:
    """How the words of a topic are looked for: as a search does, with two differences.

    Words that only the text on a partnership has are no misspelt ones: priorities lack them. And a
    domain has to be named after the word: public health and security is no domain of security.
    """
    known = store.once(words_of_partnerships)
    return tuple(
        Match(match.term, match.word, (f" {match.word} ",))
        if match.corrected and match.word in known
        else _named_after(store, match)
        for match in resolve(store, text)
    )


def _named_after(store: Store, match: Match) -> Match:
    """The same with the domains alone whose names begin with it.

    A section only where the word is all of its name, or where no narrower domain is found.
    """
    if match.term.text.upper() in match.domains:
        return match
    names = store.once(_beginnings)
    found = [
        code
        for code in match.domains
        if any(names.get(code, " ").startswith(pattern) for pattern in match.patterns)
    ]
    whole = f" {match.word} "
    narrow = [code for code in found if len(code) > 1 or names[code] == whole] or found
    topic = match.topic and replace(
        match.topic,
        ways=tuple(tuple(_named_after(store, one) for one in way) for way in match.topic.ways),
    )
    return replace(match, domains=tuple(narrow), exact_domains=tuple(narrow), topic=topic)


def _beginnings(store: Store) -> dict[str, str]:
    """Per domain its folded name, a space before it, without the words of industry before it."""
    rows = store.rows(f"SELECT domain_code, {folded('label')} FROM domain")
    return {code: f" {name.removeprefix('manufacture of ')} " for code, name in rows}


def words_of_partnerships(store: Store) -> frozenset[str]:
    """Every word of the name, acronym and scope of a partnership, folded."""
    text = folded("concat_ws(' ', name, acronym, scope)")
    rows = store.rows(f"SELECT {text} FROM partnership")
    return frozenset(word for (text,) in rows for word in text.split())


def _by_synonym(store: Store, index: PriorityIndex, name: str) -> tuple[Mask, Numbers]:
    """Per priority whether another name of what was asked stands in its text, and how well."""
    text = SearchText(name)
    has, best = has_all(store, index, resolve(store, text))
    how = AS_SYNONYM * _strengths(len(text.terms))[best] * has
    # In the name of a domain it says no more than the name that was asked.
    has = has & (best >= IN_DESCRIPTION * len(text.terms))
    return has, how * has


def _part(index: PriorityIndex, match: Match, has: Mask, *, is_named: bool) -> Part:
    """A word, which may be one of several that name a topic: then none of them is general."""
    found = int(has.sum())
    weight = log((len(index) + 1) / (found + 1)) if found else 0.0
    if not is_named and (match.word in GENERAL or len(match.word) == 1):
        weight *= GENERAL_WEIGHT
    return Part(match, weight, found)


def _first(strength: Numbers, had: Numbers) -> Numbers:
    """Where the domains of a topic are seen: what has all of its words, else the best there is."""
    whole = np.flatnonzero(had >= 1 - 1e-4)
    if len(whole) >= FEW:
        return whole
    some = np.flatnonzero(strength)
    best: Numbers = some[np.argsort(-strength[some], kind="stable")[:FEW]]
    return best


def _strengths(words: int) -> Numbers:
    """What so many words count, by the sum of the places they were found in."""
    return np.array(
        [
            max((s for place, s in STRENGTH.items() if best >= place * words), default=IN_NAMES)
            for best in range(EXACT_IN_TITLE * words + 1)
        ],
        dtype=np.float32,
    )


def _profile(index: PriorityIndex, places: Numbers, strength: Numbers) -> Numbers:
    """Per priority how alike its domains are to those of the priorities at these places."""
    classes = len(index.own_codes)
    if not len(places):
        return np.zeros(len(index), dtype=np.float32)
    counts = np.bincount(index.classification[places], weights=strength[places], minlength=classes)
    has = index.has_own_code.astype(np.float32)
    rarity = np.log((classes + 1) / (has.sum(axis=0) + 1))
    vectors = has * rarity
    length = np.linalg.norm(vectors, axis=1)
    mean = counts @ (vectors / np.maximum(length, 1e-9)[:, None])
    size = np.linalg.norm(mean)
    alike = vectors @ mean / np.maximum(length * size, 1e-9)
    found: Numbers = alike.astype(np.float32)[index.classification]
    return found


def _by_codes(index: PriorityIndex, codes: Collection[str]) -> Matched:
    """On one of these codes; the more alike the earlier it stands among those of its taxonomy."""
    has = index.classes_with(codes)
    of_class = np.zeros(len(index.own_codes), dtype=np.float32)
    for row in np.flatnonzero(has):
        of_class[row] = _place_of_codes(index, index.own_codes.iloc[row], codes)
    return Matched(index, of_class[index.classification], has[index.classification])


def _place_of_codes(index: PriorityIndex, own: Collection[str], codes: Collection[str]) -> float:
    before: dict[str, int] = {}
    best = LEAST_DOMAIN
    for code in own:
        kind = index.labels[code][0]
        if any(code == asked or _lies_in(code, asked) for asked in codes):
            best = max(best, 1 - LATER_DOMAIN * before.get(kind, 0))
        before[kind] = before.get(kind, 0) + 1
    return best


def _lies_in(code: str, asked: str) -> bool:
    """Whether a division of NACE lies in a section."""
    return len(asked) == 1 and code.startswith(asked) and code[1:].isdigit()


def _by_partnership(store: Store, index: PriorityIndex, partnership_id: str) -> Matched:
    known = partnerships(store)[partnership_id]
    weights, _, share = words_shared(store, known, in_any_text=True)
    if not weights:
        # Its words say nothing that a priority says too: the theme of its platform is what is left.
        return _by_codes(index, (known.platform_id,))
    # Nobody's text has all words of a scope: half of their weight is as near as it gets.
    return Matched(index, np.minimum(2 * share, 1), share >= CLOSE_TEXT, words=dict(weights))


def _by_priority(store: Store, index: PriorityIndex, priority_id: str) -> Matched:
    [(row,)] = store.rows(
        "SELECT rowid FROM priority WHERE priority_id = $priority_id", {"priority_id": priority_id}
    )
    place = int(index.place_of[row])
    likeness = likeness_to(store, place)
    is_on = shares_among(likeness)
    is_on[place] = True
    return Matched(index, likeness.mean, is_on, words=dict(likeness.weights))


def shares_among(likeness: Likeness) -> Mask:
    """Which of all priorities share what the one is about that they were compared with.

    The same domains alone are not enough: hydrogen is not all of energy.
    """
    shares: Mask = (likeness.mean >= ENOUGH_ALIKE) & (likeness.words >= ENOUGH_WORDS)
    return shares
