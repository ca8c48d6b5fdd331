"""Classes of measured values for a map: their ranges and colours."""

import pandas as pd

from s3dash.queries.territories.atlas import class_of, upper_edges
from s3dash.ui.look import theme
from s3dash.ui.look.text import figure
from s3dash.ui.maps.territory_map import MapClass


def classes_of(values: pd.Series, method: str) -> tuple[list[int], list[MapClass]]:
    """The class of each value, and the classes with their ranges, low to high."""
    edges = upper_edges(values.tolist(), method)
    codes = class_of(values.tolist(), edges)
    ramp = theme.SEQUENTIAL[theme.mode()]
    steps = max(len(edges) - 1, 1)
    # An equal step may hold nothing: its class is left out of the legend's count, not its place.
    held = values.groupby(codes).agg(["min", "max"])
    classes = []
    for code in range(len(edges)):
        label = "no region"
        if code in held.index:
            low, high = figure(held["min"][code]), figure(held["max"][code])
            label = low if low == high else f"{low} to {high}"
        classes.append(MapClass(label, ramp[round(code * (len(ramp) - 1) / steps)]))
    return codes, classes
