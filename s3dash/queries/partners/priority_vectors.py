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

    def likeness(self, rows: Numbers, others: Numbers | slice = slice(None)) -> Numbers:
        """Likeness of priorities (rows) to others (columns): 0 nothing in common, 1 the same.

        Mean of the cosine of their domains and the cosine of their words.
        """
        # Priorities of one classification have the same domains: each is compared once.
        firsts, place = self._of_each_classification
        mean: Numbers = (self.domains[rows] @ self.domains[firsts].T).toarray()[:, place[others]]
        mean += (self.words[rows] @ self.words[others].T).toarray()
        mean /= 2
        return mean

    @cached_property
    def _of_each_classification(self) -> tuple[Numbers, Numbers]:
        """A priority of each classification, and per priority the place of its own among them."""
        _, firsts, place = np.unique(
            self.index.classification, return_index=True, return_inverse=True
        )
        return firsts, place


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


def best_by_territory(likeness: Numbers, territory: Numbers, count: int) -> tuple[Numbers, Numbers]:
    """Of each territory the priority that is most like each of the rows.

    Parameters
    ----------
    likeness : array
        Rows x priorities.
    territory : array of int
        Territory of each priority (column).
    count : int
        Number of territories.

    Returns
    -------
    tuple of two arrays, rows x territories
        The highest likeness, and the column that has it; 0 and -1 where a territory has none.
    """
    order = np.argsort(territory, kind="stable")
    sorted_territory = territory[order]
    starts = np.flatnonzero(np.r_[True, np.diff(sorted_territory) > 0])
    present = sorted_territory[starts]
    best = np.zeros((len(likeness), count))
    where = np.full((len(likeness), count), -1)
    if len(order) == 0:
        return best, where
    grouped = likeness[:, order]
    highest = np.maximum.reduceat(grouped, starts, axis=1)
    best[:, present] = highest
    sizes = np.diff(np.r_[starts, len(order)])
    is_highest = grouped == np.repeat(highest, sizes, axis=1)
    # The first of a territory's columns that has its highest value.
    columns = np.where(is_highest, np.arange(len(order)), len(order))
    where[:, present] = order[np.minimum.reduceat(columns, starts, axis=1)]
    return best, where
