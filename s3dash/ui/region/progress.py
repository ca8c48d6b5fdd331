"""How far the partnerships of a territory are as of today, and the way to the board."""

import pandas as pd

from s3dash.queries.partnerships.progress import (
    LIFE,
    member_places,
)
from s3dash.store.cells import is_missing
from s3dash.ui.look.text import NOT_DOCUMENTED
from s3dash.ui.shell import links
from s3dash.ui.shell.library import answer, drawn
from s3dash.ui.stages.as_of import AsOf, today
from s3dash.ui.stages.of_some import progress_of_some


def progress_of(memberships: pd.DataFrame) -> pd.DataFrame:
    """`queries.progress.partnership_progress` of them, as of today.

    ``memberships``: as `queries.territories.memberships_of` gives them, with at least one row.
    """
    return drawn(progress_of_some, tuple(memberships["partnership_id"]), AsOf(today()))


def recent_words(memberships: pd.DataFrame) -> str:
    """How many of one or more partnerships show a sign of life."""
    life = progress_of(memberships)["life"].value_counts()
    unsure = f", {life['unsure']} perhaps" if "unsure" in life else ""
    return f"{life.get('recent') or 'none'} {LIFE['recent']}{unsure}"


def last_signs(memberships: pd.DataFrame) -> dict[str, str]:
    """Per partnership the month of its latest documented event, in words."""
    if memberships.empty:
        return {}
    found = progress_of(memberships).set_index("partnership_id")["latest_any"]
    return {
        code: f"last sign of life {NOT_DOCUMENTED if is_missing(date) else str(date)[:7]}"
        for code, date in found.items()
    }


def board_link(territory_id: str) -> str:
    """HTML of a link to the board of partnerships with a member here; empty when there is none."""
    if territory_id not in answer(member_places):
        return ""
    return links.view_link("progress", "Board of progress", territory=territory_id)
