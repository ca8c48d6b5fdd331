"""Outlines of territories as the maps on screen have them: EPSG:3035, outermost regions in insets.

They are read from the map files, whose unit is 100 km with north up. Pictures draw them as paths of
matplotlib; who draws otherwise takes `shapes`. Neighbours are simplified together, so that no gap
opens between them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from s3dash import folders

COPYRIGHT = "© EuroGeographics for the administrative boundaries"
FINEST = 0.06
"""How much pictures straighten, in map units: of a map 900 pixels wide less than a pixel."""
LEVELS = (0, 1, 2, 3)


@dataclass(frozen=True)
class Extent:
    """The part of the plane that is drawn, and the boxes of the insets (x0, y0, x1, y1, name)."""

    west: float
    east: float
    south: float
    north: float
    insets: tuple[tuple[float, float, float, float, str], ...]

    @property
    def shape(self) -> float:
        """Height in relation to width."""
        return (self.north - self.south) / (self.east - self.west)


@cache
def extent() -> Extent:
    """The extent of the maps."""
    known = json.loads((folders.MAPS / "insets.json").read_text(encoding="utf-8"))
    insets = tuple(
        (one["x0"], one["y0"], one["x1"], one["y1"], one["name"]) for one in known["insets"]
    )
    west, east = known["x_range"]
    south, north = known["y_range"]
    return Extent(west, east, south, north, insets)


@cache
def _whole(level: int) -> tuple[list[str], Any]:
    """Codes and outlines of a NUTS level, as the map file has them."""
    import shapely

    content = json.loads((folders.MAPS / f"nuts-{level}.json").read_text(encoding="utf-8"))
    found = shapely.from_geojson([json.dumps(one["geometry"]) for one in content["features"]])
    return [one["id"] for one in content["features"]], found


@cache
def shapes(level: int, tolerance: float) -> dict[str, Any]:
    """Code -> outline, of all territories of a NUTS level.

    ``tolerance``: how much may be straightened, in map units.
    """
    import shapely

    codes, found = _whole(level)
    return dict(zip(codes, shapely.coverage_simplify(found, tolerance), strict=True))


def level_of(territory_id: str) -> int | None:
    """The NUTS level of a territory that has an outline; None: the maps have none of it."""
    level = len(territory_id) - 2
    return level if level in LEVELS and territory_id in shapes(level, FINEST) else None


@cache
def of_level(level: int) -> dict[str, Any]:
    """Code -> outline as a matplotlib Path, of all territories of a NUTS level."""
    import shapely

    known, found = extent(), shapes(level, FINEST)
    # Nothing beyond the edges, as on screen.
    cut = shapely.clip_by_rect(
        list(found.values()), known.west, known.south, known.east, known.north
    )
    return {
        code: _path(geometry)
        for code, geometry in zip(found, cut, strict=True)
        if not geometry.is_empty
    }


def outline(territory_id: str) -> Any:
    """The outline of a territory; None where the maps have none."""
    level = level_of(territory_id)
    return None if level is None else of_level(level).get(territory_id)


@cache
def land() -> Any:
    """All countries as one path."""
    from matplotlib.path import Path

    return Path.make_compound_path(*of_level(0).values())


def _path(geometry: Any) -> Any:
    from matplotlib.path import Path

    rings = [
        np.asarray(ring.coords)[:, :2]
        for polygon in getattr(geometry, "geoms", [geometry])
        for ring in (polygon.exterior, *polygon.interiors)
    ]
    codes = [
        np.r_[Path.MOVETO, np.full(len(ring) - 2, Path.LINETO), Path.CLOSEPOLY] for ring in rings
    ]
    return Path(np.concatenate(rings), np.concatenate(codes))
