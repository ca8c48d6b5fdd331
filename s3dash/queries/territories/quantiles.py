"""Classes of counts for maps, the same on the page, in pictures and on slides: quantiles."""

from bisect import bisect_left
from collections.abc import Sequence

ENDS = (0.2, 0.4, 0.6, 0.8, 1)
"""Where classes end; between two values the lower one counts."""


def quantiles(values: Sequence[int]) -> tuple[list[int], list[tuple[int, int]]]:
    """Up to five classes with about as many values in each.

    Returns
    -------
    tuple of list of int and list of tuple of int
        The class of each value, 0 the lowest, and the classes, few to many, from the lowest number
        of one to its highest. A class begins where the one before it ends.

    >>> quantiles([1, 1, 2, 3, 9])
    ([0, 0, 1, 2, 3], [(1, 1), (2, 2), (3, 3), (4, 9)])
    """
    if not values:
        return [], []
    ordered = sorted(values)
    highest = sorted({ordered[int((len(ordered) - 1) * end)] for end in ENDS})
    lowest = [ordered[0], *(end + 1 for end in highest[:-1])]
    return [bisect_left(highest, value) for value in values], list(
        zip(lowest, highest, strict=True)
    )
