"""The Atlas: values of one year, changes, classes, odd links."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

Visit = Callable[..., AppTest]
Words = Callable[[AppTest], str]
Facts = Callable[[str], pd.DataFrame]


def test_the_values_of_a_year(visit: Visit, words: Words, facts: Facts) -> None:
    values = facts("indicator_value").query(
        "indicator_id == 'unemployment_rate' and year == '2016'"
    )
    values = values[~values["nuts_code"].isin(["HR04"])].astype({"value": float})
    app = visit("atlas", indicator="unemployment_rate", year="2016")
    assert f"{len(values)} regions with a value" in words(app)
    assert app.dataframe[0].value["value"].iloc[0] == values["value"].max()


def test_a_change_counts_only_regions_with_both_years(
    visit: Visit, words: Words, facts: Facts
) -> None:
    values = facts("indicator_value").query("indicator_id == 'daily_internet_users'")
    wide = values.pivot(index="nuts_code", columns="year", values="value").astype(float)
    change = (wide["2019"] - wide["2011"]).dropna()
    app = visit("atlas", indicator="daily_internet_users", since="2011")
    assert f"{len(change)} regions with a value" in words(app)
    assert "change from 2011 to 2019" in words(app)
    assert app.dataframe[0].value["value"].iloc[0] == pytest.approx(change.max())


def test_a_part_of_europe_is_told(visit: Visit) -> None:
    assert "Central Europe only" in visit("atlas", indicator="median_age").info[0].value


@pytest.mark.parametrize(
    "query",
    [
        {"indicator": "nothing", "year": "1066", "since": "2050", "method": "guess"},
        {"indicator": "unemployment_rate", "since": "2024"},
        {"indicator": "<b>x</b>", "year": "' OR 1=1"},
    ],
)
def test_odd_links_are_told(visit: Visit, query: dict[str, str]) -> None:
    app = visit("atlas", **query)
    assert not app.exception
    assert app.warning


def test_money_against_priorities_counts_regions_that_have_both(
    visit: Visit, words: Words, facts: Facts
) -> None:
    indicator = "erdf_per_inhabitant_2014_2020"
    regions = set(facts("indicator_value").query(f"indicator_id == '{indicator}'")["nuts_code"])
    both = regions & set(facts("priority")["territory_id"])
    app = visit("atlas", indicator=indicator, against="priorities")
    assert not app.exception
    assert f"{len(both)} regions with both" in words(app)
    assert "need not be cause" in words(app)
    odd = visit("atlas", indicator=indicator, against="<script>")
    assert not odd.exception
    assert odd.warning
    assert "Seen against each other" not in words(odd)
