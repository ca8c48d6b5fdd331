"""Strips and time lines of partnerships as of a day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from s3dash.queries.partnerships.progress import (
    BASES,
    STATES,
    ProgressFilter,
    active_words,
    evidence_of,
    months_before,
    partnership_progress,
    stages,
)
from s3dash.store.cells import is_missing
from s3dash.takeaway.pictures import tones
from s3dash.takeaway.pictures.sheet import Key
from s3dash.takeaway.pictures.stages import Cell, Event, Row, five_stage_strip, timeline
from s3dash.takeaway.plates.ground import Ground

MOST_STRIPS = 60


def row_of(progress: dict[str, Any], *, named: bool = True) -> Row:
    """A row of a strip; ``progress``: a record of `queries.progress.partnership_progress`."""
    cells = [
        Cell(int(count), "" if is_missing(latest) else str(latest), str(state))
        for count, latest, state in zip(
            progress["evidence"], progress["latest"], progress["states"], strict=True
        )
    ]
    identifier = progress["partnership_id"]
    return Row(
        str(progress["name"]) if named else "",
        cells,
        str(progress.get("platform") or "") if named else "",
        f"partnership?partnership={identifier}",
    )


def states(window_months: int) -> dict[str, str]:
    """The legend of the states."""
    return {**STATES, "active": active_words(window_months)}


def strips(
    ground: Ground, found: pd.DataFrame, title: str, said: str, day: date, window_months: int
) -> bytes:
    """The strips of partnerships, as many as a page holds."""
    shown = found.head(MOST_STRIPS)
    if len(shown) < len(found):
        said = f"The first {len(shown)} of {len(found)}. {said}"
    return five_stage_strip(
        [row_of(row) for row in shown.to_dict("records")],
        [stage.name for stage in ground.store.once(stages)],
        ground.words(title, said, day),
        ground.look,
        ground.form,
        states=states(window_months),
    )


def strip_of(
    ground: Ground, partnership_id: str, name: str, day: date, window_months: int
) -> bytes:
    """The strip of one partnership."""
    chosen = ProgressFilter(partnerships=(partnership_id,))
    [row] = partnership_progress(ground.store, day, window_months, chosen).to_dict("records")
    return five_stage_strip(
        [row_of(row, named=False)],
        [stage.name for stage in ground.store.once(stages)],
        ground.words(name, f"Dated evidence by stage, as of {day}", day),
        ground.look,
        ground.form,
        states=states(window_months),
    )


def timeline_of(
    ground: Ground, partnership_id: str, name: str, day: date, window_months: int
) -> bytes:
    """The dated events of a partnership, a lane a stage."""
    found = evidence_of(ground.store, partnership_id, day)
    found = found[~found["is_later"]]
    look = ground.look
    kinds = [
        ("direct", Key(f"event {BASES['direct']}", look.tone("filled"), "dot")),
        ("project", Key(f"event {BASES['project']}", tones.role("co-lead", look.theme), "dot")),
        ("related", Key(BASES["related"], look.tone("empty"), "diamond")),
    ]
    events = [
        Event(
            row.date_start.date(), min(row.date_end.date(), day), int(row.position) - 1,
            str(row.basis), f"{row.date}\n{row.title}",
        )
        for row in found.itertuples()
    ]  # fmt: skip
    since = months_before(day, window_months)
    return timeline(
        events,
        [stage.name for stage in ground.store.once(stages)],
        ground.words(f"Evidence of {name}", f"{len(events)} dated events, as of {day}", day),
        look,
        ground.form,
        kinds=kinds,
        line=(since, f"{active_words(window_months)} from here"),
        until=day,
    )
