"""Entry: one page with a network map, and the boundaries beside it."""

import sys
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).parents[2]))

from s3dash.web.static_files import file_routes

app = st.App(Path(__file__).with_name("page.py"), routes=file_routes())
