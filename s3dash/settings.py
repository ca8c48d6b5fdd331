"""What a deployment may set: each variable of the environment, what it may hold, what it means.

`read` checks all of them and names the first that cannot be used, in one line with what to do.
`docs/operations.md` has the table, which `table` writes.
"""

from __future__ import annotations

import difflib
import ipaddress
import os
import re
import ssl
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from s3dash import folders

PREFIX = "S3DASH_"
NO_LIMIT = "none"
OWN = ("localhost", "127.0.0.1", "::1")
"""Names of this computer, which nobody else reaches it by."""
_PART = "[A-Za-z0-9_~-][A-Za-z0-9._~-]*"
_BASE_PATH = re.compile(f"/?(?:{_PART}(?:/{_PART})*/?)?")
_RATE = re.compile(r"[1-9][0-9]{0,6}/(?:second|minute|hour)")
_LONGEST_SHOWN = 80
_AUTH = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
"""What the section of a provider has to say."""
_SHORTEST_SECRET = 32


class BadSetting(ValueError):
    """A setting that the dashboard cannot be served with: which one, and what to do, in a line."""


class _Wrong(ValueError):
    """What is wrong with a value, after the name of the variable and the value."""


@dataclass(frozen=True)
class Listening:
    """Where figures are served: name or number of a network interface, and a port."""

    address: str
    port: int


@dataclass(frozen=True)
class Setting:
    """A variable: its name after `PREFIX`, what it does, what holds when it is unset or empty.

    A secret is not shown where it is wrong.
    """

    name: str
    meaning: str
    unset: str
    read: Callable[[str], Any]
    default: Any
    is_secret: bool = False

    @property
    def variable(self) -> str:
        """Its name in the environment."""
        return f"{PREFIX}{self.name}"


def _path(stated: str) -> str:
    if not _BASE_PATH.fullmatch(stated):
        raise _Wrong(
            "is no path to serve under: use letters, digits, '-', '_' and '/', such as s3."
        )
    return stated.strip("/")


def _whole(least: int, most: int, what: str) -> Callable[[str], int]:
    def read(stated: str) -> int:
        # Digits of other scripts are digits, too; a thousand of them take long.
        is_number = stated.isascii() and stated.isdigit() and len(stated) < 12
        if not (is_number and least <= int(stated) <= most):
            raise _Wrong(f"is no {what}: set a number from {least} to {most}.")
        return int(stated)

    return read


def _origins(stated: str) -> tuple[str, ...]:
    return tuple(_origin(one.strip()) for one in stated.split(",") if one.strip())


def _origin(address: str) -> str:
    try:
        parts = urlsplit(address)
        is_origin = address == f"{parts.scheme}://{parts.netloc}" and bool(parts.hostname)
        _ = parts.port  # raises where it is no number
    except ValueError:
        is_origin = False
    if not is_origin or not address.startswith(("http://", "https://")):
        raise _Wrong(
            f": {address!r} is no address of a site: set it with its scheme and "
            "without a path, such as https://s3.example.eu; several with commas between."
        )
    return address


def _frames(stated: str) -> tuple[str, ...]:
    return () if stated == NO_LIMIT else _origins(stated)


def _networks(stated: str) -> tuple[str, ...]:
    found = [one.strip() for one in stated.split(",") if one.strip()]
    for one in found:
        try:
            ipaddress.ip_network(one)
        except ValueError:
            raise _Wrong(
                f": {one!r} is no address or network of a proxy: set such as 10.0.0.7 or "
                "10.0.0.0/8; several with commas between."
            ) from None
    return tuple(found)


def _file(stated: str) -> Path:
    path = Path(stated).absolute()
    try:
        with path.open("rb") as stream:
            stream.read(1)
    except OSError as error:
        raise _Wrong(
            f"cannot be read ({error.strerror}): name a file that is there and that the user "
            "who runs the dashboard may read."
        ) from None
    return path


def _folder(stated: str) -> Path:
    path = Path(stated).absolute()
    if not path.is_dir():
        raise _Wrong("is no folder: name the one of datapackage.json.")
    return path


def _sign_in(stated: str) -> Path:
    """A file of Streamlit's secrets that `st.login` can work with."""
    path = _file(stated)
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8")).get("auth")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise _Wrong(
            "is no file of TOML: write the section [auth] of Streamlit's secrets."
        ) from None
    found = told if isinstance(told, dict) else {}
    if missing := [name for name in _AUTH if not isinstance(found.get(name), str)]:
        raise _Wrong(f"has no {', '.join(missing)} in its section [auth]: add it.")
    if len(found["cookie_secret"]) < _SHORTEST_SECRET:
        raise _Wrong(
            f"has a cookie_secret of less than {_SHORTEST_SECRET} letters: write a random one, "
            "the same for all processes."
        )
    if urlsplit(found["redirect_uri"]).path.rpartition("/")[2] != "oauth2callback":
        raise _Wrong("has a redirect_uri that does not end with /oauth2callback: add it.")
    return path


def is_remote(stated: str) -> bool:
    """Whether a store is named by an address of the network, not by a file."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", stated) is not None


def _store(stated: str) -> str:
    if not is_remote(stated):
        return str(Path(stated).absolute())
    try:
        parts = urlsplit(stated)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        host = ""
    is_inside = "." not in host or host.startswith("127.")
    is_known = parts.scheme in ("https", "s3") or (parts.scheme == "http" and is_inside)
    if not host or not is_known or not parts.path.strip("/") or parts.query or parts.username:
        raise _Wrong(
            "is no address of a store: set https://host/path/s3.duckdb or s3://bucket/path/"
            "s3.duckdb, without a question or a name in it; http:// only for a host of the same "
            "network that is named without a dot."
        )
    return stated


def _rate(stated: str) -> str:
    if stated != NO_LIMIT and not _RATE.fullmatch(stated):
        raise _Wrong(
            f"is no rate: set a number for each second, minute or hour, such as 600/minute, or "
            f"{NO_LIMIT}."
        )
    return stated


def _rooms(stated: str) -> str:
    if is_remote(stated):
        try:
            parts = urlsplit(stated)
            is_known = parts.scheme.partition("+")[0] in ("postgresql", "sqlite")
            _ = parts.port
        except ValueError:
            is_known = False
        if not is_known:
            raise _Wrong(
                "names no database for rooms: set a path of a file, or "
                "postgresql://user:password@host/name."
            )
    return stated


def _one_of(*words: str) -> Callable[[str], str]:
    def read(stated: str) -> str:
        if stated not in words:
            raise _Wrong(f"is not known: set {' or '.join(words)}.")
        return stated

    return read


def _listening(stated: str) -> Listening:
    address, _, port = stated.rpartition(":")
    try:
        if not address:
            raise _Wrong("")
        return Listening(address.strip("[]"), _whole(1, 65_535, "port")(port))
    except _Wrong:
        raise _Wrong(
            "is no place to listen: set address and port, such as 127.0.0.1:9464."
        ) from None


def _yes(stated: str) -> bool:
    if stated not in ("0", "1"):
        raise _Wrong("is not known: set 1 for yes, or 0.")
    return stated == "1"


def _word(stated: str) -> str:
    if not stated.isprintable() or len(stated) > 200:
        raise _Wrong("is no name: set one line of at most 200 letters.")
    return stated


ADDRESS = Setting(
    "ADDRESS",
    "where the server listens; `0.0.0.0`: all networks of the computer",
    "this computer only",
    str,
    "localhost",
)
PORT = Setting("PORT", "the port there", "8501", _whole(1, 65_535, "port"), 8501)
BASE_PATH = Setting(
    "BASE_PATH",
    "the path it is served under: with `s3` all pages and files are below `/s3/`",
    "the root",
    _path,
    "",
)
ORIGINS = Setting(
    "ORIGINS", "`server.corsAllowedOrigins` below, with commas between them", "none", _origins, ()
)
FRAMES = Setting(
    "FRAMES",
    "sites that may show views in a frame (`/embed/…`), such as `https://region.example`, with "
    f"commas between them; `{NO_LIMIT}`: no site",
    "any site",
    _frames,
    None,
)
PROXIES = Setting(
    "PROXIES",
    "addresses or networks of the proxies whose word on the address of a reader "
    "(`X-Forwarded-For`) is taken, with commas between them",
    "`127.0.0.1`",
    _networks,
    ("127.0.0.1",),
)
CERTIFICATE = Setting(
    "CERTIFICATE", "file of the certificate, where there is no proxy with TLS", "none", _file, None
)
KEY = Setting("KEY", "file of its key", "none", _file, None)
STORE = Setting(
    "STORE",
    "the store to read: a file, or an address `https://…` or `s3://…` that is followed",
    "`build/s3.duckdb`",
    _store,
    "",
)
STORE_SECONDS = Setting(
    "STORE_SECONDS",
    "how often an address is asked for a newer store",
    "10",
    _whole(1, 3600, "number of seconds"),
    10,
)
CACHE = Setting(
    "CACHE", "folder for the copy of a store that has an address", "one in the system's `tmp`",
    lambda stated: Path(stated).absolute(), None,
)  # fmt: skip
CORRECTIONS_TO = Setting(
    "CORRECTIONS_TO", "mail address that readers are asked to send corrections to", "nobody",
    _word, "",
)  # fmt: skip
MOST_SESSIONS = Setting(
    "MOST_SESSIONS",
    "readers at a time in this process; the next one waits on a page that comes back by itself",
    "as many as open files leave room for",
    _whole(1, 100_000, "number of readers"),
    None,
)
MOST_MEMORY = Setting(
    "MOST_MEMORY",
    "MB of memory that this process may have taken when one more reader is let in",
    "no limit",
    _whole(100, 10_000_000, "number of MB"),
    None,
)
SESSION_RATE = Setting(
    "SESSION_RATE",
    "new sessions from one address; a hall of people often has one",
    "`1200/minute`",
    _rate,
    "1200/minute",
)
API_RATE = Setting(
    "API_RATE", "questions of programs from one address", "`600/minute`", _rate, "600/minute"
)
QUERY_SECONDS = Setting(
    "QUERY_SECONDS",
    "after how many seconds a query of a page is cut; the page says so",
    "20",
    _whole(1, 3600, "number of seconds"),
    20,
)
ROOMS = Setting(
    "ROOMS",
    "where rooms are kept: a file of SQLite, or `postgresql://user:password@host/name`, which "
    "servers on several computers need",
    "`build/rooms/rooms.sqlite`",
    _rooms,
    "",
    is_secret=True,
)
TEMPLATE = Setting(
    "TEMPLATE",
    "presentation (.pptx) whose masters and layouts the slides take that rooms export",
    "the dashboard's own look",
    _file,
    None,
)
LOG = Setting(
    "LOG", "how the log is written: `text`, or `json` with a line for each request", "`text`",
    _one_of("text", "json"), "text",
)  # fmt: skip
METRICS = Setting(
    "METRICS",
    "address and port where `/metrics` is served to Prometheus, such as `127.0.0.1:9464`; the "
    "port of the readers never has it",
    "nowhere",
    _listening,
    None,
)
STEWARD = Setting(
    "STEWARD", "`1`: the steward's desk, on one's own computer alone",
    "the desk is off", _yes, False,
)  # fmt: skip
DATA = Setting(
    "DATA", "folder of the data package: commands read it, the desk changes it", "`data`", _folder,
    None,
)  # fmt: skip
SIGN_IN = Setting(
    "SIGN_IN", "file with the section `[auth]` of Streamlit's secrets: readers may sign in",
    "nobody signs in", _sign_in, None,
)  # fmt: skip
ROLE_CLAIM = Setting(
    "ROLE_CLAIM", "claim of the provider that names the groups of who signs in", "`groups`",
    _word, "groups",
)  # fmt: skip
STEWARDS = Setting(
    "STEWARDS", "group that the steward's desk is for, where it is on", "everybody there", _word, ""
)
FACILITATORS = Setting(
    "FACILITATORS",
    "group that opens and leads rooms; who follows one on a phone needs no account",
    "everybody",
    _word,
    "",
)
SETTINGS = (
    *(ADDRESS, PORT, BASE_PATH, ORIGINS, FRAMES, PROXIES, CERTIFICATE, KEY),
    *(STORE, STORE_SECONDS, CACHE, CORRECTIONS_TO),
    *(MOST_SESSIONS, MOST_MEMORY, SESSION_RATE, API_RATE, QUERY_SECONDS, ROOMS, TEMPLATE),
    *(LOG, METRICS, STEWARD, DATA, SIGN_IN, ROLE_CLAIM, STEWARDS, FACILITATORS),
)
ELSEWHERE = ("PROXY", "SERVER_1", "SERVER_2", "READY", "PUBLISHED")
"""Variables that `compose.yaml` and `deploy/haproxy.cfg` have for themselves."""


class Settings:
    """Every setting with its value or default: ``settings[PORT]``."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = dict(values)

    def __getitem__(self, setting: Setting) -> Any:
        return self._values[setting.name]


def read(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings that the variables of an environment state; a variable that is empty is unset.

    Raises
    ------
    BadSetting
        For the first that cannot be used.
    """
    stated = os.environ if environment is None else environment
    values = {one.name: _value(one, stated.get(one.variable, "")) for one in SETTINGS}
    settings = Settings(values)
    _check_certificate(settings)
    if settings[STEWARD] and (settings[ADDRESS] not in OWN or settings[ORIGINS]):
        raise BadSetting(
            f"{STEWARD.variable}=1 asks nobody who they are, so it is for this computer alone: set "
            f"{ADDRESS.variable} to localhost and no {ORIGINS.variable}, or leave the desk off."
        )
    for group in (STEWARDS, FACILITATORS):
        if settings[group] and not settings[SIGN_IN]:
            raise BadSetting(
                f"{group.variable} names a group, and nobody can sign in: set {SIGN_IN.variable}."
            )
    return settings


def _value(setting: Setting, stated: str) -> Any:
    stated = stated.strip() if setting is not BASE_PATH else stated
    if not stated:
        return setting.default
    try:
        return setting.read(stated)
    except _Wrong as wrong:
        told = str(wrong)
        shown = stated if len(stated) <= _LONGEST_SHOWN else f"{stated[:_LONGEST_SHOWN]}…"
        said = setting.variable if setting.is_secret else f"{setting.variable}={shown!r}"
        start = setting.variable if told.startswith(":") else f"{said} "
        raise BadSetting(f"{start}{told}") from None


def _check_certificate(settings: Settings) -> None:
    certificate, key = settings[CERTIFICATE], settings[KEY]
    if bool(certificate) != bool(key):
        there, missing = (CERTIFICATE, KEY) if certificate else (KEY, CERTIFICATE)
        raise BadSetting(
            f"{there.variable} is set and {missing.variable} is not: TLS needs both files."
        )
    if certificate:
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
        except (OSError, ValueError) as error:
            why = getattr(error, "reason", None) or str(error)
            raise BadSetting(
                f"{CERTIFICATE.variable} and {KEY.variable} do not belong together or are no PEM "
                f"files ({why}): name the certificate and the key that it was made with."
            ) from None


def data_dir() -> Path:
    """The folder of the data package, as the environment names it now."""
    return Path(os.environ.get(DATA.variable) or folders.DATA)


def misspelt(environment: Mapping[str, str] | None = None) -> list[str]:
    """A line for each variable that looks like one of ours and is not."""
    stated = os.environ if environment is None else environment
    known = [one.variable for one in SETTINGS]
    mine = {*known, *(f"{PREFIX}{name}" for name in ELSEWHERE)}
    lines = []
    for name in sorted(name for name in stated if name.startswith(PREFIX) and name not in mine):
        if near := difflib.get_close_matches(name, known, 1, 0.85):
            lines.append(f"{name} is no setting and does nothing: did you mean {near[0]}?")
    return lines


def table() -> str:
    """All settings as a table in Markdown, for the documentation."""
    rows = [("setting", "what it does", "unset"), ("---",) * 3]
    rows += [(f"`{one.variable}`", one.meaning, one.unset) for one in SETTINGS]
    lines = [f"| {' | '.join(row)} |" if row[0] != "---" else "|---|---|---|" for row in rows]
    return "\n".join(lines)
