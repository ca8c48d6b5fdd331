"""One territory: strategies, priorities, change, distinctiveness, neighbours, indicators."""

import streamlit as st

from s3dash.queries.explorer import priorities
from s3dash.queries.territories import territories as ask
from s3dash.ui.address import filters
from s3dash.ui.explorer import card, listing
from s3dash.ui.look.text import plain
from s3dash.ui.parts import cards, tables
from s3dash.ui.region import (
    change,
    distinctive,
    indicators,
    neighbours,
    partnerships,
    profile,
    shared,
)
from s3dash.ui.region import sheet as printed
from s3dash.ui.shell import chrome, links, registry
from s3dash.ui.shell.library import answer
from s3dash.ui.shell.report import report, report_memberships

names = answer(ask.territory_names)
given = filters.record_in_url("territory", names)
record = answer(ask.territory, given) if given else None
if record is not None:
    chrome.entitle(str(record["name"]))
if record is not None and st.query_params.get("print") == "yes":
    printed.show(record)
    chrome.stop()

filters.canonical_url("region", {"view": shared.VIEWS, "taxonomy": shared.TAXONOMIES})
filters.record_from_url("territory", names, "Territory")
if record is None:
    chrome.heading("Region", "Choose a territory above, by name or NUTS code.")
    if given:
        filters.notice_unknown([("territory", given)])
    chrome.way_back("overview", "See all territories on the map")
    chrome.stop()

shared.style()
strategies = answer(ask.strategies_of, given)
memberships = answer(ask.memberships_of, given)
known = shared.documented(strategies)
counted = int(strategies["documented_count"].sum())

chrome.heading(plain(record["name"]), cards.territory_line(record))
view = profile.choose_view(given)

if view == "change":
    change.show(record, known)
elif view == "distinctive":
    distinctive.show(record, known, counted)
elif view == "partnerships":
    partnerships.show(record)
elif view == "neighbours":
    neighbours.show(record)
elif view == "indicators":
    indicators.show(record)
else:
    profile.show(record, strategies, known)
    st.header(f"Priorities: {counted} documented", anchor=False)
    listed = answer(priorities.priorities_of, given)
    if len(listed):
        editorial = int((listed["classified_by"] == "editorial").sum())
        assigned = listing.assigned_words(editorial, len(listed))
        chrome.note(f"{assigned} {shared.partial_words(known)}".strip())
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
        card.opened(listed, row)
        tables.take_away(
            lambda: listed,
            title=f"Documented priorities of {record['name']}",
            filters=f"territory {given}",
            file_name=f"{given}-priorities",
            key="region_take",
        )
        with st.container(horizontal=True):
            st.page_link(
                registry.page("priorities"),
                label="Open them in the explorer",
                icon=":material/search:",
                query_params={"territory": given},
            )
            st.page_link(
                registry.page("linkages"),
                label="Territories with alike priorities",
                icon=":material/share:",
                query_params={"kind": "priorities", "territory": given, "view": "table"},
            )
    st.header(f"Partnerships: {len(memberships)} documented", anchor=False)
    links.linked_html(cards.memberships(memberships), key="region_memberships")
    if len(memberships):
        tables.take_away(
            lambda: memberships,
            title=f"Documented partnerships of {record['name']}",
            filters=f"territory {given}",
            file_name=f"{given}-partnerships",
            key="memberships_take",
        )
        report_memberships(memberships.assign(territory_id=given))
if view == next(iter(shared.VIEWS)):
    report(
        "territory",
        str(record["territory_id"]),
        {name: record[name] for name in ("name", "name_native", "note")},
    )
