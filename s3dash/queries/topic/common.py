"""The topics of the base: how many share each, how that changed, and which are near to words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np
import pandas as pd

from s3dash.package.letters import fold
from s3dash.queries.explorer.index import Numbers, PriorityIndex, priority_index
from s3dash.queries.explorer.topics import OF_TEXTS
from s3dash.queries.territories.period_change import PERIODS
from s3dash.queries.topic.matching import matched
from s3dash.queries.topic.subject import Topic
from s3dash.queries.topic.working import rated_on
from s3dash.store.connection import Store

NEAR_ENOUGH = 0.6
"""Likeness of letters from which on a topic is offered in place of what is not found."""


def topics(store: Store) -> pd.DataFrame:
    """The topics that the base has names for, the most shared first.

    Returns
    -------
    pandas.DataFrame
        ``topic`` (its English name), ``priorities, territories, partnerships`` (on it); of the
        territories with priorities documented in both periods, ``before, after`` (with the topic in
        the first and in the second), ``compared`` (how many these territories are: the same in
        every row) and ``growth`` (the difference of the two shares, in points of 100).
    """
    return store.once(_topics)


def _topics(store: Store) -> pd.DataFrame:
    index = priority_index(store)
    of_both = _documented_in_both(index)
    is_compared = index.strategies["territory_id"].isin(of_both)
    # Per period which strategies are of it, of territories that are compared.
    is_of = [
        (is_compared & (index.strategies["period"] == period)).to_numpy(dtype=bool)
        for period in PERIODS
    ]
    rows = []
    for (name,) in store.rows(
        "SELECT arg_min(word, rowid) FROM topic_word WHERE language = $language GROUP BY topic_id",
        {"language": OF_TEXTS},
    ):
        topic = Topic(about=name)
        found = matched(store, topic)
        held = np.unique(index.strategy[found.is_on_topic])
        before, after = (_territories(index, held[is_in[held]]) for is_in in is_of)
        rows.append(
            {
                "topic": name,
                "priorities": int(found.is_on_topic.sum()),
                "territories": _territories(index, held),
                "partnerships": len(rated_on(store, topic, found)),
                "before": before,
                "after": after,
                "compared": len(of_both),
                "growth": 100 * (after - before) / len(of_both) if of_both else np.nan,
            }
        )
    columns = ["topic", "priorities", "territories", "partnerships", "before", "after"]
    frame = pd.DataFrame(rows, columns=[*columns, "compared", "growth"])
    frame = frame[frame["territories"] > 0]
    return frame.sort_values(["territories", "topic"], ascending=[False, True], ignore_index=True)


def _territories(index: PriorityIndex, strategies: Numbers) -> int:
    """How many territories these strategies are of."""
    return len(np.unique(index.territory_of[strategies]))


def _documented_in_both(index: PriorityIndex) -> set[str]:
    held = index.strategies[index.strategies["documented_count"] > 0]
    periods = held.groupby("territory_id")["period"].nunique()
    return set(periods.index[periods >= len(PERIODS)])


@dataclass(frozen=True)
class Near:
    """A topic that the base has something on.

    Attributes
    ----------
    topic : Topic
    label : str
        Its name.
    territories : int
        How many share it.
    """

    topic: Topic
    label: str
    territories: int


def near(store: Store, topic: Topic, limit: int = 5) -> list[Near]:
    """Topics near to one that nobody has: each of its words alone, then such as are spelt alike."""
    offered: list[Near] = []
    found = matched(store, topic)
    index = found.index
    for part in found.parts if len(found.parts) > 1 else ():
        alone = Topic(about=part.typed)
        if part.found:
            offered.append(Near(alone, part.typed, _sharing(store, index, alone)))
    words = {fold(term.text) for term in topic.search.terms if not term.is_excluded}
    known = topics(store).set_index("topic")["territories"]
    names = store.rows(
        """
        SELECT typed.word, arg_min(named.word, named.rowid) AS english
        FROM topic_word AS typed
        JOIN (SELECT topic_id, word, rowid FROM topic_word WHERE language = $language) AS named
            USING (topic_id)
        GROUP BY typed.rowid, typed.word ORDER BY typed.rowid
        """,
        {"language": OF_TEXTS},
    )
    best: dict[str, float] = {}
    for name, english in names:
        if english in known.index:
            best[english] = max(best.get(english, 0.0), _alike(words, fold(name)))
    ordered = sorted(best, key=lambda english: (-best[english], english))
    offered += [
        Near(Topic(about=english), english, int(known[english]))
        for english in ordered
        if best[english] >= NEAR_ENOUGH and english not in {one.label for one in offered}
    ]
    return offered[:limit]


def _alike(words: Iterable[str], name: str) -> float:
    return max((SequenceMatcher(None, word, name).ratio() for word in words), default=0.0)


def _sharing(store: Store, index: PriorityIndex, topic: Topic) -> int:
    return _territories(index, index.strategy[matched(store, topic).is_on_topic])
