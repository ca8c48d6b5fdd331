"""The explorer's question: what matches, how many by every facet, where, and one page of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from s3dash.queries.base.codes import label_columns
from s3dash.queries.explorer.filter import FACETS, Facet, PriorityFilter
from s3dash.queries.explorer.index import Numbers, PriorityIndex
from s3dash.queries.explorer.search import Match
from s3dash.queries.explorer.selection import select
from s3dash.store.connection import Store

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
    rows : pandas.DataFrame
        One page, as `queries.priorities.priorities` gives it; best matches first where words are
        searched for.
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
    rows: pd.DataFrame
    matches: tuple[Match, ...]
    relaxed: dict[str, int]


def explore(store: Store, chosen: PriorityFilter, limit: int = 25, offset: int = 0) -> Exploration:
    """Answer a filter whole: counts, facets, territories and one page of rows."""
    found = select(store, chosen)
    index = found.index
    kept = found.places()
    nearly = {facet.field: found.places(but=facet.field) for facet, _ in chosen.chosen}
    strategies = index.strategies[np.bincount(index.strategy[kept], minlength=_rows(index)) > 0]
    counts = _Counts(index, kept)
    return Exploration(
        priorities=len(kept),
        territories=strategies["territory_id"].nunique(),
        countries=strategies["country_code"].nunique(),
        editorial=counts.of(_CLASSIFIED_BY).get("editorial", 0),
        partial_territories=strategies.loc[
            strategies["completeness"] == "partial", "territory_id"
        ].nunique(),
        facets={
            facet.field: (
                _Counts(index, nearly[facet.field])
                if facet.field in nearly and facet.param not in chosen.with_all
                else counts
            ).of(facet)
            for facet in FACETS
        },
        by_territory=_by_territory(index, nearly.get("territories", kept), chosen.periods),
        rows=rows_at(store, index, found.best_first()[offset : offset + limit]),
        matches=found.matches,
        relaxed={field: len(places) for field, places in nearly.items()},
    )


def everything(store: Store, limit: int, offset: int) -> Exploration:
    """The answer of the filter that keeps all."""
    return explore(store, PriorityFilter(), limit, offset)


def rows_at(store: Store, index: PriorityIndex, places: Numbers) -> pd.DataFrame:
    """Priorities by their places in the index, as `queries.priorities.priorities` gives them."""
    row_no = index.row_no[places]
    texts = store.frame(
        """
        SELECT rowid AS row_no, priority_id, title, description, as_of, source_url
        FROM priority WHERE rowid IN (SELECT unnest($rows))
        """,
        {"rows": row_no.tolist()},
    )
    texts = texts.set_index("row_no").loc[row_no]
    strategies = index.records["strategy"][index.strategy[places]]
    origins = index.records["origin"][index.origin[places]]
    codes = index.records["classification"][index.classification[places]]

    def column(rows: Numbers, name: str) -> list[object]:
        return [row[name] for row in rows]

    return pd.DataFrame(
        {
            "priority_id": texts["priority_id"].array,
            "title": texts["title"].array,
            "territory": column(strategies, "name"),
            "country": column(strategies, "country"),
            "period": column(strategies, "period"),
            **label_columns(codes, index.labels),
            "completeness": column(strategies, "completeness"),
            "description": texts["description"].array,
            "classified_by": column(origins, "classified_by"),
            "source_kind": column(origins, "source_kind"),
            "as_of": texts["as_of"].array,
            "source_url": texts["source_url"].array,
            "territory_id": column(strategies, "territory_id"),
        }
    )


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

    def of(self, facet: Facet) -> dict[str, int]:
        """Priorities per value of a facet, without those of none."""
        index, counts = self.index, self.by(facet.kind)
        if facet.kind == "classification":
            per_code = counts @ index.has_code
            return {
                code: int(count)
                for code, count in zip(index.codes, per_code, strict=True)
                if count and index.labels[code][0] == facet.field
            }
        frame = index.strategies if facet.kind == "strategy" else index.origins
        totals: dict[str, int] = {}
        for values, count in zip(frame[facet.column or "within"], counts.tolist(), strict=True):
            # A territory counts for every territory that it lies in.
            for value in (values,) if facet.column else values:
                if count:
                    totals[value] = totals.get(value, 0) + count
        return totals


def _rows(index: PriorityIndex, kind: str = "strategy") -> int:
    return {
        "strategy": len(index.strategies),
        "classification": len(index.own_codes),
        "origin": len(index.origins),
    }[kind]


def _by_territory(index: PriorityIndex, places: Numbers, periods: tuple[str, ...]) -> pd.DataFrame:
    counts = _Counts(index, places).by("strategy")
    is_asked = index.strategies["period"].isin(periods).to_numpy() | (not periods)
    documented = index.strategies["documented_count"].to_numpy() * is_asked
    is_partial = (index.strategies["completeness"] == "partial").to_numpy() & (counts > 0)

    def summed(values: Numbers) -> Numbers:
        return np.bincount(index.territory_of, weights=values).astype(np.int64)

    frame = index.territories.assign(
        priorities=summed(counts),
        documented=summed(documented),
        has_partial_list=summed(is_partial) > 0,
    )
    return frame[frame["priorities"] > 0].reset_index(drop=True)
