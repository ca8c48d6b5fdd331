"""Linkages: links on the map, or as a matrix."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from s3dash.present.views import labels_of
from s3dash.queries.linkages import linkages as links
from s3dash.queries.linkages import views as linked
from s3dash.queries.partnerships.platforms import all_platforms
from s3dash.takeaway.plates import charts, maps
from s3dash.takeaway.plates.ground import Ground
from s3dash.web.api.answers import Asked
from s3dash.web.api.parameters import Given, Parameter
from s3dash.web.api.picture_pages import Drawn, PicturePage, view_of
from s3dash.web.api.picture_pages import which as which_of
from s3dash.web.api.pictured.shared import LIT
from s3dash.web.api.views import shown

_LEAST = Parameter("least", "Lowest strength of a link.", "number", "2", least=0)
LINK_VIEWS = labels_of("linkages")
OF_LINKAGES = {"network": "links on the map", "matrix": "links as a matrix"}
_KIND = Parameter("kind", "Kind of link.", default=links.PARTNERSHIPS)
_YEAR = Parameter("year", "Year of flows.")
_COUNTRY = Parameter("country", "Countries that one end lies in.", example="IT", many=True)
_BY = Parameter("by", "Sides of the matrix.", default="country", allowed=("country", "territory"))
_LINKS_OF = Parameter("platform", "Platform of shared partnerships.", example="energy")


def _linkages(asked: Asked, given: Given, ground: Ground) -> Drawn:
    store = asked.store
    flow_kinds = store.once(links.flow_kinds)
    kinds = {
        links.PARTNERSHIPS: "Shared partnerships",
        links.PRIORITIES: "Alike priorities",
        links.PROJECTS: "Joint projects",
    } | {code: kind.title for code, kind in flow_kinds.items()}
    kind = given.code(_KIND, kinds)
    flow = flow_kinds.get(kind)
    code = given.code(_LINKS_OF, store.once(all_platforms))
    years = [str(year) for year in flow.years] if flow else []
    year = given.code(_YEAR, years) or next(iter(years), "")
    every = {
        links.PARTNERSHIPS: lambda: links.shared_partnerships(store, code or None),
        links.PRIORITIES: lambda: links.alike_priorities(store),
        links.PROJECTS: lambda: links.joint_projects(store),
    }.get(kind, lambda: links.flows(store, kind, int(year) if year else None))()
    countries = store.once(links.countries)
    chosen = given.codes(_COUNTRY, countries)
    least = given.number(_LEAST)
    if least is None:
        least = _usual_least(kind, every["strength"])
    met = linked.kept(every, [countries[one] for one in chosen], least)
    lit = given.code(LIT, store.once(links.places).index)
    view = given.choice(view_of(LINK_VIEWS), LINK_VIEWS)
    which = which_of(given, OF_LINKAGES, "matrix" if view == "matrix" else "network")
    said = ", ".join(
        filter(
            None,
            (
                f"platform {store.once(all_platforms)[code]}" if code else "",
                f"year {year}" if year else "",
                "one end in " + " or ".join(countries[one] for one in chosen) if chosen else "",
                f"at least {ground.say(least)}" if least else "",
                f"{ground.say(len(met))} of {ground.say(len(every))} links",
            ),
        )
    )
    file = f"linkages-{kind}-{which}"
    undirected = linked.both_ways(met) if flow else met
    found = linked.linked_territories(undirected, store.once(links.places))
    if which == "network":
        told = [ground.say(value) for value in undirected["strength"]]
        content = maps.network(ground, found, undirected, told, kinds[kind], said, lit=lit)
        return Drawn(content, kinds[kind], file, said)
    if given.text(_BY) == "country":
        codes = {name: one for one, name in countries.items()}
        cells = linked.by_country(met, codes, is_directed=flow is not None)
    else:
        few = found.head(linked.MATRIX_TERRITORIES)
        cells = linked.by_territory(met, few, is_directed=flow is not None)
    labels = dict(zip(cells["territory_id"], cells["territory"], strict=True))
    noun = flow.unit if flow else "links"
    content = charts.matrix(ground, cells, labels, f"{kinds[kind]}: matrix", said, noun)
    return Drawn(content, kinds[kind], file, said)


def _usual_least(kind: str, strengths: object) -> float:
    """The lowest strength that leaves as many links as can be read, as on the page."""
    values = pd.Series(strengths)
    if not len(values) or kind not in (links.PARTNERSHIPS, links.PRIORITIES, links.PROJECTS):
        return 0
    steps: Iterable[int] = range(1, int(values.max()) + 1)
    if kind == links.PRIORITIES:
        steps = range(links.LEAST_LIKENESS, 101, 5)
    return linked.readable_least(values, list(steps), linked.READABLE_LINKS)


PAGE = PicturePage(
    "linkages",
    (_KIND, _LINKS_OF, _YEAR, _COUNTRY, _LEAST, LIT, view_of(LINK_VIEWS), _BY, *shown("page")),
    _linkages,
    OF_LINKAGES,
)
