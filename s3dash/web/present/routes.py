"""All addresses of presenting."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from s3dash.present.deck import MOST_BYTES, DeckError, write_deck
from s3dash.present.ready import ready_decks
from s3dash.present.rooms.limits import KEPT_DAYS
from s3dash.present.rooms.rooms import Rooms
from s3dash.store.connection import Store, StoreError
from s3dash.web.present import documents
from s3dash.web.present.files import ADDRESS, PresentFiles
from s3dash.web.present.room_routes import (
    NOT_KEPT,
    BadRequest,
    MayLead,
    RoomRoutes,
    body_of,
    calm,
    led,
    scene_answer,
)
from s3dash.web.present.showing import THEMES, Drawn, Shown, of_link, of_text, of_view, packed

PATHS = ("/present/",)
"""The addresses below the dashboard's base; a stroke at the end: all below it."""
MAKES = {"/present/rooms": "120/hour"}
"""Where something is made that stays, and how often one address may: nobody takes all the rooms
that there are (`limits.MOST_ROOMS`) from the others."""
_BODY = 2 * MOST_BYTES
"""Bytes of a request with a deck: as JSON text a sign may take more room."""


def present_routes(
    newest: Callable[[], Store],
    rooms: Callable[[], Rooms],
    base: str = "",
    is_open: Callable[[], bool] = lambda: False,
    template: Path | None = None,
    may_lead: MayLead = lambda _: True,
) -> list[BaseRoute]:
    """The routes of presenting.

    Parameters
    ----------
    newest
        Gives the store that is published now.
    rooms
        Gives the rooms.
    base
        Path that the dashboard is served under, as `place.base_of` makes it.
    is_open
        Whether the dashboard listens on all networks of its computer, not to itself alone.
    template
        A presentation whose masters and layouts slides take; none: ours.
    may_lead
        Whether who sends these headers may open and lead rooms.
    """
    drawn = Drawn()
    decks = _DeckRoutes(newest, rooms, drawn)
    start = f"{base}/present"
    return [
        Mount(f"{base}/{ADDRESS}", app=PresentFiles(), name="present-files"),
        Route(f"{start}/view", decks.view),
        Route(f"{start}/view/scene/{{number:int}}", decks.scene_of_view),
        Route(f"{start}/deck", decks.deck),
        Route(f"{start}/deck/scene/{{number:int}}", decks.scene_of_deck),
        Route(f"{start}/entry.json", decks.entry),
        Route(f"{start}/deck.json", decks.deck_file),
        Route(f"{start}/ready.json", decks.ready),
        Route(f"{start}/decks", decks.read, methods=["POST"]),
        Route(f"{start}/rooms", led(decks.make_room, may_lead), methods=["POST"]),
        *RoomRoutes(newest, rooms, drawn, base, is_open, template, may_lead).routes(),
        Route(f"{start}/{{rest:path}}", _nothing, methods=["GET"]),
    ]


def _nothing(request: Request) -> Response:
    depth = request.path_params["rest"].count("/") + 1
    words = "Presenting has no such page. A link may have been cut short."
    return documents.sorry("There is no such page", words, "../" * depth, 404)


class _DeckRoutes:
    """Views and decks that need no room."""

    def __init__(
        self, newest: Callable[[], Store], rooms: Callable[[], Rooms], drawn: Drawn
    ) -> None:
        self._newest = newest
        self._rooms = rooms
        self._drawn = drawn

    async def view(self, request: Request) -> Response:
        """One view, full screen."""
        asked = {
            name: request.query_params[name]
            for name in ("link", "kind")
            if name in request.query_params
        }
        try:
            shown = of_view(asked)
        except DeckError as error:
            return documents.sorry("This view cannot be shown", str(error), "../", 404)
        back = shown.deck.entries[0].link
        place = documents.Place("../", "present/view/scene", asked, back)
        return documents.player(shown, place)

    async def deck(self, request: Request) -> Response:
        """A deck that its address means: a ready one, or one that the address holds."""
        asked = _deck_asked(request)
        try:
            shown = await to_thread.run_sync(lambda: of_link(asked, self._newest()))
        except DeckError as error:
            return documents.sorry("This deck cannot be shown", str(error), "../", 404)
        except StoreError as error:
            return documents.sorry("This deck cannot be shown now", error.told, "../", 503)
        return documents.player(shown, documents.Place("../", "present/deck/scene", asked))

    @calm
    async def entry(self, request: Request) -> Response:
        """What a view is as a scene: its link as decks hold it, its kind, its headline."""

        def made() -> Response:
            shown = of_view(request.query_params)
            entry = shown.deck.entries[0]
            found = self._drawn.scene(self._newest(), shown.deck, 0, THEMES[0])
            told = {"link": entry.link, "kind": entry.kind, "headline": found["headline"]}
            return JSONResponse(told, headers=NOT_KEPT)

        return await to_thread.run_sync(made, limiter=self._drawn.turns)

    @calm
    async def scene_of_view(self, request: Request) -> Response:
        """The scene of one view."""
        return await self._scene(request, of_view)

    @calm
    async def scene_of_deck(self, request: Request) -> Response:
        """One scene of such a deck."""
        return await self._scene(request, lambda asked: of_link(asked, self._newest()))

    async def _scene(self, request: Request, read: Callable[[Any], Shown]) -> Response:
        def made() -> Response:
            shown = read(request.query_params)
            return scene_answer(self._newest(), self._drawn, shown, request, has_note=True)

        return await to_thread.run_sync(made, limiter=self._drawn.turns)

    @calm
    async def deck_file(self, request: Request) -> Response:
        """The file of such a deck."""

        def made() -> Response:
            shown = of_link(_deck_asked(request), self._newest())
            return Response(write_deck(shown.deck), media_type="application/json", headers=NOT_KEPT)

        return await to_thread.run_sync(made)

    @calm
    async def ready(self, request: Request) -> Response:
        """The decks that are made from the data: code, title, number of scenes."""

        def made() -> Response:
            known = self._newest().once(ready_decks)
            listed = [
                {"id": name, "title": deck.title, "count": len(deck.entries)}
                for name, deck in known.items()
            ]
            return JSONResponse({"decks": listed, "kept_days": KEPT_DAYS}, headers=NOT_KEPT)

        return await to_thread.run_sync(made)

    @calm
    async def read(self, request: Request) -> Response:
        """A deck as a file holds it, read: its text as we write it, what was left out, a link."""
        text = (await body_of(request, _BODY)).get("text")
        if not isinstance(text, str):
            raise BadRequest("'text' is the text of a deck file.")
        shown = await to_thread.run_sync(of_text, text)
        found = {
            "text": write_deck(shown.deck),
            "left_out": shown.left_out,
            "packed": packed(shown.deck),
        }
        return JSONResponse(found, headers=NOT_KEPT)

    @calm
    async def make_room(self, request: Request) -> Response:
        """A room for a deck: its ``text``, or the ``query`` of an address that means one."""
        asked = await body_of(request, _BODY)
        position = asked.get("position", 0)
        if isinstance(position, bool) or not isinstance(position, int):
            raise BadRequest("'position' is the number of a scene.")

        def made() -> str:
            shown = self._wanted(asked)
            room = self._rooms().make(write_deck(shown.deck))
            if position:
                self._rooms().show(room.key, position)
            return room.key

        key = await to_thread.run_sync(made)
        return JSONResponse({"key": key, "address": f"present/room/{key}"}, 201, NOT_KEPT)

    def _wanted(self, asked: dict[str, Any]) -> Shown:
        text, query = asked.get("text"), asked.get("query")
        if isinstance(text, str):
            return of_text(text)
        if isinstance(query, str):
            parameters = dict(parse_qsl(query, max_num_fields=20))
            return (
                of_view(parameters) if "link" in parameters else of_link(parameters, self._newest())
            )
        raise BadRequest("A room needs a deck: its text, or the query of a link to one.")


def _deck_asked(request: Request) -> dict[str, str]:
    return {
        name: request.query_params[name]
        for name in ("ready", "deck")
        if name in request.query_params
    }
