"""Linkages: links and flows between territories, as a network, a matrix and a table."""

import streamlit as st

from s3dash.queries import linkages as ask
from s3dash.queries.linkages import PARTNERSHIPS, PRIORITIES
from s3dash.ui import chrome, linkages_choice, linkages_views
from s3dash.ui.library import answer
from s3dash.ui.text import number, plain, plural

chrome.heading("Linkages", chrome.text("linkages"))
chosen = linkages_choice.read()
linkages_choice.draw(chosen)
if chosen.kind == PARTNERSHIPS:
    st.markdown(chrome.text("linkages-partnerships"))
elif chosen.kind == PRIORITIES:
    st.markdown(chrome.text("linkages-priorities"))
elif chosen.flow:
    within, zero = answer(ask.left_out, chosen.kind, chosen.year)
    st.markdown(f"{plain(chosen.flow.description)} Unit: {plain(chosen.flow.unit)}.")
    if within or zero:
        chrome.note(
            f"Left out: {plural(within, 'flow')} within one territory, {plural(zero, 'flow')} of 0."
        )

if len(chosen.links) < len(chosen.every):
    chrome.note(
        f"{number(len(chosen.links))} of {plural(len(chosen.every), 'link')} meet the filters"
        + (f": at least {chosen.told(chosen.least)}." if chosen.least else ".")
    )
if chosen.links.empty:
    st.info(
        f"No link is documented for this choice ({chosen.words}).", icon=":material/search_off:"
    )
    st.button(
        "Show all links of this kind",
        key="linkages_clear",
        on_click=linkages_choice.clear,
        icon=":material/filter_alt_off:",
        type="primary",
    )
else:
    linkages_choice.switch("view", "Show", linkages_choice.VIEWS, chosen.view)
    if chosen.view == "matrix":
        linkages_views.matrix(chosen)
    elif chosen.view == "table":
        linkages_views.table(chosen)
    else:
        linkages_views.network(chosen)
if not answer(ask.flow_kinds):
    with st.expander("Add a table of flows", icon=":material/add:"):
        st.markdown(chrome.text("linkages-no-flows"))
