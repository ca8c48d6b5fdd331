"""Layers of deck.gl that a map of ours is made of, as plain specifications."""

from collections.abc import Sequence
from typing import Any

from s3dash.ui.look import theme
from s3dash.ui.maps.territory_map import inset_layout
from s3dash.web.static_files import map_url

UNITS = 8
"""Units of the drawing in one of the map files (100 km): places are whole numbers, 12.5 km each."""
ORIGIN = (-13, -11)
"""Where the drawing counts from, in map units: most places then have two digits and no sign, which
is a fifth of what a large network sends."""


def land() -> dict[str, Any]:
    """The outlines of countries, by their address."""
    return {
        "@@type": "GeoJsonLayer",
        "id": "land",
        "data": map_url("nuts-0.json"),
        # Columns of the matrix that brings the file to the units and origin of the drawing.
        "modelMatrix": [
            *(UNITS, 0, 0, 0),
            *(0, UNITS, 0, 0),
            *(0, 0, 1, 0),
            *(-ORIGIN[0] * UNITS, -ORIGIN[1] * UNITS, 0, 1),
        ],
        "stroked": True,
        "filled": True,
        "getFillColor": rgba(theme.LAND[theme.mode()]),
        "getLineColor": rgba(theme.BORDER[theme.mode()]),
        "getLineWidth": 0.8,
        "lineWidthUnits": "pixels",
        "pickable": False,
    }


def insets(*, with_names: bool) -> list[dict[str, Any]]:
    """The boxes of the outermost regions, with or without their names."""
    boxes = inset_layout()["insets"]
    frames = [
        [
            number
            for corner in ((x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0))
            for number in place(*corner)
        ]
        for x0, x1, y0, y1 in ((b["x0"], b["x1"], b["y0"], b["y1"]) for b in boxes)
    ]
    found = [path("insets", frames, theme.BORDER[theme.mode()], 255, 0.8)]
    if with_names:
        names = [[*place(box["label_x"], box["label_y"]), box["name"]] for box in boxes]
        found.append(text("inset-names", names, 10, ["start", "top"], [0, 0], theme.tone("muted")))
    return found


def path(
    name: str, rows: list[list[int]], colour: str, opacity: int, width: float
) -> dict[str, Any]:
    """Paths of one colour and width (pixels); a row is ``[x, y, x, y, ...]``."""
    return {
        "@@type": "PathLayer",
        "id": name,
        "data": rows,
        "getPath": "@@=-",
        "positionFormat": "XY",
        "getColor": rgba(colour, opacity),
        "getWidth": width,
        "widthUnits": "pixels",
        "jointRounded": True,
        "pickable": False,
    }


def points(
    name: str, rows: list[list[Any]], colour: str, edge: str, opacity: int
) -> dict[str, Any]:
    """Discs that can be clicked; a row is ``[x, y, radius in pixels, ...]``."""
    return {
        "@@type": "ScatterplotLayer",
        "id": name,
        "data": rows,
        "getPosition": "@@=[this[0],this[1]]",
        "getRadius": "@@=this[2]",
        "radiusUnits": "pixels",
        "getFillColor": rgba(colour, opacity),
        "getLineColor": rgba(edge),
        "getLineWidth": 1,
        "lineWidthUnits": "pixels",
        "stroked": True,
        "pickable": True,
    }


def text(
    name: str,
    rows: list[list[Any]],
    size: int,
    anchor: Sequence[str],
    offset: Sequence[int],
    colour: str,
) -> dict[str, Any]:
    """Words on the map; a row is ``[x, y, words]``, ``offset`` in pixels."""
    return {
        "@@type": "TextLayer",
        "id": name,
        "data": rows,
        "getPosition": "@@=[this[0],this[1]]",
        "getText": "@@=this[2]",
        "getSize": size,
        "getTextAnchor": anchor[0],
        "getAlignmentBaseline": anchor[1],
        "getPixelOffset": list(offset),
        "getColor": rgba(colour),
        # Else only ASCII is drawn, and names have more letters than that.
        "characterSet": "auto",
        "fontFamily": "system-ui, sans-serif",
        "pickable": False,
    }


def place(x: float, y: float) -> tuple[int, int]:
    """A point of the map files in units of the drawing."""
    return round((x - ORIGIN[0]) * UNITS), round((y - ORIGIN[1]) * UNITS)


def rgba(colour: str, opacity: int = 255) -> list[int]:
    """``#rrggbb`` as deck.gl takes it."""
    return [*bytes.fromhex(colour.removeprefix("#")), opacity]
