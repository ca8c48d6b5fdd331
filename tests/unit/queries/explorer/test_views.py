"""Views of what a filter keeps: by territory, territory by domain, common and rare."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from s3dash.queries.explorer import views
from s3dash.queries.explorer.filter import PriorityFilter
from s3dash.queries.explorer.priorities import priorities
from s3dash.store.connection import Store
from tests.fixtures import by_pandas
from tests.fixtures.frames import Facts, placed

FILTERS = [
    PriorityFilter(),
    PriorityFilter(territories=("IT",)),
    PriorityFilter(periods=("2021-2027",)),
    PriorityFilter(territories=("DE", "PL"), periods=("2014-2020",), economic=("C",)),
    PriorityFilter(platforms=("energy",), without=("territory:ES",)),
]
NOTHING = PriorityFilter("zzzzzzzz")
chosen_filters = pytest.mark.parametrize("chosen", FILTERS)
levels = pytest.mark.parametrize("level", views.LEVELS)


def kept(chosen: PriorityFilter) -> pd.DataFrame:
    """Priorities of the file that a filter keeps, counted without the project's code."""
    rows = by_pandas.table("priority")
    return rows[rows["priority_id"].isin(by_pandas.kept(chosen))]


def shares(rows: pd.DataFrame, level: str) -> pd.Series:
    """Number of priorities per domain."""
    codes = rows["priority_id"].map(lambda code: sorted(by_pandas.domains_of(level, code)))
    return codes.explode().dropna().value_counts()


@chosen_filters
def test_territories_come_by_country_and_name_with_the_newest_first(
    store: Store, facts: Facts, chosen: PriorityFilter
) -> None:
    found = views.by_territory(store, chosen, 10_000, 0)
    rows = placed(facts, "priority").set_index("priority_id").loc[found["priority_id"]]
    assert sorted(rows.index) == sorted(kept(chosen)["priority_id"])
    order = [
        (row.country, row.name, row.territory_id, -int(row.period[:4]))
        for row in rows[["country", "name", "territory_id", "period"]].itertuples(index=False)
    ]
    assert order == sorted(order)
    assert list(found.columns) == list(priorities(store, chosen, 1).columns)
    first = views.by_territory(store, chosen, 1, 0)
    assert first["territory_id"].unique().tolist() == [order[0][2]]


@levels
@chosen_filters
def test_the_matrix_counts_each_domain_of_each_territory(
    store: Store, chosen: PriorityFilter, level: str
) -> None:
    found = views.matrix(store, chosen, level)
    rows = kept(chosen)
    assert found["all"].sum() == len(rows)
    cells = found.drop(columns=list(found.columns[:5]))
    assert {k: v for k, v in cells.sum().items() if v} == shares(rows, level).to_dict()
    order = list(views.domain_labels(store, level))
    assert list(cells.columns) == [code for code in order if code in set(cells.columns)]
    assert (cells.max() > 0).all()


@levels
@chosen_filters
def test_the_index_is_the_share_here_against_the_share_in_europe(
    store: Store, chosen: PriorityFilter, level: str
) -> None:
    found = views.common_and_rare(store, chosen, level).set_index("code")
    here, europe = kept(chosen), kept(PriorityFilter(periods=chosen.periods))
    count, everywhere = shares(here, level), shares(europe, level)
    assert found["priorities"].is_monotonic_decreasing
    assert found["europe_priorities"].to_dict() == everywhere.to_dict()
    assert found["priorities"].to_dict() == count.reindex(found.index, fill_value=0).to_dict()
    places: dict[str, set[str]] = {code: set() for code in found.index}
    for identifier, territory in zip(here["priority_id"], here["territory_id"], strict=True):
        for code in by_pandas.domains_of(level, identifier):
            places[code].add(territory)
    for code, row in found.iterrows():
        share, usual = row["priorities"] / len(here), everywhere[code] / len(europe)
        assert math.isclose(row["share"], share)
        assert math.isclose(row["europe_share"], usual)
        assert math.isclose(row["index"], share / usual)
        assert row["territories"] == len(places[code])


@levels
def test_all_of_europe_is_as_common_as_everywhere(store: Store, level: str) -> None:
    found = views.common_and_rare(store, PriorityFilter(), level)
    assert len(found) > 0
    assert set(found["index"]) == {1.0}


@levels
def test_nothing_that_matches_is_an_empty_view(store: Store, level: str) -> None:
    found = views.matrix(store, NOTHING, level)
    assert found.empty
    assert len(found.columns) == 5
    common = views.common_and_rare(store, NOTHING, level)
    assert (common["priorities"] == 0).all()
    assert common["share"].isna().all()


def test_nothing_that_matches_has_no_territories(store: Store) -> None:
    assert views.by_territory(store, NOTHING, 12, 0).empty


@levels
def test_every_domain_of_a_level_has_a_label(store: Store, facts: Facts, level: str) -> None:
    labels = views.domain_labels(store, level)
    found = set(views.matrix(store, PriorityFilter(), level).columns[5:])
    assert found <= set(labels)
    if level == "platforms":
        assert labels == dict(facts("platform")[["platform_id", "name"]].itertuples(index=False))
    else:
        known = facts("domain").set_index("domain_code")["label"]
        assert labels == known[list(labels)].to_dict()


def test_a_level_that_is_none_has_no_domain(store: Store) -> None:
    assert views.domain_labels(store, "'; DROP TABLE domain; --") == {}
    assert len(views.matrix(store, PriorityFilter(), "nope").columns) == 5
