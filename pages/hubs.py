"""Hubs: digital innovation hubs on the map and as a list."""

import streamlit as st

from s3dash.queries.catalogue import hubs as ask
from s3dash.ui.catalogue import controls, hubs
from s3dash.ui.parts import records, tables
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer

every = answer(ask.hubs)
chrome.heading("Hubs", chrome.text("hubs"))
shown = hubs.choose(every)
if shown.rows.empty:
    controls.none_found()
controls.count(shown, "hub")
left, right = st.columns([6, 6], gap="large")
with left:
    hubs.draw_map(shown.rows)
with right:
    links.linked_html(records.hubs(controls.page_of(shown)), key="hub_list")
tables.take_away(
    lambda: shown.rows.drop(columns="within"),
    title="Digital innovation hubs",
    filters=shown.words,
    file_name="hubs",
    filtered="" if shown.is_all else shown.words,
    key="hubs_take",
    has_places=True,
)
