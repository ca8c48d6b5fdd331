"""Stage progress of one platform: its partnerships as of a date, and the flow over time."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from s3dash.queries.partnerships.progress import (
    DEFAULT_WINDOW,
    ProgressFilter,
    Stage,
    partnership_progress,
    stages,
)
from s3dash.queries.partnerships.stage_flow import evidence_by_year
from s3dash.ui.address.link import Link
from s3dash.ui.look import theme
from s3dash.ui.look.text import plural
from s3dash.ui.parts import tables
from s3dash.ui.parts.figures import DrawnFigure
from s3dash.ui.shell import chrome
from s3dash.ui.shell.library import answer, answer_lately
from s3dash.ui.stages import as_of, board, definitions
from s3dash.ui.stages.as_of import AsOf

PANEL_PIXELS = 84
BAR_YEARS = 0.7
"""Width of a bar: left to Plotly it follows the smallest gap between the years of a stage."""


def show(platform_id: str, platform_name: str) -> None:
    """Draw the section: as-of date, strips of the partnerships, evidence per stage by year."""
    Link().restore()
    of_platform = ProgressFilter(platforms=(platform_id,))
    if answer(partnership_progress, as_of.today(), DEFAULT_WINDOW, of_platform).empty:
        # Every date shows the same: nothing to move.
        st.info("No partnership of this platform is documented yet.", icon=":material/info:")
        return
    steps = answer(stages)
    day = as_of.choose()
    progress = answer_lately(partnership_progress, day.day, day.window_months, of_platform)
    chrome.count(board.summary(progress))
    board.rows(progress, steps, day, f"{platform_name} platform, {day.words}")
    tables.take_away(
        lambda: board.file_of(progress),
        title=f"Stage evidence by partnership, {platform_name} platform",
        filters=f"platform {platform_name}; {day.words}",
        file_name=f"{platform_id}-progress",
        as_of=day.day,
        key="platform_progress_take",
        sources=board.SOURCES,
    )
    st.subheader("Flow over time", anchor=False)
    _flow(
        answer_lately(evidence_by_year, platform_id, day.day),
        steps,
        platform_id,
        platform_name,
        day,
    )
    definitions.stage_progress()


def _flow(
    by_year: pd.DataFrame, steps: Sequence[Stage], platform_id: str, name: str, day: AsOf
) -> None:
    if by_year.empty:
        st.info(f"No event of this platform is dated {day.day} or earlier.", icon=":material/info:")
        return
    chrome.note(
        "How many partnerships had dated evidence in a stage, by year. No bar: none documented. "
        f"The last year counts up to {day.day}."
    )
    st.plotly_chart(
        DrawnFigure(flow_figure(by_year, steps, day)),
        key="platform_flow",
        height=PANEL_PIXELS * len(steps) + 40,
        theme=None,
        config={"displayModeBar": False},
        alt=_alt(by_year, steps, name, day),
    )
    table = st.expander("The figures of the chart as a table", on_change="rerun", key="flow_table")
    if not table.open:
        return
    with table:
        tables.table(
            by_year,
            {
                "year": st.column_config.NumberColumn("Year", format="%d", width="small"),
                "stage": "Stage",
                "partnerships": st.column_config.NumberColumn("Partnerships", width="small"),
                "events": st.column_config.NumberColumn("Events", width="small"),
                "names": st.column_config.TextColumn("Which", width="large"),
            },
            key="flow_years",
            alt=f"Partnerships of the {name} platform with evidence by year and stage",
        )
        tables.take_away(
            lambda: by_year,
            title=f"Partnerships of the {name} platform with evidence, by year and stage",
            filters=f"platform {name}; events up to {day.day}",
            file_name=f"{platform_id}-flow",
            as_of=day.day,
            key="flow_take",
            sources=board.SOURCES,
        )


def _alt(by_year: pd.DataFrame, steps: Sequence[Stage], name: str, day: AsOf) -> str:
    told = []
    for step in steps:
        of = by_year[by_year["stage_id"] == step.stage_id]
        counts = ", ".join(f"{row.partnerships} in {row.year}" for row in of.itertuples())
        told.append(f"{step.name}: {counts or 'none documented'}")
    return (
        f"Bar charts, one a stage: partnerships of the {name} platform with evidence by year, up "
        f"to {day.day}. {'; '.join(told)}. The table below has the same figures."
    )


def flow_figure(by_year: pd.DataFrame, steps: Sequence[Stage], day: AsOf) -> dict[str, Any]:
    """Small multiples: a row of bars for each stage, on one scale, with the numbers on the bars."""
    first = int(by_year["year"].min())
    most = int(by_year["partnerships"].max())
    share = 1 / len(steps)
    layout: dict[str, Any] = {
        "template": {},
        "margin": {"l": 8, "r": 8, "t": 4, "b": 8},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": theme.tone("text"), "size": 13, "family": '"Source Sans", sans-serif'},
        "showlegend": False,
        "dragmode": False,
        "xaxis": {
            "range": [first - 0.6, day.day.year + 0.6],
            "dtick": 1 if day.day.year - first < 14 else 2,
            "tickformat": "d",
            "fixedrange": True,
            "automargin": True,
            "showgrid": False,
            "zeroline": False,
            "anchor": f"y{len(steps)}",
        },
        "annotations": [],
    }
    data = []
    for place, step in enumerate(steps):
        of = by_year[by_year["stage_id"] == step.stage_id]
        axis = "" if place == 0 else str(place + 1)
        top = 1 - place * share
        layout[f"yaxis{axis}"] = _panel([top - share + 0.01, top - share * 0.26], most)
        told = f"<b>{step.name}</b>{'' if len(of) else ': not documented'}"
        layout["annotations"].append(_panel_name(told, top))
        data.append(_bars(of, step.name, f"y{axis}"))
    return {"data": data, "layout": layout}


def _panel(domain: list[float], most: int) -> dict[str, Any]:
    """The upright axis of a stage, in its part of the height; ``most``: number of any bar."""
    return {
        "domain": domain,
        # Room above the tallest bar for its number.
        "range": [0, most * 1.35],
        "visible": True,
        "showticklabels": False,
        "showgrid": False,
        "zeroline": True,
        "zerolinecolor": theme.tone("empty"),
        "fixedrange": True,
    }


def _panel_name(told: str, top: float) -> dict[str, Any]:
    return {
        "text": told,
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": top,
        "yref": "paper",
        "yanchor": "top",
        "showarrow": False,
    }


def _bars(of: pd.DataFrame, name: str, axis: str) -> dict[str, Any]:
    counts = of["partnerships"].tolist()
    return {
        "type": "bar",
        "name": name,
        "yaxis": axis,
        "x": of["year"].tolist(),
        "width": BAR_YEARS,
        "y": counts,
        "text": counts,
        "textposition": "outside",
        "textangle": 0,
        "cliponaxis": False,
        "customdata": [plural(count, "partnership") for count in counts],
        "hovertemplate": "%{x}: %{customdata}<extra></extra>",
        "marker": {"color": theme.tone("filled")},
    }
