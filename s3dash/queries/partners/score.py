"""The parts of the score, each 0 to 1, and their weighted mean.

A part that cannot be told counts as 0, the least that it can be: the unknown never lifts a rank.
One that can be told for nobody is left out for all, which changes no rank
(`docs/methods/README.md`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from s3dash.queries.explorer.index import Numbers
from s3dash.queries.partners.finder import PARTS
from s3dash.queries.partners.lead import Lead
from s3dash.queries.partners.themes import CommonGround

FULL_LINKS = 3
"""Shared partnerships from which on links count in full."""


def parts_of(
    common: CommonGround, lead: Lead, distance: Numbers, shared: Numbers
) -> dict[str, Numbers]:
    """Every part of `PARTS` for each territory; NaN: cannot be told.

    ``distance``: structural distance; ``shared``: number of partnerships in common.
    """
    peer = np.exp(-distance)
    return {
        "match": common.match,
        "complement": common.complementarity,
        "peer": peer,
        "difference": 1 - peer,
        "lead": lead.part,
        "links": np.minimum(shared / FULL_LINKS, 1.0),
    }


def weighted_mean(
    parts: Mapping[str, Numbers], weights: Mapping[str, float], untold: Collection[str] = ()
) -> Numbers:
    """Weighted mean of the parts, those ``untold`` for all left out, 0 to 100.

    A part that cannot be told for a territory counts as 0 there.
    """
    counted = [part for part in PARTS if part not in untold]
    values = np.column_stack([np.nan_to_num(parts[part]) for part in counted])
    weight = np.array([weights[part] for part in counted])
    score: Numbers = 100 * (values @ weight) / weight.sum()
    return score


def untold_parts(
    parts: Mapping[str, Numbers], weights: Mapping[str, float], others: Numbers
) -> tuple[str, ...]:
    """Parts with a weight that cannot be told for any of the others."""
    return tuple(
        part for part, weight in weights.items() if weight and np.isnan(parts[part][others]).all()
    )
