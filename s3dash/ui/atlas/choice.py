"""What the Atlas shows: indicator, year, class method, change; read from the link as bare codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from s3dash.queries.territories.atlas import METHODS, PRIORITIES, atlas_indicators
from s3dash.ui.address.link import Link
from s3dash.ui.shell.library import answer, rows_of

NOTHING = ""
BOTH = "both"


@dataclass(frozen=True)
class Choice:
    """One map. ``record``: the indicator; ``since``: the year that a change is counted from.

    ``against``: what else regions are seen by, an indicator or `PRIORITIES`, with its label; empty:
    nothing. ``is_both``: the map has the colours of both.
    """

    record: Mapping[str, Any]
    year: int
    since: int | None
    method: str
    against: str = NOTHING
    against_label: str = NOTHING
    is_both: bool = False

    @property
    def title(self) -> str:
        """What is shown, in words."""
        label = str(self.record["label"])
        if self.since:
            return f"{label}, change from {self.since} to {self.year}"
        return f"{label}, {self.year}"


def read() -> Choice | None:
    """Read the link and draw the boxes. None: no indicator is held."""
    records = {row["indicator_id"]: row for row in rows_of(answer(atlas_indicators))}
    if not records:
        return None
    link = Link()
    link.restore()
    record = records[link.one("indicator", list(records), next(iter(records)))]
    years = [int(year) for year in record["years"]]
    year = int(link.one("year", [str(one) for one in years], str(years[-1])))
    earlier = [one for one in years if one < year]
    since = link.one("since", [str(one) for one in earlier], NOTHING)
    method = link.one("method", METHODS)
    labels = {code: f"{row['label']} ({row['unit']})" for code, row in records.items()}
    others = {NOTHING: "nothing", PRIORITIES: "Documented priorities"} | {
        code: label for code, label in labels.items() if code != record["indicator_id"]
    }
    against = link.one("against", [code for code in others if code], NOTHING)
    is_both = link.one("colours", [BOTH], NOTHING) == BOTH and bool(against)
    link.notice()
    with st.container(border=True, key="filters"):
        first, second, third, fourth = st.columns([7, 3, 3, 4])
        with first:
            _box("Indicator", "indicator", labels, str(record["indicator_id"]), ("year", "since"))
        with second:
            named = {NOTHING: "the value itself"} | {str(one): f"since {one}" for one in earlier}
            _box("Change", "since", named, since)
        with third:
            _box("Classes", "method", METHODS, method)
        with fourth:
            _box("Seen against", "against", others, against)
        if against:
            _colours(is_both)
        if len(years) > 1:
            _years(years, year)
    said = others[against] if against else NOTHING
    return Choice(record, year, int(since) if since else None, method, against, said, is_both)


def _box(
    label: str, name: str, options: Mapping[str, str], current: str, drop: tuple[str, ...] = ()
) -> None:
    key = f"atlas_{name}"

    def follow() -> None:
        usual = next(iter(options))
        chosen = st.session_state[key]
        Link().write({name: "" if chosen == usual else chosen, **dict.fromkeys(drop, "")})

    st.session_state[key] = current
    st.selectbox(
        label,
        list(options),
        format_func=lambda code: options[code],
        key=key,
        on_change=follow,
    )


def _colours(is_both: bool) -> None:
    key = "atlas_colours"
    st.session_state[key] = is_both
    st.toggle(
        "Colour the map by both",
        key=key,
        on_change=lambda: Link().write({"colours": BOTH if st.session_state[key] else ""}),
    )


def _years(years: list[int], year: int) -> None:
    """A slider over the years that have a value; the arrow keys go from one to the next."""
    st.session_state["atlas_year"] = year
    st.select_slider(
        "Year",
        years,
        key="atlas_year",
        on_change=lambda: go_to(st.session_state["atlas_year"], years[-1]),
    )


def go_to(year: int, newest: int) -> None:
    """Write a year into the link, where the newest goes without saying."""
    Link().write({"year": "" if year == newest else str(year), "since": ""})
