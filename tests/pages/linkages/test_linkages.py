"""The page Linkages: each kind and view against the files, and what odd links and data do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from s3dash.queries.linkages import linkages
from s3dash.store.build import build
from s3dash.store.connection import Store
from s3dash.ui.linkages.choice import VIEWS
from s3dash.ui.maps import network_map
from s3dash.ui.shell import screen
from tests.fixtures.flows import add_flows
from tests.fixtures.packages import PackageCopy
from tests.fixtures.screen import chosen_in, html_of, pick, table_of

Visit = Callable[..., AppTest]
Words = Callable[[AppTest], str]
Back = Callable[[AppTest, str, str], AppTest]
PARTNERSHIPS, PRIORITIES, GOODS = "partnerships", "priorities", "flow_goods"


@pytest.fixture(scope="module")
def store_with_flows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("flows")
    package = PackageCopy(folder / "data")
    add_flows(package)
    build(package.path, folder / "flows.duckdb")
    return folder / "flows.duckdb"


@pytest.fixture
def _with_flows(store_with_flows: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("S3DASH_STORE", str(store_with_flows))


def layers(app: AppTest) -> dict[str, Any]:
    [chart] = app.get("deck_gl_json_chart")
    return {layer["id"]: layer for layer in json.loads(chart.proto.json)["layers"]}


def links_drawn(app: AppTest) -> int:
    return sum(
        len(row) // 2 - 1
        for name, layer in layers(app).items()
        if name.startswith(("links-", "lit-"))
        for row in layer["data"]
    )


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("linkages", {}),
        ("linkages", {"kind": PRIORITIES, "territory": "ITC4"}),
        ("energy", {"view": "network"}),
    ],
    ids=["partnerships", "priorities", "platform"],
)
def test_a_network_that_was_drawn_before_is_not_drawn_anew(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, page: str, query: dict[str, str]
) -> None:
    drawn, draw = [], network_map.deck_spec

    def counted(*arguments: Any) -> dict[str, Any]:
        drawn.append(arguments)
        return draw(*arguments)

    monkeypatch.setattr(network_map, "deck_spec", counted)
    for _ in range(2):
        assert layers(visit(page, **query))
    assert len(drawn) == 1


def test_the_figures_of_a_territory_stand_beside_its_name(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    widths = []
    for narrow in (False, True):
        monkeypatch.setattr(screen, "is_narrow", lambda narrow=narrow: narrow)
        [table] = visit("linkages").dataframe
        assert [*table.value] == ["name", "partners", "strongest", "country"]
        widths.append(json.loads(table.proto.columns)["name"]["width"])
    # "Kentriki Makedonia (Central Macedonia)" has room, but not on a phone.
    assert widths[0] > 250
    assert widths[1] == 200


def cell(app: AppTest, row: str, column: str) -> str:
    """What stands in a cell of the matrix; both are named by their first letters."""
    heads, *rows = table_of(app, "s3-heat")
    [place] = [n for n, head in enumerate(heads) if head.startswith(f"{column} ")]
    [found] = [cells for cells in rows if cells[0].startswith(row)]
    return found[place]


def amounts(app: AppTest) -> list[str]:
    """The column of values of a table of flows."""
    heads, *rows = table_of(app, "s3-rows")
    [place] = [n for n, head in enumerate(heads) if head.startswith("Value")]
    return [row[place] for row in rows]


def asked(app: AppTest, name: str) -> list[str]:
    """What the link says under a name."""
    given = app.query_params[name]
    return [given] if isinstance(given, str) else list(given)


def test_the_network_has_the_links_of_all_platforms(visit: Visit, store: Store) -> None:
    app = visit("linkages")
    assert not app.exception
    links = linkages.shared_partnerships(store, None)
    assert (links["strength"] >= 1).sum() > 500 >= (links["strength"] >= 2).sum()
    assert app.select_slider(key="linkages_least").value == 2
    placed = linkages.places(store)["label_x"].notna()
    placed = set(placed[placed].index)
    strong = links[links["strength"] >= 2]
    is_placed = strong[["territory_id", "partner_id"]].isin(list(placed)).all(axis=1)
    assert links_drawn(app) == is_placed.sum()


def test_one_view_is_drawn_at_a_time_with_its_downloads(visit: Visit) -> None:
    for kind in (PARTNERSHIPS, PRIORITIES):
        for view in VIEWS:
            app = visit("linkages", kind=kind, view=view)
            assert not app.exception
            assert len(app.get("deck_gl_json_chart")) == (view == "network")
            assert ("s3-heat" in str(html_of(app))) == (view == "matrix")
            assert len(app.get("download_button")) == 2


def test_the_matrix_of_countries_has_the_counts_of_the_files(
    visit: Visit, facts: Callable[[str], pd.DataFrame]
) -> None:
    app = visit("linkages", view="matrix", platform="energy")
    rows = facts("membership").merge(facts("partnership"), on="partnership_id")
    rows = rows[rows["platform_id"] == "energy"].merge(facts("territory"), on="territory_id")
    pairs = rows.merge(rows, on="partnership_id")
    pairs = pairs[(pairs["country_code_x"] == "IT") & (pairs["country_code_y"] == "ES")]
    by_hand = len(pairs[["territory_id_x", "territory_id_y"]].drop_duplicates())
    assert int(cell(app, "Italy", "ES")) == by_hand > 0


def test_the_table_has_all_links_a_page_at_a_time(visit: Visit, store: Store) -> None:
    app = visit("linkages", view="table", kind=PRIORITIES, least="60", country="IT")
    links = linkages.alike_priorities(store)
    is_kept = (links["strength"] >= 60) & (
        (links["country"] == "Italy") | (links["partner_country"] == "Italy")
    )
    heads, *rows = table_of(app, "s3-rows")
    assert len(rows) == min(40, is_kept.sum()) > 0
    assert all(int(row[heads.index("Likeness")].removesuffix(" %")) >= 60 for row in rows)


def test_domains_in_common_are_named_and_territories_are_links(
    visit: Visit, words: Words, facts: Callable[[str], pd.DataFrame], store: Store
) -> None:
    first = linkages.alike_priorities(store).iloc[0]
    labels = facts("domain").set_index("domain_code")["label"]
    app = visit("linkages", view="table", kind=PRIORITIES)
    heads, row, *_ = table_of(app, "s3-rows")
    named = "; ".join(labels[code] for code in first["codes"].split())
    assert row[heads.index("Economic domains in common")] == named
    assert row[heads.index("In common")] == str(first["in_common"])
    for end in ("territory_id", "partner_id"):
        assert f"href='region?territory={first[end]}'" in words(app)
    beside = visit("linkages", kind=PRIORITIES, territory=first["territory_id"])
    heads, row, *_ = table_of(beside, "s3-rows")
    assert row[-1].startswith("; ".join(named.split("; ")[:2]))
    assert row[-1].endswith(" more")


def test_a_territory_in_the_link_lights_its_links(visit: Visit, words: Words) -> None:
    app = visit("linkages", territory="ITH5")
    assert [row[-1] for row in layers(app)["chosen-0"]["data"]] == ["ITH5"]
    assert chosen_in(app, "linkages_territory") == ["ITH5"]
    assert any(r"links of Emilia\-Romagna" in header.value for header in app.header)


def test_a_territory_without_such_a_link_is_told(visit: Visit, words: Words) -> None:
    said = words(visit("linkages", territory="MT"))
    assert "Malta has no such link" in said
    assert "Malta has no such link" in words(visit("linkages", territory="MT", view="table"))


def test_any_territory_can_be_lit_and_put_out_again(visit: Visit, words: Words) -> None:
    app = pick(visit("linkages"), "linkages_territory", "DEA2")
    assert not app.exception
    assert app.query_params["territory"] in ("DEA2", ["DEA2"])
    assert "Köln has no such link" in words(app)
    app = pick(app, "linkages_territory")
    assert "territory" not in app.query_params
    assert "Most linked territories" in words(app)


def test_without_flows_the_page_says_how_to_add_them(visit: Visit, words: Words) -> None:
    app = visit("linkages")
    assert "no table of flows yet" in words(app)
    assert list(app.selectbox(key="linkages_kind").options) == [
        "Shared partnerships",
        "Alike priorities",
        "Joint projects",
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "friendship"),
        ("kind", "flow_none"),
        ("territory", "XX99"),
        ("country", "ZZ"),
        ("platform", "moon"),
        ("least", "-1"),
        ("least", "99"),
        ("view", "<b>"),
        ("by", "planet"),
        ("year", "2020"),
    ],
)
def test_what_the_link_asks_in_vain_is_told_and_ignored(
    visit: Visit, words: Words, name: str, value: str
) -> None:
    app = visit("linkages", **{name: value})
    assert not app.exception
    assert "does not know" in words(app)
    assert f"{name} = {value}" in [code.value for code in app.code]
    assert links_drawn(app) == links_drawn(visit("linkages"))


def test_no_link_left_is_told_with_a_way_out(visit: Visit, words: Words) -> None:
    app = visit("linkages", country="MT", least="5")
    assert "No link is documented for this choice" in words(app)
    assert not app.get("deck_gl_json_chart")
    app.button(key="linkages_clear").click().run()
    assert "country" not in app.query_params
    assert links_drawn(app) > 0


def test_boxes_write_bare_codes_into_the_link(visit: Visit) -> None:
    app = visit("linkages", least="3", platform="energy")
    app.selectbox(key="linkages_kind").set_value(PRIORITIES).run()
    assert asked(app, "kind") == [PRIORITIES]
    assert "least" not in app.query_params
    assert "platform" not in app.query_params
    app.multiselect(key="linkages_country").set_value(["IT", "AT"]).run()
    assert asked(app, "country") == ["IT", "AT"]
    app.segmented_control(key="linkages_view").set_value("matrix").run()
    assert asked(app, "view") == ["matrix"]
    app.segmented_control(key="linkages_by").set_value("territory").run()
    assert asked(app, "by") == ["territory"]
    app.select_slider(key="linkages_least").set_value(60).run()
    assert asked(app, "least") == ["60"]
    assert not app.exception


def test_the_choice_is_kept_across_pages(visit: Visit, come_back: Back) -> None:
    app = visit("linkages", kind=PRIORITIES, country="IT", view="table")
    come_back(app, "linkages", "progress")
    assert asked(app, "kind") == [PRIORITIES]
    assert asked(app, "country") == ["IT"]
    assert app.selectbox(key="linkages_kind").value == PRIORITIES
    assert not app.get("deck_gl_json_chart")


@pytest.mark.usefixtures("_with_flows")
def test_a_table_of_flows_is_a_kind_of_link(visit: Visit, words: Words) -> None:
    app = visit("linkages", kind=GOODS, territory="ITC4")
    assert not app.exception
    said = words(app)
    assert "no table of flows" not in said
    assert "Goods sold from one region to another" in said
    assert "Left out: 1 flow within one territory, 1 flow of 0." in said
    assert app.selectbox(key="linkages_year").value == "2020"
    # England has no place: of five pairs four are drawn, three of them Lombardia's.
    assert links_drawn(app) == 4
    assert len(layers(app)["arrows"]["data"]) == 3
    rows = {row[0]: row[1:] for row in table_of(app, "s3-rows")}
    assert rows["Baden-WürttembergGermany"] == ["120.5", "80"]
    assert rows["EnglandUnited Kingdom"] == ["0", "7"]


@pytest.mark.usefixtures("_with_flows")
def test_the_views_of_flows_tell_directions(visit: Visit) -> None:
    app = visit("linkages", kind=GOODS, view="matrix")
    assert (cell(app, "Italy", "DE"), cell(app, "Germany", "IT")) == ("120.5", "80")
    app = visit("linkages", kind=GOODS, view="table", least="100")
    assert amounts(app) == ["300", "120.5"]
    app = visit("linkages", kind=GOODS, view="table", year="2018")
    assert amounts(app) == ["99"]


@pytest.mark.usefixtures("_with_flows")
def test_odd_values_for_flows_are_told(visit: Visit, words: Words) -> None:
    for name, value in (("year", "1999"), ("least", "many"), ("platform", "moon")):
        app = visit("linkages", kind=GOODS, **{name: value})
        assert not app.exception
        assert f"{name} = {value}" in [code.value for code in app.code]
    app = visit("linkages", kind=GOODS, least="1000000")
    assert "No link is documented for this choice" in words(app)
