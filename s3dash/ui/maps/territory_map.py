"""Maps of Europe: equal area, with the outermost regions in insets.

Boundaries are static files the browser keeps; a rerun sends ids and values. The files come
projected to EPSG:3035 (see `scripts/vendor_boundaries.py`), so a plain drawing has true areas, and
no library for maps is needed: ``map.js`` draws them, and changes colours in place. A Plotly chart
is made anew by Streamlit whenever anything in it changes, and then drawn twice.
"""

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from s3dash import folders
from s3dash.queries.territories.quantiles import quantiles
from s3dash.ui.look import theme
from s3dash.ui.shell import chrome, registry
from s3dash.ui.shell.library import drawn
from s3dash.web.static_files import map_url, script_module

COPYRIGHT = "© EuroGeographics for the administrative boundaries"
OUTLINE_ID = re.compile(r'"id":"([^"]+)"')
NUTS_CODE = re.compile(r"[A-Z]{2}[A-Z0-9]{0,3}")
"""What has a shape in a map file is named like this; its length says its level."""
UNSEEN = -1
"""A class without colour: the territory has a shape on the map, but nothing is seen of it."""
SMALL_KM2 = 6000
"""Area below which a territory is hard to find on a small map of Europe."""

_DRAWING = """
<div class='s3-map'>
  <svg role=img>
    <path class=s3-land /><g class=s3-areas></g><path class=s3-insets />
    <path class=s3-halo /><path class=s3-outlines /><path class=s3-pointed />
  </svg>
  <div class=s3-names aria-hidden=true></div>
  <div class=s3-zoom>
    <button type=button data-by=2 aria-label='Zoom in' title='Zoom in'>+</button>
    <button type=button data-by=0.5 aria-label='Zoom out' title='Zoom out'>−</button>
  </div>
  <i class=s3-ring hidden></i>
  <div class=s3-tip hidden></div>
  <p class=s3-failed role=alert></p>
</div>
"""
_drawing = st.components.v2.component(
    "s3dash_map", html=_DRAWING, js=script_module("maps/map.js"), isolate_styles=False
)


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
    codes, spans = quantiles(values)
    if not spans:
        return [], []
    ramp = theme.SEQUENTIAL[theme.mode()]
    # One class alone has a colour that stands out from the land.
    steps = len(spans) - 1
    picked = [ramp[round(n * (len(ramp) - 1) / steps) if steps else 3] for n in range(len(spans))]
    labels = [f"{high}" if low == high else f"{low}-{high}" for low, high in spans]
    if labels == ["1"] and not noun.startswith("%"):
        noun = f"{noun[:-3]}y" if noun.endswith("ies") else noun.removesuffix("s")
    labels[-1] += f" {noun}"
    return codes, [MapClass(label, colour) for label, colour in zip(labels, picked, strict=True)]


def share_classes(shares: Sequence[float], noun: str) -> tuple[list[int], list[MapClass]]:
    """Up to five classes of shares above 0 (1 is all), as `count_classes` makes them."""
    return count_classes([max(round(100 * share), 1) for share in shares], noun)


def partial_marks(is_partial: Iterable[bool]) -> list[str]:
    """For each row the words that its list is known to be partial, or none; for a tooltip."""
    return ["\nlist known to be partial" if is_ else "" for is_ in is_partial]


def role_classes() -> list[MapClass]:
    """The roles of a membership as classes: 0 participant, 1 co-lead, 2 lead."""
    return [
        MapClass(role, theme.pick(theme.ROLE_COLOURS[role]))
        for role in ("participant", "co-lead", "lead")
    ]


@dataclass(frozen=True)
class Placed:
    """Territories as ``map.js`` takes them, by NUTS level, and the note below the map."""

    layers: list[dict[str, Any]]
    note: str


def placed(frame: pd.DataFrame, codes: Iterable[int], told: Iterable[Sequence[object]]) -> Placed:
    """Put territories on the map: a drawing of many readers is put there once (`library.drawn`).

    Countries come first, small regions last: a region lies on top of the country it belongs to.

    Parameters
    ----------
    frame : pandas.DataFrame
        ``territory_id, name, nuts_level`` (NA: no NUTS code), one row a territory.
    codes : iterable of int
        Class of each row, or `UNSEEN`.
    told : iterable of sequence
        What the tooltip says of each row, see ``hover`` of `territory_map`.
    """
    levels: dict[int, list[list[object]]] = {}
    uncoded, unknown = [], []
    known = drawn_codes()
    columns = (frame[column].tolist() for column in ("territory_id", "name", "nuts_level"))
    for code, name, level, number, values in zip(*columns, codes, told, strict=True):
        if pd.isna(level):
            uncoded.append(name)
        elif code not in known:
            unknown.append(name)
        else:
            levels.setdefault(int(level), []).append([code, name, int(number), *values])
    note = COPYRIGHT + ". Equal-area projection (EPSG:3035)."
    if uncoded:
        note += f" Without a NUTS code, not on the map: {', '.join(uncoded)}."
    if unknown:
        note += f" Without an outline in NUTS 2021, not on the map: {', '.join(unknown)}."
    return Placed(
        [
            {"shapes": map_url(f"nuts-{level}.json"), "territories": levels[level]}
            for level in sorted(levels)
        ],
        note,
    )


def territory_map(
    where: Placed,
    classes: Sequence[MapClass],
    hover: str,
    *,
    key: str,
    alt: str,
    can_open: bool = False,
    on_pick: Callable[[str, bool], None] | None = None,
    outlined: Collection[str] = (),
    rest: str = "not documented",
    is_small: bool = False,
    ring: tuple[float, float] | None = None,
    legend: str | None = None,
) -> str | None:
    """Draw territories by class, with legend, copyright and the territories without a code.

    Parameters
    ----------
    hover : str
        What the tooltip says under the name, with ``{0}`` for the first of the values told of a
        territory, and so on: values travel once, the sentence around them only once.
    can_open : bool
        Whether a click on a territory is reported; with a key held it opens a tab of its own.
    on_pick : callable
        Told the territory that was clicked, and whether a key was held to add it to others.
    outlined : collection of str
        Territories drawn with a thick outline, also such as have no class.
    rest : str
        What the legend says of land without a class.
    is_small : bool
        A map that only locates: no legend, no names of the insets.
    ring : tuple of two floats
        Where a ring draws the eye, in map units: to what is too small to be seen.
    legend : str
        HTML of a legend that is no list of the classes.

    Returns
    -------
    str or None
        Identifier of the territory clicked, if any.
    """
    if not is_small:
        st.html(_legend(classes, rest) if legend is None else legend)

    def picked() -> None:
        pick = st.session_state[key]["pick"]
        if pick and on_pick:
            on_pick(pick["territory"], pick["adds"])

    with st.container(key=f"map_{key}"):
        clicked = _drawing(
            data={
                "extent": map_url("insets.json"),
                "land": map_url("nuts-0.json"),
                "layers": where.layers,
                "colours": [item.colour for item in classes],
                "hover": hover,
                "outlined": _outlines(outlined),
                "ring": ring,
                "alt": alt,
                "is_small": is_small,
                "is_clickable": can_open or on_pick is not None,
                "opens": f"{registry.spec('region').url_path}?territory=" if can_open else "",
            },
            key=key,
            on_pick_change=picked,
        ).pick
    chrome.note(where.note)
    return clicked["territory"] if clicked and can_open else None


def has_outline(frame: pd.DataFrame) -> pd.Series:
    """Which rows the map can draw: not those without a NUTS code, or with one of other years."""
    known = drawn_codes()
    columns = (frame[name].tolist() for name in ("territory_id", "nuts_level"))
    # Not by `isin`: it makes a column of the thousands of codes, 20 ms for each map of a run.
    drawable = [code in known and not pd.isna(level) for code, level in zip(*columns, strict=True)]
    return pd.Series(drawable, frame.index, dtype=bool)


@cache
def drawn_codes() -> frozenset[str]:
    """Codes of every outline in the map files."""
    files = sorted(folders.MAPS.glob("nuts-*.json"))
    return frozenset(
        code for file in files for code in OUTLINE_ID.findall(file.read_text(encoding="utf-8"))
    )


def _outlines(territories: Collection[str]) -> list[dict[str, Any]]:
    """The territories that have an outline by NUTS level, as ``map.js`` takes them."""
    levels: dict[int, list[str]] = {}
    for code in sorted(set(territories)):
        if NUTS_CODE.fullmatch(code):
            levels.setdefault(len(code) - 2, []).append(code)
    return [
        {"shapes": map_url(f"nuts-{level}.json"), "territories": levels[level]}
        for level in sorted(levels)
    ]


@cache
def inset_layout() -> dict[str, Any]:
    """Drawn extent and inset boxes, in map units of 100 km."""
    layout: dict[str, Any] = json.loads((folders.MAPS / "insets.json").read_text(encoding="utf-8"))
    return layout


def _legend(classes: Sequence[MapClass], rest: str) -> str:
    return (
        "<ul class='s3 s3-legend' aria-label='Legend'>"
        + "".join(
            f"<li><i style='background:{item.colour}'></i>{escape(item.label)}</li>"
            for item in classes
        )
        + f"<li><i class=s3-is-land></i>{escape(rest)}</li></ul>"
    )


def locator(record: Mapping[str, Any]) -> None:
    """A small map that shows where one territory is; ``record`` as `queries.territories`."""
    where = (record[name] for name in ("territory_id", "name", "nuts_level", "country"))
    territory_map(
        drawn(_one, *where),
        [MapClass(str(record["name"]), theme.SEQUENTIAL[theme.mode()][3])],
        "{0}",
        key="locator",
        alt=f"Map of Europe that shows where {record['name']} is.",
        is_small=True,
        # An area without a value compares as not small.
        ring=(record["label_x"], record["label_y"]) if record["area_km2"] < SMALL_KM2 else None,
    )


def _one(territory_id: str, name: str, nuts_level: object, country: str) -> Placed:
    frame = pd.DataFrame({"territory_id": [territory_id], "name": [name], "nuts_level": nuts_level})
    return placed(frame, [0], [(country,)])
