"""Decisions of a steward on the rows of an import: what a cell shall say, which rows stay out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Place = tuple[str, str, int]
"""File, sheet and row, as a report names them."""
LEFT_OUT = "left out"
"""Kind of the note of a row that the steward leaves out."""


@dataclass
class Decisions:
    """What was decided so far.

    Attributes
    ----------
    cells
        By row: columns of the table and the text that is read there instead of what the file has.
    left_out
        Rows that are not taken.
    apart
        Rows that are likely a row of the base, and are rows of their own all the same.
    """

    cells: dict[Place, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    left_out: set[Place] = field(default_factory=set)
    apart: set[Place] = field(default_factory=set)

    def of(self, file: str, sheet: str, row: int) -> Mapping[str, str]:
        """What was decided on the cells of a row."""
        return self.cells.get((file, sheet, row), {})

    def read_as(self, places: Iterable[Place], column: str, text: str) -> None:
        """Read a column of some rows as ``text``; an empty text takes the decision back."""
        for place in places:
            given = self.cells[place]
            given[column] = text
            if not text:
                del given[column]
            if not given:
                del self.cells[place]

    def leave_out(self, places: Iterable[Place], *, out: bool = True) -> None:
        """Leave rows out, or take them again."""
        if out:
            self.left_out.update(places)
        else:
            self.left_out.difference_update(places)

    def keep_apart(self, places: Iterable[Place], *, apart: bool = True) -> None:
        """Say that rows are none of the base's, or take that back."""
        if apart:
            self.apart.update(places)
        else:
            self.apart.difference_update(places)

    def forget(self) -> None:
        """Take every decision back."""
        self.cells.clear()
        self.left_out.clear()
        self.apart.clear()

    def count(self) -> int:
        """Number of decisions."""
        return sum(map(len, self.cells.values())) + len(self.left_out) + len(self.apart)

    def places(self) -> set[Place]:
        """The rows that something was decided on."""
        return {*self.cells, *self.left_out, *self.apart}

    def as_json(self) -> dict[str, object]:
        """The decisions to be kept."""
        return {
            "cells": [[*place, columns] for place, columns in self.cells.items()],
            "left_out": sorted(map(list, self.left_out)),
            "apart": sorted(map(list, self.apart)),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, list[list[object]]]) -> Decisions:
        """Decisions as they were kept."""
        found = cls()
        for file, sheet, row, columns in kept.get("cells", []):
            found.cells[str(file), str(sheet), int(str(row))] = dict(columns)  # type: ignore[call-overload]
        for name in ("left_out", "apart"):
            places = ((str(f), str(s), int(str(r))) for f, s, r in kept.get(name, []))
            getattr(found, name).update(places)
        return found
