"""Classes of the Atlas, against a search of all ways to part the values."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from s3dash.queries.territories.atlas import METHODS, class_of, upper_edges


def spread(values: list[float], edges: list[float]) -> float:
    codes = class_of(values, edges)
    groups = [[v for v, code in zip(values, codes, strict=True) if code == n] for n in set(codes)]
    return sum(sum((v - np.mean(group)) ** 2 for v in group) for group in groups)


@pytest.mark.parametrize("seed", range(6))
def test_natural_breaks_are_the_best_there_are(seed: int) -> None:
    rng = np.random.default_rng(seed)
    values = np.round(rng.lognormal(size=14), 1).tolist()
    distinct = sorted(set(values))
    found = upper_edges(values, "natural", 4)
    best = min(spread(values, [*chosen, distinct[-1]]) for chosen in combinations(distinct[:-1], 3))
    assert spread(values, found) == pytest.approx(best)
    assert found[-1] == distinct[-1]


@pytest.mark.parametrize("method", METHODS)
def test_every_value_has_a_class(method: str) -> None:
    values = np.random.default_rng(1).normal(size=300).tolist()
    edges = upper_edges(values, method)
    codes = class_of(values, edges)
    assert set(codes) <= set(range(len(edges)))
    assert len(edges) == 5
    assert all(value <= edges[code] for value, code in zip(values, codes, strict=True))
    if method == "quantiles":
        assert np.bincount(codes).tolist() == [60] * 5


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("values", [[], [3.0], [2.0, 2.0, 2.0], [1.0, 2.0]])
def test_few_values_have_few_classes(method: str, values: list[float]) -> None:
    edges = upper_edges(values, method)
    assert set(class_of(values, edges)) <= set(range(len(edges)))


def test_natural_breaks_of_large_numbers_that_differ_little() -> None:
    groups = [1e7 + 1000 * group + np.arange(80) for group in range(5)]
    values = np.concatenate(groups).tolist()
    assert upper_edges(values, "natural") == [float(group[-1]) for group in groups]
