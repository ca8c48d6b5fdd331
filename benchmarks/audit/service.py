"""What a page of another site may not do to everybody else."""

import http.client
import threading
import time
from urllib.error import URLError
from urllib.request import urlopen

from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from benchmarks.audit.tally import Progress, Tally
from benchmarks.rounds import resident_bytes
from benchmarks.servers import HOST, Server

ORIGINS = 10
LONGEST_SECONDS = 0.5
"""The health check is to answer in that time, whoever else comes."""
UPLOAD_BYTES = 150_000_000
MOST_KEPT_BYTES = 20_000_000


def foreign_origins(server: Server, tell: Progress) -> Tally:
    """Open sessions from pages of other sites, all at once; each is refused, and nobody waits."""
    tell("foreign origins")
    tally = Tally("foreign origins", tried=ORIGINS)
    refused: list[int] = []

    def come(number: int) -> None:
        try:
            with connect(server.stream, origin=f"http://evil{number}.example", proxy=None):  # type: ignore[arg-type]
                pass
        except InvalidStatus as error:
            refused.append(error.response.status_code)

    visitors = [threading.Thread(target=come, args=(number,)) for number in range(ORIGINS)]
    for visitor in visitors:
        visitor.start()
    longest = 0.0
    while any(visitor.is_alive() for visitor in visitors):
        started = time.perf_counter()
        with urlopen(f"{server.address}/_stcore/health", timeout=60):
            longest = max(longest, time.perf_counter() - started)
    tally.note = f"longest health check meanwhile {longest * 1000:.0f} ms"
    tally.failures += ["let in"] * (ORIGINS - refused.count(403))
    if longest > LONGEST_SECONDS:
        tally.failures.append(f"the health check took {longest:.1f} s")
    return tally


def uploads(server: Server, tell: Progress) -> Tally:
    """Send a large file to the addresses that Streamlit takes uploads at."""
    tally = Tally("uploads")
    before = resident_bytes(server)
    for method in ("PUT", "POST"):
        for headers in ({}, {"Origin": "http://evil.example"}):
            tell(f"uploads: {method}")
            tally.tried += 1
            status = _send(server, method, headers)
            if status not in (403, 404, 405):
                tally.failures.append(f"{method} {headers}: answered {status}")
    kept = resident_bytes(server) - before
    tally.note = f"memory grew by {kept / 1e6:.0f} MB"
    if kept > MOST_KEPT_BYTES:
        tally.failures.append(f"memory grew by {kept / 1e6:.0f} MB")
    return tally


def _send(server: Server, method: str, headers: dict[str, str]) -> int:
    connection = http.client.HTTPConnection(HOST, server.port, timeout=60)
    piece = b"x" * 1_000_000
    try:
        connection.putrequest(method, "/_stcore/upload_file/session/file")
        for name, value in {**headers, "Content-Length": str(UPLOAD_BYTES)}.items():
            connection.putheader(name, value)
        connection.endheaders()
        for _ in range(UPLOAD_BYTES // len(piece)):
            try:
                connection.send(piece)
            except (BrokenPipeError, ConnectionResetError):
                # The answer came before the file was through.
                break
        return connection.getresponse().status
    except (ConnectionResetError, URLError):
        return 403
    finally:
        connection.close()
