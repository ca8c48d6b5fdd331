"""Run what compose.yaml describes on this computer: two dashboards behind `deploy/haproxy.cfg`.

python -m scripts.cluster [PORT]     (default: 8080; S3DASH_BASE_PATH and S3DASH_STORE as usual)
"""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from s3dash.folders import BUILD, ROOT
from s3dash.settings import METRICS
from scripts.ports import HOST, free_port

SERVERS = ("one", "two")
"""What the proxy calls the dashboards, in its cookie too."""
START_SECONDS = 90
STOP_SECONDS = 10
POLL_SECONDS = 0.5
PROXY_FILE = ROOT / "deploy" / "haproxy.cfg"


class NotRunning(RuntimeError):
    """The cluster does not start: what is missing, or what was said last."""


@dataclass(frozen=True)
class Cluster:
    """Where readers come in, below the path if there is one; each dashboard's process, and the
    proxy's.
    """

    url: str
    dashboards: dict[str, subprocess.Popen[bytes]]
    proxy: subprocess.Popen[bytes]


def haproxy() -> str | None:
    """Path of haproxy, which Debian keeps where not everybody looks."""
    return shutil.which("haproxy") or shutil.which("haproxy", path="/usr/sbin:/usr/local/sbin")


@contextmanager
def running(logs: Path, port: int = 0, **settings: str) -> Iterator[Cluster]:
    """Run the cluster until the block ends; its processes, and no others, are ended with it.

    Parameters
    ----------
    logs
        Folder for what the three write.
    port
        Of the proxy; 0: any that is free.
    settings
        Variables of `python -m s3dash serve`, such as ``S3DASH_BASE_PATH``.

    Raises
    ------
    NotRunning
        If haproxy is not installed, a process ends by itself, or none answers in time.
    """
    proxy = haproxy()
    if proxy is None:
        raise NotRunning("haproxy is not installed: apt-get install haproxy, or use compose.yaml.")
    path = settings.get("S3DASH_BASE_PATH", "").strip("/")
    below = f"/{path}" if path else ""
    ports = [free_port() for _ in SERVERS]
    port = port or free_port()
    metrics = metrics_places((os.environ | settings).get(METRICS.variable, ""))
    with ExitStack() as stack:
        dashboards = {
            name: stack.enter_context(
                _process(
                    [sys.executable, "-m", "s3dash", "serve"],
                    logs / f"{name}.txt",
                    settings
                    | {
                        "S3DASH_ADDRESS": HOST,
                        "S3DASH_PORT": str(one),
                        METRICS.variable: place,
                    },
                )
            )
            for name, one, place in zip(SERVERS, ports, metrics, strict=True)
        }
        for name, one in zip(SERVERS, ports, strict=True):
            url = f"http://{HOST}:{one}{below}/_stcore/health"
            _wait_for(url, dashboards[name], logs / f"{name}.txt")
        ready = f"{below}/readyz"
        places = {
            "S3DASH_PROXY": f"{HOST}:{port}",
            "S3DASH_SERVER_1": f"{HOST}:{ports[0]}",
            "S3DASH_SERVER_2": f"{HOST}:{ports[1]}",
            "S3DASH_READY": ready,
        }
        command = [proxy, "-db", "-f", str(PROXY_FILE)]
        process = stack.enter_context(_process(command, logs / "proxy.txt", places))
        url = f"http://{HOST}:{port}{below}"
        _wait_for(f"{url}/_stcore/health", process, logs / "proxy.txt")
        yield Cluster(url, dashboards, process)


def metrics_places(stated: str) -> list[str]:
    """Where each dashboard has its figures: the place that is stated, and the ports after it."""
    address, _, port = stated.rpartition(":")
    if not port.isdecimal():
        # Nowhere, or nothing that can be used: then each says so itself.
        return [stated] * len(SERVERS)
    return [f"{address}:{int(port) + place}" for place in range(len(SERVERS))]


@contextmanager
def _process(
    command: list[str], log: Path, settings: dict[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as output:
        # A group of its own: an interrupt from the keyboard reaches us, and we end it.
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | settings,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(STOP_SECONDS)


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    give_up = time.monotonic() + START_SECONDS
    while _status(url) != 200:
        if process.poll() is not None or time.monotonic() > give_up:
            raise NotRunning(log.read_text(encoding="utf-8", errors="replace")[-1500:].strip())
        time.sleep(0.1)


def _status(url: str) -> int:
    """The status that is answered with; 0: there is no answer."""
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def ends(processes: Mapping[str, subprocess.Popen[bytes]]) -> Iterator[tuple[str, int]]:
    """Name and code of each process when it ends, until all have; below 0: the signal it got."""
    left = dict(processes)
    while left:
        for name, process in list(left.items()):
            if (code := process.poll()) is not None:
                del left[name]
                yield name, code
        time.sleep(POLL_SECONDS)


def main(port: int = 8080) -> int:
    """Run it until Ctrl-C, or until it is told to end."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    logs = BUILD / "cluster"
    logs.mkdir(parents=True, exist_ok=True)
    stated = {"S3DASH_BASE_PATH": os.environ.get("S3DASH_BASE_PATH", "")}
    try:
        with running(logs, port, **stated) as cluster:
            processes = ", ".join(f"{name} {one.pid}" for name, one in cluster.dashboards.items())
            print(
                f"{cluster.url}/ (processes: {processes}; logs: {logs}). Ctrl-C ends it.",
                flush=True,
            )
            for name, code in ends({**cluster.dashboards, "proxy": cluster.proxy}):
                print(f"{name} has ended with code {code}: {logs / name}.txt", file=sys.stderr)
                if all(one.poll() is not None for one in cluster.dashboards.values()):
                    break
            print("Both dashboards have ended.", file=sys.stderr)
            return 1
    except NotRunning as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
