"""A partnership: its stages, members, domains, organisations and links."""

from __future__ import annotations

from s3dash.present.views import labels_of
from s3dash.queries.base.codes import code_of
from s3dash.queries.partnerships import capability as ability
from s3dash.queries.partnerships.partnerships import partnership_names
from s3dash.takeaway.plates import charts, maps
from s3dash.takeaway.plates import stages as strips
from s3dash.takeaway.plates.ground import Ground
from s3dash.web.api import asking
from s3dash.web.api.answers import Asked
from s3dash.web.api.parameters import Given, Parameter
from s3dash.web.api.picture_pages import Drawn, PicturePage, view_of
from s3dash.web.api.picture_pages import which as which_of
from s3dash.web.api.pictured.shared import DATED, bare
from s3dash.web.api.views import shown

PARTNERSHIP_VIEWS = labels_of("partnership")
OF_PARTNERSHIP = {
    "timeline": "dated events by stage",
    "strip": "the five stages",
    "map": "members by role",
    "network": "other partnerships that members share",
    "capability": "economic domains by member",
    "helix": "organisations by territory and part of the quadruple helix",
}
_OF_VIEW_OF_PARTNERSHIP = {
    "links": "network", "capability": "capability", "organisations": "helix",
}  # fmt: skip
_CAPABILITY_LEVEL = Parameter(
    "level", "Kind of economic domains.", default=next(iter(ability.LEVELS))
)
_CAPABILITY_PERIOD = Parameter("period", "Programming period.", default=next(iter(ability.PERIODS)))
_WHOSE = Parameter("whose", "Whose priorities count.", default=next(iter(ability.WHOSE)))
_CAPABILITY = (_CAPABILITY_LEVEL, _CAPABILITY_PERIOD, _WHOSE)
_ITS_THEMES = (*ability.THEMES, *ability.THEMES.values())
_ITS_THEME = Parameter("theme", "Which priorities count.", many=True)
_PARTNERSHIP = Parameter(
    "partnership", "The partnership.", example="high-tech-farming", is_required=True
)


def _partnership(asked: Asked, given: Given, ground: Ground) -> Drawn:
    names = asked.store.once(partnership_names)
    code = given.code(_PARTNERSHIP, names)
    name = names[code].rpartition(" (")[0]
    view = given.choice(view_of(PARTNERSHIP_VIEWS), PARTNERSHIP_VIEWS)
    which = which_of(given, OF_PARTNERSHIP, _OF_VIEW_OF_PARTNERSHIP.get(view, "timeline"))
    day, window = asking.day_of(given), given.whole(asking.WINDOW) or 0
    file = f"{code}-{which}"
    if which == "map":
        return Drawn(maps.of_members(ground, code, name), name, file)
    if which == "network":
        return Drawn(maps.network_of_members(ground, code, name), name, file)
    if which == "helix":
        return Drawn(charts.helix(ground, code, name), name, file)
    if which == "capability":
        own = [one for one in given.many(_ITS_THEME) if one in _ITS_THEMES]
        theme = code_of(own[-1], ability.THEMES) if own else None
        choice = (
            given.choice(_CAPABILITY_LEVEL, ability.LEVELS),
            given.choice(_CAPABILITY_PERIOD, ability.PERIODS),
            theme or next(iter(ability.THEMES)),
            given.choice(_WHOSE, ability.WHOSE),
        )
        return Drawn(charts.capability(ground, code, name, choice), name, file)
    draw = strips.timeline_of if which == "timeline" else strips.strip_of
    return Drawn(draw(ground, code, name, day, window), name, file, as_of=day)


PAGE = PicturePage(
    "partnership",
    (
        *(_PARTNERSHIP, view_of(PARTNERSHIP_VIEWS), *DATED, *_CAPABILITY),
        *shown("event", "country", "page"),
    ),
    _partnership,
    OF_PARTNERSHIP,
    is_dated=True,
    own_themes=_ITS_THEMES,
    bare=bare(PARTNERSHIP_VIEWS, "chain", "candidates"),
)
