"""What a topic is asked as."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from s3dash.queries.explorer.typed import STOP_WORDS, SearchText


def _is_binding(word: str) -> bool:
    # In capitals it may be an abbreviation: IT.
    is_short_code = len(word) == 2 and word.isupper()
    return word.casefold() in STOP_WORDS and not is_short_code


@dataclass(frozen=True)
class Topic:
    """A topic: what its parts name together.

    Attributes
    ----------
    about : str
        Words, as a search takes them.
    domains : tuple of str
        Codes of domains: any of them.
    platform_id, partnership_id, priority_id : str
        The theme of a platform, the scope of a partnership, what one priority is about.
    """

    about: str = ""
    domains: tuple[str, ...] = ()
    platform_id: str = ""
    partnership_id: str = ""
    priority_id: str = ""

    @cached_property
    def typed(self) -> SearchText:
        """What was typed, taken apart."""
        return SearchText(self.about)

    @cached_property
    def search(self) -> SearchText:
        """The words that name something: a sentence's binding words and lone letters do not."""
        terms = self.typed.terms
        kept = [term for term in terms if term.is_exact or not _is_binding(term.text)]
        if all(len(term.text) == 1 for term in kept):
            kept = []
        return SearchText(" ".join(map(str, kept)))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked that could be looked for."""
        named = (self.domains, self.platform_id, self.partnership_id, self.priority_id)
        return not (any(named) or self.search.terms)
