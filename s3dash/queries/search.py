"""Search: what is typed in the box, and which texts and names it finds.

A word finds texts in which a word begins with it or is another form of it. Where there is none,
the words spelt most like it are taken instead, and the reader is told. Quotes ask for exactly these
words; a minus before a word or a quote leaves out what has it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import snowballstemmer

from s3dash.store.sql import folded

LONGEST_TEXT = 200
MOST_WORDS = 12
"""Words of a search that count; more make it slow without making it sharper."""
MOST_FORMS = 8
MOST_CORRECTIONS = 5
SHORTEST_START = 2
"""Letters from which on a word also finds the words that begin with it."""
FILLER = frozenset(
    ("a", "an", "and", "at", "by", "de", "for", "from", "in", "of", "on", "or", "the", "to")
)
TERM = re.compile(r'(?:(?<=\s)|^)(-?)(?:"([^"]*)"?|(\S+))')


class Rows(Protocol):
    """Whatever answers a query with rows: a store or a session of it."""

    def rows(self, sql: str, params: Any = None) -> list[tuple[Any, ...]]:
        """Rows of the query."""
        ...


@dataclass(frozen=True)
class Term:
    """A word, or the words of a quote, as typed."""

    text: str
    is_exact: bool = False
    is_excluded: bool = False

    def __str__(self) -> str:
        quoted = f'"{self.text}"' if self.is_exact else self.text
        return f"-{quoted}" if self.is_excluded else quoted


@dataclass(frozen=True)
class SearchText:
    """What is typed in a search box; text longer than `LONGEST_TEXT` is cut."""

    typed: str = ""

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """Words and quotes that count, without fillers such as “and”, at most `MOST_WORDS`."""
        return self._terms[:MOST_WORDS]

    @property
    def is_cut(self) -> bool:
        """Whether something of what was typed does not count."""
        return len(self.typed) > LONGEST_TEXT or len(self._terms) > MOST_WORDS

    @cached_property
    def _terms(self) -> tuple[Term, ...]:
        found: list[Term] = []
        for minus, quote, word in TERM.findall(self.typed[:LONGEST_TEXT]):
            words = _words(quote or word)
            if not words:
                continue
            # What is left out stays one thing: -agri-food is not -agri and -food.
            if quote or minus:
                found.append(Term(" ".join(words), bool(quote), bool(minus)))
            else:
                found += map(Term, words)
        said = [t for t in found if t.is_exact or t.is_excluded or t.text.casefold() not in FILLER]
        return tuple(dict.fromkeys(said or found))


def _words(text: str) -> list[str]:
    """Letters and digits of any script; everything else parts words."""
    return re.findall(r"[^\W_]+", text)


@dataclass(frozen=True)
class Match:
    """How a term finds priorities. It finds one by any of its patterns, territories and domains.

    Attributes
    ----------
    term : Term
    word : str
        The term folded; exact matches of it come first.
    patterns : tuple of str
        Parts of ``priority.search_text`` and ``search_name.words``; never empty.
    territories, domains : tuple of str
        Codes whose names have one of the patterns.
    corrected : tuple of str
        The words taken in its place; empty: none was needed.
    """

    term: Term
    word: str
    patterns: tuple[str, ...]
    territories: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()


def resolve(store: Rows, text: SearchText) -> tuple[Match, ...]:
    """Look the terms of a search up among the words and names there are."""
    if not text.terms:
        return ()
    words = _fold(store, [term.text for term in text.terms])
    loose = {word for word, term in zip(words, text.terms, strict=True) if _is_loose(word, term)}
    forms = _forms(store, sorted(loose))
    # What is to be left out is never guessed.
    guessed = {word for word, term in zip(words, text.terms, strict=True) if not term.is_excluded}
    lost = sorted(word for word in guessed & loose if forms[word] == (False, ()))
    corrections = _corrections(store, lost) if lost else {}
    forms |= _forms(store, sorted({word for best in corrections.values() for word in best}))
    matches = []
    for word, term in zip(words, text.terms, strict=True):
        meant = corrections.get(word, ()) if word in loose else ()
        patterns = [f" {word} "] if word not in loose else []
        for each in meant or ((word,) if word in loose else ()):
            patterns.append(f" {each}")
            patterns += [f" {other} " for other in forms[each][1]]
        matches.append(Match(term, word, tuple(dict.fromkeys(patterns)), corrected=meant))
    return _named(store, matches)


def _is_loose(word: str, term: Term) -> bool:
    return not term.is_exact and " " not in word and len(word) >= SHORTEST_START


def _fold(store: Rows, texts: Sequence[str]) -> list[str]:
    rows = store.rows(
        f"SELECT {folded('text')} FROM (SELECT unnest($texts) AS text, unnest($places) AS place)"
        " ORDER BY place",
        {"texts": list(texts), "places": list(range(len(texts)))},
    )
    return [row[0] for row in rows]


def _forms(store: Rows, words: Sequence[str]) -> dict[str, tuple[bool, tuple[str, ...]]]:
    """Per word: whether a known word begins with it, and its other forms that do not."""
    if not words:
        return {}
    # The stemmer costs nothing to make and is not safe to share between threads.
    stems = snowballstemmer.stemmer("english").stemWords(list(words))
    rows = store.rows(
        """
        SELECT asked, coalesce(bool_or(starts_with(word, asked)), false),
               list(word ORDER BY priority_count DESC, word)
                   FILTER (search_word.stem = asked_stem AND NOT starts_with(word, asked))
        FROM (SELECT unnest($words) AS asked, unnest($stems) AS asked_stem)
        LEFT JOIN search_word
            ON starts_with(word, asked) OR search_word.stem = asked_stem
        GROUP BY asked
        """,
        {"words": list(words), "stems": stems},
    )
    return {word: (begins, tuple(others or ())[:MOST_FORMS]) for word, begins, others in rows}


def _corrections(store: Rows, words: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Per word the known words spelt most like it, the most used first.

    One wrong letter is forgiven in a word of four to six letters, two in a longer one; the end of
    the word may be missing.
    """
    rows = store.rows(
        """
        WITH asked AS (
            SELECT asked, CASE WHEN length(asked) < 4 THEN 0 WHEN length(asked) < 7 THEN 1 ELSE 2
                          END AS forgiven
            FROM (SELECT unnest($words) AS asked)
        ), compared AS (
            SELECT asked, forgiven, word, priority_count,
                   damerau_levenshtein(word, asked) AS distance,
                   damerau_levenshtein(word[:length(asked)], asked) AS start_distance
            FROM asked JOIN search_word ON length(word) >= length(asked) - forgiven
        ), near AS (
            SELECT asked, word, priority_count,
                   -- A whole word is a better guess than the start of a longer one.
                   CASE WHEN distance <= forgiven THEN 2 * distance
                        ELSE 2 * start_distance + 1 END AS penalty
            FROM compared WHERE least(distance, start_distance) <= forgiven
            QUALIFY penalty = min(penalty) OVER (PARTITION BY asked)
        )
        SELECT asked, list(word ORDER BY priority_count DESC, word) FROM near GROUP BY asked
        """,
        {"words": list(words)},
    )
    return {asked: tuple(found[:MOST_CORRECTIONS]) for asked, found in rows}


def _named(store: Rows, matches: Sequence[Match]) -> tuple[Match, ...]:
    """The same matches with the territories and domains whose names they find."""
    asked = [(n, pattern) for n, match in enumerate(matches) for pattern in match.patterns]
    rows = store.rows(
        """
        SELECT DISTINCT number, kind, code
        FROM (SELECT unnest($numbers) AS number, unnest($patterns) AS pattern)
        JOIN search_name ON contains(words, pattern)
        ORDER BY ALL
        """,
        {"numbers": [n for n, _ in asked], "patterns": [pattern for _, pattern in asked]},
    )
    found: dict[tuple[int, str], list[str]] = {}
    for number, kind, code in rows:
        found.setdefault((number, kind), []).append(code)
    return tuple(
        Match(
            match.term,
            match.word,
            match.patterns or (f" {match.word} ",),
            tuple(found.get((n, "territory"), ())),
            tuple(found.get((n, "domain"), ())),
            match.corrected,
        )
        for n, match in enumerate(matches)
    )
