"""Figures of the overview and of the platforms, against the data files and small facts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest

from s3dash.queries.base import overview
from s3dash.queries.explorer.explore import explore
from s3dash.queries.explorer.filter import PriorityFilter
from s3dash.queries.explorer.priorities import filter_labels
from s3dash.queries.partnerships import partnerships, platforms, progress
from s3dash.store.connection import Store
from tests.fixtures.frames import (
    PLATFORMS,
    STAGES,
    Facts,
    first_day,
    memberships,
    near_if_any,
    placed,
    with_list,
)

SmallStore = Callable[..., Store]

LATE = date(2099, 12, 31)
"""After all evidence of the data files."""


# Overview


def test_key_figures_count_the_files(store: Store, facts: Facts) -> None:
    strategies, members = with_list(placed(facts, "strategy")), placed(facts, "membership")
    assert overview.key_figures(store) == overview.KeyFigures(
        priorities=len(facts("priority")),
        strategies=len(strategies),
        strategy_territories=strategies["territory_id"].nunique(),
        strategy_countries=strategies["country_code"].nunique(),
        partnerships=len(facts("partnership")),
        platforms=facts("partnership")["platform_id"].nunique(),
        member_territories=members["territory_id"].nunique(),
        member_countries=members["country_code"].nunique(),
        evidence=len(facts("stage_evidence")),
    )


def test_a_store_without_facts_counts_zero(small_store: SmallStore) -> None:
    store = small_store()
    assert set(vars(overview.key_figures(store)).values()) == {0}
    assert overview.territory_counts(store).empty
    assert overview.latest_evidence(store, 5).empty
    assert overview.platform_cards(store, LATE)["partnerships"].tolist() == [0, 0, 0, 0]
    assert progress.partnership_progress(store, LATE).empty
    assert progress.platform_names(store) == {}
    assert partnerships.partnership_names(store) == {}
    assert not any(filter_labels(store).values())
    assert explore(store, PriorityFilter()).priorities == 0


def test_territory_counts_agree_with_the_files(store: Store, facts: Facts) -> None:
    found = overview.territory_counts(store).set_index("territory_id")
    priorities = facts("priority")["territory_id"].value_counts()
    members = facts("membership")["territory_id"].value_counts()
    partial = facts("strategy").query("completeness == 'partial'")["territory_id"]
    assert set(found.index) == set(priorities.index) | set(members.index)
    assert found.index.is_unique
    assert found["priorities"].to_dict() == priorities.reindex(found.index).fillna(0).to_dict()
    assert found["memberships"].to_dict() == members.reindex(found.index).fillna(0).to_dict()
    assert set(found[found["has_partial_list"]].index) == set(partial)
    territory = facts("territory").set_index("territory_id").loc[found.index]
    assert found["name"].to_dict() == territory["name"].to_dict()
    assert found["nuts_level"].isna().to_dict() == (territory["nuts_level"] == "").to_dict()


def test_a_territory_with_a_strategy_or_a_membership_is_counted_once(
    small_store: SmallStore,
) -> None:
    store = small_store(
        strategy=[
            {"territory_id": "ITI1", "period": "2014-2020", "documented_count": 3},
            {
                "territory_id": "ITI1",
                "period": "2021-2027",
                "documented_count": 4,
                "completeness": "partial",
            },
        ],
        partnership=[{"partnership_id": "a", "name": "A"}, {"partnership_id": "b", "name": "B"}],
        membership=[
            {"partnership_id": "a", "territory_id": "UK-england"},
            {"partnership_id": "b", "territory_id": "UK-england"},
        ],
    )
    rows = overview.territory_counts(store).to_dict("records")
    assert [
        (r["territory_id"], r["priorities"], r["memberships"], r["has_partial_list"]) for r in rows
    ] == [("ITI1", 7, 0, True), ("UK-england", 0, 2, False)]
    assert rows[0]["nuts_level"] == 2
    assert pd.isna(rows[1]["nuts_level"])


def test_platform_cards_agree_with_the_files(store: Store, facts: Facts) -> None:
    cards = overview.platform_cards(store, LATE).set_index("platform_id")
    members, evidence = memberships(facts), facts("stage_evidence")
    groups = facts("partnership")
    assert cards.index.tolist() == PLATFORMS
    for platform_id, card in cards.iterrows():
        ours = groups.query("platform_id == @platform_id")["partnership_id"]
        mine = members[members["platform_id"] == platform_id]
        events = evidence[evidence["partnership_id"].isin(ours)]
        assert card["partnerships"] == len(ours)
        assert card["territories"] == mine["territory_id"].nunique()
        assert card["countries"] == mine["country_code"].nunique()
        assert list(card["evidence"]) == [(events["stage_id"] == s).sum() for s in STAGES]
        for stage_id, latest in zip(STAGES, card["latest"], strict=True):
            of_stage = near_if_any(events[events["stage_id"] == stage_id])
            days = of_stage["date"].map(first_day)
            assert (first_day(latest) if latest else None) == (max(days) if len(days) else None)
        assert card["facts"] == (facts("platform_fact")["platform_id"] == platform_id).sum()


def test_platform_cards_tell_which_stages_are_active(small_store: SmallStore) -> None:
    store = small_store(
        partnership=[{"partnership_id": "a", "name": "A"}, {"partnership_id": "b", "name": "B"}],
        stage_evidence=[
            {"evidence_id": "1", "partnership_id": "a", "stage_id": "learn", "date": "2018"},
            {"evidence_id": "2", "partnership_id": "b", "stage_id": "learn", "date": "2020-05"},
            {"evidence_id": "3", "partnership_id": "b", "stage_id": "connect", "date": "2017"},
            {"evidence_id": "4", "partnership_id": "b", "stage_id": "scale-up", "date": "2022"},
        ],
    )
    cards = overview.platform_cards(store, date(2021, 1, 1), 12).set_index("platform_id")
    energy = cards.loc["energy"]
    assert list(energy["states"]) == ["active", "earlier", "none", "none", "none"]
    assert list(energy["evidence"]) == [2, 1, 0, 0, 0]
    assert list(cards.loc["agri-food", "states"]) == ["none"] * 5


def test_latest_evidence_is_the_newest_whatever_its_precision(small_store: SmallStore) -> None:
    store = small_store(
        partnership=[{"partnership_id": "a", "name": "A"}],
        stage_evidence=[
            {"evidence_id": "1", "partnership_id": "a", "stage_id": "learn", "date": "2021"},
            {"evidence_id": "2", "partnership_id": "a", "stage_id": "connect", "date": "2020-12"},
            {
                "evidence_id": "3",
                "partnership_id": "a",
                "stage_id": "scale-up",
                "date": "2021-02-03",
            },
        ],
    )
    found = overview.latest_evidence(store, 2)
    assert found["date"].tolist() == ["2021-02-03", "2021"]
    assert found["stage"].tolist() == ["Scale-up", "Learn"]
    assert len(overview.latest_evidence(store, 10)) == 3


def test_latest_evidence_is_the_newest_of_the_files(store: Store, facts: Facts) -> None:
    days = facts("stage_evidence")["date"].map(first_day).sort_values(ascending=False)
    found = overview.latest_evidence(store, 20)
    assert found["date"].map(first_day).tolist() == days.head(20).tolist()
    events = set(facts("stage_evidence")[["partnership_id", "date", "title"]].itertuples(False))
    assert set(found[["partnership_id", "date", "title"]].itertuples(False)) <= events


# Platforms


@pytest.mark.parametrize("platform_id", PLATFORMS)
def test_a_platform_agrees_with_the_files(store: Store, facts: Facts, platform_id: str) -> None:
    found = platforms.platform(store, platform_id)
    assert found is not None
    row = facts("platform").set_index("platform_id").loc[platform_id]
    mine = memberships(facts).query("platform_id == @platform_id")
    assert (found.name, found.description, found.launched, found.source_url) == tuple(
        row[["name", "description", "launched", "source_url"]]
    )
    assert found.partnerships == (facts("partnership")["platform_id"] == platform_id).sum()
    assert found.territories == mine["territory_id"].nunique()
    assert found.leading == mine[mine["role"] != "participant"]["territory_id"].nunique()
    assert found.lead == mine[mine["role"] == "lead"]["territory_id"].nunique()
    assert found.co_lead == mine[mine["role"] == "co-lead"]["territory_id"].nunique()
    assert found.named_partnerships == mine["partnership_id"].nunique()
    assert found.countries == mine["country_code"].nunique()
    stated = mine[mine["basis"] == "stated"]["territory_id"]
    assert found.inferred_only == len(set(mine["territory_id"]) - set(stated))
    assert found.facts == (facts("platform_fact")["platform_id"] == platform_id).sum()


@pytest.mark.parametrize("platform_id", PLATFORMS)
def test_facts_of_a_platform_are_its_own_and_those_of_all(
    store: Store, facts: Facts, platform_id: str
) -> None:
    found = platforms.platform_facts(store, platform_id)
    rows = facts("platform_fact").query("platform_id in [@platform_id, '']")
    assert set(found["fact_id"]) == set(rows["fact_id"])
    assert set(found.loc[found["is_own"], "fact_id"]) == set(
        rows.loc[rows["platform_id"] == platform_id, "fact_id"]
    )
    dated = found["date"].dropna().map(first_day).tolist()
    assert dated == sorted(dated)
    assert found["date"].isna().tolist() == sorted(found["date"].isna())


@pytest.mark.parametrize("platform_id", ["nope", "", "energy' OR 1=1 --"])
def test_an_unknown_platform_is_none(store: Store, platform_id: str) -> None:
    assert platforms.platform(store, platform_id) is None
    assert platforms.platform_territories(store, platform_id).empty
    assert platforms.platform_countries(store, platform_id).empty


@pytest.mark.parametrize("platform_id", PLATFORMS)
def test_territories_and_countries_of_a_platform_agree_with_the_files(
    store: Store, facts: Facts, platform_id: str
) -> None:
    mine = memberships(facts).query("platform_id == @platform_id")
    found = platforms.platform_territories(store, platform_id).set_index("territory_id")
    assert found.index.is_unique
    per_role = pd.crosstab(mine["territory_id"], mine["role"]).reindex(
        columns=["lead", "co-lead", "participant"], fill_value=0
    )
    assert found["leads"].to_dict() == per_role["lead"].to_dict()
    assert found["co_leads"].to_dict() == per_role["co-lead"].to_dict()
    assert found["memberships"].to_dict() == per_role.sum(axis=1).to_dict()
    stated = set(mine.loc[mine["basis"] == "stated", "territory_id"])
    inferred = set(mine["territory_id"]) - stated
    assert set(found.index[found["inferred_only"]]) == inferred
    record = platforms.platform(store, platform_id)
    assert record is not None
    assert record.inferred_only == len(inferred)
    countries = platforms.platform_countries(store, platform_id).set_index("country")
    by_country = mine.groupby("country")
    assert countries["territories"].to_dict() == by_country["territory_id"].nunique().to_dict()
    assert countries["memberships"].to_dict() == by_country.size().to_dict()
    leads = mine[mine["role"] != "participant"].groupby("country").size()
    assert countries["leads"].to_dict() == leads.reindex(countries.index).fillna(0).to_dict()
    assert countries["territories"].is_monotonic_decreasing


def test_the_strongest_role_counts_and_leads_come_first(small_store: SmallStore) -> None:
    store = small_store(
        partnership=[
            {"partnership_id": "a", "name": "Alpha"},
            {"partnership_id": "b", "name": "Beta"},
            {"partnership_id": "c", "name": "Gamma", "platform_id": "agri-food"},
        ],
        membership=[
            {"partnership_id": "a", "territory_id": "MT"},
            {"partnership_id": "b", "territory_id": "MT"},
            {"partnership_id": "a", "territory_id": "ITI1", "role": "co-lead"},
            {"partnership_id": "b", "territory_id": "ITI1", "role": "lead"},
            {"partnership_id": "a", "territory_id": "FRK", "role": "co-lead"},
            {"partnership_id": "c", "territory_id": "FRK", "role": "lead"},
        ],
    )
    found = platforms.platform_territories(store, "energy")
    assert found[["territory_id", "role", "leads", "co_leads", "memberships"]].values.tolist() == [
        ["ITI1", "lead", 1, 1, 2],
        ["FRK", "co-lead", 0, 1, 1],
        ["MT", "participant", 0, 0, 2],
    ]
    assert found["leads_in"].tolist()[:2] == ["Alpha; Beta", "Alpha"]
    assert pd.isna(found["leads_in"][2])
