"""Accessibility: the statement, what is checked and how, and what does not hold."""

import streamlit as st

from s3dash.ui.reference.statement import statement
from s3dash.ui.shell import chrome

introduction, chapters = statement()
chrome.heading("Accessibility", introduction)
st.markdown(chapters)
