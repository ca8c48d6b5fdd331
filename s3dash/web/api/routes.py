"""All addresses of the interface."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from starlette.convertors import PathConvertor, register_url_convertor
from starlette.routing import Route

from s3dash.store.connection import Store
from s3dash.takeaway.pictures.canvas import FORMS as FORMS_OF_PICTURES
from s3dash.takeaway.reports.make import FORMS
from s3dash.web.api.answers import Answer, Asked, Endpoint, Make
from s3dash.web.api.asking import today
from s3dash.web.api.cite import FORMS as CITATIONS
from s3dash.web.api.cite import cite_answer
from s3dash.web.api.embed import embed_answer, embed_paths
from s3dash.web.api.health import health_answer
from s3dash.web.api.kept import Kept
from s3dash.web.api.openapi import openapi_answer
from s3dash.web.api.package import package_answer
from s3dash.web.api.page import page_answer
from s3dash.web.api.pictured import PICTURED
from s3dash.web.api.pictures import picture_answer, picture_paths
from s3dash.web.api.problems import Refusal
from s3dash.web.api.questions import QUESTIONS
from s3dash.web.api.reports import REPORTS, report_answer, report_paths
from s3dash.web.api.subscribed import PATHS as SUBSCRIBED
from s3dash.web.api.subscribed import calendar_answer, feed_answer
from s3dash.web.api.tables import table_answer
from s3dash.web.api.told import Told
from s3dash.web.api.views import ENDINGS, PAGES, paths, view_answer
from s3dash.web.api.whole import NAMES, catalog_answer, listed_answer, whole_answer
from s3dash.web.precedence import Pages, Precedence

ROOT = "/api/v1"
PATHS = (
    *("/api", "/api/", "/cite/", "/embed/", "/catalog.jsonld", "/healthz", "/readyz"),
    *paths(),
    *picture_paths(),
    *report_paths(),
    *SUBSCRIBED,
)
"""The addresses below the dashboard's base; a stroke at the end: all below it."""


def nothing(asked: Asked) -> Answer:
    """What answers an address below ``cite/`` or ``embed/`` that is of no page."""
    raise Refusal(404, "There is no page of that name, or it cannot be taken along like this.")


class _Anything(PathConvertor):
    """The rest of an address, with line breaks: those of Starlette's own stop at one."""

    regex = "(?s:.*)"


register_url_convertor("anything", _Anything())


def api_routes(
    newest: Callable[[], Store],
    base: str = "",
    titles: Mapping[str, Told] | None = None,
    frames: Sequence[str] | None = None,
    pages: Pages | None = None,
    kept: Kept | None = None,
) -> list[Route]:
    """The routes of the interface.

    Parameters
    ----------
    newest : callable
        Gives the store that is published now.
    base : str
        Path that the dashboard is served under, as `place.base_of` makes it.
    titles : mapping of str to Told
        Address of each page (`pictures.START`: the start page) -> what it is as such.
    frames : sequence of str, optional
        Sites that may frame embeds; None: any.
    pages : Pages, optional
        Knows when pages are drawn, which come first; None: there are none beside the interface.
    kept : Kept, optional
        Answers that are sent again when the same is asked; None: each is made anew.
    """
    cite = cite_answer(titles or {})

    # One for all of them: programs that ask for many things at once hold up no page.
    precedence = Precedence(pages)

    def route(path: str, make: Make, changes: Callable[[], str] = str) -> Route:
        # Who watches the server waits for nobody.
        if make is health_answer:
            return Route(f"{base}{path}", Endpoint(newest, make, changes))
        return Route(f"{base}{path}", Endpoint(newest, make, changes, precedence, kept))

    return [
        *(
            route(
                f"/{page.path}.{ending}", view_answer(page, ending), today if page.is_dated else str
            )
            for page in PAGES
            for ending in ENDINGS
        ),
        *(
            route(
                f"/{page.path}.{form}", picture_answer(page, form), today if page.is_dated else str
            )
            for page in PICTURED
            for form in FORMS_OF_PICTURES
        ),
        *(route(f"/embed/{path}", embed_answer(path, frames), today) for path in embed_paths()),
        *(
            route(f"/cite/{path}{ending}", cite(f"{path}{ending}"), today)
            for path in titles or ()
            for ending in ("", *(f".{form}" for form in CITATIONS))
        ),
        *(
            route(f"/{one.path}.{ending}", report_answer(one, ending), today)
            for one in REPORTS
            for ending in FORMS
        ),
        route("/new.atom", feed_answer),
        route("/review.ics", calendar_answer, today),
        route("/api", page_answer),
        route("/api/openapi.json", openapi_answer),
        route(f"{ROOT}/datapackage.json", package_answer),
        route("/catalog.jsonld", catalog_answer),
        route(f"{ROOT}/downloads.json", listed_answer),
        *(route(f"{ROOT}/{name}", whole_answer(name)) for name in NAMES),
        *(route(path, health_answer) for path in ("/healthz", "/readyz")),
        *(
            route(f"{ROOT}/{one.name}.json", one.make, today if one.is_dated else str)
            for one in QUESTIONS
        ),
        *(route(f"/{part}/{{rest:path}}", nothing) for part in ("cite", "embed")),
        route(f"{ROOT}/{{file:anything}}", table_answer),
        # What is nowhere else: a problem that names the tables.
        route("/api/{file:anything}", table_answer),
    ]
