"""A region: its partners, its indicators and their course, regions like it."""

from __future__ import annotations

from s3dash.present.views import labels_of
from s3dash.queries.territories.comparison import all_territories
from s3dash.queries.territories.indicators import course_of
from s3dash.queries.territories.structure import structure
from s3dash.takeaway.plates import charts, maps
from s3dash.takeaway.plates.ground import Ground
from s3dash.web.api import asking
from s3dash.web.api.answers import Asked
from s3dash.web.api.parameters import Given
from s3dash.web.api.picture_pages import Drawn, PicturePage, view_of
from s3dash.web.api.picture_pages import which as which_of
from s3dash.web.api.pictured.shared import INDICATOR, bare, distances, plain_name
from s3dash.web.api.problems import wrong
from s3dash.web.api.views import shown

REGION_VIEWS = labels_of("region")
OF_REGION = {
    "partners": "territories it shares partnerships with",
    "indicators": "its place among the regions of the EU",
    "course": "an indicator over the years",
    "distances": "regions that are alike in structure",
}


def _region(asked: Asked, given: Given, ground: Ground) -> Drawn:
    store = asked.store
    names = store.once(all_territories)
    code = given.code(asking.TERRITORY, names)
    name = plain_name(names[code])
    indicator = given.text(INDICATOR)
    view = given.choice(view_of(REGION_VIEWS), REGION_VIEWS)
    of_view = "indicators" if view == "indicators" else "partners"
    which = which_of(given, OF_REGION, "course" if indicator and view == "indicators" else of_view)
    file = f"{code}-{which}"
    if which == "indicators":
        return Drawn(charts.places(ground, {code: name}), name, file)
    if which == "course":
        held = course_of(store, code)["indicator_id"].unique().tolist()
        if indicator not in held:
            raise wrong(INDICATOR.name, indicator, held)
        return Drawn(charts.course_over_years(ground, code, name, indicator), name, file)
    if which == "distances":
        return Drawn(distances(structure(store), ground, code, name), name, file)
    return Drawn(maps.of_partners(ground, code, name), name, file)


PAGE = PicturePage(
    "region",
    (
        *(asking.TERRITORY, INDICATOR, view_of(REGION_VIEWS)),
        *shown("taxonomy", "priority", "scale", "print"),
    ),
    _region,
    OF_REGION,
    bare=bare(REGION_VIEWS, "change", "distinctive", "neighbours", "around"),
)
