"""What is typed in the search box, taken apart: words, quotes, what to leave out."""

import re
from dataclasses import dataclass
from functools import cached_property

from s3dash.package.letters import WORD, fold, visible

LONGEST_TEXT = 200
MOST_WORDS = 12
"""Words of a search that count; more make it slow without making it sharper."""
LIKE_FILLER = ("AT", "DE")
"""Codes of countries that are words to leave away when they are written small."""
FILLER = frozenset(
    ("a", "an", "and", "at", "by", "de", "for", "from", "in", "of", "on", "or", "the", "to")
)
_BINDING = """
    about above across after again against all along also although among any are around as because
    been before being below between beyond both but can could do does during each either else
    especially even every few further had has have here how however if into is it its just like
    may more most much must near no nor not off once only onto other others our out over own per
    same several should since so some such than that their them then there these they this those
    through throughout thus too toward towards under until up upon us very via was we well were
    what when where whether which while who whose why will with within without would you your
"""
STOP_WORDS = FILLER | frozenset(_BINDING.split())
"""Words that only bind a sentence: texts that share them share no topic."""
TERM = re.compile(r'(?:(?<=\s)|^)(-?)(?:"([^"]*)"?|(\S+))')


@dataclass(frozen=True)
class Term:
    """A word, or the words of a quote, as typed."""

    text: str
    is_exact: bool = False
    is_excluded: bool = False

    def __str__(self) -> str:
        quoted = f'"{self.text}"' if self.is_exact else self.text
        return f"-{quoted}" if self.is_excluded else quoted


@dataclass(frozen=True)
class SearchText:
    """What is typed in a search box; text longer than `LONGEST_TEXT` is cut."""

    typed: str = ""

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """Words and quotes that count, without fillers such as “and”, at most `MOST_WORDS`."""
        return self._terms[:MOST_WORDS]

    @property
    def is_cut(self) -> bool:
        """Whether something of what was typed does not count."""
        return len(self.typed) > LONGEST_TEXT or len(self._terms) > MOST_WORDS

    @property
    def _counted(self) -> str:
        """What is not too long, without the beginning of a word that was cut in two."""
        text = self.typed[:LONGEST_TEXT]
        is_cut_in_word = (
            self.typed[LONGEST_TEXT : LONGEST_TEXT + 1].strip() and not text[-1:].isspace()
        )
        whole = text.rpartition(" ")[0] if is_cut_in_word else text
        return whole or text

    @cached_property
    def _terms(self) -> tuple[Term, ...]:
        found: list[Term] = []
        for minus, quote, word in TERM.findall(self._counted):
            words = _words(quote or word)
            if not words:
                continue
            # What is left out stays one thing: -agri-food is -"agri food", not -agri and -food.
            if quote or minus:
                found.append(Term(" ".join(words), bool(quote) or len(words) > 1, bool(minus)))
            else:
                found += map(Term, words)
        is_loud = all(term.text.isupper() for term in found) and len(found) > 1
        said = [
            t
            for t in found
            if t.is_exact
            or t.is_excluded
            or t.text.casefold() not in FILLER
            or (t.text in LIKE_FILLER and not is_loud)
        ]
        return tuple(dict.fromkeys(said or found))


def _words(text: str) -> list[str]:
    """Letters and digits of any script; everything else parts words."""
    # An accent may come as a letter of its own, as names of files on a Mac do.
    return WORD.findall(visible(text))


def phrase(text: str) -> tuple[str, ...]:
    """The words of a text that count, folded: what `SearchText` has of it, in their order."""
    return tuple(word for word in map(fold, _words(text)) if word not in FILLER)
