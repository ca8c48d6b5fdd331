"""Evidence of one partnership on a time axis, one lane a stage."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.queries.progress import Stage
from s3dash.ui import theme


def stage_timeline(evidence: pd.DataFrame, stages: Sequence[Stage], name: str) -> None:
    """Draw the events of a partnership; ``evidence`` as `queries.progress.evidence_of` gives it.

    An event known by month or year stands at the first day of it.
    """
    names = [stage.name for stage in stages]
    ink = theme.tone("text")
    grid = theme.tone("line")
    figure: dict[str, Any] = {
        "data": [
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": [f"{day:%Y-%m-%d}" for day in evidence["date_start"]],
                "y": evidence["stage"].tolist(),
                "text": evidence["title"].tolist(),
                "customdata": evidence["date"].tolist(),
                "hovertemplate": "<b>%{text}</b><br>%{y}, %{customdata}<extra></extra>",
                "line": {"color": theme.tone("empty"), "width": 1.5},
                "marker": {
                    "size": 13,
                    "color": theme.tone("filled"),
                    "line": {"width": 1.5, "color": theme.tone("on-filled")},
                },
            }
        ],
        "layout": {
            "template": {},
            "height": 270,
            "margin": {"l": 8, "r": 16, "t": 8, "b": 8},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"color": ink, "size": 14},
            "hoverlabel": {"align": "left"},
            "dragmode": False,
            "xaxis": {"type": "date", "gridcolor": grid, "fixedrange": True, "automargin": True},
            "yaxis": {
                "type": "category",
                "categoryorder": "array",
                "categoryarray": names,
                "range": [-0.5, len(names) - 0.5],
                "tickvals": names,
                "gridcolor": grid,
                "fixedrange": True,
                "automargin": True,
            },
        },
    }
    st.plotly_chart(
        figure,
        key="stage_timeline",
        theme=None,
        config={"displayModeBar": False},
        alt=f"Time line of {len(evidence)} dated events of {name}, one lane a stage, from "
        f"{evidence['date'].iloc[0]} to {evidence['date'].iloc[-1]}. The list below tells them.",
    )
