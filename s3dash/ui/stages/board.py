"""The board of all partnerships by stage: its filters, in the link as bare codes, and its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from s3dash.queries.partnerships.progress import (
    BASES,
    LIFE,
    NO_STAGE,
    ORDERS,
    ROLES,
    ProgressFilter,
    Stage,
    member_places,
    ordered,
    partnership_progress,
    platform_names,
    stages,
    widened,
)
from s3dash.ui.address import filters
from s3dash.ui.address.link import Link
from s3dash.ui.look.text import plural
from s3dash.ui.parts.strip import legend
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer, drawn, lately, store
from s3dash.ui.stages import as_of
from s3dash.ui.stages.as_of import AsOf
from s3dash.ui.stages.board_table import board_table

PAGE_ROWS = 50
SPARE_ROWS = 5
"""So many more do not make a page of their own."""
FACETS = {
    # parameter of the link -> field of the filter, title of its box, what stands there when empty
    "platform": ("platforms", "Platform", "All platforms"),
    "territory": ("places", "Place of a member", "All of Europe"),
    "role": ("roles", "Role of that member", "Any role"),
    "reached": ("reached", "Stage reached", "Any stage"),
    "life": ("life", "Last sign of life", "Any"),
    "basis": ("bases", "Evidence", "All, marked"),
}
SOURCES = "counted from stage_evidence.csv; each of its events names its source"
Labels = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Board:
    """What the board shows: which partnerships in which order, as of when."""

    chosen: ProgressFilter
    order: str
    as_of: AsOf
    labels: Labels

    @property
    def said(self) -> list[str]:
        """Which partnerships were chosen, a piece for each filter."""
        return [
            " or ".join(self.labels[name].get(code, code) for code in codes)
            for name, (field, *_) in FACETS.items()
            if (codes := getattr(self.chosen, field))
        ]

    @property
    def words(self) -> str:
        """What a file says of the choice."""
        return "; ".join([*(self.said or ["all partnerships"]), self.as_of.words])

    def rows(self) -> pd.DataFrame:
        """The partnerships, as `queries.progress.partnership_progress` gives them."""
        return lately(_rows, self.as_of, self.chosen, self.order)


def _rows(day: AsOf, chosen: ProgressFilter, order: str) -> pd.DataFrame:
    return ordered(partnership_progress(store(), day.day, day.window_months, chosen), order)


def labels() -> Labels:
    """Per parameter: code -> label."""
    return {
        "platform": answer(platform_names),
        "territory": answer(member_places),
        "role": {role: role for role in ROLES},
        "reached": {stage.stage_id: stage.name for stage in answer(stages)}
        | {NO_STAGE: "none documented"},
        "life": LIFE,
        "basis": BASES,
    }


def choose() -> Board:
    """Read the link, say what was ignored, draw as-of date and filters. Returns the choice."""
    link = Link()
    link.restore()
    known = labels()
    found = {field: link.many(name, known[name]) for name, (field, *_) in FACETS.items()}
    order = link.one("sort", ORDERS)
    link.notice()
    chosen = ProgressFilter(**found)
    day = as_of.choose()
    with st.container(border=True, key="filters"):
        *places, last = st.columns([5, 6, 4, 4, 4, 4, 5], gap="small")
        for place, name in zip(places, FACETS, strict=True):
            _box(place, name, chosen, known)
        with last:
            _order(order)
        if chosen != ProgressFilter():
            _clear()
    return Board(chosen, order, day, known)


def _clear() -> None:
    """A button that empties the filters; the as-of date stays."""
    st.button(
        "Clear the filters",
        key="clear_board",
        on_click=Link().write,
        args=(dict.fromkeys(FACETS, ""),),
        icon=":material/filter_alt_off:",
        type="tertiary",
    )


def _box(place: DeltaGenerator, name: str, chosen: ProgressFilter, known: Labels) -> None:
    field, title, placeholder = FACETS[name]

    def follow() -> None:
        Link().write({name: st.session_state[name]})

    st.session_state[name] = list(getattr(chosen, field))
    place.multiselect(
        title,
        list(known[name]),
        format_func=lambda code: known[name][code],
        key=name,
        placeholder=placeholder,
        filter_mode="contains",
        on_change=follow,
        select_all=False,
    )


def _order(order: str) -> None:
    def follow() -> None:
        Link().choose("sort", st.session_state["board_order"])

    st.session_state["board_order"] = order
    st.selectbox(
        "Order",
        list(ORDERS),
        format_func=lambda code: ORDERS[code],
        key="board_order",
        on_change=follow,
    )


def summary(progress: pd.DataFrame) -> str:
    """One sentence on the partnerships shown, in Markdown."""
    life = progress["life"].value_counts()
    later = int(progress["later"].sum())
    left_out = ""
    if later:
        left_out = f" {plural(later, 'event')} dated later left out."
        if life.get("none", 0) == len(progress):
            left_out = f" **No event is dated so early**: all {later} are dated later."
    unsure = ""
    if "unsure" in life:
        unsure = f" {life['unsure']} perhaps (known by year or month only),"
    return (
        f"**{plural(len(progress), 'partnership')}**: {life.get('recent', 0)} {LIFE['recent']},"
        f"{unsure} {life.get('stale', 0)} {LIFE['stale']}, {life.get('none', 0)} {LIFE['none']}."
        f"{left_out}"
    )


def file_of(progress: pd.DataFrame) -> pd.DataFrame:
    """The partnerships as they stand in a file."""
    named = progress.rename(columns={"later": "events_dated_later"})
    return widened(named, answer(stages))


def rows(
    progress: pd.DataFrame,
    steps: Sequence[Stage],
    day: AsOf,
    words: str,
    *,
    order: str = "",
    with_platform: bool = False,
) -> None:
    """One page of the table of partnerships by stage, and what its cells mean.

    ``words`` say what was chosen, ``order`` is a code of `ORDERS`: when one of them changes,
    reading starts at the first page.
    """
    st.html(legend(day.window_months))
    pages = -(-(len(progress) - SPARE_ROWS) // PAGE_ROWS)
    page = st.container()
    number = filters.page_number(pages, f"{words}; {order}")
    first = (number - 1) * PAGE_ROWS
    last = first + PAGE_ROWS if number < pages else len(progress)
    with page:
        links.linked_html(
            drawn(_table, progress, first, last, tuple(steps), words, day, order, with_platform),
            key="progress_rows",
        )
        if pages > 1:
            chrome.note(
                f"Partnerships {first + 1} to {last} of {len(progress)}; the files hold them all."
            )


def _table(
    progress: pd.DataFrame,
    first: int,
    last: int,
    steps: Sequence[Stage],
    words: str,
    day: AsOf,
    order: str,
    with_platform: bool,
) -> str:
    return board_table(
        progress[first:last],
        progress,
        steps,
        words=words,
        link=day.parameters,
        with_platform=with_platform,
        by_platform=order == "platform",
    )
