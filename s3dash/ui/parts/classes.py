"""Classes of measured values for a map: their ranges and colours."""

import pandas as pd

from s3dash.queries.territories.atlas import Classes
from s3dash.ui.look import theme
from s3dash.ui.look.text import figure
from s3dash.ui.maps.territory_map import MapClass


def classes_of(values: pd.Series, method: str) -> tuple[list[int], list[MapClass]]:
    """The class of each value, and the classes with their ranges, low to high."""
    classes = Classes.of(values.tolist(), method)
    return classes.places(values.tolist()), coloured(classes)


def coloured(classes: Classes) -> list[MapClass]:
    """Classes with their ranges in words and their colours, low to high."""
    ramp = theme.SEQUENTIAL[theme.mode()]
    steps = max(len(classes.ranges) - 1, 1)
    return [
        MapClass(words, ramp[round(place * (len(ramp) - 1) / steps)])
        for place, words in enumerate(classes.words(figure))
    ]
