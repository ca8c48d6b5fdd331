"""Who shares a topic, who works on it, how far they are, who fits, and which topics there are."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from s3dash.queries.explorer.typed import SearchText
from s3dash.queries.topic.common import near, topics
from s3dash.queries.topic.fit import MOST, fit
from s3dash.queries.topic.question import about
from s3dash.queries.topic.sharing import (
    ABOVE,
    NOT,
    OWN,
    WITHIN,
    shared_priorities,
    sharing,
    standing,
)
from s3dash.queries.topic.subject import Topic
from s3dash.queries.topic.working import BY_NAME, BY_PLATFORM, BY_TEXT, ITSELF, named_by
from s3dash.store.connection import Store

HYDROGEN = Topic(about="hydrogen")
Facts = Callable[[str], pd.DataFrame]


def test_who_shares_a_topic_is_counted_from_the_texts(store: Store, facts: Facts) -> None:
    rows = facts("priority")
    text = (rows["title"] + " " + rows["description"]).str.lower()
    named = rows[text.str.contains("hydrogen")]
    found = sharing(store, HYDROGEN)
    assert set(found["territory_id"]) == set(named["territory_id"])
    assert found["priorities"].sum() == len(named)
    assert (found["likeness"].diff().dropna() <= 0).all()
    for row in found.itertuples():
        own = named[named["territory_id"] == row.territory_id]
        assert row.priority_id in set(own["priority_id"])
        assert row.periods == tuple(sorted(set(own["period"]), reverse=True))


def test_partnerships_on_a_topic_by_name_and_by_scope(store: Store, facts: Facts) -> None:
    found = about(store, HYDROGEN).partnerships.set_index("partnership_id")["told_by"]
    rows = facts("partnership").set_index("partnership_id")
    named = set(rows.index[rows["name"].str.contains("hydrogen", case=False)])
    assert "hydrogen-valleys" in named
    assert found.to_dict() == dict.fromkeys(named, BY_NAME) | {"adma-energy": BY_TEXT}


@pytest.mark.parametrize(
    ("topic", "code", "told_by"),
    [
        (Topic(platform_id="energy"), "bioenergy", BY_PLATFORM),
        (Topic(partnership_id="photonics"), "photonics", ITSELF),
        (Topic(about="ADMA"), "adma-energy", BY_NAME),
        (Topic(about="T&BD"), "traceability-and-big-data", BY_NAME),
    ],
)
def test_other_ways_to_a_partnership(store: Store, topic: Topic, code: str, told_by: str) -> None:
    found = about(store, topic).partnerships.set_index("partnership_id")["told_by"]
    assert found[code] == told_by


def test_a_domain_leads_to_the_partnerships_whose_words_its_priorities_have(store: Store) -> None:
    found = set(about(store, Topic(domains=("C10",))).partnerships["partnership_id"])
    assert "traceability-and-big-data" in found
    assert "hydrogen-valleys" not in found


def test_the_two_sets_are_crossed_whole(store: Store, facts: Facts) -> None:
    found = about(store, HYDROGEN)
    members = facts("membership").query("partnership_id in @found.partnerships.partnership_id")
    crossed = found.crossed.set_index("territory_id")
    assert set(crossed.index[crossed["is_member"]]) == set(members["territory_id"])
    assert set(crossed.index[crossed["shares"]]) == set(found.shares["territory_id"])
    assert crossed["role"].isna().eq(~crossed["is_member"]).all()
    assert not crossed.index.duplicated().any()
    # Both first, then those that share it.
    order = (crossed["shares"] & crossed["is_member"]) * 2 + crossed["shares"]
    assert order.is_monotonic_decreasing


def test_evidence_is_of_the_partnerships_and_newest_first(store: Store) -> None:
    events = about(store, HYDROGEN).events
    assert len(events)
    assert (events["partnership_id"] == "hydrogen-valleys").any()
    years = events["date"].str[:4].astype(int)
    assert years.is_monotonic_decreasing


@pytest.mark.parametrize(
    ("code", "relation"),
    [("FRC", OWN), ("FRC1", ABOVE), ("FR", WITHIN), ("MT", NOT), ("UK-england", NOT)],
)
def test_where_a_region_stands(store: Store, code: str, relation: str) -> None:
    found = standing(store, HYDROGEN, code)
    assert found.relation == relation
    assert bool(found.territories) == (relation != NOT)


def test_the_nearest_of_ones_own_priorities_is_told_where_none_is_on_the_topic(
    store: Store,
) -> None:
    found = standing(store, Topic(about="precision farming"), "ITC4")
    if found.relation == NOT:
        assert found.nearest is None or found.nearest["likeness"] > 0
    assert standing(store, Topic(about="digital health"), "MT").has_priorities is False


def test_who_fits_is_among_those_that_share_the_topic(store: Store) -> None:
    shares = set(sharing(store, HYDROGEN)["territory_id"])
    found = fit(store, HYDROGEN, "AT21")
    assert found.why_not == ""
    assert 0 < len(found.best) <= MOST
    assert set(found.best["territory_id"]) | set(found.near["territory_id"]) <= shares
    assert not set(found.best["territory_id"]) & set(found.near["territory_id"])
    assert found.best["score"].is_monotonic_decreasing
    assert found.near["distance_km"].is_monotonic_increasing
    assert found.best["reasons"].str.len().gt(0).all()


@pytest.mark.parametrize(
    ("topic", "code"), [(HYDROGEN, "MT"), (Topic(about="xqzvwkj"), "AT21"), (HYDROGEN, "XX")]
)
def test_why_nobody_fits_is_a_sentence(store: Store, topic: Topic, code: str) -> None:
    found = fit(store, topic, code)
    assert found.best.empty
    assert found.why_not.endswith(".")


def test_each_priority_of_a_region_says_who_shares_it(store: Store, facts: Facts) -> None:
    found = shared_priorities(store, "ITI1").set_index("priority_id")
    own = facts("priority").query("territory_id == 'ITI1'")
    assert set(found.index) == set(own["priority_id"])
    [example] = own.loc[own["priority_id"] == "ITI1-2021-01", "priority_id"]
    others = sharing(store, Topic(priority_id=example))
    elsewhere = ~others["territory_id"].isin(["ITI1", "IT", "ITI"])
    assert found.loc[example, "shared"] == elsewhere.sum()
    assert shared_priorities(store, "MT").empty
    first = shared_priorities(store, "ITI1", 2)
    pd.testing.assert_frame_equal(first, found.reset_index()[:2])


def test_the_list_of_topics_counts_territories(store: Store) -> None:
    found = topics(store).set_index("topic")
    assert found.loc["hydrogen", "territories"] == len(sharing(store, HYDROGEN))
    assert found["territories"].is_monotonic_decreasing
    compared = found["compared"].iloc[0]
    assert (found["before"] <= compared).all()
    assert (
        ((found["after"] - found["before"]) * 100 / compared)
        .round(6)
        .eq(found["growth"].round(6))
        .all()
    )


def test_what_is_nearest_where_nothing_is_held(store: Store) -> None:
    alone = [one.label for one in near(store, Topic(about="hydrogen tourism"))]
    assert alone[:2] == ["hydrogen", "tourism"]
    spelt = [one.label for one in near(store, Topic(about="photonix"))]
    assert "photonics" in spelt
    assert near(store, Topic(about="xqzvwkj")) == []


def test_a_search_names_partnerships_by_words_and_by_members(store: Store, facts: Facts) -> None:
    by_words = named_by(store, SearchText("hydrogen"))
    named = facts("partnership").query("name.str.contains('hydrogen', case=False)")
    first, last = list(by_words["partnership_id"])[:-1], by_words["partnership_id"].iloc[-1]
    assert set(first) == set(named["partnership_id"])
    assert last == "adma-energy"
    members = facts("membership").query("territory_id == 'ITI1'")
    by_member = named_by(store, SearchText("Toscana"))
    assert set(members["partnership_id"]) <= set(by_member["partnership_id"])
    # A country finds some by a word and the others by members: a page writes both as text.
    mixed = named_by(store, SearchText("IT"))["members"]
    assert {type(each) for each in mixed} == {str}
    assert {bool(each) for each in mixed} == {True, False}
    assert named_by(store, SearchText("")).empty
    assert named_by(store, SearchText("-hydrogen")).empty
