"""Territories side by side."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from s3dash.present.views import labels_of
from s3dash.queries.territories.comparison import LEVELS as COMPARED_LEVELS
from s3dash.queries.territories.comparison import all_territories
from s3dash.queries.territories.indicators import course_of, of_several_years
from s3dash.queries.territories.period_change import PERIODS
from s3dash.takeaway.plates import charts, maps
from s3dash.takeaway.plates.ground import Ground
from s3dash.web.api import asking
from s3dash.web.api.answers import Asked
from s3dash.web.api.parameters import Given, Parameter
from s3dash.web.api.picture_pages import Drawn, PicturePage, view_of
from s3dash.web.api.picture_pages import which as which_of
from s3dash.web.api.pictured.shared import INDICATOR, bare, distances, plain_name
from s3dash.web.api.problems import Refusal, wrong
from s3dash.web.api.views import shown

COMPARE_VIEWS = labels_of("compare")
OF_COMPARISON = {
    "indicators": "places among the regions of the EU",
    "years": "an indicator over the years",
    "map": "where they are",
    "distances": "regions that are alike in structure",
    "priorities": "documented priorities by economic domain",
}
_ALL_PERIODS = {"all": "All periods", **{period: period for period in PERIODS}}
_COMPARED_PERIOD = Parameter("period", "Programming period.", default="all")
_COMPARED_LEVEL = Parameter(
    "level", "Kind of economic domains.", default=next(iter(COMPARED_LEVELS))
)
_COMPARED = Parameter(
    "territory", "Two to five territories.", example="ITI1", many=True, is_required=True
)
_OF = Parameter("of", "To which territory others are near; the first, if not named.")
_ABROAD = Parameter(
    "abroad", "Only regions of other countries are compared.", "boolean", "true", "false"
)
_FORM = Parameter("form", "How the view `indicators` is shown.", default="chart")
FORMS = {"chart": "Chart", "table": "Table", "years": "Over the years"}
_SCALE = Parameter("scale", "Values, or an index of the first common year.", default="value")
SCALES = {"value": "Value", "index": "Index, first common year = 100"}
MOST_COMPARED = 5


def _compare(asked: Asked, given: Given, ground: Ground) -> Drawn:
    names = asked.store.once(all_territories)
    pairs = [part for value in given.many(_COMPARED) for part in value.split(",") if part]
    codes = Given([("territory", part) for part in pairs], [_COMPARED]).codes(_COMPARED, names)
    if not 1 <= len(codes) <= MOST_COMPARED:
        raise wrong(_COMPARED.name, ", ".join(codes), _COMPARED.meaning)
    chosen = {code: plain_name(names[code]) for code in codes}
    title = " · ".join(chosen.values())
    view = given.choice(view_of(COMPARE_VIEWS), COMPARE_VIEWS)
    form = given.choice(_FORM, FORMS)
    of_view = {"similar": "distances", "priorities": "priorities"}.get(
        view, "years" if form == "years" else "indicators"
    )
    which = which_of(given, OF_COMPARISON, of_view)
    file = f"comparison-{'-'.join(codes)}-{which}"
    if which == "years":
        return _over_years(asked, given, ground, chosen, file)
    if which == "map":
        return Drawn(maps.of_compared(ground, chosen), title, file)
    if which == "priorities":
        level = given.choice(_COMPARED_LEVEL, COMPARED_LEVELS)
        period = given.choice(_COMPARED_PERIOD, _ALL_PERIODS)
        said = f"{COMPARED_LEVELS[level]}; {_ALL_PERIODS[period].lower()}"
        chart = charts.compared(ground, chosen, level, period if period in PERIODS else "", said)
        return Drawn(chart, title, file, said)
    if which == "distances":
        of = given.code(_OF, codes) or codes[0]
        is_abroad = bool(given.flag(_ABROAD))
        known = asking.structure_asked(asked, given)
        said = f"as of {known.as_of}" if known.as_of else ""
        content = distances(known, ground, of, chosen[of], is_abroad=is_abroad)
        return Drawn(content, chosen[of], file, said)
    return Drawn(charts.places(ground, chosen), title, file)


def _over_years(
    asked: Asked, given: Given, ground: Ground, chosen: Mapping[str, str], file: str
) -> Drawn:
    found = pd.concat([course_of(asked.store, code).assign(territory_id=code) for code in chosen])
    known = of_several_years(found)
    if not known:
        raise Refusal(404, "No indicator has several years for these territories.")
    indicator = given.code(INDICATOR, known) or next(iter(known))
    content = charts.courses(
        ground, chosen, found[found["indicator_id"] == indicator],
        is_index=given.choice(_SCALE, SCALES) == "index",
    )  # fmt: skip
    return Drawn(content, f"{known[indicator]}: {' · '.join(chosen.values())}", file, indicator)


PAGE = PicturePage(
    "compare",
    (
        *(_COMPARED, _OF, _ABROAD, asking.YEAR_OF_STRUCTURE, view_of(COMPARE_VIEWS)),
        *(_COMPARED_PERIOD, _COMPARED_LEVEL),
        *(_FORM, INDICATOR, _SCALE, *shown("domain", "part", "print")),
    ),
    _compare,
    OF_COMPARISON,
    bare=bare(COMPARE_VIEWS, "partnerships", "strategies"),
)
