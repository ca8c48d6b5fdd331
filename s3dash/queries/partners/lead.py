"""How far ahead in R&D and patents territories are of one, on the figures that both have."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from s3dash.queries.explorer.index import Numbers
from s3dash.queries.territories.structure import Structure

TOPICS = {
    "R&D": ("gerd_pct_gdp", "berd_pct_gdp"),
    "patents": ("epo_patents_per_million",),
}
FULL_LEAD = 2.0
"""Standard deviations ahead from which on the lead counts in full."""
AHEAD, NOT_AHEAD, UNTOLD = "ahead", "not ahead", "cannot be told"
LEAD_GROUPS = (AHEAD, NOT_AHEAD, UNTOLD)
"""In the order of a ranking that looks for those ahead."""


@dataclass(frozen=True)
class Lead:
    """The lead of territories on one, by their place in the list they were asked for.

    Attributes
    ----------
    deviations : array of float
        Mean over the indicators that both have of how many standard deviations the other is above
        (below 0: behind); NaN: they have none in common.
    here : dict of str to bool
        Per topic whether the one has a figure.
    there, both : dict of str to array of bool
        Per topic whether the others have a figure; whether one that both have.
    """

    deviations: Numbers
    here: dict[str, bool]
    there: dict[str, Numbers]
    both: dict[str, Numbers]

    @property
    def part(self) -> Numbers:
        """0 (not ahead) to 1 (`FULL_LEAD` deviations ahead or more); NaN: cannot be told."""
        part: Numbers = np.clip(self.deviations / FULL_LEAD, 0, 1)
        return part

    @property
    def groups(self) -> list[str]:
        """Per territory one of `LEAD_GROUPS`."""
        return [
            UNTOLD if np.isnan(value) else AHEAD if value > 0 else NOT_AHEAD
            for value in self.deviations
        ]

    def words(self, place: int, here: str, there: str) -> str:
        """The lead of one of them in words; ``here``, ``there``: the names of both sides."""
        compared = [topic for topic in TOPICS if self.both[topic][place]]
        missing = self._missing(place, here, there)
        if not compared:
            return f"cannot be told: {missing}"
        in_what = " and ".join(compared)
        because = f" ({missing})" if missing else ""
        if missing:
            in_what += " alone"
        ahead = float(self.deviations[place])
        if ahead > 0:
            more = " or more" if ahead >= FULL_LEAD else ""
            return f"ahead in {in_what} by {_figure(min(ahead, FULL_LEAD))}{more}{because}"
        if ahead == 0:
            return f"not ahead in {in_what}: level{because}"
        return f"not ahead in {in_what}: {_figure(-ahead)} behind{because}"

    def _missing(self, place: int, here: str, there: str) -> str:
        """Which figures are missing, and on which side."""
        lacking: dict[str, list[str]] = {}
        for topic in TOPICS:
            if not self.both[topic][place]:
                held = {here: self.here[topic], there: bool(self.there[topic][place])}
                sides = " and ".join(name for name, has in held.items() if not has)
                # Both may have a figure, of different kinds.
                why = f"for {sides}" if sides else "that both have"
                lacking.setdefault(why, []).append(topic)
        return "; ".join(f"no figures on {' and '.join(t)} {why}" for why, t in lacking.items())


def group_words(group: str, count: int) -> str:
    """What stands above the territories of a group that others come before."""
    if group == UNTOLD:
        return f"{count} more below: their lead cannot be told"
    return f"{count} more below: not ahead in R&D and patents"


def _figure(deviations: float) -> str:
    figure = f"{deviations:.1f}" if deviations >= 0.1 else "less than 0.1"
    return f"{figure} standard deviations"


def _any_held(values: Numbers) -> Numbers:
    held: Numbers = np.any(~np.isnan(values), axis=1)
    return held


def lead(known: Structure, here: str, rows: Numbers) -> Lead:
    """The lead of territories on one; ``rows``: theirs in the structure, -1 without one."""
    names = list(known.indicators["indicator_id"])
    columns = {
        topic: [names.index(name) for name in indicators if name in names]
        for topic, indicators in TOPICS.items()
    }
    nobody = np.full(known.scores.shape[1], np.nan)
    own = known.scores[known.row_of[here]] if here in known.row_of else nobody
    others = np.full((len(rows), len(nobody)), np.nan)
    others[rows >= 0] = known.scores[rows[rows >= 0]]
    used = [column for chosen in columns.values() for column in chosen]
    apart = (others - own)[:, used]
    held = ~np.isnan(apart)
    count = held.sum(axis=1)
    total = np.where(held, apart, 0).sum(axis=1)
    return Lead(
        deviations=np.where(count > 0, total / np.maximum(count, 1), np.nan),
        here={topic: bool((~np.isnan(own[c])).any()) for topic, c in columns.items()},
        there={topic: _any_held(others[:, c]) for topic, c in columns.items()},
        both={topic: _any_held((others - own)[:, c]) for topic, c in columns.items()},
    )
