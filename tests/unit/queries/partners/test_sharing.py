"""Who shares the priority or theme that partners are looked for stands first."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from s3dash.queries.partners.candidates import countries
from s3dash.queries.partners.finder import MODES, Wish
from s3dash.queries.partners.ranking import ranking
from s3dash.store.connection import Store

Facts = Callable[[str], pd.DataFrame]
PHOTONICS = Wish("DE3", priority_id="DE3-2021-04")


@pytest.mark.parametrize("mode", MODES)
def test_those_with_a_priority_alike_come_first_by_score(store: Store, mode: str) -> None:
    found = ranking(
        store,
        Wish("DE3", priority_id="DE3-2021-04", mode=mode, neighbours_only=False, abroad_only=False),
    )
    assert found.sharing
    sharing, others = found.sharing
    assert sharing > 5
    assert others > 5
    frame = found.frame
    assert frame["shares_subject"].tolist() == [True] * sharing + [False] * others
    for rows in (frame[:sharing], frame[sharing:]):
        assert rows["score"].is_monotonic_decreasing
    assert frame["lead_group"].isna().all()
    for row in range(len(frame)):
        is_alike = found.reasons(row).get("match") != "no priority alike"
        assert is_alike == (row < sharing)
    headings = {row: words for row in range(len(frame)) if (words := found.heading(row))}
    assert headings == {sharing: f"{others} more below: without a priority like the one chosen"}


def test_a_neighbour_with_the_same_priority_is_among_the_first(store: Store) -> None:
    frame = ranking(store, PHOTONICS).frame
    same = frame.index[frame["territory_id"] == "DE4"][0]
    assert frame["match"][same] == pytest.approx(1)
    above = frame[:same]
    assert (above["score"] >= frame["score"][same]).all()
    assert above["shares_subject"].all()


def test_on_a_theme_those_with_a_priority_on_it_come_first(store: Store, facts: Facts) -> None:
    themed = facts("priority_platform").query("platform_id == 'agri-food'")["priority_id"]
    priorities = facts("priority")
    owners = set(priorities.loc[priorities["priority_id"].isin(themed), "territory_id"])
    found = ranking(store, Wish("ITC4", platform_id="agri-food"))
    assert found.sharing
    frame = found.frame
    assert set(frame["territory_id"][: found.sharing[0]]) == owners & set(frame["territory_id"])
    assert found.heading(found.sharing[0]).endswith("without a priority on the theme chosen")


def test_nothing_chosen_has_nothing_to_share(store: Store) -> None:
    found = ranking(store, Wish("DE3"))
    assert found.sharing is None
    assert found.frame["shares_subject"].isna().all()


def test_when_nobody_shares_it_the_first_row_says_so(store: Store) -> None:
    chosen = (
        Wish("DE3", priority_id="DE3-2021-04", countries=(code,)) for code in countries(store)
    )
    alone = next(
        found
        for found in (ranking(store, one) for one in chosen)
        if len(found.frame) and not found.sharing[0]
    )
    assert alone.sharing == (0, len(alone.frame))
    assert alone.heading(0) == f"{len(alone.frame)} below: without a priority like the one chosen"
