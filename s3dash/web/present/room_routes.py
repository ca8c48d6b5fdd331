"""What happens in a room: read, shown, timed, written down, taken away, deleted."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

from anyio import to_thread
from sse_starlette import EventSourceResponse
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from s3dash.present.deck import DeckError, write_deck
from s3dash.present.export.make import FORMS, deck_file
from s3dash.present.export.problems import ExportError
from s3dash.present.phrases import long_date
from s3dash.present.results import Results
from s3dash.present.rooms.board import board
from s3dash.present.rooms.items import BadItem
from s3dash.present.rooms.results import results_of
from s3dash.present.rooms.rooms import Changed, Full, NoSuchRoom, Room, RoomError, Rooms, RoomsAway
from s3dash.queries.base.about import about_store
from s3dash.store.connection import Store, StoreError
from s3dash.takeaway.file_names import file_name
from s3dash.web import compression
from s3dash.web.present import documents, lan
from s3dash.web.present.exporting import Busy, Job, Jobs, Tell
from s3dash.web.present.showing import THEMES, Drawn, SceneFailed, Shown, of_text
from s3dash.web.present.watch import Watch, told

LOG = logging.getLogger("s3dash")
NOT_KEPT = {"Cache-Control": "no-store"}
LONGEST_BODY = 64 * 1024
"""Bytes of a change."""
FOLLOWED = ("tick", "action", "idea", "headline")
"""Items that phones see: what the room agrees on. Notes and the board are of those who lead."""
PING_SECONDS = 15
ASK_SECONDS = 3
"""How often a page asks that changes are not told to at once; ``room.js`` has it too."""
NO_STREAM = (
    f"As many follow as there is place for; this page asks every {ASK_SECONDS} seconds instead."
)
LATEST = 2**31 - 1
"""The highest revision that a database counts to."""
NO_FILE = "This file is no longer there; please have it made again."
JSON_ONLY = "Send JSON, with its content type."
NOT_LED = (
    "Rooms are opened and led by facilitators here. Sign in at the foot of any page, then try "
    "again; who follows a room on a phone needs no account."
)
MayLead = Callable[[Mapping[str, str]], bool]


class BadRequest(Exception):
    """A request that means nothing; the text says why."""


def problem(words: str, status: int) -> JSONResponse:
    """What went wrong, in a sentence for people."""
    return JSONResponse({"problem": words}, status, NOT_KEPT)


def calm(endpoint: Callable[..., Awaitable[Response]]) -> Callable[..., Awaitable[Response]]:
    """An endpoint whose errors are sentences with a fitting status."""

    @wraps(endpoint)
    async def answer(*arguments: Any) -> Response:
        try:
            return await endpoint(*arguments)
        except NoSuchRoom as error:
            return problem(str(error), 404)
        except Changed as error:
            return JSONResponse(asdict(error.item), 409, NOT_KEPT)
        except Full as error:
            return problem(str(error), 507)
        except (RoomsAway, Busy) as error:
            return problem(str(error), 503)
        except StoreError as error:
            return problem(error.told, 503)
        except SceneFailed as error:
            return problem(str(error), 500)
        except (BadItem, BadRequest, DeckError) as error:
            return problem(str(error), 400)

    return answer


async def body_of(request: Request, most: int = LONGEST_BODY) -> dict[str, Any]:
    """The JSON object that a request brings.

    It must say that it is JSON: a page of another site cannot send that unasked.

    Raises
    ------
    BadRequest
        If it is longer than ``most`` bytes, or no object.
    """
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise BadRequest(JSON_ONLY)
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > most:
            raise BadRequest(f"At most {most // 1024} KB can be taken.")
    try:
        found = json.loads(bytes(content))
    except (ValueError, RecursionError):
        raise BadRequest(JSON_ONLY) from None
    if not isinstance(found, dict):
        raise BadRequest("An object is expected.")
    return found


def led(
    endpoint: Callable[..., Awaitable[Response]], may_lead: MayLead, root: str = ""
) -> Callable[..., Awaitable[Response]]:
    """An endpoint for who may lead rooms; the others are told why not, with ``root`` as a page."""

    @wraps(endpoint)
    async def answer(request: Request) -> Response:
        if may_lead(request.headers):
            return await endpoint(request)
        if root:
            return documents.sorry("This room is for facilitators", NOT_LED, root, 403)
        return problem(NOT_LED, 403)

    return answer


class RoomRoutes:
    """The routes of rooms.

    Parameters
    ----------
    newest, rooms
        Give the store that is published now, and the rooms.
    is_open
        Whether the dashboard listens on all networks of its computer.
    template
        A presentation whose masters and layouts slides take; none: ours.
    may_lead
        Whether who sends these headers may lead a room, where they have its key.
    """

    def __init__(
        self,
        newest: Callable[[], Store],
        rooms: Callable[[], Rooms],
        drawn: Drawn,
        base: str,
        is_open: Callable[[], bool],
        template: Path | None,
        may_lead: MayLead,
    ) -> None:
        self._newest = newest
        self._rooms = rooms
        self._drawn = drawn
        self._base = base
        self._is_open = is_open
        self._template = template
        self._may_lead = may_lead
        self._watch = Watch(rooms)
        self._jobs = Jobs()

    def routes(self) -> list[Route]:
        """All of them."""
        room, follow = f"{self._base}/present/room/{{key}}", f"{self._base}/present/follow/{{key}}"

        def of(path: str, endpoint: Callable[..., Any], method: str = "GET") -> Route:
            return Route(path, endpoint, methods=[method])

        def leads(
            end: str, endpoint: Callable[..., Any], method: str = "GET", root: str = ""
        ) -> Route:
            return of(f"{room}{end}", led(endpoint, self._may_lead, root), method)

        return [
            leads("", self._player, root="../../"),
            leads("/presenter", self._presenter, root="../../../"),
            leads("/scene/{number:int}", self._scene),
            leads("/events", self._events),
            leads("/state", self._state),
            leads("/board", self._board),
            leads("/code", self._code),
            leads("/deck.json", self._deck),
            leads("/results.json", self._results_file),
            leads("/show", self._show, "POST"),
            leads("/timer", self._timer, "POST"),
            leads("/items/{item}", self._item, "PUT"),
            leads("/export", self._export, "POST"),
            leads("/export/{job}", self._job),
            leads("/export/{job}/{name}", self._file),
            leads("/delete", self._delete, "POST"),
            of(follow, self._follower),
            of(f"{follow}/scene/{{number:int}}", self._scene),
            of(f"{follow}/events", self._events),
            of(f"{follow}/state", self._state),
        ]

    def _found(self, request: Request) -> Room:
        key = request.path_params["key"]
        if _is_following(request):
            return self._rooms().follow(key)
        return self._rooms().find(key)

    def _shown(self, room: Room) -> Shown:
        headlines = {
            item.content["scene"]: item.content["text"]
            for item in self._rooms().items(room.key)
            if item.kind == "headline" and item.content
        }
        return of_text(room.deck).reworded(headlines)

    # ── Documents ─────────────────────────────────────────────────────────────────────────────

    async def _document(self, request: Request, draw: Any, root: str) -> Response:
        try:
            room = await to_thread.run_sync(self._found, request)
            shown = of_text(room.deck)
        except NoSuchRoom as error:
            return documents.sorry("There is no such room", str(error), root, 404)
        except DeckError as error:
            return documents.sorry("This room cannot be shown", str(error), root, 500)
        except RoomError as error:
            words = (
                f"{error} Nothing that was typed is lost: pages that are open keep it until the "
                "server takes it. Please load this page again in a minute."
            )
            return documents.sorry("The room cannot be reached now", words, root, 503)
        kind = "follow" if _is_following(request) else "room"
        scenes = f"present/{kind}/{request.path_params['key']}/scene"
        made: Response = draw(shown, documents.Place(root, scenes, room=room))
        return made

    async def _player(self, request: Request) -> Response:
        return await self._document(request, documents.player, "../../")

    async def _presenter(self, request: Request) -> Response:
        return await self._document(request, documents.presenter, "../../../")

    async def _follower(self, request: Request) -> Response:
        return await self._document(request, documents.follower, "../../")

    # ── What documents ask for ────────────────────────────────────────────────────────────────

    @calm
    async def _scene(self, request: Request) -> Response:
        def made() -> Response:
            room = self._found(request)
            return scene_answer(
                self._newest(),
                self._drawn,
                self._shown(room),
                request,
                has_note=not _is_following(request),
            )

        return await to_thread.run_sync(made, limiter=self._drawn.turns)

    @calm
    async def _events(self, request: Request) -> Response:
        room = await to_thread.run_sync(self._found, request)
        if self._watch.is_full(room.key):
            answer = problem(NO_STREAM, 503)
            answer.headers["Retry-After"] = str(ASK_SECONDS)
            return answer
        return EventSourceResponse(
            self._watch.states(room),
            ping=PING_SECONDS,
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )

    @calm
    async def _state(self, request: Request) -> Response:
        try:
            since = int(request.query_params.get("since", "-1"))
        except ValueError:
            raise BadRequest("'since' is a revision: a whole number.") from None
        since = max(-1, min(since, LATEST))

        def made() -> Response:
            room = self._found(request)
            items = self._rooms().items(room.key, since)
            if _is_following(request):
                items = [item for item in items if item.kind in FOLLOWED]
            found = {"state": told(room), "items": [asdict(item) for item in items]}
            return JSONResponse(found, headers=NOT_KEPT)

        return await to_thread.run_sync(made)

    @calm
    async def _board(self, request: Request) -> Response:
        def made() -> Response:
            self._found(request)
            about = request.query_params.get("about", "")
            return JSONResponse(board(self._newest(), about), headers=NOT_KEPT)

        return await to_thread.run_sync(made)

    @calm
    async def _code(self, request: Request) -> Response:
        room = await to_thread.run_sync(self._found, request)
        stated = request.query_params.get("origin", "")
        host = request.headers.get("host", "")
        # Only addresses of this dashboard go into a code: a link cannot make it one of others.
        is_ours = stated in (f"http://{host}", f"https://{host}")
        origin = stated if is_ours else f"{request.url.scheme}://{host}"
        try:
            start, warning = lan.reachable(origin, self._is_open())
            address = f"{start}{self._base}/present/follow/{room.follow_key}"
            found = {"address": address, "warning": warning, "svg": lan.code(address)}
        except ValueError:
            raise BadRequest("No code can be made of the address of this dashboard.") from None
        return JSONResponse(found, headers=NOT_KEPT)

    @calm
    async def _deck(self, request: Request) -> Response:
        """The deck of the room with the headlines that it has reworded."""
        shown = await to_thread.run_sync(lambda: self._shown(self._found(request)))
        headers = NOT_KEPT | {"Content-Disposition": 'attachment; filename="deck.json"'}
        text = write_deck(shown.deck)
        return Response(text, media_type="application/json", headers=headers)

    def _results(self, room: Room, title: str) -> Results:
        items = self._rooms().items(room.key)
        return results_of(self._newest(), title, long_date(date.today()), items)

    @calm
    async def _results_file(self, request: Request) -> Response:
        """What the room decided, for programs: all of it, with every value chain."""

        def made() -> str:
            room = self._found(request)
            results = self._results(room, self._shown(room).deck.title)
            return json.dumps(asdict(results), ensure_ascii=False, indent=1) + "\n"

        headers = NOT_KEPT | {"Content-Disposition": 'attachment; filename="results.json"'}
        text = await to_thread.run_sync(made)
        return Response(text, media_type="application/json", headers=headers)

    # ── Changes ───────────────────────────────────────────────────────────────────────────────

    @calm
    async def _show(self, request: Request) -> Response:
        asked = await body_of(request)
        position, is_black = asked.get("position"), asked.get("black")
        if isinstance(position, bool) or not isinstance(position, int | None):
            raise BadRequest("'position' is the number of a scene.")
        if not isinstance(is_black, bool | None):
            raise BadRequest("'black' is true or false.")
        key = request.path_params["key"]
        room = await to_thread.run_sync(lambda: self._rooms().show(key, position, is_black))
        self._watch.poke(key)
        return JSONResponse(told(room), headers=NOT_KEPT)

    @calm
    async def _timer(self, request: Request) -> Response:
        seconds = (await body_of(request)).get("seconds")
        if isinstance(seconds, bool) or not isinstance(seconds, int):
            raise BadRequest("'seconds' is a whole number.")
        key = request.path_params["key"]
        room = await to_thread.run_sync(lambda: self._rooms().time(key, seconds))
        self._watch.poke(key)
        return JSONResponse(told(room), headers=NOT_KEPT)

    @calm
    async def _item(self, request: Request) -> Response:
        asked = await body_of(request)
        version = asked.get("version", 0)
        if isinstance(version, bool) or not isinstance(version, int):
            raise BadRequest("'version' is a whole number.")
        key, item_id = request.path_params["key"], request.path_params["item"]

        def write() -> Any:
            kind, content = asked.get("kind"), asked.get("content")
            return self._rooms().put(key, item_id, kind, content, version)  # type: ignore[arg-type]

        item = await to_thread.run_sync(write)
        self._watch.poke(key)
        return JSONResponse(asdict(item), headers=NOT_KEPT)

    # ── Files ─────────────────────────────────────────────────────────────────────────────────

    @calm
    async def _export(self, request: Request) -> Response:
        """Begin a file of the deck with the room's results; answers with its name."""
        form = str((await body_of(request)).get("format"))
        if form not in FORMS:
            raise BadRequest(f"There is no such format; there are {', '.join(FORMS)}.")

        def begun() -> str:
            store, room = self._newest(), self._found(request)
            deck = self._shown(room).deck
            results = self._results(room, deck.title)
            version = store.once(about_store).version
            name = file_name(deck.title, form, version=version, as_of=date.today())

            def make(tell: Tell) -> bytes:
                if form == "pptx" and self._template:
                    try:
                        return deck_file(
                            store, deck, form, results=results, template=self._template, tell=tell
                        )
                    except ExportError:
                        # What leaves the room counts more than its look.
                        LOG.exception("The template of slides cannot be used; ours is taken.")
                return deck_file(store, deck, form, results=results, tell=tell)

            return self._jobs.start(Job(room.key, name, FORMS[form]), make)

        return JSONResponse({"job": await to_thread.run_sync(begun)}, 202, NOT_KEPT)

    @calm
    async def _job(self, request: Request) -> Response:
        """How far a file is; its address once it is there."""
        key, name = request.path_params["key"], request.path_params["job"]
        job = self._jobs.find(key, name)
        if job is None:
            raise BadRequest(NO_FILE)
        found: dict[str, object] = {"job": name, "done": job.done, "total": job.total}
        if job.problem:
            found["problem"] = job.problem
        elif job.content is not None:
            found["address"] = f"present/room/{key}/export/{name}/{job.file_name}"
        return JSONResponse(found, headers=NOT_KEPT)

    @calm
    async def _file(self, request: Request) -> Response:
        job = self._jobs.find(request.path_params["key"], request.path_params["job"])
        if job is None or job.content is None:
            raise BadRequest(NO_FILE)
        headers = NOT_KEPT | {"Content-Disposition": f'attachment; filename="{job.file_name}"'}
        return Response(job.content, media_type=job.media_type, headers=headers)

    @calm
    async def _delete(self, request: Request) -> Response:
        await body_of(request)
        key = request.path_params["key"]
        await to_thread.run_sync(self._rooms().delete, key)
        self._jobs.forget(key)
        self._watch.poke(key)
        return JSONResponse({"deleted": True}, headers=NOT_KEPT)


def _is_following(request: Request) -> bool:
    return "/present/follow/" in request.url.path


def scene_answer(
    store: Store, drawn: Drawn, shown: Shown, request: Request, *, has_note: bool
) -> Response:
    """One scene of a deck as JSON, in the theme that is asked for; 404 where there is none."""
    number = request.path_params["number"]
    if number >= len(shown.deck.entries):
        return problem("There is no such scene in this deck.", 404)
    theme = request.query_params.get("theme", THEMES[0])
    theme = theme if theme in THEMES else THEMES[0]
    plain, squeezed = drawn.written(store, shown.deck, number, theme, has_note=has_note)
    headers = NOT_KEPT | {"Vary": "Accept-Encoding"}
    if compression.accepted(request.headers.get("accept-encoding", ""), ("gzip",)):
        return Response(
            squeezed, headers=headers | {"Content-Encoding": "gzip"}, media_type="application/json"
        )
    return Response(plain, headers=headers, media_type="application/json")
