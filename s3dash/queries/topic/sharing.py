"""Who shares a topic: territories, and where one of them stands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from s3dash.queries.explorer.explore import rows_at
from s3dash.queries.explorer.filter import territories_above
from s3dash.queries.explorer.index import Numbers, priority_index
from s3dash.queries.explorer.priorities import priorities_of
from s3dash.queries.explorer.related import likeness_to_each
from s3dash.queries.territories.neighbours import TOUCHING
from s3dash.queries.topic.matching import Matched, matched, shares_among
from s3dash.queries.topic.subject import Topic
from s3dash.store.connection import Store

OWN, ABOVE, WITHIN, NOT = "own", "above", "within", "not"
"""Where a territory stands to a topic: it shares it itself, one above it does, one in it, none."""


def sharing(store: Store, topic: Topic) -> pd.DataFrame:
    """Territories with a priority on a topic: the most alike first, then the newest period.

    Returns
    -------
    pandas.DataFrame
        ``territory_id, name, country, nuts_level`` (NA: no NUTS code), ``priorities`` (on the
        topic), ``periods`` (tuple, of these, newest first), ``priority_id, title, period,
        source_url, likeness`` (0 to 1; of the priority that fits best), ``has_partial_list``.
    """
    return of_territories(store, matched(store, topic))


def of_territories(store: Store, found: Matched) -> pd.DataFrame:
    """The same for what was matched before."""
    index, places = found.index, found.places
    territory = index.territory_of[index.strategy[places]]
    # Places come best first: the first of each territory is the one that fits best.
    order, first = np.unique(territory, return_index=True)
    best = places[first]
    held = index.strategies.iloc[np.unique(index.strategy[places])]
    of_each = held.groupby("territory_id")["period"].agg(set)
    partial = index.strategies.loc[index.strategies["completeness"] == "partial", "territory_id"]
    texts = rows_at(store, index, best)
    frame = index.territories.iloc[order].reset_index(drop=True)
    frame = frame.assign(
        priorities=np.bincount(territory, minlength=len(index.territories))[order],
        periods=[tuple(sorted(of_each[code], reverse=True)) for code in frame["territory_id"]],
        priority_id=texts["priority_id"].array,
        title=texts["title"].array,
        period=texts["period"].array,
        source_url=texts["source_url"].array,
        likeness=found.likeness[best],
        has_partial_list=frame["territory_id"].isin(set(partial)),
    )
    # Of those alike who shares it now, then who has most on it.
    order = frame.assign(
        alike=frame["likeness"].round(2), newest=[periods[0] for periods in frame["periods"]]
    )
    return order.sort_values(
        ["alike", "newest", "priorities", "name", "territory_id"],
        ascending=[False, False, False, True, True],
        ignore_index=True,
    )[frame.columns]


@dataclass(frozen=True)
class Standing:
    """Where a territory stands to a topic.

    Attributes
    ----------
    relation : str
        `OWN`, `ABOVE`, `WITHIN` or `NOT`.
    territories : tuple of str
        Who shares the topic there: itself, those above it or in it.
    has_priorities : bool
        Whether a priority of its own is documented.
    nearest : dict or None
        Of `NOT`, ``priority_id, title, period, likeness`` of its own priority that is most alike;
        None: none has anything in common.
    """

    relation: str
    territories: tuple[str, ...]
    has_priorities: bool
    nearest: dict[str, object] | None = None


def standing(store: Store, topic: Topic, territory_id: str) -> Standing:
    """Whether a territory shares a topic itself, through one above or in it, or not."""
    found = matched(store, topic)
    index = found.index
    codes = index.territories["territory_id"].to_numpy()
    territory = index.territory_of[index.strategy]
    with_it = set(codes[np.unique(territory[found.is_on_topic])])
    own = np.flatnonzero(codes[territory] == territory_id)
    above = set(territories_above(territory_id)) - {territory_id}
    within = {
        code
        for code, around in zip(
            index.strategies["territory_id"], index.strategies["within"], strict=True
        )
        if territory_id in around and code != territory_id
    }
    for relation, among in ((OWN, {territory_id}), (ABOVE, above), (WITHIN, within)):
        if among & with_it:
            return Standing(relation, tuple(sorted(among & with_it)), bool(len(own)))
    best = own[np.argsort(-found.likeness[own], kind="stable")[:1]]
    nearest = None
    if len(best) and found.likeness[best[0]] > 0:
        row = rows_at(store, index, best).iloc[0]
        nearest = {
            **{name: row[name] for name in ("priority_id", "title", "period")},
            "likeness": float(found.likeness[best[0]]),
        }
    return Standing(NOT, (), bool(len(own)), nearest)


def shared_priorities(store: Store, territory_id: str, most: int | None = None) -> pd.DataFrame:
    """How many others share each priority of a territory, and which of its neighbours do.

    ``most``: of how many, the first in the order of `priorities_of`; else of all.

    Returns
    -------
    pandas.DataFrame
        ``priority_id, shared`` (number of territories, others than those above it and in it),
        ``neighbours`` (names of those that border it, by name, separated by "; "; None: none).
    """
    rows = priorities_of(store, territory_id)[:most]
    index = priority_index(store)
    codes = index.territories["territory_id"].to_numpy()
    names = index.territories.set_index("territory_id")["name"]
    territory = index.territory_of[index.strategy]
    is_other = np.array([not _is_kin(code, territory_id) for code in codes], dtype=bool)
    touching = {
        code
        for (code,) in store.rows(
            f"WITH {TOUCHING} SELECT territory_id FROM touching", {"territory_id": territory_id}
        )
    }
    told = []
    places = _places(store, index.place_of, rows["priority_id"].tolist())
    for likeness in likeness_to_each(store, places):
        others = np.unique(territory[shares_among(likeness)])
        others = others[is_other[others]]
        near = sorted(names[code] for code in codes[others] if code in touching)
        told.append((len(others), "; ".join(near) or None))
    frame = pd.DataFrame(told, columns=["shared", "neighbours"])
    return frame.assign(priority_id=rows["priority_id"].array)[
        ["priority_id", "shared", "neighbours"]
    ]


def _is_kin(code: str, other: str) -> bool:
    return code.startswith(other) or other.startswith(code)


def _places(store: Store, place_of: Numbers, priority_ids: list[str]) -> list[int]:
    """Places in the index of some priorities, in their order."""
    known = dict(
        store.rows(
            "SELECT priority_id, rowid FROM priority WHERE list_contains($ids, priority_id)",
            {"ids": priority_ids},
        )
    )
    return [int(place_of[known[one]]) for one in priority_ids]
