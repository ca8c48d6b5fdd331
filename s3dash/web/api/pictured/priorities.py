"""Priorities: a map, territories by domains, domains here and in Europe."""

from __future__ import annotations

from s3dash.queries.explorer.explore import explore
from s3dash.queries.explorer.views import LEVELS, common_and_rare, domain_labels, matrix
from s3dash.takeaway.plates import charts, maps
from s3dash.takeaway.plates.ground import Ground
from s3dash.web.api import asking
from s3dash.web.api.answers import Asked
from s3dash.web.api.parameters import Given, Parameter
from s3dash.web.api.picture_pages import Drawn, PicturePage, view_of
from s3dash.web.api.picture_pages import which as which_of
from s3dash.web.api.views import EXPLORER_VIEWS, ORDERS, shown

SHARES = {"count": "Number of priorities", "share": "Share of the territory's priorities"}
_SHARE = Parameter("show", "What the map shows.", default="count")
_LEVEL = Parameter("level", "Kind of domains.", default=next(iter(LEVELS)))
_SORT = Parameter("sort", "Order of the territories.", default="country")
OF_PRIORITIES = {
    "map": "map of territories",
    "matrix": "territories by domains",
    "bars": "domains here and in Europe",
}
_OF_VIEW = {"matrix": "matrix", "common": "bars"}


def _priorities(asked: Asked, given: Given, ground: Ground) -> Drawn:
    chosen, labels = asking.explorer_filter(asked, given)
    said = chosen.sentence(labels)
    view = given.choice(view_of(EXPLORER_VIEWS), EXPLORER_VIEWS)
    which = which_of(given, OF_PRIORITIES, _OF_VIEW.get(view, "map"))
    level = given.choice(_LEVEL, LEVELS)
    if which == "bars":
        frame = common_and_rare(asked.store, chosen, level)
        content = charts.shares(ground, frame, said)
        return Drawn(content, "Common and rare domains", "common-and-rare", said)
    if which == "matrix":
        frame = matrix(asked.store, chosen, level)
        codes = list(frame.columns[5:])
        order = given.choice(_SORT, ORDERS | {code: code for code in codes})
        if order != "country":
            by = [order, "country", "territory"]
            frame = frame.sort_values(by, ascending=[False, True, True])
        every = domain_labels(asked.store, level)
        title = "Priorities by territory and domain"
        content = charts.matrix(
            ground, frame, {code: f"{code} {every[code]}" for code in codes}, title, said,
            "priorities",
        )  # fmt: skip
        return Drawn(content, title, "territory-by-domain", said)
    frame = explore(asked.store, chosen, 1).by_territory
    values, noun = frame["priorities"].tolist(), "priorities"
    if given.choice(_SHARE, SHARES) == "share":
        share = 100 * frame["priorities"] / frame["documented"]
        values, noun = [max(round(one), 1) for one in share], "% of its priorities"
    told = [
        f"{row.country}\n{row.priorities} of {row.documented} documented priorities"
        + ("\nlist known to be partial" if row.has_partial_list else "")
        for row in frame.itertuples()
    ]
    title = "Documented smart specialisation priorities"
    content = maps.counts(
        ground, frame, values, told, title, said, noun=noun, outlined=chosen.territories,
        rest="not documented" if chosen.is_empty else "no match",
    )  # fmt: skip
    return Drawn(content, title, "priorities", said)


PAGE = PicturePage(
    "priorities",
    (
        *asking.FILTER,
        view_of(EXPLORER_VIEWS),
        *(_LEVEL, _SORT, _SHARE),
        *shown("priority", "page"),
    ),
    _priorities,
    OF_PRIORITIES,
)
