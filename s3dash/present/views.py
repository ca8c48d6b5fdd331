"""Which scene a view of a page makes, unless the deck asks for another."""

from __future__ import annotations

from urllib.parse import parse_qs

PLATFORM_PAGES = {
    "agri-food": "agri-food",
    "energy": "energy",
    "industrial-modernisation": "industrial-modernisation",
    "platform": "",
}
"""Address of a page -> the platform that it is of; empty: the one its link names."""
_OF_PLATFORM = {"": "figures", "stages": "board", "network": "network", "facts": "timeline",
                "join": "table"}  # fmt: skip
KIND_OF_VIEW: dict[str, dict[str, str]] = {
    "": {"": "map"},
    "priorities": {"": "map", "table": "table", "territories": "chart", "matrix": "chart",
                   "common": "chart"},
    "topic": {"": "map"},
    **dict.fromkeys(PLATFORM_PAGES, _OF_PLATFORM),
    "progress": {"": "board"},
    "workflow": {"": "checklist"},
    "partnership": {"": "board", "organisations": "chart", "capability": "capability",
                    "links": "table", "candidates": "table"},
    "region": {"": "figures", "partnerships": "map", "change": "table", "distinctive": "chart",
               "neighbours": "table", "indicators": "chart", "around": "table"},
    "compare": {"": "comparison", "partnerships": "table", "strategies": "table",
                "similar": "table"},
    "linkages": {"": "network", "matrix": "table", "table": "table"},
    "partners": {"": "ranking"},
    "atlas": {"": "map"},
    "hubs": {"": "map"},
    "projects": {"": "table"},
    "library": {"": "table"},
    "guide": {"": "text"},
    "coverage": {"": "figures"},
    "methods": {"": "text"},
    "data": {"": "figures"},
    "new": {"": "table"},
}  # fmt: skip
"""Address of a page -> code of a view (empty: the first, and each not named) -> kind."""


def kind_of(link: str) -> str:
    """The kind of the scene that a link as decks hold it makes; a page not known: a text."""
    page, _, query = link.partition("?")
    views = KIND_OF_VIEW.get(page, {"": "text"})
    # A link may carry the label of a view where its code is meant.
    view = parse_qs(query).get("view", [""])[-1].casefold().replace(" ", "-")
    return views.get(view, views[""])
