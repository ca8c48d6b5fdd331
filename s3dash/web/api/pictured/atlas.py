"""Atlas: an indicator on the map, or two of them."""

from __future__ import annotations

from typing import Any

from s3dash.queries.territories.atlas import METHODS, PRIORITIES, atlas_indicators
from s3dash.store.connection import Store
from s3dash.takeaway.plates import maps
from s3dash.takeaway.plates.ground import Ground
from s3dash.web.api.answers import Asked
from s3dash.web.api.parameters import Given, Parameter
from s3dash.web.api.picture_pages import Drawn, PicturePage
from s3dash.web.api.pictured.shared import INDICATOR, MAP
from s3dash.web.api.problems import Refusal, wrong

_METHOD = Parameter("method", "How classes are made.", default=next(iter(METHODS)))
_OF_YEAR = Parameter("year", "Year; the newest, if not named.", "integer", "2019")
_SINCE = Parameter("since", "Year that the change is counted from.", "integer", "2015")
_AGAINST = Parameter("against", "Another indicator, or `priorities`; drawn with `colours=both`.")
_COLOURS = Parameter("colours", "`both`: three classes each of the indicator and of `against`.")


def _atlas(asked: Asked, given: Given, ground: Ground) -> Drawn:
    records = {row["indicator_id"]: row for row in asked.store.once(_records)}
    if not records:
        raise Refusal(404, "No indicator value is documented.")
    code = given.code(INDICATOR, records) or next(iter(records))
    record = records[code]
    years = [int(year) for year in record["years"]]
    year = given.whole(_OF_YEAR) or years[-1]
    if year not in years:
        raise wrong(_OF_YEAR.name, str(year), list(map(str, years)))
    since = given.whole(_SINCE)
    earlier = [one for one in years if one < year]
    if since is not None and since not in earlier:
        raise wrong(_SINCE.name, str(since), list(map(str, earlier)))
    method = given.code(_METHOD, METHODS)
    title = f"{record['label']}, {year}"
    others = {one: f"{row['label']} ({row['unit']})" for one, row in records.items()}
    others = {PRIORITIES: "Documented priorities"} | others
    against = given.code(_AGAINST, others)
    if given.code(_COLOURS, {"both": "both"}) and against and against != code:
        content = maps.of_both(ground, record, year, since, method, against, others[against])
        return Drawn(content, title, "atlas", f"{code} {since or ''} {year} {against}")
    content = maps.of_indicator(ground, record, year, since, method)
    return Drawn(content, title, "atlas", f"{code} {since or ''} {year}")


def _records(store: Store) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = atlas_indicators(store).to_dict("records")
    return records


PAGE = PicturePage("atlas", (INDICATOR, _OF_YEAR, _SINCE, _METHOD, _AGAINST, _COLOURS), _atlas, MAP)
