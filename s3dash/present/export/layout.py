"""How scenes stand on a slide or page, whatever writes it. Sizes are points.

A `Sheet` can put words, tables, pictures, bars and boxes somewhere; `lay_out` decides where.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Protocol

from s3dash.present import content as c
from s3dash.present.colours import light
from s3dash.present.export.pictures import map_picture, timeline_picture
from s3dash.present.export.template import TITLE_SIZE
from s3dash.present.phrases import capital
from s3dash.queries.partnerships.progress import STATES
from s3dash.takeaway.pictures.letters import width as letters_width
from s3dash.takeaway.pictures.tones import on

LEGEND, FOOT = 12, 10
LEAST_TITLE = 18
LARGEST, LEAST = 17, 9
"""Sizes of the letters of a table."""
LEADING = 1.22
GROUNDS = {"active": "filled", "earlier": "class-1", "related": "land"}
"""State of a stage -> tone behind its cell: a table has grounds where a screen has frames."""


class Box(NamedTuple):
    """Room on a sheet, from the upper left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Para:
    """A paragraph: its runs, size, tone; ``indent``: of a point with its mark."""

    runs: tuple[c.Run, ...]
    size: float
    tone: str = "text"
    is_bold: bool = False
    mark: str = ""
    align: str = "left"
    after: float = 4


@dataclass(frozen=True)
class Square:
    """A cell of a table. ``ground``: tone behind it; ``edge``: tone and style of a frame."""

    text: str
    tone: str = "text"
    ground: str = ""
    is_bold: bool = False
    align: str = "left"


class Sheet(Protocol):
    """What a slide and a page can do."""

    @property
    def room(self) -> Box:
        """Where the body may stand."""
        ...

    def words(self, box: Box, paragraphs: Sequence[Para], *, middle: bool = False) -> None:
        """Paragraphs below each other."""
        ...

    def table(
        self, box: Box, rows: Sequence[Sequence[Square]], widths: Sequence[float],
        heights: Sequence[float], size: float, *, has_head: bool = True,
    ) -> None:  # fmt: skip
        """A table; ``widths``, ``heights``: points."""
        ...

    def picture(self, box: Box, png: bytes, alt: str) -> None:
        """A picture that fills the box."""
        ...

    def bars(
        self, box: Box, categories: Sequence[str], series: Sequence[c.Series],
        labels: Sequence[Sequence[str]], most: float,
    ) -> None:  # fmt: skip
        """Bars that lie, the first category on top; ``labels``: of each series, at their ends."""
        ...

    def courses(self, box: Box, years: Sequence[str], series: Sequence[c.Series]) -> None:
        """Lines over years."""
        ...

    def block(self, box: Box, tone: str, *, is_round: bool = False, is_empty: bool = False) -> None:
        """A filled rectangle or ellipse; empty: only its edge."""
        ...


def plain(text: str) -> tuple[c.Run, ...]:
    """One run."""
    return (c.Run(text),)


def lay_out(sheet: Sheet, scene: c.Scene) -> None:
    """Put a scene without its headline on a sheet: body, legend, source and date."""
    room = sheet.room
    foot = room.y + room.height
    told = " · ".join(filter(None, (f"As of {scene.as_of}" if scene.as_of and scene.source else "",
                                    scene.source)))  # fmt: skip
    if told:
        foot -= FOOT * 1.7
        sheet.words(Box(room.x, foot, room.width, FOOT * 1.7), [Para(plain(told), FOOT, "muted")])
    # A time line has its legend in the picture; lines over years name themselves.
    if scene.legend and not isinstance(scene.body, c.Timeline | c.Replay):
        foot -= _legend(sheet, scene.legend, room, foot)
    body = Box(room.x, room.y, room.width, foot - room.y - 6)
    if isinstance(scene.body, c.Timeline):
        _timeline(sheet, scene.body, scene.legend, body)
    else:
        _BODIES[type(scene.body)](sheet, scene.body, body)


def _legend(sheet: Sheet, keys: Sequence[c.Key], room: Box, foot: float) -> float:
    """The legend above ``foot``; returns its height."""
    rows: list[list[tuple[float, c.Key]]] = [[]]
    x = 0.0
    for key in keys:
        wide = 24 + letters_width(key.words, LEGEND) + 18
        if x + wide > room.width and rows[-1]:
            rows.append([])
            x = 0.0
        rows[-1].append((x, key))
        x += wide
    high = LEGEND * 1.6
    for number, row in enumerate(rows):
        y = foot - (len(rows) - number) * high
        for left, key in row:
            tone = {"none": "empty", **GROUNDS}.get(key.tone, key.tone)
            size = 10 if key.mark == "dot" else 18
            thick = 3 if key.mark == "line" else 10
            sheet.block(
                Box(room.x + left, y + (high - thick) / 2, size, thick), tone,
                is_round=key.mark == "dot", is_empty=key.tone == "none",
            )  # fmt: skip
            sheet.words(
                Box(room.x + left + 22, y, letters_width(key.words, LEGEND) * 1.1 + 10, high),
                [Para(plain(key.words), LEGEND, after=0)], middle=True,
            )  # fmt: skip
    return len(rows) * high + 4


def _rest(sheet: Sheet, words: str, box: Box) -> Box:
    """What is left of the box above a line in small letters; all of it without words."""
    if not words:
        return box
    high = 12 * 1.6
    place = Box(box.x, box.y + box.height - high, box.width, high)
    sheet.words(place, [Para(plain(words), 12, "muted")])
    return Box(box.x, box.y, box.width, box.height - high - 4)


def _lines(text: str, size: float, wide: float, *, bold: bool = False) -> int:
    """Lines that a text takes in a width."""
    count = 0
    for part in text.split("\n"):
        x, lines = 0.0, 1
        for word in part.split(" "):
            step = letters_width(word + " ", size, bold=bold)
            if x and x + step > wide:
                lines += 1
                x = 0.0
            # A word that is longer than the line is broken.
            lines += int(step // wide) if step > wide else 0
            x += step if step <= wide else step % wide
        count += lines
    return count


def title_size(words: str, wide: float) -> float:
    """The largest letters of a title in which it takes at most two lines of a width."""
    size, words = float(TITLE_SIZE), words.encode(errors="replace").decode()
    while size > LEAST_TITLE and _lines(words, size, wide, bold=True) > 2:
        size -= 1
    return size


def _table(
    sheet: Sheet, rows: Sequence[Sequence[Square]], widths: Sequence[float], box: Box, *,
    has_head: bool = True, fills: bool = False, largest: float = LARGEST,
) -> None:  # fmt: skip
    """A table in the largest letters that fit; ``fills``: rows share the height that is left."""
    whole = sum(widths)
    wide = [box.width * one / whole for one in widths]
    size = float(largest)
    while True:
        heights = [
            max(
                _lines(cell.text, size, column - 14, bold=cell.is_bold or not number)
                for cell, column in zip(row, wide, strict=True)
            ) * size * LEADING + 9
            for number, row in enumerate(rows)
        ]  # fmt: skip
        words = [
            (word, column)
            for row in rows
            for cell, column in zip(row, wide, strict=True)
            for word in cell.text.split()
        ]
        is_whole = all(
            letters_width(word, size, bold=True) <= column - 14 for word, column in words
        )
        if (sum(heights) <= box.height and (is_whole or size <= LEAST + 2)) or size <= LEAST:
            break
        size -= 0.5
    if fills and (left := box.height - sum(heights)) > 0:
        first = 1 if has_head else 0
        heights = [
            high + (min(left / max(1, len(rows) - first), 26) if number >= first else 0)
            for number, high in enumerate(heights)
        ]
    sheet.table(box, rows, wide, heights, size, has_head=has_head)


def _head(words: Sequence[str], numeric: Sequence[int] = ()) -> list[Square]:
    return [
        Square(text, "muted", is_bold=True, align="right" if place in numeric else "left")
        for place, text in enumerate(words)
    ]


def _records(sheet: Sheet, body: c.Table, box: Box) -> None:
    box = _rest(sheet, body.rest, box)
    rows = [
        [
            Square(text, is_bold=place == 0, align="right" if place in body.numeric else "left")
            for place, text in enumerate(row)
        ]
        for row in body.rows
    ]
    _table(sheet, [_head(body.headings, body.numeric), *rows], body.widths, box, fills=True)


def _figures(sheet: Sheet, body: c.Figures, box: Box) -> None:
    count = len(body.items)
    across = {1: 1, 2: 2, 4: 2}.get(count, 3)
    rows = -(-count // across)
    gap = 28
    wide = (box.width - gap * (across - 1)) / across
    high = min(190, (box.height - gap * (rows - 1)) / rows)
    top = box.y + (box.height - rows * high - gap * (rows - 1)) / 2
    for number, one in enumerate(body.items):
        x = box.x + number % across * (wide + gap)
        y = top + number // across * (high + gap)
        sheet.block(Box(x, y, wide, 4), "filled")
        lines = [Para(plain(one.value), 60 if len(one.value) < 8 else 40, is_bold=True, after=2),
                 Para(plain(one.words), 18)]  # fmt: skip
        if one.detail:
            lines.append(Para(plain(one.detail), 13, "muted"))
        sheet.words(Box(x, y + 8, wide, high - 8), lines)


def _state(cell: c.Cell) -> Square:
    """A cell of a board."""
    text = f"{cell.count}\n{cell.latest}" if cell.count else "–"
    tone = {"active": "on-filled", "earlier": "text"}.get(cell.state, "muted")
    ground = GROUNDS.get(cell.state, "")
    return Square(text, tone, ground, is_bold=cell.state == "active", align="center")


def _board(sheet: Sheet, body: c.Board, box: Box) -> None:
    box = _rest(sheet, body.rest, box)
    head = [Square(""), *(Square(name, "text", is_bold=True, align="center")
                          for name in body.stages)]  # fmt: skip
    rows = [
        [Square(row.name, is_bold=True), *(_state(cell) for cell in row.cells)] for row in body.rows
    ]
    _table(sheet, [head, *rows], (3, *(1.3,) * len(body.stages)), box, fills=True, largest=14)


def _steps(sheet: Sheet, body: c.Steps, box: Box) -> None:
    names = [
        replace(_state(step.cell), text=step.name, is_bold=True, align="left")
        for step in body.steps
    ]
    states = []
    for step in body.steps:
        count = step.cell.count
        told = STATES[step.cell.state]
        told = f"{count} {'event' if count == 1 else 'events'} · {told}" if count else told
        states.append(replace(_state(step.cell), text=capital(told), is_bold=False, align="left"))
    most = max((len(step.events) for step in body.steps), default=0)
    rows = [
        [
            Square(f"{step.events[place].date}\n{step.events[place].title}"
                   if place < len(step.events) else "")
            for step in body.steps
        ]
        for place in range(most)
    ]  # fmt: skip
    if any(step.more for step in body.steps):
        rows.append([Square(f"and {step.more} more" if step.more else "", "muted")
                     for step in body.steps])  # fmt: skip
    _table(sheet, [names, states, *rows], (1,) * len(body.steps), box, fills=True, largest=15)


def _replay(sheet: Sheet, body: c.Replay, box: Box) -> None:
    names = [column.name for column in body.frames[-1].columns]
    tones = ("a", "b", "c", "d", "e")
    series = [
        c.Series(
            name, tone,
            tuple(float(frame.columns[place].active + frame.columns[place].earlier)
                  for frame in body.frames),
        )
        for place, (name, tone) in enumerate(zip(names, tones, strict=False))
    ]  # fmt: skip
    what = "Events" if body.unit == "events" else f"{capital(body.unit)} with evidence"
    box = _rest(sheet, f"{what} up to the end of each year, by step", box)
    sheet.courses(box, [frame.label for frame in body.frames], series)


def _map(sheet: Sheet, body: c.Map, box: Box) -> None:
    png, shape = map_picture(body)
    beside = 0.36 * box.width if body.callouts or body.rest or body.crossed else 0
    wide = min(box.width - beside, box.height / shape)
    left = box.x if beside else box.x + (box.width - wide) / 2
    sheet.picture(Box(left, box.y, wide, wide * shape), png, body.alt)
    x = left + wide + 20
    room = Box(x, box.y, box.x + box.width - x, box.height)
    if body.crossed:
        room = _crossed(sheet, body.crossed, room)
    lines: list[Para] = []
    for one in body.callouts:
        lines.append(Para((c.Run(f"{one.number}  {one.title}", is_strong=True),), 16, after=1))
        if one.detail:
            lines.append(Para(plain(one.detail), 12, "muted", after=9))
    if body.rest:
        lines.append(Para(plain(body.rest), 12, "muted"))
    if lines:
        sheet.words(room, lines, middle=True)


def _crossed(sheet: Sheet, body: c.Crossed, box: Box) -> Box:
    """The square of two values, both high at the upper right; what is left of the box below."""
    high = 13 * LEADING
    above = _lines(f"Up: {body.up}", 13, box.width) * high
    sheet.words(Box(box.x, box.y, box.width, above), [Para(plain(f"Up: {body.up}"), 13, after=0)])
    rows = [
        [
            Square(words, align="right"),
            *(Square(str(count or ""), _ink(tone), tone, is_bold=True, align="center")
              for tone, count in cells),
        ]
        for words, cells in zip(reversed(body.rows), reversed(body.cells), strict=True)
    ]  # fmt: skip
    rows.append([Square(""), *(Square(words, align="center") for words in body.columns)])
    square = Box(box.x, box.y + above + 4, box.width, 0.45 * box.height)
    widths = (1.2, *(1.0,) * len(body.columns))
    _table(sheet, rows, widths, square, has_head=False, fills=True, largest=12)
    told = f"Across: {body.across}. Numbers: regions."
    below = square.y + square.height + 4
    tall = _lines(told, 13, box.width) * high
    sheet.words(Box(box.x, below, box.width, tall), [Para(plain(told), 13, after=0)])
    left = below + tall + 10
    return Box(box.x, left, box.width, box.y + box.height - left)


def _ink(tone: str) -> str:
    """The tone of letters that can be read on a tone."""
    return "on-filled" if on(light(tone)) == light("on-filled") else "text"


def _ranking(sheet: Sheet, body: c.Ranking, box: Box) -> None:
    box = _rest(sheet, body.rest, box)
    rows = [
        [
            Square(str(one.rank), "filled", is_bold=True),
            Square(f"{one.name}\n{one.where}", is_bold=True),
            Square(f"{one.score:.0f}", is_bold=True, align="right"),
            Square("\n".join(one.reasons)),
        ]
        for one in body.items
    ]
    head = _head(("", "Region", "Of 100", "Why"), (2,))
    _table(sheet, [head, *rows], (0.5, 3, 1, 8), box, fills=True, largest=15)


def _comparison(sheet: Sheet, body: c.Comparison, box: Box) -> None:
    box = _rest(sheet, body.scale, box)
    series = [
        c.Series(name, tone, tuple(100 * (row.shares[place] or 0) for row in body.rows))
        for place, (name, tone) in enumerate(zip(body.names, body.tones, strict=True))
    ]
    labels = [[row.values[place] for row in body.rows] for place in range(len(body.names))]
    sheet.bars(box, [row.label for row in body.rows], series, labels, 100)


def _chart(sheet: Sheet, body: c.Chart, box: Box) -> None:
    box = _rest(sheet, capital(body.unit) + (f"; {body.rest}" if body.rest else ""), box)
    most = max((value for one in body.series for value in one.values), default=1) or 1
    labels = [[f"{value:g}" for value in one.values] for one in body.series]
    sheet.bars(box, body.categories, body.series, labels, most)


def _timeline(sheet: Sheet, body: c.Timeline, legend: Sequence[c.Key], box: Box) -> None:
    newest = [
        Para((c.Run(f"{one.date}  ", is_strong=True), c.Run(one.title)), 14) for one in body.events
    ]
    low = 24 * len(newest)
    high = box.height - low - 8
    # Points are a third larger than pixels.
    png = timeline_picture(body, legend, box.width * 4 / 3, high * 4 / 3)
    sheet.picture(Box(box.x, box.y, box.width, high), png, body.alt)
    if newest:
        sheet.words(Box(box.x, box.y + high + 8, box.width, low), newest)


def _matrix(sheet: Sheet, body: c.Matrix, box: Box) -> None:
    box = _rest(sheet, body.rest, box)
    most = max((count for row in body.rows for count in row.counts), default=1)
    head = [Square(""), *(Square(name, is_bold=True, align="center") for name in body.members)]
    rows = []
    for row in body.rows:
        cells = [Square(row.label, "muted" if row.kind == "missing" else "text", is_bold=True)]
        for count in row.counts:
            place = 1 + round(4 * (count - 1) / max(1, most - 1)) if most > 1 else 2
            ink = "on-filled" if place > 3 else "text"
            cells.append(
                Square(str(count), ink, f"class-{place}", is_bold=True, align="center")
                if count else Square("missing" if row.kind == "missing" else "·", "muted",
                                     align="center")
            )  # fmt: skip
        rows.append(cells)
    _table(sheet, [head, *rows], (3, *(1.2,) * len(body.members)), box, fills=True, largest=14)


def _words(sheet: Sheet, body: c.Words, box: Box) -> None:
    letters = sum(len(block.text) for block in body.blocks)
    size = 32 if letters < 120 else 24 if letters < 320 else 18
    lines = [
        Para(
            block.runs,
            size * 1.15 if block.kind == "heading" else size,
            "filled" if block.kind == "quote" else "text",
            block.kind == "heading",
            block.mark,
            after=size * 0.6,
        )
        for block in body.blocks
    ]
    if body.by:
        lines.append(Para(plain(f"— {body.by}"), 18, "muted"))
    if lines:
        sheet.words(box, lines, middle=True)


def _checklist(sheet: Sheet, body: c.Checklist, box: Box) -> None:
    left = Box(box.x, box.y, 0.38 * box.width, box.height)
    lines = [Para(plain(body.definition), 18, after=16)]
    lines += [
        Para((c.Run(f"{one.date}  ", is_strong=True), c.Run(one.title)), 15, after=8)
        for one in body.events
    ] or [Para(plain("No event is documented here."), 13, "muted")]
    if body.minutes:
        lines.append(Para(plain(f"{body.minutes} minutes"), 14, is_bold=True))
    sheet.words(left, lines)
    x = left.x + left.width + 28
    right = Box(x, box.y, box.x + box.width - x, box.height)
    size = 20.0
    points = [*(one.text for one in body.points)]
    while (
        size > LEAST
        and sum(
            _lines(text, size, right.width - 1.6 * size) * size * LEADING + 0.5 * size
            for text in points
        )
        > right.height - 20
    ):
        size -= 0.5
    told = [Para(plain(text), size, mark="☐", after=0.5 * size) for text in points]
    if body.more:
        told.append(Para(plain(f"and {body.more} more"), 12, "muted"))
    if told:
        sheet.words(right, told)


def _agenda(sheet: Sheet, body: c.Agenda, box: Box) -> None:
    box = _rest(sheet, body.rest, box)
    rows = [
        [
            Square(f"{one.start}–{one.end}", "filled", is_bold=True),
            Square(one.what),
            Square(f"{one.minutes} min", "muted", align="right"),
        ]
        for one in body.slots
    ]
    if rows:
        _table(sheet, rows, (2, 8, 1.4), box, has_head=False, fills=True, largest=20)


_BODIES: dict[type, Callable[[Sheet, Any, Box], None]] = {
    c.Figures: _figures,
    c.Table: _records,
    c.Board: _board,
    c.Steps: _steps,
    c.Replay: _replay,
    c.Map: _map,
    c.Ranking: _ranking,
    c.Comparison: _comparison,
    c.Matrix: _matrix,
    c.Chart: _chart,
    c.Words: _words,
    c.Checklist: _checklist,
    c.Agenda: _agenda,
}
