"""The views of each page, and which scene each of them makes unless the deck asks for another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import parse_qs

from s3dash.queries.base.codes import code_of


class View(NamedTuple):
    """A view of a page: its label there, and the kind of its scene."""

    label: str
    kind: str


PLATFORM_PAGES = {
    "agri-food": "agri-food",
    "energy": "energy",
    "industrial-modernisation": "industrial-modernisation",
    "platform": "",
}
"""Address of a page -> the platform that it is of; empty: the one its link names."""
_OF_PLATFORM = {
    "overview": View("Overview", "figures"),
    "stages": View("Stages", "board"),
    "network": View("Network", "network"),
    "facts": View("Timeline", "timeline"),
    "join": View("Who could join", "table"),
}
VIEWS: Mapping[str, Mapping[str, View]] = {
    "priorities": {
        "list": View("List", "map"),
        "table": View("Table", "table"),
        "territories": View("By territory", "chart"),
        "matrix": View("Territory × domain", "table"),
        "common": View("Common and rare", "chart"),
    },
    **dict.fromkeys(PLATFORM_PAGES, _OF_PLATFORM),
    "partnership": {
        "overview": View("Overview", "board"),
        "organisations": View("Organisations", "chart"),
        "capability": View("Capability matrix", "capability"),
        "chain": View("Value chain", "table"),
        "links": View("Links", "table"),
        "candidates": View("Candidates to invite", "table"),
    },
    "region": {
        "profile": View("Profile", "figures"),
        "partnerships": View("Partnerships", "map"),
        "change": View("Change", "table"),
        "distinctive": View("Distinctive", "chart"),
        "neighbours": View("Neighbours", "table"),
        "indicators": View("Indicators", "chart"),
        "around": View("Hubs and projects", "table"),
    },
    "compare": {
        "indicators": View("Indicators", "comparison"),
        "priorities": View("Priorities", "comparison"),
        "partnerships": View("Partnerships", "table"),
        "strategies": View("Strategies", "table"),
        "similar": View("Similar", "table"),
    },
    "linkages": {
        "network": View("Network", "network"),
        "matrix": View("Matrix", "table"),
        "table": View("Table", "table"),
    },
    "partners": {"list": View("List", "ranking"), "table": View("Table", "table")},
    "ict": {
        "strategies": View("In strategies", "map"),
        "use": View("In use", "map"),
        "behind": View("Behind the words", "map"),
    },
    "coverage": {
        "countries": View("Countries", "figures"),
        "fields": View("Fields", "table"),
        "dates": View("Dates and sources", "table"),
        "missing": View("Known to be missing", "table"),
        "doubts": View("Doubts", "table"),
    },
    "data": {
        "sources": View("Sources and licences", "table"),
        "dictionary": View("Dictionary and downloads", "table"),
        "build": View("Build", "figures"),
        "versions": View("Versions", "table"),
    },
    "new": {
        "tables": View("By table", "table"),
        "territories": View("By territory", "table"),
        "partnerships": View("By partnership", "table"),
        "rows": View("Row by row", "table"),
    },
}
"""Address of a page -> code of a view, the first one first -> the view. Pages, files and pictures
take their labels from here, and a test asks each for a scene of its own."""
KIND_OF_PAGE = {
    "": "map",
    "topic": "map",
    "progress": "board",
    "workflow": "checklist",
    "atlas": "map",
    "hubs": "map",
    "projects": "table",
    "library": "table",
    "guide": "text",
    "methods": "text",
    "review": "table",
    "faq": "text",
}
"""Address of a page of one view -> kind."""


def labels_of(page: str, *codes: str) -> dict[str, str]:
    """The views of a page in their order, or those named: code -> label."""
    return {code: VIEWS[page][code].label for code in codes or VIEWS[page]}


def view_of(page: str, stated: str) -> str | None:
    """The code of a view that a link states, as its code or its label: pages write the label.

    The first one where nothing is stated, empty where the page has one alone; None: no view.
    """
    known = VIEWS.get(page, {})
    if not stated or not known:
        return next(iter(known), "")
    return code_of(stated, labels_of(page))


def kind_of(link: str) -> str:
    """The kind of the scene that a link as decks hold it makes; a page not known: a text."""
    page, _, query = link.partition("?")
    known = VIEWS.get(page)
    if known is None:
        return KIND_OF_PAGE.get(page, "text")
    try:
        stated = parse_qs(query, max_num_fields=200).get("view", [""])[-1]
    except ValueError:
        stated = ""
    return known[view_of(page, stated) or next(iter(known))].kind
