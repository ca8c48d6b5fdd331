"""Where priorities are documented when a territory has none of its own: above it, or in it."""

from html import escape
from typing import Any

from s3dash.queries.territories.territories import relatives
from s3dash.ui.look.text import plural
from s3dash.ui.shell import links
from s3dash.ui.shell.library import answer

MOST_NAMED = 6
RELATIONS = {"above": "above it", "below": "in it"}


def priorities_around(territory_id: str) -> str:
    """HTML that names the territories above and below with documented priorities, each linked.

    Reads ``above it: Italia (IT, 3 documented priorities); in it: …``. Empty when none has any.
    """
    found = answer(relatives, territory_id)
    found = found[found["priorities"] > 0].sort_values(
        "priorities", ascending=False, kind="stable", ignore_index=True
    )
    return "; ".join(
        f"{words}: {_named(found[found['relation'] == relation].to_dict('records'))}"
        for relation, words in RELATIONS.items()
        if (found["relation"] == relation).any()
    )


def _named(rows: list[dict[str, Any]]) -> str:
    named = ", ".join(
        links.link("region", "territory", row["territory_id"], row["name"])
        + f" ({escape(row['territory_id'])}, {plural(row['priorities'], 'documented priority')}"
        + (", list known to be partial)" if row["has_partial_list"] else ")")
        for row in rows[:MOST_NAMED]
    )
    rest = len(rows) - MOST_NAMED
    return named + (f" and {rest} more" if rest > 0 else "")
