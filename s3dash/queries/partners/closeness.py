"""How close the priorities of a territory are to a partnership: theme, domains, words.

Each of the three parts runs from 0 to 1; `docs/methods/partnership.md` has the rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import log

import numpy as np

from s3dash.package.sql import folded
from s3dash.queries.explorer.index import Mask, Numbers, PriorityIndex, priority_index
from s3dash.queries.explorer.typed import STOP_WORDS
from s3dash.queries.explorer.vocabulary import Vocabulary, vocabulary
from s3dash.store.connection import Store

ENOUGH_ON_THEME = 3
"""So many priorities on the platform's theme count as much as any more."""
CLOSE_TEXT = 0.25
"""A text with this share of the partnership's words matches whatever its theme."""
NAME_WEIGHT = 2
"""A word of the name says more than one of the scope."""
COMMON_SHARE = 0.1
"""A word in more than this share of the priorities says nothing about one of them."""
FEWEST_TITLES, TITLE_SHARE = 2, 0.3
"""A word of the scope names a topic when it stands in titles, not in running text only."""
_GENERAL_WORDS = """
    advanced application applications based better big business chain chains cities city cluster
    clusters co companies company competence connected cooperation cross cut driven ecosystem
    ecosystems efficiency efficient enabled environment environmental europe european global high
    higher industrial industries industry initiative innovation innovations innovative
    interregional joint line lines low mature modernisation named natural network networks
    new non partnership partnerships performance priorities processing product production products
    project projects quality region regional regions related renewable resource resources s3 safe
    safety sector service services share small smart solutions specialisation strategy support
    sustainability sustainable technologies technology territories territory test testing
    tools traditional use uses value work
"""
GENERAL = STOP_WORDS | frozenset(_GENERAL_WORDS.split())
"""Words on working together, on innovation and on good qualities: they name no topic."""


@dataclass(frozen=True)
class Partnership:
    """What closeness to a partnership is measured with.

    Attributes
    ----------
    partnership_id, platform_id, name : str
    name_words, scope_words : tuple of str
        Folded, in order.
    members : tuple of str
        Identifiers of the documented members.
    """

    partnership_id: str
    platform_id: str
    name: str
    name_words: tuple[str, ...]
    scope_words: tuple[str, ...]
    members: tuple[str, ...]


@dataclass(frozen=True)
class Closeness:
    """How close each territory with a strategy is, by row of `PriorityIndex.territories`.

    Attributes
    ----------
    on_theme, matching : array of int
        Number of its priorities on the platform's theme, and of all that match.
    codes : list of str
        The economic domains.
    has_domain : array of bool
        Per territory and economic domain whether a matching priority has the domain.
    members_with : array of int
        Per economic domain the members of whom a matching priority has it.
    domain_weights : array of float
        The same, each domain by how rare it is among all territories with a priority.
    weights : mapping of str to float
        The partnership's words, heaviest first.
    places_with : mapping of str to array of int
        Places in the index of the priorities in which each word counts.
    best, best_share : array
        Place of the matching priority with most of the words (-1: none has one), and its share.
    """

    on_theme: Numbers
    matching: Numbers
    codes: list[str]
    has_domain: Mask
    members_with: Numbers
    domain_weights: Numbers
    weights: Mapping[str, float]
    places_with: Mapping[str, Numbers]
    best: Numbers
    best_share: Numbers

    @cached_property
    def parts(self) -> tuple[Numbers, Numbers, Numbers]:
        """Theme, domains, words: each from 0 to 1, NaN throughout where it cannot be told."""
        unknown = np.full(len(self.matching), np.nan)
        held = self.domain_weights.sum()
        return (
            np.minimum(self.on_theme, ENOUGH_ON_THEME) / ENOUGH_ON_THEME,
            self.has_domain @ self.domain_weights / held if held else unknown,
            self.best_share if self.weights else unknown,
        )

    @cached_property
    def score(self) -> Numbers:
        """Mean of the parts, from 0 to 1; one that cannot be told counts as 0."""
        score: Numbers = np.nan_to_num(np.array(self.parts)).mean(axis=0)
        return score


def partnerships(store: Store) -> Mapping[str, Partnership]:
    """Every partnership by identifier, read once."""
    return store.once(_partnerships)


def closeness(store: Store, known: Partnership) -> Closeness:
    """Measure how close every territory is to a partnership."""
    index = priority_index(store)
    on_theme = _has(index, known.platform_id)[index.classification]
    weights, places_with, share = words_shared(store, known)
    places = np.flatnonzero(on_theme | (share >= CLOSE_TEXT))
    territory = index.territory_of[index.strategy[places]]
    count = len(index.territories)
    codes, has_domain = _domains(index, places, territory)
    is_member = index.territories["territory_id"].isin(known.members).to_numpy()
    # Of equal texts the first in the order of lists: the newest period.
    order = np.lexsort((places, -share[places]))
    best = np.full(count, -1)
    first = np.unique(territory[order], return_index=True)
    best[first[0]] = places[order][first[1]]
    best_share = np.where(best < 0, 0, share[best]) if len(share) else np.zeros(count)
    members_with = has_domain[is_member].sum(axis=0)
    return Closeness(
        on_theme=np.bincount(territory[on_theme[places]], minlength=count),
        matching=np.bincount(territory, minlength=count),
        codes=codes,
        has_domain=has_domain,
        members_with=members_with,
        domain_weights=members_with * store.once(_rarity),
        weights=weights,
        places_with=places_with,
        best=np.where(best_share > 0, best, -1),
        best_share=best_share,
    )


def words_shared(
    store: Store, known: Partnership, *, in_any_text: bool = False
) -> tuple[Mapping[str, float], Mapping[str, Numbers], Numbers]:
    """The words of a partnership with their weights, the places that have each, and per place of
    the index the share of the words' weight that its priority has.

    ``in_any_text``: whether a word counts also in the running text of a priority off the theme.
    """
    index = priority_index(store)
    on_theme = _has(index, known.platform_id)[index.classification]
    texts, titles = _places_with(vocabulary(store), index, known)
    weights = _weights(index, known, texts)
    # Off the theme a word counts in the title only: in running text it often means something else.
    places_with = {
        word: texts[word]
        if in_any_text
        else texts[word][on_theme[texts[word]] | np.isin(texts[word], titles[word])]
        for word in weights
    }
    share = np.zeros(len(index))
    for word, weight in weights.items():
        share[places_with[word]] += weight / sum(weights.values())
    # Rounded, as sums of the same weights in another order differ in their last digit.
    share = share.round(9)
    return weights, places_with, share


def _partnerships(store: Store) -> dict[str, Partnership]:
    rows = store.rows(f"""
        SELECT partnership_id, platform_id, name, string_split({folded("name")}, ' '),
               string_split({folded("scope")}, ' '), coalesce(members, [])
        FROM partnership LEFT JOIN (
            SELECT partnership_id, list(territory_id ORDER BY territory_id) AS members
            FROM membership GROUP BY partnership_id
        ) USING (partnership_id)
        ORDER BY partnership_id
    """)
    return {row[0]: Partnership(*row[:3], *(tuple(words) for words in row[3:])) for row in rows}


def _has(index: PriorityIndex, code: str) -> Mask:
    """Per classification whether it has a code of its own."""
    if code not in index.codes:
        return np.zeros(len(index.own_codes), dtype=bool)
    mask: Mask = index.has_own_code[:, index.codes.index(code)]
    return mask


def _domains(index: PriorityIndex, places: Numbers, territory: Numbers) -> tuple[list[str], Mask]:
    """The economic domains, and per territory which of them these priorities have."""
    columns = [n for n, code in enumerate(index.codes) if index.labels[code][0] == "economic"]
    has = np.zeros((len(index.territories), len(columns)), dtype=bool)
    # Many priorities share a classification: each pair of territory and classification once.
    classes = len(index.own_codes)
    pairs = np.unique(territory.astype(np.int64) * classes + index.classification[places])
    np.logical_or.at(has, pairs // classes, index.has_own_code[:, columns][pairs % classes])
    return [index.codes[n] for n in columns], has


def _rarity(store: Store) -> Numbers:
    """Per economic domain ln(1 + territories with a priority / those of them with the domain)."""
    index = priority_index(store)
    places = np.arange(len(index))
    territory = index.territory_of[index.strategy[places]]
    _, has_domain = _domains(index, places, territory)
    held = len(np.unique(territory))
    rarity: Numbers = np.log1p(held / np.maximum(has_domain.sum(axis=0), 1))
    return rarity


def _places_with(
    words: Vocabulary, index: PriorityIndex, known: Partnership
) -> tuple[dict[str, Numbers], dict[str, Numbers]]:
    """Places of the priorities with each word that names a topic: in their text, in their title.

    A word of the name stands for all its forms; of the scope, which is a sentence, only for itself.
    """
    in_text, in_title = {}, {}
    for word in dict.fromkeys((*known.name_words, *known.scope_words)):
        if word in GENERAL or len(word) < 2:
            continue
        is_named = word in known.name_words
        ranges = [
            words.numbers(f" {form} ") for form in (words.forms(word) if is_named else [word])
        ]
        titles = np.unique(_joined([words.in_titles.of(each) for each in ranges]))
        texts = _joined([titles, *(words.in_descriptions.of(each) for each in ranges)])
        rows = np.unique(texts)
        if not len(rows) or len(rows) > max(len(index) * COMMON_SHARE, 2):
            continue
        if is_named or (len(titles) >= FEWEST_TITLES and len(titles) >= TITLE_SHARE * len(rows)):
            in_text[word] = index.place_of[rows]
            in_title[word] = index.place_of[titles]
    return in_text, in_title


def _joined(arrays: list[Numbers]) -> Numbers:
    return np.concatenate([np.empty(0, dtype=np.int32), *arrays])


def _weights(
    index: PriorityIndex, known: Partnership, places_with: Mapping[str, Numbers]
) -> dict[str, float]:
    """Words by how rare they are, heaviest first; none where no word of the name is found.

    The scope alone does not say what a partnership is about.
    """
    if not any(word in known.name_words for word in places_with):
        return {}
    weights = {
        word: log(len(index) / len(places)) * (NAME_WEIGHT if word in known.name_words else 1)
        for word, places in places_with.items()
    }
    heaviest = sorted(weights, key=lambda word: (-weights[word], word))
    return {word: weights[word] for word in heaviest if weights[word]}
