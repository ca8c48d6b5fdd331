"""The map of regions by structural distance from a territory."""

import numpy as np
import pandas as pd

from s3dash.ui.compare.choice import Compared
from s3dash.ui.look import theme
from s3dash.ui.maps import territory_map
from s3dash.ui.shell import chrome

CLASSES = 5


def show(found: pd.DataFrame, one: Compared) -> None:
    """The map of ``found``, the regions by distance from ``one``."""
    frame, codes, classes = distance_classes(found)
    # A NUTS code: two letters of the country, one more letter or digit a level.
    level = len(one.territory_id) - 2
    self_row = {"territory_id": one.territory_id, "name": one.name, "nuts_level": level}
    territory_map.territory_map(
        territory_map.placed(
            pd.concat([frame, pd.DataFrame([self_row])], ignore_index=True),
            [*codes, len(classes) - 1],
            [*((f"{value:.2f}",) for value in frame["distance"]), ("0, itself",)],
        ),
        classes,
        "structural distance {0}",
        key="compare_distance",
        alt=f"Map of NUTS 2 regions by structural distance to {one.label}, in {len(classes)} "
        "classes with as many regions each. Nearest, beside Map, lists them with their figures.",
        outlined=[one.territory_id],
        rest="not comparable",
    )
    chrome.note(
        "Structural distance in quantiles: each class has about as many regions, a fifth of all. "
        "Outlined: the territory itself."
    )


def distance_classes(
    found: pd.DataFrame,
) -> tuple[pd.DataFrame, list[int], list[territory_map.MapClass]]:
    """Regions for a map, the class of each (0 is the farthest) and the classes."""
    frame = found[["territory_id", "name", "distance"]].assign(nuts_level=2)
    order = np.argsort(np.argsort(-frame["distance"].to_numpy(), kind="stable"), kind="stable")
    number = min(CLASSES, len(frame))
    codes = (order * number // len(frame)).tolist()
    ramp = theme.SEQUENTIAL[theme.mode()]
    classes = []
    for code in range(number):
        held = frame["distance"][np.array(codes) == code]
        classes.append(territory_map.MapClass(f"{held.min():.2f}-{held.max():.2f}", ramp[code]))
    classes[-1] = territory_map.MapClass(f"{classes[-1].label} (the nearest)", classes[-1].colour)
    return frame, codes, classes
