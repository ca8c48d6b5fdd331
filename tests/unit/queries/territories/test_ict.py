"""Digital priorities and what is behind them, counted again; courses with gaps and breaks."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from s3dash.queries.territories import ict
from s3dash.store.connection import Store


@pytest.mark.parametrize("period", ict.PERIODS)
def test_digital_priorities_are_those_of_the_files(
    store: Store, facts: Callable[[str], pd.DataFrame], period: str
) -> None:
    rows = facts("priority")[["priority_id", "territory_id", "period"]]
    rows = rows if period == "both" else rows[rows["period"] == period]
    domains = facts("priority_domain").merge(facts("domain")[["domain_code", "parent_code"]])
    is_digital = domains["domain_code"].isin(ict.DOMAINS) | domains["parent_code"].isin(ict.DOMAINS)
    rows = rows.assign(digital=rows["priority_id"].isin(domains[is_digital]["priority_id"]))
    found = ict.digital_in_strategies(store, period).set_index("territory_id")
    assert found["digital"].to_dict() == rows.groupby("territory_id")["digital"].sum().to_dict()
    assert found["priorities"].to_dict() == rows.groupby("territory_id").size().to_dict()
    assert (found["share"] == found["digital"] / found["priorities"]).all()
    hubs = facts("hub")["territory_id"]
    for code in ("ITI1", "DE", "PT"):
        if code in found.index:
            assert found["hubs"][code] == hubs.str.startswith(code).sum()


def values(*rows: tuple[str, int, float, str | None]) -> list[dict[str, object]]:
    return [
        {
            "indicator_id": "daily_internet_users",
            "nuts_code": code,
            "territory_id": code,
            "nuts_vintage": 2021,
            "year": year,
            "value": value,
            "flag": flag,
            "source_id": "x",
        }
        for code, year, value, flag in rows
    ]


def test_a_change_is_told_only_over_years_without_a_break(
    small_store: Callable[..., Store],
) -> None:
    store = small_store(
        indicator_value=values(
            ("ITI1", 2019, 70.0, None),
            ("ITI2", 2011, 40.0, "b"),
            ("ITI2", 2019, 60.0, "p"),
            ("ITI3", 2011, 40.0, None),
            ("ITI3", 2015, 50.0, "b"),
            ("ITI3", 2018, 55.0, None),
            ("ITI4", 2011, 40.0, "?!"),
            ("ITI4", 2018, 35.0, None),
        )
    )
    found = ict.use_over_time(store, "daily_internet_users").set_index("territory_id")
    assert found["value"].to_dict() == {"ITI1": 70, "ITI2": 60, "ITI3": 55, "ITI4": 35}
    assert found["year"].to_dict() == {"ITI1": 2019, "ITI2": 2019, "ITI3": 2018, "ITI4": 2018}
    # One year; a break at the start of the series; one in between; a flag that nobody knows.
    assert pd.isna(found["change"]["ITI1"])
    assert found["change"]["ITI2"] == 20
    assert pd.isna(found["change"]["ITI3"])
    assert found["change"]["ITI4"] == -5


def test_a_larger_territory_has_the_median_of_its_regions_and_a_smaller_one_its_own(
    small_store: Callable[..., Store],
) -> None:
    store = small_store(
        priority=[
            {"priority_id": code, "territory_id": code, "period": "2021-2027"}
            for code in ("ITI", "ITI14", "MT")
        ],
        indicator_value=values(
            ("ITI1", 2019, 70.0, None), ("ITI2", 2018, 60.0, None), ("ITI3", 2018, 50.0, None)
        ),
    )
    found = ict.digital_in_strategies(store, "both").set_index("territory_id")
    assert (found["use"]["ITI"], found["use_regions"]["ITI"]) == (60, 3)
    assert (found["use"]["ITI14"], found["use_regions"]["ITI14"]) == (70, 1)
    assert pd.isna(found["use"]["MT"])
    assert found["digital"].sum() == 0
