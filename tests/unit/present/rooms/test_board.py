"""What a room begins with, and how what it decided is told."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from s3dash.present.rooms.board import NOWHERE, board, placed
from s3dash.present.rooms.items import Item
from s3dash.present.rooms.results import results_of
from s3dash.queries.partnerships.partnerships import partnership_names
from s3dash.queries.partnerships.value_chain import value_chain
from s3dash.store.connection import Store

ABOUT = "high-tech-farming"


def item(item_id: str, kind: str, **content: object) -> Item:
    return Item(item_id, kind, content, 1, 1)


def test_members_are_placed_as_the_value_chain_has_them(
    store: Store, facts: Callable[[str], pd.DataFrame]
) -> None:
    members = facts("membership")
    members = set(members[members["partnership_id"] == ABOUT]["territory_id"])
    chain = value_chain(store, ABOUT)
    found = {card["territory"]: card for card in board(store, ABOUT)["cards"]}
    assert set(found) == members
    assert set(chain.unplaced["territory_id"]) == {
        territory for territory, card in found.items() if card["column"] == NOWHERE
    }
    for territory, rows in chain.cards.groupby("territory_id"):
        # The first with most, in the order of the chain.
        most = rows[rows["priorities"] == rows["priorities"].max()].iloc[0]
        assert found[territory]["column"] == most["link_id"]
        assert found[territory]["reason"].startswith(most["reason"][:40])
        assert ("Also:" in found[territory]["reason"]) == (len(rows) > 1)
    assert [one["id"] for one in board(store, ABOUT)["columns"]] == facts("chain_link")[
        "link_id"
    ].tolist()


def test_a_board_of_no_partnership_has_the_method_and_no_cards(
    store: Store, facts: Callable[[str], pd.DataFrame]
) -> None:
    found = board(store, "<nothing>")
    assert (found["about"], found["name"], found["cards"]) == ("", "", [])
    points = facts("workflow_item")
    points = points[(points["kind"] == "checklist") & (points["stage_id"] != "")]
    assert sum(len(stage["points"]) for stage in found["stages"]) == len(points)


def test_results_tell_what_the_room_decided_and_no_more(store: Store) -> None:
    own = {"about": ABOUT, "stage": "learn"}
    found = results_of(
        store,
        "Room",
        "today",
        [
            item("t1", "tick", point="L1", text="A vision", done=True, **own),
            item("t2", "tick", point="L2", text="Not yet", done=False, **own),
            item("a1", "action", what="Meet", who="Agency", by="May", done=False, **own),
            item("a2", "action", what="", who="", by="", done=False, **own),
            Item("a3", "action", None, 2, 2),
            item("i1", "idea", title="Demo", regions="Toscana, Flanders", step="Connect",
                 next="Call", owner="Cluster", about=ABOUT),
            item("n1", "note", text="Ask the farmers", **own),
        ],
    )  # fmt: skip
    assert [(tick.stage, tick.text) for tick in found.ticks] == [("Learn", "A vision")]
    assert [(one.what, one.organisation, one.until) for one in found.actions] == [
        ("Meet", "Agency", "May")
    ]
    assert found.ideas[0].regions == ("Toscana", "Flanders")
    assert [note.text for note in found.notes] == ["Ask the farmers"]
    # What was placed beforehand is no decision of the room.
    assert found.chains == ()


def test_the_chain_is_told_where_the_room_changed_it(store: Store) -> None:
    first = placed(value_chain(store, ABOUT))[0]
    found = results_of(
        store,
        "Room",
        "today",
        [
            item(f"column.{ABOUT}.use", "column", title="Farms", place=4, about=ABOUT),
            item("column.own", "column", title="Advice", place=5, about=ABOUT),
            item("card.1", "card", territory=first.territory, name=first.name,
                 column="column.own", reason="", about=ABOUT),
        ],
    )  # fmt: skip
    [chain] = found.chains
    assert [link.name for link in chain.links][-2:] == ["Farms", "Advice"]
    assert [card.region for card in chain.links[-1].cards] == [first.name]
    named = [card.region for link in chain.links for card in link.cards]
    assert named.count(first.name) == 1
    # A region that the room added and did not place yet leaves with the others.
    added = item("card.2", "card", territory="", name="Elsewhere", column="", reason="",
                 about=ABOUT)  # fmt: skip
    [*_, last] = results_of(store, "Room", "today", [added]).chains[0].links
    assert (last.name, [card.region for card in last.cards]) == ("Not placed", ["Elsewhere"])


def test_every_board_of_a_room_is_told_the_last_one_last(store: Store) -> None:
    items = [
        item("card.1", "card", territory="", name="First", column="use", reason="", about=ABOUT),
        item("card.2", "card", territory="", name="Other", column="use", reason="", about="gone"),
        item("card.3", "card", territory="", name="Own", column="use", reason="", about=""),
        item("column.1", "column", title="Advice", place=9, about=ABOUT),
    ]
    chains = results_of(store, "Room", "today", items).chains
    name = partnership_names(store)[ABOUT]
    assert [one.title for one in chains] == [
        "Value chain: gone", "Value chain", f"Value chain: {name}",
    ]  # fmt: skip
    for chain, region in zip(chains, ("Other", "Own", "First"), strict=True):
        assert region in [card.region for link in chain.links for card in link.cards]
    assert chains[-1].links[-1].name == "Advice"
