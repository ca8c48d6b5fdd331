"""Priorities as vectors of their domains and of their words, to compare many with many."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from s3dash.queries.explorer.index import Numbers, PriorityIndex, priority_index
from s3dash.queries.explorer.typed import STOP_WORDS
from s3dash.queries.explorer.vocabulary import Vocabulary, vocabulary
from s3dash.store.connection import Store

if TYPE_CHECKING:
    import pyarrow as pa

COMMON_SHARE = 0.1
"""A word in more than this share of the priorities says nothing about one of them."""
TITLE_COUNT = 2
"""What a word of the title counts, beside one of the description."""


@dataclass(frozen=True)
class PriorityVectors:
    """One row per priority, in the order of the index; rows have length 1, or 0 when empty.

    Attributes
    ----------
    index : PriorityIndex
    titles : pyarrow.ChunkedArray
        Title of each row of the table ``priority``: a million texts are no objects of Python.
    territory : numpy.ndarray
        Row of its territory in ``index.territories``.
    domains : scipy.sparse.csr_matrix
        Its own codes of domains, the rarer the heavier; platform themes do not count.
    words : scipy.sparse.csr_matrix
        Stems of the words of title and description that stand in some title, likewise.
    """

    index: PriorityIndex
    titles: pa.ChunkedArray
    territory: Numbers
    domains: Any
    words: Any

    def title(self, place: int) -> str:
        """Title of a priority."""
        told: str = self.titles[int(self.index.row_no[place])].as_py()
        return told

    @cached_property
    def domain_codes(self) -> list[str]:
        """Codes of the economic and scientific domains that occur."""
        labels = self.index.labels
        return [code for code in self.index.codes if labels[code][0] in ("economic", "scientific")]

    @cached_property
    def has_domain(self) -> Numbers:
        """Per priority (row) and one of `domain_codes` (column) whether it has it itself."""
        kept = set(self.domain_codes)
        columns = [place for place, code in enumerate(self.index.codes) if code in kept]
        mask: Numbers = self.index.has_own_code[:, columns][self.index.classification]
        return mask

    @cached_property
    def held(self) -> Numbers:
        """Per territory (row) and one of `domain_codes` (column) whether one of its has it."""
        held = np.zeros((len(self.index.territories), len(self.domain_codes)), dtype=bool)
        np.logical_or.at(held, self.territory, self.has_domain)
        return held

    @cached_property
    def beside(self) -> Numbers:
        """Share of the priorities with a domain (row) that have another one (column) as well."""
        counted = self.has_domain.astype(np.float32)
        share: Numbers = counted.T @ counted / np.maximum(counted.sum(axis=0), 1)[:, None]
        return share

    @cached_property
    def has_priorities(self) -> Numbers:
        """Per territory whether a priority of it is documented."""
        has = np.zeros(len(self.index.territories), dtype=bool)
        has[self.territory] = True
        return has

    @cached_property
    def everybody(self) -> Others:
        """All priorities, to compare some with."""
        return Others(self, np.arange(len(self.index)))


class Others:
    """Priorities that some are compared with, made ready for that once.

    Parameters
    ----------
    vectors : PriorityVectors
    places : array of int
        Their rows there.
    """

    def __init__(self, vectors: PriorityVectors, places: Numbers) -> None:
        self._vectors = vectors
        territory = vectors.territory[places]
        order = np.argsort(territory, kind="stable")
        self._places = places[order]
        # Priorities of a territory stand side by side; each of these is where one begins.
        self._present, self._starts, sizes = np.unique(
            territory[order], return_index=True, return_counts=True
        )
        self._group = np.repeat(np.arange(len(sizes)), sizes)
        self._words = vectors.words[self._places].T.tocsr()
        # Priorities of one classification have the same domains: each is compared once.
        _, firsts, self._classes = np.unique(
            vectors.index.classification[self._places], return_index=True, return_inverse=True
        )
        self._domains = vectors.domains[self._places[firsts]].T.tocsr()

    def __len__(self) -> int:
        return len(self._places)

    def best(self, rows: Numbers, enough: float) -> tuple[Numbers, Numbers]:
        """Of each territory the one that is most like each of some priorities.

        Likeness is 0 for nothing in common, 1 for the same: mean of the cosine of their domains and
        the cosine of their words.

        Returns
        -------
        tuple of two arrays, rows x territories
            The highest likeness, 0 where a territory has none; and the row of the one that has it,
            the first of several, -1 where it is less than ``enough``.
        """
        vectors, count = self._vectors, len(self._vectors.index.territories)
        best = np.zeros((len(rows), count))
        where = np.full((len(rows), count), -1)
        if not len(self):
            return best, where
        likeness = (vectors.domains[rows] @ self._domains).toarray()[:, self._classes]
        likeness += (vectors.words[rows] @ self._words).toarray()
        likeness /= 2
        highest = np.maximum.reduceat(likeness, self._starts, axis=1)
        best[:, self._present] = highest
        row, column = np.nonzero(likeness >= enough)
        group = self._group[column]
        is_highest = likeness[row, column] == highest[row, group]
        row, column, group = row[is_highest], column[is_highest], group[is_highest]
        # From the last to the first, so that the first is what stays.
        where[row[::-1], self._present[group[::-1]]] = self._places[column[::-1]]
        return best, where


def priority_vectors(store: Store) -> PriorityVectors:
    """The vectors of a store, made once."""
    return store.once(_vectors)


def _vectors(store: Store) -> PriorityVectors:
    # Loading it takes a second: only who looks for partners waits for it.
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfTransformer

    index = priority_index(store)
    weigh = TfidfTransformer(sublinear_tf=True).fit_transform
    with store.session() as session:
        titles = session.arrow("SELECT title FROM priority ORDER BY rowid")["title"]
    counts = _stems_counted(vocabulary(store), index)
    is_rare = counts.getnnz(axis=0) <= max(COMMON_SHARE * len(index), 1)
    is_domain = [index.labels[code][0] != "platforms" for code in index.codes]
    codes = index.has_own_code[:, is_domain][index.classification]
    return PriorityVectors(
        index=index,
        titles=titles,
        territory=index.territory_of[index.strategy],
        domains=weigh(csr_matrix(codes, dtype=float)) if codes.size else csr_matrix(codes.shape),
        words=weigh(counts[:, is_rare]) if is_rare.any() else csr_matrix((len(index), 0)),
    )


def _stems_counted(known: Vocabulary, index: PriorityIndex) -> Any:
    """How often each stem (column) that names a topic stands in each priority (row), twice where
    in its title.
    """
    from scipy.sparse import coo_matrix

    in_titles, in_descriptions = (
        np.diff(known.in_titles.starts),
        np.diff(known.in_descriptions.starts),
    )
    column_of = np.full(len(known.words), -1, dtype=np.int32)
    columns = 0
    for _, numbers in sorted(known.with_stem.items()):
        kept = [
            number
            for number in numbers
            if len(known.words[number]) > 1 and known.words[number] not in STOP_WORDS
        ]
        # What never stands in a title (approved, listed, eight) is not about a topic.
        if in_titles[kept].any():
            column_of[kept] = columns
            columns += 1
    # From where each word stands, not from the texts: that is a hundredth of the work, and nearly
    # all of it lets other threads go on.
    rows = np.concatenate([known.in_titles.rows, known.in_descriptions.rows])
    column = np.concatenate(
        [np.repeat(column_of, in_titles), np.repeat(column_of, in_descriptions)]
    )
    count = np.ones(len(rows))
    count[: len(known.in_titles.rows)] = TITLE_COUNT
    counted = column >= 0
    places = index.place_of[rows[counted]]
    return coo_matrix(
        (count[counted], (places, column[counted])), shape=(len(index), columns)
    ).tocsr()
