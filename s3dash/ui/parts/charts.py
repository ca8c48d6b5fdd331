"""The charts beside the maps: shares against Europe, regions as points."""

import textwrap
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.ui.look import theme
from s3dash.ui.parts.figures import DrawnFigure

FONT = '"Source Sans", sans-serif'
LONGEST_LABEL = 34
LONGEST_LINE = 52


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


def points(frame: pd.DataFrame, across: str, up: str, *, key: str, alt: str) -> None:
    """Regions as points: ``other`` to the right, ``value`` upwards, ``name`` where one points."""
    title = {"font": {"size": 12}}
    figure: dict[str, Any] = {
        "data": [
            {
                "type": "scatter",
                "mode": "markers",
                "x": frame["other"].round(4).tolist(),
                "y": frame["value"].round(4).tolist(),
                "text": frame["name"].tolist(),
                "marker": {"color": theme.tone("filled"), "size": 8, "opacity": 0.65},
                "hovertemplate": "%{text}<br>%{y} against %{x}<extra></extra>",
            }
        ],
        "layout": _layout()
        | {
            "margin": {"l": 10, "r": 10, "t": 10, "b": 40},
            "xaxis": _axis() | {"title": title | {"text": _lines(across)}, "automargin": True},
            "yaxis": _axis() | {"title": title | {"text": _lines(up)}, "automargin": True},
        },
    }
    _draw(figure, key, alt, 420)


def _lines(text: str) -> str:
    """A title in lines that fit beside an axis."""
    return "<br>".join(textwrap.wrap(text, LONGEST_LINE))


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1].rstrip(" ,;") + "…"


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
