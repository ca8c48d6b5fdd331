"""Sessions without a browser: Streamlit's own protocol over a real websocket."""

import asyncio
import socket
import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from benchmarks.targets import Target

RUN_SECONDS = 60
"""The longest that one script run may take before the measurement gives up."""
_QUICK_ACK = getattr(socket, "TCP_QUICKACK", None)  # Linux only


class ScriptFailed(RuntimeError):
    """The page showed an exception instead of its content."""


@dataclass
class Run:
    """One script run as the client sees it.

    Attributes
    ----------
    seconds
        From the request to the message that the script has finished.
    received_bytes
        Payload of all messages received on the way.
    messages
        The messages themselves, in order.
    """

    seconds: float
    received_bytes: int
    messages: list[ForwardMsg] = field(repr=False)


class Session:
    """One session on one page; use as ``async with Session(server.stream, target) as session``.

    ``cookie`` is sent as a browser does, for a proxy that knows its readers by one.
    """

    def __init__(self, stream: str, target: Target, cookie: str = "") -> None:
        self._stream = stream
        self._headers = {"Cookie": cookie} if cookie else {}
        self._target = target
        self._query = target.query
        self._page_hash = ""
        self._known: set[str] = set()
        self._connection: ClientConnection | None = None

    async def __aenter__(self) -> Self:
        # No limit on a message: how much is sent is for the measurement to say.
        self._connection = await connect(
            self._stream,
            subprotocols=[Subprotocol("streamlit")],
            max_size=None,
            compression=None,
            proxy=None,
            additional_headers=self._headers,
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._connection:
            await self._connection.close()

    async def run(self, query: str | None = None) -> Run:
        """Ask for a script run and wait until it has finished.

        ``query`` is what the link says from now on, if it says something else than before; the
        page may write it differently (`Link.canonical`).

        A run that the page itself starts again (`st.rerun`, `st.switch_page`) counts until the
        last one of the chain has finished.

        Raises
        ------
        ScriptFailed
            If the page shows an exception.
        """
        if query is not None:
            self._query = query
        started = time.perf_counter()
        async with asyncio.timeout(RUN_SECONDS):
            await self._send()
            return await self._until_finished(started)

    async def _send(self) -> None:
        assert self._connection is not None
        message = BackMsg()
        state = message.rerun_script
        state.query_string = self._query
        state.page_script_hash = self._page_hash
        # A browser names the page by its address once, then by the hash that it was told.
        state.page_name = "" if self._page_hash else self._target.url_path
        state.cached_message_hashes.extend(self._known)
        state.context_info.color_scheme = "light"
        state.context_info.timezone = "UTC"
        state.context_info.locale = "en-GB"
        await self._connection.send(message.SerializeToString())

    async def _until_finished(self, started: float) -> Run:
        assert self._connection is not None
        wire = self._connection.transport.get_extra_info("socket")
        size = 0
        messages = []
        while True:
            # Streamlit's server leaves Nagle's algorithm on, and it waits for acknowledgements
            # that the kernel holds back for 40 ms: without this, every run of any page would take
            # 40 ms longer and the ratios would look better than they are.
            if _QUICK_ACK is not None:
                wire.setsockopt(socket.IPPROTO_TCP, _QUICK_ACK, 1)
            payload = await self._connection.recv(decode=False)
            size += len(payload)
            message = ForwardMsg.FromString(payload)
            messages.append(message)
            kind = message.WhichOneof("type")
            if message.metadata.cacheable:
                self._known.add(message.hash)
            if kind == "new_session":
                self._page_hash = message.new_session.page_script_hash
            elif kind == "page_info_changed":
                # As a browser does: a page that writes its link in full is not asked to do it
                # again with each run.
                self._query = message.page_info_changed.query_string
            elif kind == "navigation":
                self._page_hash = message.navigation.page_script_hash
            elif kind == "delta" and message.delta.new_element.HasField("exception"):
                raise ScriptFailed(
                    f"{self._target.title}: {message.delta.new_element.exception.message}"
                )
            elif kind == "page_not_found":
                raise ScriptFailed(f"{self._target.title}: there is no such page")
            elif kind == "script_finished" and _is_last(message):
                return Run(time.perf_counter() - started, size, messages)


def _is_last(message: ForwardMsg) -> bool:
    return message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN


async def first_run(stream: str, target: Target) -> Run:
    """Open a session, run the page once, and close the session."""
    async with Session(stream, target) as session:
        return await session.run()


async def reruns(stream: str, target: Target, sessions: int, times: int) -> list[float]:
    """Seconds of each rerun of so many sessions that all ask at the same time, without a pause.

    The first run of each session is left out: it is part of other measures.
    """

    async def one() -> list[float]:
        async with Session(stream, target) as session:
            await session.run()
            await ready.wait()
            return [(await session.run()).seconds for _ in range(times)]

    ready = asyncio.Barrier(sessions)
    results = await asyncio.gather(*(one() for _ in range(sessions)))
    return [seconds for result in results for seconds in result]
