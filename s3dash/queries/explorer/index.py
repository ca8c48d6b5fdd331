"""All priorities as a few arrays in memory, to filter and count a million of them at once.

A priority is a row of numbers: its strategy (which gives territory, period and completeness), its
classification (which gives domains and platforms) and its origin (source and classifier). A filter
is looked up once for every strategy, classification and origin, then taken from there for all
priorities. Texts stay in the store.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from s3dash.queries.base.codes import LABEL_COLUMNS, code_labels, joined_labels
from s3dash.queries.territories.strategies import DOCUMENTED
from s3dash.store.connection import Store

Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[Any]
CLASS_COLUMNS = (*LABEL_COLUMNS, "codes")
"""What `PriorityIndex.told_of_class` tells of a classification, in this order."""


@dataclass(frozen=True)
class PriorityIndex:
    """Every priority by number, in the order of lists: country, territory, newest period first.

    Attributes
    ----------
    row_no : array of int
        Per priority its place in the table ``priority`` (its rowid).
    place_of : array of int
        The other way round: per row of the table the place in this order.
    strategy, classification, origin : array of int
        Per priority the row of the frames below that it belongs to.
    strategies : pandas.DataFrame
        ``territory_id, name, country, country_code, nuts_level, within`` (tuple of codes),
        ``period, completeness, documented_count``.
    own_codes, broader_codes : pandas.Series
        Per classification the list of its codes, and that of the domains above them.
    origins : pandas.DataFrame
        ``source_kind, classified_by``.
    labels : mapping of str to tuple of str
        Code of a domain or platform -> field of the filter, label.
    """

    row_no: Numbers
    place_of: Numbers
    strategy: Numbers
    classification: Numbers
    origin: Numbers
    strategies: pd.DataFrame
    own_codes: pd.Series
    broader_codes: pd.Series
    origins: pd.DataFrame
    labels: Mapping[str, tuple[str, str]]

    def __len__(self) -> int:
        return len(self.row_no)

    @cached_property
    def codes(self) -> list[str]:
        """Codes that occur, in the order of the columns of `has_code`."""
        every = (*self.own_codes, *self.broader_codes)
        return sorted({code for codes in every for code in codes})

    @cached_property
    def has_own_code(self) -> Mask:
        """Per classification (row) and code (column) whether it is one of its own codes."""
        return self._mask(self.own_codes)

    @cached_property
    def has_code(self) -> Mask:
        """The same for its own codes and those of the domains above them."""
        own_or_above: Mask = np.logical_or(self.has_own_code, self._mask(self.broader_codes))
        return own_or_above

    def _mask(self, lists: pd.Series) -> Mask:
        column = {code: n for n, code in enumerate(self.codes)}
        mask = np.zeros((len(lists), len(column)), dtype=bool)
        for row, codes in enumerate(lists):
            mask[row, [column[code] for code in codes]] = True
        return mask

    @cached_property
    def territories(self) -> pd.DataFrame:
        """``territory_id, name, country, nuts_level``, one row a territory with a strategy."""
        columns = ["territory_id", "name", "country", "nuts_level"]
        distinct = self.strategies[columns].drop_duplicates("territory_id")
        return distinct.sort_values("territory_id").reset_index(drop=True)

    @cached_property
    def territory_of(self) -> Numbers:
        """Per strategy the row of its territory in `territories`."""
        found: Numbers = self.territories["territory_id"].searchsorted(
            self.strategies["territory_id"]
        )
        return found

    @cached_property
    def country_of(self) -> Numbers:
        """Per strategy a number of its country."""
        numbers: Numbers = pd.factorize(self.strategies["country_code"])[0]
        return numbers

    @cached_property
    def is_partial(self) -> Mask:
        """Per strategy whether its list is known to be partial."""
        found: Mask = (self.strategies["completeness"] == "partial").to_numpy(dtype=bool)
        return found

    @cached_property
    def documented(self) -> Numbers:
        """Per strategy the number of its documented priorities."""
        counts: Numbers = self.strategies["documented_count"].to_numpy()
        return counts

    @cached_property
    def columns_of(self) -> dict[str, list[tuple[str, int]]]:
        """Per field of the filter its codes, each with its column in `has_code`."""
        found: dict[str, list[tuple[str, int]]] = {}
        for number, code in enumerate(self.codes):
            found.setdefault(self.labels[code][0], []).append((code, number))
        return found

    @cached_property
    def values_of(self) -> dict[str, list[tuple[str, ...]]]:
        """Per column of a facet the values of each strategy or origin."""
        frames = (self.strategies[["period", "completeness"]], self.origins)
        single = {name: frame[name] for frame in frames for name in frame}
        values = {name: [(value,) for value in column] for name, column in single.items()}
        return values | {"within": self.strategies["within"].tolist()}

    @cached_property
    def told_of_strategy(self) -> Numbers:
        """Per strategy ``territory_id, name, country, period, completeness`` as one tuple."""
        columns = ["territory_id", "name", "country", "period", "completeness"]
        return _tuples(self.strategies[columns].itertuples(index=False, name=None))

    @cached_property
    def told_of_class(self) -> Numbers:
        """Per classification `CLASS_COLUMNS` as one tuple."""
        return _tuples(joined_labels(codes, self.labels) for codes in self.own_codes)

    @cached_property
    def told_of_origin(self) -> Numbers:
        """Per origin ``source_kind, classified_by`` as one tuple."""
        return _tuples(self.origins.itertuples(index=False, name=None))

    def strategies_in(self, territories: Iterable[str]) -> Mask:
        """Strategies of these territories and of all that lie in them."""
        asked = set(territories)
        return np.fromiter(
            (not asked.isdisjoint(within) for within in self.strategies["within"]), bool
        )

    def classes_with(self, codes: Collection[str]) -> Mask:
        """Classifications with one of these codes."""
        columns = [n for n, code in enumerate(self.codes) if code in set(codes)]
        found: Mask = np.asarray(self.has_code[:, columns].any(axis=1))
        return found


def _tuples(rows: Iterable[tuple[Any, ...]]) -> Numbers:
    """Tuples to be picked by number."""
    return np.fromiter(rows, dtype=object)


def priority_index(store: Store) -> PriorityIndex:
    """The index of a store, made once."""
    return store.once(_load)


def _load(store: Store) -> PriorityIndex:
    strategies = store.frame(f"""
        SELECT territory_id, territory.name, country.name AS country, country_code, nuts_level,
               within, period, completeness, documented_count
        FROM {DOCUMENTED}
        JOIN territory USING (territory_id) JOIN country USING (country_code)
        ORDER BY country, territory.name, territory_id, period DESC
    """)
    strategies["within"] = strategies["within"].map(tuple)
    classes = store.rows("SELECT codes, broader_codes FROM classification ORDER BY class_no")
    # A number each, not the texts: a million texts would be as many objects of Python, and other
    # threads wait while they are made.
    origins = store.frame(f"SELECT source_kind, classified_by FROM ({_ORIGINS}) ORDER BY origin")
    keys = store.frame(f"""
        WITH numbered AS (
            SELECT territory_id, period,
                   row_number() OVER (ORDER BY country.name, territory.name, territory_id,
                                               period DESC) - 1 AS strategy
            FROM {DOCUMENTED}
            JOIN territory USING (territory_id) JOIN country USING (country_code)
        )
        SELECT row_no, strategy::INTEGER AS strategy, class_no, origin::USMALLINT AS origin
        FROM priority_key JOIN priority ON priority.rowid = row_no
        JOIN numbered USING (territory_id, period)
        JOIN ({_ORIGINS}) USING (source_kind, classified_by)
        ORDER BY strategy, row_no
    """)
    row_no = keys["row_no"].to_numpy()
    place_of = np.empty(len(row_no), dtype=np.int32)
    place_of[row_no] = np.arange(len(row_no), dtype=np.int32)
    return PriorityIndex(
        row_no=row_no,
        place_of=place_of,
        strategy=keys["strategy"].to_numpy(dtype=np.uint16 if len(strategies) < 65536 else None),
        classification=keys["class_no"].to_numpy(),
        origin=keys["origin"].to_numpy(),
        strategies=strategies,
        own_codes=pd.Series([own for own, _ in classes], dtype=object),
        broader_codes=pd.Series([above for _, above in classes], dtype=object),
        origins=origins,
        labels=code_labels(store),
    )


_ORIGINS = """
    SELECT source_kind, classified_by,
           row_number() OVER (ORDER BY source_kind, classified_by) - 1 AS origin
    FROM (SELECT DISTINCT source_kind, classified_by
          FROM priority_key JOIN priority ON priority.rowid = row_no)
"""
"""Where a priority comes from: each pair of a kind of source and a kind of classifier, numbered."""
