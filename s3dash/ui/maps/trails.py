"""Paths along the links of a network: shorter to send than each link alone."""

from collections.abc import Iterable


def trails(pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Paths along links that pass every link once: half the numbers that single lines take.

    Examples
    --------
    >>> trails([("a", "b"), ("b", "c"), ("a", "c"), ("d", "e")])
    [['d', 'e'], ['a', 'b', 'c', 'a']]
    """
    onward: dict[str, dict[str, None]] = {}
    for one, other in pairs:
        onward.setdefault(one, {})[other] = None
        onward.setdefault(other, {})[one] = None
    found = []
    # A path that starts where an odd number of links meet ends at another such place.
    for start in sorted(onward, key=lambda stop: -(len(onward[stop]) % 2)):
        while onward[start]:
            trail = [start]
            while onward[trail[-1]]:
                here = trail[-1]
                there = next(iter(onward[here]))
                del onward[here][there], onward[there][here]
                trail.append(there)
            found.append(trail)
    return found
