"""The page Coverage: the base in figures, a table with its rows to take away, gaps to correct."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.queries.base.coverage import Headline
from s3dash.takeaway import corrections
from s3dash.ui.address.link import Link
from s3dash.ui.look.text import number, plural
from s3dash.ui.parts import cards, tables
from s3dash.ui.reference.gaps import gap, gap_rows
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.report import lines_to_send


def figures(base: Headline) -> None:
    """The base in figures, each with what it is of."""
    names: dict[int | None, str] = {None: "without a code"}
    names |= {level: f"of level {level}" for level in range(4)}
    cards.figures(
        [
            ("Strategies", base.strategies, _parts(base.periods, "of {}".format)),
            (
                "Territories with a strategy",
                sum(base.territories.values()),
                _parts(base.territories, lambda level: names[level]),
            ),
            ("Priorities", base.priorities, "documented, in all strategies"),
            (
                "Partial lists",
                base.partial_lists,
                f"of {plural(base.strategies, 'strategy')}, known to be incomplete",
            ),
            (
                "Priorities of those stated",
                base.found_priorities,
                f"of {number(base.stated_priorities)} documented, in the "
                f"{plural(base.stating_strategies, 'strategy')} whose number a source states",
            ),
            (
                "Members of those stated",
                base.found_members,
                f"of {number(base.stated_members)} documented, in the "
                f"{plural(base.stating_partnerships, 'partnership')} whose number a source states",
            ),
        ]
    )
    chrome.note(
        "A number is noted above all where a list is known to be incomplete: the last two figures "
        "are not the completeness of the whole base."
    )


def _parts(counts: Mapping[Any, int], name: Callable[[Any], str]) -> str:
    return ", ".join(f"{number(count)} {name(key)}" for key, count in counts.items())


def section(
    title: str, explanation: str, html: str, rows: pd.DataFrame, *, about: str, key: str
) -> None:
    """A heading, what the table says and does not say, the table, and its rows to take away."""
    st.header(title, anchor=False)
    st.markdown(explanation)
    links.linked_html(html, key=f"coverage_{key}")
    take_away(rows, title, about=about, name=f"coverage-{key}")


def take_away(rows: pd.DataFrame, title: str, *, about: str, name: str) -> None:
    """The menu that gives the rows as files of that name."""
    tables.take_away(lambda: rows, title=title, filters=about, file_name=name, key=f"{name}_take")


def report_gap(gaps: pd.DataFrame) -> None:
    """Open the correction of the gap that the link names; closing it leaves the page as it was."""
    link = Link()
    row = link.text("row")
    found = gap_rows(gaps, row)
    if not found:
        if row:
            link.tell("row", row)
            link.notice()
        return

    def close() -> None:
        Link().write({"row": ""})

    def lines() -> None:
        table, identifier, _ = found[0]
        lines_to_send(table, identifier, corrections.correction_of_rows(found, links.here()))

    st.dialog("Report or correct this", on_dismiss=close)(lines)()


def show_gap(rows: pd.DataFrame, title: str, key: str) -> None:
    """The records of one gap, each with a link that opens its correction."""

    def follow(parameters: dict[str, str]) -> None:
        Link().write({"row": parameters["row"]})

    links.linked_html(gap(rows, title), key=key, page="coverage", follow=follow)
