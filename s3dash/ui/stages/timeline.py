"""Evidence of one partnership on a time axis: one lane a stage, and the path between the events."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.queries.partnerships.progress import Stage
from s3dash.ui.look import theme
from s3dash.ui.look.text import plural
from s3dash.ui.parts.figures import DrawnFigure
from s3dash.ui.stages.as_of import AsOf

LEVELS = (0, 0.24, -0.24, 0.4, -0.4)
"""Where in its lane an event stands when it would lie on another."""
NEAREST = 0.022
"""Share of the time axis that two marks at the same height keep between them."""
STEPS = {
    # code -> name in the legend, how the line is drawn
    "on": ("on, or in the same stage", "solid"),
    "back": ("back to an earlier stage", "dash"),
    "unsure": ("order of the two not known", "dot"),
}
Step = tuple[Any, Any, str]
"""The rows of two events that follow each other, and a code of `STEPS`."""

SYMBOLS = {
    # basis -> what the legend says behind "event", sign of the mark
    "direct": ("", "circle"),
    "project": (" of a project", "square"),
    "related": (", related only", "diamond"),
}


def stage_timeline(spec: dict[str, Any], alt: str, *, on_choose: Callable[[str], None]) -> None:
    """Draw the events of a partnership: a `figure` and its `words`.

    ``on_choose`` is told the event whose mark was clicked, before the page runs again.
    """
    # A chart anew after each click: the next click on a mark that Plotly keeps as selected would
    # only release it.
    turn = st.session_state.get("timeline_turn", 0)
    key = f"stage_timeline_{turn}"

    def picked() -> None:
        points = st.session_state[key]["selection"]["points"]
        st.session_state["timeline_turn"] = turn + 1
        for point in points:
            on_choose(point["customdata"][0])

    with st.container(key="timeline"):
        st.plotly_chart(
            DrawnFigure(spec),
            key=key,
            height=400,
            theme=None,
            on_select=picked,
            selection_mode="points",
            config={"displayModeBar": False},
            alt=alt,
        )


def words(evidence: pd.DataFrame, name: str, as_of: AsOf) -> str:
    """What the figure shows, for who does not see it."""
    back = sum(kind == "back" for _, _, kind in steps(evidence))
    return (
        f"Timeline of {plural(len(evidence), 'dated event')} of {name}, one lane a stage, from "
        f"{evidence['date'].iloc[0]} to {evidence['date'].iloc[-1]}, as of {as_of.day}; "
        f"{plural(back, 'step')} back to an earlier stage. The list below tells them."
    )


def steps(evidence: pd.DataFrame) -> list[Step]:
    """Events counted that follow each other in time, in pairs with a code of `STEPS`.

    Without those that are only related to the partnership: they are no steps of it. In the order
    of their marks, so that no line runs back in time.
    """
    own = ~evidence["is_later"] & (evidence["basis"] != "related")
    counted = evidence[own].assign(middle=_middle)
    order = counted.sort_values(["middle", "date_start", "evidence_id"], kind="stable")
    return [(before, after, _step(before, after)) for before, after in pairwise(order.itertuples())]


def _middle(evidence: pd.DataFrame) -> "pd.Series[pd.Timestamp]":
    """The day in the middle of what each date covers: where its mark stands."""
    span = evidence["date_end"] - evidence["date_start"]
    return (evidence["date_start"] + span / 2).dt.normalize()


def _step(before: Any, after: Any) -> str:
    if before.position != after.position and after.date_start <= before.date_end:
        return "unsure"
    return "back" if after.position < before.position else "on"


def figure(
    evidence: pd.DataFrame, stages: Sequence[Stage], as_of: AsOf, chosen: str | None
) -> dict[str, Any]:
    """The figure as Plotly takes it; ``evidence`` as `queries.progress.evidence_of` gives it.

    ``chosen`` is the event that is drawn with a ring.
    """
    first = min(evidence["date_start"].min().date(), as_of.day)
    last = max(evidence["date_end"].max().date(), as_of.day)
    margin = max((last - first) * 0.03, timedelta(days=20))
    placed = _placed(evidence, (last - first + 2 * margin).days)
    taken = steps(placed)
    ink = theme.tone("text")
    window_start = max(as_of.since, first - margin)
    axis = {"fixedrange": True, "zeroline": False, "ticks": "", "automargin": True}
    return {
        "data": [*_path(taken), *_spans(placed), *_marks(placed, chosen)],
        "layout": {
            "template": {},
            "margin": {"l": 8, "r": 16, "t": 26, "b": 8},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"color": ink, "size": 13, "family": '"Source Sans", sans-serif'},
            "hoverlabel": {"align": "left"},
            "hovermode": "closest",
            "dragmode": False,
            "legend": {"orientation": "h", "x": 0, "y": -0.12, "yanchor": "top"},
            "shapes": [
                *(_lane(stage.position) for stage in stages[::2]),
                _rectangle(window_start, as_of.day, theme.tone("filled"), 0.1),
                {
                    "type": "line",
                    "x0": f"{as_of.day}",
                    "x1": f"{as_of.day}",
                    "y0": 0,
                    "y1": 1,
                    "yref": "paper",
                    "line": {"color": ink, "width": 1.5},
                },
            ],
            "annotations": [
                {
                    "x": f"{as_of.day}",
                    "y": 1,
                    "yref": "paper",
                    "yanchor": "bottom",
                    "xanchor": "right",
                    "text": f"as of {as_of.day}; shaded: {as_of.window_months} months before",
                    "showarrow": False,
                },
                *_arrows(taken),
            ],
            "xaxis": axis
            | {
                "type": "date",
                "range": [f"{first - margin}", f"{last + margin}"],
                "gridcolor": theme.tone("line"),
            },
            "yaxis": axis
            | {
                "range": [0.4, len(stages) + 0.6],
                "tickvals": list(range(1, len(stages) + 1)),
                "ticktext": [stage.name for stage in stages],
                "gridcolor": theme.tone("line"),
            },
        },
    }


def _placed(evidence: pd.DataFrame, days: int) -> pd.DataFrame:
    """The events with the place of their mark: ``x`` (middle of what the date covers), ``y``."""
    placed = evidence.assign(x=_middle, y=evidence["position"].astype(float))
    for _, lane in placed.groupby("position"):
        free = dict.fromkeys(LEVELS, date.min)
        for row in lane.sort_values("x").itertuples():
            x = row.x.date()
            level = next(
                (at for at in LEVELS if free[at] <= x), min(LEVELS, key=lambda at: free[at])
            )
            free[level] = x + timedelta(days=round(days * NEAREST))
            placed.loc[row.Index, "y"] = row.position + level
    return placed


def _path(taken: list[Step]) -> list[dict[str, Any]]:
    traces = []
    for code, (name, dash) in STEPS.items():
        pairs = [(before, after) for before, after, kind in taken if kind == code]
        if not pairs:
            continue
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": name,
                "x": [at for a, b in pairs for at in (_day(a.x), _day(b.x), None)],
                "y": [at for a, b in pairs for at in (a.y, b.y, None)],
                "line": {
                    "color": theme.tone("text" if code == "back" else "empty"),
                    "width": 2 if code == "back" else 1.3,
                    "dash": dash,
                },
                "hoverinfo": "skip",
            }
        )
    return traces


def _arrows(taken: list[Step]) -> list[dict[str, Any]]:
    """Heads of arrows on the steps back, so that these are told apart without colour and dashes."""
    return [
        {
            "x": _day(after.x),
            "y": after.y,
            "ax": _day(before.x + (after.x - before.x) * 0.6),
            "ay": before.y + (after.y - before.y) * 0.6,
            "axref": "x",
            "ayref": "y",
            "text": "",
            "showarrow": True,
            "arrowhead": 2,
            "arrowsize": 1.3,
            "arrowwidth": 2,
            "arrowcolor": theme.tone("text"),
            "standoff": 8,
        }
        for before, after, kind in taken
        if kind == "back"
    ]


def _spans(placed: pd.DataFrame) -> list[dict[str, Any]]:
    """Bars of the events that are known by month or year only."""
    rows = list(placed[placed["date_end"] > placed["date_start"]].itertuples())
    if not rows:
        return []
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "name": "some time in that month or year",
            "x": [at for row in rows for at in (_day(row.date_start), _day(row.date_end), None)],
            "y": [at for row in rows for at in (row.y, row.y, None)],
            "line": {"color": theme.tone("filled"), "width": 7},
            "opacity": 0.45,
            "hoverinfo": "skip",
        }
    ]


def _marks(placed: pd.DataFrame, chosen: str | None) -> list[dict[str, Any]]:
    traces = []
    for (is_later, basis), rows in placed.groupby(["is_later", "basis"]):
        said, symbol = SYMBOLS[basis]
        name = f"event{said}" + (" dated later, not counted" if is_later else "")
        is_chosen = rows["evidence_id"] == chosen
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": name,
                "x": [_day(at) for at in rows["x"]],
                "y": rows["y"].tolist(),
                "text": rows["title"].tolist(),
                "customdata": rows[["evidence_id", "date", "stage"]].to_numpy().tolist(),
                "hovertemplate": "<b>%{text}</b><br>%{customdata[2]}, %{customdata[1]}<br>"
                "click to read it<extra></extra>",
                "marker": {
                    "size": [19 if is_ else 13 for is_ in is_chosen],
                    "symbol": f"{symbol}-open" if is_later else symbol,
                    "color": theme.tone("empty" if is_later else "filled"),
                    "line": {
                        "width": [3 if is_ else 1.5 for is_ in is_chosen],
                        "color": theme.tone("empty")
                        if is_later
                        else [theme.tone("text" if is_ else "on-filled") for is_ in is_chosen],
                    },
                    "opacity": 1,
                },
                "unselected": {"marker": {"opacity": 1}},
            }
        )
    return traces


def _lane(position: int) -> dict[str, Any]:
    """The ground of a lane, under every other one."""
    return {
        "type": "rect",
        "layer": "below",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": position - 0.5,
        "y1": position + 0.5,
        "line": {"width": 0},
        "fillcolor": theme.tone("line"),
        "opacity": 0.25,
    }


def _rectangle(start: date, end: date, colour: str, opacity: float) -> dict[str, Any]:
    return {
        "type": "rect",
        "layer": "below",
        "x0": f"{start}",
        "x1": f"{end}",
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"width": 0},
        "fillcolor": colour,
        "opacity": opacity,
    }


def _day(at: Any) -> str:
    return f"{at:%Y-%m-%d}"
