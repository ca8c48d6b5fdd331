"""One territory: strategies, priorities, partnerships, and the territories above and below."""

import streamlit as st

from s3dash.queries import priorities
from s3dash.queries import territories as ask
from s3dash.queries.priority_filter import PriorityFilter
from s3dash.ui import cards, chrome, filters, links, maps, priority_card, tables
from s3dash.ui.library import answer, store
from s3dash.ui.text import plain

names = answer(ask.territory_names)
given = filters.record_from_url("territory", names, "Territory")
record = answer(ask.territory, given) if given else None
if record is None:
    chrome.heading("Region", "Choose a territory above, by name or NUTS code.")
    if given:
        filters.notice_unknown([("territory", given)])
    chrome.way_back("overview", "See all territories on the map")
    chrome.stop()

chrome.heading(plain(record["name"]), cards.territory_line(record))
strategies = answer(ask.strategies_of, given)
memberships = answer(ask.memberships_of, given)
relatives = answer(ask.relatives, given)

left, right = st.columns([3, 2], gap="large")
with left:
    st.header("Strategies", anchor=False)
    st.html(cards.strategies(strategies))
    if len(relatives):
        st.header("Territories above and below", anchor=False)
        links.linked_html(cards.relatives(relatives), key="relatives")
with right:
    maps.locator(record)

counted = int(strategies["documented_count"].sum())
st.header(f"Priorities: {counted} documented", anchor=False)
chosen = PriorityFilter(territories=(given,))
listed = priorities.priorities(store(), chosen)
if listed.empty:
    st.info("No priority is documented for this territory itself.", icon=":material/info:")
else:
    row = tables.table(
        listed,
        {
            "title": st.column_config.TextColumn("Priority", width="large"),
            "period": "Period",
            "economic_domains": st.column_config.TextColumn("Economic domains", width="medium"),
            "policy_objectives": st.column_config.TextColumn("Policy objectives", width="medium"),
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
        filters=f"territory {given}",
        file_name=f"{given}-priorities",
        key="region_take",
    )

st.header("Partnerships", anchor=False)
links.linked_html(cards.memberships(memberships), key="region_memberships")
if len(memberships):
    tables.take_away(
        lambda: memberships,
        title=f"Documented partnerships of {record['name']}",
        filters=f"territory {given}",
        file_name=f"{given}-partnerships",
        key="memberships_take",
    )
