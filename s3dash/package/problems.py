"""Problems: what is wrong with the data package, and exactly where."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

FEW_ALIKE = 10
"""So many problems that are like another are told one by one."""
MOST_TOLD = 200
"""Lines of problems that are told at most."""
_VARIES = re.compile(r"\d+")
LONGEST_SHOWN = 80
"""Characters of a value that a message shows; the problem itself keeps the whole value."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in one file of the data package.

    Attributes
    ----------
    file
        Name of the file, relative to the data folder.
    line
        Line in the file, the header being line 1. None: the problem is the whole file's.
    column
        Column, or the columns of a key joined by ``+``. None: the problem is the whole line's.
    value
        The offending text. None: there is none (a missing value, a missing column).
    rule
        The rule it breaks, in words.
    """

    file: str
    line: int | None
    column: str | None
    value: str | None
    rule: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        if self.column is not None:
            place += f" {_shown(self.column)}"
        if self.value is not None:
            place += f" '{_shown(self.value)}'"
        return f"{place}: {self.rule}"


class DataProblems(Exception):
    """The data package cannot be published; ``problems`` holds all that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__("\n".join(map(str, self.problems)))


def counted(problems: Iterable[Problem]) -> list[str]:
    """Problems as lines for people; many that are alike in one column are one line with a count.

    Problems are alike that break the same kind of rule: what differs from row to row (values and
    numbers in the words of the rule) does not tell them apart.
    """
    alike: dict[tuple[str, str | None, str], list[Problem]] = {}
    for problem in problems:
        kind = _VARIES.sub("", problem.rule)
        alike.setdefault((problem.file, problem.column, kind), []).append(problem)
    lines: list[str] = []
    for first, *others in alike.values():
        if len(others) < FEW_ALIKE:
            lines += map(str, (first, *others))
        else:
            last = f", the last on line {others[-1].line}" if others[-1].line else ""
            lines.append(f"{first} (and {len(others):,} more alike{last})")
    if len(lines) > MOST_TOLD:
        lines[MOST_TOLD:] = [f"... and {len(lines) - MOST_TOLD:,} more lines like these"]
    return lines


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sort problems by file, line and column, whole files and whole lines first."""
    return sorted(
        set(problems), key=lambda p: (p.file, p.line or 0, p.column or "", p.rule, p.value or "")
    )


def _shown(value: str) -> str:
    # A value is a stranger's text: control characters must not reach a terminal or a log line.
    cut = value[:LONGEST_SHOWN]
    safe = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in cut)
    return safe if len(value) <= LONGEST_SHOWN else f"{safe}…"
