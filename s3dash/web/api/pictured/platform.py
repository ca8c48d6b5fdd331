"""Platforms: each of its own page, and any of them."""

from __future__ import annotations

from s3dash.present.views import labels_of
from s3dash.queries.linkages import linkages as links
from s3dash.queries.linkages import views as linked
from s3dash.queries.partnerships.platforms import all_platforms, platform
from s3dash.queries.partnerships.progress import ProgressFilter, partnership_progress, stages
from s3dash.queries.partnerships.stage_flow import evidence_by_year
from s3dash.queries.territories.comparison import all_territories
from s3dash.takeaway.plates import charts, maps
from s3dash.takeaway.plates import stages as strips
from s3dash.takeaway.plates.ground import Ground
from s3dash.web.api import asking
from s3dash.web.api.answers import Asked
from s3dash.web.api.parameters import Given, Parameter
from s3dash.web.api.picture_pages import Draw, Drawn, PicturePage, view_of
from s3dash.web.api.picture_pages import which as which_of
from s3dash.web.api.pictured.shared import DATED, LIT, bare
from s3dash.web.api.problems import Refusal
from s3dash.web.api.views import shown

PLATFORM_VIEWS = labels_of("platform")
OF_PLATFORM = {
    "map": "territories by role",
    "strips": "partnerships by stage",
    "flow": "partnerships with evidence by year and stage",
    "network": "territories that its partnerships link",
    "join": "who has a priority on its theme, and who is a member",
}
_PLATFORM = Parameter("platform", "The platform.", example="energy", is_required=True)
_LEAST_WHOLE = Parameter(
    "least", "Fewest shared partnerships of a link.", "integer", "2", least=1, most=1000
)


def _of_platform(fixed: str) -> Draw:
    def drawn(asked: Asked, given: Given, ground: Ground) -> Drawn:
        store = asked.store
        code = fixed or given.code(_PLATFORM, store.once(all_platforms))
        record = platform(store, code)
        if record is None:
            raise Refusal(404, f"There is no platform {code}.")
        view = given.choice(view_of(PLATFORM_VIEWS), PLATFORM_VIEWS)
        of_view = {"stages": "strips", "network": "network", "join": "join"}.get(view, "map")
        which = which_of(given, OF_PLATFORM, of_view)
        name = f"platform-{code}-{which}"
        day, window = asking.day_of(given), given.whole(asking.WINDOW) or 0
        if which == "network":
            return Drawn(
                _platform_network(asked, given, ground, code, record.name), record.name, name
            )
        if which == "map":
            return Drawn(maps.of_platform(ground, record), record.name, name)
        if which == "join":
            return Drawn(maps.of_joining(ground, record), record.name, name)
        if which == "flow":
            names = {stage.stage_id: stage.name for stage in store.once(stages)}
            frame = evidence_by_year(store, code, day)
            title = f"{record.name}: evidence by year"
            said = f"Partnerships with dated evidence in a stage, up to {day}"
            content = charts.flow(ground, frame, names, title, said)
            return Drawn(content, title, name, as_of=day)
        frame = partnership_progress(store, day, window, ProgressFilter(platforms=(code,)))
        title = f"{record.name}: stage evidence by partnership"
        said = f"As of {day}, active within {window} months"
        content = strips.strips(ground, frame, title, said, day, window)
        return Drawn(content, title, name, as_of=day)

    return drawn


def _platform_network(asked: Asked, given: Given, ground: Ground, code: str, name: str) -> bytes:
    least = given.whole(_LEAST_WHOLE)
    if least is None:
        strengths = links.shared_partnerships(asked.store, code)["strength"]
        steps = range(1, int(strengths.max()) + 1) if len(strengths) else [1]
        least = linked.readable_least(strengths, steps, linked.READABLE_LINKS)
    lit = given.code(LIT, asked.store.once(all_territories))
    return maps.network_of_platform(ground, code, name, least, lit)


_PLATFORM_PAGE = (view_of(PLATFORM_VIEWS), *DATED, _LEAST_WHOLE, LIT, *shown("standing", "page"))
PAGES = (
    *(
        PicturePage(
            code, _PLATFORM_PAGE, _of_platform(code), OF_PLATFORM, is_dated=True,
            bare=bare(PLATFORM_VIEWS, "facts"),
        )
        for code in ("agri-food", "energy", "industrial-modernisation")
    ),
    PicturePage(
        "platform", (_PLATFORM, *_PLATFORM_PAGE), _of_platform(""), OF_PLATFORM, is_dated=True,
        bare=bare(PLATFORM_VIEWS, "facts"),
    ),
)  # fmt: skip
