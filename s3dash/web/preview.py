"""What a messenger shows of a link before anybody opens it: Open Graph title, text and picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from urllib.parse import parse_qs

from starlette.requests import Request

from s3dash.store.connection import QueryTooLong, Store, StoreError
from s3dash.web.api.parameters import LONGEST_VALUE, MOST_PARAMETERS
from s3dash.web.api.picture_pages import START
from s3dash.web.api.pictures import picture_link
from s3dash.web.api.told import Told, told_of

SITE = "s3dash"
PICTURE = {"width": 1200, "height": 630, "dpi": 96}
"""The size that messengers show."""
Head = Callable[[str, Request], str]


def preview(newest: Callable[[], Store], titles: Mapping[str, Told]) -> Head:
    """What gives the lines of the head of a page: from its path and the request for it.

    Parameters
    ----------
    newest : callable
        Gives the store that is published now; without one, or where it takes too long, a page is
        told by its title.
    titles : mapping of str to Told
        Address of each page (`START`: the start page) -> what it is as such.
    """

    def head(path: str, request: Request) -> str:
        otherwise = titles[path or START]
        query = request.url.query
        told = otherwise
        if query and len(query) <= LONGEST_VALUE * 4 and query.count("&") < MOST_PARAMETERS:
            try:
                told = told_of(newest(), path or START, parse_qs(query), otherwise)
            except (StoreError, QueryTooLong):
                told = otherwise
        return _lines(told, str(request.url))

    return head


def _lines(told: Told, url: str) -> str:
    title = told.title if told.title == SITE else f"{told.title} · {SITE}"
    properties = {
        "og:site_name": SITE,
        "og:type": "website",
        "og:title": told.title,
        "og:description": told.description,
        "og:url": url,
    }
    if address := picture_link(url, "png"):
        size = "&".join(f"{name}={value}" for name, value in PICTURE.items())
        properties |= {
            "og:image": f"{address}{'&' if '?' in address else '?'}{size}",
            "og:image:width": str(PICTURE["width"]),
            "og:image:height": str(PICTURE["height"]),
        }
    told_to = "".join(
        f'<meta property="{name}" content="{escape(value)}">\n'
        for name, value in properties.items()
    )
    return (
        f"<title>{escape(title)}</title>\n"
        f'<meta name="description" content="{escape(told.description)}">\n{told_to}'
    )
