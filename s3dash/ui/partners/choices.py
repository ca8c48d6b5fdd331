"""What partners are looked for, and its words."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from s3dash.present.views import labels_of
from s3dash.queries.partners.candidates import countries
from s3dash.queries.partners.finder import MODES, Wish
from s3dash.queries.partnerships.platforms import all_platforms
from s3dash.ui.shell.library import answer

MODE_NAMES = {mode: mode.capitalize() for mode in MODES}
ASKED = {
    "analysis": "good practice of regions that do better and differ",
    "design": "peers with a similar structure",
    "implementation": "better performers to link into, with what is missing here",
    "cross-border": "regions to work with across a border",
}
"""What each mode looks for, in words."""
VIEWS = labels_of("partners")
KILOMETRES = (100, 250, 500, 1000, 2000)
ONLY = {
    "neighbours": "Neighbours",
    "abroad": "Abroad",
    "macro_region": "Same macro-region",
    "unlinked": "Not yet linked",
    "less_developed": "Less developed regions",
}
BY_MODE = ("neighbours", "abroad")
"""Filters that a mode may have switched on: the link says only where it is otherwise."""


@dataclass(frozen=True)
class Chosen:
    """What the link asks for.

    ``given``: the territory as the link names it, known or not; None: none. ``titles``: its
    priorities, id -> title and period. ``themes``: platforms that one of them matches.
    """

    wish: Wish
    view: str
    given: str | None
    name: str
    titles: Mapping[str, str] = field(default_factory=dict)
    themes: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_known(self) -> bool:
        """Whether the link names a territory that is known."""
        return bool(self.name)

    @property
    def switched_on(self) -> list[str]:
        """Keys of `ONLY` that hold, by the reader's choice or by the mode."""
        wish = self.wish
        on = {
            "neighbours": wish.is_among_neighbours,
            "abroad": wish.is_abroad,
            "macro_region": wish.macro_region_only,
            "unlinked": wish.unlinked_only,
            "less_developed": wish.less_developed_only,
        }
        return [name for name, is_on in on.items() if is_on]

    def sentence(self) -> str:
        """What is asked, in words: for downloads and paper."""
        wish = self.wish
        said = [f"{MODE_NAMES[wish.mode]}: {ASKED[wish.mode]}"]
        if wish.platform_id:
            said.append(f"on the theme {answer(all_platforms).get(wish.platform_id)}")
        if wish.priority_id:
            said.append(f"for the priority “{self.titles.get(wish.priority_id)}”")
        if wish.countries:
            names = answer(countries)
            said.append(f"in {', '.join(names[code] for code in wish.countries)}")
        if wish.most_km is not None:
            said.append(f"at most {wish.most_km:.0f} km away")
        only = [label.lower() for name, label in ONLY.items() if name in self.switched_on]
        if only:
            said.append(f"only {', '.join(only)}")
        return "; ".join(said)
