"""“Report or correct this”: the line to send, and nothing that sends it from here."""

from collections.abc import Mapping
from html import escape

import streamlit as st

from s3dash import corrections
from s3dash.ui import links


@st.fragment
def report(record: str, identifier: str, facts: Mapping[str, object]) -> None:
    """A button that opens a correction of one row: its link and a line for each of ``facts``.

    Draw it once a page and table: ``report("partnership", "bioenergy", {"name": "Bioenergy"})``.
    A fragment, built when it is opened: until then a page carries no more than the button.
    """
    is_page = record == corrections.PAGE
    opened = st.popover(
        "Report or correct this page" if is_page else "Report or correct this",
        type="tertiary",
        icon=":material/flag:",
        key=f"report_{record}",
        wrap=False,
        on_change="rerun",
    )
    if not opened.open:
        return
    with opened:
        text = corrections.correction(record, identifier, facts, links.here())
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
