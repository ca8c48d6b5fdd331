"""Search: what is typed in the box, and which texts and names it finds.

A word finds texts in which a word begins with it or is another form of it; one of two or three
letters only whole words, if there are any. What is written as one word finds the same two words
side by side, and the other way round. A code in capital letters finds its territory or domain.
Where there is nothing of all this, the words spelt most like it are taken instead, and the reader
is told. The name of a topic in another language also finds what its English names find, see
`topics`. Quotes ask for exactly these words; a minus before a word or a quote leaves out what has
it.
"""

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from s3dash.package.letters import fold
from s3dash.queries.explorer.topics import names_in
from s3dash.queries.explorer.typed import LIKE_FILLER, SearchText, Term
from s3dash.queries.explorer.vocabulary import Vocabulary, rows_with_phrase, vocabulary
from s3dash.store.connection import Store

MOST_FORMS = 8
MOST_CORRECTIONS = 5
SHORTEST_START = 2
"""Letters from which on a word also finds the words that begin with it."""
LONGEST_SHORT = 3
"""Letters up to which it does so only where there is no such whole word."""
SHORTEST_NAME = 4
"""Letters from which on a word also finds the places whose names begin with it."""
MOST_LOST = 1
"""Letters that a word may have lost or won by a typing error: “public” is no “republic”."""
ABBREVIATIONS = {"ai": "artificial intelligence"}
SHORTEST_PART, SHORTEST_COMPOUND, MOST_SPLITS = 3, 6, 2
ONE_LETTER_PARTS = ("e", "i")
"""What may stand before a word of a compound though it is short: e-health, i-voting."""
ONLY_CODES = (*LIKE_FILLER, "BE", "IS", "ME", "NO")
"""Codes of countries that are common words in texts, and no abbreviation of anything there."""


@dataclass(frozen=True)
class Topic:
    """What terms side by side that name a topic are also searched by.

    Attributes
    ----------
    typed : tuple of str
        The terms, as typed.
    names : tuple of str
        English names of the topic.
    ways : tuple of tuple of Match
        Per name how its words find priorities: one has them all.
    """

    typed: tuple[str, ...]
    names: tuple[str, ...]
    ways: tuple[tuple["Match", ...], ...]


@dataclass(frozen=True)
class Match:
    """How a term finds priorities. It finds one by any of its patterns, territories and domains.

    Attributes
    ----------
    term : Term
    word : str
        The term folded; exact matches of it come first.
    patterns : tuple of str
        What to look for in folded text whose words stand between spaces; without a space at its
        end the start of a word. Empty for a code that is a common word besides.
    territories, domains : tuple of str
        Codes whose names have one of the patterns, or for which a code stands.
    exact_territories, exact_domains : tuple of str
        Those of them of which a name has the word itself, or which the code means.
    places : tuple of str
        Territories of that name without a strategy.
    corrected : tuple of str
        The words taken in its place; empty: none was needed.
    is_missing : bool
        Whether a word to leave out is nowhere, so that nothing is left out.
    topic : Topic or None
        What this term and those behind it, as many as the topic has, are also searched by.
    """

    term: Term
    word: str
    patterns: tuple[str, ...]
    territories: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    exact_territories: tuple[str, ...] = ()
    exact_domains: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()
    is_missing: bool = False
    topic: Topic | None = None


def resolve(store: Store, text: SearchText) -> tuple[Match, ...]:
    """Look the terms of a search up among the words and names there are."""
    if not text.terms:
        return ()
    topics = names_in(store, text.terms)
    named = {place for first, (count, _) in topics.items() for place in range(first, first + count)}
    matches = _matches(store, text.terms, certain=named)
    for first, (count, names) in topics.items():
        if not names:
            continue
        typed = tuple(term.text for term in text.terms[first : first + count])
        topic = Topic(typed, names, tuple(_way(store, name) for name in names))
        matches[first] = replace(matches[first], topic=topic)
    return tuple(matches)


def _way(store: Store, name: str) -> tuple[Match, ...]:
    terms = SearchText(name).terms
    return tuple(_matches(store, terms, certain=range(len(terms))))


def _matches(store: Store, terms: Sequence[Term], certain: Collection[int]) -> list[Match]:
    """How each term finds priorities by itself; ``certain``: places of those spelt as meant."""
    known = vocabulary(store)
    joined = _joined(known, terms)
    return [
        _match(store, known, term, joined.get(place, ()), is_certain=place in certain)
        for place, term in enumerate(terms)
    ]


def _joined(known: Vocabulary, terms: Sequence[Term]) -> dict[int, list[str]]:
    """Patterns of known words that are two terms written as one, by the place of each of the two.

    Who types agri-food means agrifood too, and both words are in it.
    """
    found: dict[int, list[str]] = {}
    for place, pair in enumerate(pairwise(terms)):
        word = "".join(fold(term.text) for term in pair)
        if any(t.is_exact or t.is_excluded for t in pair) or len(word) < SHORTEST_COMPOUND:
            continue
        if known.numbers(f" {word}"):
            for either in (place, place + 1):
                found.setdefault(either, []).append(f" {word}")
    return found


def _match(
    store: Store, known: Vocabulary, term: Term, joined: Sequence[str], is_certain: bool
) -> Match:
    word = " ".join(map(fold, term.text.split()))
    whole = f" {word} "
    # Codes have no accents, but letters of a wide keyboard.
    plain = unicodedata.normalize("NFKC", term.text)
    code = plain.upper() if not term.is_exact and _is_code(plain) else ""
    places = known.named("place", [whole]) + known.coded("place", code)
    by_code = {kind: known.coded(kind, code) for kind in ("territory", "domain")}
    is_code = any(by_code.values())
    corrected: tuple[str, ...] = ()
    if term.is_exact or " " in word or len(word) < SHORTEST_START or is_code:
        patterns = [] if is_code and code in ONLY_CODES else [whole, *joined]
    else:
        patterns = [*_loose(known, [word]), *joined]
        compounds = [f" {pair} " for pair in _splits(known, word)]
        is_found = bool(places) or _finds(known, patterns)
        patterns += [
            pair for pair in compounds if is_found or any(map(len, rows_with_phrase(store, pair)))
        ]
        is_found = is_found or any(pair in patterns for pair in compounds)
        # What is to be left out is never guessed.
        is_open = not (term.is_excluded or is_certain or is_found)
        if is_open and len(word) >= SHORTEST_NAME:
            places = known.named("place", [f" {word}"])
        if is_open and not places:
            corrected = _corrections(store, word)
            patterns = _loose(known, corrected) if corrected else patterns
    patterns += [f" {ABBREVIATIONS[word]} "] if word in ABBREVIATIONS and not term.is_exact else []
    named = {kind: known.named(kind, patterns) for kind in by_code}
    exact = {
        kind: (*(known.named(kind, [whole]) if patterns else ()), *codes)
        for kind, codes in by_code.items()
    }
    return Match(
        term,
        word,
        tuple(dict.fromkeys(patterns)),
        territories=tuple(dict.fromkeys((*named["territory"], *by_code["territory"]))),
        domains=tuple(dict.fromkeys((*named["domain"], *by_code["domain"]))),
        exact_territories=exact["territory"],
        exact_domains=exact["domain"],
        places=places,
        corrected=corrected,
        is_missing=term.is_excluded
        and not any(named.values())
        and not is_code
        and not any(_is_somewhere(store, known, pattern) for pattern in patterns),
    )


def _is_code(text: str) -> bool:
    """Whether a word is written as codes are: in capitals, or with a digit (itc4)."""
    has_digit = any(map(str.isdigit, text)) and not text.isdigit()
    return len(text) > 1 and (text.isupper() or has_digit)


def _is_somewhere(store: Store, known: Vocabulary, pattern: str) -> bool:
    """Whether a text has what a pattern asks for."""
    if " " in pattern.strip():
        return any(map(len, rows_with_phrase(store, pattern)))
    return bool(known.numbers(pattern))


def _loose(known: Vocabulary, words: Iterable[str]) -> list[str]:
    """Patterns for words that begin with one of the words, and for its other forms."""
    patterns = []
    for word in words:
        is_whole = len(word) <= LONGEST_SHORT and known.has(word)
        patterns.append(f" {word} " if is_whole else f" {word}")
        forms = [form for form in known.forms(word) if is_whole or not form.startswith(word)]
        patterns += [f" {form} " for form in forms[:MOST_FORMS]]
    return patterns


def _splits(known: Vocabulary, word: str) -> list[str]:
    """The two known words that a word may be written as one of, the most even parts first."""
    if len(word) < SHORTEST_COMPOUND:
        return []
    found = [
        (abs(len(word) - 2 * end), f"{word[:end]} {word[end:]}")
        for end in range(1, len(word) - SHORTEST_PART + 1)
        if (end >= SHORTEST_PART or word[:end] in ONE_LETTER_PARTS)
        and known.has(word[:end])
        and known.has(word[end:])
    ]
    return [pair for _, pair in sorted(found)[:MOST_SPLITS]]


def _finds(known: Vocabulary, patterns: Iterable[str]) -> bool:
    return any(known.numbers(pattern) for pattern in patterns)


def _corrections(store: Store, word: str) -> tuple[str, ...]:
    """The known words spelt most like one, the most used first.

    One wrong letter is forgiven in a word of four to six letters, two in a longer one; the end of
    the word may be missing. A word that is more than one letter shorter is another word.
    """
    forgiven = 0 if len(word) < 4 else 1 if len(word) < 7 else 2
    rows = store.rows(
        """
        WITH compared AS (
            -- The length alone tells most words apart.
            SELECT word,
                   CASE WHEN length(word) <= length($word) + $forgiven
                        THEN damerau_levenshtein(word, $word) ELSE $forgiven + 1 END AS distance,
                   CASE WHEN length(word) > length($word)
                        THEN damerau_levenshtein(word[:length($word)], $word)
                        ELSE $forgiven + 1 END AS start_distance
            FROM search_word WHERE length(word) >= length($word) - $lost
        )
        SELECT word,
               -- A whole word is a better guess than the start of a longer one.
               CASE WHEN distance <= $forgiven THEN 2 * distance ELSE 2 * start_distance + 1 END
                   AS penalty
        FROM compared WHERE least(distance, start_distance) <= $forgiven
        QUALIFY penalty = min(penalty) OVER ()
        """,
        {"word": word, "forgiven": forgiven, "lost": MOST_LOST},
    )
    # How often each is used is counted here: the table would have to read where every word stands.
    known = vocabulary(store)
    found = sorted((-known.used(word), word) for word, _ in rows)
    return tuple(word for _, word in found[:MOST_CORRECTIONS])
