"""Work for programs begins in the order in which it came, and while no page is drawn."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from s3dash.ui.shell.memory import Quiet
from s3dash.web import precedence
from s3dash.web.precedence import AT_A_TIME, MOMENT, Precedence

LONG = 8 * MOMENT


def run(scene: Callable[[], Awaitable[Any]]) -> Any:
    """In a thread of its own: tests in a browser leave a running loop in that of the worker."""

    async def told() -> Any:
        return await scene()

    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, told()).result()


class Work:
    """Pieces of work that say when they begin, and how many of them are at it."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.most = 0
        self._busy = 0
        self._lock = threading.Lock()

    def __call__(self, name: str, seconds: float = 0.0) -> str:
        with self._lock:
            self.begun.append(name)
            self._busy += 1
            self.most = max(self.most, self._busy)
        time.sleep(seconds)
        with self._lock:
            self._busy -= 1
        return name


def test_short_ones_follow_each_other_in_their_order() -> None:
    work, names = Work(), [str(number) for number in range(20)]

    async def scene() -> list[str]:
        one = Precedence()
        return await asyncio.gather(*(one.run(work, name) for name in names))

    assert run(scene) == names
    assert work.begun == names
    assert work.most == 1


def test_long_ones_hold_nobody_up_and_are_few() -> None:
    work = Work()

    async def scene() -> None:
        one = Precedence()
        long = [asyncio.create_task(one.run(work, f"long {n}", LONG)) for n in range(2)]
        await asyncio.sleep(0)
        await one.run(work, "short")
        assert not any(task.done() for task in long)
        await asyncio.gather(*long, *(one.run(work, "more", LONG) for _ in range(AT_A_TIME)))

    run(scene)
    assert work.begun[:3] == ["long 0", "long 1", "short"]
    assert work.most == AT_A_TIME


def test_a_glance_waits_for_no_program_and_for_every_page() -> None:
    work, pages = Work(), Quiet()

    async def scene() -> list[str | None]:
        one = Precedence(pages)
        found = [await one.glance(work, "alone")]
        long = asyncio.create_task(one.run(work, "long", LONG))
        await asyncio.sleep(MOMENT / 5)
        found.append(await one.glance(work, "beside"))
        assert not long.done()
        with pages.drawing():
            found.append(await one.glance(work, "beside a page"))
        await long
        return found

    assert run(scene) == [None, "beside", None]
    assert work.begun == ["long", "beside"]


def test_nothing_begins_while_a_page_is_drawn() -> None:
    work, pages = Work(), Quiet()

    async def scene() -> None:
        one = Precedence(pages)
        await one.run(work, "before", MOMENT)
        with pages.drawing():
            waits = [asyncio.create_task(one.run(work, str(number))) for number in range(3)]
            # Less than what programs rest after the first one.
            await asyncio.sleep(MOMENT)
            assert work.begun == ["before"]
        await asyncio.wait_for(asyncio.gather(*waits), 1)

    run(scene)
    assert work.begun == ["before", "0", "1", "2"]


def test_pages_without_a_pause_leave_programs_their_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precedence, "SHARE", 0.5)
    work, pages = Work(), Quiet()

    async def scene() -> float:
        one = Precedence(pages)
        with pages.drawing():
            begun = time.perf_counter()
            await asyncio.gather(*(one.run(work, str(n), MOMENT / 2) for n in range(4)))
            return time.perf_counter() - begun

    # Four pieces of work, and a rest as long as each between them.
    assert run(scene) >= (4 + 3) * MOMENT / 2
    assert work.most == 1


def test_who_hangs_up_leaves_the_queue() -> None:
    work = Work()

    async def scene() -> None:
        waits: list[asyncio.Task[str]] = []

        class Hurried(Precedence):
            def _end(self, begun: float) -> None:
                super()._end(begun)
                # Whose turn has just come goes at the same moment.
                if waits:
                    waits.pop().cancel()

        one = Hurried()
        waits += [asyncio.create_task(one.run(work, "at work")) for _ in range(4)]
        await asyncio.sleep(0)
        for task in waits[1:3]:
            task.cancel()
        await asyncio.wait(waits[:])
        await asyncio.wait_for(Precedence.run(one, work, "next"), 1)

    run(scene)
    assert work.begun == ["at work", "next"]


def test_an_error_makes_room_for_the_next() -> None:
    def fail() -> None:
        raise ZeroDivisionError

    async def scene() -> str:
        one = Precedence()
        for _ in range(AT_A_TIME + 1):
            with pytest.raises(ZeroDivisionError):
                await one.run(fail)
        return await one.run(str, "next")

    assert run(scene) == "next"
