"""The priorities of a territory as a table, and the ways on from them."""

from typing import Any

import pandas as pd
import streamlit as st

from s3dash.queries.explorer import priorities as ask
from s3dash.queries.topic.sharing import shared_priorities
from s3dash.ui.address.link import Link
from s3dash.ui.parts import priority_list, record_table, tables
from s3dash.ui.region.shared import Documented, partial_words
from s3dash.ui.shell import chrome, links, registry
from s3dash.ui.shell.library import answer, drawn, rows_of

MOST_LISTED = 100
"""Priorities that the table shows; the explorer has all, page by page."""


def show(record: dict[str, Any], known: Documented, counted: int) -> None:
    """Table, files, ways on; ``counted``: priorities of all strategies.

    A title opens its priority beside the page, as on the page Priorities.
    """
    territory_id = str(record["territory_id"])
    st.header(f"Priorities: {counted} documented", anchor=False)
    listed = answer(ask.priorities_of, territory_id)
    if len(listed):
        editorial = sum(row["classified_by"] == "editorial" for row in rows_of(listed))
        assigned = priority_list.assigned_words(editorial, len(listed))
        chrome.note(f"{assigned} {partial_words(known)}".strip())
    if listed.empty:
        st.info("No priority is documented for this territory itself.", icon=":material/info:")
    else:
        if len(listed) > MOST_LISTED:
            chrome.note(
                f"The first {MOST_LISTED} of them stand here; the explorer and the files have all."
            )
        shared = answer(shared_priorities, territory_id, MOST_LISTED)
        links.linked_html(
            drawn(_listed, listed, shared, str(record["name"])),
            "region_priorities",
            page="region",
            follow=lambda parameters: Link().write({"priority": parameters["priority"]}),
        )
        tables.take_away(
            lambda: listed,
            title=f"Documented priorities of {record['name']}",
            filters=f"territory {territory_id}",
            file_name=f"{territory_id}-priorities",
            key="region_take",
            link_adds="",
        )
        with st.container(horizontal=True):
            st.page_link(
                registry.page("priorities"),
                label="Open them in the explorer",
                icon=":material/search:",
                query_params={"territory": territory_id},
            )
            st.page_link(
                registry.page("linkages"),
                label="Territories with alike priorities",
                icon=":material/share:",
                query_params={"kind": "priorities", "territory": territory_id, "view": "table"},
            )


def _listed(listed: pd.DataFrame, shared: pd.DataFrame, name: str) -> str:
    told = listed[:MOST_LISTED].assign(
        shared=shared["shared"].array, neighbours=shared["neighbours"].array
    )
    return record_table.record_table(
        told.to_dict("records"),
        [
            record_table.Column("Priority", _title, "s3-words"),
            record_table.text("Period", "period"),
            record_table.Column("Share this", _shared, "s3-right"),
            record_table.text("Neighbours that do", "neighbours", "s3-words"),
            record_table.text("Economic domains", "economic_domains", "s3-words"),
            record_table.text("Policy objectives", "policy_objectives", "s3-words"),
            record_table.text("Platform themes", "platform_themes"),
            record_table.text("As of", "as_of"),
            record_table.source(),
        ],
        f"Documented priorities of {name}; the title of one opens it",
    )


def _title(row: record_table.Row) -> str:
    return links.view_link(
        "region", row["title"], territory=row["territory_id"], priority=row["priority_id"]
    )


def _shared(row: record_table.Row) -> str:
    """How many territories elsewhere have a priority on the same topic; leads to them."""
    return links.view_link("topic", str(row["shared"]), priority=row["priority_id"])
