"""The two servers that are measured, each a process of its own on the loopback interface."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from websockets.exceptions import InvalidHandshake
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from scripts.ports import HOST, free_port

ROOT = Path(__file__).parents[1]
DASHBOARD = ROOT / "app.py"
FLOOR = ROOT / "benchmarks" / "floor" / "app.py"
START_SECONDS = 60
STOP_SECONDS = 10
POLL_SECONDS = 0.01
LAST_BYTES = 1500


@dataclass(frozen=True)
class Server:
    """A running server: where it listens, when its process was started, what it writes, its id."""

    port: int
    started: float
    log: IO[str]
    process: int

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://{HOST}:{self.port}"

    @property
    def stream(self) -> str:
        """Where a session is opened."""
        return f"ws://{HOST}:{self.port}/_stcore/stream"

    def last_words(self) -> str:
        """The end of what the server wrote: the trace of a failing page stands there."""
        return _end_of(self.log)


@contextmanager
def serving(app: Path, store: Path | None = None) -> Iterator[Server]:
    """Serve an app until the block ends; its process is ended whatever happens in it.

    ``store`` is the one that the dashboard reads; the built one if it is not named.

    Raises
    ------
    RuntimeError
        If the server ends by itself or does not listen in time; with what it wrote last.
    """
    port = free_port()
    command = [
        *(sys.executable, "-m", "streamlit", "run", str(app)),
        *("--server.port", str(port), "--server.address", HOST),
        *("--server.headless", "true"),
    ]
    # A file and not a pipe: a pipe that nobody reads would stop the server once it is full.
    with tempfile.TemporaryFile("w+", encoding="utf-8") as log:
        started = time.perf_counter()
        # A group of its own, so that an interrupt from the keyboard reaches us alone.
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | ({"S3DASH_STORE": str(store)} if store else {}),
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            server = Server(port, started, log, process.pid)
            _wait_until_listening(process, server)
            yield server
        finally:
            _end(process)


def _wait_until_listening(process: subprocess.Popen[bytes], server: Server) -> None:
    deadline = time.perf_counter() + START_SECONDS
    while time.perf_counter() < deadline:
        if process.poll() is not None:
            said = server.last_words()
            raise RuntimeError(f"The server ended with status {process.returncode}:\n{said}")
        try:
            with connect(server.stream, subprotocols=[Subprotocol("streamlit")], proxy=None):
                return
        except (OSError, InvalidHandshake, TimeoutError):
            time.sleep(POLL_SECONDS)
    raise RuntimeError(f"The server did not listen within {START_SECONDS} seconds.")


def _end_of(log: IO[str]) -> str:
    # Not through the file object: its position is the one at which the server writes.
    size = os.fstat(log.fileno()).st_size
    return os.pread(log.fileno(), LAST_BYTES, max(0, size - LAST_BYTES)).decode(errors="replace")


def _end(process: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is not None:
            break
        os.killpg(process.pid, number)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            continue
