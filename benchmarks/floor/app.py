"""Entry of the floor page: one page, and the boundaries as a static file beside it."""

from pathlib import Path

import streamlit as st
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

MAPS = Path(__file__).parents[2] / "static" / "maps"

app = st.App(
    Path(__file__).with_name("page.py"),
    routes=[Mount("/maps", app=StaticFiles(directory=MAPS), name="maps")],
)
