"""Methods: how every figure of the dashboard is made, chapter by chapter."""

import streamlit as st

from s3dash.ui.address import filters
from s3dash.ui.address.link import Link
from s3dash.ui.reference.methods import CHAPTERS, chapter_text, introduction
from s3dash.ui.shell import chrome

chrome.heading("Methods", introduction())
Link().canonical({"chapter": CHAPTERS})
chapter = filters.switch("Chapter", "chapter", CHAPTERS)
st.header(CHAPTERS[chapter], anchor=False)
st.markdown(chapter_text(chapter))
