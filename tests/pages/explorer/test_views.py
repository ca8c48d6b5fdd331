"""What the explorer shows of a result: five views, pages, one priority, nothing at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from s3dash.queries.explorer.filter import PriorityFilter
from s3dash.ui.explorer.views import PAGE_ROWS, PAGE_TERRITORIES
from s3dash.ui.look import text
from s3dash.ui.parts.priority_list import assigned_words
from tests.fixtures import by_pandas
from tests.fixtures.frames import with_list
from tests.fixtures.screen import html_of, maps_of, table_of

Visit = Callable[..., AppTest]
Count = Callable[[AppTest], int]
Words = Callable[[AppTest], str]
Facts = Callable[[str], pd.DataFrame]

VIEWS = ["list", "table", "territories", "matrix", "common"]
ROWS = PAGE_ROWS
views = pytest.mark.parametrize("view", VIEWS)


def listed(said: str) -> list[str]:
    """Identifiers of the priorities that a list links to, in its order."""
    return re.findall(r"priorities[?]priority=([\w.-]+)", unescape(said))


def italian() -> set[str]:
    return by_pandas.kept(PriorityFilter(territories=("IT",)))


@views
def test_every_view_draws_everything(visit: Visit, count: Count, facts: Facts, view: str) -> None:
    app = visit("priorities", view=view)
    assert not app.exception
    assert not app.warning
    assert count(app) == len(facts("priority"))
    assert all(chart.proto.alt for chart in app.get("plotly_chart"))
    assert all(drawn["alt"] for drawn in maps_of(app))
    assert app.get("download_button")


@views
def test_every_view_draws_one_match(
    visit: Visit, count: Count, words: Words, facts: Facts, view: str
) -> None:
    alone = facts("priority").groupby("territory_id").filter(lambda rows: len(rows) == 1).iloc[0]
    app = visit("priorities", view=view, territory=alone["territory_id"])
    assert not app.exception
    assert count(app) == 1
    if view in ("list", "territories"):
        assert listed(words(app)) == [alone["priority_id"]]
    if view == "table":
        assert [row[0] for row in table_of(app, "s3-rows")[1:]] == [alone["title"]]


@views
def test_every_view_says_that_nothing_matches_and_how_to_go_back(
    visit: Visit, count: Count, facts: Facts, view: str
) -> None:
    app = visit("priorities", view=view, text="zzzzzzzz", territory="IT")
    assert not app.exception
    assert app.info
    assert count(app) == 0
    assert not app.dataframe
    assert not app.get("plotly_chart")
    assert not maps_of(app)
    [clear] = [button for button in app.button if button.key == "clear_all"]
    clear.click().run()
    assert not app.exception
    assert count(app) == len(facts("priority"))


def test_one_step_back_is_offered_with_what_it_finds(visit: Visit, count: Count) -> None:
    cypriot = by_pandas.kept(PriorityFilter(territories=("CY",)))
    used = frozenset().union(*(by_pandas.values("economic")[one] for one in cypriot))
    other = next(code for code in by_pandas.offered("economic") if code not in used)
    app = visit("priorities", territory="CY", domain=other)
    assert count(app) == 0
    steps = {b.label: b for b in app.button if (b.key or "").startswith("step_")}
    assert sorted(steps) == [
        f"Without the filter “Country or territory”: "
        f"{len(by_pandas.kept(PriorityFilter(economic=(other,))))} priorities",
        f"Without the filter “Economic domain”: {len(cypriot)} priorities",
    ]
    steps[max(steps)].click().run()
    assert not app.exception
    assert count(app) == len(cypriot) > 0
    assert app.query_params == {"territory": "CY"}


def test_a_word_that_finds_nothing_can_be_left_away(visit: Visit, count: Count) -> None:
    app = visit("priorities", text='wine "qqqqqqqq"')
    [step] = [button for button in app.button if (button.key or "").startswith("step_")]
    step.click().run()
    assert app.query_params == {"text": "wine"}
    assert count(app) == count(visit("priorities", text="wine")) > 0


@pytest.mark.parametrize("view", ["list", "table"])
def test_the_pages_hold_every_row_once(visit: Visit, words: Words, facts: Facts, view: str) -> None:
    counts = facts("priority")["territory_id"].str[:2].value_counts()
    # Some pages, and a last one that is not full.
    country = str(counts[(counts > 2 * ROWS) & (counts % ROWS > 0)].idxmin())
    expected = by_pandas.kept(PriorityFilter(territories=(country,)))
    assert len(expected) == counts[country]
    titles = facts("priority").set_index("priority_id")["title"]
    found: list[str] = []
    for number in range(1, -(-len(expected) // ROWS) + 1):
        app = visit("priorities", territory=country, page=str(number), view=view)
        if view == "table":
            shown = [row[0] for row in table_of(app, "s3-rows")[1:]]
        else:
            shown = titles[listed(words(app))].tolist()
        assert 0 < len(shown) <= ROWS
        found += shown
    assert sorted(found) == sorted(titles[list(expected)])


def test_the_pages_by_territory_hold_every_row_once(visit: Visit, words: Words) -> None:
    expected = italian()
    home = by_pandas.table("priority").set_index("priority_id")["territory_id"]
    pages = -(-home[list(expected)].nunique() // PAGE_TERRITORIES)
    found: list[str] = []
    for number in range(1, pages + 1):
        app = visit("priorities", territory="IT", page=str(number), view="territories")
        found += listed(words(app))
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize("view", ["list", "table", "territories", "matrix"])
def test_a_filter_that_leaves_fewer_pages_goes_back_to_the_first(
    visit: Visit, words: Words, view: str
) -> None:
    app = visit("priorities", page="4", view=view)
    assert not app.exception
    app.multiselect(key="territory").set_value(["IT"]).run()
    assert not app.exception
    assert app.query_params.get("page", "1") == "1"
    expected = words(visit("priorities", territory="IT", view=view))
    assert listed(words(app)) == listed(expected)


@pytest.mark.parametrize("show", ["count", "share"])
def test_the_map_has_every_territory_also_those_not_chosen(visit: Visit, show: str) -> None:
    app = visit("priorities", territory="IT", show=show)
    assert not app.exception
    assert not app.warning
    known = by_pandas.table("territory").set_index("territory_id")["nuts_level"]
    codes = by_pandas.table("priority")["territory_id"].drop_duplicates()
    # Without a NUTS code a territory is not on the map.
    territories = (known[codes] != "").sum()
    assert f"{territories} territories" in maps_of(app)[0]["alt"]


@pytest.mark.parametrize("view", ["matrix", "common"])
@pytest.mark.parametrize("level", ["sections", "divisions", "scientific", "policy", "platforms"])
def test_every_level_draws(visit: Visit, view: str, level: str) -> None:
    app = visit("priorities", view=view, territory="IT")
    app.selectbox(key="level").set_value(level).run()
    assert not app.exception
    assert not app.warning
    if view == "matrix":
        [drawn] = [html for html in html_of(app) if "s3-heat" in html]
        assert "aria-label='Heat map of " in drawn
        *_, last = table_of(app, "s3-heat")
        assert sum(int(cell or 0) for cell in last[1:]) > 0
    else:
        assert app.get("plotly_chart")[0].proto.alt
        rows = app.dataframe[0].value
        expected = sum(len(by_pandas.domains_of(level, one)) for one in italian())
        assert rows["priorities"].sum() == expected


def test_the_matrix_can_be_sorted_and_keeps_its_order_where_that_exists(visit: Visit) -> None:
    app = visit("priorities", view="matrix", territory="IT")
    app.session_state["matrix_figures"] = True
    app.selectbox(key="sort").set_value("C").run()
    assert not app.exception
    assert app.dataframe[0].value["C"].is_monotonic_decreasing
    app.selectbox(key="level").set_value("policy").run()
    assert not app.exception
    assert "C" not in app.dataframe[0].value.columns
    assert app.selectbox(key="sort").value in ("country", *app.dataframe[0].value.columns)


def test_a_priority_named_in_the_link_is_opened(visit: Visit, words: Words, facts: Facts) -> None:
    row = facts("priority").set_index("priority_id").loc["ITH5-2021-01"]
    app = visit("priorities", priority="ITH5-2021-01", text="wind")
    assert not app.exception
    assert not app.warning
    [drawer] = app.get("dialog")
    assert row["description"] in words(app)
    assert app.query_params == {"priority": "ITH5-2021-01", "text": "wind"}
    assert "s3-facts" in str([c.proto.json for c in drawer.get("bidi_component")])


def test_a_priority_is_opened_also_when_nothing_matches(visit: Visit, facts: Facts) -> None:
    app = visit("priorities", priority="ITH5-2021-01", text="zzzzzzzz")
    assert not app.exception
    assert app.get("dialog")
    assert app.info


@views
def test_every_view_says_who_classified_and_how_many_lists_are_partial(
    visit: Visit, words: Words, facts: Facts, view: str
) -> None:
    strategies = with_list(facts("strategy"))
    shown = strategies[strategies["territory_id"].str.startswith("IT")]
    shown = shown[shown["documented_count"].astype(int) > 0]
    partial = shown.loc[shown["completeness"] == "partial", "territory_id"].nunique()
    territories = shown["territory_id"].nunique()
    said = words(visit("priorities", territory="IT", view=view))
    assert "Domains and themes assigned by us from the wording for all of these." in said
    assert partial > 1
    assert f"{partial} of these {territories} territories have lists known to be partial." in said


def test_the_map_says_how_many_of_its_territories_have_partial_lists(
    visit: Visit, words: Words, facts: Facts
) -> None:
    strategies = with_list(facts("strategy"))
    strategies = strategies[strategies["documented_count"].astype(int) > 0]
    placed = facts("territory").query("nuts_level != ''")["territory_id"]
    strategies = strategies[strategies["territory_id"].isin(placed)]
    partial = strategies.loc[strategies["completeness"] == "partial", "territory_id"].nunique()
    coloured = strategies["territory_id"].nunique()
    said = words(visit("priorities"))
    assert f"{partial} of the {coloured} territories coloured have partial lists." in said


@pytest.mark.parametrize(
    ("editorial", "said"),
    [(0, "are those of the sources."), (2, "for 2 of these."), (3, "for all of these.")],
)
def test_who_classified_is_said_for_all_or_some(editorial: int, said: str) -> None:
    assert assigned_words(editorial, 3).endswith(said)


@views
def test_every_view_has_a_way_to_the_printer(visit: Visit, view: str) -> None:
    app = visit("priorities", view=view)
    printers = [
        c for c in app.get("bidi_component") if c.proto.component_name == "s3dash_print_button"
    ]
    assert len(printers) == 1


def test_the_table_opens_a_priority(visit: Visit, words: Words, facts: Facts) -> None:
    row = facts("priority").query("territory_id == 'ITI1'").iloc[0]
    said = words(visit("priorities", territory="ITI1", view="table"))
    assert f"href='priorities?priority={row['priority_id']}'" in said


def test_what_belongs_to_a_period_that_is_over_is_counted_and_marked(
    visit: Visit, words: Words, facts: Facts
) -> None:
    count = int((facts("priority")["period"] == "2014-2020").sum())
    both = words(visit("priorities"))
    assert f"{text.number(count)} of them belong to the ended period 2014" in both.replace("\\", "")
    assert "ended period" not in words(visit("priorities", period="2021-2027"))
    ended = visit("priorities", period="2014-2020")
    assert "ended period" not in words(ended)
    assert "2014-2020 (ended)" in words(ended)
    table = table_of(visit("priorities", period="2014-2020", view="table"), "s3-rows")
    periods = {row[table[0].index("Period")] for row in table[1:]}
    assert periods == {"2014-2020 (ended)"}
