"""The list of all territories that choosers find in: one file, made of the store, that is kept."""

import hashlib
import json
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from s3dash.package.letters import INVISIBLE, UNDIVIDED
from s3dash.queries.territories.names import named_territories
from s3dash.store.connection import Store, StoreError
from s3dash.web import compression
from s3dash.web.static_files import ASK_AGAIN, FOR_GOOD

ADDRESS = "lists/territories.json"
LETTERS = UNDIVIDED | dict.fromkeys(INVISIBLE, "")
"""Letters that a browser does not take apart by itself, as the explorer reads them."""
WRITTEN_OUT = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}
"""How names are written as well where a keyboard has no such letters: Koeln."""


class TerritoryList(NamedTuple):
    """The list as JSON, and the version that its address carries.

    ``letters``, ``written_out``: `LETTERS`, `WRITTEN_OUT`. ``countries``: names. ``territories``:
    code, name, number of its country, 1 where something is documented, other names.
    """

    content: bytes
    version: str

    @property
    def address(self) -> str:
        """Link to it, relative to any page."""
        return f"{ADDRESS}?v={self.version}"


def territory_list(store: Store) -> TerritoryList:
    """The list of a store."""
    every = named_territories(store)
    countries = sorted({one.country for one in every})
    number = {name: place for place, name in enumerate(countries)}
    content = json.dumps(
        {
            "letters": LETTERS,
            "written_out": WRITTEN_OUT,
            "countries": countries,
            "territories": [
                [
                    one.territory_id,
                    one.name,
                    number[one.country],
                    int(one.is_documented),
                    *one.other_names,
                ]
                for one in every
            ],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()
    return TerritoryList(content, hashlib.sha256(content).hexdigest()[:12])


def list_routes(newest: Callable[[], TerritoryList], base: str = "") -> list[Route]:
    """The route of the list.

    Parameters
    ----------
    newest : callable
        Gives the list of the store that is published now.
    base : str
        Path that the dashboard is served under, as `place.base_of` makes it.
    """

    def send_list(request: Request) -> Response:
        try:
            known = newest()
        except StoreError as error:
            return PlainTextResponse(error.told, 503, {"Cache-Control": "no-store"})
        is_right = request.query_params.get("v") == known.version
        headers = {
            "Cache-Control": FOR_GOOD if is_right else ASK_AGAIN,
            "Vary": "Accept-Encoding",
        }
        encoding = compression.accepted(Headers(scope=request.scope).get("accept-encoding", ""))
        if encoding:
            headers["Content-Encoding"] = encoding
        return Response(_written(known, encoding), headers=headers, media_type="application/json")

    return [Route(f"{base}/{ADDRESS}", send_list, methods=["GET"])]


@cache
def _written(known: TerritoryList, encoding: str) -> bytes:
    return compression.compress(known.content, encoding) if encoding else known.content
