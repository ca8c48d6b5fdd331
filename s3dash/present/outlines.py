"""Outlines of territories as paths of SVG, small enough to travel with a scene: whole numbers.

The outlines are those of `takeaway.pictures.outlines`, straightened as far as the bytes ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

from s3dash.takeaway.pictures.outlines import extent, shapes

SCALE = 25
"""Units of a drawing per map unit (100 km): one is 4 km, less than a pixel of most screens."""
TOLERANCES = (0.04, 0.07, 0.11, 0.17, 0.26)
"""How much may be straightened, in map units: the first that fits the bytes is taken."""
_SMALLEST = 0.4
"""Islands below this many square tolerances are left out, unless they are all there is."""


def view_box() -> str:
    """The edges of the drawing as SVG has them."""
    known = extent()
    edges = (known.west, -known.north, known.east - known.west, known.north - known.south)
    return " ".join(str(round(edge * SCALE)) for edge in edges)


def inset_frames() -> str:
    """The frames of the insets as one path."""
    return "".join(
        f"M{round(x0 * SCALE)} {round(-y1 * SCALE)}"
        f"h{round((x1 - x0) * SCALE)}v{round((y1 - y0) * SCALE)}h{round((x0 - x1) * SCALE)}z"
        for x0, y0, x1, y1, _ in extent().insets
    )


def land(tolerance: float) -> str:
    """All countries as one path."""
    return "".join(_paths(0, tolerance).values())


def areas(codes: Iterable[str], tolerance: float) -> str:
    """Territories as one path, those without an outline left out."""
    return "".join(
        _paths(len(code) - 2, tolerance).get(code, "") for code in codes if 2 <= len(code) <= 5
    )


@cache
def _paths(level: int, tolerance: float) -> dict[str, str]:
    return {code: _path(shape, tolerance) for code, shape in shapes(level, tolerance).items()}


def _path(outline: Any, tolerance: float) -> str:
    polygons = sorted(getattr(outline, "geoms", [outline]), key=lambda one: -one.area)
    least = _SMALLEST * tolerance * tolerance
    kept = [one for place, one in enumerate(polygons) if place == 0 or one.area > least]
    return "".join(_ring(ring.coords) for one in kept for ring in (one.exterior, *one.interiors))


def _ring(points: Sequence[tuple[float, float]]) -> str:
    """A closed line in steps from point to point; empty where nothing of it is left."""
    places: list[tuple[int, int]] = []
    for x, y in points:
        place = (round(x * SCALE), round(-y * SCALE))
        if not places or place != places[-1]:
            places.append(place)
    if len(places) < 4:
        return ""
    steps = [f"{x - x0}{_signed(y - y0)}" for (x0, y0), (x, y) in pairwise(places[:-1])]
    x, y = places[0]
    return f"M{x}{_signed(y)}l{' '.join(steps)}z"


def _signed(number: int) -> str:
    """A number behind another: a minus parts them as well as a space does."""
    return str(number) if number < 0 else f" {number}"
