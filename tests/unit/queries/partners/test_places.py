"""Where possible partners stand: partnerships, borders, macro-regions, kilometres, GDP."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from s3dash.queries.partners.finder import Wish
from s3dash.queries.partners.places import LESS_DEVELOPED, Places, eu_gdp
from s3dash.queries.partners.ranking import partners
from s3dash.store.connection import Store

Facts = Callable[[str], pd.DataFrame]


def test_links_are_the_partnerships_that_both_belong_to(store: Store, facts: Facts) -> None:
    members = facts("membership")
    own = set(members.query("territory_id == 'ITC4'")["partnership_id"])
    found = partners(store, Wish("ITC4", neighbours_only=False)).set_index("territory_id")
    held = members.groupby("territory_id")["partnership_id"].agg(set)
    for code, row in found.iterrows():
        shared = own & held.get(code, set())
        assert set(row["partnership_ids"]) == shared
        assert row["links"] == pytest.approx(min(len(shared) / 3, 1))


def test_neighbours_share_a_border(store: Store, facts: Facts) -> None:
    pairs = facts("neighbour")
    both = pd.concat(
        [
            pairs,
            pairs.rename(columns={"territory_id": "neighbour_id", "neighbour_id": "territory_id"}),
        ]
    )
    beside = set(both.query("territory_id == 'ITC4'")["neighbour_id"])
    found = partners(store, Wish("ITC4", neighbours_only=True))
    assert set(found["territory_id"]) <= beside | {code[:3] for code in beside} | {
        code[:2] for code in beside
    }
    assert {"ITC1", "ITH5", "ITH3"} <= set(found["territory_id"])


def test_a_macro_region_in_common_is_one_that_both_lie_in_if_only_in_part(
    store: Store, facts: Facts
) -> None:
    names = facts("macro_region").set_index("macro_region_id")["name"]
    taking_part = facts("macro_region_territory")

    def lies_in(code: str) -> set[str]:
        nested = [
            code.startswith(other) or other.startswith(code)
            for other in taking_part["territory_id"]
        ]
        return {names[key] for key in taking_part[nested]["macro_region_id"]}

    assert lies_in("ITC4") == {"Adriatic and Ionian Region", "Alpine Region"}
    assert lies_in("DEA") == lies_in("ES51") == set()
    everyone = partners(store, Wish("ITC4")).set_index("territory_id")
    for code, told in everyone["macro_regions"].items():
        named = set() if pd.isna(told) else set(str(told).split("; "))
        assert named == lies_in("ITC4") & lies_in(str(code))
    kept = partners(store, Wish("ITC4", macro_region_only=True))
    assert set(kept["territory_id"]) == set(everyone.index[everyone["macro_regions"].notna()])
    assert 0 < len(kept) < len(everyone)
    assert partners(store, Wish("ES51", macro_region_only=True)).empty


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [
        ("DE1", "FRY2", 7330),
        ("DE1", "ES70", 3140),
        ("ES51", "ES70", 2219),
        ("DE1", "ITC4", 329),
        ("DE1", "FR", 545),
    ],
)
def test_kilometres_follow_the_earth_also_to_what_the_map_draws_elsewhere(
    store: Store, one: str, other: str, km: int
) -> None:
    there = Places(store, one, [other]).kilometres()
    back = Places(store, other, [one]).kilometres()
    assert there == back == pytest.approx(km, rel=0.01)


def test_less_developed_regions_follow_from_the_table_of_gdp(store: Store, facts: Facts) -> None:
    values = (
        facts("indicator_value")
        .sort_values("year")
        .drop_duplicates(["indicator_id", "nuts_code"], keep="last")
    )
    wide = values.assign(value=values["value"].astype(float)).pivot(
        index="nuts_code", columns="indicator_id", values="value"
    )
    members = set(facts("country").query("status == 'member'")["country_code"])
    gdp = wide["gdp_pps_per_inhabitant"]
    people = wide["population"]
    eu = gdp.notna() & people.notna() & wide.index.str[:2].isin(members)
    average = (gdp[eu] * people[eu]).sum() / people[eu].sum()
    assert eu_gdp(store)[0] == pytest.approx(average)
    found = partners(store, Wish("ITC4", less_developed_only=True))
    assert len(found)
    for code in found["territory_id"]:
        assert code[:2] in members
        if code in gdp.index:
            assert gdp[code] < LESS_DEVELOPED * average
    everyone = partners(store, Wish("ITC4")).set_index("territory_id")
    assert everyone["is_less_developed"]["DE2"] is False
    assert everyone["is_less_developed"]["AL"] is None
    assert everyone["is_less_developed"]["ITF6"] is True
