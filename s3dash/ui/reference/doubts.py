"""Doubts on the page Coverage: cells by the rule that doubts them, and why some are right."""

from html import escape

import pandas as pd
import streamlit as st

from s3dash.ui.look.text import escape_text, is_missing, number, plain
from s3dash.ui.parts import record_table, tables
from s3dash.ui.reference.cells import TABLES, record
from s3dash.ui.shell import chrome

MOST_ROWS = 40
"""Rows of one rule that are shown; the file has all."""
LONGEST = 80


def show(found: pd.DataFrame) -> None:
    """Each rule with its cells, and all of them to take away."""
    st.markdown(chrome.text("coverage-doubts"))
    if found.empty:
        st.info("No cell is doubted.", icon=":material/check_circle:")
        return
    has_reasons = bool(found["reason"].notna().any())
    for place, ((table, rule), rows) in enumerate(found.groupby(["table_name", "rule"])):
        title = TABLES.get(str(table), str(table))
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
    named = escape(str(row["name"]))
    for kind in ("partnership", "territory"):
        if not is_missing(row[kind]):
            where = record(kind, row[f"{kind}_id"], str(row[kind]))
            return where if row["name"] == row[kind] else f"{named} · {where}"
    return named


def _value(row: record_table.Row) -> str:
    text = str(row["value"])
    return escape_text(text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…", "empty")
