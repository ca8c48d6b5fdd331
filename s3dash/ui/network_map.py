"""A map of territories linked by shared partnerships, in the plane of all our maps.

The outlines are the static file that the other maps use too; a rerun sends where the territories
stand and along which paths they are linked. Rows are arrays without names: an expression such as
``this[2]`` is the third value of a row.
"""

from collections.abc import Callable, Iterable
from html import escape
from math import log2, sqrt
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.ui import chrome, theme
from s3dash.ui import deck_layers as layers
from s3dash.ui.maps import COPYRIGHT, inset_layout

WIDTH, HEIGHT = 720, 582
"""Pixels that the whole of Europe is drawn in; the stylesheet shrinks it to narrower screens."""
LINE_WIDTHS = {1: 0.8, 2: 2.2, 3: 3.6, 4: 5.2}
"""Shared partnerships -> width of the line in pixels; the last stands for more of them too."""
SMALLEST, LARGEST = 3.2, 11.0
MOST_LABELS = 8
LABEL_ROOM = (90, 13)
"""Units beside and above a name in which no other name starts."""
Place = tuple[int, int]


def network_map(
    nodes: pd.DataFrame,
    links: pd.DataFrame,
    *,
    key: str,
    alt: str,
    accent: str,
    chosen: str | None = None,
    on_pick: Callable[[str | None], None] | None = None,
) -> None:
    """Draw territories and their links, with legend, copyright and who is not on the map.

    Parameters
    ----------
    nodes, links : pandas.DataFrame
        As `queries.network.nodes` and `queries.network.links` give them.
    accent : str
        Colour of what is lit, as ``#rrggbb``.
    chosen : str, optional
        Territory whose links are lit.
    on_pick : callable
        Told the territory that was clicked; None when it is the one already chosen.
    """
    from s3dash.ui.deck import DrawnDeck

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

    spec = deck_spec(nodes, links, accent=accent, chosen=chosen, turn=turn)
    st.container(key="network_map").pydeck_chart(
        DrawnDeck(spec, _tooltip()),
        key=key,
        height=HEIGHT,
        on_select=picked if on_pick else "ignore",
        alt=alt,
    )
    _legend(links, bool(chosen), accent)
    unplaced = nodes.loc[nodes["label_x"].isna(), "name"]
    words = f"{COPYRIGHT}. Equal-area projection (EPSG:3035). Drag to move, double-click to zoom."
    if len(unplaced):
        words += f" Without a NUTS code, not on the map: {', '.join(unplaced)}."
    chrome.note(words)


def deck_spec(
    nodes: pd.DataFrame,
    links: pd.DataFrame,
    *,
    accent: str,
    chosen: str | None = None,
    turn: int = 0,
) -> dict[str, Any]:
    """The drawing as deck.gl's JSON: outlines, insets, links by width, territories, names."""
    placed = nodes[nodes["label_x"].notna()]
    place = dict(
        zip(
            placed["territory_id"],
            zip(layers.units(placed["label_x"]), layers.units(placed["label_y"]), strict=True),
            strict=True,
        )
    )
    drawn = links[links["territory_id"].isin(place.keys()) & links["partner_id"].isin(place.keys())]
    is_lit = (drawn["territory_id"] == chosen) | (drawn["partner_id"] == chosen)
    lit = drawn[is_lit]
    lit_ids = {*lit["territory_id"], *lit["partner_id"], chosen} if chosen else set(place)
    ink = theme.tone("muted")
    drawn_layers = [
        layers.land(),
        *layers.insets(),
        *_lines(drawn[~is_lit], place, ink, 26 if chosen else 90, "links"),
        *_lines(lit, place, accent, 235, "lit"),
        *_points(placed, place, lit_ids, chosen, accent, turn),
        *_names(placed[placed["territory_id"].isin(lit_ids)], place, chosen),
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
            "target": [sum(x_range) / 2 * layers.UNITS, sum(y_range) / 2 * layers.UNITS, 0],
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
    classes = links["shared"].clip(upper=max(LINE_WIDTHS))
    found = []
    for shared, width in LINE_WIDTHS.items():
        pairs = links[classes == shared]
        rows = [
            [number for stop in trail for number in place[stop]]
            for trail in trails(zip(pairs["territory_id"], pairs["partner_id"], strict=True))
        ]
        if rows:
            # Weak links are many: fainter, they leave the strong ones in sight.
            faint = opacity if name == "lit" else round(opacity * min(1.0, 0.4 + 0.3 * shared))
            extra = 0.8 if name == "lit" else 0
            found.append(layers.path(f"{name}-{shared}", rows, colour, faint, width + extra))
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


def _points(
    placed: pd.DataFrame,
    place: dict[str, Place],
    lit_ids: set[str | None],
    chosen: str | None,
    accent: str,
    turn: int,
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
                *(row[name] for name in ("name", "country", "partners", "memberships")),
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


def _names(lit: pd.DataFrame, place: dict[str, Place], chosen: str | None) -> list[dict[str, Any]]:
    """Names of the chosen territory and the best connected others, as far as there is room."""
    order = pd.concat([lit[lit["territory_id"] == chosen], lit[lit["territory_id"] != chosen]])
    rows: list[list[Any]] = []
    for territory_id, name in zip(order["territory_id"], order["name"], strict=True):
        x, y = place[territory_id]
        if len(rows) < MOST_LABELS and all(
            abs(x - there[0]) > LABEL_ROOM[0] or abs(y - there[1]) > LABEL_ROOM[1] for there in rows
        ):
            rows.append([x, y, name])
    ground = layers.rgba(theme.tone("ground"), 200)
    layer = layers.text("names", rows, 12, ["start", "center"], [12, 0], theme.tone("text"))
    return [layer | {"background": True, "getBackgroundColor": ground, "backgroundPadding": [3, 1]}]


def _tooltip() -> dict[str, Any]:
    return {
        "html": "<b>{3}</b>, {4}<br>Partners: {5}<br>Partnerships: {6}",
        "style": {
            "background": theme.tone("ground"),
            "color": theme.tone("text"),
            "border": f"1px solid {theme.tone('line')}",
            "borderRadius": "6px",
            "fontSize": "14px",
        },
    }


def _legend(links: pd.DataFrame, is_lit: bool, accent: str) -> None:
    most = int(links["shared"].max()) if len(links) else 1
    last = max(LINE_WIDTHS)
    items = "".join(
        f"<li><i class=s3-stroke style='height:{width + 0.8}px;background:"
        f"{accent if is_lit else theme.tone('muted')}'></i>"
        f"{shared}{' or more' if shared == last and most > last else ''}</li>"
        for shared, width in LINE_WIDTHS.items()
        if shared <= most
    )
    st.html(
        "<ul class='s3 s3-legend' aria-label='Legend'><li>Shared partnerships:</li>"
        f"{items}<li><i class=s3-dot style='background:{escape(accent)}'></i>"
        "territory, larger with more partners</li></ul>"
    )
