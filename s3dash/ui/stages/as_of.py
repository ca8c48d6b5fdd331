"""The as-of date and the window of activity: read from the link, moved by a slider."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

import streamlit as st

from s3dash.queries.partnerships.progress import (
    DEFAULT_WINDOW,
    WINDOWS,
    first_evidence,
    months_before,
)
from s3dash.ui.address.link import Link
from s3dash.ui.look.text import long_date
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer

PARAMS = ("asof", "window")
"""Parameters of the link."""


def today() -> date:
    """The date as of which progress is told when a reader names none: that of the server."""
    return date.today()


@dataclass(frozen=True)
class AsOf:
    """A date, and how many months before it count as active."""

    day: date
    window_months: int = DEFAULT_WINDOW

    @property
    def since(self) -> date:
        """First day of the window."""
        return months_before(self.day, self.window_months)

    @property
    def parameters(self) -> dict[str, str]:
        """Parameters of a link that asks for this; none of them where it is what all see."""
        asked = {
            "asof": "" if self.day == today() else self.day.isoformat(),
            "window": "" if self.window_months == DEFAULT_WINDOW else str(self.window_months),
        }
        return {name: value for name, value in asked.items() if value}

    @property
    def words(self) -> str:
        """What a file says of it."""
        return f"as of {self.day}, active within {self.window_months} months"


def from_link(link: Link | None = None) -> AsOf:
    """What the link asks for; ``link`` notes what in it means nothing."""
    link = link or Link()
    day = link.day("asof", today()) or today()
    return AsOf(day, int(link.one("window", [str(months) for months in WINDOWS])))


def choose(*, with_window: bool = True) -> AsOf:
    """Draw slider, steps of a year and window, and say what was ignored. Returns the choice.

    ``with_window``: without it nothing on the page depends on how long evidence makes active.
    """
    link = Link()
    chosen = from_link(link)
    link.notice()
    # The address is silent about today; a file or sheet of it is read on another day.
    links.mean("asof", chosen.day.isoformat())
    days = stops(answer(first_evidence), chosen.day, today())
    with st.container(border=True, key="as_of"):
        left, middle, right = st.columns([6, 4, 2], gap="medium", vertical_alignment="bottom")
        with left:
            _slider(chosen, days)
        with middle, st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
            _steps(chosen, days)
        if with_window:
            with right:
                _window(chosen)
    return chosen


def elsewhere() -> None:
    """Say that a date in the link does not hold on this view, where one stands there."""
    day = from_link().day
    if day != today():
        chrome.note(
            f"The link is as of {long_date(day)}. That replays the stages and the timeline; this "
            "view shows the members documented today: sources rarely say since when one belongs."
        )


def stops(first: date | None, chosen: date, last: date) -> list[date]:
    """Where the slider can stand: ends of months from the first evidence to today, and the choice.

    ``first``: day of the oldest event, None when there is none.
    """
    found = {chosen, last}
    if first is not None and first < last:
        found.add(first)
        for months in range(first.year * 12 + first.month - 1, last.year * 12 + last.month - 1):
            found.add(_month_end(months // 12, months % 12 + 1))
    return sorted(found)


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def year_on(day: date, years: int) -> date:
    """The same day so many years later or, below 0, earlier; ends of months stay ends of months."""
    moved = months_before(day, -12 * years)
    if day == _month_end(day.year, day.month):
        return _month_end(moved.year, moved.month)
    return moved


def _go(day: date, window_months: int) -> None:
    asked = AsOf(day, window_months).parameters
    Link().write({name: asked.get(name, "") for name in PARAMS})


def _slider(chosen: AsOf, days: list[date]) -> None:
    if len(days) < 2:
        chrome.note(f"As of {long_date(chosen.day)}. No dated event is documented yet.")
        return

    def follow() -> None:
        _go(st.session_state["as_of_day"], from_link().window_months)

    st.session_state["as_of_day"] = chosen.day
    st.select_slider(
        "As of",
        days,
        format_func=long_date,
        key="as_of_day",
        on_change=follow,
        help="Shows the events dated up to this day; members are those documented today. Arrow "
        "keys move it by a month.",
    )


def _steps(chosen: AsOf, days: list[date]) -> None:
    earlier = max(year_on(chosen.day, -1), min(days[0], chosen.day))
    later = min(year_on(chosen.day, 1), days[-1])
    for key, label, day, look in (
        ("back", "1 year back", earlier, {"icon": ":material/chevron_left:"}),
        ("on", "1 year on", later, {"icon": ":material/chevron_right:", "icon_position": "right"}),
        ("today", "Today", days[-1], {}),
    ):
        st.button(
            label,
            key=f"as_of_{key}",
            on_click=_go,
            args=(day, chosen.window_months),
            disabled=day == chosen.day,
            **look,  # type: ignore[arg-type]
        )


def _window(chosen: AsOf) -> None:
    def follow() -> None:
        _go(from_link().day, st.session_state["as_of_window"])

    st.session_state["as_of_window"] = chosen.window_months
    st.selectbox(
        "Active means within",
        WINDOWS,
        format_func=lambda months: f"{months} months",
        key="as_of_window",
        on_change=follow,
    )
