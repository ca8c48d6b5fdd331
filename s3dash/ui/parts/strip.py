"""The five-stage strip: per stage the number of dated events, the latest date and the state."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from s3dash.queries.partnerships.progress import QUIET, STATES, Stage, active_words
from s3dash.store.cells import is_missing

SHORT_NAMES = {"demonstrate": "Demo", "commercialise": "Comm.", "scale-up": "Scale"}
"""Names for a narrow strip; the style sheet shows them where the whole name does not fit."""
CLASSES = {"active": "", "earlier": " class=s3-earlier", "related": " class=s3-related"}
BACK = "<em class=s3-back></em>"
"""The mark of a revisit: an arrow that turns back, drawn by the style sheet."""

DOUBT = "<em class=s3-doubt>?</em>"
"""The mark of a stage of which every event has a mark of doubt."""


def strip(stages: Sequence[Stage], progress: Mapping[str, Any]) -> str:
    """HTML of one strip: five cells in stage order, readable without colour and by ear.

    Parameters
    ----------
    progress : mapping
        Lists in stage order as `queries.progress.partnership_progress` gives them: ``evidence,
        latest, states`` and, where they are known, ``revisited`` and ``doubtful``.

    Notes
    -----
    An active stage is a filled cell with its count and the month of the latest event, one with
    earlier evidence is hatched, one with related evidence only
    dotted, one without evidence dashed. To a screen reader the cells read as
    "Learn: 3 dated events, latest 2017-02, earlier, revisited 2017-02" and "Scale-up: not
    documented".
    """
    revisited = progress.get("revisited")
    doubtful = progress.get("doubtful")
    cells = "".join(
        _cell(stage, int(count), date, state, again, doubt)
        for stage, count, date, state, again, doubt in zip(
            stages,
            progress["evidence"],
            progress["latest"],
            progress["states"],
            [None] * len(stages) if revisited is None else revisited,
            [False] * len(stages) if doubtful is None else doubtful,
            strict=True,
        )
    )
    return f"<ul class='s3-strip' aria-label='Evidence by stage'>{cells}</ul>"


def marks(again: Any, doubt: bool) -> tuple[str, str]:
    """Marks behind the count of a cell, as HTML, and what a screen reader is told of them.

    ``again``: date of the latest revisit, missing without one; ``doubt``: every event has a mark of
    doubt.
    """
    shown, told = "", ""
    if doubt:
        shown, told = DOUBT, ", each with a mark of doubt"
    if not is_missing(again):
        shown += BACK
        told += f", revisited {escape(str(again)[:7])}"
    return shown, told


def _cell(
    stage: Stage, count: int, date: str | None, state: str, again: str | None, doubt: bool
) -> str:
    name = escape(stage.name)
    if stage.stage_id in SHORT_NAMES:
        # The short name is for the eye only: a screen reader gets the whole one.
        name = f"<i>{name}</i><u aria-hidden=true>{SHORT_NAMES[stage.stage_id]}</u>"
    if not count:
        return f"<li class=s3-empty>{name}<s>: not documented</s></li>"
    month = "" if is_missing(date) else f"<s>latest </s><small>{escape(str(date)[:7])}</small>"
    events = " dated event, " if count == 1 else " dated events, "
    mark, more = marks(again, doubt)
    told = f", {STATES[state]}{more}"
    return (
        f"<li{CLASSES[state]}>{name}<s>: </s><b>{count}{mark}</b><s>{events}</s>{month}"
        f"<s>{told}</s></li>"
    )


def legend(window_months: int, *, with_revisits: bool = True) -> str:
    """HTML that says what the cells of a strip mean."""
    kinds = [
        ("<i class=s3-is-active></i>", active_words(window_months)),
        ("<i class=s3-is-earlier></i>", STATES["earlier"]),
        ("<i class=s3-is-related></i>", STATES["related"]),
        ("<i class=s3-is-empty></i>", STATES["none"]),
    ]
    if with_revisits:
        kinds.append((BACK, "revisited after a later stage"))
        kinds.append((f"<b>{DOUBT}</b> ", "every event has a mark of doubt"))
        kinds.append((f"<b class=s3-quiet>{QUIET}</b> ", "in every stage"))
    items = "".join(f"<li>{mark}{words}</li>" for mark, words in kinds)
    return f"<ul class='s3 s3-legend s3-strip-legend'>{items}</ul>"
