"""A map of territories linked by shared partnerships, in the plane of all our maps.

The outlines are the static file that the other maps use too; a rerun sends where the territories
stand and along which paths they are linked. Rows are arrays without names: an expression such as
``this[2]`` is the third value of a row.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from math import atan2, degrees, log2, sqrt
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.ui.look import theme
from s3dash.ui.maps import deck_layers as layers
from s3dash.ui.maps.territory_map import COPYRIGHT, inset_layout
from s3dash.ui.shell import chrome, screen

WIDTH, HEIGHT = 720, 582
"""Pixels that the whole of Europe is drawn in; the stylesheet shrinks it to narrower screens."""
LINE_WIDTHS = {1: 0.8, 2: 2.2, 3: 3.6, 4: 5.2}
"""Class of a link -> width of its line in pixels."""
SMALLEST, LARGEST = 3.2, 11.0
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


@dataclass(frozen=True)
class Strengths:
    """How strong links are drawn, and what the legend says of it.

    Attributes
    ----------
    title
        What strength is, before the classes of the legend.
    classes
        Class (a key of `LINE_WIDTHS`) of each link, in their order.
    labels
        Words of the legend for the classes 1, 2, ...; empty where there is none of the class.
    """

    title: str
    classes: Sequence[int]
    labels: Sequence[str]


def shared_partnerships(counts: pd.Series) -> Strengths:
    """Links by the number of shared partnerships; the widest line stands for more of them too."""
    last = max(LINE_WIDTHS)
    least, most = (int(counts.min()), int(counts.max())) if len(counts) else (1, 1)
    labels = [
        str(number) if number >= min(least, last) else ""
        for number in range(1, min(most, last) + 1)
    ]
    if most > last:
        labels[-1] += " or more"
    return Strengths("Shared partnerships", counts.clip(upper=last).tolist(), labels)


def network_map(
    nodes: pd.DataFrame,
    links: pd.DataFrame,
    strengths: Strengths,
    *,
    key: str,
    alt: str,
    accent: str,
    told: tuple[str, str] = ("memberships", "Partnerships"),
    names: Names | None = None,
    chosen: str | None = None,
    on_pick: Callable[[str | None], None] | None = None,
) -> None:
    """Draw territories and their links, with legend, copyright and who is not on the map.

    Parameters
    ----------
    nodes : pandas.DataFrame
        Territories: ``territory_id, name, country, label_x, label_y, partners`` and the column
        ``told`` names.
    links : pandas.DataFrame
        Links: ``territory_id, partner_id``; each pair once. With a column ``towards`` the links
        that are lit get an arrow to that one of the two territories.
    told : tuple of str
        Column of ``nodes`` that the note at the pointer tells, and its label there.
    names : Names, optional
        How many names and how large; None: by the screen, which may run the page once more.
    accent : str
        Colour of what is lit, as ``#rrggbb``.
    chosen : str, optional
        Territory whose links are lit.
    on_pick : callable
        Told the territory that was clicked; None when it is the one already chosen.
    """
    from s3dash.ui.maps.deck import DrawnDeck

    # The layer that a click selects in has another name after each click: the browser then forgets
    # the selection, which would fade everything else, and keeps the place the reader moved to.
    turn = st.session_state.get(f"{key}_turn", 0)

    def picked() -> None:
        objects = st.session_state[key]["selection"]["objects"]
        st.session_state[f"{key}_turn"] = turn + 1
        rows = [row for found in objects.values() for row in found]
        if rows and on_pick:
            territory_id = str(rows[0][-1])
            on_pick(None if territory_id == chosen else territory_id)

    if names is None:
        names = NARROW_NAMES if screen.is_narrow() else WIDE_NAMES
    spec = deck_spec(
        nodes,
        links,
        strengths,
        accent=accent,
        told=told[0],
        chosen=chosen,
        turn=turn,
        names=names,
    )
    st.container(key="network_map").pydeck_chart(
        DrawnDeck(spec, _tooltip(told[1])),
        key=key,
        height=HEIGHT,
        on_select=picked if on_pick else "ignore",
        alt=alt,
    )
    _legend(strengths, bool(chosen), accent)
    unplaced = nodes.loc[nodes["label_x"].isna(), "name"]
    words = f"{COPYRIGHT}. Equal-area projection (EPSG:3035). Drag to move, double-click to zoom."
    if len(unplaced):
        words += f" Without a NUTS code, not on the map: {', '.join(unplaced)}."
    chrome.note(words)


def deck_spec(
    nodes: pd.DataFrame,
    links: pd.DataFrame,
    strengths: Strengths,
    *,
    accent: str,
    told: str = "memberships",
    chosen: str | None = None,
    turn: int = 0,
    names: Names = WIDE_NAMES,
) -> dict[str, Any]:
    """The drawing as deck.gl's JSON: outlines, insets, links by width, territories, names."""
    placed = nodes[nodes["label_x"].notna()]
    place = dict(
        zip(
            placed["territory_id"],
            map(layers.place, placed["label_x"], placed["label_y"]),
            strict=True,
        )
    )
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
        "mapProvider": None,
        "layers": drawn_layers,
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


def trails(pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Paths along links that pass every link once: half the numbers that single lines take.

    Examples
    --------
    >>> trails([("a", "b"), ("b", "c"), ("a", "c"), ("d", "e")])
    [['d', 'e'], ['a', 'b', 'c', 'a']]
    """
    onward: dict[str, dict[str, None]] = {}
    for one, other in pairs:
        onward.setdefault(one, {})[other] = None
        onward.setdefault(other, {})[one] = None
    found = []
    # A path that starts where an odd number of links meet ends at another such place.
    for start in sorted(onward, key=lambda stop: -(len(onward[stop]) % 2)):
        while onward[start]:
            trail = [start]
            while onward[trail[-1]]:
                here = trail[-1]
                there = next(iter(onward[here]))
                del onward[here][there], onward[there][here]
                trail.append(there)
            found.append(trail)
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
    most = max(int(placed["partners"].max()), 1) if len(placed) else 1
    rows: dict[str, list[list[Any]]] = {"faint": [], "point": [], "chosen": []}
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
    ground, ink = theme.tone("ground"), theme.tone("text")
    looks = {
        "faint": (theme.tone("empty"), ground),
        "point": (accent, ground),
        "chosen": (ink, ink),
    }
    return [
        {
            "@@type": "ScatterplotLayer",
            "id": f"{kind}-{turn}",
            "data": found,
            "getPosition": "@@=[this[0],this[1]]",
            "getRadius": "@@=this[2]",
            "radiusUnits": "pixels",
            "getFillColor": layers.rgba(looks[kind][0], 120 if kind == "faint" else 255),
            "getLineColor": layers.rgba(looks[kind][1]),
            "getLineWidth": 1,
            "lineWidthUnits": "pixels",
            "stroked": True,
            "pickable": True,
        }
        for kind, found in rows.items()
        if found
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


def _tooltip(told: str) -> dict[str, Any]:
    return {
        "html": f"<b>{{3}}</b>, {{4}}<br>Partners: {{5}}<br>{escape(told)}: {{6}}",
        "style": {
            "background": theme.tone("ground"),
            "color": theme.tone("text"),
            "border": f"1px solid {theme.tone('line')}",
            "borderRadius": "6px",
            "fontSize": "14px",
        },
    }


def _legend(strengths: Strengths, is_lit: bool, accent: str) -> None:
    colour = accent if is_lit else theme.tone("muted")
    items = "".join(
        f"<li><i class=s3-stroke style='height:{width + 0.8}px;background:{escape(colour)}'></i>"
        f"{escape(label)}</li>"
        for width, label in zip(LINE_WIDTHS.values(), strengths.labels, strict=False)
        if label
    )
    st.html(
        f"<ul class='s3 s3-legend' aria-label='Legend'><li>{escape(strengths.title)}:</li>"
        f"{items}<li><i class=s3-dot style='background:{escape(accent)}'></i>"
        "territory, larger with more partners</li></ul>"
    )
