"""Where a search in a place finds nothing, what there is above, in and around it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from s3dash.queries.explorer.explore import explore
from s3dash.queries.explorer.filter import PriorityFilter
from s3dash.queries.explorer.nearby import Nearby, nearby
from s3dash.store.connection import Store
from tests.fixtures import by_pandas

Near = Callable[[PriorityFilter], tuple[Nearby, ...]]


@pytest.fixture(scope="module")
def near(lasting_small_store: Callable[..., Store]) -> Near:
    titles = {"EE": "Fish", "LV": "Wood", "SK": "Hydrogen", "AT12": "Hydrogen", "HU": "Wine"}
    titles["PL82"] = "Forests"
    store = lasting_small_store(
        strategy=[
            {"territory_id": code, "period": "2021-2027", "documented_count": 1} for code in titles
        ],
        priority=[
            {"priority_id": code, "territory_id": code, "period": "2021-2027", "title": title}
            for code, title in titles.items()
        ],
    )

    def ask(chosen: PriorityFilter) -> tuple[Nearby, ...]:
        found = explore(store, chosen, 0)
        assert found.priorities == 0
        for place in (places := nearby(store, chosen, found.matches)):
            for step in place.steps:
                assert explore(store, step.filter, 0).priorities == step.priorities > 0
        return places

    return ask


def told(places: tuple[Nearby, ...]) -> dict[str, list[tuple[str, str, str]]]:
    return {
        place.territory_id: [(s.relation, s.territory_id, s.filter.text) for s in place.steps]
        for place in places
    }


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (
            PriorityFilter("estonia wood"),
            {"EE": [("in", "EE", ""), ("around", "LV", "wood")]},
        ),
        (
            PriorityFilter("bratislava"),
            {"SK01": [("above", "SK", ""), ("around", "AT12", ""), ("around", "HU", "")]},
        ),
        (
            PriorityFilter("bratislava hydrogen"),
            {"SK01": [("above", "SK", "hydrogen"), ("around", "AT12", "hydrogen")]},
        ),
        (
            PriorityFilter("vodík", territories=("SK01",)),
            {"SK01": [("above", "SK", "vodík"), ("around", "AT12", "vodík")]},
        ),
        (PriorityFilter("prešov"), {"SK041": [("above", "SK", ""), ("around", "PL82", "")]}),
        (PriorityFilter("malta"), {"MT": []}),
        # No place is asked for.
        (PriorityFilter("qqqqqq"), {}),
        (PriorityFilter("wine fish"), {}),
        (PriorityFilter("fish -estonia"), {}),
    ],
)
def test_steps_from_a_place(
    near: Near, chosen: PriorityFilter, expected: dict[str, list[tuple[str, str, str]]]
) -> None:
    assert told(near(chosen)) == expected


def test_the_priorities_of_slovakia_are_near_its_regions(store: Store) -> None:
    slovakia = by_pandas.kept(PriorityFilter(territories=("SK",)))
    for text in ("prešov", "bratislava"):
        chosen = PriorityFilter(text)
        [place] = nearby(store, chosen, explore(store, chosen, 0).matches)
        above = place.steps[0]
        assert (above.relation, above.territory_id, above.priorities) == (
            "above",
            "SK",
            len(slovakia),
        )
