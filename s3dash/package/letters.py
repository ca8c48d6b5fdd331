"""Letters that are the same to a reader: what a text is folded to before words are compared.

The one folding of the project. The store folds with the SQL of `unmarked`, what is typed and what
is marked on screen with `fold`, the choosers of territories in the browser with `UNDIVIDED` and
``finding.js``. A text is in lower case, without accents and without what cannot be seen; letters
that only look otherwise (CO₂, ﬁbre, Ｈ₂) are the plain ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import chain

UNDIVIDED = dict(zip("łøđðħıŧς", "loddhitσ", strict=True)) | {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
}
"""Letters that Unicode does not take apart, small. A ς stands at the end of a word only, which is
not yet its end while somebody types."""
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""Where a word may be parted at the end of a line, and other signs without any width."""
SCRIPTS = ("LATIN", "GREEK", "CYRILLIC", "DIGIT")
"""Scripts, by the first word of a letter's name, whose letters are known in other shapes too."""
BLOCKS = (range(0x80, 0x3400), range(0xA640, 0xAC00), range(0xFB00, 0x20000))
"""Where such shapes are: everywhere but among the signs of East Asia."""
LAST_NEAR = "\uffff"
"""Behind it are letters of mathematics and of scripts that hardly any text has."""
MARKS = "\u0300-\u036f"
WORD = re.compile(rf"[^\W_](?:[^\W_]|[{MARKS}{INVISIBLE}])*")
"""A word as it is written: letters and digits of any script, accents as letters of their own."""


# An import folds the names of all territories, and every text that it compares with them.
@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """A word as `unmarked` makes it."""
    if word.isascii():
        # As are most: nothing of the table is among these letters.
        return word.lower()
    return _bare(word.lower()).translate(_table())


def visible(text: str) -> str:
    """A text without what cannot be seen, accents joined to their letters."""
    return unicodedata.normalize("NFC", text).translate(dict.fromkeys(map(ord, INVISIBLE)))


def unmarked(text: str) -> str:
    """SQL expression for a text folded; ``text`` is an expression of type VARCHAR."""
    plain = f"strip_accents(lower({text}))"
    table = _folded()
    far = {one: to for one, to in table.items() if one > LAST_NEAR and len(to) == 1}
    near = {one: to for one, to in table.items() if one not in far}
    # Rare, and each a single letter: a statement that names them so is planned much faster.
    nearer = (
        f"CASE WHEN regexp_matches({plain}, '[{_ranges(far)}]') "
        f"THEN translate({plain}, '{''.join(far)}', '{''.join(far.values())}') ELSE {plain} END"
    )
    # Piece by piece: letters of other shapes, and what is between them.
    inside = _ranges(near)
    folded = (
        f"array_to_string(list_transform(regexp_extract_all({nearer}, '[{inside}]|[^{inside}]+'), "
        f"lambda piece: coalesce(map({_split(near)}, {_split(near.values())})[piece], piece)), '')"
    )
    # Most texts are plain by now; looking for those letters would take longer than all the rest.
    return (
        f"CASE WHEN strlen({plain}) = length({plain}) THEN {plain} "
        f"WHEN NOT regexp_matches({plain}, '[{_ranges(table)}]') THEN {plain} ELSE {folded} END"
    )


def _bare(text: str) -> str:
    """A text without accents."""
    parts = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


@cache
def _folded() -> dict[str, str]:
    """Small letters without accents that are folded further, and what to."""
    return dict(_compatible()) | UNDIVIDED | dict.fromkeys(INVISIBLE, "")


def _compatible() -> Iterator[tuple[str, str]]:
    """Letters and digits that are other shapes of plain ones, and these."""
    for code in chain(*BLOCKS):
        letter = chr(code)
        if not unicodedata.decomposition(letter).startswith("<") or not letter.isalnum():
            continue
        plain = _bare(unicodedata.normalize("NFKD", letter).lower())
        for own, folded in UNDIVIDED.items():
            plain = plain.replace(own, folded)
        if plain.isalnum() and all(
            unicodedata.name(part, "").startswith(SCRIPTS) for part in plain
        ):
            yield letter, plain


@cache
def _table() -> dict[int, str]:
    return str.maketrans(_folded())


def _ranges(letters: Iterable[str]) -> str:
    """What stands between the brackets of a regular expression that finds these letters."""
    ranges: list[list[int]] = []
    for code in sorted(map(ord, letters)):
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


def _split(words: Iterable[str]) -> str:
    """SQL expression for a list of words without spaces."""
    return f"string_split('{' '.join(words)}', ' ')"
