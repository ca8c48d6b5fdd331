"""The sessions of the benchmark do what a browser does."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.server import ServerConnection, serve
from websockets.typing import Subprotocol

from benchmarks.sessions import Session
from benchmarks.targets import Target

WRITTEN = "view=Indicators"


def test_a_link_that_the_page_writes_anew_is_what_the_next_run_asks_for() -> None:
    asked = []

    async def page(connection: ServerConnection) -> None:
        async for payload in connection:
            assert isinstance(payload, bytes)
            asked.append(BackMsg.FromString(payload).rerun_script.query_string)
            moved, finished = ForwardMsg(), ForwardMsg()
            moved.page_info_changed.query_string = WRITTEN
            finished.script_finished = ForwardMsg.FINISHED_SUCCESSFULLY
            for message in (moved, finished):
                await connection.send(message.SerializeToString())

    async def two_runs() -> None:
        async with serve(page, "127.0.0.1", 0, subprotocols=[Subprotocol("streamlit")]) as server:
            port = next(iter(server.sockets)).getsockname()[1]
            stream = f"ws://127.0.0.1:{port}/"
            async with Session(stream, Target("a", "A", "a")) as session:
                await session.run("view=indicators")
                await session.run()

    # In a thread of its own: a test in a browser leaves a loop in that of the tests.
    with ThreadPoolExecutor(1) as apart:
        apart.submit(asyncio.run, two_runs()).result()
    assert asked == ["view=indicators", WRITTEN]
