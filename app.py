"""Entry of the dashboard: `streamlit run app.py` serves the pages and the files beside them."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from s3dash import settings
from s3dash.present.rooms.rooms import Rooms
from s3dash.store.remote import Follower, Remote
from s3dash.ui import ROUTER
from s3dash.ui.shell import desk, first_visit, log, memory, registry, sign_in
from s3dash.ui.shell.library import answer, store
from s3dash.web import compression, quiet_log, server_name
from s3dash.web.addresses import NEEDED, KnownAddresses, Page
from s3dash.web.affinity import Affinity
from s3dash.web.api.kept import Kept
from s3dash.web.api.picture_pages import START
from s3dash.web.api.pictures import prepare
from s3dash.web.api.routes import PATHS, api_routes
from s3dash.web.api.told import Told
from s3dash.web.capacity import Capacity, room
from s3dash.web.document import document_routes
from s3dash.web.front_end import FrontEnd
from s3dash.web.headers import SecurityHeaders
from s3dash.web.lists import list_routes, territory_list
from s3dash.web.monitoring import metrics
from s3dash.web.monitoring.requests import Requests
from s3dash.web.origins import OwnOrigin
from s3dash.web.place import base_of
from s3dash.web.present import routes as presenting
from s3dash.web.present.sweeping import sweep_rooms
from s3dash.web.preview import preview
from s3dash.web.rates import Rates
from s3dash.web.search import search_routes
from s3dash.web.sizes import Sizes
from s3dash.web.static_files import file_routes

try:
    SET = settings.read()
except settings.BadSetting as error:
    sys.exit(str(error))
BASE = base_of(st.get_option("server.baseUrlPath") or "")
STREAMLIT = Path(st.__file__).parent / "static"
ROOMS = Rooms()
PAGES = [Page(spec.url_path, spec.title, spec.record) for spec in registry.PAGES]
PATHS_OF_PAGES = [page.path for page in PAGES]
TITLES = {
    spec.url_path or START: Told("s3dash" if not spec.url_path else spec.title, spec.help)
    for spec in registry.PAGES
}
SOUGHT = [(spec.key, spec.url_path, spec.title, spec.help) for spec in registry.PAGES]
PRELOADS = [first_visit.preloads(spec, STREAMLIT) for spec in registry.PAGES]
FILES = ("/maps/", "/styles/", "/scripts/", "/lists/")
IS_JSON = SET[settings.LOG] == "json"

server_name.leave_out()


def listens_on_all() -> bool:
    """Whether the dashboard can be reached by all networks of its computer."""
    return st.get_option("server.address") in (None, "", "0.0.0.0", "::")


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Load what every page needs before the first visitor comes."""
    import plotly.graph_objects  # noqa: F401

    from s3dash.ui.address import filters  # noqa: F401
    from s3dash.ui.maps.territory_map import territory_map  # noqa: F401
    from s3dash.ui.parts import cards, tables  # noqa: F401

    memory.set_aside_imports()
    compression.improve()
    if IS_JSON:
        log.to_json()
    quiet_log.quieten()
    if place := SET[settings.METRICS]:
        metrics.serve(place)
    follower = None
    if settings.is_remote(SET[settings.STORE]):
        follower = Follower(Remote.of(SET), SET[settings.STORE_SECONDS])
        follower.start()
    later = [
        asyncio.create_task(work)
        for work in (memory.collect_in_quiet(), prepare(), sweep_rooms(ROOMS))
    ]
    yield
    for task in later:
        task.cancel()
    if follower:
        follower.stop()
    memory.take_up_imports()


# From the outside in.
around = [
    Middleware(SecurityHeaders),
    Middleware(Sizes, own=(desk.UPLOADS, *presenting.PATHS), base=BASE),
    Middleware(Affinity, base=BASE),
    Middleware(OwnOrigin, public=st.get_option("server.corsAllowedOrigins")),
    Middleware(
        KnownAddresses,
        pages=PAGES,
        files=(*FILES, *PATHS, *presenting.PATHS, *desk.uploads(), *sign_in.addresses()),
        base=BASE,
        only=dict.fromkeys(desk.uploads(), sign_in.may_upload),
    ),
    Middleware(
        Rates,
        sessions=SET[settings.SESSION_RATE],
        programs=SET[settings.API_RATE],
        addresses=PATHS,
        pages=PATHS_OF_PAGES,
        proxies=SET[settings.PROXIES],
        base=BASE,
        makes=presenting.MAKES,
    ),
    Middleware(
        Capacity,
        room=room(),
        wanted=SET[settings.MOST_SESSIONS],
        most_memory=SET[settings.MOST_MEMORY],
        pages=PATHS_OF_PAGES,
        base=BASE,
    ),
    Middleware(FrontEnd, folder=STREAMLIT, base=BASE),
]
if IS_JSON or SET[settings.METRICS]:
    around.insert(
        0,
        Middleware(
            Requests,
            pages=PATHS_OF_PAGES,
            programs=PATHS,
            parts=(*FILES, *presenting.PATHS, *sign_in.addresses(), *NEEDED),
            base=BASE,
            is_written=IS_JSON,
        ),
    )

app = st.App(
    ROUTER,
    lifespan=lifespan,
    routes=[
        *file_routes(BASE),
        *api_routes(store, BASE, TITLES, SET[settings.FRAMES], memory.QUIET, Kept()),
        *list_routes(lambda: answer(territory_list), BASE),
        *search_routes(store, SOUGHT, BASE),
        *document_routes(
            STREAMLIT / "index.html",
            list(zip(PAGES, PRELOADS, strict=True)),
            BASE,
            preview(store, TITLES),
        ),
        *presenting.present_routes(
            *(store, lambda: ROOMS, BASE, listens_on_all, SET[settings.TEMPLATE]),
            sign_in.may_lead,
        ),
    ],
    middleware=around,
)
