"""Priorities as rows and records, the values that filters offer, counts of made-up facts."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from s3dash.queries.explorer.explore import everything, explore
from s3dash.queries.explorer.filter import PriorityFilter
from s3dash.queries.explorer.priorities import filter_labels, priorities, priority
from s3dash.store.connection import Store
from tests.fixtures import by_pandas
from tests.fixtures.by_pandas import FIELDS, offered
from tests.fixtures.frames import PLATFORMS, Facts, filled, placed, with_list

SmallStore = Callable[..., Store]


def test_priorities_are_as_in_the_files(store: Store, facts: Facts) -> None:
    found = filled(priorities(store, PriorityFilter())).set_index("priority_id")
    expected = placed(facts, "priority").set_index("priority_id").loc[found.index]
    assert len(found) == len(facts("priority"))
    renamed = expected.rename(columns={"name": "territory"})
    for column in (
        "title",
        "territory",
        "country",
        "period",
        "description",
        "classified_by",
        "as_of",
        "source_url",
        "territory_id",
    ):
        assert found[column].tolist() == renamed[column].tolist(), column
    lists = facts("strategy").set_index(["territory_id", "period"])["completeness"]
    assert found["completeness"].tolist() == [
        lists[row.territory_id, row.period] for row in expected.itertuples()
    ]


@pytest.mark.parametrize(
    ("column", "taxonomy"),
    [
        ("economic_domains", "economic"),
        ("scientific_domains", "scientific"),
        ("policy_objectives", "policy"),
    ],
)
def test_labels_of_domains_stand_in_the_order_of_the_source(
    store: Store, facts: Facts, column: str, taxonomy: str
) -> None:
    links = facts("priority_domain").merge(facts("domain"), on="domain_code")
    links = links[links["taxonomy"] == taxonomy].astype({"position": int}).sort_values("position")
    expected = links.groupby("priority_id")["label"].agg("; ".join).to_dict()
    found = filled(priorities(store, PriorityFilter())).set_index("priority_id")
    assert {code: labels for code, labels in found[column].items() if labels} == expected


def test_platform_themes_stand_in_the_order_of_the_source(store: Store, facts: Facts) -> None:
    links = facts("priority_platform").merge(
        facts("platform")[["platform_id", "name"]], on="platform_id"
    )
    links = links.astype({"position": int}).sort_values("position")
    expected = links.groupby("priority_id")["name"].agg("; ".join).to_dict()
    found = filled(priorities(store, PriorityFilter())).set_index("priority_id")
    themes = found["platform_themes"]
    assert {code: labels for code, labels in themes.items() if labels} == expected


def test_priorities_come_by_country_territory_and_newest_period(store: Store) -> None:
    found = priorities(store, PriorityFilter())
    order = [
        (row.country, row.territory, -int(row.period[:4]), row.priority_id)
        for row in found.itertuples()
    ]
    assert order == sorted(order)


def test_one_priority_has_the_columns_of_the_list(store: Store) -> None:
    frame = priorities(store, PriorityFilter(), 1)
    expected = {key: value for key, value in frame.iloc[0].items() if pd.notna(value)}
    found = priority(store, frame["priority_id"][0])
    assert found is not None
    assert {key: value for key, value in found.items() if pd.notna(value)} == expected


@pytest.mark.parametrize("identifier", ["nope", "", "' OR '1'='1"])
def test_an_unknown_priority_is_none(store: Store, identifier: str) -> None:
    assert priority(store, identifier) is None


def test_a_priority_has_the_kind_of_its_source_and_its_codes(store: Store) -> None:
    found = priorities(store, PriorityFilter()).set_index("priority_id")
    assert {code: {kind} for code, kind in found["source_kind"].items()} == (
        by_pandas.values("sources")
    )
    links = by_pandas.table("priority_domain").groupby("priority_id")["domain_code"].agg(set)
    themes = by_pandas.table("priority_platform").groupby("priority_id")["platform_id"].agg(set)
    for identifier, codes in filled(found)["codes"].items():
        expected = links.get(identifier, set()) | themes.get(identifier, set())
        assert set(codes.split("; ")) - {""} == expected


# Values to choose


def test_labels_are_those_of_the_values_that_occur(store: Store, facts: Facts) -> None:
    found = filter_labels(store)
    assert list(found) == list(FIELDS)
    with_strategy = {
        place
        for code in with_list(facts("strategy"))["territory_id"]
        for place in by_pandas.places(code)
    }
    assert set(found["territories"]) == with_strategy
    for field in set(FIELDS) - {"territories"}:
        assert set(found[field]) == set(offered(field)), field
    assert list(found["periods"]) == ["2014-2020", "2021-2027"]
    assert list(found["economic"]) == sorted(offered("economic"))
    assert list(found["platforms"]) == [p for p in PLATFORMS if p in offered("platforms")]


def test_labels_are_unique_and_no_code_of_another(store: Store) -> None:
    """Older links have labels, so each must name one code only."""
    for options in filter_labels(store).values():
        assert len(set(options.values())) == len(options)
        assert not set(options) & {label for code, label in options.items() if label != code}


def test_territories_come_below_what_they_lie_in(store: Store, facts: Facts) -> None:
    labels = filter_labels(store)["territories"]
    order = list(labels)
    names = facts("country").set_index("country_code")["name"]
    home = facts("territory").set_index("territory_id")["country_code"]
    countries = list(dict.fromkeys(names[home.get(code, code)] for code in order))
    assert countries == sorted(countries)
    for code in order:
        above = by_pandas.places(code) - {code} if code in home.index else set()
        assert all(order.index(place) < order.index(code) for place in above)
    assert labels["IT"] == "Italy (IT)"


# Counts of made-up facts, where each figure can be read off the rows


@pytest.fixture(scope="module")
def made_up(lasting_small_store: SmallStore) -> Store:
    return lasting_small_store(
        strategy=[
            {
                "territory_id": "ITI1",
                "period": "2014-2020",
                "documented_count": 2,
                "completeness": "partial",
            },
            {"territory_id": "ITI1", "period": "2021-2027"},
            {"territory_id": "UK-england", "period": "2014-2020"},
        ],
        priority=[
            {"priority_id": "1", "territory_id": "ITI1", "period": "2014-2020", "title": "Wind"},
            {"priority_id": "2", "territory_id": "ITI1", "period": "2014-2020", "title": "Sun"},
            {"priority_id": "3", "territory_id": "ITI1", "period": "2021-2027", "title": "Sun"},
            {
                "priority_id": "4",
                "territory_id": "UK-england",
                "period": "2014-2020",
                "title": "Wind",
            },
        ],
        priority_domain=[
            {"priority_id": "1", "domain_code": "C10"},
            {"priority_id": "1", "domain_code": "C11", "position": 2},
            {"priority_id": "2", "domain_code": "C10"},
        ],
    )


def where(store: Store, chosen: PriorityFilter) -> list[tuple[object, ...]]:
    frame = explore(store, chosen).by_territory
    columns = ["territory_id", "priorities", "documented", "has_partial_list"]
    return list(frame[columns].itertuples(index=False, name=None))


def test_counts_name_each_territory_and_its_partial_lists(made_up: Store) -> None:
    result = everything(made_up, 25, 0)
    assert (result.priorities, result.territories, result.countries) == (4, 2, 2)
    assert where(made_up, PriorityFilter()) == [
        ("ITI1", 3, 3, True),
        ("UK-england", 1, 1, False),
    ]
    assert where(made_up, PriorityFilter(periods=("2021-2027",))) == [("ITI1", 1, 1, False)]
    assert where(made_up, PriorityFilter("sun")) == [("ITI1", 2, 3, True)]


def test_the_map_keeps_the_territories_that_are_not_chosen(made_up: Store) -> None:
    chosen = PriorityFilter("wind", territories=("UK",))
    assert explore(made_up, chosen).priorities == 1
    assert where(made_up, chosen) == [("ITI1", 1, 3, True), ("UK-england", 1, 1, False)]


def test_a_value_counts_what_it_alone_would_leave(made_up: Store) -> None:
    alone = explore(made_up, PriorityFilter(economic=("C11",))).facets
    assert alone["economic"] == {"C": 2, "C10": 2, "C11": 1}
    counted = explore(made_up, PriorityFilter("wind", economic=("C10",))).facets
    assert counted["economic"] == {"C": 1, "C10": 1, "C11": 1}
    assert counted["territories"] == {"IT": 1, "ITI": 1, "ITI1": 1}
    assert counted["periods"] == {"2014-2020": 1}
    assert explore(made_up, PriorityFilter()).facets["economic"] == {"C": 2, "C10": 2, "C11": 1}


def test_nothing_tells_which_step_back_would_find_something(made_up: Store) -> None:
    chosen = PriorityFilter("wind", territories=("UK",), economic=("C",), periods=("2014-2020",))
    result = explore(made_up, chosen)
    assert (result.priorities, result.territories, result.countries) == (0, 0, 0)
    assert result.rows.empty
    assert result.relaxed == {"territories": 1, "economic": 1, "periods": 0}


def test_a_limit_of_none_is_all_and_a_page_beyond_the_end_is_empty(made_up: Store) -> None:
    assert len(priorities(made_up, PriorityFilter())) == 4
    assert len(priorities(made_up, PriorityFilter(), 3)) == 3
    assert len(priorities(made_up, PriorityFilter(), 3, 3)) == 1
    assert priorities(made_up, PriorityFilter(), 3, 4).empty
    assert explore(made_up, PriorityFilter(), 0).rows.empty
