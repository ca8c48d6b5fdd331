"""What the maps are told to draw: every territory in its class, those chosen outlined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from s3dash.queries.explorer.filter import PriorityFilter
from tests.fixtures import by_pandas
from tests.fixtures.screen import maps_of

Visit = Callable[..., AppTest]
ComeBack = Callable[[AppTest, str, str], AppTest]


def told(drawn: dict[str, Any]) -> dict[str, list[Any]]:
    """Identifier of each territory drawn -> name, class and what its tooltip says."""
    return {row[0]: row[1:] for layer in drawn["layers"] for row in layer["territories"]}


def outlined(drawn: dict[str, Any]) -> set[str]:
    """Territories with an outline, each from the map file of its level."""
    for layer in drawn["outlined"]:
        level = int(layer["shapes"].split("nuts-")[1][0])
        assert {len(code) for code in layer["territories"]} == {level + 2}
    return {code for layer in drawn["outlined"] for code in layer["territories"]}


def test_every_territory_is_in_the_class_of_its_count(visit: Visit) -> None:
    [drawn] = maps_of(visit("priorities", period="2021-2027"))
    kept = by_pandas.kept(PriorityFilter(periods=("2021-2027",)))
    territories = by_pandas.table("priority").set_index("priority_id")["territory_id"]
    expected = Counter(territories[list(kept)])
    rows = told(drawn)
    assert {code: row[3] for code, row in rows.items()} == {
        code: count for code, count in expected.items() if code in rows
    }
    # Without a NUTS code there is no place on the map.
    known = by_pandas.table("territory").set_index("territory_id")["nuts_level"]
    without = {code for code in expected if code not in rows}
    assert without == {code for code in expected if known[code] == ""}
    assert len(rows) > 100
    by_count = sorted((row[3], row[1]) for row in rows.values())
    assert [grade for _, grade in by_count] == sorted(grade for _, grade in by_count)
    assert {row[1] for row in rows.values()} == set(range(len(drawn["colours"])))


def test_countries_lie_below_their_regions(visit: Visit) -> None:
    [drawn] = maps_of(visit("priorities"))
    shapes = [layer["shapes"].split("?")[0] for layer in drawn["layers"]]
    assert shapes == sorted(shapes)
    for layer in drawn["layers"]:
        level = int(layer["shapes"].split("nuts-")[1][0])
        assert {len(code) for code, *_ in layer["territories"]} == {level + 2}


def test_what_is_chosen_is_outlined_with_all_that_lies_in_it(visit: Visit) -> None:
    [drawn] = maps_of(visit("priorities", territory=["ES", "ITC4"]))
    expected = {code for code in told(drawn) if code[:2] == "ES" or code[:4] == "ITC4"}
    assert outlined(drawn) == expected
    assert len(expected) > 10
    assert maps_of(visit("priorities"))[0]["outlined"] == []


def test_what_is_chosen_is_outlined_also_where_nothing_matches(visit: Visit) -> None:
    [drawn] = maps_of(visit("priorities", territory=["DE2", "IT"], domain="C10"))
    assert "DE2" not in told(drawn)
    assert "DE2" in outlined(drawn)
    assert len(outlined(drawn)) > 5
    [of_another] = maps_of(visit("priorities", text="hydrogen", priority="AL-2021-01"))
    assert "AL" not in told(of_another)
    assert outlined(of_another) == {"AL"}


def test_the_place_of_an_opened_priority_is_outlined(visit: Visit) -> None:
    [drawn] = maps_of(visit("priorities", priority="ITH5-2021-01"))
    assert outlined(drawn) == {"ITH5"}
    assert maps_of(visit("priorities", priority="nothing"))[0]["outlined"] == []


@pytest.mark.parametrize("view", ["table", "territories", "common"])
def test_who_comes_back_finds_the_view_again(visit: Visit, come_back: ComeBack, view: str) -> None:
    app = visit("priorities", territory="IT")
    app.segmented_control(key="view").set_value(view).run()
    come_back(app, "priorities", "progress")
    assert not app.exception
    assert app.segmented_control(key="view").value == view
    # A link that asks for something else is not a return.
    app.query_params.clear()
    app.switch_page("../../pages/progress.py").run()
    app.query_params["territory"] = "ES"
    app.switch_page("../../pages/priorities.py").run()
    assert app.segmented_control(key="view").value == "list"
