"""Search: what is typed in the box, and which texts and names it finds.

A word finds texts in which a word begins with it or is another form of it. Where there is none,
the words spelt most like it are taken instead, and the reader is told. Quotes ask for exactly these
words; a minus before a word or a quote leaves out what has it.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from s3dash.queries.vocabulary import Vocabulary, fold, vocabulary
from s3dash.store.connection import Store

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

    @property
    def _counted(self) -> str:
        """What is not too long, without the beginning of a word that was cut in two."""
        text = self.typed[:LONGEST_TEXT]
        is_cut_in_word = (
            self.typed[LONGEST_TEXT : LONGEST_TEXT + 1].strip() and not text[-1:].isspace()
        )
        whole = text.rpartition(" ")[0] if is_cut_in_word else text
        return whole or text

    @cached_property
    def _terms(self) -> tuple[Term, ...]:
        found: list[Term] = []
        for minus, quote, word in TERM.findall(self._counted):
            words = _words(quote or word)
            if not words:
                continue
            # What is left out stays one thing: -agri-food is -"agri food", not -agri and -food.
            if quote or minus:
                found.append(Term(" ".join(words), bool(quote) or len(words) > 1, bool(minus)))
            else:
                found += map(Term, words)
        said = [t for t in found if t.is_exact or t.is_excluded or t.text.casefold() not in FILLER]
        return tuple(dict.fromkeys(said or found))


def _words(text: str) -> list[str]:
    """Letters and digits of any script; everything else parts words."""
    # An accent may come as a letter of its own, as names of files on a Mac do.
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text))


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
        end the start of a word. Never empty.
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


def resolve(store: Store, text: SearchText) -> tuple[Match, ...]:
    """Look the terms of a search up among the words and names there are."""
    if not text.terms:
        return ()
    known = vocabulary(store)
    return tuple(_match(store, known, term) for term in text.terms)


def _match(store: Store, known: Vocabulary, term: Term) -> Match:
    word = " ".join(map(fold, term.text.split()))
    corrected: tuple[str, ...] = ()
    if term.is_exact or " " in word or len(word) < SHORTEST_START:
        patterns = [f" {word} "]
    else:
        patterns = _loose(known, [word])
        # What is to be left out is never guessed.
        if not term.is_excluded and not _finds(known, patterns):
            corrected = _corrections(store, word)
            patterns = _loose(known, corrected) if corrected else patterns
    return Match(
        term,
        word,
        tuple(dict.fromkeys(patterns)),
        territories=known.named("territory", patterns),
        domains=known.named("domain", patterns),
        corrected=corrected,
    )


def _loose(known: Vocabulary, words: Iterable[str]) -> list[str]:
    """Patterns for words that begin with one of the words, and for its other forms."""
    patterns = []
    for word in words:
        patterns.append(f" {word}")
        forms = [form for form in known.forms(word) if not form.startswith(word)]
        patterns += [f" {form} " for form in forms[:MOST_FORMS]]
    return patterns


def _finds(known: Vocabulary, patterns: Iterable[str]) -> bool:
    return any(known.numbers(pattern) for pattern in patterns)


def _corrections(store: Store, word: str) -> tuple[str, ...]:
    """The known words spelt most like one, the most used first.

    One wrong letter is forgiven in a word of four to six letters, two in a longer one; the end of
    the word may be missing.
    """
    forgiven = 0 if len(word) < 4 else 1 if len(word) < 7 else 2
    rows = store.rows(
        """
        WITH compared AS (
            SELECT word, len(in_titles) + len(in_descriptions) AS used,
                   damerau_levenshtein(word, $word) AS distance,
                   damerau_levenshtein(word[:length($word)], $word) AS start_distance
            FROM search_word WHERE length(word) >= length($word) - $forgiven
        )
        SELECT word,
               -- A whole word is a better guess than the start of a longer one.
               CASE WHEN distance <= $forgiven THEN 2 * distance ELSE 2 * start_distance + 1 END
                   AS penalty
        FROM compared WHERE least(distance, start_distance) <= $forgiven
        QUALIFY penalty = min(penalty) OVER ()
        ORDER BY used DESC, word LIMIT $most
        """,
        {"word": word, "forgiven": forgiven, "most": MOST_CORRECTIONS},
    )
    return tuple(found for found, _ in rows)
