"""The words and names of the store in memory, and the priorities that have each word."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import snowballstemmer

from s3dash.package.sql import folded
from s3dash.queries.territories.strategies import DOCUMENTED
from s3dash.store.connection import Store

Rows = npt.NDArray[Any]
NO_ROWS: Rows = np.empty(0, dtype=np.int32)


@dataclass(frozen=True)
class Postings:
    """Rows of the table ``priority`` that have a word, one word after the other."""

    rows: Rows
    starts: Rows

    def of(self, numbers: range) -> Rows:
        """Rows with one of the words of these numbers; a row may stand there twice."""
        return self.rows[self.starts[numbers.start] : self.starts[numbers.stop]]


class _Names:
    """The names of one kind in one text: to look through it takes no step a name."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self.codes: list[str] = []
        self._starts: list[int] = []
        lines: list[str] = []
        start = 0
        for code, words in names:
            self.codes.append(code)
            self._starts.append(start)
            lines.append(words)
            start += len(words) + 1
        self._text = "\n".join(lines)

    def having(self, pattern: str) -> Iterator[int]:
        """Numbers of the names that have these letters side by side."""
        at = self._text.find(pattern)
        while at >= 0:
            number = bisect_right(self._starts, at) - 1
            yield number
            if number + 1 == len(self._starts):
                return
            at = self._text.find(pattern, self._starts[number + 1])


@dataclass(frozen=True)
class Vocabulary:
    """Every known word, by number in the order of the alphabet.

    Attributes
    ----------
    words : list of str
        Folded words.
    with_stem : mapping of str to list of int
        Stem -> numbers of its words, most used first.
    in_titles, in_descriptions : Postings
        Where each word stands.
    names : list of tuple of str
        Kind (``territory``, ``domain`` or ``place``), code, and the folded words of its names.
    lies_within : mapping of str to tuple of str
        Code of a territory or country -> territories in it that have a strategy.
    """

    words: list[str]
    with_stem: Mapping[str, list[int]]
    in_titles: Postings
    in_descriptions: Postings
    names: list[tuple[str, str, str]]
    lies_within: Mapping[str, tuple[str, ...]]

    def numbers(self, pattern: str) -> range:
        """Numbers of the words that a pattern of one word finds."""
        word = pattern.strip()
        first = bisect_left(self.words, word)
        if pattern.endswith(" "):
            is_known = first < len(self.words) and self.words[first] == word
            return range(first, first + is_known)
        return range(first, bisect_left(self.words, f"{word}\U0010ffff"))

    def forms(self, word: str) -> list[str]:
        """Known words with the same stem, most used first."""
        # The stemmer costs little to make and is not safe to share between threads.
        stem = snowballstemmer.stemmer("english").stemWord(word)
        return [self.words[number] for number in self.with_stem.get(stem, ())]

    def named(self, kind: str, patterns: Iterable[str]) -> tuple[str, ...]:
        """Codes of the territories, domains or places whose names have one of the patterns."""
        names = self._names_of.get(kind)
        if names is None:
            return ()
        numbers = {number for pattern in patterns for number in names.having(pattern)}
        return tuple(names.codes[number] for number in sorted(numbers))

    def is_name(self, codes: Collection[str], words: str) -> bool:
        """Whether one of these territories has just this name."""
        return any(
            f" | {words} | " in f" |{names}| " and code in codes
            for kind, code, names in self.names
            if kind != "domain"
        )

    def coded(self, kind: str, code: str) -> tuple[str, ...]:
        """Codes of that kind that a code typed as one stands for: its own, or what lies in it."""
        if kind == "territory":
            return self.lies_within.get(code, ())
        names = self._names_of.get(kind)
        return tuple(known for known in names.codes if known == code) if names else ()

    @cached_property
    def _names_of(self) -> Mapping[str, _Names]:
        kinds = sorted({kind for kind, _, _ in self.names})
        return {
            kind: _Names([name[1:] for name in self.names if name[0] == kind]) for kind in kinds
        }

    def used(self, word: str) -> int:
        """In how many titles and descriptions a word stands."""
        numbers = self.numbers(f" {word} ")
        return len(self.in_titles.of(numbers)) + len(self.in_descriptions.of(numbers))

    def has(self, word: str) -> bool:
        """Whether it is a word of a text or of a name that a search finds."""
        return bool(self.numbers(f" {word} "))


def vocabulary(store: Store) -> Vocabulary:
    """The vocabulary of a store, read once."""
    return store.once(_load)


def rows_with_phrase(store: Store, phrase: str) -> tuple[Rows, Rows]:
    """Rows with these words side by side, in the title and in the description."""
    known = vocabulary(store)
    candidates: Rows | None = None
    for word in phrase.split():
        numbers = known.numbers(f" {word} ")
        rows = np.concatenate([known.in_titles.of(numbers), known.in_descriptions.of(numbers)])
        candidates = rows if candidates is None else np.intersect1d(candidates, rows)
    if candidates is None or not len(candidates):
        return NO_ROWS, NO_ROWS
    rows = store.frame(
        f"""
        SELECT rowid AS row_no,
               contains(concat(' ', {folded("title")}, ' '), $phrase) AS in_title,
               contains(concat(' ', {folded("description")}, ' '), $phrase) AS in_description
        FROM priority WHERE rowid IN (SELECT unnest($rows))
        """,
        {"phrase": phrase, "rows": candidates.tolist()},
    )
    row_no = rows["row_no"].to_numpy()
    return row_no[rows["in_title"].to_numpy()], row_no[rows["in_description"].to_numpy()]


def _load(store: Store) -> Vocabulary:
    frame = store.frame(
        "SELECT word, stem, len(in_titles) AS titles, len(in_descriptions) AS descriptions"
        " FROM search_word ORDER BY word COLLATE C"
    )
    with_stem: dict[str, list[int]] = {}
    used = (frame["titles"] + frame["descriptions"]).tolist()
    stems = frame["stem"].tolist()
    for number in sorted(range(len(stems)), key=lambda number: -used[number]):
        with_stem.setdefault(stems[number], []).append(number)
    return Vocabulary(
        words=frame["word"].tolist(),
        with_stem=with_stem,
        in_titles=_postings(store, "in_titles", frame["titles"]),
        in_descriptions=_postings(store, "in_descriptions", frame["descriptions"]),
        names=store.rows("SELECT kind, code, words FROM search_name ORDER BY ALL"),
        lies_within={
            code: tuple(inside)
            for code, inside in store.rows(f"""
                SELECT unnest(within) AS code, list(territory_id ORDER BY territory_id)
                FROM territory WHERE territory_id IN (SELECT territory_id
                    FROM {DOCUMENTED})
                GROUP BY code
            """)
        },
    )


def _postings(store: Store, column: str, counts: Any) -> Postings:
    rows = store.frame(
        f"SELECT unnest({column}) AS row_no FROM (FROM search_word ORDER BY word COLLATE C)"
    )
    starts = np.concatenate([[0], np.cumsum(counts.to_numpy())])
    return Postings(rows["row_no"].to_numpy(dtype=np.int32), starts)
