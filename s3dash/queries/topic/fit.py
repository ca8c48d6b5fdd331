"""Who fits a territory on a topic: the partner finder, asked with the topic."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from s3dash.queries.partners.finder import NoPartners, Wish
from s3dash.queries.partners.ranking import Ranking, ranking
from s3dash.queries.partners.themes import NOTHING_ALIKE
from s3dash.queries.topic.matching import matched
from s3dash.queries.topic.subject import Topic
from s3dash.store.connection import Store

MOST = 3
"""Partners that are named of each kind."""


@dataclass(frozen=True, eq=False)
class Fit:
    """Partners of a territory among those that share a topic.

    Attributes
    ----------
    best : pandas.DataFrame
        ``territory_id, name, country, score, distance_km, reasons`` of those that fit best.
    near : pandas.DataFrame
        The same of those whose middle is nearest, the ones above left out.
    count : int
        How many share the topic and can be ranked.
    why_not : str
        Why there is none, as a sentence; empty where there is one.
    """

    best: pd.DataFrame
    near: pd.DataFrame
    count: int
    why_not: str = ""


_COLUMNS = ["territory_id", "name", "country", "score", "distance_km", "reasons"]


def fit(store: Store, topic: Topic, territory_id: str) -> Fit:
    """The partners that fit a territory best on a topic, and those that are near."""
    nobody = pd.DataFrame(columns=_COLUMNS)
    found = matched(store, topic)
    if not found.is_on_topic.any():
        return Fit(nobody, nobody, 0, "Nobody shares the topic.")
    try:
        ranked = ranking(store, Wish(territory_id), found.is_on_topic)
    except NoPartners as reason:
        return Fit(nobody, nobody, 0, str(reason))
    shares = ranked.frame[ranked.frame["shares_subject"].eq(True)]
    if shares.empty:
        return Fit(nobody, nobody, 0, "Nobody else shares the topic.")
    best = shares.index[:MOST]
    near = shares.loc[~shares.index.isin(best)].dropna(subset="distance_km")
    near = near.nsmallest(MOST, "distance_km").index
    return Fit(_told(ranked, best), _told(ranked, near), len(shares))


def _told(ranked: Ranking, rows: pd.Index) -> pd.DataFrame:
    frame = ranked.frame.loc[rows]
    told = [ranked.reasons(int(row)) for row in rows]
    # That nothing of one's own is alike goes without saying where one does not share the topic.
    words = [
        " · ".join(said for said in reasons.values() if said != NOTHING_ALIKE) for reasons in told
    ]
    return frame.assign(reasons=words)[_COLUMNS].reset_index(drop=True)
