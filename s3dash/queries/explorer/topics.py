"""Names of the field's topics in the languages of the Union, and what else a search looks for.

Texts are in English: a name in another language finds what the English names of its topic find.
An English word finds itself alone; an English name of several words also finds the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile

from s3dash.queries.explorer.typed import Term, phrase
from s3dash.store.connection import Store

OF_TEXTS = "en"
"""The language that titles and descriptions are in."""

Names = Mapping[tuple[str, ...], tuple[str, ...]]


def names_in(store: Store, terms: Sequence[Term]) -> dict[int, tuple[int, tuple[str, ...]]]:
    """Terms side by side that name a topic, the longest first.

    Returns
    -------
    dict of int to tuple
        Place of the first term -> how many terms there are, and the English names to search too;
        none: the terms are such a name.
    """
    names = store.once(_load)
    longest = max(map(len, names), default=0)
    found = {}
    place = 0
    while place < len(terms):
        side_by_side = takewhile(_is_plain, terms[place : place + longest])
        words = [word for term in side_by_side for word in phrase(term.text) or ("",)]
        count = next((n for n in range(len(words), 0, -1) if tuple(words[:n]) in names), 0)
        if count:
            found[place] = count, names[tuple(words[:count])]
        place += count or 1
    return found


def _is_plain(term: Term) -> bool:
    return not (term.is_exact or term.is_excluded)


def _load(store: Store) -> Names:
    rows = store.rows("SELECT topic_id, language, word FROM topic_word ORDER BY rowid")
    english: dict[str, dict[str, tuple[str, ...]]] = {}
    for topic, language, word in rows:
        if language == OF_TEXTS:
            english.setdefault(topic, {})[word] = phrase(word)
    alone = {words for names in english.values() for words in names.values() if len(words) == 1}
    found: dict[tuple[str, ...], dict[str, None]] = {}
    for topic, _, word in rows:
        typed = phrase(word)
        also = [name for name, words in english.get(topic, {}).items() if words != typed]
        if typed:
            found.setdefault(typed, {}).update(dict.fromkeys([] if typed in alone else also))
    return {typed: tuple(also) for typed, also in found.items()}
