"""What a topic is asked as."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from s3dash.queries.explorer.typed import SearchText


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
    def search(self) -> SearchText:
        """The words, taken apart."""
        return SearchText(self.about)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked that could be looked for."""
        named = (self.domains, self.platform_id, self.partnership_id, self.priority_id)
        return not (any(named) or self.search.terms)
