"""Priorities: search and filter them, see them on the map, open one, take them away."""

import streamlit as st

from s3dash.queries import priorities as ask
from s3dash.queries.priority_filter import PriorityFilter
from s3dash.ui import chrome, filters, maps, priority_card, tables
from s3dash.ui.library import answer, store
from s3dash.ui.text import plain, plural

PAGE_ROWS = 50
KEYS = ("text", "country", "period", "domain", "objective", "platform")

chrome.heading("Priorities", "What territories chose to specialise in, as documented from sources.")

options = answer(ask.priority_options)
filters.canonical_url(
    "priorities",
    {
        "country": options["countries"],
        "period": options["periods"],
        "domain": options["economic"],
        "objective": options["objectives"],
        "platform": options["platforms"],
    },
)
with st.container(border=True):
    text, periods, platforms = st.columns([2, 1, 1])
    countries, domains, objectives = st.columns(3)
with text:
    words = filters.search("Search title, description or territory", "text")
with periods:
    chosen_periods = filters.choose_any("Period", "period", options["periods"], "Both")
with platforms:
    chosen_platforms = filters.choose_any("Platform theme", "platform", options["platforms"], "Any")
with countries:
    chosen_countries = filters.choose_any("Country", "country", options["countries"], "All")
with domains:
    chosen_domains = filters.choose_any("Economic domain", "domain", options["economic"], "Any")
with objectives:
    chosen_objectives = filters.choose_any(
        "Policy objective", "objective", options["objectives"], "Any"
    )
chosen = PriorityFilter(
    words, chosen_countries, chosen_periods, chosen_domains, chosen_objectives, chosen_platforms
)
counts = ask.priority_counts(store(), chosen)
said = chosen.sentence(options)

with st.container(horizontal=True, vertical_alignment="center"):
    st.markdown(
        f"**{plural(counts.priorities, 'documented priority')}** of "
        f"{plural(counts.territories, 'territory')} in "
        f"{plural(counts.countries, 'country')}: {plain(said)}",
        width="stretch",
    )
    if not chosen.is_empty:
        filters.clear_button(KEYS, label="Clear filters", key="clear_all")

if not counts.priorities:
    st.info("No documented priority matches all of these filters.", icon=":material/search_off:")
    chrome.stop()

left, right = st.columns([5, 7], gap="medium")
with left:
    where = counts.by_territory
    codes, classes = maps.count_classes(where["priorities"].tolist(), "priorities")
    maps.territory_map(
        where,
        codes,
        classes,
        "%{customdata[0]}<br>%{customdata[1]} that match%{customdata[2]}",
        zip(where["country"], where["priorities"], maps.partial_marks(where), strict=True),
        key="priorities_map",
        alt=f"Map of Europe: {counts.territories} territories by number of matching priorities. "
        "The table beside it lists the priorities.",
    )
with right:
    pages = -(-counts.priorities // PAGE_ROWS)
    number = filters.page_number(pages, said)
    shown = ask.priorities(store(), chosen, PAGE_ROWS, (number - 1) * PAGE_ROWS)
    row = tables.table(
        shown,
        {
            "title": st.column_config.TextColumn("Priority", width="medium"),
            "territory": "Territory",
            "country": "Country",
            "period": "Period",
            "economic_domains": st.column_config.TextColumn("Economic domains", width="medium"),
            "policy_objectives": st.column_config.TextColumn("Policy objectives", width="medium"),
            "platform_themes": "Platform themes",
            "completeness": "List",
            "as_of": "As of",
            "source_url": tables.source_column(),
        },
        key=f"priorities_table_{number}",
        alt="Priorities that match the filters; choose a row to open it",
        can_select=True,
        rows_shown=14,
    )
    chrome.note("Choose a row to open the priority. “partial” marks a list known to be incomplete.")
priority_card.opened(shown, row)

tables.take_away(
    lambda: ask.priorities(store(), chosen),
    title="Documented smart specialisation priorities",
    filters=said,
    file_name="priorities",
    key="priorities_take",
    has_places=True,
)
