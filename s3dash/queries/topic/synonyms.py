"""Other English names of what a word of a topic means, from the table of topic words.

A search for a word finds that word; who asks for a topic means aeronautics by aerospace as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import snowballstemmer

from s3dash.package.letters import fold
from s3dash.queries.explorer.search import ABBREVIATIONS, Match
from s3dash.queries.explorer.topics import OF_TEXTS
from s3dash.queries.explorer.typed import phrase
from s3dash.store.connection import Store

Stems = tuple[str, ...]


def synonyms(store: Store, typed: Sequence[Match]) -> list[str]:
    """English names, and abbreviations in capitals, beside those that a search looks for.

    ``typed``: a word, or words side by side that name a topic.
    """
    names = [" ".join(match.term.text for match in typed)]
    if typed[0].topic:
        names += typed[0].topic.names
    known = store.once(_load)
    found: dict[str, None] = {}
    for name in names:
        found.update(dict.fromkeys(known.get(_stems(phrase(name)), ())))
    asked = {_stems(phrase(name)) for name in names}
    return [name for name in found if _stems(phrase(name)) not in asked]


def _stems(words: Sequence[str]) -> Stems:
    stemmer = snowballstemmer.stemmer("english")
    return tuple(stemmer.stemWords(list(words)))


def _load(store: Store) -> Mapping[Stems, tuple[str, ...]]:
    rows = store.rows(
        "SELECT topic_id, word FROM topic_word WHERE language = $language ORDER BY rowid",
        {"language": OF_TEXTS},
    )
    short = {fold(whole): code.upper() for code, whole in ABBREVIATIONS.items()}
    names: dict[str, list[str]] = {}
    for topic_id, word in rows:
        of_topic = names.setdefault(topic_id, [])
        of_topic.append(word)
        if abbreviation := short.get(fold(word)):
            of_topic.append(abbreviation)
    found: dict[Stems, dict[str, None]] = {}
    for of_topic in names.values():
        for name in of_topic:
            others = [other for other in of_topic if other != name]
            found.setdefault(_stems(phrase(name)), {}).update(dict.fromkeys(others))
    return {stems: tuple(others) for stems, others in found.items() if others}
