"""What a territory looks for partners for: its themes, its priorities, and those a wish means."""

import numpy as np

from s3dash.queries.explorer.index import Numbers, PriorityIndex
from s3dash.queries.partners.finder import NoPartners, Wish
from s3dash.queries.partners.priority_vectors import PriorityVectors
from s3dash.store.connection import Store

MOST_COMPARED = 50
"""Priorities of a territory that are compared with those of all others, at most."""
SHARED = {
    "priority": "a priority like the one chosen",
    "theme": "a priority on the theme chosen",
}
"""What a territory has that shares the `Wish.subject`."""


def own_priorities(store: Store, territory_id: str) -> dict[str, str]:
    """Priorities of a territory, newest period first: id -> ``title (period)``."""
    return dict(
        store.rows(
            """
            SELECT priority_id, format('{} ({})', title, period) FROM priority
            WHERE territory_id = $territory_id ORDER BY period DESC, priority_id
            """,
            {"territory_id": territory_id},
        )
    )


def own_themes(store: Store, territory_id: str) -> dict[str, str]:
    """Platforms that its priorities match: id -> ``name: how many match``."""
    return dict(
        store.rows(
            """
            SELECT platform_id, format('{}: {} matching', platform.name, count(*))
            FROM priority_platform JOIN priority USING (priority_id)
            JOIN platform USING (platform_id)
            WHERE territory_id = $territory_id
            GROUP BY platform_id, platform.name, platform.position ORDER BY platform.position
            """,
            {"territory_id": territory_id},
        )
    )


def own_rows(store: Store, vectors: PriorityVectors, wish: Wish) -> Numbers:
    """Rows of the priorities that partners are looked for."""
    index, here = vectors.index, wish.territory_id
    rows = np.flatnonzero((index.territories["territory_id"] == here).to_numpy()[vectors.territory])
    if not len(rows):
        if not store.rows("SELECT 1 FROM territory WHERE territory_id = $here", {"here": here}):
            raise NoPartners(f"{here} is not a territory of this base.")
        raise NoPartners(f"No priority of its own is documented for {here}.")
    theme = ""
    if wish.platform_id:
        known = [code for (code,) in store.rows("SELECT platform_id FROM platform ORDER BY 1")]
        if wish.platform_id not in known:
            raise NoPartners(
                f"There is no platform {wish.platform_id}; there are {', '.join(known)}."
            )
        theme = f" on the theme of the platform {wish.platform_id}"
        rows = rows[_on_theme(index, wish.platform_id)[rows]]
        if not len(rows):
            raise NoPartners(f"No priority of {here} is documented{theme}.")
    if wish.priority_id:
        found = store.rows(
            "SELECT rowid FROM priority WHERE priority_id = $priority_id",
            {"priority_id": wish.priority_id},
        )
        rows = rows[np.isin(index.row_no[rows], [row for (row,) in found])]
        if not len(rows):
            raise NoPartners(f"{wish.priority_id} is not a documented priority of {here}{theme}.")
    return rows


def spread(own: Numbers) -> Numbers:
    """Of many priorities as many as are compared, evenly spread over the list; else all of them."""
    if len(own) <= MOST_COMPARED:
        return own
    some: Numbers = own[np.linspace(0, len(own) - 1, MOST_COMPARED).round().astype(int)]
    return some


def sample_words(count: int) -> str:
    """What is said where not all of so many priorities are compared; else nothing."""
    if count <= MOST_COMPARED:
        return ""
    return f"Compared by {MOST_COMPARED} of its {count:,} priorities, evenly spread over its list."


def offered(index: PriorityIndex, wish: Wish) -> Numbers:
    """Which priorities of the others count for the match: those on the theme asked for, or all."""
    if wish.platform_id:
        return _on_theme(index, wish.platform_id)
    return np.ones(len(index), dtype=bool)


def not_sharing_words(subject: str, sharing: int, others: int) -> str:
    """What stands above the territories that do not share what was chosen."""
    below = f"{others} more below" if sharing else f"{others} below"
    return f"{below}: without {SHARED[subject]}"


def _on_theme(index: PriorityIndex, platform_id: str) -> Numbers:
    """Priorities that match the theme of a platform."""
    if platform_id not in index.codes:
        return np.zeros(len(index), dtype=bool)
    mask: Numbers = index.has_own_code[:, index.codes.index(platform_id)][index.classification]
    return mask
