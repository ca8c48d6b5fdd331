"""What a room begins with: the points of the method's check-list, regions on a value chain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from s3dash.present.rooms.limits import LONGEST_LINE
from s3dash.queries.partnerships.chain import domains_of_members
from s3dash.queries.partnerships.partnerships import partnership_names
from s3dash.queries.partnerships.progress import stages
from s3dash.queries.partnerships.workflow import workflow_items
from s3dash.store.connection import Store

CHAIN = {
    "material": ("Raw material", ("A", "B")),
    "component": ("Component", ("C", *(f"C{number}" for number in range(10, 26)))),
    "system": ("System", (*(f"C{number}" for number in range(26, 34)), "D", "E", "F")),
    "service": ("Service", ("G", "H", "I", "J", "K", "L", "M", "N", "S")),
    "user": ("User", ("O", "P", "Q", "R")),
}
"""A ready-made chain: code of a link -> what it is called, and the economic domains of NACE that
place a region in it, the narrower one before the section that it is of. The placing is ours: a
start to talk about, not a finding."""
NOWHERE = ""
"""Where a region stands that no domain places."""
MOST_REASONS = 2


@dataclass(frozen=True)
class Card:
    """A region on the board: code, name, country, code of its link, and why it stands there."""

    territory: str
    name: str
    country: str
    column: str
    reason: str


def link_of(domain_code: str) -> str:
    """Code of the link of the chain that an economic domain stands in; `NOWHERE`: none."""
    for wanted in (domain_code, domain_code[:1]):
        for code, (_, domains) in CHAIN.items():
            if wanted in domains:
                return code
    return NOWHERE


def placed(store: Store, partnership_id: str) -> list[Card]:
    """The members of a partnership, each in the link in which it has most priorities.

    Of two links with as many, the one nearer to the raw material.
    """
    found = domains_of_members(store, partnership_id)
    return [_card(rows) for _, rows in found.groupby("territory_id", sort=False)]


def _card(rows: pd.DataFrame) -> Card:
    first = rows.iloc[0]
    known = rows[rows["domain_code"].notna()]
    links = known["domain_code"].map(link_of)
    counts = known.groupby(links)["priorities"].sum()
    counts = counts[counts.index != NOWHERE]
    if counts.empty:
        column, reason = NOWHERE, "No priority with an economic domain is documented."
    else:
        column = max(CHAIN, key=lambda code: counts.get(code, 0))
        said = [
            f"{row['label']} ({row['domain_code']}): {row['priorities']}"
            for row in known[links == column].head(MOST_REASONS).to_dict("records")
        ]
        reason = "Documented priorities in " + "; ".join(said)
        others = [CHAIN[code][0].lower() for code in CHAIN if code in counts and code != column]
        reason += f". Also: {', '.join(others)}" if others else ""
    return Card(
        str(first["territory_id"]),
        str(first["name"]),
        str(first["country"]),
        column,
        reason[:LONGEST_LINE],
    )


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
        "columns": [{"id": code, "title": title} for code, (title, _) in CHAIN.items()],
        "cards": [vars(card) for card in placed(store, known)] if known else [],
    }
