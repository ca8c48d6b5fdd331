"""Problems of an import: what is the matter with a cell or a row, and what may be meant."""

from __future__ import annotations

from dataclasses import dataclass

ERROR = "error"
"""The row cannot be taken."""
QUESTION = "question"
"""The row is not taken until the steward says what is meant."""
DOUBT = "doubt"
"""The row is taken; somebody should look."""
NOTE = "note"
"""Says how a value was understood."""
STOPS = (ERROR, QUESTION)


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is the matter with a row of an import.

    Attributes
    ----------
    grade
        ``error``, ``question``, ``doubt`` or ``note``.
    kind
        What is the matter, the same for all that are alike.
    rule
        The rule in plain words.
    cell
        The cell as a spreadsheet names it (``Sheet1!C17``). Empty: the whole row.
    column
        Column of the table. Empty: the whole row.
    value
        What stands there.
    proposals
        What may be meant, the likeliest first.
    """

    grade: str
    kind: str
    rule: str
    cell: str = ""
    column: str = ""
    value: str = ""
    proposals: tuple[str, ...] = ()

    @property
    def stops(self) -> bool:
        """Whether the row is not taken as it stands."""
        return self.grade in STOPS

    def as_json(self) -> dict[str, object]:
        """The problem for a program to read."""
        return {
            "grade": self.grade,
            "kind": self.kind,
            "rule": self.rule,
            "cell": self.cell,
            "column": self.column,
            "value": self.value,
            "proposals": list(self.proposals),
        }
