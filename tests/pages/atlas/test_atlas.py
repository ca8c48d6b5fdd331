"""The Atlas: values of one year, changes, classes, odd links."""

from __future__ import annotations

import json
from collections.abc import Callable

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.fixtures.screen import html_of, maps_of

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


def test_both_figures_colour_the_map(visit: Visit, facts: Facts) -> None:
    values = facts("indicator_value").query("year == '2019'")
    held = [
        set(values.query(f"indicator_id == '{one}'")["nuts_code"])
        for one in ("unemployment_rate", "tertiary_education_25_64")
    ]
    asked = {"indicator": "unemployment_rate", "year": "2019", "colours": "both"}
    app = visit("atlas", **asked, against="tertiary_education_25_64")
    [drawn] = maps_of(app)
    rows = [row for layer in drawn["layers"] for row in layer["territories"]]
    assert len(drawn["colours"]) == 9
    assert {row[0] for row in rows} <= held[0] & held[1]
    square = next(html for html in html_of(app) if "s3-square" in html)
    for place in range(9):
        count = sum(row[2] == place for row in rows)
        assert f"background:{drawn['colours'][place]};" in square
        assert f">{count}<" in square
    alone = visit("atlas", **asked)
    assert len(maps_of(alone)[0]["colours"]) == 5


def test_an_indicator_with_one_year_has_no_play(visit: Visit, words: Words, facts: Facts) -> None:
    years = facts("indicator_value").groupby("indicator_id")["year"].nunique()
    alone = years.index[years == 1][0]
    app = visit("atlas", indicator=alone, since="2010")
    assert not app.exception
    assert not [c for c in app.get("bidi_component") if c.proto.component_name == "s3dash_play"]
    assert not app.select_slider
    assert "since = 2010" in words(app)


def test_codes_that_were_given_up_are_named(visit: Visit, words: Words, facts: Facts) -> None:
    codes = facts("nuts_correspondence")
    values = facts("indicator_value")
    gone = values[~values["nuts_code"].isin(codes.loc[codes["territory_id"] != "", "nuts_code"])]
    indicator, year = gone.iloc[0][["indicator_id", "year"]]
    of_it = gone.query("indicator_id == @indicator and year == @year")
    said = words(visit("atlas", indicator=indicator, year=year))
    assert f"Not shown: values of {', '.join(sorted(of_it['nuts_code']))}, codes" in said


def test_the_play_has_the_class_of_each_year(visit: Visit) -> None:
    app = visit("atlas", indicator="unemployment_rate", year="2019")
    [played] = [
        json.loads(c.proto.json)
        for c in app.get("bidi_component")
        if c.proto.component_name == "s3dash_play"
    ]
    at = played["years"].index(2019)
    [drawn] = maps_of(app)
    rows = [row for layer in drawn["layers"] for row in layer["territories"]]
    shown = {row[0]: row[2] for row in rows}
    assert all(
        # The last class sent holds for the years that follow.
        (sent + sent[-1] * at)[at] == (str(place) if place >= 0 else ".")
        for code, place in shown.items()
        for sent in [played["regions"][code]]
    )
    assert -1 in shown.values()
    assert played["colours"] == drawn["colours"]
    assert len(json.dumps(played)) < 10_000
