"""The lead in innovation: on the figures both have, in words, and who comes first by it."""

from __future__ import annotations

import numpy as np
import pytest

from s3dash.queries.partners.finder import Wish
from s3dash.queries.partners.lead import AHEAD, NOT_AHEAD, UNTOLD, group_words, lead
from s3dash.queries.partners.ranking import ranking
from s3dash.queries.territories.structure import Structure
from s3dash.store.connection import Store
from tests.fixtures.structures import made

INDICATORS = ["gerd_pct_gdp", "berd_pct_gdp", "epo_patents_per_million"]
NAN = np.nan


@pytest.fixture
def by_hand() -> Structure:
    """Columns of mean 0 and deviation 1: the scores are the values."""
    values = np.array(
        [
            [1.0, 1.0, 1.0],
            [-1.0, -1.0, -1.0],
            [NAN, NAN, 1.0],
            [NAN, NAN, -1.0],
            [1.0, NAN, NAN],
            [-1.0, NAN, NAN],
            [NAN, NAN, NAN],
            [NAN, 1.0, NAN],
            [NAN, -1.0, NAN],
        ]
    )
    known = made(values, ["people"] * 3, [f"AA1{n}" for n in range(9)])
    known.indicators["indicator_id"] = INDICATORS
    return known


def test_the_lead_is_told_from_what_both_have(by_hand: Structure) -> None:
    rows = np.array([*range(9), -1])
    found = lead(by_hand, "AA11", rows)
    np.testing.assert_allclose(found.deviations, [2, 0, 2, 0, 2, 0, NAN, 2, 0, NAN])
    np.testing.assert_allclose(found.part, [1, 0, 1, 0, 1, 0, NAN, 1, 0, NAN])
    assert found.groups == [AHEAD, NOT_AHEAD] * 3 + [UNTOLD, AHEAD, NOT_AHEAD, UNTOLD]
    words = [found.words(place, "Here", "There") for place in rows]
    assert words[0] == "ahead in R&D and patents by 2.0 standard deviations or more"
    assert words[1] == "not ahead in R&D and patents: level"
    assert words[2] == (
        "ahead in patents alone by 2.0 standard deviations or more (no figures on R&D for There)"
    )
    assert words[5] == "not ahead in R&D alone: level (no figures on patents for There)"
    assert words[6] == "cannot be told: no figures on R&D and patents for There"
    behind = lead(by_hand, "AA10", rows).words(1, "Here", "There")
    assert behind == "not ahead in R&D and patents: 2.0 standard deviations behind"


def test_the_side_without_figures_is_named(by_hand: Structure) -> None:
    patents_only = lead(by_hand, "AA12", np.arange(9))
    assert patents_only.words(3, "Here", "There").endswith("(no figures on R&D for Here and There)")
    assert patents_only.words(0, "Here", "There").endswith("(no figures on R&D for Here)")
    assert patents_only.words(4, "Here", "There") == (
        "cannot be told: no figures on R&D for Here; no figures on patents for There"
    )
    # One has GERD, the other BERD.
    assert lead(by_hand, "AA14", np.arange(9)).words(7, "Here", "There") == (
        "cannot be told: no figures on R&D that both have; no figures on patents for Here and There"
    )


@pytest.mark.parametrize("mode", ["analysis", "implementation"])
def test_those_ahead_come_first_and_those_without_figures_last(store: Store, mode: str) -> None:
    found = ranking(store, Wish("ITC4", mode=mode))
    assert list(found.groups) == [AHEAD, NOT_AHEAD, UNTOLD]
    assert sum(found.groups.values()) == len(found.frame)
    for group, rows in found.frame.groupby("lead_group", sort=False):
        if group == UNTOLD:
            assert rows["lead"].isna().all()
        else:
            assert ((rows["lead"] > 0) == (group == AHEAD)).all()
    headings = {row: words for row in range(len(found.frame)) if (words := found.heading(row))}
    ahead, behind, untold = found.groups.values()
    assert headings == {
        ahead: group_words(NOT_AHEAD, behind),
        ahead + behind: group_words(UNTOLD, untold),
    }
    assert headings[ahead + behind] == f"{untold} more below: their lead cannot be told"
    # Told from patents, as Dutch regions have no R&D figures.
    is_dutch = found.frame["territory_id"].str.startswith("NL")
    row = found.frame.index[is_dutch & (found.frame["lead_group"] == AHEAD)][0]
    assert "in patents alone" in found.reasons(row)["lead"]


def test_no_groups_where_the_lead_does_not_count_or_nobody_has_one(store: Store) -> None:
    for wish in (
        Wish("ITC4", mode="design"),
        Wish("ITC4", mode="design", weights={"lead": 1}),
        Wish("ITC4", weights={"lead": 0}),
        Wish("AL"),
    ):
        found = ranking(store, wish)
        assert found.groups == {}
        assert not any(found.heading(row) for row in range(len(found.frame)))
        assert found.frame["score"].is_monotonic_decreasing
    assert "lead" in ranking(store, Wish("AL")).untold
