"""The drawing of a network: every link once, nothing heavy in it, nothing from elsewhere."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from itertools import pairwise

import pandas as pd
import pytest

from s3dash.queries import network
from s3dash.store.connection import Store
from s3dash.ui import network_map, theme
from s3dash.ui.deck import DrawnDeck

MOST_BYTES = 30_000
ACCENT = "#123456"


@pytest.fixture(params=["light", "dark"])
def _mode(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theme, "mode", lambda: request.param)


def test_trails_pass_every_link_once(store: Store) -> None:
    found = network.links(store, None)
    pairs = list(zip(found["territory_id"], found["partner_id"], strict=True))
    trails = network_map.trails(pairs)
    steps = Counter(tuple(sorted(step)) for trail in trails for step in pairwise(trail))
    assert steps == Counter(pairs)
    assert sum(map(len, trails)) < 1.2 * len(pairs)


def test_there_are_no_trails_without_links() -> None:
    assert network_map.trails([]) == []


@pytest.mark.usefixtures("_mode")
@pytest.mark.parametrize("platform_id", ["agri-food", "energy", "industrial-modernisation"])
def test_the_drawing_is_small_and_asks_nobody_else(store: Store, platform_id: str) -> None:
    nodes, links = network.nodes(store, platform_id), network.links(store, platform_id)
    spec = network_map.deck_spec(nodes, links, accent=ACCENT)
    text = DrawnDeck(spec, {}).to_json()
    assert len(text.encode()) < MOST_BYTES
    assert "http" not in text
    assert json.loads(text)["mapProvider"] is None
    widths = {layer["id"]: layer for layer in spec["layers"] if layer["id"].startswith("links-")}
    drawn = Counter(
        {int(name[-1]): sum(len(row) // 2 - 1 for row in widths[name]["data"]) for name in widths}
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
    spec = network_map.deck_spec(nodes, links, accent=ACCENT, chosen=chosen, turn=3)
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
    spec = network_map.deck_spec(nodes, network.links(store, None), accent=ACCENT)
    unplaced = set(nodes.loc[nodes["label_x"].isna(), "territory_id"])
    assert unplaced
    assert "NaN" not in json.dumps(spec)
    assert not any(code in json.dumps(spec) for code in unplaced)


@pytest.mark.usefixtures("_mode")
def test_nobody_at_all_draws(store: Store) -> None:
    none = network.nodes(store, "sustainable-blue-economy")
    spec = network_map.deck_spec(
        none, network.links(store, "sustainable-blue-economy"), accent=ACCENT
    )
    assert pd.Series([layer["id"] for layer in spec["layers"]]).is_unique


def test_pydeck_is_loaded_only_where_a_network_is_drawn() -> None:
    code = "import sys, s3dash.ui.platform_page; sys.exit('pydeck' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
