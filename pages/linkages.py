"""Linkages: links and flows between territories, as a network, a matrix and a table."""

import streamlit as st

from s3dash.queries.linkages import linkages as ask
from s3dash.queries.linkages.linkages import PARTNERSHIPS, PRIORITIES, PROJECTS
from s3dash.ui.linkages import boxes, choice, views
from s3dash.ui.look.text import number, plain, plural
from s3dash.ui.shell import chrome
from s3dash.ui.shell.library import answer
from s3dash.ui.shell.print_button import print_button

chrome.heading("Linkages", chrome.text("linkages"))
chosen = choice.read()
boxes.draw(chosen)
if chosen.kind == PARTNERSHIPS:
    st.markdown(chrome.text("linkages-partnerships"))
elif chosen.kind == PRIORITIES:
    st.markdown(chrome.text("linkages-priorities"))
elif chosen.kind == PROJECTS:
    st.markdown(chrome.text("linkages-projects"))
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
elif len(chosen.links):
    chrome.note(f"{plural(len(chosen.links), 'link')} of this kind, none left out.")
if chosen.links.empty:
    st.info(
        f"No link is documented for this choice ({plain(chosen.words)}).",
        icon=":material/search_off:",
    )
    st.button(
        "Show all links of this kind",
        key="linkages_clear",
        on_click=boxes.clear,
        icon=":material/filter_alt_off:",
        type="primary",
    )
else:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        boxes.switch("view", "Show", choice.VIEWS, chosen.view)
        print_button()
    if chosen.view == "matrix":
        views.matrix(chosen)
    elif chosen.view == "table":
        views.table(chosen)
    else:
        views.network(chosen)
if not answer(ask.flow_kinds):
    with st.expander("Add a table of flows", icon=":material/add:"):
        st.markdown(chrome.text("linkages-no-flows"))
