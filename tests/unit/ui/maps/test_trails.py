"""Paths along the links of a network."""

from collections import Counter
from itertools import pairwise

from s3dash.queries.partnerships import network
from s3dash.store.connection import Store
from s3dash.ui.maps.trails import trails


def test_trails_pass_every_link_once(store: Store) -> None:
    found = network.links(store, None)
    pairs = list(zip(found["territory_id"], found["partner_id"], strict=True))
    paths = trails(pairs)
    steps = Counter(tuple(sorted(step)) for path in paths for step in pairwise(path))
    assert steps == Counter(pairs)
    assert sum(map(len, paths)) < 1.2 * len(pairs)


def test_there_are_no_trails_without_links() -> None:
    assert trails([]) == []
