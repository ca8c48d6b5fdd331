"""Territories beside each other, against the CSV files."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from s3dash.queries.territories.comparison import (
    all_territories,
    compared_domains,
    compared_indicators,
    compared_partnerships,
    compared_strategies,
    titles_in_domain,
)
from s3dash.store.connection import Store

Facts = Callable[[str], pd.DataFrame]
CHOSEN = ("ITC4", "DE1", "FI194")


def test_every_territory_has_a_label(store: Store, facts: Facts) -> None:
    assert set(all_territories(store)) == set(facts("territory")["territory_id"])
    assert all_territories(store)["ITI1"] == "Toscana (ITI1)"


def test_the_place_of_a_value_among_the_regions_of_the_eu(store: Store, facts: Facts) -> None:
    found = compared_indicators(store, *CHOSEN)
    assert len(found) == len(CHOSEN) * len(facts("indicator"))
    values = facts("indicator_value").astype({"value": float, "year": int})
    values = values[values["indicator_id"] == "unemployment_rate"].sort_values("year")
    # Of each region the newest; HR04 was cut into others that have values.
    values = values.drop_duplicates("nuts_code", keep="last")
    values = values[values["nuts_code"] != "HR04"]
    countries = facts("country")
    members = countries.loc[countries["status"] == "member", "country_code"]
    eu = values[values["nuts_code"].str[:2].isin(set(members))]["value"]
    row = found[(found["indicator_id"] == "unemployment_rate") & (found["territory_id"] == "ITC4")]
    [row] = row.to_dict("records")
    own = values.set_index("nuts_code")["value"]["ITC4"]
    assert row["value"] == own
    assert (row["eu_lower"], row["eu_equal"]) == ((eu < own).sum(), (eu == own).sum())
    assert (row["eu_regions"], row["eu_median"]) == (len(eu), eu.median())
    assert row["origin"] == ""


def test_a_sum_has_no_place_and_a_missing_value_none(store: Store) -> None:
    found = compared_indicators(store, "DE1", "UK-england").set_index(
        ["indicator_id", "territory_id"]
    )
    total = found.loc[("population", "DE1")]
    assert total["origin"] == "sum of 4 regions"
    assert pd.isna(total["eu_lower"])
    assert total["eu_regions"] == 242
    nothing = found.xs("UK-england", level="territory_id")
    assert nothing["value"].isna().all()
    assert nothing[["year", "rule", "from_regions"]].isna().all(axis=None)
    assert (nothing["origin"] == "not available").all()


def test_how_a_value_was_derived_and_from_which_regions(store: Store, facts: Facts) -> None:
    found = compared_indicators(store, "DE1", "FR", "ITC4", "FI194")
    found = found.set_index(["indicator_id", "territory_id"])
    parts = ", ".join(["DE11", "DE12", "DE13", "DE14"])
    assert found["from_regions"]["unemployment_rate", "DE1"] == parts
    rules = {"unemployment_rate": "population-weighted mean", "population": "sum"}
    rules |= {"population_density": "area-weighted mean", "gerd_pct_gdp": "GDP-weighted mean"}
    assert {name: found["rule"][name, "DE1"] for name in rules} == rules
    own = found.loc[("unemployment_rate", "ITC4")]
    assert (own["rule"], own["from_regions"]) == ("as published", "ITC4")
    inherited = found.loc[("unemployment_rate", "FI194")]
    assert (inherited["rule"], inherited["from_regions"]) == ("inherited", "FI19")
    # A mean names only the regions that have a value, and says of how many.
    values = facts("indicator_value")
    lacking = 0
    for indicator_id, row in found.xs("FR", level="territory_id").dropna(subset="value").iterrows():
        of = values[(values["indicator_id"] == indicator_id)]
        have = sorted({code for code in of["nuts_code"] if code.startswith("FR")})
        assert row["from_regions"].split(", ") == have
        lacking += " of 27 regions" in row["origin"] and not row["origin"].endswith(
            "mean of 27 regions"
        )
    assert lacking


@pytest.mark.parametrize("period", ["", "2014-2020", "2021-2027"])
@pytest.mark.parametrize("level", ["sections", "divisions"])
def test_domains_by_who_has_them(store: Store, facts: Facts, level: str, period: str) -> None:
    joined = (
        facts("priority").merge(facts("priority_domain")).merge(facts("domain"), on="domain_code")
    )
    joined = joined[joined["territory_id"].isin(CHOSEN) & (joined["taxonomy"] == "economic")]
    if period:
        joined = joined[joined["period"] == period]
    joined["code"] = joined["domain_code"]
    if level == "sections":
        joined["code"] = joined["parent_code"].where(joined["parent_code"] != "", joined["code"])
    else:
        joined = joined[joined["parent_code"] != ""]
    expected = joined.groupby(["code", "territory_id"])["priority_id"].nunique()
    found = compared_domains(store, level, period, *CHOSEN)
    counted = found.set_index(["code", "territory_id"])["priorities"]
    assert counted.to_dict() == expected.to_dict()
    assert len(found)
    holders = expected.reset_index().groupby("code")["territory_id"].nunique()
    assert dict(zip(found["code"], found["holders"], strict=True)) == holders.to_dict()
    assert list(found["holders"]) == sorted(found["holders"], reverse=True)


def test_titles_of_a_section_are_those_of_its_divisions_too(store: Store, facts: Facts) -> None:
    joined = facts("priority").merge(facts("priority_domain"))
    is_in = joined["domain_code"].str.fullmatch(r"C(\d\d)?") & joined["territory_id"].isin(CHOSEN)
    found = titles_in_domain(store, "C", "", *CHOSEN)
    assert set(found["priority_id"]) == set(joined.loc[is_in, "priority_id"])
    assert found["priority_id"].is_unique
    later = titles_in_domain(store, "C", "2021-2027", *CHOSEN)
    assert set(later["period"]) == {"2021-2027"}
    assert list(dict.fromkeys(found["territory_id"])) == [
        code for code in CHOSEN if code in set(found["territory_id"])
    ]


def test_partnerships_in_common(store: Store, facts: Facts) -> None:
    members = facts("membership")
    members = members[members["territory_id"].isin(CHOSEN)]
    found = compared_partnerships(store, *CHOSEN)
    key = ["territory_id", "partnership_id", "role"]
    assert set(map(tuple, found[key].to_numpy())) == set(map(tuple, members[key].to_numpy()))
    together = members.groupby("partnership_id")["territory_id"].nunique()
    assert dict(zip(found["partnership_id"], found["holders"], strict=True)) == together.to_dict()


def test_strategies_of_all(store: Store, facts: Facts) -> None:
    expected = facts("strategy")
    expected = expected[expected["territory_id"].isin(CHOSEN)]
    found = compared_strategies(store, *CHOSEN)
    key = ["territory_id", "period"]
    assert set(map(tuple, found[key].to_numpy())) == set(map(tuple, expected[key].to_numpy()))
    assert list(found["period"]) == sorted(found["period"], reverse=True)


def test_territories_without_anything(store: Store) -> None:
    assert compared_partnerships(store, "HR05", "NO08").empty
    assert compared_domains(store, "sections", "", "HR050", "NO081").empty
    assert compared_strategies(store, "HR050", "NO081").empty
