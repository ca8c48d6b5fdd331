"""Structural distance: an example made by hand, what holds for every region, and bad input."""

from __future__ import annotations

import time

import numpy as np
import pytest

from s3dash.queries.territories.similarity import (
    NotComparable,
    compared_years,
    distances,
    peer_profile,
    similar,
    years_in_words,
)
from s3dash.queries.territories.structure import Structure, structure, years_of_structure
from s3dash.store.connection import Store
from tests.fixtures.structures import at_random, made

THEMES = {"people": 4, "skills": 2, "sectors": 4, "technology": 3, "institutions": 1}
NO_WEIGHT = {
    "geo-demography": 0.0,
    "human resources": 0.0,
    "technological specialisation": 0.0,
    "sectoral structure": 0.0,
    "institutions and values": 0.0,
}


@pytest.fixture(scope="module")
def known(store: Store) -> Structure:
    return structure(store)


@pytest.fixture
def by_hand() -> Structure:
    """Columns of mean 0 and deviation 1: the scores are the values."""
    nan = np.nan
    values = np.array(
        [
            # people (two indicators), skills (one)
            [1.0, 1.0, 1.0],
            [1.0, -1.0, -1.0],
            [-1.0, 1.0, nan],
            [-1.0, -1.0, nan],
            [nan, nan, 1.0],
            [nan, nan, -1.0],
        ]
    )
    return made(
        values, ["people", "people", "skills"], ["AA11", "AA12", "AA13", "BB11", "BB12", "BB13"]
    )


def test_an_example_by_hand(by_hand: Structure) -> None:
    np.testing.assert_allclose(by_hand.scores, by_hand.values)
    found = distances(by_hand, "AA11")
    # AA12: people (0 + 4) / 2 = 2, skills 4; mean 3. AA13: people 2 alone. BB11: people 4 alone.
    # BB12: skills 0 alone, BB13: skills 4 alone.
    np.testing.assert_allclose(found.distance, np.sqrt([0, 3, 2, 4, 0, 4]))
    np.testing.assert_allclose(found.by_theme[1], np.sqrt([2, 4]))
    np.testing.assert_allclose(found.contribution[1], [2 / 6, 4 / 6])
    assert np.isnan(found.by_theme[2, 1])


def test_weights_by_hand(by_hand: Structure) -> None:
    found = distances(by_hand, "AA11", {"people": 3})
    # AA12: (3 * 2 + 1 * 4) / 4. BB12 has skills only, a quarter of the weight: no distance.
    assert found.distance[1] == pytest.approx(np.sqrt(2.5))
    assert np.isnan(found.distance[4])
    left_out = distances(by_hand, "AA11", {"people": 0})
    np.testing.assert_allclose(left_out.distance[[1, 4, 5]], [2, 0, 2])
    assert np.isnan(left_out.distance[2])


def test_the_list_by_hand(by_hand: Structure) -> None:
    found = similar(by_hand, "AA11")
    # First what is compared on both themes, then by distance; equal distances (BB11 and BB13)
    # stand in the order of the codes; itself is left out.
    assert list(found["territory_id"]) == ["AA12", "BB12", "AA13", "BB11", "BB13"]
    assert list(found["missing_themes"]) == ["", "people", "skills", "skills", "people"]
    assert list(found["themes"]) == [2, 1, 1, 1, 1]
    assert list(found["is_full"]) == [True, False, False, False, False]
    abroad = similar(by_hand, "AA11", is_abroad=True, limit=2)
    assert list(abroad["territory_id"]) == ["BB12", "BB11"]


def test_only_themes_that_it_has_and_that_count_are_needed(by_hand: Structure) -> None:
    # AA13 has no skills: who has people is compared in full.
    found = similar(by_hand, "AA13")
    assert list(found["territory_id"]) == ["AA11", "BB11", "AA12"]
    assert found["is_full"].all()
    # Without a weight of skills nobody needs them.
    found = similar(by_hand, "AA11", {"skills": 0})
    assert list(found["is_full"]) == [True] * len(found)
    assert list(found["territory_id"]) == ["AA12", "AA13", "BB11"]


def test_malta_is_near_to_whom_all_its_themes_tell(known: Structure) -> None:
    found = similar(known, "MT")
    assert found["is_full"].is_monotonic_decreasing
    assert found["is_full"].iloc[0]
    belgrade = found.set_index("territory_id").loc["RS11"]
    assert not belgrade["is_full"]
    assert belgrade["missing_themes"]
    # Those that miss fewer of its themes first, by distance within.
    assert found["themes"].is_monotonic_decreasing
    for _, rows in found.groupby("themes"):
        assert rows["distance"].is_monotonic_increasing


def test_half_of_a_theme_is_enough_and_less_is_not() -> None:
    values = np.array([[1.0, 1, 1, 1], [2.0, 3, np.nan, np.nan], [2.0, np.nan, np.nan, np.nan]])
    found = distances(made(values, ["people"] * 4), "0000")
    assert not np.isnan(found.distance[1])
    assert np.isnan(found.distance[2])


def test_the_real_regions_are_0_from_themselves_and_as_far_there_as_back(known: Structure) -> None:
    for code, other in [("AT21", "ITC4"), ("DE1", "FI194"), ("UKI3", "BG31")]:
        there = distances(known, code)
        back = distances(known, other)
        assert there.distance[known.row_of[code]] == 0
        assert there.distance[known.row_of[other]] == back.distance[known.row_of[code]]
        held = ~np.isnan(there.distance) & (there.distance > 0)
        np.testing.assert_allclose(there.contribution[held].sum(axis=1), 1)


def test_two_regions_taken_at_random_are_about_1_3_apart(known: Structure) -> None:
    """The page says so, as a measure for a distance."""
    rows = np.flatnonzero(known.is_measured)
    apart = [distances(known, known.codes[row]).distance[rows] for row in rows]
    assert 1.25 <= np.nanmean(np.array(apart)[~np.eye(len(rows), dtype=bool)]) < 1.35


@pytest.mark.parametrize("year", [None, 2016])
def test_carinthia_is_near_to_its_neighbours(store: Store, year: int | None) -> None:
    found = similar(structure(store, year), "AT21", limit=12)
    # The five that the published tool of 2013 has first, with other data and another formula.
    assert {"AT22", "AT33", "AT12", "AT11", "AT31"} <= set(found["territory_id"])
    assert list(found["distance"]) == sorted(found["distance"])


def test_the_years_compared_are_told_of_every_indicator(store: Store, known: Structure) -> None:
    told = compared_years(known)
    assert set(told) == set(known.indicators.loc[known.indicators["is_structural"], "label"])
    assert list(told.values()) == sorted(told.values())
    words = years_in_words(known)
    assert all(label in words for label in told)
    earlier = structure(store, years_of_structure(store)[-1])
    left_out = set(told) - set(compared_years(earlier))
    assert left_out
    assert not any(label in years_in_words(earlier) for label in left_out)
    # A theme that has lost most of its indicators does not count.
    assert "institutions and values" in similar(earlier, "AT21")["missing_themes"].iat[0]


def test_own_parts_and_wholes_are_left_out(known: Structure) -> None:
    assert not similar(known, "DE1")["territory_id"].str.startswith("DE1").any()
    assert "FI19" not in set(similar(known, "FI194")["territory_id"])
    assert "DE1" not in set(similar(known, "DE11", nuts_level=1)["territory_id"])
    abroad = similar(known, "DE11", nuts_level=1, is_abroad=True)
    assert not abroad["territory_id"].str.startswith("DE").any()
    assert (abroad["territory_id"].str.len() == 3).all()


@pytest.mark.parametrize(
    ("code", "weights", "words"),
    [
        ("XX99", {}, "XX99 is not the code"),
        ("UK-england", {}, "not the code"),
        ("NO0B1", {}, "No indicator is documented for NO0B1"),
        ("AT21", NO_WEIGHT, "At least one theme"),
        ("AT21", {"human resources": -1}, "none below"),
        ("AT21", {"human resources": float("nan")}, "At least one theme"),
        ("AT21", {"firm size": 1}, "There is no theme firm size"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    known: Structure, code: str, weights: dict[str, float], words: str
) -> None:
    with pytest.raises(NotComparable, match=words):
        similar(known, code, weights)


def test_the_profile_of_peers_by_hand(by_hand: Structure) -> None:
    found = peer_profile(by_hand, "AA11", ["AA12", "AA13", "BB12"])
    assert list(found["score"]) == [1, 1, 1]
    assert list(found["peers"]) == [2, 2, 2]
    assert list(found["peers_score"]) == [0, 0, 0]
    assert list(found["peers_lowest"]) == [-1, -1, -1]
    alone = peer_profile(by_hand, "AA11", ["BB12"])
    assert alone["peers_score"].isna().tolist() == [True, True, False]


def test_5_000_territories_take_far_less_than_a_second() -> None:
    known = at_random(5000, THEMES, seed=1)
    similar(known, "0000")
    started = time.perf_counter()
    found = similar(known, "0000")
    assert time.perf_counter() - started < 1
    assert len(found) > 4000
