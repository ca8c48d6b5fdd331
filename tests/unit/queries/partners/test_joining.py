"""Who works on a platform's theme, against a count of the CSV files."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from s3dash.queries.partners import joining
from s3dash.store.connection import Store

Facts = Callable[[str], pd.DataFrame]
SmallStore = Callable[..., Store]
PLATFORMS = ["agri-food", "energy", "industrial-modernisation"]


def contains(outer: str, inner: str, territories: dict[str, dict[str, str]]) -> bool:
    """Whether a territory lies in another: by its NUTS code, else by country and parent."""
    if outer == inner:
        return False
    row = territories[inner]
    if row["nuts_level"]:
        return inner.startswith(outer) and bool(territories[outer]["nuts_level"])
    return outer in {row["country_code"], row["parent_id"]}


@pytest.mark.parametrize("platform_id", PLATFORMS)
def test_standing_and_matches_are_those_of_the_files(
    store: Store, facts: Facts, platform_id: str
) -> None:
    territories = facts("territory").set_index("territory_id").to_dict("index")
    platforms = facts("partnership").set_index("partnership_id")["platform_id"]
    members = facts("membership")
    here = members[members["partnership_id"].map(platforms) == platform_id]
    members = set(here["territory_id"])
    inferred = members - set(here.query("basis == 'stated'")["territory_id"])
    themes = facts("priority_platform").query("platform_id == @platform_id")
    priorities = facts("priority")
    matching = priorities[priorities["priority_id"].isin(themes["priority_id"])]
    counted = matching["territory_id"].value_counts()
    documented = priorities["territory_id"].value_counts()

    found = joining.theme_territories(store, platform_id).set_index("territory_id")
    assert set(found.index) == members | set(counted.index)
    for code, row in found.iterrows():
        near = {
            member
            for member in members
            if contains(member, code, territories) or contains(code, member, territories)
        }
        expected = "member" if code in members else "linked" if near else "outside"
        assert row["standing"] == expected, code
        if expected == "linked":
            names = sorted(territories[member]["name"] for member in near)
            through = row["through"].replace(" (inferred by us)", "").split("; ")
            assert sorted(through) == names
            assert row["inferred_only"] == (near <= inferred), code
            assert row["through"].count("(inferred by us)") == len(near & inferred)
        elif expected == "member":
            assert row["inferred_only"] == (code in inferred), code
        else:
            assert pd.isna(row["inferred_only"]), code
        assert row["priorities"] == documented.get(code, 0)
        if code in documented.index:
            assert row["matching"] == counted.get(code, 0), code
        else:
            assert pd.isna(row["matching"]), code
    assert found["matching"].sum() == len(matching)


@pytest.mark.parametrize("platform_id", PLATFORMS)
def test_the_priorities_are_those_of_the_theme_with_the_standing_of_their_territory(
    store: Store, facts: Facts, platform_id: str
) -> None:
    found = joining.theme_priorities(store, platform_id)
    themes = facts("priority_platform").query("platform_id == @platform_id")
    assert sorted(found["priority_id"]) == sorted(themes["priority_id"])
    standing = joining.theme_territories(store, platform_id).set_index("territory_id")["standing"]
    assert list(found["standing"]) == list(found["territory_id"].map(standing))


def test_a_country_is_linked_with_a_member_region_and_a_region_with_a_member_country(
    small_store: SmallStore,
) -> None:
    places = ["IT", "ITC4", "FR", "FRK", "DE1", "UK", "UK-england"]
    store = small_store(
        partnership=[{"partnership_id": "a", "name": "A"}],
        membership=[
            {"partnership_id": "a", "territory_id": code} for code in ("ITC4", "FR", "UK-england")
        ],
        priority=[
            {"priority_id": f"{code}-1", "territory_id": code, "period": "2021-2027"}
            for code in places
        ],
        priority_platform=[
            {"priority_id": f"{code}-1", "platform_id": "energy"} for code in places
        ],
    )
    found = joining.theme_territories(store, "energy").set_index("territory_id")["standing"]
    assert found.to_dict() == {
        "DE1": "outside",
        "FRK": "linked",
        "IT": "linked",
        "UK": "linked",
        "FR": "member",
        "ITC4": "member",
        "UK-england": "member",
    }


def test_a_platform_without_members_and_matches_has_nobody(store: Store) -> None:
    assert joining.theme_territories(store, "sustainable-blue-economy").empty
    assert joining.theme_priorities(store, "sustainable-blue-economy").empty


def test_a_member_without_any_priority_is_not_counted_as_zero(small_store: SmallStore) -> None:
    store = small_store(
        partnership=[{"partnership_id": "a", "name": "A"}],
        membership=[{"partnership_id": "a", "territory_id": "ITC4"}],
    )
    [row] = joining.theme_territories(store, "energy").to_dict("records")
    assert pd.isna(row["matching"])
    assert row["memberships"] == 1
