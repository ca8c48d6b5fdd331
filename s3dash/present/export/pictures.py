"""Maps and time lines of scenes as PNG, at twice the dots of a screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from s3dash.present import content as c
from s3dash.present.colours import light
from s3dash.present.content import Map, Timeline
from s3dash.present.svg import number_places
from s3dash.takeaway.pictures import stages, tones
from s3dash.takeaway.pictures.canvas import Canvas
from s3dash.takeaway.pictures.outlines import extent, land, outline
from s3dash.takeaway.pictures.sheet import Key, Look, Words

WIDTH = 760
"""CSS pixels of a map; with `DPI` it has twice as many dots."""
DPI = 192


def map_picture(body: Map) -> tuple[bytes, float]:
    """A map without title and legend, and its height in relation to its width."""
    from matplotlib.transforms import Affine2D

    known = extent()
    unit = WIDTH / (known.east - known.west)
    height = WIDTH * known.shape
    place: Any = Affine2D().translate(-known.west, -known.north).scale(unit, -unit)
    canvas = Canvas(WIDTH, height, light("ground"), DPI)
    canvas.path(land(), fill=light("land"), edge=light("border"), line=0.7, place=place)
    # Small ones stand on top of the larger ones that they lie in.
    for area in sorted(body.areas, key=lambda one: len(one.code)):
        if (path := outline(area.code)) is not None:
            canvas.path(path, fill=light(area.tone), edge=light("ground"), line=0.5, place=place)
    if body.areas:
        canvas.path(land(), edge=light("border"), line=0.7, place=place)
    for x0, y0, x1, y1, _ in known.insets:
        (left, top), (right, low) = place.transform([(x0, y1), (x1, y0)])
        canvas.box(left, top, right - left, low - top, edge=light("line"), line=0.7)
    for line in body.lines:
        ends = place.transform([(line.x0, line.y0), (line.x1, line.y1)])
        canvas.line([tuple(end) for end in ends], light(line.tone), line.width * unit / 100,
                    see_through=0.75)  # fmt: skip
    for dot in body.dots:
        x, y = place.transform((dot.x, dot.y))
        canvas.dot(x, y, dot.radius * unit / 100, fill=light(dot.tone), edge=light("ground"),
                   line=0.8)  # fmt: skip
    for one, x_map, y_map in number_places(body.callouts):
        x, y = place.transform((x_map, y_map))
        own = place.transform((one.x, one.y))
        if abs(own[0] - x) + abs(own[1] - y) > 4:
            canvas.line([tuple(own), (x, y)], light("text"), 1.2)
        canvas.dot(x, y, 14, fill=light("text"), edge=light("ground"), line=1.2)
        canvas.text(x, y, str(one.number), 17, tones.on(light("text")), bold=True,
                    anchor="center", base="center")  # fmt: skip
    return canvas.written("png", body.alt), known.shape


def timeline_picture(body: Timeline, legend: Sequence[c.Key], width: float, height: float) -> bytes:
    """A time line with its years and legend, ``width`` by ``height`` CSS pixels."""
    events = [
        stages.Event(date.fromordinal(one.first), date.fromordinal(one.last), one.row, one.tone)
        for one in body.marks
    ]
    look = Look(width=width, height=height, dpi=DPI, scale=1.5)
    return stages.timeline(
        events, body.stages, Words(""), look,
        kinds=[(key.tone, Key(key.words, light(key.tone), "dot")) for key in legend],
        until=date(body.last_year, 12, 31),
    )  # fmt: skip
