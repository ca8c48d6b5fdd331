"""Entry of the dashboard: `streamlit run app.py` serves the pages and the map files."""

import streamlit as st

from s3dash.routes import ROUTES
from s3dash.ui import ROUTER

app = st.App(ROUTER, routes=ROUTES)
