"""Rows of a case by status: what would change, old beside new, a page at a time."""

from collections.abc import Mapping
from html import escape

import streamlit as st

from s3dash.steward import twins
from s3dash.steward.base import Base
from s3dash.steward.cases import Case
from s3dash.steward.decisions import LEFT_OUT, Place
from s3dash.steward.items import CHANGED, STATUSES, Item
from s3dash.steward.problems import NOTE
from s3dash.steward.review import Review
from s3dash.ui.address import filters
from s3dash.ui.look.text import number
from s3dash.ui.steward import desk

PAGE = 15
LONGEST = 200
"""Characters of a cell that are shown."""
SHORT = 60


def show(case: Case, review: Review) -> None:
    """The rows of one status, each with a box to leave it out or take it again."""
    counts = {status: count for status, count in review.count().items() if count}
    if not counts:
        st.info("No row could be read.")
        return
    options = {one: f"{one} ({number(counts[one])})" for one in STATUSES if one in counts}
    status = filters.switch("Rows", "status", options)
    found = [item for item in review.items if item.status == status]
    pages = -(-len(found) // PAGE)
    page = filters.page_number(pages, f"{case.key} {status}")
    for item in found[(page - 1) * PAGE : page * PAGE]:
        with st.container(border=True):
            st.html(_told(item))
            _decide(case, item)


def _told(item: Item) -> str:
    row = item.understood
    place = f"{row.sheet} row {row.row}" if row.sheet else f"row {row.row}"
    head = f"<b>{escape(item.table or 'no table')}</b> {escape(item.shown_key)}"
    text = f"<div class=s3>{head} <small class=s3-muted>{escape(row.file)}, {escape(place)}</small>"
    if item.status == CHANGED:
        text += _changes(item.changes)
    else:
        text += f"<br>{escape(line(item, LONGEST))}"
    for one in item.troubles:
        grade = "" if one.grade == NOTE else f"<b>{one.grade}</b> "
        where = f"{escape(one.cell)}: " if one.cell else ""
        text += f"<br><small>{grade}{where}{escape(one.rule)}</small>"
    return f"{text}</div>"


def _changes(changes: Mapping[str, tuple[str | None, str | None]]) -> str:
    rows = "".join(
        f"<tr><th scope=row>{escape(column)}<td class=s3-words>{_cell(old)}"
        f"<td class=s3-words>{_cell(new)}"
        for column, (old, new) in changes.items()
    )
    return _side_by_side("Now", "Then", rows)


def _side_by_side(left: str, right: str, rows: str) -> str:
    return (
        "<div class='s3-html s3-scroll'><table class=s3-table><thead><tr><th>Column"
        f"<th>{escape(left)}<th>{escape(right)}<tbody>{rows}</table></div>"
    )


def beside(base: Base, item: Item, key: str) -> str:
    """A row beside the one of the base that it may be: the columns that differ."""
    rows = "".join(
        f"<tr><th scope=row>{escape(column)}<td class=s3-words>{_cell(held)}"
        f"<td class=s3-words>{_cell(sent)}"
        for column, (held, sent) in twins.beside(base, item, key).items()
    )
    if not rows:
        return ""
    return _side_by_side(f"In the base: {key}", "Sent", rows)


def line(item: Item, longest: int = SHORT) -> str:
    """The cells of a row as they were understood, in one line."""
    values = {**item.understood.values, **{n: "; ".join(v) for n, v in item.lists.items()}}
    return " · ".join(
        value if len(value) <= longest else f"{value[:longest]}…"
        for value in values.values()
        if value
    )


def _cell(value: str | None) -> str:
    if not value:
        return "<i>empty</i>"
    return escape(value if len(value) <= LONGEST else f"{value[:LONGEST]}…")


def _decide(case: Case, item: Item) -> None:
    is_out = any(one.kind == LEFT_OUT for one in item.troubles)
    if not (item.is_taken or is_out):
        return
    place: Place = (item.understood.file, item.understood.sheet, item.understood.row)
    key = f"take_{'_'.join(map(str, place))}"
    st.session_state[key] = not is_out

    def follow() -> None:
        out = not st.session_state[key]
        desk.decide(case, lambda decisions: decisions.leave_out([place], out=out))

    st.checkbox("Take this row", key=key, on_change=follow)
