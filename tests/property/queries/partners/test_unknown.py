"""Taking away what is known never raises a rank, in whatever is scored."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from s3dash.queries.partners.closeness import closeness, partnerships
from s3dash.queries.partners.finder import PARTS
from s3dash.queries.partners.score import untold_parts, weighted_mean
from s3dash.queries.territories.similarity import similar
from s3dash.queries.territories.structure import Structure, structure
from s3dash.store.connection import Store

COUNT = 6
values = arrays(float, (COUNT, len(PARTS)), elements=st.sampled_from([0, 0.2, 0.5, 1, np.nan]))
weights = st.lists(st.sampled_from([0, 0.5, 1, 3]), min_size=len(PARTS), max_size=len(PARTS))


def place(scores: np.ndarray, row: int) -> int:
    """How many stand above one, a hair's difference aside."""
    return int((scores > scores[row] + 1e-9).sum())


@given(
    values=values, weights=weights, row=st.integers(0, COUNT - 1), part=st.sampled_from([*PARTS])
)
def test_in_the_partner_finder(
    values: np.ndarray, weights: list[float], row: int, part: str
) -> None:
    column = [*PARTS].index(part)
    assume(not np.isnan(values[row, column]))
    fewer = values.copy()
    fewer[row, column] = np.nan
    weight = dict(zip(PARTS, weights, strict=True))
    places = []
    for known in (values, fewer):
        parts = dict(zip(PARTS, known.T, strict=True))
        untold = untold_parts(parts, weight, np.ones(COUNT, dtype=bool))
        assume(any(weight[part] for part in PARTS if part not in untold))
        places.append(place(weighted_mean(parts, weight, untold), row))
    assert places[1] >= places[0]


def test_among_partnerships_to_join(store: Store) -> None:
    for known in partnerships(store).values():
        found = closeness(store, known)
        for less in (
            replace(found, weights={}),
            replace(found, domain_weights=np.zeros_like(found.domain_weights)),
        ):
            assert (less.score <= found.score + 1e-9).all()


@pytest.mark.parametrize("here", ["ITC4", "DE21", "ES51"])
def test_among_similar_territories(store: Store, here: str) -> None:
    known = structure(store)
    ranks = _ranks(known, here)
    asked = [*ranks][:3] + [*ranks][-40::10]
    for theme in range(len(known.themes)):
        for code in asked:
            fewer = _without(known, code, theme)
            after = _ranks(fewer, here)
            # With less than half of the weight it is no longer in the list.
            assert after.get(code, len(ranks)) >= ranks[code]


def _without(known: Structure, code: str, theme: int) -> Structure:
    """The same structure in which a territory has no figure of a theme."""
    fewer = replace(known)
    scores = known.scores.copy()
    scores[known.row_of[code], [*known.themes.values()][theme]] = np.nan
    fewer.__dict__["scores"] = scores
    return fewer


def _ranks(known: Structure, here: str) -> dict[str, int]:
    found = similar(known, here)
    return {code: rank for rank, code in enumerate(found["territory_id"])}
