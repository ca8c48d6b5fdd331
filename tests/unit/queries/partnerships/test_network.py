"""Links between territories, against a count of the CSV files without the project's code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import combinations

import pandas as pd
import pytest

from s3dash.queries.partnerships import network
from s3dash.store.connection import Store

Facts = Callable[[str], pd.DataFrame]
SmallStore = Callable[..., Store]
PLATFORMS = [None, "agri-food", "energy", "industrial-modernisation", "sustainable-blue-economy"]


def shared_by_hand(facts: Facts, platform_id: str | None) -> dict[tuple[str, str], set[str]]:
    """Pair of territories -> names of the partnerships that both are members of."""
    partnerships = facts("partnership").set_index("partnership_id")
    shared: dict[tuple[str, str], set[str]] = {}
    for identifier, members in facts("membership").groupby("partnership_id"):
        if platform_id and partnerships.loc[identifier, "platform_id"] != platform_id:
            continue
        for pair in combinations(sorted(set(members["territory_id"])), 2):
            shared.setdefault(pair, set()).add(partnerships.loc[identifier, "name"])
    return shared


@pytest.mark.parametrize("least", [1, 2, 3])
@pytest.mark.parametrize("platform_id", PLATFORMS)
def test_links_are_those_of_the_files(
    store: Store, facts: Facts, platform_id: str | None, least: int
) -> None:
    found = network.links(store, platform_id, least)
    by_hand = {
        pair: names
        for pair, names in shared_by_hand(facts, platform_id).items()
        if len(names) >= least
    }
    pairs = list(zip(found["territory_id"], found["partner_id"], strict=True))
    assert len(pairs) == len(set(pairs))
    assert dict(zip(pairs, found["shared"], strict=True)) == {
        pair: len(names) for pair, names in by_hand.items()
    }
    for pair, named in zip(pairs, found["partnerships"], strict=True):
        assert named == "; ".join(sorted(by_hand[pair]))
    assert list(found["shared"]) == sorted(found["shared"], reverse=True)


@pytest.mark.parametrize("least", [1, 2])
@pytest.mark.parametrize("platform_id", PLATFORMS)
def test_nodes_are_the_members_with_their_partners(
    store: Store, facts: Facts, platform_id: str | None, least: int
) -> None:
    found = network.nodes(store, platform_id, least).set_index("territory_id")
    platforms = facts("partnership").set_index("partnership_id")["platform_id"]
    members = facts("membership")
    if platform_id:
        members = members[members["partnership_id"].map(platforms) == platform_id]
    assert found["memberships"].to_dict() == dict(
        members.groupby("territory_id")["partnership_id"].nunique()
    )
    partners = Counter(
        end
        for pair, names in shared_by_hand(facts, platform_id).items()
        if len(names) >= least
        for end in pair
    )
    assert found["partners"].to_dict() == {code: partners[code] for code in found.index}
    assert list(found["partners"]) == sorted(found["partners"], reverse=True)


def test_a_link_says_in_how_many_partnerships_a_membership_is_inferred(
    store: Store, facts: Facts
) -> None:
    members = facts("membership")
    inferred = set(
        members.loc[members["basis"] == "inferred", ["partnership_id", "territory_id"]].itertuples(
            index=False, name=None
        )
    )
    codes = facts("partnership").set_index("name")["partnership_id"]
    found = network.links(store, None)
    assert found["inferred"].sum() > 0
    for row in found.itertuples(index=False):
        by_hand = sum(
            bool({(codes[name], row.territory_id), (codes[name], row.partner_id)} & inferred)
            for name in row.partnerships.split("; ")
        )
        assert row.inferred == by_hand


def test_the_links_of_one_territory_name_the_other_one(store: Store) -> None:
    found = network.links(store, "industrial-modernisation")
    mine = network.links_of(found, "ITC4")
    assert list(mine.columns) == list(found.columns)
    assert set(mine["territory_id"]) == {"ITC4"}
    assert set(mine["name"]) == {"Lombardia"}
    assert "ITC4" not in set(mine["partner_id"])
    nodes = network.nodes(store, "industrial-modernisation").set_index("territory_id")
    assert len(mine) == nodes.loc["ITC4", "partners"]


def test_a_partnership_with_one_member_links_nobody(small_store: SmallStore) -> None:
    store = small_store(
        partnership=[{"partnership_id": "a", "name": "A"}, {"partnership_id": "b", "name": "B"}],
        membership=[{"partnership_id": "a", "territory_id": "ITC4"}],
    )
    assert network.links(store, "energy").empty
    [node] = network.nodes(store, "energy").to_dict("records")
    assert (node["territory_id"], node["partners"], node["memberships"]) == ("ITC4", 0, 1)


def test_a_member_without_a_nuts_code_is_linked_but_has_no_place(small_store: SmallStore) -> None:
    store = small_store(
        partnership=[{"partnership_id": "a", "name": "A"}],
        membership=[
            {"partnership_id": "a", "territory_id": "UK-england"},
            {"partnership_id": "a", "territory_id": "ITC4", "basis": "inferred"},
        ],
    )
    [link] = network.links(store, "energy").to_dict("records")
    assert (link["name"], link["partner"], link["inferred"]) == ("Lombardia", "England", 1)
    nodes = network.nodes(store, "energy").set_index("territory_id")
    assert pd.isna(nodes.loc["UK-england", "label_x"])
    assert pd.isna(nodes.loc["UK-england", "nuts_level"])


def test_a_platform_without_partnerships_has_no_network(store: Store) -> None:
    assert network.links(store, "sustainable-blue-economy").empty
    assert network.nodes(store, "sustainable-blue-economy").empty


def test_members_are_linked_by_the_other_partnerships_they_share(
    store: Store, facts: Facts
) -> None:
    members = facts("membership")
    of = members.groupby("territory_id")["partnership_id"].agg(set)
    codes = sorted(set(members.query("partnership_id == 'high-tech-farming'")["territory_id"]))
    expected = {
        (one, other): len((of[one] & of[other]) - {"high-tech-farming"})
        for one, other in combinations(codes, 2)
    }
    nodes, among = network.among_members(store, "high-tech-farming")
    found = {(row.territory_id, row.partner_id): row.shared for row in among.itertuples()}
    assert found == {pair: count for pair, count in expected.items() if count}
    assert set(nodes["territory_id"]) == set(codes)
    partners = nodes.set_index("territory_id")["partners"]
    assert partners["ITH5"] == sum("ITH5" in pair for pair in found)
    empty = network.among_members(store, "wireless-ict")
    assert [len(frame) for frame in empty] == [0, 0]
