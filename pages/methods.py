"""Methods: how every figure of the dashboard is made, chapter by chapter."""

import streamlit as st

from s3dash.ui.address import filters
from s3dash.ui.reference.methods import CHAPTERS, chapters
from s3dash.ui.shell import chrome

texts = chapters()
chrome.heading("Methods", texts["Methods"])
filters.canonical_url("methods", {"chapter": CHAPTERS})
chapter = filters.switch("Chapter", "chapter", CHAPTERS)
st.header(CHAPTERS[chapter], anchor=False)
st.markdown(texts[CHAPTERS[chapter]])
