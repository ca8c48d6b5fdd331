"""A link is a picture, too: the address of a page with ``.png`` or ``.svg`` draws what it shows.

``/priorities.png?territory=IT&domain=C10`` is the map of that view, with title, legend, source and
date inside. ``theme``, ``width``, ``height``, ``dpi``, ``scale`` and ``numbers`` say how it looks;
``picture`` says which, where a view has several.
"""

from __future__ import annotations

import asyncio
import re
from html import escape
from urllib.parse import parse_qsl

from anyio import to_thread

from s3dash.takeaway.file_names import file_name
from s3dash.takeaway.pictures.canvas import FORMS
from s3dash.takeaway.pictures.sheet import Look
from s3dash.takeaway.plates.ground import Ground, ready
from s3dash.web.api.answers import Answer, Asked, Make
from s3dash.web.api.parameters import Given, of_view
from s3dash.web.api.picture_pages import LOOK, NO_PICTURE, START, THEME, Drawn, PicturePage
from s3dash.web.api.pictured import PICTURED
from s3dash.web.api.problems import Refusal

QUIET_SECONDS = 20.0
SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""A picture by itself has styles, and nothing else."""
_TO_A_PAGE = re.compile(rb'xlink:href="(?=[a-z-]+\?)')


def picture_paths() -> list[str]:
    """The addresses of all of them."""
    return [f"/{page.path}.{form}" for page in PICTURED for form in FORMS]


def look_of(page: PicturePage, given: Given) -> Look:
    """The look that an address asks for."""
    _, width, height, dpi, size, _ = LOOK
    themes = given.many(next(one for one in page.known if one.name == THEME.name))
    return Look(
        "dark" if "dark" in themes else "light",
        given.whole(width) or 960,
        given.whole(height),
        given.whole(dpi) or 192,
        given.number(size) or 1,
    )


def drawn(page: PicturePage, asked: Asked, form: str, look: Look | None = None) -> Drawn:
    """The picture that an address asks for; ``look``: another than it says."""
    pairs = of_view(asked.parameters)
    given = Given(pairs, page.known)
    if page.is_bare(pairs):
        raise Refusal(
            404, NO_PICTURE, parameter="view", given=dict(pairs)["view"],
            allowed=f"another view, or the parameter picture: {', '.join(page.pictures)}",
        )  # fmt: skip
    asked_for = look_of(page, given)
    ground = Ground(asked.store, look or asked_for, form, given.text(LOOK[-1]))
    return page.draw(asked, given, ground)


def picture_answer(page: PicturePage, form: str) -> Make:
    """What answers the address of a page with the ending of a picture."""

    def made(asked: Asked) -> Answer:
        found = drawn(page, asked, form)
        file = file_name(
            found.name, form, version=asked.about.version, filtered=found.filtered,
            as_of=found.as_of,
        )  # fmt: skip
        headers = {"Content-Disposition": f'inline; filename="{file}"'}
        content = found.content
        if form == "svg":
            headers["Content-Security-Policy"] = SVG_POLICY
            content = with_root(content, root_of(asked))
        return Answer([content], FORMS[form], headers)

    return made


async def prepare(after: float = QUIET_SECONDS) -> None:
    """Load what drawing needs, once the first readers have come: the first picture is slow else."""
    await asyncio.sleep(after)
    await to_thread.run_sync(ready)


def root_of(asked: Asked) -> str:
    """The address that the dashboard stands at, without a stroke at its end."""
    url = asked.request.url
    path = url.path.rpartition("/")[0].removesuffix("/embed")
    return str(url.replace(path=path, query=""))


def with_root(svg: bytes, root: str) -> bytes:
    """An SVG whose links lead to the dashboard from wherever it is put."""
    return _TO_A_PAGE.sub(f'xlink:href="{escape(root)}/'.encode(), svg)


def picture_link(address: str, form: str) -> str:
    """The address of the picture of a page; empty for a page or view that has none.

    ``address``: that of the page, whole: ``http://localhost:8501/priorities?territory=IT``.
    """
    start, _, query = address.partition("?")
    path = start.rpartition("/")[2] or START
    page = next((page for page in PICTURED if page.path == path), None)
    if page is None or not page.is_drawn(parse_qsl(query)):
        return ""
    root = start.rpartition("/")[0]
    return f"{root}/{path}.{form}{'?' if query else ''}{query}"
