"""Digital innovation hubs, by seat."""

from __future__ import annotations

from s3dash.queries.catalogue.catalogues import hub_catalogue
from s3dash.queries.catalogue.hubs import hubs_by_territory
from s3dash.takeaway.plates import maps
from s3dash.takeaway.plates.ground import Ground
from s3dash.web.api import asking
from s3dash.web.api.answers import Asked
from s3dash.web.api.parameters import Given
from s3dash.web.api.picture_pages import Drawn, PicturePage
from s3dash.web.api.pictured.shared import MAP, found_in_words, rest_of
from s3dash.web.api.views import shown


def _hubs(asked: Asked, given: Given, ground: Ground) -> Drawn:
    found = asking.catalogue_asked(asked, given, asked.store.once(hub_catalogue), asking.HUBS)
    frame = hubs_by_territory(found.rows)
    told = [f"{row.country}\nhubs on record: {row.hubs}" for row in frame.itertuples()]
    title = "Digital innovation hubs on record, by seat"
    content = maps.counts(
        ground, frame, frame["hubs"].tolist(), told, title, found_in_words(found, frame),
        noun="hubs", rest=rest_of(found),
    )  # fmt: skip
    return Drawn(content, title, "hubs", found.filtered)


PAGE = PicturePage("hubs", (*asking.HUBS, *shown("page")), _hubs, MAP)
