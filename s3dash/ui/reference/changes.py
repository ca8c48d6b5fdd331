"""What changed between two versions: counts by table or record, and the rows with their cells."""

from collections.abc import Mapping
from html import escape
from itertools import groupby
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.queries.base import changes as ask
from s3dash.store.cells import is_missing
from s3dash.ui.address import filters
from s3dash.ui.address.link import Link
from s3dash.ui.look.text import escape_text, number, plain, plural
from s3dash.ui.parts import record_table, tables
from s3dash.ui.parts.cards import listed
from s3dash.ui.reference.cells import TABLES, record
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer, drawn

PAGE_ROWS, COUNT_ROWS = 25, 60
LONGEST_CELL = 160
"""Letters of a cell that the list shows; the file has all."""
DONE = {"added": "added", "changed": "changed", "removed": "removed"}
NOTHING = "<span class=s3-muted>empty</span>"


def titles() -> Mapping[str, str]:
    """Tables of the data package: name -> what a reader calls it."""
    return {**answer(ask.table_titles), **TABLES}


def counts(
    changes: pd.DataFrame, *, by: str, key: str, choice: Mapping[str, str] | None = None
) -> None:
    """A table of how many rows were added, changed and removed.

    ``by``: ``table``, ``territory`` or ``partnership``; ``choice``: of what the link of the page
    What is new already says it is, where that page shows the rows of each.
    """
    code = "table_name" if by == "table" else f"{by}_id"
    frame = drawn(ask.counts_by, changes, (code,) if by == "table" else (code, by))
    page = 1
    if by != "table":
        page = filters.page_number(max(1, -(-len(frame) // COUNT_ROWS)), f"{key} {choice}")
    links.linked_html(
        drawn(_counts, frame, by, page, None if choice is None else tuple(choice.items())),
        key,
        page="" if choice is None else "new",
    )
    tables.take_away(
        lambda: frame,
        title=f"Changes by {by}",
        filters=f"counted by {by}",
        file_name=f"changes-by-{by}",
        key=f"{key}_take",
    )


def _counts(
    frame: pd.DataFrame, by: str, page: int, choice: tuple[tuple[str, str], ...] | None
) -> str:
    """HTML of one page of the table; ``frame`` as `counts_by` gives it."""
    code = "table_name" if by == "table" else f"{by}_id"
    named = titles()
    shown = frame
    if by != "table":
        shown = frame.iloc[(page - 1) * COUNT_ROWS : page * COUNT_ROWS]

    def first(row: record_table.Row) -> str:
        if by == "table":
            return escape(named.get(row[code], row[code]))
        return record(by, row[code], str(row[by]))

    def rows_of(row: record_table.Row) -> str:
        return links.view_link(
            "new", "rows", **{**dict(choice or ()), "view": "rows", by: row[code]}
        )

    told = [
        record_table.Column(by.capitalize(), first, "s3-words"),
        *(
            record_table.Column(kind.capitalize(), _count_of(kind), "s3-right")
            for kind in DONE
            if kind != "removed" or frame[kind].any()
        ),
    ]
    if choice is not None:
        told.append(record_table.Column("Which", rows_of))
    alt = f"Rows added, changed and removed by {by}"
    return record_table.record_table(shown.to_dict("records"), told, alt)


def _count_of(kind: str) -> Any:
    return lambda row: number(row[kind]) if row[kind] else ""


def rows(changes: pd.DataFrame, words: str, *, key: str) -> None:
    """The rows with their old and new cells, a page at a time, and all of them to take away."""
    grouped = [
        list(cells)
        for _, cells in groupby(
            changes.to_dict("records"),
            key=lambda row: (row.get("version"), row["kind"], row["table_name"], row["row_key"]),
        )
    ]
    page = filters.page_number(max(1, -(-len(grouped) // PAGE_ROWS)), f"{key} {words}")
    shown = grouped[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
    named = titles()
    links.linked_html(listed((_row(cells, named) for cells in shown), "Nothing changed."), key=key)
    tables.take_away(
        lambda: changes,
        title="Changes, row by row",
        filters=words,
        file_name="changes",
        key=f"{key}_take",
        sources="the change log of the data package, or two of its versions compared by s3dash",
    )


def _row(cells: list[Mapping[Any, Any]], named: Mapping[str, str]) -> str:
    first = cells[0]
    table = named.get(first["table_name"], first["table_name"])
    places = [
        record(kind, first[f"{kind}_id"], str(first[kind]))
        for kind in ("territory", "partnership")
        if not is_missing(first[kind]) and first[kind] not in str(first["name"])
    ]
    told = " · ".join([f"{escape(table)}, {DONE[first['kind']]}", *places])
    changed = "".join(_cell(cell) for cell in cells if not is_missing(cell["column_name"]))
    return (
        f"<b>{escape(_short(first['name']))}</b> "
        f"<span class=s3-muted>{escape(_short(first['row_key']))}</span><br>{told}{changed}"
    )


def _cell(cell: Mapping[Any, Any]) -> str:
    old, new = (
        NOTHING if is_missing(cell[name]) else escape_text(_short(cell[name]))
        for name in ("old_value", "new_value")
    )
    return f"<br><code>{escape(cell['column_name'])}</code> {old} → {new}"


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"


def figures(changes: pd.DataFrame) -> str:
    """The changes in a sentence."""
    unique = changes.drop_duplicates(["kind", "table_name", "row_key"])["kind"].value_counts()
    told = [f"{plural(int(unique[kind]), 'row')} {DONE[kind]}" for kind in DONE if kind in unique]
    if not told:
        return "Nothing changed."
    subjects = [
        plural(changes[f"{noun}_id"].nunique(), noun)
        for noun in ("territory", "partnership")
        if changes[f"{noun}_id"].notna().any()
    ]
    of = f", of {' and '.join(subjects)}" if subjects else ""
    return f"{', '.join(told)}{of}."


def compare_versions() -> None:
    """Choose two of the versions that are kept, and see what differs."""
    kept = {one.name: one for one in answer(ask.kept_versions)}
    st.markdown(chrome.text("versions"))
    labels = {
        name: f"{one.package_version or 'not readable'}, built {one.built_at}, {name}"
        + (" (published now)" if one.is_published else "")
        for name, one in kept.items()
    }
    link = Link()
    newest, before = [*kept, "", ""][:2]
    newer = link.one("newer", labels, newest)
    older = link.one("older", labels, before)
    link.notice()
    if len(kept) < 2:
        _nothing("Fewer than two versions are kept yet: the next build keeps one more.")
        return
    with st.container(horizontal=True):
        for title, name, code in (("From version", "older", older), ("To", "newer", newer)):
            _choose(title, name, code, labels)
    if older == newer:
        _nothing("Choose two different versions.")
        return
    found = answer(ask.version_changes, kept[older], kept[newer])
    if found.problem:
        _nothing(
            f"These two cannot be compared: {labels[older]}; {labels[newer]}. One of them cannot "
            "be read by this version of the dashboard."
        )
        return
    st.markdown(figures(found.rows))
    if not found.rows.empty:
        counts(found.rows, by="table", key="version_counts")
        st.header("Row by row", anchor=False)
        rows(found.rows, f"from {older} to {newer}", key="version_rows")


def _nothing(why: str) -> None:
    st.info(plain(why), icon=":material/info:")
    # A link that names another page than the first is told that there is none.
    filters.page_number(1, "")


def _choose(title: str, name: str, code: str, labels: Mapping[str, str]) -> None:
    key = f"choose_{name}"
    st.session_state[key] = code

    def follow() -> None:
        Link().write({name: st.session_state[key] or "", "page": ""})

    st.selectbox(
        title, list(labels), format_func=lambda code: labels[code], key=key, on_change=follow
    )
