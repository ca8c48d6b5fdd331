"""Names of months in Europe's languages, as people write them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from s3dash.package.letters import fold

LANGUAGES = (
    "bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv "
    "bs ca de_AT eu gl is mk nb nn sq sr sr_Latn tr uk"
)
"""Languages of the Union, then those of its neighbours and of regions that write with them."""
SHORT: Mapping[int, str] = {
    1: "janv sau tamm",
    2: "feber veeb",
    3: "maerz mrz",
    8: "rug",
    9: "sept szep",
    10: "spa",
    11: "lap",
    12: "gruo",
}
"""Short and older forms that the lists of the languages do not have."""
LEAST = 3
"""Letters of a word that may be a month."""
ALIKE = 6
"""Letters that a word in another case or form has in common with the name: fewer say nothing."""


def months_of(word: str) -> tuple[int, ...]:
    """The months that a word names, in order: none, one, or one for each of several languages."""
    name = fold(word)
    if len(name) < LEAST:
        return ()
    if name in _names():
        return tuple(sorted(_names()[name]))
    for size in range(len(name), ALIKE - 1, -1):
        alike = [months for one, months in _names().items() if one.startswith(name[:size])]
        if alike:
            return tuple(sorted(frozenset().union(*alike)))
    return ()


@cache
def _names() -> Mapping[str, frozenset[int]]:
    """Months by their names of one word, whole and abbreviated, folded."""
    # Only who meets a date in words waits for it.
    from babel import Locale

    found: dict[str, set[int]] = defaultdict(set)
    for month, words in SHORT.items():
        for word in words.split():
            found[word].add(month)
    for language in LANGUAGES.split():
        for forms in Locale.parse(language).months.values():
            for width in ("wide", "abbreviated"):
                for month, name in forms[width].items():
                    # "d’abril"
                    [word, *others] = re.findall(rf"[^\W\d_]{{{LEAST},}}", name) or [""]
                    if word and not others:
                        found[fold(word)].add(month)
    return {name: frozenset(months) for name, months in found.items()}
