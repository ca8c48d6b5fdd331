"""The start page: a map of what is documented."""

from __future__ import annotations

from s3dash.queries.base.overview import territory_counts
from s3dash.takeaway.plates import maps
from s3dash.takeaway.plates.ground import Ground
from s3dash.web.api.answers import Asked
from s3dash.web.api.parameters import Given, Parameter
from s3dash.web.api.picture_pages import Drawn, PicturePage
from s3dash.web.api.pictured.shared import MAP

MEASURES = {"priorities": "Priorities", "memberships": "Partnership memberships"}
_SHOW = Parameter("show", "What the map counts.", default="priorities")


def _overview(asked: Asked, given: Given, ground: Ground) -> Drawn:
    measure = given.choice(_SHOW, MEASURES)
    frame = territory_counts(asked.store).query(f"{measure} > 0").reset_index(drop=True)
    noun = MEASURES[measure].lower()
    told = [
        f"{row.country}\ndocumented: {ground.say(row.priorities)} priorities, "
        f"{ground.say(row.memberships)} memberships"
        for row in frame.itertuples()
    ]
    title = f"Documented {noun} by territory"
    content = maps.counts(
        ground, frame, frame[measure].tolist(), told, title, f"{len(frame)} territories", noun=noun
    )
    return Drawn(content, title, f"map-{measure}")


PAGE = PicturePage("overview", (_SHOW,), _overview, MAP)
