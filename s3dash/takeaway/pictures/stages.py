"""Partnerships in the five stages: strips, and dated evidence on a time axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from s3dash.takeaway.pictures.letters import fitted, width
from s3dash.takeaway.pictures.sheet import Box, Key, Look, Sheet, Words

LOOKS = {"active": "area", "earlier": "hatched", "related": "dotted", "none": "dashed"}
"""State of a stage -> mark of its cell."""
ROW, GAP = 46, 6
MOST_LANES = 5
NEAR = 9
"""Pixels that two marks at the same height keep between them."""


@dataclass(frozen=True)
class Cell:
    """A stage of a partnership: number of dated events, date of the latest, state.

    ``state``: ``active``, ``earlier``, ``related`` or ``none``.
    """

    count: int
    latest: str = ""
    state: str = "none"


@dataclass(frozen=True)
class Row:
    """A partnership: its name, what stands below it, a cell a stage.

    ``href``: where a click on a cell leads.
    """

    name: str
    cells: Sequence[Cell]
    note: str = ""
    href: str = ""


@dataclass(frozen=True)
class Event:
    """A dated event: first and last day, number of its stage, kind of its mark, hover title."""

    first: date
    last: date
    stage: int
    kind: str = "direct"
    told: str = ""
    href: str = field(default="")


def state_keys(look: Look, labels: dict[str, str]) -> list[Key]:
    """The legend of the states; ``labels``: state -> words."""
    colours = {"active": look.tone("filled"), "none": look.tone("empty")}
    return [
        Key(words, colours.get(state, look.tone("filled")), LOOKS[state])
        for state, words in labels.items()
    ]


def five_stage_strip(
    rows: Sequence[Row],
    stages: Sequence[str],
    words: Words,
    look: Look | None = None,
    form: str = "png",
    *,
    states: dict[str, str] | None = None,
) -> bytes:
    """A strip of cells for each partnership: count and month of the latest event of each stage.

    Parameters
    ----------
    rows : sequence of Row
        In the order drawn.
    stages : sequence of str
        Names of the stages, in the order of the cells.
    states : dict of str to str
        What the legend says: state -> words; none: no legend.
    """
    look = look or Look()
    s = look.scale
    head = 26 * s
    high = ROW * s
    wanted = head + max(len(rows), 1) * (high + GAP * s)
    sheet = Sheet(look, words, state_keys(look, states or {}), height=wanted)
    box, canvas = sheet.content, sheet.canvas
    whole = len(rows)
    if look.height:
        # As many as there is room for, no smaller than can be read.
        high = max(24 * s, min(high, (box.height - head) / max(len(rows), 1) - GAP * s))
        most = max(1, int((box.height - head) / (high + GAP * s)))
        # What has no room is counted in the place of the last row.
        rows = rows if len(rows) <= most else rows[: max(1, most - 1)]
    is_one = len(rows) == 1 and not rows[0].name
    left = 0 if is_one else min(0.36 * box.width, 340 * s)
    wide = (box.width - left) / max(len(stages), 1)
    for number, stage in enumerate(stages):
        middle = box.x + left + (number + 0.5) * wide
        label = fitted(stage, 12.5 * s, wide - 4 * s, bold=True)
        canvas.text(
            middle, box.y + 16 * s, label, 12.5 * s, look.tone("text"), bold=True, anchor="center"
        )
    for place, row in enumerate(rows):
        y = box.y + head + place * (high + GAP * s)
        _name(sheet, row, Box(box.x, y, left - 10 * s, high))
        for number, (cell, stage) in enumerate(zip(row.cells, stages, strict=True)):
            room = Box(box.x + left + number * wide + 2 * s, y, wide - 4 * s, high)
            _cell(sheet, room, cell, f"{row.name}\n{stage}", row.href)
    if whole > len(rows):
        y = box.y + head + len(rows) * (high + GAP * s) + 14 * s
        more = f"and {whole - len(rows)} more, for which there is no room here"
        canvas.text(box.x, min(y, box.y + box.height), more, 11 * s, look.tone("muted"))
    return sheet.written(form)


def _name(sheet: Sheet, row: Row, box: Box) -> None:
    s, canvas = sheet.s, sheet.canvas
    if not row.name:
        return
    middle = box.y + box.height / 2
    has_note = bool(row.note) and box.height > 34 * s
    name = fitted(row.name, 13 * s, box.width)
    y = middle - (3 if has_note else -4.5) * s
    canvas.text(box.x, y, name, 13 * s, sheet.look.tone("text"))
    if has_note:
        note = fitted(row.note, 10.5 * s, box.width)
        canvas.text(box.x, middle + 13 * s, note, 10.5 * s, sheet.look.tone("muted"))


def _cell(sheet: Sheet, box: Box, cell: Cell, of: str, href: str) -> None:
    s, look = sheet.s, sheet.look
    state = cell.state if cell.count else "none"
    colour = look.tone("empty") if state == "none" else look.tone("filled")
    events = f"{cell.count} dated event{'' if cell.count == 1 else 's'}"
    told = f"{of}: {f'{events}, latest {cell.latest}' if cell.count else 'not documented'}"
    sheet.cell(box, colour, LOOKS[state], hover=told, href=href, round_by=4)
    if not cell.count:
        return
    ink = look.tone("on-filled") if state == "active" else look.tone("text")
    text, size = str(cell.count), 15 * s
    month = cell.latest[:7]
    low = box.height > 36 * s and bool(month)
    middle, centre = box.y + box.height / 2, box.x + box.width / 2
    y = middle - (1 if low else -5.5) * s
    if state != "active":
        # On a hatch no letter can be read.
        wide = max(width(text, size, bold=True), width(month, 10.5 * s) if low else 0) + 10 * s
        tall = (34 if low else 20) * s
        sheet.canvas.box(
            centre - wide / 2, middle - tall / 2, wide, tall, fill=look.tone("ground"),
            round_by=3 * s,
        )  # fmt: skip
    sheet.canvas.text(centre, y, text, size, ink, bold=True, anchor="center")
    if low:
        sheet.canvas.text(centre, middle + 13 * s, month, 10.5 * s, ink, anchor="center")


def timeline(
    events: Sequence[Event],
    stages: Sequence[str],
    words: Words,
    look: Look | None = None,
    form: str = "png",
    *,
    kinds: Sequence[tuple[str, Key]] = (),
    line: tuple[date, str] | None = None,
    until: date | None = None,
) -> bytes:
    """Dated events on a time axis, a lane a stage.

    Parameters
    ----------
    kinds : sequence of (str, Key)
        Kinds of `Event.kind` with words, colour and mark (``dot`` or ``diamond``), in the order
        of the legend.
    line : (date, str)
        A day that is marked, and what it is.
    until : date
        The last day of the axis, at least.
    """
    look = look or Look()
    s = look.scale
    marks = dict(kinds) or {"direct": Key("dated event", look.tone("filled"), "dot")}
    used = [marks[kind] for kind in marks if any(one.kind == kind for one in events)]
    sheet = Sheet(look, words, used, height=(30 + 54 * max(len(stages), 1)) * s)
    box, canvas = sheet.content, sheet.canvas
    left = min(0.3 * box.width, 12 * s + max((width(n, 12.5 * s) for n in stages), default=0))
    lane = (box.height - 28 * s) / max(len(stages), 1)
    days = [day for one in events for day in (one.first, one.last)]
    days += [day for day in (until, line[0] if line else None) if day]
    first, last = (min(days), max(days)) if days else (date(2015, 1, 1), date(2016, 1, 1))
    margin = max((last - first) * 0.03, timedelta(days=25))
    # The calendar ends somewhere, too.
    first, last = max(first, date.min + margin) - margin, min(last, date.max - margin) + margin
    unit = (box.width - left) / max((last - first).days, 1)

    def across(day: date) -> float:
        return box.x + left + (day - first).days * unit

    for number, stage in enumerate(stages):
        y = box.y + number * lane
        middle = y + lane / 2
        canvas.line([(box.x + left, y + lane), (box.x + box.width, y + lane)], look.tone("line"))
        label = fitted(stage, 12.5 * s, left - 8 * s)
        canvas.text(box.x, middle + 4.5 * s, label, 12.5 * s, look.tone("text"))
    for year, label in _years(first, last, box.width - left, s):
        x = across(date(year, 1, 1))
        low = box.y + lane * len(stages)
        canvas.line([(x, box.y), (x, low)], look.tone("line"), 0.7)
        canvas.text(x, low + 17 * s, label, 11 * s, look.tone("muted"), anchor="center")
    if line:
        x = across(line[0])
        canvas.line(
            [(x, box.y), (x, box.y + lane * len(stages))], look.tone("muted"), 1.3, dash=(4, 3)
        )
        anchor, by = ("right", -4) if x > box.x + 0.8 * box.width else ("left", 4)
        canvas.text(x + by * s, box.y + 10 * s, line[1], 10 * s, look.tone("muted"), anchor=anchor)
    _marks(sheet, events, marks, across, lane)
    return sheet.written(form)


def _marks(
    sheet: Sheet, events: Sequence[Event], marks: dict[str, Key], across: object, lane: float
) -> None:
    """The events, those that would lie on another moved up or down within their lane."""
    s, canvas, box = sheet.s, sheet.canvas, sheet.content
    place = across  # a function of a day
    steps = [0.0, 1, -1, 2, -2][:MOST_LANES]
    taken: dict[int, list[tuple[float, float]]] = {}
    for event in sorted(events, key=lambda one: (one.first, one.last)):
        start, end = place(event.first), place(event.last)  # type: ignore[operator]
        x = (start + end) / 2
        others = taken.setdefault(event.stage, [])
        step = next(
            (one for one in steps if all(o != one or abs(x - at) > NEAR * s for at, o in others)),
            steps[-1],
        )
        others.append((x, step))
        y = box.y + (event.stage + 0.5) * lane + step * lane / 6
        key = marks[event.kind]
        if end - start > 6 * s:
            canvas.line([(start, y), (end, y)], key.colour, 1.5 * s, see_through=0.5)
        draw = canvas.diamond if key.mark == "diamond" else canvas.dot
        draw(
            x, y, 5 * s, fill=key.colour, edge=sheet.look.tone("ground"), line=s,
            hover=event.told, href=event.href,
        )  # fmt: skip


def _years(first: date, last: date, room: float, s: float) -> list[tuple[int, str]]:
    """Years that begin within the axis, as many as have room."""
    found = [year for year in range(first.year, last.year + 1) if first <= date(year, 1, 1) <= last]
    step = next(
        (n for n in (1, 2, 5, 10, 20, 50) if len(found) / n * 44 * s <= room), max(len(found), 1)
    )
    return [(year, str(year)) for year in found if year % step == 0]
