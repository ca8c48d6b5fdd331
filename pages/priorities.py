"""Priorities: search and filter them, see them on the map and in five views, take them away."""

import streamlit as st

from s3dash.queries.explore import everything, explore
from s3dash.queries.views import LEVELS
from s3dash.ui import (
    chrome,
    filters,
    priority_card,
    priority_controls,
    priority_link,
    priority_views,
)
from s3dash.ui.library import answer, store
from s3dash.ui.text import plain, plural

chrome.heading("Priorities", "What territories chose to specialise in, as documented from sources.")

is_return = chrome.is_entered() and not st.query_params
switches = {"view": priority_views.VIEWS, "show": priority_views.MEASURES}
labels = priority_link.known_labels()
chosen, unknown = priority_link.read(
    labels, filters.switched_before(switches) if is_return else None
)
filters.canonical_url(
    "priorities",
    {**switches, "level": LEVELS, "sort": priority_views.orders_in_link()},
    [*unknown, *priority_card.unknown_in_link()],
)
rows = priority_views.PAGE_ROWS
result = answer(everything, rows, 0) if chosen.is_empty else explore(store(), chosen, rows)
said = chosen.sentence(labels)
if not chosen.is_empty:
    chrome.entitle(said)

priority_controls.draw(chosen, labels, result)
priority_controls.chips(chosen, labels)
with st.container():
    priority_views.corrections(result)
told = (
    f"**{plural(result.priorities, 'documented priority')}** of "
    f"{plural(result.territories, 'territory')} in {plural(result.countries, 'country')}: "
    f"{plain(said)}"
)
if not result.priorities:
    st.markdown(told)
    priority_views.nothing(chosen, result)
    priority_card.open_from_link()
    chrome.stop()

with st.container(horizontal=True, vertical_alignment="center", key="shown_as"):
    st.markdown(told)
    view = filters.switch("Show as", "view", priority_views.VIEWS)
if view == "matrix":
    priority_views.care(result)
    priority_views.matrix(chosen, said)
elif view == "common":
    priority_views.care(result)
    priority_views.common(chosen, said)
else:
    # A table needs the width: its map stands below it.
    above = st.container() if view == "table" else None
    left, right = st.columns([5, 7], gap="medium")
    with left, st.container(key="explorer_map"):
        on_map = st.container()
        measure = filters.switch("The map shows", "show", priority_views.MEASURES)
    with on_map:
        priority_views.map_of(chosen, result, measure)
    with above or right:
        priority_views.rows_of_page(chosen, result, view, said)
priority_card.open_from_link()
