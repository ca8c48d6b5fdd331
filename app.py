"""Entry of the dashboard: `streamlit run app.py` serves the pages and the files beside them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from s3dash.ui import ROUTER
from s3dash.ui.shell import first_visit, memory, registry
from s3dash.ui.shell.library import answer, store
from s3dash.web import compression, quiet_log, server_name
from s3dash.web.addresses import KnownAddresses, Page
from s3dash.web.api.routes import PATHS, api_routes
from s3dash.web.capacity import Capacity, room
from s3dash.web.document import document_routes
from s3dash.web.front_end import FrontEnd
from s3dash.web.headers import SecurityHeaders
from s3dash.web.lists import list_routes, territory_list
from s3dash.web.origins import OwnOrigin
from s3dash.web.place import base_of
from s3dash.web.search import search_routes
from s3dash.web.static_files import file_routes

BASE = base_of(st.get_option("server.baseUrlPath") or "")
STREAMLIT = Path(st.__file__).parent / "static"
PAGES = [Page(spec.url_path, spec.title, spec.record) for spec in registry.PAGES]
SOUGHT = [(spec.key, spec.url_path, spec.title, spec.help) for spec in registry.PAGES]
PRELOADS = [first_visit.preloads(spec, STREAMLIT) for spec in registry.PAGES]

server_name.leave_out()


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Load what every page needs before the first visitor comes."""
    import plotly.graph_objects  # noqa: F401

    from s3dash.ui.address import filters  # noqa: F401
    from s3dash.ui.maps.territory_map import territory_map  # noqa: F401
    from s3dash.ui.parts import cards, tables  # noqa: F401

    memory.set_aside_imports()
    compression.improve()
    quiet_log.quieten()
    collecting = asyncio.create_task(memory.collect_in_quiet())
    yield
    collecting.cancel()


app = st.App(
    ROUTER,
    lifespan=lifespan,
    routes=[
        *file_routes(BASE),
        *api_routes(store, BASE),
        *list_routes(lambda: answer(territory_list), BASE),
        *search_routes(store, SOUGHT, BASE),
        *document_routes(STREAMLIT / "index.html", list(zip(PAGES, PRELOADS, strict=True)), BASE),
    ],
    # From the outside in.
    middleware=[
        Middleware(SecurityHeaders),
        Middleware(OwnOrigin, public=st.get_option("server.corsAllowedOrigins")),
        Middleware(
            KnownAddresses,
            pages=PAGES,
            files=("/maps/", "/styles/", "/scripts/", "/lists/", *PATHS),
            base=BASE,
        ),
        Middleware(Capacity, room=room()),
        Middleware(FrontEnd, folder=STREAMLIT, base=BASE),
    ],
)
