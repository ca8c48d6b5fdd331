"""The programs that ask know a whole answer from one that was cut, and ask what they say."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from benchmarks import programs
from scripts.ports import HOST

WHOLE = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nabcde"
IN_PIECES = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n"


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (WHOLE, 200),
        (IN_PIECES, 200),
        (WHOLE.replace(b"200 OK", b"503 No"), 503),
        (WHOLE[:-1], 0),
        (IN_PIECES[:-5], 0),
        (b"HTTP/1.1 200 OK\r\n", 0),
        (b"", 0),
    ],
)
def test_an_answer_that_was_cut_is_an_error(answer: bytes, status: int) -> None:
    async def scene() -> programs.Told:
        async def reply(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            for place in range(0, len(answer), 7):
                writer.write(answer[place : place + 7])
                await writer.drain()
            writer.close()

        async with await asyncio.start_server(reply, HOST, 0) as server:
            port = server.sockets[0].getsockname()[1]
            return await programs.ask(port, 2, lambda number: f"/{number}", most=4)

    with ThreadPoolExecutor(1) as apart:
        told = apart.submit(asyncio.run, scene()).result()
    assert told.statuses == {status: 4}
    assert told.size == 4 * len(answer)


def test_questions_are_of_five_kinds_and_differ_where_they_shall() -> None:
    others = [programs.question(number, programs.OTHERS) for number in range(1000)]
    assert len(set(others)) == len(others)
    assert len({programs.question(number, programs.SAME) for number in range(1000)}) == 5
