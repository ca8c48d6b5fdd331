"""Entry of the floor page: one page, and the boundaries as a static file beside it.

Plotly fetches a map of the world even when it draws none: it is handed an empty one.
"""

from pathlib import Path

import streamlit as st
from starlette.responses import FileResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

MAPS = Path(__file__).parents[2] / "static" / "maps"
NO_WORLD = FileResponse(Path(__file__).with_name("world_110m.json"))

app = st.App(
    Path(__file__).with_name("page.py"),
    routes=[
        Route("/maps/world_110m.json", lambda request: NO_WORLD),
        Mount("/maps", app=StaticFiles(directory=MAPS), name="maps"),
    ],
)
