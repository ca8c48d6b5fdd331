"""The pages Partner finder and Guide, opened by links, sound and broken."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from s3dash.queries.partners.finder import Wish
from s3dash.queries.partners.ranking import partners, ranking
from s3dash.store.connection import Store
from s3dash.ui.partners.result import MAP_ROWS, PAGE_ROWS, _placed
from s3dash.ui.partners.sheet import SHORTEST, _longest
from tests.fixtures.screen import pick

Visit = Callable[..., AppTest]
Words = Callable[[AppTest], str]
Facts = Callable[[str], pd.DataFrame]
HOLES = re.compile(r"\b(nan|NaN|NaT)\b|<NA>|\bNone\b(?! documented)")


def first_names(said: str, count: int) -> list[str]:
    """Codes of the first territories of the list."""
    listed = said[said.index("s3-partners") :].partition("</ol>")[0]
    return re.findall(r"href='region\?territory=([^']+)'", listed)[:count]


def warnings(app: AppTest) -> str:
    return "\n".join(str(message.value) for message in app.warning)


@pytest.mark.parametrize("mode", ["analysis", "design", "implementation", "cross-border"])
def test_the_list_is_the_ranking_with_scores_and_reasons(
    visit: Visit, words: Words, store: Store, mode: str
) -> None:
    app = visit("partners", territory="de1", mode=mode)
    assert not app.exception
    assert not app.warning
    said = words(app)
    expected = partners(store, Wish("DE1", mode=mode))
    top = expected.head(PAGE_ROWS)["territory_id"].tolist()
    assert first_names(said, len(top)) == top
    assert f"{len(expected)} territor" in said
    assert f"<b>{expected['score'][0]:.0f}</b> of 100" in said
    assert "Thematic match:" in said
    assert "S3 Platform presentation on the internationalisation of S3" in said
    assert not HOLES.search(said)


def test_those_that_share_the_priority_chosen_stand_first_everywhere(
    visit: Visit, words: Words, store: Store
) -> None:
    link = {"territory": "DE3", "priority": "DE3-2021-04", "country": ["DE", "DK"]}
    found = ranking(store, Wish("DE3", priority_id="DE3-2021-04", countries=("DE", "DK")))
    assert found.sharing
    sharing, others = found.sharing
    assert others
    page = f"{sharing // PAGE_ROWS + 1}"
    heading = f"{others} more below: without a priority like the one chosen"
    said = words(visit("partners", **link, page=page))
    assert said.count(f"<li class=s3-group>{heading}") == 1
    told = f"{sharing} territories with a priority like the one chosen first, then {others} without"
    assert told in said
    apart = "does not share the priority"
    placed, classes = _placed(found, "DE3")
    on_map = {row[0]: row for layer in placed.layers for row in layer["territories"]}
    is_apart = [
        (place >= sharing, str(on_map[code][-1]).endswith(apart), classes[on_map[code][2]].label)
        for place, code in enumerate(found.frame["territory_id"].head(MAP_ROWS))
        if code in on_map
    ]
    assert {expected for expected, *_ in is_apart} == {False, True}
    for expected, is_told, label in is_apart:
        assert is_told is expected
        assert (label == apart) is expected
    table = visit("partners", **link, view="table").dataframe[0].value
    assert table["shares_subject"].tolist() == [True] * min(sharing, PAGE_ROWS) + [False] * (
        len(table) - min(sharing, PAGE_ROWS)
    )
    assert told in words(visit("partners", **link, print="yes"))


def test_of_neighbours_no_kilometres_are_told(visit: Visit, words: Words) -> None:
    link = {"territory": "DE3", "priority": "DE3-2021-04"}
    said = words(visit("partners", **link))
    brandenburg = said.partition("territory=DE4'")[2].partition("<ul>")[0]
    assert "neighbour" in brandenburg
    assert " km" not in brandenburg
    row = visit("partners", **link, view="table").dataframe[0].value.set_index("territory_id")
    assert pd.isna(row.loc["DE4", "distance_km"])
    assert row.loc["DE4", "is_neighbour"]
    assert "<td>adjoins</td>" in words(visit("partners", **link, print="yes"))


def test_where_another_group_begins_the_list_says_so_once(
    visit: Visit, words: Words, store: Store
) -> None:
    # One region is ahead of Baden-Württemberg; that others are not stands above the second row.
    groups = ranking(store, Wish("DE1")).groups
    assert groups["ahead"] < PAGE_ROWS
    said = words(visit("partners", territory="DE1"))
    behind, untold = groups["not ahead"], groups["cannot be told"]
    assert said.count(f"<li class=s3-group>{behind} more below: not ahead in R&amp;D") == 1
    assert f"then {behind} not ahead, last {untold} whose lead cannot be told" in said
    assert "s3-group>" not in words(visit("partners", territory="DE1", page="2"))
    # Albania has no such figures itself.
    alone = words(visit("partners", territory="AL"))
    assert "Cannot be told for Albania (AL): lead in innovation" in alone
    assert "s3-group>" not in alone


def test_filters_weights_and_theme_come_from_the_link(
    visit: Visit, words: Words, store: Store
) -> None:
    app = visit(
        "partners",
        territory="ITC4",
        platform="agri-food",
        country=["ES", "FR"],
        km="1000",
        unlinked="yes",
        w_match="0.5",
        w_peer="3",
    )
    assert not app.exception
    assert not app.warning
    wish = Wish(
        "ITC4",
        platform_id="agri-food",
        countries=("ES", "FR"),
        most_km=1000,
        unlinked_only=True,
        weights={"match": 0.5, "peer": 3},
    )
    expected = partners(store, wish)
    said = words(app)
    assert first_names(said, 50) == expected["territory_id"].head(PAGE_ROWS).tolist()
    assert "similar structure (weight 3)" in said
    assert "thematic match (0.5)" in said


def test_across_borders_neighbours_are_on_until_switched_off(
    visit: Visit, words: Words, store: Store
) -> None:
    near = visit("partners", territory="DE1", mode="cross-border")
    assert "Alsace" in words(near)
    assert "Bavaria" not in words(near)
    assert near.button_group(key="partners_only").value == ["neighbours", "abroad"]
    near.button_group(key="partners_only").set_value([]).run()
    assert near.query_params["neighbours"] in ("no", ["no"])
    assert near.query_params["abroad"] in ("no", ["no"])
    every = Wish("DE1", mode="cross-border", neighbours_only=False, abroad_only=False)
    assert f"{len(partners(store, every))} territories" in words(near)


def test_who_has_no_neighbour_abroad_sees_the_macro_region(visit: Visit, words: Words) -> None:
    app = visit("partners", territory="ITC4", mode="cross-border")
    assert (
        app.info[0]
        .value.replace("\\", "")
        .startswith(
            "No neighbour of Lombardia (ITC4) in another country has documented priorities. Listed"
        )
    )
    said = words(app).replace("\\", "")
    assert "both in the Alpine Region" in said
    assert "Piemonte" not in said
    # Boxes and words say what the list shows.
    assert app.button_group(key="partners_only").value == ["abroad", "macro_region"]
    assert "only abroad, same macro-region" in said
    printed = words(visit("partners", territory="ITC4", mode="cross-border", print="yes"))
    assert "of the same macro-region instead" in printed
    assert "only abroad, same macro-region" in printed


def test_who_has_neither_is_told_so(visit: Visit) -> None:
    app = visit("partners", territory="PT20", mode="cross-border")
    [told] = [str(message.value).replace("\\", "") for message in app.info]
    assert "in another country has documented priorities. Nor does it share a macro-region" in told


def test_neighbours_that_the_reader_asks_for_are_not_widened(visit: Visit) -> None:
    app = visit("partners", territory="ITC4", mode="cross-border", neighbours="yes")
    assert "No neighbour of Lombardia in another country" in app.info[0].value
    app.button(key="wider").click().run()
    assert app.query_params["macro_region"] in ("yes", ["yes"])


def test_a_territory_without_priorities_is_known(visit: Visit, words: Words) -> None:
    app = visit("partners", territory="AT211")
    assert "No priority of its own is documented for AT211" in app.warning[0].value
    assert "partners?territory=AT21" in words(app)


def test_a_choice_writes_bare_codes_into_the_link(visit: Visit) -> None:
    app = visit("partners", territory="ITC4", w_match="3", page="2")
    app.button_group(key="partners_mode").set_value("design").run()
    assert app.query_params["mode"] in ("design", ["design"])
    assert "w_match" not in app.query_params
    app.selectbox(key="partners_subject").set_value("platform:agri-food").run()
    assert app.query_params["platform"] in ("agri-food", ["agri-food"])
    app.multiselect(key="partners_country").set_value(["ES"]).run()
    assert app.query_params["country"] in ("ES", ["ES"])
    app.session_state["partners_weights"] = True
    app.run()
    app.slider(key="partners_w_links").set_value(2.0).run()
    assert app.query_params["w_links"] in ("2", ["2"])
    pick(app, "partners_territory", "DE1")
    assert app.query_params["territory"] in ("DE1", ["DE1"])
    assert not app.exception


def test_a_reader_who_comes_back_finds_the_last_search(
    visit: Visit, words: Words, come_back: Callable[[AppTest, str, str], AppTest]
) -> None:
    app = visit("partners", territory="ITC4", mode="design")
    app = come_back(app, "partners", "guide")
    assert not app.exception
    assert app.query_params["territory"] in ("ITC4", ["ITC4"])
    assert "Design: peers" in words(app).replace("\\", "")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"territory": "XX99"}, "XX99"),
        ({"territory": "ITC4", "mode": "dreaming"}, "dreaming"),
        ({"territory": "ITC4", "platform": "moon"}, "moon"),
        ({"territory": "ITC4", "priority": "p0"}, "p0"),
        ({"territory": "ITC4", "w_match": "9"}, "w_match = 9"),
        ({"territory": "ITC4", "w_match": "much"}, "w_match = much"),
        ({"territory": "ITC4", "km": "7"}, "km = 7"),
        ({"territory": "ITC4", "view": "cake"}, "cake"),
    ],
)
def test_what_a_link_asks_in_vain_is_told(
    visit: Visit, words: Words, query: dict[str, str], said: str
) -> None:
    app = visit("partners", **query)
    assert not app.exception
    assert "does not know" in warnings(app)
    assert said in words(app)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"territory": "MT"}, "No priority of its own"),
        ({"territory": "ITC4", "platform": "sustainable-blue-economy"}, "is documented on the"),
        (
            {"territory": "ITC4", "mode": "design", "w_match": "0", "w_peer": "0"},
            "Every weight is 0",
        ),
        (
            {"territory": "UK-england", "mode": "design", "w_match": "0"},
            "no part that has a weight",
        ),
    ],
)
def test_what_cannot_be_ranked_is_told_with_a_way_out(
    visit: Visit, query: dict[str, str], said: str
) -> None:
    app = visit("partners", **query)
    assert not app.exception
    assert said in warnings(app).replace("\\", "")


def test_weights_of_the_mode_come_back(visit: Visit, words: Words) -> None:
    app = visit("partners", territory="ITC4", mode="design", w_match="0", w_peer="0")
    next(one for one in app.button if one.label == "Weights of Design").click().run()
    assert not app.warning
    assert "similar structure (weight 3)" in words(app)


def test_without_a_nuts_code_the_structure_is_told_as_missing(visit: Visit, words: Words) -> None:
    app = visit("partners", territory="UK-england", mode="design")
    said = words(app)
    assert "cannot be told" in said
    assert re.search(r"Cannot be told for England.*similar structure", said)


def test_nothing_left_offers_one_step_back(visit: Visit, words: Words) -> None:
    app = visit("partners", territory="UK-england", km="100", country="ES")
    assert any("No territory meets all filters" in str(info.value) for info in app.info)
    assert "no NUTS code" in words(app)
    step = next(one for one in app.button if "distance" in one.label)
    step.click().run()
    assert not app.exception
    assert "km" not in app.query_params
    assert "s3-partners" in words(app)


def test_the_table_has_every_part(visit: Visit) -> None:
    app = visit("partners", territory="ITC4", view="table")
    assert not app.exception
    [table] = [one.value for one in app.dataframe if "reasons" in one.value]
    assert len(table) == PAGE_ROWS
    assert {"match", "complement", "peer", "difference", "lead", "links"} <= set(table)


def test_the_sheet_for_paper(visit: Visit, words: Words) -> None:
    said = words(visit("partners", territory="ITC4", mode="design", print="yes"))
    assert "s3-sheet" in said
    assert "Partners for Lombardia (ITC4)" in said
    assert "the guidance behind" in said
    none = words(visit("partners", territory="MT", print="yes"))
    assert "No priority of its own" in none


def test_the_guide_has_every_row_of_the_guidance(visit: Visit, words: Words, facts: Facts) -> None:
    app = visit("guide")
    assert not app.exception
    said = words(app).replace("&#x27;", "'").replace("&amp;", "&").replace("\\'", "'")
    for row in facts("guidance").itertuples():
        assert row.answer in said, row.guidance_id
        assert row.example in said, row.guidance_id
    for mode in ("analysis", "design", "implementation", "cross-border"):
        assert f"partners?mode={mode}" in said
    assert "not on the map: Vanguard Initiative regions" in said
    assert "region?territory=ES11" in said
    assert not HOLES.search(said)


def test_a_macro_region_in_common_is_a_filter_and_is_named(visit: Visit, words: Words) -> None:
    app = visit("partners", territory="ITC4", macro_region="yes")
    assert re.search(r"only same macro\\?-region", words(app))
    assert "both in the Alpine Region" in words(app)
    none = visit("partners", territory="ES51", macro_region="yes")
    assert "No territory meets all filters" in none.info[0].value
    assert any("same macro-region" in button.label for button in none.button)


def test_short_reasons_leave_their_room_on_paper_to_long_ones() -> None:
    assert _longest([10, 20, 300], 1000) == 300
    # 30 letters are spared, and 130 are left for the two long ones.
    assert _longest([20, 300, 300], 150) == 65
    assert _longest([], 100) == SHORTEST
    assert _longest([500] * 40, 100) == SHORTEST


def test_reasons_on_paper_are_whole_and_thousands_are_apart(
    visit: Visit, words: Words, store: Store
) -> None:
    said = words(visit("partners", territory="ITC4", print="yes"))
    assert "…" not in said
    found = ranking(store, Wish("ITC4"))
    for told in found.reasons(0).values():
        assert escape(told) in said
    assert found.frame["distance_km"][0] == 1426
    assert ">1\u202f426<" in said
