"""The region profile: its views, what it says when something is missing, its printed page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest
from shapely.geometry import Point, shape
from streamlit.testing.v1 import AppTest

from s3dash.folders import MAPS
from s3dash.ui.region import priorities
from s3dash.ui.region.sheet import MOST_PARTNERSHIPS
from tests.fixtures.screen import html_of, maps_of, table_of

Visit = Callable[..., AppTest]
Words = Callable[[AppTest], str]
Facts = Callable[[str], pd.DataFrame]

VIEWS = ["profile", "partnerships", "change", "distinctive", "neighbours", "indicators"]
ODD = ["ITI1", "UK-england", "IT", "FI194", "MT", "TR-gap-region", "IS", "HR06", "CY", "ES61"]
HOLES = re.compile(r"\b(nan|NaN|NaT)\b|<NA>|&lt;NA&gt;|\bNone\b(?! documented| with)")


def read(said: str) -> str:
    """Text without tags, one space between words."""
    return " ".join(re.sub(r"<[^>]+>", " ", said).split())


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("code", ODD)
def test_every_view_draws_for_any_territory(
    visit: Visit, words: Words, code: str, view: str
) -> None:
    app = visit("region", territory=code, view=view)
    assert not app.exception
    assert not HOLES.search(words(app))
    assert len(app.title) == 1


@pytest.mark.parametrize("code", ODD)
def test_the_printed_page_draws_for_any_territory(visit: Visit, words: Words, code: str) -> None:
    app = visit("region", territory=code, print="yes")
    assert not app.exception
    said = words(app)
    assert "s3-sheet" in said
    assert not HOLES.search(said)
    assert not app.selectbox
    assert not app.get("button_group")


def test_views_without_a_territory_ask_for_one(visit: Visit, words: Words) -> None:
    for query in ({"view": "change"}, {"print": "yes"}, {"print": "yes", "territory": "nope"}):
        app = visit("region", **query)
        assert not app.exception
        assert app.title[0].value == "Region"


def test_a_view_that_is_unknown_is_ignored_with_a_notice(visit: Visit, words: Words) -> None:
    app = visit("region", territory="ITI1", view="nope")
    assert "view = nope" in "\n".join(str(element.value) for element in app.code)
    assert "Strategies" in [header.value for header in app.header]


def test_change_counts_sections_and_warns_of_a_partial_list(
    visit: Visit, words: Words, facts: Facts
) -> None:
    rows = (
        facts("priority_domain").merge(facts("priority")).merge(facts("domain"), on="domain_code")
    )
    rows = rows.query("territory_id == 'ITI1' and taxonomy == 'economic'")
    sections = rows["parent_code"].where(rows["parent_code"] != "", rows["domain_code"])
    before = set(sections[rows.period == "2014-2020"])
    after = set(sections[rows.period == "2021-2027"])
    assert "C" in before & after
    app = visit("region", territory="ITI1", view="change")
    said = read(words(app))
    counts = f"{len(before & after)} {len(after - before)} {len(before - after)}"
    assert f"Economic domains {counts}" in said
    assert set(rows["label"]) <= set(re.findall(r"row>([^<]+) <span", words(app)))
    assert "C26 · wider: now the section as a whole" in said
    assert "“gone” may only mean “not in the part we hold”" in app.warning[0].value
    short = read(words(visit("region", territory="ITI1")))
    assert "The 2021-2027 list is known to be partial: what is gone cannot be told" in short
    assert f"{len(before & after)} of the {len(before)} economic sections of 2014-2020" in short
    assert " gone " not in short.split("cannot be told")[1].split("Which domains")[0]


def test_of_whole_lists_the_sections_are_counted(visit: Visit, words: Words, facts: Facts) -> None:
    strategies = facts("strategy")
    whole = strategies.query("completeness != 'partial'").groupby("territory_id")["period"].size()
    code = whole[whole == 2].index[0]
    short = read(words(visit("region", territory=code)))
    assert re.search(r"Economic sections from 2014-2020 to 2021-2027: \d+ kept, \d+ new", short)


def test_change_without_both_periods_says_which_is_missing(
    visit: Visit, words: Words, facts: Facts
) -> None:
    periods = facts("strategy").groupby("territory_id")["period"].agg(list)
    for period, other in (("2014-2020", "2021-2027"), ("2021-2027", "2014-2020")):
        code = periods[periods.map(lambda held, only=period: held == [only])].index[0]
        [info] = visit("region", territory=code, view="change").info
        assert info.value.startswith(f"Only {period} is documented. {other} is not documented")
    [info] = visit("region", territory="MT", view="change").info
    assert "No strategy of its own is documented" in info.value


def test_a_complete_list_is_not_called_partial(visit: Visit, words: Words, facts: Facts) -> None:
    strategies = facts("strategy")
    partial = set(strategies.query("completeness == 'partial'").territory_id)
    periods = strategies.groupby("territory_id")["period"].nunique()
    code = next(code for code in periods[periods == 2].index if code not in partial)
    for view in ("profile", "change", "distinctive"):
        assert "known to be partial" not in words(visit("region", territory=code, view=view))


def test_distinctive_domains_come_with_their_counts(
    visit: Visit, words: Words, facts: Facts
) -> None:
    priorities = facts("priority")
    total = len(priorities.query("territory_id == 'ITI1'"))
    with_it = facts("priority_domain").merge(priorities)
    # A section includes its divisions, and counts a priority once.
    with_it = with_it[with_it.domain_code.str.match(r"C(\d|$)")].drop_duplicates("priority_id")
    here = len(with_it.query("territory_id == 'ITI1'"))
    others = with_it.loc[with_it.territory_id != "ITI1", "territory_id"].nunique()
    index = (here / total) / (len(with_it) / len(priorities))
    said = read(words(visit("region", territory="ITI1", view="distinctive")))
    assert f"{index:.1f}× Manufacturing C {here} of {total} priorities here" in said
    assert f"{len(with_it)} in Europe" in said
    assert f"in {others} other territories" in said
    explorer = visit("priorities", territory="ITI1", view="common")
    row = explorer.dataframe[0].value.set_index("code").loc["C"]
    assert (row["priorities"], row["index"]) == (here, pytest.approx(index))


def test_the_headline_and_the_paper_name_no_domain_of_one_priority(
    visit: Visit, words: Words, facts: Facts
) -> None:
    for query in ({}, {"print": "yes"}):
        said = read(words(visit("region", territory="ITI1", **query)))
        shown = said.split("Most distinctive", 1)[1].split("Indicators")[0].split("Key ind")[0]
        assert "Manufacturing" in shown
        assert "(1 priority)" not in shown
        assert not re.search(r"× 1 of \d+", shown)
    counts = facts("priority")["territory_id"].value_counts()
    one = counts[counts == 1].index[0]
    for query in ({}, {"print": "yes"}):
        said = read(words(visit("region", territory=one, **query)))
        assert "too few priorities to tell" in said.lower()


def test_the_taxonomy_can_be_switched_by_link(visit: Visit, words: Words, facts: Facts) -> None:
    labels = facts("domain").set_index("domain_code")["label"]
    for view in ("change", "distinctive", "neighbours"):
        said = words(visit("region", territory="ITI1", view=view, taxonomy="scientific"))
        assert labels["NABS06"] in said, view


def test_small_numbers_are_said_to_be_small(visit: Visit) -> None:
    [warning] = visit("region", territory="ITI1", view="distinctive").warning
    assert "Small numbers: with 11 documented priorities" in warning.value
    assert "known to be partial" in warning.value


def test_neighbours_are_linked_and_marked(visit: Visit, words: Words, facts: Facts) -> None:
    assert "region?territory=ITH5" in words(visit("region", territory="ITI1", view="neighbours"))
    partial = set(facts("strategy").query("completeness == 'partial'")["territory_id"])
    listed = set(facts("priority")["territory_id"])
    pairs = facts("neighbour")[["territory_id", "neighbour_id"]].itertuples(index=False)
    own, other = next(pair for pair in pairs if pair[0] in listed and pair[1] in partial)
    said = words(visit("region", territory=own, view="neighbours"))
    assert re.search(rf"{other}.{{0,300}}list known to be partial", said, re.S)
    none = visit("region", territory="UK-england", view="neighbours")
    assert "no NUTS code" in none.info[0].value


def test_indicators_of_a_nuts_2_region(visit: Visit, words: Words, facts: Facts) -> None:
    count = facts("indicator_value").query("nuts_code == 'ITI1'")["indicator_id"].nunique()
    app = visit("region", territory="ITI1", view="indicators")
    said = words(app)
    assert f"{count} values of Toscana" in said
    assert said.count("class=s3-track") == count
    assert not app.dataframe
    app = visit("region", opened=["indicator_table"], territory="ITI1", view="indicators")
    assert len(app.dataframe[0].value) == count
    for column in ("note", "source_title", "licence", "eu_median"):
        assert column in app.dataframe[0].value


def test_the_course_of_an_indicator(visit: Visit, words: Words, facts: Facts) -> None:
    values = facts("indicator_value").query(
        "nuts_code == 'ITI1' and indicator_id == 'unemployment_rate'"
    )
    query = {"territory": "ITI1", "view": "indicators", "indicator": "unemployment_rate"}
    said = words(visit("region", **query))
    for row in values.itertuples():
        assert f"Toscana, {row.year}: {float(row.value):g}" in said
    assert "EU-27 median, 2024" in said
    assert "range of the country" in said
    index = words(visit("region", **query, scale="index"))
    assert "index, 2013 = 100" in index
    assert "Toscana, 2013: 100" in index
    assert "range of the country" not in index


def test_a_break_in_a_series_is_told(visit: Visit, words: Words, facts: Facts) -> None:
    rows = facts("indicator_value").query("indicator_id == 'unemployment_rate' and flag == 'b'")
    code, year = rows.iloc[0][["nuts_code", "year"]]
    query = {"territory": code, "view": "indicators", "indicator": "unemployment_rate"}
    said = words(visit("region", **query))
    assert f"break in the series, {year}" in said


@pytest.mark.parametrize("odd", ["population_density", "nothing", "<b>x</b>"])
def test_an_indicator_without_a_course_is_told(visit: Visit, words: Words, odd: str) -> None:
    app = visit("region", territory="ITI1", view="indicators", indicator=odd)
    assert not app.exception
    said = words(app)
    assert "range of the country" not in said
    known = "Population density: Toscana has a value of one year only" in said
    assert known == (odd == "population_density")
    assert known != ("asks for something this dashboard does not know" in said)


def test_an_indicator_that_a_region_lacks_is_told_by_its_name(visit: Visit, facts: Facts) -> None:
    values = facts("indicator_value")
    lacking = set(values["indicator_id"]) - set(values.query("nuts_code == 'DE11'")["indicator_id"])
    label = facts("indicator").set_index("indicator_id")["label"][min(lacking)]
    app = visit("region", territory="DE11", view="indicators", indicator=min(lacking))
    assert f"Nothing is documented here for {label}" in app.warning[0].value.replace("\\", "")


@pytest.mark.parametrize(("code", "region"), [("FI194", "FI19"), ("IT", "ITI1"), ("ITI", "ITI1")])
def test_other_levels_are_led_to_the_regions_with_values(
    visit: Visit, words: Words, code: str, region: str
) -> None:
    app = visit("region", territory=code, view="indicators")
    assert "published for NUTS 2 regions" in app.info[0].value
    assert re.search(rf"territory={region}&(amp;)*view=indicators", words(app))
    assert not app.dataframe


def test_the_printed_page_holds_the_essence(visit: Visit, words: Words, facts: Facts) -> None:
    said = read(words(visit("region", territory="ITI1", print="yes")))
    for title in facts("priority").query("territory_id == 'ITI1'")["title"]:
        assert title in said
    members = facts("membership").query("territory_id == 'ITI1'")
    assert f"Partnerships: {len(members)} documented" in said
    for words_of in ("Kept: in both periods", "Index", "EU-27 median", "Sources", "Live page"):
        assert words_of in said
    assert "2021-2027: 3 documented · list known to be partial" in said.replace("  ", " ")


def test_what_does_not_fit_on_paper_is_counted(visit: Visit, words: Words, facts: Facts) -> None:
    counts = facts("priority").groupby(["territory_id", "period"]).size().sort_values()
    (code, _), most = counts.index[-1], counts.iloc[-1]
    said = words(visit("region", territory=code, print="yes"))
    [hidden] = re.findall(r"and (\d+) more priorities, on the live page", said)
    titles = facts("priority").query("territory_id == @code")["title"]
    strategies = said.split("Partnerships:")[0]
    assert strategies.count("<li>") - 1 + int(hidden) == len(titles)
    assert most > int(hidden) > 1


def test_without_priorities_of_its_own_those_above_and_below_are_named(
    visit: Visit, words: Words, facts: Facts
) -> None:
    counts = facts("priority")["territory_id"].value_counts()
    for code in ("BE10", "UK", "ITC"):
        assert code not in counts
        around = [other for other in counts.index if other.startswith(code)]
        around += [code[:end] for end in range(2, len(code)) if code[:end] in counts]
        largest = max(around, key=lambda other: counts[other])
        said = words(visit("region", territory=code))
        assert f"region?territory={largest}'" in said
        for page in (said, words(visit("region", territory=code, print="yes"))):
            assert f"({largest}, {counts[largest]} documented priorit" in page, code
            assert page.count(f"({largest}, ") == 1
    own = words(visit("region", territory="ITI1"))
    assert "Priorities are documented above" not in own


def test_partnerships_have_their_strip_and_the_way_to_the_board(
    visit: Visit, words: Words, facts: Facts
) -> None:
    members = facts("membership").query("territory_id == 'ITH5'")
    events = facts("stage_evidence")
    events = events[events["partnership_id"].isin(members["partnership_id"])]
    said = words(visit("region", territory="ITH5", view="partnerships"))
    assert said.count("class='s3-strip'") == len(members)
    assert "s3-strip-legend" in said
    assert "progress?territory=ITH5'" in said
    today = date.today()
    held = events[(events["date"] <= today.isoformat()) & (events["basis"] != "related")]
    roles, joining = said.split("<ol class='s3-candidates", 1)
    assert roles.count("last sign of life: not documented") == len(
        set(members["partnership_id"]) - set(held["partnership_id"])
    )
    # Partnerships it might join say theirs, too.
    assert joining.count("last sign of life: ") == joining.count("<li>") > 0
    # A month runs from its first day to its last, a year from January to December.
    since = f"{today.year - 1}{today.isoformat()[4:]}"
    ends = pd.DataFrame(
        {
            "partnership_id": held["partnership_id"],
            "first": (held["date"] + "-01-01").str[:10],
            "last": (held["date"] + "-12-31").where(
                held["date"].str.len() == 4, held["date"] + "-31"
            ),
        }
    ).assign(last=lambda rows: rows["last"].str[:10])
    latest = ends.groupby("partnership_id").max()
    recent = int((latest["first"] >= since).sum())
    unsure = int(((latest["first"] < since) & (latest["last"] >= since)).sum())
    short = read(words(visit("region", territory="ITH5")))
    perhaps = f", {unsure} perhaps" if unsure else ""
    assert f"; {recent or 'none'} active within 12 months{perhaps}" in short
    assert "progress?territory=ITH5'" in words(visit("region", territory="ITH5"))
    paper = read(words(visit("region", territory="ITH5", print="yes")))
    assert paper.count("last sign of life") == min(len(members), MOST_PARTNERSHIPS)


def test_without_a_member_in_it_there_is_no_way_to_the_board(visit: Visit, words: Words) -> None:
    for view in ("profile", "partnerships"):
        said = words(visit("region", territory="ITC2", view=view))
        assert "progress?territory" not in said
        assert "s3-strip" not in said
        assert "No membership is documented." in said


def test_a_small_territory_is_ringed_on_the_map(visit: Visit) -> None:
    [malta] = maps_of(visit("region", territory="MT"))
    [italy] = maps_of(visit("region", territory="IT"))
    countries = json.loads((MAPS / "nuts-0.json").read_text(encoding="utf-8"))["features"]
    [drawn] = [shape(one["geometry"]) for one in countries if one["id"] == "MT"]
    assert drawn.buffer(0.01).contains(Point(malta["ring"]))
    assert italy["ring"] is None


def test_a_priority_opens_beside_the_page_in_every_view(
    visit: Visit, words: Words, facts: Facts
) -> None:
    row = facts("priority").set_index("priority_id").loc["ITI1-2021-01"]
    for view in ("profile", "indicators"):
        app = visit("region", territory="ITI1", view=view, priority="ITI1-2021-01")
        assert not app.exception
        [drawer] = app.get("dialog")
        assert "s3-facts" in str([c.proto.json for c in drawer.get("bidi_component")])
        assert row["title"] in words(app)
    app = visit("region", territory="ITI1", priority="nope")
    assert not app.get("dialog")
    assert "priority = nope" in app.code[0].value


def test_the_priorities_are_links_that_stay_on_the_page(visit: Visit, facts: Facts) -> None:
    rows = facts("priority").query("territory_id == 'ITI1'")
    app = visit("region", territory="ITI1")
    [html] = [html for html in html_of(app) if "s3-rows" in html]
    for code in rows["priority_id"]:
        assert f"href='region?territory=ITI1&amp;priority={code}'" in html
    assert len(table_of(app, "s3-rows")) == 1 + len(rows)


def test_a_long_list_is_cut_and_says_where_the_rest_is(
    visit: Visit, words: Words, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = facts("priority").query("territory_id == 'ITH5'")
    assert len(own) > 3
    monkeypatch.setattr(priorities, "MOST_LISTED", 3)
    shown = visit("region", territory="ITH5")
    assert "The first 3 of them stand here; the explorer and the files have all." in words(shown)
    [table] = [html for html in html_of(shown) if "Documented priorities of" in html]
    assert table.count("priority=") == 6  # The title and who shares it, of each.
