"""Layers of deck.gl that a map of ours is made of, as plain specifications."""

from collections.abc import Iterable, Sequence
from typing import Any

from s3dash.routes import map_url
from s3dash.ui import theme
from s3dash.ui.maps import inset_layout

UNITS = 10
"""Units of the drawing in one of the map files (100 km): places are whole numbers, 10 km apart."""


def land() -> dict[str, Any]:
    """The outlines of countries, by their address."""
    return {
        "@@type": "GeoJsonLayer",
        "id": "land",
        "data": map_url("nuts-0.json"),
        # Columns of the matrix that scales the file to the units of the drawing.
        "modelMatrix": [UNITS, 0, 0, 0, 0, UNITS, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1],
        "stroked": True,
        "filled": True,
        "getFillColor": rgba(theme.LAND[theme.mode()]),
        "getLineColor": rgba(theme.BORDER[theme.mode()]),
        "getLineWidth": 0.8,
        "lineWidthUnits": "pixels",
        "pickable": False,
    }


def insets() -> list[dict[str, Any]]:
    """The boxes of the outermost regions, with their names."""
    boxes = inset_layout()["insets"]
    frames = [
        units([x0, y0, x1, y0, x1, y1, x0, y1, x0, y0])
        for x0, x1, y0, y1 in ((b["x0"], b["x1"], b["y0"], b["y1"]) for b in boxes)
    ]
    names = [[*units([box["label_x"], box["label_y"]]), box["name"]] for box in boxes]
    return [
        path("insets", frames, theme.BORDER[theme.mode()], 255, 0.8),
        text("inset-names", names, 10, ["start", "top"], [0, 0], theme.tone("muted")),
    ]


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


def units(map_units: Iterable[float]) -> list[int]:
    """Numbers of the map files in units of the drawing."""
    return [round(number * UNITS) for number in map_units]


def rgba(colour: str, opacity: int = 255) -> list[int]:
    """``#rrggbb`` as deck.gl takes it."""
    return [*bytes.fromhex(colour.removeprefix("#")), opacity]
