"""Maps of Europe: equal area, with the outermost regions in insets.

Boundaries are static files the browser keeps; a rerun sends ids and values. The files come
projected to EPSG:3035 (see `scripts/vendor_boundaries.py`), so "equirectangular" here means a
plain drawing of that plane: areas are true.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.routes import MAPS_DIR, map_url
from s3dash.ui import chrome, theme
from s3dash.ui.figures import DrawnFigure

COPYRIGHT = "© EuroGeographics for the administrative boundaries"
EDGE_STEPS = 4
SMALL_KM2 = 6000
"""Area below which a territory is hard to find on a small map of Europe."""


@dataclass(frozen=True)
class MapClass:
    """One class of a map: its label in the legend and its colour."""

    label: str
    colour: str


def count_classes(values: Sequence[int], noun: str) -> tuple[list[int], list[MapClass]]:
    """Up to five classes of positive counts with about as many territories in each (quantiles).

    Returns
    -------
    tuple of list of int and list of MapClass
        The class of each value (0 is the lowest) and the classes, few to many.
    """
    series = pd.Series(values, dtype="int64")
    if series.empty:
        return [], []
    edges = sorted({int(edge) for edge in series.quantile([0.2, 0.4, 0.6, 0.8, 1], "lower")})
    codes = [next(n for n, edge in enumerate(edges) if value <= edge) for value in series]
    ramp = theme.SEQUENTIAL[theme.mode()]
    # One class alone has a colour that stands out from the land.
    steps = len(edges) - 1
    picked = [ramp[round(n * (len(ramp) - 1) / steps) if steps else 3] for n in range(len(edges))]
    labels = []
    lowest = int(series.min())
    for edge in edges:
        labels.append(f"{edge}" if lowest == edge else f"{lowest}-{edge}")
        lowest = edge + 1
    if labels == ["1"] and noun.endswith("ies"):
        noun = f"{noun[:-3]}y"
    labels[-1] += f" {noun}"
    return codes, [MapClass(label, colour) for label, colour in zip(labels, picked, strict=True)]


def share_classes(shares: Sequence[float], noun: str) -> tuple[list[int], list[MapClass]]:
    """Up to five classes of shares above 0 (1 is all), as `count_classes` makes them."""
    return count_classes([max(round(100 * share), 1) for share in shares], noun)


def partial_marks(frame: pd.DataFrame) -> list[str]:
    """For each row the words that its list is known to be partial, or none; for a tooltip."""
    return ["<br>list known to be partial" if is_ else "" for is_ in frame["has_partial_list"]]


def role_classes() -> list[MapClass]:
    """The roles of a membership as classes: 0 participant, 1 co-lead, 2 lead."""
    return [
        MapClass(role, theme.pick(theme.ROLE_COLOURS[role]))
        for role in ("participant", "co-lead", "lead")
    ]


def territory_map(
    frame: pd.DataFrame,
    codes: Sequence[int],
    classes: Sequence[MapClass],
    hover: str,
    told: Iterable[Sequence[object]],
    *,
    key: str,
    alt: str,
    can_open: bool = False,
    on_pick: Callable[[list[str]], None] | None = None,
    outlined: Collection[str] = (),
    rest: str = "not documented",
    is_small: bool = False,
    ring: tuple[float, float] | None = None,
) -> str | None:
    """Draw territories by class, with legend, copyright and the territories without a code.

    Parameters
    ----------
    frame : pandas.DataFrame
        ``territory_id, name, nuts_level`` (NA: no NUTS code), one row a territory.
    codes : sequence of int
        Class of each row.
    hover : str
        What the tooltip says under the name, with ``%{customdata[0]}`` for the first of the
        values in ``told``, and so on: values travel once, the sentence around them only once.
    told : iterable of sequence
        The values for each row.
    can_open : bool
        Whether a click on a territory is reported.
    on_pick : callable
        Told the territories that are selected after a click, none when it released the last.
    outlined : collection of str
        Territories drawn with a thick outline.
    rest : str
        What the legend says of land without a class.
    is_small : bool
        A map that only locates: no legend, no names of the insets.
    ring : tuple of two floats
        Where a ring draws the eye, in map units: to what is too small to be seen.

    Returns
    -------
    str or None
        Identifier of the territory clicked, if any.
    """
    if not is_small:
        st.html(_legend(classes, rest))
    figure = _figure(frame.assign(code=list(codes), told=list(told)), classes, hover)
    figure["data"] += _outlines(frame, outlined)
    figure["data"] += _insets(with_names=not is_small)
    if ring:
        figure["data"].append(_ring(*ring))

    # A map anew after each click: what Plotly keeps as selected would outlive a choice that is
    # cleared elsewhere, and the next click on it would only release it.
    turn = st.session_state.get(f"{key}_turn", 0)
    chart = f"{key}_{turn}" if on_pick else key

    def picked() -> None:
        points = st.session_state[chart]["selection"]["points"]
        st.session_state[f"{key}_turn"] = turn + 1
        on_pick([point["location"] for point in points if point.get("location")])  # type: ignore[misc]

    event = st.container(key=f"map_{key}").plotly_chart(
        DrawnFigure(figure),
        key=chart,
        height="stretch",
        theme=None,
        on_select=picked if on_pick else "rerun" if can_open else "ignore",
        selection_mode="points",
        # Plotly asks its own server for a world map even when none is drawn: hand it an empty one.
        config={"topojsonURL": "maps/", "displayModeBar": False, "scrollZoom": False},
        alt=alt,
    )
    _below(frame)
    if not can_open:
        return None
    points = event["selection"]["points"]  # type: ignore[index]
    return points[0].get("location") if points else None


def _figure(frame: pd.DataFrame, classes: Sequence[MapClass], hover: str) -> dict[str, Any]:
    scale = [
        [bound, item.colour]
        for number, item in enumerate(classes)
        for bound in (number / len(classes), (number + 1) / len(classes))
    ]
    traces = [_land()]
    placed = frame[frame["nuts_level"].notna()]
    # Countries first, small regions last: a region lies on top of the country it belongs to.
    for level, rows in placed.groupby("nuts_level"):
        traces.append(
            {
                "type": "choropleth",
                "geojson": map_url(f"nuts-{int(level)}.json"),
                "featureidkey": "id",
                "locations": rows["territory_id"].tolist(),
                "z": rows["code"].tolist(),
                "zmin": -0.5,
                "zmax": len(classes) - 0.5,
                "colorscale": scale,
                "showscale": False,
                "text": rows["name"].tolist(),
                "customdata": rows["told"].tolist(),
                "hovertemplate": f"<b>%{{text}}</b><br>{hover}<extra></extra>",
                "marker": {"line": {"width": 0.7, "color": theme.BORDER[theme.mode()]}},
                "selected": {"marker": {"opacity": 1}},
                "unselected": {"marker": {"opacity": 1}},
            }
        )
    extent = inset_layout()
    return {
        "data": traces,
        "layout": {
            # The default template is 3.6 KB of colours for charts that are not here.
            "template": {},
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "clickmode": "event+select",
            "dragmode": False,
            "showlegend": False,
            "hoverlabel": {"align": "left"},
            "geo": {
                "projection": {"type": "equirectangular"},
                "visible": False,
                "bgcolor": "rgba(0,0,0,0)",
                "lonaxis": {"range": extent["x_range"]},
                "lataxis": {"range": extent["y_range"]},
            },
        },
    }


@cache
def inset_layout() -> dict[str, Any]:
    """Drawn extent and inset boxes, in map units of 100 km."""
    layout: dict[str, Any] = json.loads((MAPS_DIR / "insets.json").read_text(encoding="utf-8"))
    return layout


@cache
def _countries() -> list[str]:
    features = json.loads((MAPS_DIR / "nuts-0.json").read_text(encoding="utf-8"))["features"]
    return [feature["id"] for feature in features]


def _land() -> dict[str, Any]:
    colour = theme.LAND[theme.mode()]
    return {
        "type": "choropleth",
        "geojson": map_url("nuts-0.json"),
        "featureidkey": "id",
        "locations": _countries(),
        "z": [0] * len(_countries()),
        "colorscale": [[0, colour], [1, colour]],
        "showscale": False,
        "hoverinfo": "skip",
        "marker": {"line": {"width": 0.9, "color": theme.BORDER[theme.mode()]}},
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
    }


def _outlines(frame: pd.DataFrame, outlined: Collection[str]) -> list[dict[str, Any]]:
    rows = frame[frame["territory_id"].isin(list(outlined)) & frame["nuts_level"].notna()]
    return [
        {
            "type": "choropleth",
            "geojson": map_url(f"nuts-{int(level)}.json"),
            "featureidkey": "id",
            "locations": found["territory_id"].tolist(),
            "z": [0] * len(found),
            "colorscale": [[0, "rgba(0,0,0,0)"], [1, "rgba(0,0,0,0)"]],
            "showscale": False,
            "hoverinfo": "skip",
            "marker": {"line": {"width": 2.5, "color": theme.tone("text")}},
            "selected": {"marker": {"opacity": 1}},
            "unselected": {"marker": {"opacity": 1}},
        }
        for level, found in rows.groupby("nuts_level")
    ]


def _insets(with_names: bool) -> list[dict[str, Any]]:
    boxes = inset_layout()["insets"]
    xs: list[float | None] = []
    ys: list[float | None] = []
    for box in boxes:
        # Plotly bends a long straight edge as if on a globe: points on the way keep it straight.
        across = [
            round(box["x0"] + (box["x1"] - box["x0"]) * step / EDGE_STEPS, 2)
            for step in range(EDGE_STEPS + 1)
        ]
        xs += [*across, *reversed(across), box["x0"], None]
        ys += [box["y0"]] * len(across) + [box["y1"]] * len(across) + [box["y0"], None]
    shared = {"type": "scattergeo", "hoverinfo": "skip"}
    line = {"width": 0.8, "color": theme.BORDER[theme.mode()]}
    frames = shared | {"mode": "lines", "lon": xs, "lat": ys, "line": line}
    if not with_names:
        return [frames]
    names = {
        "mode": "text",
        "lon": [box["label_x"] for box in boxes],
        "lat": [box["label_y"] for box in boxes],
        "text": [box["name"] for box in boxes],
        "textposition": "bottom right",
        "textfont": {"size": 9, "color": theme.tone("text")},
    }
    return [frames, shared | names]


def _ring(x: float, y: float) -> dict[str, Any]:
    return {
        "type": "scattergeo",
        "mode": "markers",
        "hoverinfo": "skip",
        "lon": [x],
        "lat": [y],
        "marker": {
            "symbol": "circle-open",
            "size": 16,
            "color": theme.tone("text"),
            "line": {"width": 2.5, "color": theme.tone("text")},
        },
    }


def _legend(classes: Sequence[MapClass], rest: str) -> str:
    items = [*classes, MapClass(rest, theme.LAND[theme.mode()])]
    return (
        "<ul class='s3 s3-legend' aria-label='Legend'>"
        + "".join(
            f"<li><i style='background:{item.colour}'></i>{escape(item.label)}</li>"
            for item in items
        )
        + "</ul>"
    )


def locator(record: Mapping[str, Any]) -> None:
    """A small map that shows where one territory is; ``record`` as `queries.territories`."""
    frame = pd.DataFrame(
        [{name: record[name] for name in ("territory_id", "name", "nuts_level", "country")}]
    )
    territory_map(
        frame,
        [0],
        [MapClass(str(record["name"]), theme.SEQUENTIAL[theme.mode()][3])],
        "%{customdata[0]}",
        [(record["country"],)],
        key="locator",
        alt=f"Map of Europe that shows where {record['name']} is.",
        is_small=True,
        # An area without a value compares as not small.
        ring=(record["label_x"], record["label_y"]) if record["area_km2"] < SMALL_KM2 else None,
    )


def _below(frame: pd.DataFrame) -> None:
    unplaced = frame.loc[frame["nuts_level"].isna(), "name"]
    note = COPYRIGHT + ". Equal-area projection (EPSG:3035)."
    if len(unplaced):
        note += f" Without a NUTS code, not on the map: {', '.join(unplaced)}."
    chrome.note(note)
