"""What a room decided, as the files that leave it end with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from s3dash.present.results import (
    Action,
    Chain,
    ChainCard,
    ChainLink,
    Idea,
    Note,
    Results,
    Tick,
)
from s3dash.present.rooms.board import board
from s3dash.present.rooms.items import Item
from s3dash.queries.partnerships.partnerships import partnership_names
from s3dash.store.connection import Store

BY_THE_ROOM = "Placed by the room"


def results_of(store: Store, room: str, day: str, items: Iterable[Item]) -> Results:
    """The results of a room.

    Parameters
    ----------
    room, day
        Its name and the day, as they shall stand in a file.
    items
        Of the room, removed ones among them. The board of a value chain is told where the room has
        changed it: what was placed beforehand is no decision of the room.
    """
    there = [(item.item_id, item.kind, item.content) for item in items if item.content]
    start = board(store, "")
    stage_names: dict[str, str] = {stage["id"]: stage["name"] for stage in start["stages"]}
    names = store.once(partnership_names)

    def of(kind: str) -> list[dict[str, Any]]:
        return [content for _, found, content in there if found == kind]

    def where(content: Mapping[str, Any]) -> str:
        stage, about = str(content["stage"]), str(content["about"])
        return stage_names.get(stage, stage) or names.get(about, about)

    return Results(
        room=room,
        day=day,
        ticks=tuple(
            Tick(where(one), one["text"] or one["point"], True) for one in of("tick") if one["done"]
        ),
        notes=tuple(Note(where(one), one["text"]) for one in of("note") if one["text"].strip()),
        actions=tuple(
            Action(one["what"], one["who"], one["by"], where(one))
            for one in of("action")
            if one["what"]
        ),
        ideas=tuple(
            Idea(
                one["title"],
                tuple(filter(None, (part.strip() for part in one["regions"].split(",")))),
                one["step"],
                one["next"],
                one["owner"],
            )
            for one in of("idea")
            if one["title"]
        ),
        chains=_chains(store, names, there),
    )


Changed = tuple[str, str, dict[str, Any]]
"""An item of a board: identifier, kind, content."""


def _chains(store: Store, names: Mapping[str, str], items: Iterable[Changed]) -> tuple[Chain, ...]:
    """Every board that the room changed, in the order in which it last worked on them."""
    boards: dict[str, list[Changed]] = {}
    for item in items:
        if item[1] in ("card", "column"):
            about = item[2]["about"]
            boards[about] = [*boards.pop(about, ()), item]
    return tuple(_chain(store, names, about, own) for about, own in boards.items())


def _chain(store: Store, names: Mapping[str, str], about: str, own: Iterable[Changed]) -> Chain:
    own = list(own)
    start = board(store, about)
    links = {
        column["id"]: (place, column["title"]) for place, column in enumerate(start["columns"])
    }
    ready = {f"column.{about or 'room'}.{code}": code for code in links}
    for key, kind, one in own:
        if kind == "column":
            code = ready.get(key, key)
            title = one["title"] or links.get(code, (0, ""))[1]
            links[code] = (one["place"], title)
    cards = {
        card["territory"]: (card["name"], card["column"], card["reason"]) for card in start["cards"]
    }
    for key, kind, one in own:
        if kind == "card":
            cards[one["territory"] or key] = (one["name"], one["column"], BY_THE_ROOM)
    chain = tuple(
        ChainLink(
            title,
            tuple(ChainCard(name, reason) for name, column, reason in cards.values()
                  if column == code),
        )
        for code, (_, title) in sorted(links.items(), key=lambda link: link[1][0])
    )  # fmt: skip
    # What the room wrote down and did not place is not lost.
    rest = [one for one in cards.values() if one[1] not in links and one[2] == BY_THE_ROOM]
    if rest:
        chain += (ChainLink("Not placed", tuple(ChainCard(name) for name, _, _ in rest)),)
    # A partnership that has left the base is still called by what the room had.
    named = names.get(about, about)
    return Chain(f"Value chain: {named}" if named else "Value chain", chain)
