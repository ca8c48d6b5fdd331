"""Progress: partnerships by stage."""

from __future__ import annotations

from s3dash.takeaway.plates import stages as strips
from s3dash.takeaway.plates.ground import Ground
from s3dash.web.api import asking
from s3dash.web.api.answers import Asked
from s3dash.web.api.parameters import Given
from s3dash.web.api.picture_pages import Drawn, PicturePage
from s3dash.web.api.views import shown


def _progress(asked: Asked, given: Given, ground: Ground) -> Drawn:
    found = asking.progress_asked(asked, given)
    window = given.whole(asking.WINDOW) or 0
    title = "Stage evidence by partnership"
    content = strips.strips(ground, found.frame, title, found.words, found.day, window)
    return Drawn(content, title, "progress", "; ".join(found.said), found.day)


PAGE = PicturePage(
    "progress",
    (*asking.PROGRESS, *shown("page")),
    _progress,
    {"strips": "partnerships by stage"},
    is_dated=True,
)
