"""Readers come first: what programs ask is worked on while no page is drawn, and a little besides.

Pages and answers share one interpreter, which runs one thread at a time. An answer that is made
beside a page makes the page late by as long as it takes; so it waits, in a queue that costs
nothing, until the page is there.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol, TypeVar

from anyio import CapacityLimiter, to_thread

T = TypeVar("T")
AT_A_TIME = 4
"""Answers that are worked on at the same time; the others wait their turn."""
MOMENT = 0.05
"""Seconds after which an answer is a long one, beside which the next may begin: short ones are
sooner done one after the other."""
SHARE = 0.1
"""Of the time while pages are drawn without a pause, for programs: none of them waits for ever."""
LEAST_REST, LONGEST_REST = 0.05, 1.0
"""Seconds that programs rest after an answer while pages are drawn, at least and at most. Receiving
a question and sending its answer take a while, too, and are not counted."""
AFTERWARDS = 0.005
"""Seconds for what is left to do for a page when it is drawn: it has to be sent."""


class Pages(Protocol):
    """Who knows when pages are drawn."""

    def is_drawing(self) -> bool:
        """Whether one is drawn now."""

    def when_done(self, call: Callable[[], None]) -> None:
        """Call once, from any thread, when none is drawn any more."""


class NoPages:
    """Where there are no pages beside the programs."""

    def is_drawing(self) -> bool:
        """Never."""
        return False

    def when_done(self, call: Callable[[], None]) -> None:
        """At once."""
        call()


class Precedence:
    """Lets work for programs begin, one piece after the other, in the order in which it came.

    A piece that takes more than a moment lets the next begin beside it, up to `AT_A_TIME`. While
    a page is drawn none begins, but for a `SHARE` of the time.

    Used by one event loop at a time.
    """

    def __init__(self, pages: Pages | None = None) -> None:
        self._pages = pages or NoPages()
        self._waiting: deque[asyncio.Future[float]] = deque()
        self._begun: list[float] = []
        self._rested_at = 0.0
        self._later: asyncio.TimerHandle | None = None
        self._is_told = False
        # As many threads as may work, and no more: those that are ending count, too.
        self._threads = CapacityLimiter(AT_A_TIME)
        self._glances = CapacityLimiter(1)

    async def run(self, work: Callable[..., T], *arguments: object) -> T:
        """What the work returns, done in a thread when it is its turn."""
        begun = await self._turn()
        try:
            return await to_thread.run_sync(work, *arguments, limiter=self._threads)
        finally:
            self._end(begun)

    async def glance(self, work: Callable[..., T | None], *arguments: object) -> T | None:
        """What the work returns, which costs next to nothing: it need not wait for other programs.

        None where there are none to wait for, while a page is drawn, and while another does so.
        """
        if not self._begun or self._pages.is_drawing() or self._glances.borrowed_tokens:
            return None
        return await to_thread.run_sync(work, *arguments, limiter=self._glances)

    async def _turn(self) -> float:
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[float] = loop.create_future()
        self._waiting.append(turn)
        self._begin(loop)
        try:
            return await turn
        except asyncio.CancelledError:
            # Called at the moment at which the client hung up.
            if turn.done() and not turn.cancelled():
                self._end(turn.result())
            raise

    def _end(self, begun: float) -> None:
        loop = asyncio.get_running_loop()
        self._begun.remove(begun)
        took = loop.time() - begun
        rest = took * (1 / SHARE - 1)
        self._rested_at = loop.time() + min(LONGEST_REST, max(LEAST_REST, rest))
        self._begin(loop)

    def _begin(self, loop: asyncio.AbstractEventLoop) -> None:
        """Let begin what may, and see to it that the rest is thought of again."""
        while self._waiting and len(self._begun) < AT_A_TIME:
            now = loop.time()
            wait = max(self._begun) + MOMENT - now if self._begun else 0.0
            if self._pages.is_drawing():
                wait = max(wait, self._rested_at - now)
                self._ask_to_be_told(loop)
            if wait > 0:
                self._again(loop, wait)
                return
            turn = self._waiting.popleft()
            if not turn.done():
                self._begun.append(now)
                turn.set_result(now)

    def _again(self, loop: asyncio.AbstractEventLoop, after: float) -> None:
        if self._later:
            self._later.cancel()
        self._later = loop.call_later(after, self._begin, loop)

    def _ask_to_be_told(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._is_told:
            return
        self._is_told = True

        def done() -> None:
            # The server may have stopped meanwhile.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(told)

        def told() -> None:
            self._is_told = False
            self._again(loop, AFTERWARDS)

        self._pages.when_done(done)
