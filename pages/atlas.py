"""Atlas: any indicator of any year on the map, in classes by a method that is named."""

import streamlit as st

from s3dash.queries.territories.atlas import values_of_year
from s3dash.ui.atlas import choice, views
from s3dash.ui.shell import chrome
from s3dash.ui.shell.library import answer

chrome.heading("Atlas", chrome.text("atlas"))
chosen = choice.read()
if chosen is None:
    st.info("No indicator value is documented.", icon=":material/search_off:")
    chrome.stop()
found = answer(values_of_year, str(chosen.record["indicator_id"]), chosen.year, chosen.since)
if found.empty:
    st.info("No region has a value for this choice.", icon=":material/search_off:")
    chrome.stop()
views.draw(chosen, found)
views.against(chosen)
