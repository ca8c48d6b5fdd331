"""The same line over and over is written a few times and then counted."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from s3dash.web.quiet_log import MOST_KINDS, WITHIN_SECONDS, WRITTEN, Repeated, quieten


class Log:
    """A log of its own, with a clock that the test sets."""

    def __init__(self) -> None:
        self.now = 0.0
        self.filter = Repeated(lambda: self.now)

    def write(self, text: str, *arguments: object, level: int = logging.ERROR) -> str | None:
        """What is written of a line; None: it is left out."""
        record = logging.LogRecord("any", level, "", 0, text, arguments, None)
        return record.getMessage() if self.filter.filter(record) else None


def test_a_line_that_comes_again_and_again_is_counted() -> None:
    log = Log()
    # As each client has another port.
    found = [log.write("127.0.0.1:%d refused", 4000 + number) for number in range(100)]
    written = [line for line in found if line]
    assert len(written) == WRITTEN
    assert written[0] == "127.0.0.1:4000 refused"
    assert written[-1].startswith("127.0.0.1:4004 refused (More like this")
    log.now = WITHIN_SECONDS
    after = log.write("127.0.0.1:%d refused", 1)
    assert after == f"127.0.0.1:1 refused ({100 - WRITTEN} more like this were left out.)"
    assert log.write("127.0.0.1:%d refused", 2) == "127.0.0.1:2 refused"


def test_other_lines_are_written() -> None:
    log = Log()
    for _ in range(WRITTEN + 1):
        log.write("full")
    assert log.write("full") is None
    assert log.write("full", level=logging.WARNING) == "full"
    assert log.write("another") == "another"


def test_what_is_counted_does_not_grow() -> None:
    log = Log()
    for number in range(3 * MOST_KINDS):
        log.write("line " + "x" * number)
    assert len(log.filter._counts) == MOST_KINDS


@pytest.fixture
def logger() -> Iterator[logging.Logger]:
    found = logging.getLogger("s3dash.tests.quiet")
    before = {
        each: list(each.filters)
        for each in (logging.root, *map(logging.getLogger, logging.root.manager.loggerDict))
    }
    yield found
    for each in map(logging.getLogger, list(logging.root.manager.loggerDict)):
        each.filters = before.get(each, [])
    logging.root.filters = before[logging.root]


def test_all_logs_are_quiet(logger: logging.Logger, caplog: pytest.LogCaptureFixture) -> None:
    quieten()
    for number in range(50):
        logger.error("Line %d", number)
        logging.getLogger("asyncio").error("socket.accept() out of system resource")
    assert len(caplog.messages) == 2 * WRITTEN
