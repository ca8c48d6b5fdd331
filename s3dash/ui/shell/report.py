"""“Report or correct this”: the line to send, and nothing that sends it from here."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.takeaway import corrections
from s3dash.ui.shell import links
from s3dash.ui.shell.library import rows_of


@st.fragment
def report(record: str, identifier: str, facts: Mapping[str, object]) -> None:
    """A button that opens a correction of one row: its link and a line for each of ``facts``.

    Draw it once a page and table: ``report("partnership", "bioenergy", {"name": "Bioenergy"})``.
    A fragment, built when it is opened: until then a page carries no more than the button.
    """
    is_page = record == corrections.PAGE
    opened = _button("Report or correct this page" if is_page else "Report or correct this", record)
    if not opened.open:
        return
    with opened:
        text = corrections.correction(record, identifier, facts, links.here())
        lines_to_send(record, identifier, text, is_page=is_page)


@st.fragment
def report_rows(what: str, record: str, rows: Sequence[tuple[str, Mapping[str, object]]]) -> None:
    """The same button for all rows of a list: ``rows`` are their identifiers and columns.

    ``what``: one of them in words, such as ``a strategy``; it tells the buttons of a page apart.
    """
    opened = _button(f"Report or correct {what}", record)
    if not opened.open:
        return
    with opened:
        listed = [(record, identifier, facts) for identifier, facts in rows]
        text = corrections.correction_of_rows(listed, links.here())
        lines_to_send(record, what, text)


def report_memberships(memberships: pd.DataFrame, **all_of: str) -> None:
    """The way to correct a membership.

    ``memberships``: ``partnership_id, territory_id, role, basis, as_of, source_url``; what all have
    alike may be named instead: ``partnership_id="bioenergy"``.
    """
    columns = ("role", "basis", "as_of", "source_url")
    told = ({**row, **all_of} for row in rows_of(memberships))
    report_rows(
        "a membership",
        "membership",
        [
            (
                f"{row['partnership_id']} {row['territory_id']}",
                {name: row[name] for name in columns},
            )
            for row in told
        ],
    )


def _button(label: str, record: str) -> Any:
    return st.popover(
        label,
        type="tertiary",
        icon=":material/flag:",
        key=f"report_{record}",
        wrap=False,
        on_change="rerun",
    )


def lines_to_send(record: str, identifier: str, text: str, *, is_page: bool = False) -> None:
    """The lines of a correction with what to do with them, and the mail where there is one."""
    recipient = corrections.recipient()
    st.markdown(_EXPLANATION[is_page])
    st.code(text, language=None, wrap_lines=True)
    if recipient:
        address = corrections.mail_link(recipient, record, identifier, text)
        st.html(
            f"<p class=s3>Send it to {escape(recipient)}: "
            f"<a href='{escape(address)}'>write the mail</a></p>"
        )
    else:
        st.markdown("Send it to whoever runs this dashboard.")


_EXPLANATION = {
    # whether it is about a page as such
    False: "Copy the line of what is wrong. In place of … write what is right, and the page that "
    "says so. Nothing is sent from here.",
    True: "Copy the lines. In place of … write which row is wrong (its name or identifier), in "
    "which column, what is right, and the page that says so. Nothing is sent from here.",
}
