"""The explorer's question: what matches, how many by every facet, where, and one page of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from s3dash.queries.explorer.filter import FACETS, Facet, PriorityFilter
from s3dash.queries.explorer.index import CLASS_COLUMNS, Numbers, PriorityIndex
from s3dash.queries.explorer.search import Match
from s3dash.queries.explorer.selection import select
from s3dash.store.connection import Store

Columns = dict[str, list[str | None]]
"""Name of a column -> its values, None where one is missing."""
_CLASSIFIED_BY = next(facet for facet in FACETS if facet.field == "classified")


@dataclass(frozen=True)
class Exploration:
    """The answer of `explore`.

    Attributes
    ----------
    priorities, territories, countries : int
        How much matches, documented rows only.
    editorial : int
        Of the priorities those whose domains and themes we assigned.
    partial_territories : int
        Of the territories those with a list among the matches that is known to be partial.
    facets : dict of str to dict of str to int
        Per field of the filter and per value the number of priorities that match all other
        fields: what choosing that value alone would leave (without what the territories above
        it set); of a field of which all values are asked for, what choosing it as well would.
        Values without any are not there.
    by_territory : pandas.DataFrame
        ``territory_id, name, country, nuts_level`` (NA: no NUTS code), ``priorities`` (that match
        all fields but the one of territories), ``documented`` (all of the territory's in the
        chosen periods), ``has_partial_list``; one row a territory that has any.
    columns : dict of str to list of str
        One page, as `columns_at` gives it; best matches first where words are searched for.
    matches : tuple of Match
        How the words of the search were understood.
    relaxed : dict of str to int
        Per field that is chosen the number of priorities that match all the others.
    """

    priorities: int
    territories: int
    countries: int
    editorial: int
    partial_territories: int
    facets: dict[str, dict[str, int]]
    by_territory: pd.DataFrame
    columns: Columns
    matches: tuple[Match, ...]
    relaxed: dict[str, int]

    @property
    def records(self) -> list[dict[str, str | None]]:
        """The page row by row: a page that only draws them needs no frame, which takes longer to
        make than the rows to be counted.
        """
        names = self.columns.keys()
        return [
            dict(zip(names, row, strict=True)) for row in zip(*self.columns.values(), strict=True)
        ]

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The page, as `queries.priorities.priorities` gives it."""
        return _frame(self.columns)


def explore(store: Store, chosen: PriorityFilter, limit: int = 25, offset: int = 0) -> Exploration:
    """Answer a filter whole: counts, facets, territories and one page of rows."""
    found = select(store, chosen)
    index = found.index
    kept = found.places()
    nearly = {facet.field: found.places(but=facet.field) for facet, _ in chosen.chosen}
    counts = _Counts(index, kept)
    strategies = np.flatnonzero(counts.by("strategy"))
    territories = index.territory_of[strategies]
    is_partial = index.is_partial[strategies]
    of_others = {
        field: _Counts(index, places)
        for field, places in nearly.items()
        if len(places) != len(kept)
    }
    return Exploration(
        priorities=len(kept),
        territories=len(np.unique(territories)),
        countries=len(np.unique(index.country_of[strategies])),
        editorial=counts.of(_CLASSIFIED_BY).get("editorial", 0),
        partial_territories=len(np.unique(territories[is_partial])),
        facets={
            facet.field: (
                counts if facet.param in chosen.with_all else of_others.get(facet.field, counts)
            ).of(facet)
            for facet in FACETS
        },
        by_territory=_by_territory(of_others.get("territories", counts), chosen.periods),
        columns=columns_at(store, index, found.best_first()[offset : offset + limit]),
        matches=found.matches,
        relaxed={field: len(places) for field, places in nearly.items()},
    )


def everything(store: Store, limit: int, offset: int) -> Exploration:
    """The answer of the filter that keeps all."""
    return explore(store, PriorityFilter(), limit, offset)


def rows_at(store: Store, index: PriorityIndex, places: Numbers) -> pd.DataFrame:
    """Priorities by their places in the index, as `queries.priorities.priorities` gives them."""
    return _frame(columns_at(store, index, places))


def _frame(columns: Columns) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(each, dtype="str") for name, each in columns.items()})


def columns_at(store: Store, index: PriorityIndex, places: Numbers) -> Columns:
    """The columns of `rows_at`, as plain lists."""
    row_no = index.row_no[places].tolist()
    texts = (
        {
            row[0]: row
            for row in store.rows(
                """
                SELECT rowid, priority_id, title, description, as_of, source_url
                FROM priority WHERE rowid IN (SELECT unnest($rows))
                """,
                {"rows": row_no},
            )
        }
        if row_no
        else {}
    )
    _, ids, titles, descriptions, dates, sources = _turned([texts[row] for row in row_no], 6)
    territory_ids, names, countries, periods, completeness = _turned(
        index.told_of_strategy[index.strategy[places]], 5
    )
    labels = _turned(index.told_of_class[index.classification[places]], len(CLASS_COLUMNS))
    kinds, classified_by = _turned(index.told_of_origin[index.origin[places]], 2)
    return {
        "priority_id": ids,
        "title": titles,
        "territory": names,
        "country": countries,
        "period": periods,
        **dict(zip(CLASS_COLUMNS, labels, strict=True)),
        "completeness": completeness,
        "description": descriptions,
        "classified_by": classified_by,
        "source_kind": kinds,
        "as_of": dates,
        "source_url": sources,
        "territory_id": territory_ids,
    }


def _turned(rows: Iterable[tuple[Any, ...]], width: int) -> list[list[Any]]:
    """Rows as so many columns."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    return columns or [[] for _ in range(width)]


class _Counts:
    """Counts of some priorities by strategy, classification and origin, each made when needed."""

    def __init__(self, index: PriorityIndex, places: Numbers) -> None:
        self.index = index
        self.places = places
        self._by: dict[str, Numbers] = {}

    def by(self, kind: str) -> Numbers:
        if kind not in self._by:
            numbers = getattr(self.index, kind)
            is_all = len(self.places) == len(numbers)
            self._by[kind] = np.bincount(
                numbers if is_all else numbers[self.places], minlength=_rows(self.index, kind)
            )
        return self._by[kind]

    @cached_property
    def _codes(self) -> list[int]:
        """Priorities per code of a domain or platform."""
        counts = self.by("classification")
        rows = np.flatnonzero(counts)
        found: list[int] = (counts[rows] @ self.index.has_code[rows]).tolist()
        return found

    def of(self, facet: Facet) -> dict[str, int]:
        """Priorities per value of a facet, without those of none."""
        if facet.kind == "classification":
            columns = self.index.columns_of.get(facet.field, ())
            return {code: count for code, n in columns if (count := self._codes[n])}
        counts = self.by(facet.kind)
        values = self.index.values_of[facet.column or "within"]
        totals: dict[str, int] = {}
        for row in np.flatnonzero(counts).tolist():
            # A territory counts for every territory that it lies in.
            for value in values[row]:
                totals[value] = totals.get(value, 0) + int(counts[row])
        return totals


def _rows(index: PriorityIndex, kind: str = "strategy") -> int:
    return {
        "strategy": len(index.strategies),
        "classification": len(index.own_codes),
        "origin": len(index.origins),
    }[kind]


def _by_territory(found: _Counts, periods: tuple[str, ...]) -> pd.DataFrame:
    index, counts = found.index, found.by("strategy")
    documented = index.documented
    if periods:
        documented = documented * index.strategies["period"].isin(periods).to_numpy()

    def summed(values: Numbers) -> Numbers:
        return np.bincount(index.territory_of, weights=values).astype(np.int64)

    priorities = summed(counts)
    has_any = np.flatnonzero(priorities)
    frame = index.territories.take(has_any).reset_index(drop=True)
    frame["priorities"] = priorities[has_any]
    frame["documented"] = summed(documented)[has_any]
    frame["has_partial_list"] = summed(index.is_partial & (counts > 0))[has_any] > 0
    return frame
