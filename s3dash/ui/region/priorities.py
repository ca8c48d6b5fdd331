"""The priorities of a territory as a table, and the ways on from them."""

from typing import Any

import streamlit as st

from s3dash.queries.explorer import priorities as ask
from s3dash.ui.parts import priority_card, priority_list, tables
from s3dash.ui.region.shared import Documented, partial_words
from s3dash.ui.shell import chrome, registry
from s3dash.ui.shell.library import answer


def show(record: dict[str, Any], known: Documented, counted: int) -> None:
    """Table, card of the row chosen, files, ways on; ``counted``: priorities of all strategies."""
    territory_id = str(record["territory_id"])
    st.header(f"Priorities: {counted} documented", anchor=False)
    listed = answer(ask.priorities_of, territory_id)
    if len(listed):
        editorial = int((listed["classified_by"] == "editorial").sum())
        assigned = priority_list.assigned_words(editorial, len(listed))
        chrome.note(f"{assigned} {partial_words(known)}".strip())
    if listed.empty:
        st.info("No priority is documented for this territory itself.", icon=":material/info:")
    else:
        row = tables.table(
            listed,
            {
                "title": st.column_config.TextColumn("Priority", width="large"),
                "period": "Period",
                "economic_domains": st.column_config.TextColumn("Economic domains", width="medium"),
                "policy_objectives": st.column_config.TextColumn(
                    "Policy objectives", width="medium"
                ),
                "platform_themes": "Platform themes",
                "as_of": "As of",
                "source_url": tables.source_column(),
            },
            key="region_priorities",
            alt=f"Documented priorities of {record['name']}; choose a row to open it",
            can_select=True,
        )
        priority_card.opened(listed, row)
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
