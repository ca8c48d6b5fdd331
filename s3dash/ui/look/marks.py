"""Words found by a search, marked in the text a reader sees."""

from collections.abc import Sequence
from html import escape
from itertools import chain
from typing import Any

from s3dash.package.letters import WORD, fold
from s3dash.queries.explorer.search import Match
from s3dash.store.cells import is_missing


def marked(text: Any, matches: Sequence[Match]) -> str:
    """A cell as HTML with the words found in ``<mark>``; empty for an empty cell."""
    if is_missing(text):
        return ""
    text = str(text)
    if not matches:
        return escape(text)
    found = list(WORD.finditer(text))
    words = [fold(word[0]) for word in found]
    hit = [False] * len(words)
    for match in matches:
        if not match.term.is_excluded:
            ways = match.topic.ways if match.topic else ()
            for each in (match, *chain.from_iterable(ways)):
                for pattern in each.patterns:
                    _hit(words, hit, pattern)
    pieces = []
    end = 0
    for place, is_hit in zip(found, hit, strict=True):
        if is_hit:
            pieces += [escape(text[end : place.start()]), f"<mark>{escape(place[0])}</mark>"]
            end = place.end()
    return "".join(pieces) + escape(text[end:])


def _hit(words: Sequence[str], hit: list[bool], pattern: str) -> None:
    """Note which words a pattern finds; without a space at its end it is the start of a word."""
    asked = pattern.split()
    for start in range(len(words) - len(asked) + 1):
        window = words[start : start + len(asked)]
        last = window[-1] if pattern.endswith(" ") else window[-1][: len(asked[-1])]
        if [*window[:-1], last] == asked:
            hit[start : start + len(asked)] = [True] * len(asked)
