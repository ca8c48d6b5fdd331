"""Outlines of territories, small enough to travel with a scene: simplified, in whole numbers.

They are those that the dashboard's map has (``static/maps``): EPSG:3035, north up, outermost
regions in insets. Neighbours are simplified together, so that no gap opens between them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

from s3dash import folders

SCALE = 25
"""Units of a drawing per map unit (100 km): one is 4 km, less than a pixel of most screens."""
TOLERANCES = (0.04, 0.07, 0.11, 0.17, 0.26)
"""How much may be straightened, in map units: the first that fits the bytes is taken."""
_SMALLEST = 0.4
"""Islands below this many square tolerances are left out, unless they are all there is."""


@cache
def extent() -> dict[str, Any]:
    """What the map shows: ``x_range, y_range`` in map units, and ``insets``."""
    found: dict[str, Any] = json.loads((folders.MAPS / "insets.json").read_text(encoding="utf-8"))
    return found


def view_box() -> str:
    """The edges of the drawing as SVG has them."""
    (left, right), (bottom, top) = extent()["x_range"], extent()["y_range"]
    edges = (left, -top, right - left, top - bottom)
    return " ".join(str(round(edge * SCALE)) for edge in edges)


def inset_frames() -> str:
    """The frames of the insets as one path."""
    boxes = extent()["insets"]
    return "".join(
        f"M{round(box['x0'] * SCALE)} {round(-box['y1'] * SCALE)}"
        f"h{round((box['x1'] - box['x0']) * SCALE)}v{round((box['y1'] - box['y0']) * SCALE)}"
        f"h{round((box['x0'] - box['x1']) * SCALE)}z"
        for box in boxes
    )


def level_of(code: str) -> int | None:
    """The NUTS level of a territory that has an outline; None: it has none."""
    level = len(code) - 2
    return level if 0 <= level <= 3 and code in _shapes(level)[0] else None


def land(tolerance: float) -> str:
    """All countries as one path."""
    return "".join(_paths(0, tolerance).values())


def areas(codes: Iterable[str], tolerance: float) -> str:
    """Territories as one path, those without an outline left out."""
    return "".join(
        _paths(len(code) - 2, tolerance).get(code, "") for code in codes if 2 <= len(code) <= 5
    )


@cache
def _shapes(level: int) -> tuple[dict[str, int], Any]:
    import shapely
    from shapely.geometry import shape

    content = json.loads((folders.MAPS / f"nuts-{level}.json").read_text(encoding="utf-8"))
    codes = {feature["id"]: place for place, feature in enumerate(content["features"])}
    shapes = [shape(feature["geometry"]) for feature in content["features"]]
    return codes, shapely.coverage_simplify(shapes, 0)


@cache
def _paths(level: int, tolerance: float) -> dict[str, str]:
    import shapely

    codes, shapes = _shapes(level)
    simple = shapely.coverage_simplify(shapes, tolerance)
    return {code: _path(outline, tolerance) for code, outline in zip(codes, simple, strict=True)}


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
