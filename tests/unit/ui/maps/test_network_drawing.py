"""The drawing of a network: every link once, nothing heavy in it, nothing from elsewhere."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter

import pandas as pd
import pytest

from s3dash.queries.partnerships import network
from s3dash.store.connection import Store
from s3dash.ui.look import theme
from s3dash.ui.maps import network_drawing
from s3dash.ui.maps.deck import DrawnDeck
from s3dash.ui.maps.strengths import Strengths, shared_partnerships

MOST_BYTES = 30_000
ACCENT = "#123456"


def widths(links: pd.DataFrame) -> Strengths:
    return shared_partnerships(links["shared"])


@pytest.fixture(params=["light", "dark"])
def _mode(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theme, "mode", lambda: request.param)


@pytest.mark.usefixtures("_mode")
@pytest.mark.parametrize("platform_id", ["agri-food", "energy", "industrial-modernisation"])
def test_the_drawing_is_small_and_asks_nobody_else(store: Store, platform_id: str) -> None:
    nodes, links = network.nodes(store, platform_id), network.links(store, platform_id)
    spec = network_drawing.deck_spec(nodes, links, widths(links), accent=ACCENT)
    text = DrawnDeck(spec, {}).to_json()
    assert len(text.encode()) < MOST_BYTES
    assert "http" not in text
    assert json.loads(text)["mapProvider"] is None
    drawn_layers = {
        layer["id"]: layer for layer in spec["layers"] if layer["id"].startswith("links-")
    }
    drawn = Counter(
        {
            int(name[-1]): sum(len(row) // 2 - 1 for row in drawn_layers[name]["data"])
            for name in drawn_layers
        }
    )
    placed = set(nodes.loc[nodes["label_x"].notna(), "territory_id"])
    shown = links[links["territory_id"].isin(placed) & links["partner_id"].isin(placed)]
    assert drawn == Counter(shown["shared"].clip(upper=4))
    [points] = [layer for layer in spec["layers"] if layer["id"] == "point-0"]
    assert {row[-1] for row in points["data"]} == placed


@pytest.mark.usefixtures("_mode")
def test_a_chosen_territory_lights_its_links_and_nothing_else(store: Store) -> None:
    nodes, links = network.nodes(store, "energy"), network.links(store, "energy")
    chosen = links["territory_id"].iloc[0]
    placed = set(nodes.loc[nodes["label_x"].notna(), "territory_id"])
    mine = network.links_of(links, chosen)
    mine = mine[mine["partner_id"].isin(placed)]
    spec = network_drawing.deck_spec(
        nodes, links, widths(links), accent=ACCENT, chosen=chosen, turn=3
    )
    layers = {layer["id"]: layer for layer in spec["layers"]}
    assert sum(len(row) // 2 - 1 for row in layers["lit-1"]["data"]) == len(mine)
    assert [row[-1] for row in layers["chosen-3"]["data"]] == [chosen]
    assert {row[-1] for row in layers["point-3"]["data"]} == set(mine["partner_id"])
    others = placed - set(mine["partner_id"]) - {chosen}
    assert {row[-1] for row in layers["faint-3"]["data"]} == others
    assert layers["names"]["data"][0][2] == mine["name"].iloc[0]


@pytest.mark.usefixtures("_mode")
def test_a_territory_without_a_place_is_left_out(store: Store) -> None:
    nodes = network.nodes(store, None)
    links = network.links(store, None)
    spec = network_drawing.deck_spec(nodes, links, widths(links), accent=ACCENT)
    unplaced = set(nodes.loc[nodes["label_x"].isna(), "territory_id"])
    assert unplaced
    assert "NaN" not in json.dumps(spec)
    assert not any(code in json.dumps(spec) for code in unplaced)


@pytest.mark.usefixtures("_mode")
def test_nobody_at_all_draws(store: Store) -> None:
    none = network.nodes(store, "sustainable-blue-economy")
    links = network.links(store, "sustainable-blue-economy")
    spec = network_drawing.deck_spec(none, links, widths(links), accent=ACCENT)
    assert pd.Series([layer["id"] for layer in spec["layers"]]).is_unique


@pytest.mark.usefixtures("_mode")
def test_a_narrow_screen_gets_few_large_names_that_do_not_touch(store: Store) -> None:
    nodes, links = network.nodes(store, "energy"), network.links(store, "energy")
    names = network_drawing.NARROW_NAMES
    spec = network_drawing.deck_spec(nodes, links, widths(links), accent=ACCENT, names=names)
    layers = {layer["id"]: layer for layer in spec["layers"]}
    # Shown at half its size, 24 pixels are 12; nothing smaller is drawn.
    assert [layer["getSize"] for layer in layers.values() if "getSize" in layer] == [24]
    rows = layers["names"]["data"]
    assert 1 < len(rows) <= 4
    for number, (x, y, _) in enumerate(rows):
        for other_x, other_y, _ in rows[:number]:
            assert abs(x - other_x) > names.room[0] or abs(y - other_y) > names.room[1]


@pytest.mark.usefixtures("_mode")
def test_arrows_stand_in_the_middle_of_lit_links_and_point_to_the_receiver(store: Store) -> None:
    nodes = network.nodes(store, None).set_index("territory_id").loc[["ITC4", "FRK"]]
    nodes = nodes.reset_index()
    links = pd.DataFrame({"territory_id": ["FRK"], "partner_id": ["ITC4"], "towards": ["FRK"]})
    strengths = Strengths("Flow", (1,), ("any",))
    spec = network_drawing.deck_spec(nodes, links, strengths, accent=ACCENT, chosen="ITC4")
    layers = {layer["id"]: layer for layer in spec["layers"]}
    [[x, y, _, angle]] = layers["arrows"]["data"]
    at = {row[-1]: row[:2] for name in ("chosen-0", "point-0") for row in layers[name]["data"]}
    assert [x, y] == [sum(pair) / 2 for pair in zip(*at.values(), strict=True)]
    # Auvergne-Rhône-Alpes lies west of Lombardia.
    assert at["FRK"][0] < at["ITC4"][0]
    assert abs(angle) > 90
    plain = network_drawing.deck_spec(nodes, links, strengths, accent=ACCENT)
    assert "arrows" not in {layer["id"] for layer in plain["layers"]}


def test_pydeck_is_loaded_only_where_a_network_is_drawn() -> None:
    code = "import sys, s3dash.ui.platform.page; sys.exit('pydeck' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
