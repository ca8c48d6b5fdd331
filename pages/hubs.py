"""Hubs: digital innovation hubs on the map and as a list."""

import streamlit as st

from s3dash.queries.catalogue.catalogues import hub_catalogue
from s3dash.ui.catalogue import controls, hubs
from s3dash.ui.parts import records, tables
from s3dash.ui.shell import chrome, links
from s3dash.ui.shell.library import answer, drawn

catalogue = answer(hub_catalogue)
chrome.heading("Hubs", chrome.text("hubs"))
shown = controls.choose(catalogue, "robotics, agri-food, Navarra ...")
controls.count(shown, "hub")
left, right = st.columns([6, 6], gap="large")
with left:
    hubs.draw_map(shown.rows)
with right:
    links.linked_html(drawn(records.hubs, controls.page_of(shown)), key="hub_list")
tables.take_away(
    lambda: shown.told,
    title=catalogue.title,
    filters=shown.words,
    file_name=catalogue.file_name,
    filtered=shown.filtered,
    key="hubs_take",
    has_places=True,
    link_adds="",
)
