"""Present: the decks of this browser, the ready ones, and how a workshop is run with them."""

import streamlit as st

from s3dash.present.rooms.limits import KEPT_DAYS
from s3dash.ui.present import decks
from s3dash.ui.shell import chrome

chrome.heading("Present", chrome.text("present"))
decks.decks()
with st.expander("Running a workshop: before, during, after", key="workshop"):
    st.markdown(chrome.text("workshop").format(kept_days=KEPT_DAYS))
