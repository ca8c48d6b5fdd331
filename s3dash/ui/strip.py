"""The five-stage strip: per stage the number of dated events and the latest date."""

from collections.abc import Sequence
from html import escape

from s3dash.queries.progress import Stage
from s3dash.ui.text import is_missing

SHORT_NAMES = {"demonstrate": "Demo", "commercialise": "Comm.", "scale-up": "Scale"}
"""Names for a narrow strip; the style sheet shows them where the whole name does not fit."""


def strip(stages: Sequence[Stage], evidence: Sequence[int], latest: Sequence[str | None]) -> str:
    """HTML of one strip: five cells in stage order, readable without colour and by ear.

    A stage with evidence is a filled cell with its count and the month of the latest event; one
    without is a dashed cell with a dash. To a screen reader the cells read as "Learn: 3 dated
    events, latest 2017-02" and "Scale-up: not documented".
    """
    cells = "".join(
        _cell(stage, int(count), date)
        for stage, count, date in zip(stages, evidence, latest, strict=True)
    )
    return f"<ul class='s3-strip' aria-label='Evidence by stage'>{cells}</ul>"


def _cell(stage: Stage, count: int, date: str | None) -> str:
    name = escape(stage.name)
    if stage.stage_id in SHORT_NAMES:
        # The short name is for the eye only: a screen reader gets the whole one.
        name = f"<i>{name}</i><u aria-hidden=true>{SHORT_NAMES[stage.stage_id]}</u>"
    if not count:
        return f"<li class=s3-empty>{name}<s>: not documented</s></li>"
    month = "" if is_missing(date) else f"<s>latest </s><small>{escape(str(date)[:7])}</small>"
    events = " dated event, " if count == 1 else " dated events, "
    return f"<li>{name}<s>: </s><b>{count}</b><s>{events}</s>{month}</li>"
