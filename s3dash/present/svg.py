"""What scenes draw: maps, time lines, charts, replays. SVG with classes; ``scene.css`` has colours.

Letters inside are set so large that they keep to the least size when the drawing fills its place.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from itertools import groupby

from s3dash.present import content as c
from s3dash.present import outlines
from s3dash.present.outlines import SCALE
from s3dash.takeaway.pictures.outlines import level_of

MOST_MAP = 46_000
"""Bytes of a map: a scene has 60,000."""


def map_svg(body: c.Map) -> str:
    """Europe with territories in their tones, links, places and numbers."""
    pieces = next(
        (drawn for tolerance in outlines.TOLERANCES
         if len(drawn := _land_and_areas(body.areas, tolerance)) < MOST_MAP),
        _land_and_areas(body.areas, outlines.TOLERANCES[-1]),
    )  # fmt: skip
    lines = "".join(
        f'<path class="link t-{tone}" stroke-width="{width * SCALE / 100:g}" d="'
        + "".join(f"M{_at(one.x0, one.y0)}L{_at(one.x1, one.y1)}" for one in group)
        + '"/>'
        for (tone, width), group in groupby(body.lines, key=lambda one: (one.tone, one.width))
    )
    dots = "".join(
        f'<circle class="dot t-{one.tone}" cx="{round(one.x * SCALE)}" cy="{round(-one.y * SCALE)}"'
        f' r="{one.radius * SCALE / 100:g}"/>'
        for one in body.dots
    )
    numbers = "".join(_number(one) for one in _apart(body.callouts))
    return (
        f'<svg class=map viewBox="{outlines.view_box()}" role=img aria-label="{escape(body.alt)}">'
        f"{pieces}{lines}{dots}{numbers}</svg>"
    )


def _land_and_areas(areas: Sequence[c.Area], tolerance: float) -> str:
    placed = [(level, one) for one in areas if (level := level_of(one.code)) is not None]
    # Small ones stand on top of the larger ones that they lie in.
    placed.sort(key=lambda pair: (pair[0], pair[1].tone))
    drawn = "".join(
        f'<path class="area t-{tone}" d="'
        f'{outlines.areas((one.code for _, one in group), tolerance)}"/>'
        for (_, tone), group in groupby(placed, key=lambda pair: (pair[0], pair[1].tone))
    )
    land = outlines.land(tolerance)
    return f'<path class=land d="{land}"/>{drawn}<path class=frames d="{outlines.inset_frames()}"/>'


def _at(x: float, y: float) -> str:
    return f"{round(x * SCALE)} {round(-y * SCALE)}"


_RADIUS, _LETTERS = 1.25, 1.9
"""Of a number on a map, in map units."""


def _apart(callouts: Sequence[c.Callout]) -> list[tuple[c.Callout, float, float]]:
    """Where numbers stand so that none lies on another: each is pushed away from those before."""
    placed: list[tuple[c.Callout, float, float]] = []
    for one in callouts:
        x, y = one.x, one.y
        for _ in range(24):
            near = next(
                ((px, py) for _, px, py in placed
                 if (x - px) ** 2 + (y - py) ** 2 < (2.1 * _RADIUS) ** 2),
                None,
            )  # fmt: skip
            if near is None:
                break
            dx, dy = x - near[0], y - near[1]
            size = max((dx * dx + dy * dy) ** 0.5, 0.01)
            if size < 0.05:
                dx, dy, size = 1.0, 0.6, 1.17
            x = near[0] + dx / size * 2.2 * _RADIUS
            y = near[1] + dy / size * 2.2 * _RADIUS + 0.05
        placed.append((one, x, y))
    return placed


def _number(placed: tuple[c.Callout, float, float]) -> str:
    one, x, y = placed
    leader = ""
    if (x - one.x) ** 2 + (y - one.y) ** 2 > 0.1:
        leader = f'<path class=leader d="M{_at(one.x, one.y)}L{_at(x, y)}"/>'
    cx, cy = round(x * SCALE), round(-y * SCALE)
    return (
        f'{leader}<circle class=number cx="{cx}" cy="{cy}" r="{_RADIUS * SCALE:g}"/>'
        f'<text x="{cx}" y="{cy}" dy=".35em" font-size="{_LETTERS * SCALE:g}">{one.number}</text>'
    )


def number_places(callouts: Sequence[c.Callout]) -> Iterable[tuple[c.Callout, float, float]]:
    """Each number with where it stands on the map, in map units, for other drawings of it."""
    return _apart(callouts)


def bar(share: float, tone: str) -> str:
    """A bar over a part of the width that it has."""
    width = round(1000 * min(max(share, 0), 1))
    return (
        "<svg class=bar viewBox='0 0 1000 10' preserveAspectRatio=none aria-hidden=true>"
        f'<rect class="t-{tone}" width="{width}" height="10"/></svg>'
    )


_SIDE, _GAP = 8, 2


def across(most: int) -> int:
    """Squares beside each other in a column that can hold ``most``."""
    return max(2, math.ceil(math.sqrt(most / 1.6)))


def squares(column: c.Column, most: int) -> str:
    """A square for each, from the ground up: active ones filled, earlier ones empty."""
    wide = across(most)
    step = _SIDE + _GAP
    height = math.ceil(most / wide) * step
    paths = {"filled": "", "earlier": ""}
    for place in range(column.active + column.earlier):
        kind = "filled" if place < column.active else "earlier"
        row = place // wide
        # The last row stands in the middle, over the number.
        empty = wide - min(wide, column.active + column.earlier - row * wide)
        x, y = place % wide * step + empty * step // 2, height - step - row * step
        paths[kind] += f"M{x + 1} {y + 1}h{_SIDE}v{_SIDE}h-{_SIDE}z"
    drawn = "".join(f'<path class="square {kind}" d="{d}"/>' for kind, d in paths.items() if d)
    return f'<svg class=squares viewBox="0 0 {wide * step} {height}" aria-hidden=true>{drawn}</svg>'


_WIDE, _LEFT, _LANE, _TEXT = 1000, 190, 48, 20
"""Of a time line: its width, where the years begin, height of a stage, size of letters."""


def timeline(body: c.Timeline) -> str:
    """Dated events by stage: a dot on each, a line where an event lasts, a label for each year."""
    high = len(body.stages) * _LANE + 34
    first = date(body.first_year, 1, 1).toordinal()
    last = date(body.last_year + 1, 1, 1).toordinal()
    scale = (_WIDE - _LEFT - 16) / max(1, last - first)

    def at(day: float) -> int:
        return round(_LEFT + 8 + (day - first) * scale)

    lanes = "".join(
        f'<text class=lane x="0" y="{_middle(row)}" dy=".35em" font-size="{_TEXT}">{escape(name)}'
        f'</text><path class=rail d="M{_LEFT} {_middle(row)}H{_WIDE}"/>'
        for row, name in enumerate(body.stages)
    )
    years = range(body.first_year, body.last_year + 1)
    room = (_WIDE - _LEFT) / len(years)
    # A year needs about 55 units to be read.
    every = max(1, math.ceil(55 / room))
    ticks = "".join(
        f'<path class=tick d="M{at(date(year, 1, 1).toordinal())} 0V{high - 30}"/>'
        + (
            f'<text class=year x="{at(date(year, 1, 1).toordinal()) + 3}" y="{high - 8}" '
            f'font-size="{_TEXT}">{year}</text>'
            if (year - body.first_year) % every == 0
            else ""
        )
        for year in years
    )
    spans, dots = "", ""
    taken: dict[tuple[int, int], int] = {}
    for one in body.marks:
        y = _middle(one.row)
        if one.last - one.first > 31:
            spans += f'<path class="span t-{one.tone}" d="M{at(one.first)} {y}H{at(one.last)}"/>'
        x = at((one.first + one.last) / 2)
        # Dots of about the same day stand above and below each other.
        count = taken.get((one.row, x // 12), 0)
        taken[one.row, x // 12] = count + 1
        y += (0, -13, 13, -7, 7)[count % 5]
        dots += f'<circle class="event t-{one.tone}" cx="{x}" cy="{y}" r="8"/>'
    return (
        f'<svg class=timeline viewBox="0 0 {_WIDE} {high}" role=img '
        f'aria-label="{escape(body.alt)}">{ticks}{lanes}{spans}{dots}</svg>'
    )


def _middle(row: int) -> int:
    return row * _LANE + _LANE // 2
