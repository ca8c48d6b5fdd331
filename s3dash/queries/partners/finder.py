"""What the partner finder is asked: who looks, for what, among whom, and what weighs how much.

`ranking` has the answer; `docs/methods/partners.md` has every part of the score in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite

PARTS = {
    "match": "Thematic match",
    "complement": "Complementarity",
    "peer": "Similar structure",
    "difference": "Different structure",
    "lead": "Lead in innovation",
    "links": "Existing links",
}
"""Parts of the score, each 0 to 1."""
MODES: dict[str, dict[str, float]] = {
    "analysis": {"lead": 2, "difference": 2, "match": 1},
    "design": {"peer": 3, "match": 1},
    "implementation": {"lead": 2, "match": 2, "complement": 2},
    "cross-border": {"match": 2, "complement": 1, "links": 1},
}
"""Weights of the parts that answer the question “which partners?” at each stage of a RIS3."""
ACROSS_BORDERS = "cross-border"
"""The mode that looks among neighbours of other countries unless told otherwise."""


class NoPartners(ValueError):
    """There is nothing to rank for what was asked; the text says why."""


@dataclass(frozen=True)
class Wish:
    """What a partner is looked for.

    Attributes
    ----------
    territory_id : str
        Who looks.
    platform_id, priority_id : str
        Only its priorities on this theme, or this one; empty: all of them.
    mode : str
        A key of `MODES`.
    weights : mapping of str to float
        Weights in place of those of the mode, by part.
    countries : tuple of str
        Only territories of these countries; empty: of all.
    most_km : float or None
        Only territories whose middle is no farther away, as the crow flies.
    neighbours_only, abroad_only : bool or None
        Only territories that share a border; of another country; None: as the mode has it, which
        may then be widened to the macro-region (`Ranking.is_widened`).
    macro_region_only, unlinked_only, less_developed_only : bool
        Only territories of a macro-region in common; without a shared partnership; whose GDP per
        inhabitant is below 75 % of the EU's.
    """

    territory_id: str
    platform_id: str = ""
    priority_id: str = ""
    mode: str = "implementation"
    # Compared but not hashed: a wish may be asked for again.
    weights: Mapping[str, float] = field(default_factory=dict, hash=False)
    countries: tuple[str, ...] = ()
    most_km: float | None = None
    neighbours_only: bool | None = None
    abroad_only: bool | None = None
    macro_region_only: bool = False
    unlinked_only: bool = False
    less_developed_only: bool = False

    @property
    def part_weights(self) -> dict[str, float]:
        """Weight of every part; raises `NoPartners` when they cannot weigh anything."""
        if self.mode not in MODES:
            raise NoPartners(f"There is no mode {self.mode}; there are {', '.join(MODES)}.")
        unknown = [part for part in self.weights if part not in PARTS]
        if unknown:
            raise NoPartners(f"There is no part {unknown[0]}; there are {', '.join(PARTS)}.")
        weights = {part: float(MODES[self.mode].get(part, 0)) for part in PARTS}
        weights |= {part: float(weight) for part, weight in self.weights.items()}
        if not all(isfinite(weight) and weight >= 0 for weight in weights.values()):
            raise NoPartners("A weight is a number of 0 or more.")
        if not any(weights.values()):
            raise NoPartners("Every weight is 0. At least one part of the score needs a weight.")
        return weights

    @property
    def subject(self) -> str:
        """What partners shall share: ``priority``, ``theme``; empty: nothing was chosen."""
        return "priority" if self.priority_id else "theme" if self.platform_id else ""

    @property
    def is_by_lead(self) -> bool:
        """Whether those ahead come first: the mode looks for them, and the lead has a weight.

        Not for a priority or theme: then those that share it come first.
        """
        is_asked = "lead" in MODES[self.mode] and not self.subject
        return is_asked and self.part_weights["lead"] > 0

    @property
    def is_among_neighbours(self) -> bool:
        """Whether only neighbours are asked for, by the reader or by the mode."""
        is_mode = self.mode == ACROSS_BORDERS
        return is_mode if self.neighbours_only is None else self.neighbours_only

    @property
    def is_abroad(self) -> bool:
        """Whether only other countries are asked for, by the reader or by the mode."""
        return self.mode == ACROSS_BORDERS if self.abroad_only is None else self.abroad_only
