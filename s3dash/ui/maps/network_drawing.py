"""The drawing of a network map: where territories stand, and along which paths they are linked.

The outlines are the static file that the other maps use too. Rows are arrays without names: an
expression such as ``this[2]`` is the third value of a row.
"""

from dataclasses import dataclass
from math import atan2, degrees, log2, sqrt
from typing import Any

import pandas as pd

from s3dash.ui.look import theme
from s3dash.ui.maps import deck_layers as layers
from s3dash.ui.maps.strengths import LINE_WIDTHS, Strengths
from s3dash.ui.maps.territory_map import inset_layout
from s3dash.ui.maps.trails import trails

WIDTH, HEIGHT = 720, 582
"""Pixels that the whole of Europe is drawn in; the stylesheet shrinks it to narrower screens."""
SMALLEST, LARGEST = 3.2, 11.0
"""Radii of territories in pixels, by the number of their partners."""
LETTER = 0.6
"""About the width of a letter in its height."""


@dataclass(frozen=True)
class Names:
    """How many names a map has, in which size (pixels), and the room each takes.

    ``room``: units of the drawing beside and above a name in which no other starts.
    """

    most: int
    size: int
    room: tuple[int, int]


WIDE_NAMES = Names(8, 12, (72, 10))
NARROW_NAMES = Names(4, 24, (150, 22))
"""A narrow screen shows the drawing at half its size: few names, twice as large."""
HALF_NAMES = Names(5, 18, (115, 17))
"""For a map of half the page's width, on a screen of whatever width."""
Place = tuple[int, int]


def deck_spec(
    nodes: pd.DataFrame,
    links: pd.DataFrame,
    strengths: Strengths,
    accent: str,
    told: str = "memberships",
    chosen: str | None = None,
    turn: int = 0,
    names: Names = WIDE_NAMES,
) -> dict[str, Any]:
    """The drawing as deck.gl's JSON: outlines, insets, links by width, territories, names."""
    placed = nodes[nodes["label_x"].notna()]
    points = map(layers.place, placed["label_x"], placed["label_y"])
    place = dict(zip(placed["territory_id"], points, strict=True))
    drawn = links.assign(width_class=strengths.classes)
    drawn = drawn[drawn["territory_id"].isin(place.keys()) & drawn["partner_id"].isin(place.keys())]
    is_lit = (drawn["territory_id"] == chosen) | (drawn["partner_id"] == chosen)
    lit = drawn[is_lit]
    lit_ids = {*lit["territory_id"], *lit["partner_id"], chosen} if chosen else set(place)
    ink = theme.tone("muted")
    drawn_layers = [
        layers.land(),
        *layers.insets(with_names=names is WIDE_NAMES),
        *_lines(drawn[~is_lit], place, ink, 26 if chosen else 90, "links"),
        *_lines(lit, place, accent, 235, "lit"),
        *(_arrows(lit, place) if chosen and "towards" in lit else []),
        *_points(placed, place, lit_ids, chosen, accent, turn, told),
        *_names(placed[placed["territory_id"].isin(lit_ids)], place, chosen, names),
    ]
    return {**_view(), "mapProvider": None, "layers": drawn_layers}


def _view() -> dict[str, Any]:
    """How the plane is looked at: all of Europe at first, and how a reader may move."""
    x_range, y_range = inset_layout()["x_range"], inset_layout()["y_range"]
    return {
        "views": [
            {
                "@@type": "OrthographicView",
                "id": "plane",
                # Map units grow northward, pixels of a screen downward.
                "flipY": False,
                # The wheel moves the page; a map that took it would trap the reader.
                "controller": {"scrollZoom": False, "doubleClickZoom": True, "inertia": False},
            }
        ],
        "initialViewState": {
            "target": [*layers.place(sum(x_range) / 2, sum(y_range) / 2), 0],
            "zoom": round(log2(WIDTH / (x_range[1] - x_range[0]) / layers.UNITS), 3),
            "minZoom": -0.5,
            "maxZoom": 5,
        },
    }


def _lines(
    links: pd.DataFrame,
    place: dict[str, Place],
    colour: str,
    opacity: int,
    name: str,
) -> list[dict[str, Any]]:
    """A layer a width, thin ones first, so that a strong link lies on top."""
    found = []
    for number, width in LINE_WIDTHS.items():
        pairs = links[links["width_class"] == number]
        rows = [
            [number for stop in trail for number in place[stop]]
            for trail in trails(zip(pairs["territory_id"], pairs["partner_id"], strict=True))
        ]
        if rows:
            # Weak links are many: fainter, they leave the strong ones in sight.
            faint = opacity if name == "lit" else round(opacity * min(1.0, 0.4 + 0.3 * number))
            extra = 0.8 if name == "lit" else 0
            found.append(layers.path(f"{name}-{number}", rows, colour, faint, width + extra))
    return found


def _arrows(lit: pd.DataFrame, place: dict[str, Place]) -> list[dict[str, Any]]:
    """An arrow on each lit link, towards the territory that receives more."""
    rows: list[list[Any]] = []
    for one, other, towards in zip(
        lit["territory_id"], lit["partner_id"], lit["towards"], strict=True
    ):
        if towards in (one, other):
            (x, y), (to_x, to_y) = place[other if towards == one else one], place[towards]
            middle = [round((x + to_x) / 2, 1), round((y + to_y) / 2, 1)]
            rows.append([*middle, "▶", round(degrees(atan2(to_y - y, to_x - x)))])
    if not rows:
        return []
    layer = layers.text("arrows", rows, 18, ["middle", "center"], [0, 0], theme.tone("text"))
    return [layer | {"getAngle": "@@=this[3]"}]


def _points(
    placed: pd.DataFrame,
    place: dict[str, Place],
    lit_ids: set[str | None],
    chosen: str | None,
    accent: str,
    turn: int,
    told: str,
) -> list[dict[str, Any]]:
    """A layer of territories a look: those not lit, those lit, the chosen one."""
    ground, ink = theme.tone("ground"), theme.tone("text")
    looks = {
        # kind -> colours of the area and of its edge, opacity of the area
        "faint": (theme.tone("empty"), ground, 120),
        "point": (accent, ground, 255),
        "chosen": (ink, ink, 255),
    }
    rows: dict[str, list[list[Any]]] = {kind: [] for kind in looks}
    most = max(int(placed["partners"].max()), 1) if len(placed) else 1
    # Small ones last, on top: none hides another.
    for row in placed.to_dict("records"):
        territory_id = row["territory_id"]
        kind = "point" if territory_id in lit_ids else "faint"
        size = SMALLEST + (LARGEST - SMALLEST) * sqrt(row["partners"] / most)
        rows["chosen" if territory_id == chosen else kind].append(
            [
                *place[territory_id],
                round(size, 1),
                *(row[name] for name in ("name", "country", "partners", told)),
                territory_id,
            ]
        )
    return [
        layers.points(f"{kind}-{turn}", rows[kind], *looks[kind]) for kind in looks if rows[kind]
    ]


def _names(
    lit: pd.DataFrame, place: dict[str, Place], chosen: str | None, names: Names
) -> list[dict[str, Any]]:
    """Names of the chosen territory and the best connected others, as far as there is room."""
    order = pd.concat([lit[lit["territory_id"] == chosen], lit[lit["territory_id"] != chosen]])
    left, right = inset_layout()["x_range"]
    letter = LETTER * names.size * (right - left) * layers.UNITS / WIDTH
    edge, _ = layers.place(right, 0)
    rows: list[list[Any]] = []
    for territory_id, name in zip(order["territory_id"], order["name"], strict=True):
        x, y = place[territory_id]
        fits = territory_id == chosen or x + letter * len(name) < edge
        if (
            fits
            and len(rows) < names.most
            and all(
                abs(x - there[0]) > names.room[0] or abs(y - there[1]) > names.room[1]
                for there in rows
            )
        ):
            rows.append([x, y, name])
    ground = layers.rgba(theme.tone("ground"), 200)
    ink = theme.tone("text")
    layer = layers.text("names", rows, names.size, ["start", "center"], [12, 0], ink)
    return [layer | {"background": True, "getBackgroundColor": ground, "backgroundPadding": [3, 1]}]
