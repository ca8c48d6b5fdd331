"""Doubts that nobody has confirmed, each with the way to say why it is right all the same."""

from html import escape

import streamlit as st

from s3dash.queries.base.doubts import doubts
from s3dash.settings import data_dir
from s3dash.steward.confirming import confirm
from s3dash.steward.publish import LONGEST_BY, NotApplied, desk_locked
from s3dash.store.cells import is_missing
from s3dash.ui.address import filters
from s3dash.ui.look.text import plural
from s3dash.ui.shell.library import answer, await_newest
from s3dash.ui.steward import desk

PAGE = 10
LONGEST = 200


def show() -> None:
    """Open doubts, a page at a time."""
    every = answer(doubts)
    names = ["table_name", "row_key", "column_name", "value"]
    # A cell that several rules doubt is confirmed once.
    cells = every[every["reason"].isna()].groupby(names, sort=False, dropna=False)["rule"]
    found = cells.agg("; ".join).reset_index().to_dict("records")
    if not found:
        st.success("Every doubt is confirmed.", icon=":material/check_circle:")
        return
    st.markdown(
        f"**{plural(len(found), 'doubt')}** are open. If one is right, say why: the reason stays "
        "in the data and shows on Coverage. If it is wrong, correct the row."
    )
    by = st.text_input("Role or initials", key="doubt_by", max_chars=LONGEST_BY)
    page = filters.page_number(-(-len(found) // PAGE), "doubts")
    for one in found[(page - 1) * PAGE : page * PAGE]:
        cell = (str(one["table_name"]), str(one["row_key"]), str(one["column_name"]))
        value = "" if is_missing(one["value"]) else str(one["value"])[:LONGEST]
        key = "_".join(cell)
        with st.container(border=True):
            st.html(
                f"<div class=s3><b>{escape(cell[0])}</b> {escape(cell[1])} "
                f"<span class=s3-muted>{escape(cell[2])}</span> <q>{escape(value)}</q><br>"
                f"{escape(str(one['rule']))}</div>"
            )
            with st.container(horizontal=True, vertical_alignment="bottom"):
                reason = st.text_input("Why it is right", key=f"doubt_why_{key}", max_chars=300)
                if st.button("Confirm", key=f"doubt_{key}"):
                    _confirm(cell, by, reason)


def _confirm(cell: tuple[str, str, str], by: str, reason: str) -> None:
    try:
        with desk_locked(data_dir()):
            done = confirm(data_dir(), desk.store_path(), cell, by=by, reason=reason)
    except NotApplied as error:
        st.error(f"{error} Nothing was changed.", icon=":material/error:")
        return
    desk.tell(f"Confirmed; the data are {done.version} now.")
    await_newest()
    st.rerun()
