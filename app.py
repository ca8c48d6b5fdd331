"""Entry of the dashboard: `streamlit run app.py` serves the pages and the map files."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st

from s3dash.ui import ROUTER
from s3dash.web.static_files import ROUTES


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Load what every page needs before the first visitor comes."""
    import plotly.graph_objects  # noqa: F401

    from s3dash.ui.address import filters  # noqa: F401
    from s3dash.ui.maps.territory_map import territory_map  # noqa: F401
    from s3dash.ui.parts import cards, tables  # noqa: F401
    from s3dash.ui.shell import memory

    memory.set_aside_imports()
    yield


app = st.App(ROUTER, lifespan=lifespan, routes=ROUTES)
