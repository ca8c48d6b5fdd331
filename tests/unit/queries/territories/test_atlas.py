"""Classes of the Atlas, against a search of all ways to part the values."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from s3dash.present.phrases import Numbers
from s3dash.queries.territories.atlas import (
    METHODS,
    Classes,
    class_of,
    upper_edges,
    values_of_year,
)
from s3dash.store.connection import Store
from s3dash.takeaway.plates.ground import Ground
from s3dash.ui.look.text import figure


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([1.0, 2.0, 3.5], ["1", "2", "3.5"]),
        ([0.0106, 7.4384, 7.4388, 21.85], ["0.011", "7.438", "7.439", "21.850"]),
        ([-0.0004, 0.0002, 12.0], ["−0.0004", "0.0002", "12.0000"]),
    ],
    ids=["plain", "close", "about 0"],
)
def test_bounds_have_as_many_decimals_as_keep_them_apart(
    store: Store, values: list[float], told: list[str]
) -> None:
    classes = Classes.of(values, "quantiles")
    assert list(classes.words(figure)) == told
    # Scenes and pictures write numbers in ways of their own.
    for write in (Numbers().figure, Ground(store).say):
        assert len({*classes.words(write)}) == len(values)


def test_the_range_of_a_class_is_written_once_where_it_holds_one_value() -> None:
    classes = Classes((1.0, 2.0, 3.0), ((0.5, 1.0), None, (3.0, 3.0)))
    assert classes.words(figure) == ("0.5 to 1", "no region", "3")


def test_equal_changes_stand_in_one_class(store: Store) -> None:
    # 0.1 + 0.2 is not 0.3: of rates with one decimal, so are their differences.
    found = values_of_year(store, "unemployment_rate", 2024, 2013)["value"]
    assert found.nunique() == found.round(1).nunique() > 50
    written = Classes.of(found.tolist(), "quantiles").words(figure)
    assert not any("." in one and len(one.split(" ")[0].split(".")[1]) > 1 for one in written)


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
