"""Priorities elsewhere that are most like a given one, with the reasons."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
import pandas as pd

from s3dash.package.sql import folded
from s3dash.queries.explorer.explore import rows_at
from s3dash.queries.explorer.index import Numbers, priority_index
from s3dash.queries.explorer.typed import STOP_WORDS
from s3dash.queries.explorer.vocabulary import vocabulary
from s3dash.store.connection import Store

MOST_WORDS = 12
TITLE_WEIGHT = 2
"""A word of the title says more than one of the description."""
COMMON_SHARE = 0.1
"""A word in more than this share of the priorities says nothing about one of them."""


def related(store: Store, priority_id: str, limit: int = 5) -> pd.DataFrame:
    """Priorities of other territories, the most alike first.

    Likeness is the mean of two shares: of the words of the priority, weighted by how rare they are
    (and twice where they stand in its title), the part that the other has too; and of the domains
    and platform themes of both together the part they share.

    Returns
    -------
    pandas.DataFrame
        ``priority_id, title, territory_id, territory, country, period, likeness`` (0 to 1),
        ``words`` (shared, rarest first), ``codes`` (shared domains and platforms), both lists;
        empty for an unknown priority; no rows that share nothing.
    """
    index = priority_index(store)
    known = store.rows(
        "SELECT rowid FROM priority WHERE priority_id = $priority_id", {"priority_id": priority_id}
    )
    if not known:
        return pd.DataFrame(columns=_COLUMNS)
    place = index.place_of[known[0][0]]
    alike = likeness_to(store, place)
    likeness, weights, places_with = alike.mean, alike.weights, alike.places_with
    territory = index.territory_of[index.strategy]
    likeness[territory == territory[place]] = 0
    best = np.argsort(-likeness, kind="stable")[:limit]
    best = best[likeness[best] > 0]
    return rows_at(store, index, best).assign(
        likeness=likeness[best],
        words=[[word for word in weights if other in places_with[word]] for other in best],
        codes=[
            [code for code in index.own_codes[index.classification[place]] if code in codes]
            for codes in index.own_codes.iloc[index.classification[best]]
        ],
    )[_COLUMNS]


@dataclass(frozen=True, eq=False)
class Likeness:
    """How alike every priority is to one, per place of the index, each 0 to 1.

    Attributes
    ----------
    words, domains : array of float
        The share of its words that the other has, and that of the domains of both.
    weights : mapping of str to float
        Its words, rarest first.
    places_with : mapping of str to array of int
        The places that have each of them.
    """

    words: Numbers
    domains: Numbers
    weights: Mapping[str, float]
    places_with: Mapping[str, Numbers]

    @property
    def mean(self) -> Numbers:
        """Mean of the two shares."""
        mean: Numbers = (self.words + self.domains) / 2
        return mean


def likeness_to(store: Store, place: int) -> Likeness:
    """How alike every priority is to the one at a place of the index, as `related` has it."""
    [likeness] = likeness_to_each(store, [place])
    return likeness


def likeness_to_each(store: Store, places: Sequence[int]) -> Iterator[Likeness]:
    """The same for several places, one after the other; their texts are read in one query."""
    index = priority_index(store)
    texts = _texts(store, [int(index.row_no[place]) for place in places])
    for place in places:
        yield _likeness(store, place, *texts[int(index.row_no[place])])


def _likeness(store: Store, place: int, title: str, text: str) -> Likeness:
    index = priority_index(store)
    weights, places_with = _words(store, title, text)
    shared_words = np.zeros(len(index))
    for word, weight in weights.items():
        shared_words[places_with[word]] += weight
    of_class = index.has_own_code
    own = of_class[index.classification[place]]
    together = (of_class | own).sum(axis=1)
    alike_class = (of_class & own).sum(axis=1) / np.maximum(together, 1)
    return Likeness(
        shared_words / (sum(weights.values()) or 1),
        alike_class[index.classification],
        weights,
        places_with,
    )


_COLUMNS = [
    *("priority_id", "title", "territory_id", "territory", "country", "period"),
    *("likeness", "words", "codes"),
]


def _texts(store: Store, row_nos: list[int]) -> dict[int, tuple[str, str]]:
    """Row -> folded title, and folded title and description."""
    rows = store.rows(
        f"""SELECT rowid, {folded("title")}, {folded("concat_ws(' ', title, description)")}
            FROM priority WHERE list_contains($row_nos, rowid)""",
        {"row_nos": row_nos},
    )
    return {row_no: (title, text) for row_no, title, text in rows}


def _words(store: Store, title: str, text: str) -> tuple[dict[str, float], dict[str, Numbers]]:
    """The rarest words of a priority -> weight, rarest first; and where else each stands."""
    known, index = vocabulary(store), priority_index(store)
    in_title = set(title.split())
    found: list[tuple[int, str]] = []
    places: dict[str, Numbers] = {}
    for word in sorted(set(text.split()) - STOP_WORDS):
        numbers = known.numbers(f" {word} ")
        titles, descriptions = known.in_titles.of(numbers), known.in_descriptions.of(numbers)
        # Many times faster than sorting them, where a word stands in thousands.
        has_word = np.zeros(len(index), dtype=bool)
        has_word[titles] = has_word[descriptions] = True
        rows = np.flatnonzero(has_word)
        # What never stands in a title (approved, listed, eight) is not about a topic.
        if len(word) > 1 and len(titles) and len(rows) <= max(len(index) * COMMON_SHARE, 2):
            found.append((len(rows), word))
            places[word] = index.place_of[rows]
    weights = {
        word: log(len(index) / count) * (TITLE_WEIGHT if word in in_title else 1)
        for count, word in sorted(found)[:MOST_WORDS]
    }
    return weights, places
