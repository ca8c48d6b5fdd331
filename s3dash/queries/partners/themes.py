"""What the priorities of territories have in common with those of one, as numbers and in words."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from s3dash.queries.explorer.index import Numbers
from s3dash.queries.partners.priority_vectors import Others, PriorityVectors
from s3dash.queries.partners.subjects import spread

MOST_PAIRS = 2_000_000
"""Pairs of priorities that are compared at a time."""
NEAR = 0.15
"""Likeness from which on two priorities are told as alike."""
TOLD = 2
"""Most pairs of priorities that are told."""
MOST_DOMAINS = 2
"""Most domains that are told."""
NOTHING_ALIKE = "no priority alike"
_SIDES = {
    # (taxonomy of what it brings, taxonomy of what that goes with here)
    ("scientific", "economic"): "research behind",
    ("economic", "scientific"): "industry for",
}


class CommonGround:
    """Thematic match and complementarity of every territory with one.

    Parameters
    ----------
    vectors : PriorityVectors
    own : array of int
        Rows of the priorities that partners are looked for.
    offered : array of bool
        Which priorities of the others count for the match.
    """

    def __init__(self, vectors: PriorityVectors, own: Numbers, offered: Numbers) -> None:
        self._vectors, self._own, self._compared = vectors, own, spread(own)
        self._here = int(vectors.territory[own[0]])
        count = len(vectors.index.territories)
        others = vectors.everybody if offered.all() else Others(vectors, np.flatnonzero(offered))
        compared = self._compared
        # A part of its priorities at a time: all pairs of a large store do not fit into memory.
        parts = np.array_split(compared, -(-len(compared) * max(1, len(others)) // MOST_PAIRS))
        found = [others.best(part, NEAR) for part in parts]
        self._best, self._where = map(np.concatenate, zip(*found, strict=True))
        self.offers: Numbers = np.zeros(count, dtype=bool)
        """Per territory whether one of its priorities counts for the match."""
        self.offers[vectors.territory[offered]] = True

    @cached_property
    def is_alike(self) -> Numbers:
        """Per territory whether one of its priorities is told as alike."""
        alike: Numbers = np.max(self._best, axis=0) >= NEAR
        return alike

    @cached_property
    def match(self) -> Numbers:
        """Mean over its priorities of the likeness of the most alike one of each territory."""
        mean: Numbers = self._best.mean(axis=0)
        return mean

    @cached_property
    def complementarity(self) -> Numbers:
        """Share of what goes with its domains, and it lacks, that each territory has; or NaN."""
        total = self._pull.sum()
        held = self._vectors.held
        share: Numbers = held @ self._pull / total if total else np.full(len(held), np.nan)
        return share

    @cached_property
    def _together(self) -> tuple[Numbers, Numbers]:
        """The own domains as columns, and how often (0 to 1) each other stands beside them."""
        used = np.flatnonzero(self._vectors.has_domain[self._own].any(axis=0))
        return used, self._vectors.beside[used]

    @cached_property
    def _pull(self) -> Numbers:
        """Per domain how strongly it goes with the own ones; 0 for what it does not lack."""
        used, share = self._together
        if not len(used):
            return np.zeros(share.shape[1])
        pull: Numbers = np.where(self._lacks, share.max(axis=0), 0)
        return pull

    @cached_property
    def _lacks(self) -> Numbers:
        """Domains it does not have. A section has all its divisions, a division its section."""
        codes, mine = self._vectors.domain_codes, self._vectors.held[self._here]
        kinds = [self._vectors.index.labels[code][0] for code in codes]
        own = {code for code, has in zip(codes, mine, strict=True) if has}
        economic = {code for code, kind in zip(codes, kinds, strict=True) if kind == "economic"}
        sections = {code[0] for code in own & economic}
        return np.array(
            [
                code not in own and not (code in economic and (code in sections or code[0] in own))
                for code in codes
            ],
            dtype=bool,
        )

    def matches(self, place: int) -> str:
        """The priorities of a territory that are most alike, in words."""
        title = self._vectors.title
        # The same title may stand in the strategies of two periods: told once.
        pairs = dict.fromkeys(
            _pair(title(self._compared[row]), title(self._where[row, place]))
            for row in np.argsort(-self._best[:, place], kind="stable")
            if self._best[row, place] >= NEAR
        )
        return "; ".join([*pairs][:TOLD]) or NOTHING_ALIKE

    def complements(self, place: int) -> str:
        """The domains a territory has that go best with those here, in words."""
        used, share = self._together
        pull = np.where(self._vectors.held[place], self._pull, 0)
        labels, codes = self._vectors.index.labels, self._vectors.domain_codes
        named = []
        for column in np.argsort(-pull, kind="stable")[:MOST_DOMAINS]:
            if pull[column] > 0:
                kind, label = labels[codes[column]]
                own_kind, own_label = labels[codes[used[share[:, column].argmax()]]]
                side = _SIDES.get((kind, own_kind), "beside")
                named.append(f"{_short(label)} ({side} {_short(own_label)})")
        return f"brings {'; '.join(named)}" if named else "brings no domain that is missing here"


def _short(label: str) -> str:
    """A domain by the first of the activities in its label: these are long lists."""
    return label.partition(";")[0]


def _pair(own: str, other: str) -> str:
    return f"“{own}” in both" if own == other else f"“{own}” here, “{other}” there"
