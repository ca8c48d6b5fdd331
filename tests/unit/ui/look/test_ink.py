"""Numbers on coloured cells: every class and every colour between has a contrast of 4.5:1."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import pytest
from plotly.colors import sample_colorscale

from s3dash.ui.look import ink, theme
from s3dash.ui.parts import charts

LEAST = 4.5


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    # Known pairs: the extremes, the lightest grey that passes on white, and one that does not.
    [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#767676", "#ffffff", 4.54)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    assert ink.contrast(one, other) == pytest.approx(expected, abs=0.005)
    assert ink.contrast(one, other) == ink.contrast(other, one)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_class_of_a_scale_has_a_readable_ink(mode: str) -> None:
    ramp = theme.SEQUENTIAL[mode]
    for colour in [*ramp, *(ink.on_ramp(ramp, place / 200) for place in range(201))]:
        assert ink.contrast(ink.ink_on(colour), colour) >= LEAST, colour


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_colours_are_those_that_plotly_draws(mode: str) -> None:
    ramp = theme.SEQUENTIAL[mode]
    scale = [[n / (len(ramp) - 1), colour] for n, colour in enumerate(ramp)]
    places = [n / 37 for n in range(38)]
    for place, drawn in zip(
        places, sample_colorscale(scale, places, colortype="tuple"), strict=True
    ):
        mixed = ink.on_ramp(ramp, place)
        ours = [int(mixed[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        assert ours == pytest.approx(drawn, abs=1 / 255)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("z", [[[1, 2, None], [10, None, 7], [3, 6, 5]], [[1, None], [None, 1]]])
def test_each_cell_is_last_drawn_in_its_ink(mode: str, z: list[list[int | None]]) -> None:
    ramp = theme.SEQUENTIAL[mode]
    cells: dict[str, Any] = {
        "type": "heatmap",
        "x": list("abc")[: len(z[0])],
        "y": list("rst")[: len(z)],
        "z": z,
        "zmin": 1,
        "zmax": 10,
    }
    traces = charts.in_readable_ink(cells, ramp)
    go.Figure({"data": traces, "layout": {}})
    assert traces[0]["z"] == z
    seen = {}
    for trace in traces:
        # Plotly draws the cells of a category axis from its start.
        assert cells["x"][: len(trace["x"])] == trace["x"]
        assert cells["y"][: len(trace["y"])] == trace["y"]
        for name, row in zip(trace["y"], trace["z"], strict=True):
            for column, value in zip(trace["x"], row, strict=True):
                if value is not None:
                    seen[column, name] = (value, trace["textfont"]["color"])
    assert len(seen) == sum(value is not None for row in z for value in row)
    for value, colour in seen.values():
        assert ink.contrast(colour, ink.on_ramp(ramp, (value - 1) / 9)) >= LEAST
