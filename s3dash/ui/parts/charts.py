"""Charts beside the maps: a heat map of counts, and shares against Europe."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.ui.look import ink, theme
from s3dash.ui.parts.figures import DrawnFigure

FONT = '"Source Sans", sans-serif'
MOST_ROWS_IN_SIGHT = 25
"""Rows of a heat map that a screen shows with its heads."""
ROW_PIXELS = 21
LONGEST_LABEL = 34
MOST_NAMED_COLUMNS = 22
"""More columns than this show their codes only."""
MOST_IN_WIDER = 44
"""So many columns fit the page on a wide screen."""


def heat_map(
    frame: pd.DataFrame,
    domains: Mapping[str, str],
    *,
    key: str,
    alt: str,
    least: float = 1,
    number_format: str = "",
) -> None:
    """Counts by territory (rows) and domain (columns), the number in each cell that has one.

    Parameters
    ----------
    frame : pandas.DataFrame
        As `queries.views.matrix`, ``has_partial_list`` optional; drawn in the order given.
    domains : mapping of str to str
        Columns of the frame to draw -> label.
    least : float
        Number at which the colours start.
    number_format : str
        How numbers stand in the cells, as D3 writes it; empty: as they are.
    """
    labels = [f"{code} {label}" for code, label in domains.items()]
    names = _row_names(frame)
    ramp = theme.SEQUENTIAL[theme.mode()]
    is_named = len(domains) <= MOST_NAMED_COLUMNS
    longest = max(map(len, labels if is_named else domains))
    head = 40 + round(3.8 * min(longest, LONGEST_LABEL)) if is_named else 22 + 8 * longest
    counts = frame[list(domains)].to_numpy().tolist()
    cells = _cells(counts, labels, names, ramp, least, number_format)
    figure: dict[str, Any] = {
        "data": in_readable_ink(cells, ramp),
        "layout": _layout()
        | {
            "margin": {"l": 10, "r": 130 if is_named else 20, "t": head, "b": 10},
            "xaxis": _heads(labels, list(domains), is_named=is_named),
            "yaxis": _axis()
            | {
                "autorange": "reversed",
                "type": "category",
                "dtick": 1,
                "automargin": True,
                "showgrid": False,
            },
        },
    }
    below = 0
    if len(names) > MOST_ROWS_IN_SIGHT:
        # Far down the heads are out of sight: they stand at the foot, too.
        below = head
        _repeat_heads(figure, labels, names[0], below)
    # Narrower than its columns need it is moved sideways, see style.css.
    width = "wide" if is_named else "wider" if len(domains) <= MOST_IN_WIDER else "widest"
    with st.container(key=f"{width}_chart"):
        _draw(figure, key, alt, ROW_PIXELS * len(names) + head + below + 20)


def _row_names(frame: pd.DataFrame) -> list[str]:
    """Territories as rows are named: code where two have one name, a mark on a partial list."""
    return [
        f"{name}{f' ({code})' if twice else ''}{'*' if is_partial else ''}"
        for name, code, twice, is_partial in zip(
            frame["territory"],
            frame["territory_id"],
            frame["territory"].duplicated(keep=False),
            frame.get("has_partial_list", [False] * len(frame)),
            strict=True,
        )
    ]


def _cells(
    counts: list[list[float]],
    labels: list[str],
    names: list[str],
    ramp: Sequence[str],
    least: float,
    number_format: str,
) -> dict[str, Any]:
    """The trace of a heat map: columns ``labels``, rows ``names``; no number where none counts."""
    shown = f"%{{z:{number_format}}}" if number_format else "%{z}"
    return {
        "type": "heatmap",
        "x": labels,
        "y": names,
        "z": [[value or None for value in row] for row in counts],
        "zmin": least,
        "zmax": max(*map(max, counts), 2 * least),
        "colorscale": [[n / (len(ramp) - 1), colour] for n, colour in enumerate(ramp)],
        "showscale": False,
        "texttemplate": shown,
        "xgap": 1,
        "ygap": 1,
        "hoverongaps": False,
        "hovertemplate": "<b>%{y}</b><br>%{x}<br>" + shown + "<extra></extra>",
    }


def _heads(labels: list[str], codes: list[str], *, is_named: bool) -> dict[str, Any]:
    """The axis of columns, above them: each with its label, or with its code only."""
    return _axis() | {
        "side": "top",
        "tickvals": labels,
        "ticktext": [_short(label, 33) for label in labels] if is_named else codes,
        "type": "category",
        "tickangle": -40 if is_named else -90,
        "showgrid": False,
    }


def _repeat_heads(figure: dict[str, Any], labels: list[str], name: str, pixels: int) -> None:
    """Have the heads of a heat map below it, too: an axis is drawn for a trace that has it."""
    figure["data"].append(
        {
            "type": "heatmap",
            "x": labels,
            "y": [name],
            "z": [[None] * len(labels)],
            "xaxis": "x2",
            "showscale": False,
            "hoverinfo": "skip",
        }
    )
    figure["layout"]["xaxis2"] = figure["layout"]["xaxis"] | {
        "side": "bottom",
        "overlaying": "x",
        "matches": "x",
    }
    figure["layout"]["margin"]["b"] = pixels


def in_readable_ink(cells: dict[str, Any], ramp: Sequence[str]) -> list[dict[str, Any]]:
    """The heat map as traces whose numbers are read on every cell.

    The numbers of a trace have one colour: all cells in the ink that most of them need, and those
    that need the other once more on top. Plotly counts the cells of a category axis from its start,
    so that only rows and columns after the last of them can be left out.
    """
    least, most = cells["zmin"], cells["zmax"]
    inks = [
        [
            None
            if value is None
            else ink.ink_on(ink.on_ramp(ramp, (value - least) / (most - least)))
            for value in row
        ]
        for row in cells["z"]
    ]
    every = [one for row in inks for one in row if one]
    usual, other = sorted((ink.BLACK, ink.WHITE), key=every.count, reverse=True)
    traces = [cells | {"textfont": {"color": usual}}]
    if other in every:
        down = max(place for place, row in enumerate(inks) if other in row) + 1
        across = max(place for row in inks for place, one in enumerate(row) if one == other) + 1
        traces.append(
            cells
            | {
                "x": cells["x"][:across],
                "y": cells["y"][:down],
                "z": [
                    [
                        value if one == other else None
                        for value, one in zip(values[:across], row[:across], strict=True)
                    ]
                    for values, row in zip(cells["z"][:down], inks[:down], strict=True)
                ],
                "textfont": {"color": other},
            }
        )
    return traces


def shares(frame: pd.DataFrame, *, key: str, alt: str) -> None:
    """Share here as a bar, share in Europe as a mark on it; ``frame`` as `common_and_rare`."""
    labels = [_short(label) for label in frame["label"]]
    places = list(range(len(labels)))
    figure: dict[str, Any] = {
        "data": _share_traces(frame, places),
        "layout": _layout()
        | {
            "margin": {"l": 10, "r": 80, "t": 40, "b": 40},
            "bargap": 0.35,
            "showlegend": True,
            "legend": {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom"},
            "xaxis": _axis() | {"ticksuffix": " %", "rangemode": "tozero", "side": "bottom"},
            "yaxis": _axis()
            | {
                "autorange": "reversed",
                "tickvals": places,
                "ticktext": labels,
                "automargin": True,
                "showgrid": False,
            },
        },
    }
    _draw(figure, key, alt, 26 * len(labels) + 120)


def _share_traces(frame: pd.DataFrame, places: list[int]) -> list[dict[str, Any]]:
    """Bars of the shares here, the index beside each, and marks of the shares in Europe."""
    return [
        {
            "type": "bar",
            "orientation": "h",
            "name": "share here",
            "x": [round(100 * share, 1) for share in frame["share"]],
            "y": places,
            "marker": {"color": theme.tone("filled")},
            "hovertemplate": "%{x} % here<extra></extra>",
        },
        {
            # Right of both, so that no mark lies on it.
            "type": "scatter",
            "mode": "text",
            "x": [
                round(100 * max(pair), 1)
                for pair in zip(frame["share"], frame["europe_share"], strict=True)
            ],
            "y": places,
            "text": [f"   index {index:.1f}" for index in frame["index"]],
            "textposition": "middle right",
            "cliponaxis": False,
            "hoverinfo": "skip",
            "showlegend": False,
        },
        {
            "type": "scatter",
            "mode": "markers",
            "name": "share in Europe",
            "x": [round(100 * share, 1) for share in frame["europe_share"]],
            "y": places,
            "marker": {
                "symbol": "line-ns-open",
                "size": 15,
                "line": {"width": 3, "color": theme.tone("text")},
                "color": theme.tone("text"),
            },
            "hovertemplate": "%{x} % in Europe<extra></extra>",
        },
    ]


def _short(label: str, longest: int = LONGEST_LABEL) -> str:
    return label if len(label) <= longest else label[: longest - 1].rstrip(" ,;") + "…"


def _layout() -> dict[str, Any]:
    return {
        # The default template is 3.6 KB of colours for charts that are not here.
        "template": {},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": theme.tone("text"), "size": 12, "family": FONT},
        "showlegend": False,
        "dragmode": False,
        "hoverlabel": {"align": "left"},
    }


def _axis() -> dict[str, Any]:
    return {"fixedrange": True, "zeroline": False, "gridcolor": theme.tone("line"), "ticks": ""}


def _draw(figure: dict[str, Any], key: str, alt: str, height: int) -> None:
    st.plotly_chart(
        DrawnFigure(figure),
        key=key,
        height=height,
        theme=None,
        config={"displayModeBar": False},
        alt=alt,
    )
