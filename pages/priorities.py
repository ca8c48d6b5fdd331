"""Priorities: search and filter them, see them on the map and in five views, take them away."""

import streamlit as st

from s3dash.queries.explorer.views import LEVELS
from s3dash.ui.address import filters
from s3dash.ui.address.link import Link
from s3dash.ui.explorer import controls, link, views
from s3dash.ui.look.text import plain, plural
from s3dash.ui.parts import priority_card
from s3dash.ui.shell import chrome
from s3dash.ui.shell.print_button import print_button

chrome.heading("Priorities", "What territories chose to specialise in, as documented from sources.")

is_return = Link().is_return
switches = {"view": views.VIEWS, "show": views.MEASURES}
labels = link.known_labels()
chosen, unknown = link.read(labels, filters.switched_before(switches) if is_return else None)
Link().canonical(
    {**switches, "level": LEVELS, "sort": views.orders_in_link()},
    [*unknown, *priority_card.unknown_in_link()],
)
result = views.found(chosen)
said = chosen.sentence(labels)
if not chosen.is_empty:
    chrome.entitle(said)

controls.draw(chosen, labels, result)
controls.chips(chosen, labels)
with st.container():
    views.corrections(result)
    views.as_topic(chosen)
told = (
    f"**{plural(result.priorities, 'documented priority')}** of "
    f"{plural(result.territories, 'territory')} in {plural(result.countries, 'country')}"
)
if not chosen.is_empty:
    told += f": {plain(said)}"
if not result.priorities:
    chrome.count(told)
    views.nothing(chosen, result)
    priority_card.open_from_link()
    chrome.stop()

with st.container(horizontal=True, vertical_alignment="center", key="shown_as"):
    st.markdown(told)
    view = filters.switch("Show as", "view", views.VIEWS)
    print_button()
if view == "matrix":
    views.care(chosen, result)
    views.matrix(chosen, said)
elif view == "common":
    views.care(chosen, result)
    views.common(chosen, said)
else:
    # A table needs the width: its map stands below it.
    above = st.container() if view == "table" else None
    left, right = st.columns([5, 7], gap="medium")
    with left, st.container(key="explorer_map"):
        on_map = st.container()
        measure = filters.switch("The map shows", "show", views.MEASURES)
    with on_map:
        views.map_of(chosen, result, measure)
    with above or right:
        views.rows_of_page(chosen, result, view, said)
priority_card.open_from_link()
