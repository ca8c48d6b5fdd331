"""Answers that were sent, kept to be sent again: neither asked, written nor compressed anew."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock

from starlette.responses import Response

MOST_BYTES = 16_000_000
"""Of all answers that are kept; those asked for longest ago give way."""
BESIDE = 1_000
"""Bytes that an answer takes beside what it says: its mark, its place here."""


@dataclass(frozen=True)
class Whole:
    """An answer as it leaves: its body, compressed or not, its headers and its media type."""

    body: bytes
    headers: Mapping[str, str]
    media_type: str

    @property
    def size(self) -> int:
        """Bytes that it takes, about."""
        said = sum(len(name) + len(text) for name, text in self.headers.items())
        return len(self.body) + said + BESIDE

    def response(self) -> Response:
        """The answer, once more."""
        return Response(self.body, headers=self.headers, media_type=self.media_type)


class Kept:
    """Answers by their mark, which changes whenever the answer may, and by their encoding."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._held = 0
        self._answers: OrderedDict[tuple[str, str], Whole] = OrderedDict()
        self._lock = Lock()

    def get(self, mark: str, encoding: str) -> Whole | None:
        """The answer of that mark; None where it is not kept."""
        with self._lock:
            found = self._answers.get((mark, encoding))
            if found:
                self._answers.move_to_end((mark, encoding))
            return found

    def put(self, mark: str, encoding: str, answer: Whole) -> None:
        """Keep an answer, unless it is empty, or alone more than there is room for."""
        if not answer.body or answer.size > self._most:
            return
        with self._lock:
            before = self._answers.pop((mark, encoding), None)
            self._held += answer.size - (before.size if before else 0)
            self._answers[mark, encoding] = answer
            while self._held > self._most:
                _, gone = self._answers.popitem(last=False)
                self._held -= gone.size
