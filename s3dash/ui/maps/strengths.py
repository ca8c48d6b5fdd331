"""How strong the links of a network map are: classes of width, and what the legend says of them."""

from dataclasses import dataclass

import pandas as pd

LINE_WIDTHS = {1: 0.8, 2: 2.2, 3: 3.6, 4: 5.2}
"""Class of a link -> width of its line in pixels."""


@dataclass(frozen=True)
class Strengths:
    """How strong links are drawn, and what the legend says of it.

    Attributes
    ----------
    title
        What strength is, before the classes of the legend.
    classes
        Class (a key of `LINE_WIDTHS`) of each link, in their order.
    labels
        Words of the legend for the classes 1, 2, ...; empty where there is none of the class.

    It has a hash, so that a drawing is known again by it.
    """

    title: str
    classes: tuple[int, ...]
    labels: tuple[str, ...]


def shared_partnerships(counts: pd.Series) -> Strengths:
    """Links by the number of shared partnerships; the widest line stands for more of them too."""
    last = max(LINE_WIDTHS)
    least, most = (int(counts.min()), int(counts.max())) if len(counts) else (1, 1)
    labels = [
        str(number) if number >= min(least, last) else ""
        for number in range(1, min(most, last) + 1)
    ]
    if most > last:
        labels[-1] += " or more"
    return Strengths("Shared partnerships", tuple(counts.clip(upper=last).tolist()), tuple(labels))
