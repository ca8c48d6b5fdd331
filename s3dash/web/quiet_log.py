"""A log that can be read: what comes again and again is written a few times, then counted."""

import logging
import re
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from s3dash.web.monitoring.log import ACCESS

WRITTEN = 5
"""How often the same line is written in `WITHIN_SECONDS`."""
WITHIN_SECONDS = 60.0
MOST_KINDS = 500
"""Lines that are told apart; those that came longest ago give way."""
_NUMBERS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+")


@dataclass
class _Count:
    since: float
    written: int = 0
    left_out: int = 0


class Repeated(logging.Filter):
    """Let a line pass so often in a minute; the next one after that says how many there were.

    Where one cause makes a line a thousand times a second (no open files left, a page of another
    site that tries again), the log would fill the disk, and hide what came before. Lines that
    differ in numbers only, such as the port of a client, are the same.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._lock = Lock()
        self._counts: OrderedDict[tuple[str, int, str], _Count] = OrderedDict()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is written; its text is added to where lines like it are left out."""
        said = record.getMessage()
        key = (record.name, record.levelno, _NUMBERS.sub("#", said))
        now = self._clock()
        with self._lock:
            count = self._counts.get(key)
            before = 0
            if count is None or now - count.since >= WITHIN_SECONDS:
                before = count.left_out if count else 0
                count = self._counts[key] = _Count(now)
            self._counts.move_to_end(key)
            if len(self._counts) > MOST_KINDS:
                self._counts.popitem(last=False)
            if count.written >= WRITTEN:
                count.left_out += 1
                return False
            count.written += 1
            is_last = count.written == WRITTEN
        if before or is_last:
            told = f" ({before} more like this were left out.)" if before else ""
            if is_last:
                told += f" (More like this within {WITHIN_SECONDS:.0f} seconds are only counted.)"
            record.msg, record.args = said + told, None
        return True


def quieten() -> None:
    """Count what is repeated in every log that there is by now; call when all is imported."""
    repeated = Repeated()
    names = (*logging.root.manager.loggerDict, "asyncio")
    known = (logging.getLogger(name) for name in names if name != ACCESS)
    for logger in (logging.root, *known):
        logger.addFilter(repeated)
