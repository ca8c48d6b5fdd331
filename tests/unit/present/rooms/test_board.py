"""What a room begins with, and how what it decided is told."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd
import pytest

from s3dash.present.rooms.board import CHAIN, NOWHERE, board, link_of, placed
from s3dash.present.rooms.items import Item
from s3dash.present.rooms.results import results_of
from s3dash.store.connection import Store

ABOUT = "high-tech-farming"


def item(item_id: str, kind: str, **content: object) -> Item:
    return Item(item_id, kind, content, 1, 1)


@pytest.mark.parametrize(
    ("domain", "link"),
    [("A", "material"), ("A01", "material"), ("C", "component"), ("C10", "component"),
     ("C28", "system"), ("D35", "system"), ("J62", "service"), ("Q", "user"), ("T", NOWHERE)],
)  # fmt: skip
def test_a_domain_stands_in_one_link_of_the_chain(domain: str, link: str) -> None:
    assert link_of(domain) == link


def test_members_are_placed_by_their_own_priorities(
    store: Store, facts: Callable[[str], pd.DataFrame]
) -> None:
    members = facts("membership")
    members = set(members[members["partnership_id"] == ABOUT]["territory_id"])
    chosen = (
        facts("priority").merge(facts("priority_domain")).merge(facts("domain"), on="domain_code")
    )
    chosen = chosen[chosen["taxonomy"] == "economic"]
    found = {card.territory: card for card in placed(store, ABOUT)}
    assert set(found) == members
    for territory, card in found.items():
        own = chosen[chosen["territory_id"] == territory]
        counts = (
            own.groupby("domain_code")["priority_id"].nunique().groupby(link_of).sum().to_dict()
        )
        counts.pop(NOWHERE, None)
        if not counts:
            assert card.column == NOWHERE
            assert "No priority" in card.reason
        else:
            most = max(counts.values())
            assert card.column == next(code for code in CHAIN if counts.get(code) == most)
            assert sum(counts.values()) >= most == counts[card.column]
            assert re.match(r".+ \([A-Z][0-9]*\): \d+", card.reason)


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
    assert found.chain == ()


def test_the_chain_is_told_where_the_room_changed_it(store: Store) -> None:
    first = placed(store, ABOUT)[0]
    found = results_of(
        store,
        "Room",
        "today",
        [
            item(f"column.{ABOUT}.user", "column", title="Farms", place=4, about=ABOUT),
            item("column.own", "column", title="Advice", place=5, about=ABOUT),
            item("card.1", "card", territory=first.territory, name=first.name,
                 column="column.own", reason="", about=ABOUT),
        ],
    )  # fmt: skip
    assert [link.name for link in found.chain][-2:] == ["Farms", "Advice"]
    assert [card.region for card in found.chain[-1].cards] == [first.name]
    named = [card.region for link in found.chain for card in link.cards]
    assert named.count(first.name) == 1
    # A region that the room added and did not place yet leaves with the others.
    added = item("card.2", "card", territory="", name="Elsewhere", column="", reason="",
                 about=ABOUT)  # fmt: skip
    [*_, last] = results_of(store, "Room", "today", [added]).chain
    assert (last.name, [card.region for card in last.cards]) == ("Not placed", ["Elsewhere"])
