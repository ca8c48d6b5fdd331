"""The view of a partnership with the other partnerships of its members, and their network."""

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.queries.partnerships import partnerships as ask
from s3dash.queries.partnerships.network import among_members
from s3dash.ui.look import theme
from s3dash.ui.look.text import plural
from s3dash.ui.maps.network_drawing import HALF_NAMES
from s3dash.ui.maps.network_map import network_map
from s3dash.ui.maps.strengths import shared_partnerships
from s3dash.ui.partnership.shared import linked, note_inferred
from s3dash.ui.parts import tables
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer

ROWS_SENT = 100


def show(record: dict[str, Any]) -> None:
    """Its members and what else they share on a map; the other partnerships, each with its bar."""
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
    note_inferred(identifier)
    documented = int(record["documented_count"])
    others = plural(len(found), "other partnership")
    st.html(f"<p class=s3>Some of its members meet again in <b>{others}</b>.</p>")
    left, right = st.columns(2, gap="large")
    with left:
        _network(record)
    with right:
        _table(record, found, documented)


def _network(record: dict[str, Any]) -> None:
    nodes, among = answer(among_members, str(record["partnership_id"]))
    if among.empty:
        chrome.note("No two of its members are documented together in another partnership.")
        return
    network_map(
        nodes,
        among,
        shared_partnerships(among["shared"]),
        key="members_network",
        alt=f"Map of Europe: {plural(len(among), 'pair')} of the {plural(len(nodes), 'member')} of "
        f"{record['name']} that are together in other partnerships too. The table below has them.",
        names=HALF_NAMES,
        accent=theme.platform_colour(record["platform_id"]),
    )
    chrome.note("Lines: partnerships that two members share besides this one.")
    box = st.expander("The lines as a table", on_change="rerun", key="members_network_table")
    if box.open:
        with box:
            tables.table(
                among.head(ROWS_SENT),
                {
                    "name": "Territory",
                    "partner": "Together with",
                    "shared": st.column_config.NumberColumn("Shared", width="small"),
                    "partnerships": st.column_config.TextColumn(
                        "Other partnerships", width="large"
                    ),
                },
                key="members_network_rows",
                alt=f"Pairs of members of {record['name']} by the other partnerships they share",
            )
            if len(among) > ROWS_SENT:
                chrome.note(
                    f"The first {ROWS_SENT} of {plural(len(among), 'pair')}; the file has them all."
                )
    tables.take_away(
        lambda: among,
        title=f"Members of {record['name']} by the other partnerships they share",
        filters=f"partnership {record['partnership_id']}",
        file_name=f"{record['partnership_id']}-network",
        key="network_take",
        sources="counted from the table membership of the data package",
    )


def _table(record: dict[str, Any], found: pd.DataFrame, documented: int) -> None:
    identifier = str(record["partnership_id"])
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
