"""The view of a partnership with the other partnerships of its members."""

from html import escape
from typing import Any

import streamlit as st

from s3dash.queries import partnerships as ask
from s3dash.ui import chrome, links, tables
from s3dash.ui.library import answer
from s3dash.ui.partnership_shared import linked
from s3dash.ui.text import plural


def show(record: dict[str, Any]) -> None:
    """Partnerships by the number of members in common, each with its bar."""
    identifier = str(record["partnership_id"])
    found = answer(ask.linked_partnerships, identifier)
    st.header("Other partnerships of its members", anchor=False)
    if found.empty:
        st.info(
            "No member territory of this partnership is documented, so none can be shared."
            if not record["documented_count"]
            else "No documented member of this partnership is documented in another one.",
            icon=":material/info:",
        )
        return
    documented = int(record["documented_count"])
    others = plural(len(found), "other partnership")
    st.html(f"<p class=s3>Some of its members meet again in <b>{others}</b>.</p>")
    rows = "".join(_row(row, documented) for row in found.to_dict("records"))
    linked(
        "<table class='s3-table s3-records s3-links'><thead><tr><th scope=col>Partnership"
        "<th scope=col>Members in common<th scope=col>Which</tr></thead>"
        f"<tbody>{rows}</tbody></table>",
        key="partnership_links",
    )
    chrome.note(
        f"The bar is the part of the {plural(documented, 'documented member')} of this partnership "
        "that are in the other one too. Only documented memberships count: more may be shared."
    )
    tables.take_away(
        lambda: found,
        title=f"Partnerships that share members with {record['name']}",
        filters=f"partnership {identifier}",
        file_name=f"{identifier}-links",
        key="links_take",
        sources="counted from the table membership of the data package",
    )


def _row(row: dict[str, Any], documented: int) -> str:
    name = links.link("partnership", "partnership", row["partnership_id"], row["name"])
    share = 100 * row["shared"] / documented
    of_theirs = plural(row["documented"], "documented member")
    return (
        f"<tr><th scope=row>{name}<br><span class=s3-muted>{escape(row['platform'])} · "
        f"{of_theirs}</span><td class='s3-words s3-shared'><b>{row['shared']}</b> of {documented}"
        f"<i style='width:{share:.0f}%'></i><td class=s3-words>{escape(row['territories'])}"
    )
