"""The answer of the search that stands on every page: what is found, with links to it."""

import json
from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from s3dash.queries.everywhere.search import (
    Found,
    Group,
    PageEntry,
    Result,
    prepare,
    search_everywhere,
)
from s3dash.queries.everywhere.words import LONGEST_SEARCH
from s3dash.store.connection import QueryTooLong, Store, StoreError

ADDRESS = "lists/search.json"
NAMES = {
    "territory": "Territories",
    "priority": "Priorities",
    "partnership": "Partnerships",
    "project": "Projects",
    "hub": "Hubs",
    "document": "Library",
    "page": "Pages",
    "question": "Questions",
}
"""Kinds of results, as a heading has them."""
RECORDS = {
    # kind: key of the page and parameter that show one
    "territory": ("region", "territory"),
    "priority": ("priorities", "priority"),
    "partnership": ("partnership", "partnership"),
    "project": ("projects", "project"),
    "hub": ("hubs", "text"),
    "document": ("library", "text"),
    "question": ("faq", "question"),
}
LISTS = {"priority": "priorities", "project": "projects", "hub": "hubs", "document": "library"}
"""Kinds whose page lists all that a search for the same words finds."""
KEPT = "private, max-age=60"


def search_routes(
    newest: Callable[[], Store],
    pages: Sequence[tuple[str, str, str, str]],
    base: str = "",
) -> list[Route]:
    """The route of the search.

    Parameters
    ----------
    newest : callable
        Gives the store that is published now.
    pages : sequence of (key, address below the base, title, what it is for)
        The pages of the dashboard.
    base : str
        Path that the dashboard is served under, as `place.base_of` makes it.
    """
    entries = tuple(PageEntry(key, title, told) for key, _, title, told in pages)
    paths = {key: path for key, path, _, _ in pages}

    def send_found(request: Request) -> Response:
        typed = request.query_params.get("q", "")[:LONGEST_SEARCH]
        try:
            store = newest()
            if not typed.strip():
                # The box has been opened: what is typed next shall be answered at once.
                prepare(store)
            found = search_everywhere(store, typed, entries)
        except StoreError as error:
            return PlainTextResponse(error.told, 503, {"Cache-Control": "no-store"})
        except QueryTooLong as error:
            return PlainTextResponse(str(error), 503, {"Cache-Control": "no-store"})
        return _Json(told(found, typed, paths), headers={"Cache-Control": KEPT})

    return [Route(f"{base}/{ADDRESS}", send_found, methods=["GET"])]


def told(found: Found, typed: str, paths: dict[str, str]) -> dict[str, object]:
    """The answer as the script reads it.

    Returns
    -------
    dict
        ``groups``: ``name, total, results, more`` (link to all; empty: there is none);
        ``corrected``: word -> the one taken instead; ``nearest``: results. A result is a list:
        label, detail, link relative to any page.
    """
    return {
        "groups": [
            {
                "name": NAMES[group.kind],
                "total": group.total,
                "results": [_result(one, paths) for one in group.results],
                "more": _more(group, typed, paths),
            }
            for group in found.groups
        ],
        "corrected": found.corrected,
        "nearest": [_result(one, paths) for one in found.nearest],
    }


def _result(one: Result, paths: dict[str, str]) -> list[str]:
    if one.kind == "page":
        return [one.label, one.detail, paths[one.key] or "."]
    page, parameter = RECORDS[one.kind]
    value = one.label if parameter == "text" else one.key
    return [one.label, one.detail, f"{paths[page]}?{urlencode({parameter: value})}"]


def _more(group: Group, typed: str, paths: dict[str, str]) -> str:
    if group.kind not in LISTS or group.total <= len(group.results):
        return ""
    return f"{paths[LISTS[group.kind]]}?{urlencode({'text': typed.strip()})}"


class _Json(JSONResponse):
    """JSON whose texts stand as they are written: half as long for names with accents."""

    def render(self, content: object) -> bytes:
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(
            "utf-8", "replace"
        )
