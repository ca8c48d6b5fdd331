"""What a room begins with: the points of the method's check-list, regions on a value chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from s3dash.present.rooms.limits import LONGEST_LINE
from s3dash.queries.partnerships.partnerships import partnership_names
from s3dash.queries.partnerships.progress import stages
from s3dash.queries.partnerships.value_chain import ValueChain, value_chain
from s3dash.queries.partnerships.workflow import workflow_items
from s3dash.store.connection import Store

NOWHERE = ""
"""Where a region stands that no domain places."""
ROLES = ("lead", "co-lead", "participant")


@dataclass(frozen=True)
class Card:
    """A region on the board: code, name, country, code of its link, and why it stands there."""

    territory: str
    name: str
    country: str
    column: str
    reason: str


def placed(chain: ValueChain) -> list[Card]:
    """The members of a partnership, each in the link in which it has most priorities.

    Of two links with as many, the one nearer to the raw material. Leads first, then by name.
    """
    names = dict(zip(chain.links["link_id"], chain.links["name"], strict=True))
    cards = [_card(rows, names) for _, rows in chain.cards.groupby("territory_id", sort=False)]
    nowhere = "No priority on the theme with an economic domain along the chain is documented."
    cards += [
        (row.role, Card(row.territory_id, row.name, row.country, NOWHERE, nowhere))
        for row in chain.unplaced.itertuples(index=False)
    ]
    cards.sort(key=lambda one: (ROLES.index(one[0]), one[1].name))
    return [card for _, card in cards]


def _card(rows: pd.DataFrame, names: Mapping[str, str]) -> tuple[str, Card]:
    """Role and card of a member, of its rows in the order of the chain."""
    row = rows.loc[rows["priorities"].idxmax()]
    others = [names[code].lower() for code in rows["link_id"] if code != row["link_id"]]
    also = f". Also: {', '.join(others)}" if others else ""
    reason = str(row["reason"])[: LONGEST_LINE - len(also)] + also
    code, name, country, link = (
        str(row[one]) for one in ("territory_id", "name", "country", "link_id")
    )
    return str(row["role"]), Card(code, name, country, link, reason)


def board(store: Store, about: str) -> dict[str, Any]:
    """What the work of a room starts from, as JSON takes it.

    Parameters
    ----------
    about
        Identifier of a partnership; another text: no region is placed beforehand.

    Returns
    -------
    dict
        ``about`` and ``name`` (both empty without a partnership), ``stages`` (``id, name, points``
        with ``id, text`` each), ``columns`` (``id, title``), ``cards`` (fields of `Card`).
    """
    names = store.once(partnership_names)
    known = about if about in names else ""
    chain = value_chain(store, known)
    items = workflow_items(store)
    points = items[items["kind"] == "checklist"]
    return {
        "about": known,
        "name": names.get(known, ""),
        "stages": [
            {
                "id": stage.stage_id,
                "name": stage.name,
                "points": [
                    {"id": row["item_id"], "text": row["item"]}
                    for row in points[points["stage_id"] == stage.stage_id].to_dict("records")
                ],
            }
            for stage in stages(store)
        ],
        "columns": [
            {"id": row["link_id"], "title": row["name"]} for row in chain.links.to_dict("records")
        ],
        "cards": [vars(card) for card in placed(chain)],
    }
