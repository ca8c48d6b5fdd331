"""What holds for the structural distance whatever the values and weights."""

from __future__ import annotations

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as some

from s3dash.queries.territories.similarity import distances, similar
from tests.fixtures.structures import at_random

THEMES = {"people": 3, "skills": 1, "sectors": 2}
seeds = some.integers(0, 10_000)
weights = some.fixed_dictionaries({theme: some.floats(0.1, 10) for theme in THEMES})


@given(seeds, weights, some.floats(0.01, 100))
def test_only_the_proportions_of_weights_count(
    seed: int, weight: dict[str, float], factor: float
) -> None:
    known = at_random(30, THEMES, seed, missing=0.3)
    plain = distances(known, "0000", weight)
    scaled = distances(known, "0000", {theme: factor * w for theme, w in weight.items()})
    np.testing.assert_allclose(plain.contribution, scaled.contribution)
    both = ~np.isnan(plain.distance) & ~np.isnan(scaled.distance)
    np.testing.assert_allclose(plain.distance[both], scaled.distance[both])


@given(seeds, weights, some.integers(0, 29))
def test_as_far_there_as_back_and_nothing_to_itself(
    seed: int, weight: dict[str, float], other: int
) -> None:
    known = at_random(30, THEMES, seed)
    there = distances(known, "0000", weight).distance
    assert there[0] == 0
    if np.isnan(known.values[other]).all():
        return
    back = distances(known, f"{other:04d}", weight).distance
    np.testing.assert_allclose(there[other], back[0])


@given(seeds, weights)
# Some miss one theme, some two.
@example(1020, {"people": 1.0, "skills": 1.0, "sectors": 2.0})
def test_the_order_is_that_of_themes_distance_then_code_and_always_the_same(
    seed: int, weight: dict[str, float]
) -> None:
    known = at_random(30, THEMES, seed)
    # Twins of the first regions: equal distances.
    known.values[20:] = known.values[:10]
    found = similar(known, "0000", weight)
    keys = list(zip(-found["themes"], found["distance"], found["territory_id"], strict=True))
    assert keys == sorted(keys)
    again = similar(at_random(30, THEMES, seed), "0000", weight)
    assert again.equals(similar(at_random(30, THEMES, seed), "0000", weight))


@given(seeds, weights)
def test_shares_add_up_and_stay_between_0_and_1(seed: int, weight: dict[str, float]) -> None:
    known = at_random(30, THEMES, seed, missing=0.3)
    found = distances(known, "0000", weight)
    assert ((found.contribution >= 0) & (found.contribution <= 1 + 1e-12)).all()
    held = ~np.isnan(found.distance) & (found.distance > 0)
    np.testing.assert_allclose(found.contribution[held].sum(axis=1), 1)
