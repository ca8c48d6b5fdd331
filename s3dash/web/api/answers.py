"""How the interface answers: in pieces, compressed, with a mark to ask again by, for any site.

An `Endpoint` makes its answer in a thread, when it is its turn (`web/precedence.py`), so that pages
do not wait for programs.
"""

from __future__ import annotations

import hashlib
import logging
import zlib
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from anyio import CancelScope, to_thread
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

import s3dash
from s3dash.queries.base.about import About, about_store
from s3dash.store.connection import QueryTooLong, Store, StoreError
from s3dash.web import compression
from s3dash.web.api.kept import Kept, Whole
from s3dash.web.api.problems import Refusal
from s3dash.web.headers import AS_IT_IS
from s3dash.web.precedence import Precedence

LOG = logging.getLogger(__name__)
AT_ONCE = 200_000
"""Bytes of an answer that is sent whole; a longer one leaves while it is made."""
KEPT = "public, max-age=60"
"""How long an answer is as good as a new one: a newly published store is seen after a minute."""
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Disposition, ETag, Link, X-Total-Count",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""Pages of any site may read: everything here is public, and nobody is known by a cookie."""
ANY = "*"
"""Stands for every mark in ``If-None-Match``."""
METHODS = "GET, HEAD, OPTIONS"
_PREFLIGHT = {
    "Allow": METHODS,
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "If-None-Match, Accept, Content-Type",
    "Access-Control-Max-Age": "86400",
}
_QUALITY = 5


@dataclass
class Answer:
    """What is sent: pieces of the body, which are made while they leave, and its media type."""

    pieces: Iterable[bytes]
    media_type: str
    headers: dict[str, str] = field(default_factory=dict)


class Asked:
    """A question as it came: the request and the store that is asked."""

    def __init__(self, request: Request, store: Store) -> None:
        self.request = request
        self.store = store

    @cached_property
    def about(self) -> About:
        """The identity of the store."""
        return self.store.once(about_store)

    @cached_property
    def parameters(self) -> list[tuple[str, str]]:
        """Names and values in the address, as they stand there."""
        return self.request.query_params.multi_items()

    @cached_property
    def held(self) -> set[str]:
        """The marks of answers that the client has, and perhaps `ANY`."""
        text = self.request.headers.get("if-none-match", "")
        return {one.strip().removeprefix("W/") for one in text.split(",")}

    @cached_property
    def takes(self) -> str:
        """The compression that the client takes; empty: none."""
        return compression.accepted(self.request.headers.get("accept-encoding", ""), ("gzip",))

    def mark(self, *more: str) -> str:
        """What changes when the answer may: the store, the program, the question."""
        url = self.request.url
        about = self.about
        parts = (
            s3dash.__version__,
            about.data_digest,
            about.built_at.isoformat(),
            str(url.replace(fragment="")),
            *more,
        )
        digest = hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()
        # Weak: compressed and plain are not the same bytes.
        return f'W/"{digest[:24]}"'


Make = Callable[[Asked], Answer]
PACKED = (
    *("application/zip", "application/pdf", "application/vnd.apache.parquet"),
    "application/vnd.openxmlformats",
)
"""Beginnings of media types that are compressed already."""


class Endpoint:
    """An address of the interface.

    Parameters
    ----------
    newest : callable
        Gives the store that is published now.
    make : callable
        Makes the answer, or raises `Refusal`.
    changes : callable, optional
        What else than store and question changes the answer, such as the day.
    precedence : Precedence, optional
        Shared with other addresses, whose answers wait for each other; without it, one of its own.
    kept : Kept, optional
        Answers that are sent again when the same is asked; without it, each is made anew.
    """

    def __init__(
        self,
        newest: Callable[[], Store],
        make: Make,
        changes: Callable[[], str] = str,
        precedence: Precedence | None = None,
        kept: Kept | None = None,
    ) -> None:
        self._newest = newest
        self._make = make
        self._changes = changes
        self._precedence = precedence or Precedence()
        self._kept = kept or Kept(0)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        if request.method == "OPTIONS":
            response = Response(status_code=204, headers=OPEN | _PREFLIGHT)
        elif request.method not in ("GET", "HEAD"):
            refusal = Refusal(405, f"{METHODS} are known here.", allowed=METHODS.split(", "))
            response = refusal.response(OPEN | {"Allow": METHODS})
        else:
            response = await self._response(request)
        await response(scope, receive, send)

    async def _response(self, request: Request) -> Response:
        try:
            if again := await self._precedence.glance(self._again, request):
                return again
            return await self._precedence.run(self._answer, request)
        except Refusal as refusal:
            return refusal.response(OPEN)
        except StoreError as error:
            # Where files of the server are is for who runs it.
            LOG.error("%s", error)
            return Refusal(503, error.told).response(OPEN)
        except QueryTooLong as error:
            detail = (
                f"{error} That is the limit for one question: ask for fewer rows or columns, or "
                "with fewer conditions."
            )
            return Refusal(503, detail).response(OPEN)
        except Exception:
            LOG.exception("A question of a program ended in an error.")
            return Refusal(500, "The error is in the log of the server.").response(OPEN)

    def _again(self, request: Request) -> Response | None:
        """An answer that costs nothing; None where it has to be made."""
        asked = Asked(request, self._newest())
        return self._sent_before(asked, asked.mark(self._changes()))

    def _sent_before(self, asked: Asked, mark: str) -> Response | None:
        """That the client has the answer, or the answer as it was kept; None: neither."""
        if mark.removeprefix("W/") in asked.held:
            return _not_modified(mark)
        known = self._kept.get(mark, asked.takes)
        if known and ANY in asked.held:
            return _not_modified(mark)
        return known.response() if known else None

    def _answer(self, request: Request) -> Response:
        asked = Asked(request, self._newest())
        mark = asked.mark(self._changes())
        if again := self._sent_before(asked, mark):
            return again
        answer = self._make(asked)
        headers = _headers(mark) | answer.headers
        is_to_keep = headers["Cache-Control"] == KEPT
        if not is_to_keep:
            del headers["ETag"]
        pieces = iter(answer.pieces)
        if is_to_keep and ANY in asked.held:
            _close(pieces)
            return _not_modified(mark)
        # What goes wrong goes wrong at the start, while there is a status to say so.
        start = b""
        is_whole = False
        while not is_whole and len(start) < AT_ONCE:
            piece = next(pieces, None)
            start, is_whole = start + (piece or b""), piece is None
        is_packed = answer.media_type.startswith(PACKED)
        squeezes = bool(asked.takes) and len(start) >= compression.SMALLEST and not is_packed
        if squeezes or is_packed:
            headers["Content-Encoding"] = "gzip" if squeezes else AS_IT_IS
        if is_whole:
            body = compression.quickly(start, "gzip") if squeezes else start
            whole = Whole(body, headers, answer.media_type)
            if is_to_keep:
                self._kept.put(mark, asked.takes, whole)
            return whole.response()
        if request.method == "HEAD":
            _close(pieces)
            return StreamingResponse(iter(()), headers=headers, media_type=answer.media_type)
        rest = _resumed(start, pieces)
        return StreamingResponse(
            self._streamed(_compressed(rest) if squeezes else rest),
            headers=headers,
            media_type=answer.media_type,
        )

    async def _streamed(self, pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
        """The pieces, each made when the one before has left; no more when the client hangs up."""
        try:
            while True:
                piece = await self._precedence.run(next, pieces, None)
                if piece is None:
                    return
                yield piece
        finally:
            with CancelScope(shield=True):
                await to_thread.run_sync(pieces.close)  # type: ignore[attr-defined]


def _resumed(start: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    try:
        yield start
        yield from rest
    finally:
        _close(rest)


def _compressed(pieces: Iterator[bytes]) -> Iterator[bytes]:
    squeeze = zlib.compressobj(_QUALITY, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    with closing(pieces):  # type: ignore[type-var]
        for piece in pieces:
            if small := squeeze.compress(piece):
                yield small
    yield squeeze.flush()


def _close(pieces: Any) -> None:
    if hasattr(pieces, "close"):
        pieces.close()


def _headers(mark: str) -> dict[str, str]:
    return OPEN | {"Cache-Control": KEPT, "Vary": "Accept-Encoding", "ETag": mark}


def _not_modified(mark: str) -> Response:
    return Response(status_code=304, headers=_headers(mark))
