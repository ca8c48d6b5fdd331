"""The command ``python -m s3dash serve``: check what a deployment sets, then serve."""

from __future__ import annotations

import argparse
import errno
import os
import re
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from s3dash import folders
from s3dash.commands.console import refuse, store_option

TEXT = "check the settings of a deployment, then serve the dashboard"
ADDRESS, PORT, BASE_PATH, ORIGINS, STORE = (
    f"S3DASH_{name}" for name in ("ADDRESS", "PORT", "BASE_PATH", "ORIGINS", "STORE")
)
STEWARD = "S3DASH_STEWARD"
OWN = ("localhost", "127.0.0.1", "::1")
_PART = "[A-Za-z0-9_~-][A-Za-z0-9._~-]*"
_BASE_PATH = re.compile(f"/?(?:{_PART}(?:/{_PART})*/?)?")


class BadSetting(ValueError):
    """A setting that the dashboard cannot be served with: which one, and what to do, in a line."""


@dataclass(frozen=True)
class Settings:
    """What the dashboard is served with.

    Attributes
    ----------
    address
        Name or number of the network interface to listen on.
    port
        The port there; free when the settings were checked.
    base_path
        Path that all pages are below, without strokes at its ends; empty: the root.
    origins
        Addresses that readers know the dashboard by where a proxy sends another ``Host`` on.
    store
        The store to read, which could be opened.
    """

    address: str
    port: int
    base_path: str
    origins: tuple[str, ...]
    store: Path

    def command(self) -> list[str]:
        """The command that serves the dashboard so, from the folder of `app.py`."""
        return [
            *(sys.executable, "-m", "streamlit", "run", str(folders.ROOT / "app.py")),
            *("--server.headless", "true"),
            *("--server.address", self.address),
            *("--server.port", str(self.port)),
            *("--server.baseUrlPath", self.base_path),
            *(part for one in self.origins for part in ("--server.corsAllowedOrigins", one)),
        ]


def add_command(commands: Any) -> None:
    """Add the command to those of the program."""
    command = commands.add_parser("serve", parents=[store_option()], help=TEXT, description=TEXT)
    for name, variable, default in (
        ("address", ADDRESS, "localhost: this computer only"),
        ("port", PORT, "8501"),
        ("base-path", BASE_PATH, "the root"),
    ):
        command.add_argument(
            f"--{name}",
            metavar=name.upper().replace("-", "_"),
            help=f"default: ${variable}, else {default}",
        )
    command.set_defaults(run=run)


# The library is imported inside, so that --help does not wait for DuckDB.


def run(options: argparse.Namespace) -> int:
    """Become the server; 1 with a line on stderr that names the setting that is wrong.

    The server takes the place of this process, so that the signals of whoever started it arrive.
    """
    stated = {ADDRESS: options.address, PORT: options.port, BASE_PATH: options.base_path}
    stated[STORE] = options.store and str(options.store)
    given = {name: value for name, value in stated.items() if value is not None}
    try:
        settings = checked(os.environ | given)
    except BadSetting as error:
        return refuse(str(error))
    os.environ[STORE] = str(settings.store)
    # Streamlit reads .streamlit/config.toml of the folder that it is started in.
    os.chdir(folders.ROOT)
    sys.stderr.flush()
    if sys.platform == "win32":
        # There a process that is replaced seems to have ended to whoever started it.
        return subprocess.call(settings.command())
    os.execv(sys.executable, settings.command())


def checked(environment: Mapping[str, str]) -> Settings:
    """The settings that the variables of an environment state; a variable that is empty is unset.

    Raises
    ------
    BadSetting
        For the first that cannot be used.
    """
    base_path = environment.get(BASE_PATH, "")
    if not _BASE_PATH.fullmatch(base_path):
        raise BadSetting(
            f"{BASE_PATH}={base_path!r} is no path to serve under: use letters, digits, "
            "'-', '_' and '/', such as s3."
        )
    address = environment.get(ADDRESS) or "localhost"
    if environment.get(STEWARD) == "1" and (address not in OWN or environment.get(ORIGINS)):
        raise BadSetting(
            f"{STEWARD}=1: the steward's desk asks nobody who they are, so it is for this computer "
            f"alone. Set {ADDRESS} to localhost and no {ORIGINS}, or leave the desk off."
        )
    port = _port(environment.get(PORT) or "8501")
    origins = tuple(_origin(one) for one in environment.get(ORIGINS, "").split(",") if one.strip())
    store = _store(environment.get(STORE))
    # Last, for it is the one that may change until the server listens.
    _check_listening(address, port)
    return Settings(address, port, base_path.strip("/"), origins, store)


def _port(stated: str) -> int:
    if not (stated.isascii() and stated.isdigit() and 1 <= int(stated[:6]) <= 65_535):
        raise BadSetting(f"{PORT}={stated!r} is no port: set a number from 1 to 65535.")
    return int(stated)


def _origin(stated: str) -> str:
    address = stated.strip()
    try:
        parts = urlsplit(address)
        is_origin = address == f"{parts.scheme}://{parts.netloc}" and bool(parts.hostname)
        _ = parts.port  # raises where it is no number
    except ValueError:
        is_origin = False
    if not is_origin or not address.startswith(("http://", "https://")):
        raise BadSetting(
            f"{ORIGINS}: {address!r} is no address of a site: set it with its scheme and "
            "without a path, such as https://s3.example.eu; several with commas between."
        )
    return address


def _store(stated: str | None) -> Path:
    from s3dash.store.connection import BUILT, Store, StoreError

    path = Path(stated or BUILT).absolute()
    try:
        Store.open(path).close()
    except StoreError as error:
        raise BadSetting(f"{STORE}: {error}") from None
    return path


def _check_listening(address: str, port: int) -> None:
    """Raise unless the port is free and ours to open at the address."""
    try:
        found = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise BadSetting(
            f"{ADDRESS}={address!r} is no address of this computer: set localhost, or 0.0.0.0 "
            "for all its networks."
        ) from None
    family, kind, protocol, _, place = found[0]
    with socket.socket(family, kind, protocol) as probe:
        if sys.platform != "win32":
            # As the server does: a port whose last connections are still fading is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(place)
        except OSError as error:
            raise BadSetting(_not_listening(address, port, error)) from None


def _not_listening(address: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"{PORT}={port} is in use at {address}: end what uses it, or set another."
    if error.errno == errno.EACCES:
        return f"{PORT}={port} is not ours to open: set one from 1024 on."
    return (
        f"{ADDRESS}={address!r} cannot be listened on ({error.strerror}): set localhost, or "
        "0.0.0.0 for all networks of this computer."
    )
