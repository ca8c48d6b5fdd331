"""The command ``python -m s3dash serve``: check what a deployment sets, then serve."""

from __future__ import annotations

import argparse
import errno
import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from s3dash import folders
from s3dash import settings as known
from s3dash.commands.console import refuse, store_option, tell
from s3dash.settings import BadSetting, Settings

TEXT = "check the settings of a deployment, then serve the dashboard"
ADDRESS, PORT, BASE_PATH, ORIGINS, STORE = (
    one.variable for one in (known.ADDRESS, known.PORT, known.BASE_PATH, known.ORIGINS, known.STORE)
)
TRUSTED = "FORWARDED_ALLOW_IPS"
"""Where the server itself reads which proxies it may believe."""


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
    # As it stands: a path would take a stroke out of an address.
    stated[STORE] = options.store and str(options.store)
    given = {name: value for name, value in stated.items() if value is not None}
    try:
        settings = checked(os.environ | given)
    except BadSetting as error:
        return refuse(str(error))
    for line in (*known.misspelt(), *_doubts(settings)):
        tell(line)
    # What the options said holds for the server, too.
    os.environ.update(given)
    os.environ[STORE] = settings[known.STORE] or str(_file(settings))
    os.environ[TRUSTED] = ",".join(settings[known.PROXIES])
    # Streamlit reads .streamlit/config.toml of the folder that it is started in.
    os.chdir(folders.ROOT)
    sys.stderr.flush()
    if sys.platform == "win32":
        # There a process that is replaced seems to have ended to whoever started it.
        return subprocess.call(command(settings))
    os.execv(sys.executable, command(settings))


def command(settings: Settings) -> list[str]:
    """The command that serves the dashboard so, from the folder of `app.py`."""
    tls = settings[known.CERTIFICATE]
    sign_in = settings[known.SIGN_IN]
    return [
        *(sys.executable, "-m", "streamlit", "run", str(folders.ROOT / "app.py")),
        *("--server.headless", "true"),
        *("--server.address", settings[known.ADDRESS]),
        *("--server.port", str(settings[known.PORT])),
        *("--server.baseUrlPath", settings[known.BASE_PATH]),
        *(part for one in settings[known.ORIGINS] for part in ("--server.corsAllowedOrigins", one)),
        *(("--server.sslCertFile", str(tls)) if tls else ()),
        *(("--server.sslKeyFile", str(settings[known.KEY])) if tls else ()),
        *(("--secrets.files", str(sign_in)) if sign_in else ()),
    ]


def checked(environment: Mapping[str, str]) -> Settings:
    """The settings that the variables of an environment state, tried out: store, folder, port.

    Raises
    ------
    BadSetting
        For the first that cannot be used.
    """
    settings = known.read(environment)
    _check_store(settings)
    _check_template(settings)
    # Last, for it is the one that may change until the server listens.
    _check_listening(settings[known.ADDRESS], settings[known.PORT], PORT, ADDRESS)
    if figures := settings[known.METRICS]:
        name = known.METRICS.variable
        _check_listening(figures.address, figures.port, name, name)
    return settings


def _file(settings: Settings) -> Path:
    from s3dash.store.connection import BUILT

    return Path(settings[known.STORE] or BUILT).absolute()


def _check_store(settings: Settings) -> None:
    from s3dash.store.connection import Store, StoreError
    from s3dash.store.remote import NotFetched, Remote

    try:
        if known.is_remote(settings[known.STORE]):
            remote = Remote.of(settings)
            try:
                remote.fetch()
            except NotFetched as error:
                if not remote.copy.exists():
                    raise BadSetting(f"{STORE}: {error}") from None
                tell(f"{error} Until then the copy that was fetched before is served.")
            Store.open(remote.copy).close()
        else:
            Store.open(_file(settings)).close()
    except StoreError as error:
        raise BadSetting(f"{STORE}: {error}") from None


def _check_template(settings: Settings) -> None:
    if template := settings[known.TEMPLATE]:
        from s3dash.present.export.problems import ExportError
        from s3dash.present.export.template import opened

        try:
            opened(template)
        except ExportError as error:
            raise BadSetting(f"{known.TEMPLATE.variable}: {error}") from None


def _doubts(settings: Settings) -> list[str]:
    """What is wrong and hinders no page, a line each: rooms that cannot be kept, a clock."""
    from s3dash.present.rooms.database import address, trouble
    from s3dash.store.remedies import clock_told

    return [line for line in (trouble(address()), clock_told(_served(settings))) if line]


def _served(settings: Settings) -> Path:
    from s3dash.store.remote import Remote

    is_remote = known.is_remote(settings[known.STORE])
    return Remote.of(settings).copy if is_remote else _file(settings)


def _check_listening(address: str, port: int, port_name: str, address_name: str) -> None:
    """Raise unless the port is free and ours to open at the address."""
    try:
        found = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise BadSetting(
            f"{address_name}={address!r} is no address of this computer: set localhost, or "
            "0.0.0.0 for all its networks."
        ) from None
    family, kind, protocol, _, place = found[0]
    with socket.socket(family, kind, protocol) as probe:
        if sys.platform != "win32":
            # As the server does: a port whose last connections are still fading is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(place)
        except OSError as error:
            said = _not_listening(address, port, error, port_name, address_name)
            raise BadSetting(said) from None


def _not_listening(
    address: str, port: int, error: OSError, port_name: str, address_name: str
) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"{port_name}={port} is in use at {address}: end what uses it, or set another."
    if error.errno == errno.EACCES:
        return f"{port_name}={port} is not ours to open: set one from 1024 on."
    return (
        f"{address_name}={address!r} cannot be listened on ({error.strerror}): set localhost, or "
        "0.0.0.0 for all networks of this computer."
    )
