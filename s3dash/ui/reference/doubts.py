"""Doubts on the page Coverage: cells by the rule that doubts them, and why some are right."""

from html import escape

import streamlit as st

from s3dash.queries.base.doubts import doubts
from s3dash.store.cells import is_missing
from s3dash.ui.look.text import escape_text, number, plain
from s3dash.ui.parts import record_table, tables
from s3dash.ui.reference.cells import record
from s3dash.ui.reference.changes import titles
from s3dash.ui.shell import chrome
from s3dash.ui.shell.library import answer

MOST_ROWS = 40
"""Rows of one rule that are shown; the file has all."""
LONGEST = 80


def show() -> None:
    """Each rule with its cells, and all of them to take away."""
    found = answer(doubts)
    st.markdown(chrome.text("coverage-doubts"))
    if found.empty:
        st.info("No cell is doubted.", icon=":material/check_circle:")
        return
    named = titles()
    has_reasons = bool(found["reason"].notna().any())
    for place, ((table, rule), rows) in enumerate(found.groupby(["table_name", "rule"])):
        title = named.get(str(table), str(table))
        st.header(f"{plain(title)}: {plain(str(rule))} ({number(len(rows))})", anchor=False)
        record_table.show(
            rows.head(MOST_ROWS),
            [
                record_table.Column("Row", _row, "s3-words"),
                record_table.text("Column", "column_name"),
                record_table.Column("Value", _value, "s3-words"),
                *([record_table.text("Confirmed", "reason", "s3-words")] if has_reasons else []),
            ],
            key=f"doubt_{place}",
            alt=f"{title}: {rule}",
        )
        if len(rows) > MOST_ROWS:
            chrome.note(f"The first {MOST_ROWS}; the file has all.")
    tables.take_away(
        lambda: found,
        title="Doubts",
        filters="all rules of plausibility",
        file_name="doubts",
        key="doubts_take",
        sources="the rules of plausibility of s3dash, asked of the data package",
    )


def _row(row: record_table.Row) -> str:
    name = str(row["name"])
    kinds = [kind for kind in ("territory", "partnership") if not is_missing(row[kind])]
    places = [record(kind, row[f"{kind}_id"], str(row[kind])) for kind in kinds]
    # A row without a name of its own, such as a membership, is called by the two that it joins.
    is_joined = all(str(row[kind]) in name for kind in kinds) and kinds
    return " · ".join(places if is_joined else [escape(name), *places])


def _value(row: record_table.Row) -> str:
    text = str(row["value"])
    return escape_text(text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…", "empty")
