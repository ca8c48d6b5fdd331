"""What came of trying many things of a kind."""

from collections.abc import Callable
from dataclasses import dataclass, field

Progress = Callable[[str], None]


@dataclass
class Tally:
    """How many were tried, and what those were that failed, with what they did."""

    what: str
    tried: int = 0
    failures: list[str] = field(default_factory=list)
    note: str = ""

    def line(self) -> str:
        """One line for people."""
        told = f"{self.what}: {len(self.failures)} of {self.tried:,} failed"
        return f"{told} ({self.note})" if self.note else told
