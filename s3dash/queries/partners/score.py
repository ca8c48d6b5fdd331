"""The parts of the score, each 0 to 1, and their weighted mean.

A part that cannot be told for a territory is left out of its mean; it never counts as zero.
"""

from __future__ import annotations

from collections.abc import Mapping

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


def weighted_mean(parts: Mapping[str, Numbers], weights: Mapping[str, float]) -> Numbers:
    """Mean of the parts that can be told, weighted, 0 to 100; NaN where none can."""
    values = np.column_stack([parts[part] for part in PARTS])
    weight = np.array([weights[part] for part in PARTS])
    used = (~np.isnan(values) * weight).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        score: Numbers = 100 * (np.nan_to_num(values) * weight).sum(axis=1) / used
    return score


def untold_parts(
    parts: Mapping[str, Numbers], weights: Mapping[str, float], others: Numbers
) -> tuple[str, ...]:
    """Parts with a weight that cannot be told for any of the others."""
    return tuple(
        part for part, weight in weights.items() if weight and np.isnan(parts[part][others]).all()
    )
