"""A map of territories linked by shared partnerships, in the plane of all our maps.

`network_drawing` makes the drawing; here are what stands around it and what a click does.
"""

from collections.abc import Callable
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.ui.look import theme
from s3dash.ui.maps.network_drawing import HEIGHT, NARROW_NAMES, WIDE_NAMES, Names, deck_spec
from s3dash.ui.maps.strengths import LINE_WIDTHS, Strengths
from s3dash.ui.maps.territory_map import COPYRIGHT
from s3dash.ui.shell import chrome, screen
from s3dash.ui.shell.library import drawn, lately


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
        st.session_state[f"{key}_turn"] = turn + 1
        territory_id = _clicked(key)
        if territory_id and on_pick:
            on_pick(None if territory_id == chosen else territory_id)

    if names is None:
        names = NARROW_NAMES if screen.is_narrow() else WIDE_NAMES
    # Of each turn, and of each territory that is lit, there is one.
    spec = lately(deck_spec, nodes, links, strengths, accent, told[0], chosen, turn, names)
    st.container(key="network_map").pydeck_chart(
        DrawnDeck(spec, _tooltip(told[1])),
        key=key,
        height=HEIGHT,
        on_select=picked if on_pick else "ignore",
        alt=alt,
    )
    _legend(strengths, bool(chosen), accent)
    chrome.note(drawn(_note, nodes))


def _clicked(key: str) -> str | None:
    """The territory that a click on the map of that key hit, if any."""
    objects = st.session_state[key]["selection"]["objects"]
    rows = [row for found in objects.values() for row in found]
    return str(rows[0][-1]) if rows else None


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


def _note(nodes: pd.DataFrame) -> str:
    unplaced = nodes.loc[nodes["label_x"].isna(), "name"]
    words = f"{COPYRIGHT}. Equal-area projection (EPSG:3035). Drag to move, double-click to zoom."
    if len(unplaced):
        words += f" Without a NUTS code, not on the map: {', '.join(unplaced)}."
    return words
