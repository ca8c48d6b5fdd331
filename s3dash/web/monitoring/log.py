"""The log for programs: a line of JSON for everything, with the request or page it belongs to."""

from __future__ import annotations

import logging
import sys
import traceback
from contextvars import ContextVar
from types import TracebackType

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter

ACCESS = "s3dash.access"
"""The logger of requests; a line for each, never counted away."""
REQUEST: ContextVar[str] = ContextVar("request", default="")
"""Id of the request that is answered."""
PAGE: ContextVar[str] = ContextVar("page", default="")
"""The page whose script runs."""


class _About(logging.Filter):
    """Adds what a line belongs to."""

    def filter(self, record: logging.LogRecord) -> bool:
        if request := REQUEST.get():
            record.request = request
        if page := PAGE.get():
            record.page = page
        if record.name == "asyncio":
            # Below its first line stand the task and the words of its error.
            record.msg, record.args = record.getMessage().partition("\n")[0], ()
        return True


class _Formatter(JsonFormatter):
    """Tells where an error was and its kind, not its words: a reader may have typed them."""

    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        if ei[0] is None:
            return ""
        return "".join(_wordless(traceback.TracebackException(*ei)).format()).rstrip("\n")


def _wordless(told: traceback.TracebackException) -> traceback.TracebackException:
    """The same without the words of the error, of its causes, and of those that it gathers.

    What a `SyntaxError` quotes and notes that were added go as well.
    """
    for one in (told.__cause__, told.__context__, *(told.exceptions or ())):
        if one is not None:
            _wordless(one)
    told._str = ""  # type: ignore[attr-defined]
    told.__notes__ = None
    if hasattr(told, "text"):
        told.text, told.msg = "", ""
    return told


def handler() -> logging.Handler:
    """Writes lines of JSON to stderr."""
    made = logging.StreamHandler(sys.stderr)
    made.addFilter(_About())
    made.setFormatter(
        _Formatter(
            "%(levelname)s %(name)s %(message)s",
            rename_fields={"levelname": "level", "name": "logger", "exc_info": "error"},
            timestamp="time",
            reserved_attrs=[*RESERVED_ATTRS, "color_message"],
            json_ensure_ascii=False,
        )
    )
    return made


def write_json() -> None:
    """Have every logger that there is by now write to one handler of JSON lines."""
    logging.root.handlers = [handler()]
    for name in list(logging.root.manager.loggerDict):
        hand_on(logging.getLogger(name))
    tell_nobody()
    logging.getLogger(ACCESS).setLevel(logging.INFO)


def tell_nobody() -> None:
    """Leave out what the server itself writes of requests: the address of a reader, and filters."""
    logging.getLogger("uvicorn.access").disabled = True
    # Of a session it tells in one line who opens it; ours says that it does.
    logging.getLogger("uvicorn.error").addFilter(
        lambda record: record.levelno > logging.INFO or "WebSocket" not in record.getMessage()
    )


def hand_on(logger: logging.Logger) -> None:
    """Have a logger hand its lines on to the root instead of writing them itself."""
    logger.handlers = []
    logger.propagate = True
