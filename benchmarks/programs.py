"""Many programs that ask at the same time, in a process of their own.

They take as little of the processor as can be, since the server that is measured shares it: one
thread, plain sockets, and of an answer only its status, its length and its end are looked at.
``python -m benchmarks.programs PORT`` asks until the standard input ends, and prints what came of
it as JSON.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from scripts.ports import HOST

ROOT = Path(__file__).parents[1]
CLIENTS = 50
KINDS = 5
SAME, OTHERS = "same", "others"
"""The same five questions again and again; five kinds of questions, each about something else."""
COUNTRIES = (
    "AT", "BE", "BG", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "HR", "HU", "IE", "IT", "LT",
    "LU", "LV", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip
TERRITORIES = ("ITI1", "AT21", "ES61", "FI194", "DE1", "ITC4", "ES51", "PT11", "SE22", "NL32")
_END = b"0\r\n\r\n"


def question(number: int, which: str) -> str:
    """The address that is asked as the so many-th, of five kinds in turn."""
    kind, turn = number % KINDS, number // KINDS if which == OTHERS else 0
    country, territory = COUNTRIES[turn % len(COUNTRIES)], TERRITORIES[turn % len(TERRITORIES)]
    day = date(2025, 6, 30) - timedelta(days=turn % 2000)
    return (
        f"/api/v1/indicator_values.json?limit={100 + turn // 800}&offset={7 * (turn % 800)}",
        f"/api/v1/territories.json?country_code={country}&limit={100 + turn // len(COUNTRIES)}",
        f"/priorities.json?territory={country}&period=2021-2027&page={turn % 997}",
        f"/api/v1/progress.json?as_of={day}",
        f"/region.csv?territory={territory}&print={turn % 991}",
    )[kind]


@dataclass
class Told:
    """What came of the asking: statuses and how often (0: no whole answer), seconds, bytes."""

    statuses: dict[int, int] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    size: int = 0


class _Asking(asyncio.Protocol):
    """One question on a connection of its own, until the server closes it."""

    def __init__(self, port: int, path: str, done: asyncio.Future[tuple[int, int]]) -> None:
        self._request = (
            f"GET {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\nAccept-Encoding: gzip\r\n"
            "Connection: close\r\n\r\n"
        ).encode()
        self._done = done
        self._start = b""
        self._end = b""
        self._size = 0

    def connection_made(self, transport: Any) -> None:
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        self._size += len(data)
        if b"\r\n\r\n" not in self._start:
            self._start += data
        self._end = (self._end + data)[-len(_END) :]

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._done.done():
            self._done.set_result((self._status() if exc is None else 0, self._size))

    def _status(self) -> int:
        """The status of a whole answer, else 0."""
        head, _, _ = self._start.partition(b"\r\n\r\n")
        lines = head.lower().split(b"\r\n")
        length = next((line[15:] for line in lines if line.startswith(b"content-length:")), None)
        is_whole = (
            self._end == _END if length is None else self._size == len(head) + 4 + int(length)
        )
        return int(lines[0].split()[1]) if is_whole and b" " in lines[0] else 0


async def ask(
    port: int,
    clients: int,
    path: Callable[[int], str],
    *,
    most: int | None = None,
    rate: float | None = None,
    stop: asyncio.Event | None = None,
) -> Told:
    """Ask by many clients at once, each its next question as soon as it has its answer.

    ``most``: questions in all; ``rate``: questions a second, if not as many as are answered;
    ``stop``: ends it.
    """
    told = Told()
    loop = asyncio.get_running_loop()
    numbers: Iterator[int] = iter(range(most)) if most else itertools.count()
    begun = time.perf_counter()

    async def client() -> None:
        for number in numbers:
            if stop and stop.is_set():
                return
            if rate:
                await asyncio.sleep(max(0.0, begun + number / rate - time.perf_counter()))
            done: asyncio.Future[tuple[int, int]] = loop.create_future()
            started = time.perf_counter()
            try:
                made = partial(_Asking, port, path(number), done)
                await loop.create_connection(made, HOST, port)
                status, size = await done
            except OSError:
                status, size = 0, 0
            told.statuses[status] = told.statuses.get(status, 0) + 1
            told.seconds.append(time.perf_counter() - started)
            told.size += size

    await asyncio.gather(*(client() for _ in range(clients)))
    return told


async def answer_alike(size: int) -> None:
    """A server that has nothing to do: the same so many bytes for whatever is asked, at once."""
    body = b"x" * size
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {size}\r\nConnection: close\r\n\r\n".encode()

    class Answering(asyncio.Protocol):
        def connection_made(self, transport: Any) -> None:
            self._transport = transport

        def data_received(self, _: bytes) -> None:
            self._transport.write(head + body)
            self._transport.close()

    server = await asyncio.get_running_loop().create_server(Answering, HOST, 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await _end_of_input()


async def _end_of_input() -> None:
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    await reader.read()


@contextmanager
def asking(
    port: int, which: str, *, clients: int = CLIENTS, rate: float = 0, most: int = 0
) -> Iterator[dict[str, Any]]:
    """Let programs ask while the block runs; what came of it is in the mapping after it.

    Keys: ``errors``, ``answers``, ``took`` and ``cpu`` (seconds), ``size``, ``p50``, ``p95``.
    With ``most`` the block is left when so many questions are answered.
    """
    command = [
        *(sys.executable, "-m", "benchmarks.programs", str(port), "--ask", which),
        *("--clients", str(clients), "--rate", str(rate), "--most", str(most)),
    ]
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    found: dict[str, Any] = {}
    assert process.stdin
    assert process.stdout
    try:
        # It says a word when it begins.
        process.stdout.readline()
        yield found
        if not most:
            process.stdin.close()
        found.update(json.loads(process.stdout.read()))
    finally:
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
        process.wait(60)


@contextmanager
def elsewhere(size: int) -> Iterator[int]:
    """The port of a server, not ours, that answers so many bytes to whatever is asked."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.programs", "0", "--answer", str(size)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin
    assert process.stdout
    try:
        yield int(process.stdout.readline())
    finally:
        process.stdin.close()
        process.wait(60)


async def _main(options: argparse.Namespace) -> dict[str, Any]:
    print("asking", flush=True)
    stop = asyncio.Event()

    async def until_told() -> None:
        await _end_of_input()
        stop.set()

    told_to_end = asyncio.create_task(until_told())
    begun = time.perf_counter()
    path = partial(question, which=options.ask)
    told = await ask(
        options.port, options.clients, path,
        most=options.most or None, rate=options.rate or None, stop=stop,
    )  # fmt: skip
    took = time.perf_counter() - begun
    told_to_end.cancel()
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = sorted(told.seconds) or [0.0]
    return {
        "answers": len(told.seconds),
        "errors": sum(count for status, count in told.statuses.items() if status != 200),
        "took": took,
        "cpu": used.ru_utime + used.ru_stime,
        "size": told.size,
        "p50": seconds[len(seconds) // 2],
        "p95": seconds[int(0.95 * (len(seconds) - 1))],
    }


def main() -> None:
    """Ask, or answer, until the standard input ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("--ask", choices=(SAME, OTHERS), default=OTHERS)
    parser.add_argument("--clients", type=int, default=CLIENTS)
    parser.add_argument("--rate", type=float, default=0, help="questions a second; 0: no limit")
    parser.add_argument("--most", type=int, default=0, help="questions in all; 0: no limit")
    parser.add_argument("--answer", type=int, help="serve so many bytes instead")
    options = parser.parse_args()
    if options.answer is not None:
        asyncio.run(answer_alike(options.answer))
    else:
        print(json.dumps(asyncio.run(_main(options))))


if __name__ == "__main__":
    main()
