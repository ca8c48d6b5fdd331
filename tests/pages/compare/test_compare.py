"""The page Compare: each view, the link it is read from, and what it does with bad input."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.fixtures.screen import CHOOSER, chosen_in, html_of, maps_of, pick

Visit = Callable[..., AppTest]
Words = Callable[[AppTest], str]
Facts = Callable[[str], pd.DataFrame]

CHOSEN = ["ITC4", "DE1", "FI194"]
VIEWS = ["indicators", "priorities", "partnerships", "strategies", "similar"]
ZERO = {
    f"weight-{theme}": "0"
    for theme in (
        "geo-demography",
        "human-resources",
        "technological-specialisation",
        "sectoral-structure",
        "institutions-and-values",
    )
}


def warned(app: AppTest) -> str:
    return " ".join(str(warning.value) for warning in app.warning)


def told(app: AppTest) -> str:
    return " ".join(str(info.value) for info in app.info)


@pytest.mark.parametrize("view", VIEWS)
def test_each_view_draws_and_names_all(visit: Visit, words: Words, view: str) -> None:
    app = visit("compare", territory=CHOSEN, view=view)
    assert not app.exception
    assert not app.warning
    text = words(app)
    for name in ("Lombardia", "Baden-Württemberg", "South Ostrobothnia"):
        assert name in text
    assert not re.search(r"\bnan\b|<NA>|\bNone\b(?! documented)", text)
    assert chosen_in(app, "compare_territories") == CHOSEN


def test_indicators_say_value_unit_year_source_and_how_they_were_derived(
    visit: Visit, words: Words
) -> None:
    text = words(visit("compare", territory=CHOSEN))
    for piece in (
        "Population on 1 January",
        "inhabitants (1 January), 2025",
        "Eurostat demo_r_d2jan",
        "sum of 4 regions",
        # The weight of a mean is told once for the indicator.
        "means are population-weighted",
        "mean of 4 regions",
        "inherited from FI19",
        "not available",
        "Higher than, of 240 in the EU: A 209",
    ):
        assert piece in text, piece


def test_indicators_as_a_table_and_to_take_away(visit: Visit, facts: Facts) -> None:
    app = visit("compare", territory=CHOSEN, form="table")
    [frame] = app.dataframe
    assert len(frame.value) == len(facts("indicator"))
    row = frame.value.set_index("label").loc["Unemployment rate"]
    values = facts("indicator_value").query("indicator_id == 'unemployment_rate'")
    year = values["year"].max()
    assert re.fullmatch(
        rf"{year} · population-weighted mean of 4 regions · higher than \d+ of 241", row["told_B"]
    )
    assert {button.proto.label for button in app.get("download_button")} == {
        "CSV",
        "Excel",
    }


def test_priorities_are_shared_or_only_here_or_only_there(
    visit: Visit, words: Words, facts: Facts
) -> None:
    joined = (
        facts("priority").merge(facts("priority_domain")).merge(facts("domain"), on="domain_code")
    )
    joined = joined[(joined["taxonomy"] == "economic") & (joined["period"] == "2021-2027")]
    section = joined["parent_code"].where(joined["parent_code"] != "", joined["domain_code"])
    of = {code: set(section[joined["territory_id"] == code]) for code in ("ITC4", "DE1")}
    text = words(visit("compare", territory=["ITC4", "DE1"], view="priorities", period="2021-2027"))
    counts = {
        "Shared by both": of["ITC4"] & of["DE1"],
        "Only in Lombardia": of["ITC4"] - of["DE1"],
        "Only in Baden-Württemberg": of["DE1"] - of["ITC4"],
    }
    for heading, codes in counts.items():
        assert f"{heading}: {len(codes) or 'none'}<" in text


def test_divisions_and_the_titles_behind_one(visit: Visit, words: Words) -> None:
    app = visit("compare", territory=CHOSEN, view="priorities", level="divisions", domain="c10")
    assert not app.exception
    assert not app.warning
    assert app.selectbox(key="domain").value == "C10"
    assert "priorities?priority=" in words(app)
    app.segmented_control(key="level").set_value("sections").run()
    assert not app.exception
    app.segmented_control(key="period").set_value("2014-2020").run()
    assert not app.exception
    assert "2021-2027: " not in words(app)


def test_a_partial_list_is_marked(visit: Visit, words: Words, facts: Facts) -> None:
    strategies = facts("strategy")
    code = strategies.loc[strategies["completeness"] == "partial", "territory_id"].iloc[0]
    for view in ("priorities", "strategies"):
        app = visit("compare", territory=["ITC4", code], view=view)
        assert "list known to be partial" in words(app)


def test_partnerships_in_common_and_of_each(visit: Visit, words: Words, facts: Facts) -> None:
    members = facts("membership")
    members = members[members["territory_id"].isin(CHOSEN)]
    common = members.groupby("partnership_id")["territory_id"].nunique()
    text = words(visit("compare", territory=CHOSEN, view="partnerships"))
    assert f"In common: {(common > 1).sum()}<" in text
    for code, count in members["territory_id"].value_counts().items():
        assert f"{count} documented partnership" in text, code
    assert "<b>lead</b>" in text


def test_similar_regions_with_the_share_of_each_theme(visit: Visit, words: Words) -> None:
    app = visit("compare", territory=["AT21", "ITC4"], view="similar")
    text = words(app)
    assert "Burgenland" in text
    assert "Structural distance" in text
    assert "All themes count the same." in text
    assert len(app.dataframe[0].value) == 20
    other = visit("compare", territory=["AT21", "ITC4"], view="similar", of="itc4")
    assert "Emilia-Romagna" in words(other)
    assert other.segmented_control(key="of").value == "ITC4"


def test_structure_as_of_a_year_stands_in_the_link(visit: Visit, words: Words) -> None:
    app = visit("compare", territory=CHOSEN, view="similar")
    assert "2019: Population" in words(app)
    app.selectbox(key="compare_year").select("2016").run()
    assert app.query_params["year"] == "2016"
    assert "2016: Population" in words(app)
    # What has no year so old is compared in a later one: said, not left to be found in the list.
    assert "Where no year up to 2016 is held for most regions, the first after it counts" in (
        words(app)
    )
    app.selectbox(key="compare_year").select("").run()
    assert "year" not in app.query_params
    assert "the first after it counts" not in words(app)


@pytest.mark.parametrize("hostile", ["2014.5", "1066", "-1", "٢٠١٦", "<b>", "2016'--"])
def test_a_year_that_structure_does_not_have_is_told(
    visit: Visit, words: Words, hostile: str
) -> None:
    app = visit("compare", territory=CHOSEN, view="similar", year=hostile)
    assert not app.exception
    assert f"year = {hostile}" in words(app)
    assert app.selectbox(key="compare_year").value == ""


def test_weights_stand_in_the_link(visit: Visit, words: Words) -> None:
    app = visit("compare", territory=CHOSEN, view="similar", **{"weight-human-resources": "3"})
    assert app.slider(key="weight-human-resources").value == 3
    assert "Weights: human resources 3, others 1." in words(app)
    app.slider(key="weight-human-resources").set_value(0.0).run()
    assert "human resources 0" in words(app)


def test_the_other_parts_of_similar(visit: Visit, words: Words) -> None:
    profile = visit("compare", territory=["DE1", "ITC4"], view="similar", part="profile")
    assert "mean of 10 peers" in words(profile)
    assert "Not available for Baden-Württemberg: Motorway density." in words(profile)
    place = visit("compare", territory=["DE1", "ITC4"], view="similar", part="map", abroad="true")
    assert maps_of(place)
    assert "© EuroGeographics" in words(place)
    assert "(the nearest)" in words(place)
    assert "quantiles" in words(place)


def test_small_letters_and_labels_of_a_link_are_understood(visit: Visit) -> None:
    app = visit("compare", territory=["itc4", "Toscana (ITI1)"])
    assert chosen_in(app, "compare_territories") == ["ITC4", "ITI1"]
    assert not app.warning


def test_codes_with_commas_between_them_are_understood(visit: Visit, words: Words) -> None:
    app = visit("compare", territory="ITC4,DE1,XX99")
    assert chosen_in(app, "compare_territories") == ["ITC4", "DE1"]
    assert "territory = XX99" in words(app)


def test_a_change_of_the_box_is_a_change_of_the_link(visit: Visit, words: Words) -> None:
    app = visit("compare", territory=["itc4", "ITI1"])
    pick(app, "compare_territories", "ITI1", "DE1", "ES61")
    assert app.query_params["territory"] == ["ITI1", "DE1", "ES61"]
    assert "Andalucía" in words(app)
    pick(app, "compare_territories")
    assert "territory" not in app.query_params
    assert "Choose two to five territories" in told(app)


def test_no_territory_is_an_invitation(visit: Visit, words: Words) -> None:
    app = visit("compare")
    assert re.search(r"compare\?territory=\w+&(amp;)*territory=\w+", words(app))
    assert "Choose two to five territories" in told(app)
    assert not app.segmented_control


def test_one_territory_is_an_invitation_with_similar_ones(visit: Visit, words: Words) -> None:
    app = visit("compare", territory="AT21")
    assert not app.exception
    assert "One territory alone cannot be compared" in told(app)
    assert "Burgenland" in words(app)


def test_the_same_twice_is_compared_once(visit: Visit) -> None:
    app = visit("compare", territory=["ITC4", "itc4", "DE1"])
    assert "compared once: ITC4" in warned(app)
    assert chosen_in(app, "compare_territories") == ["ITC4", "DE1"]
    alone = visit("compare", territory=["ITC4", "ITC4"])
    assert "compared once: ITC4" in warned(alone)
    assert "One territory alone" in told(alone)


def test_of_six_the_first_five_are_kept(visit: Visit) -> None:
    many = ["ITC4", "DE1", "FI194", "ES61", "BE2", "AT21", "PL21"]
    app = visit("compare", territory=many)
    assert chosen_in(app, "compare_territories") == many[:5]
    assert "Left out: AT21, PL21." in warned(app)
    assert not app.exception


def test_unknown_codes_are_told_and_the_rest_holds(visit: Visit, words: Words) -> None:
    app = visit(
        "compare", territory=["ITC4", "XX99", "<b>x</b>", "DE1"], view="similar", of="nowhere"
    )
    assert len(app.warning) == 2
    assert "territory = XX99" in words(app)
    assert "territory = <b>x</b>" in words(app)
    assert "of = nowhere" in words(app)
    assert chosen_in(app, "compare_territories") == ["ITC4", "DE1"]


@pytest.mark.parametrize("code", ["NO0B1", "UK-england"])
def test_a_territory_without_indicators(visit: Visit, words: Words, code: str) -> None:
    app = visit("compare", territory=["ITC4", code])
    assert not app.exception
    assert "No indicator is documented for" in told(app)
    similar = visit("compare", territory=["ITC4", code], view="similar", of=code)
    assert not similar.exception
    assert "No distance can be given." in warned(similar)
    for view in VIEWS[1:4]:
        assert not visit("compare", territory=["ITC4", code], view=view).exception


def test_territories_without_priorities(visit: Visit, words: Words) -> None:
    one = visit("compare", territory=["ITC4", "NO08"], view="priorities")
    assert "priorities not documented" in words(one)
    assert "Only in Oslo og Viken: priorities not documented" in words(one)
    none = visit("compare", territory=["HR050", "NO081"], view="priorities")
    assert "No priority with an economic domain is documented" in told(none)
    assert not none.exception
    for view, notice in [("partnerships", "No membership"), ("strategies", "No strategy")]:
        assert notice in told(visit("compare", territory=["HR050", "NO081"], view=view))


def test_all_weights_zero_is_told(visit: Visit) -> None:
    app = visit("compare", territory=CHOSEN, view="similar", **ZERO)
    assert not app.exception
    assert "At least one theme needs a weight above 0" in warned(app)


@pytest.mark.parametrize("weight", ["much", "-1", "99", "nan", "inf"])
def test_a_weight_that_is_none_is_told(visit: Visit, words: Words, weight: str) -> None:
    app = visit("compare", territory=CHOSEN, view="similar", **{"weight-human-resources": weight})
    assert not app.exception
    assert f"weight-human-resources = {weight}" in words(app)
    assert app.slider(key="weight-human-resources").value == 1


def test_the_hand_out(visit: Visit, words: Words) -> None:
    app = visit("compare", territory=CHOSEN, print="yes")
    text = words(app)
    assert not app.exception
    assert CHOOSER not in {c.proto.component_name for c in app.get("bidi_component")}
    for piece in (
        "Regions compared",
        "Key indicators",
        "Partnerships in common: 3",
        "Emilia-Romagna",
        "Eurostat demo_r_d2jan",
        "European Commission, Regional Innovation Scoreboard 2019",
        # How old what distances compare is: one year is of one indicator, the patents.
        "Years compared: 2012 (1 indicator), ",
    ):
        assert piece in text
    without = visit("compare", territory=["NO08", "UK-england"], print="yes")
    assert not without.exception
    assert "not available" in words(without)
    assert "Only A Oslo og Viken: </b>priorities not documented." in words(without)
    alone = visit("compare", territory="ITC4", print="yes")
    assert "One territory alone" in told(alone)


def test_the_territory_that_others_are_near_to_may_leave(visit: Visit, words: Words) -> None:
    app = visit("compare", territory=["AT21", "ITC4"], view="similar")
    app.segmented_control(key="of").set_value("ITC4").run()
    assert "Emilia-Romagna" in words(app)
    pick(app, "compare_territories", "AT21", "DE1")
    assert not app.exception
    assert app.segmented_control(key="of").value == "AT21"
    assert "Burgenland" in words(app)


def test_a_domain_that_the_others_lack_gives_way(visit: Visit) -> None:
    app = visit("compare", territory=["ITC4", "FI194"], view="priorities", domain="F")
    assert app.selectbox(key="domain").value == "F"
    pick(app, "compare_territories", "ITC4", "DE1")
    assert not app.exception
    assert app.selectbox(key="domain").value != "F"


@pytest.mark.parametrize("view", ["priorities", "strategies"])
def test_whose_priorities_to_read_instead_is_named(
    visit: Visit, words: Words, facts: Facts, view: str
) -> None:
    counts = facts("priority")["territory_id"].value_counts()
    told = f"(BE1, {counts['BE1']} documented priorities"
    said = words(visit("compare", territory=["BE10", "ITI1"], view=view))
    assert said.count(told) == 1
    assert "region?territory=BE1'" in said
    assert "(IT, " not in said
    alone = words(visit("compare", territory=["BE10", "ITC"], view=view))
    assert alone.count(told) == 1
    assert "(ITC1, " in alone


def test_indicators_over_the_years(
    visit: Callable[..., AppTest], words: Callable[..., str]
) -> None:
    asked = {"territory": ["AT21", "DE11"], "form": "years", "indicator": "unemployment_rate"}
    app = visit("compare", **asked)
    assert not app.exception
    drawn = next(html for html in html_of(app) if "s3-course" in html)
    assert "s3-c-A" in drawn
    assert "s3-c-B" in drawn
    assert "EU-27 median" in drawn
    assert "range of the country" not in drawn
    index = visit("compare", **asked, scale="index")
    assert "= 100" in next(html for html in html_of(index) if "index, 20" in html)
    larger = visit("compare", **asked | {"territory": ["AT21", "DE1"]})
    assert "No values by year: Baden-Württemberg (DE1). What is derived" in words(larger)
    assert "range of the country" not in words(larger)
    alone = visit("compare", **asked | {"territory": ["AT21", "AT11"]})
    assert "range of the country" in next(html for html in html_of(alone) if "s3-course" in html)
