"""The question of a topic, answered whole: what its page and its sheet tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from s3dash.queries.explorer.search import Match
from s3dash.queries.topic.matching import Part, matched
from s3dash.queries.topic.sharing import of_territories
from s3dash.queries.topic.subject import Topic
from s3dash.queries.topic.working import crossed, evidence_on, members_of, working_on
from s3dash.store.connection import Store


@dataclass(frozen=True, eq=False)
class About:
    """What the base holds on a topic.

    Attributes
    ----------
    topic : Topic
    priorities : int
        How many are on it.
    shares : pandas.DataFrame
        Who shares it, as `sharing.sharing` gives it.
    partnerships, members, crossed, events : pandas.DataFrame
        As `working.working_on`, `members_of`, `crossed` and `evidence_on` give them.
    parts : tuple of Part
        Its words, and what each finds by itself.
    matches : tuple of Match
        How they were understood.
    words : mapping of str to float
        What a priority or partnership is looked for by, heaviest first.
    whole : int
        Priorities that have all of the words.
    """

    topic: Topic
    priorities: int
    shares: pd.DataFrame
    partnerships: pd.DataFrame
    members: pd.DataFrame
    crossed: pd.DataFrame
    events: pd.DataFrame
    parts: tuple[Part, ...] = ()
    matches: tuple[Match, ...] = ()
    words: Mapping[str, float] = field(default_factory=dict)

    whole: int = 0

    @property
    def is_nothing(self) -> bool:
        """Whether neither a priority nor a partnership is on it."""
        return not (len(self.shares) or len(self.partnerships))

    @property
    def has_all_words(self) -> bool:
        """Whether some priority has all of several words, or there is no more than one."""
        return len(self.parts) < 2 or self.whole > 0


def about(store: Store, topic: Topic) -> About:
    """All that the base holds on a topic."""
    found = matched(store, topic)
    shares = of_territories(store, found)
    partnerships = working_on(store, topic, found)
    members = members_of(store, partnerships["partnership_id"])
    return About(
        topic,
        int(found.is_on_topic.sum()),
        shares,
        partnerships,
        members,
        crossed(shares, members),
        evidence_on(store, found, partnerships["partnership_id"]),
        found.parts,
        found.matches,
        found.words,
        found.whole,
    )
