"""The summary right after reading: rows by status, problems, what cannot be read, columns."""

from html import escape

import streamlit as st

from s3dash.steward.cases import Case
from s3dash.steward.columns import read_columns
from s3dash.steward.decisions import Decisions
from s3dash.steward.review import Review, SheetRead
from s3dash.steward.sheets import column_letters
from s3dash.ui.look.text import number, plural
from s3dash.ui.steward import desk

MOST_SHEETS = 12
LONGEST = 60


def show(case: Case, review: Review) -> None:
    """Figures, then how each sheet was read."""
    figures = "".join(
        f"<div><dt>{status}</dt><dd>{number(count)}</dd></div>"
        for status, count in review.count().items()
    )
    st.html(f"<dl class='s3 s3-figures'>{figures}</dl>")
    unread = [read for read in review.sheets if read.heading is None]
    for read in unread[:MOST_SHEETS]:
        st.warning(f"{_name(read)}: {read.reason}", icon=":material/error:")
    made = case.decisions.count()
    with st.expander(
        f"How it was read: {plural(len(review.sheets) - len(unread), 'sheet')}"
        + (f", with {plural(made, 'decision')} of yours" if made else "")
    ):
        for read in review.sheets[:MOST_SHEETS]:
            if read.heading is not None:
                st.html(_read(read))
        if made and st.button("Forget my decisions", key="desk_forget"):
            desk.decide(case, Decisions())
            st.rerun()
        if len(review.sheets) > MOST_SHEETS:
            st.markdown(f"And {number(len(review.sheets) - MOST_SHEETS)} more.")


def _name(read: SheetRead) -> str:
    return f"{read.sheet.file}: {read.sheet.name}" if read.sheet.name else read.sheet.file


def _read(read: SheetRead) -> str:
    assert read.heading is not None
    columns = ", ".join(f"{c['letters']} is {c['column']}" for c in read_columns(read.heading))
    text = (
        f"<div class=s3><b>{escape(_name(read))}</b>: rows of {escape(read.table)}, header in row "
        f"{read.heading.line}<br>Columns: {escape(columns)}"
    )
    if read.heading.unread:
        words = ", ".join(
            f"{column_letters(at)} {one[:LONGEST]}" for at, one in read.heading.unread.items()
        )
        text += f"<br>Not read: {escape(words)}"
    for note in read.sheet.notes:
        text += f"<br>{escape(note)}"
    return f"{text}</div>"
