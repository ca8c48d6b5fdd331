"""Whatever the filter: the rows, the counts and the pages agree with the data files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from s3dash.queries.explorer import views
from s3dash.queries.explorer.explore import explore
from s3dash.queries.explorer.filter import PriorityFilter
from s3dash.queries.explorer.priorities import priorities
from s3dash.store.connection import Store
from tests.fixtures import by_pandas
from tests.fixtures.by_pandas import FIELDS, offered, table

quick = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
EXACT = ("energy", "smart", "food", "smart specialisation", "italy", "blue economy", "toscana")


def some(values: Iterable[str], most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    """Mostly none; else a few of the values, and now and then one that does not exist."""
    chosen = st.lists(st.sampled_from([*values, "nope"]), min_size=1, max_size=most, unique=True)
    return st.just(()) | chosen.map(tuple)


def left_out() -> st.SearchStrategy[tuple[str, ...]]:
    pairs = [f"{param}:{code}" for field, param in FIELDS.items() for code in offered(field)]
    return st.just(()) | st.lists(st.sampled_from(pairs), max_size=3, unique=True).map(tuple)


filters = st.builds(
    PriorityFilter,
    text=st.just(""),
    # Countries come as often as all smaller territories together, else little is ever left.
    territories=some(c for c in offered("territories") if len(c) == 2)
    | some(offered("territories")),
    **{field: some(offered(field)) for field in FIELDS if field != "territories"},
    without=left_out(),
    with_above=st.booleans(),
)
terms = st.lists(st.tuples(st.sampled_from(EXACT), st.booleans()), max_size=2, unique=True)


def searched(chosen: PriorityFilter, asked: list[tuple[str, bool]]) -> tuple[PriorityFilter, dict]:
    """The filter with these words in its text, and what `by_pandas.kept` needs to know of them."""
    text = " ".join(f'-"{words}"' if is_no else f'"{words}"' for words, is_no in asked)
    told = {
        "exact": [words for words, is_no in asked if not is_no],
        "no": [words for words, is_no in asked if is_no],
    }
    return replace(chosen, text=text), told


def ids(store: Store, chosen: PriorityFilter) -> list[str]:
    return priorities(store, chosen)["priority_id"].tolist()


@quick
@given(filters, terms)
@example(PriorityFilter(), [])
@example(PriorityFilter(territories=("ITI1",), economic=("C",), with_above=True), [])
def test_every_choice_agrees_with_the_data_files(
    store: Store, chosen: PriorityFilter, asked: list[tuple[str, bool]]
) -> None:
    chosen, told = searched(chosen, asked)
    found = ids(store, chosen)
    assert len(found) == len(set(found))
    assert set(found) == by_pandas.kept(chosen, **told)


@quick
@given(filters, terms)
@example(PriorityFilter(), [])
@example(PriorityFilter(territories=("DE",), periods=("2021-2027",)), [("energy", False)])
def test_the_count_of_every_value_is_what_choosing_it_alone_would_leave(
    store: Store, chosen: PriorityFilter, asked: list[tuple[str, bool]]
) -> None:
    chosen, told = searched(chosen, asked)
    counted = explore(store, chosen, 0).facets
    assert set(counted) == set(FIELDS)
    for field in FIELDS:
        rest = by_pandas.kept(chosen.with_values(field, ()), **told)
        expected = Counter(
            value for identifier in rest for value in by_pandas.values(field)[identifier]
        )
        assert counted[field] == expected, field


@quick
@given(filters, terms)
def test_what_is_left_without_a_field_is_told(
    store: Store, chosen: PriorityFilter, asked: list[tuple[str, bool]]
) -> None:
    chosen, told = searched(chosen, asked)
    assert explore(store, chosen, 0).relaxed == {
        field: len(by_pandas.kept(chosen.with_values(field, ()), **told))
        for field in FIELDS
        if getattr(chosen, field)
    }


@quick
@given(filters)
@example(PriorityFilter())
def test_totals_and_the_map_agree_with_the_data_files(store: Store, chosen: PriorityFilter) -> None:
    rows = table("priority").set_index("priority_id")
    result = explore(store, chosen, 0)
    kept = rows.loc[list(by_pandas.kept(chosen))]
    assert result.priorities == len(kept)
    assert result.territories == kept["territory_id"].nunique()
    countries = table("territory").set_index("territory_id")["country_code"]
    assert result.countries == kept["territory_id"].map(countries).nunique()

    anywhere = rows.loc[list(by_pandas.kept(chosen.with_values("territories", ())))]
    where = result.by_territory.set_index("territory_id")
    assert where["priorities"].to_dict() == Counter(anywhere["territory_id"])
    documented = rows[rows["period"].isin(chosen.periods or set(rows["period"]))]
    counts = documented["territory_id"].value_counts()
    assert where["documented"].to_dict() == counts.reindex(where.index).to_dict()
    partial = [i for i in anywhere.index if "partial" in by_pandas.values("completeness")[i]]
    assert set(where[where["has_partial_list"]].index) == set(rows.loc[partial, "territory_id"])


@quick
@given(filters, st.sampled_from([1, 7, 25, 60]))
def test_pages_put_together_are_the_whole_and_hold_each_row_once(
    store: Store, chosen: PriorityFilter, size: int
) -> None:
    whole = ids(store, chosen)
    # Pages of one row of all that there is would take minutes: the first and the last will do.
    starts = range(0, len(whole), size)
    starts = [*starts[:3], *starts[3:][-3:]]
    for first in starts:
        page = priorities(store, chosen, size, first)["priority_id"].tolist()
        assert page == whole[first : first + size]
    assert priorities(store, chosen, size, len(whole)).empty
    assert explore(store, chosen, size).rows["priority_id"].tolist() == whole[:size]


@quick
@given(filters, st.integers(1, 12))
def test_pages_of_territories_put_together_are_the_whole(
    store: Store, chosen: PriorityFilter, size: int
) -> None:
    rows = table("priority").set_index("priority_id").loc[sorted(by_pandas.kept(chosen))]
    count = rows["territory_id"].nunique()
    size = max(size, count // 6)
    pages = [views.by_territory(store, chosen, size, first) for first in range(0, count, size)]
    assert all(page["territory_id"].nunique() <= size for page in pages)
    found = [identifier for page in pages for identifier in page["priority_id"]]
    assert sorted(found) == sorted(rows.index)
    assert views.by_territory(store, chosen, size, count).empty


@quick
@given(filters, st.sampled_from(sorted(views.LEVELS)))
def test_rows_of_the_matrix_add_up_to_the_domains_of_the_priorities(
    store: Store, chosen: PriorityFilter, level: str
) -> None:
    found = views.matrix(store, chosen, level).set_index("territory_id")
    rows = table("priority").set_index("priority_id").loc[sorted(by_pandas.kept(chosen))]
    assert found["all"].to_dict() == Counter(rows["territory_id"])
    expected: Counter[str] = Counter()
    cells: Counter[tuple[str, str]] = Counter()
    for identifier, territory_id in rows["territory_id"].items():
        for code in by_pandas.domains_of(level, identifier):
            expected[territory_id] += 1
            cells[territory_id, code] += 1
    counts = found.drop(columns=["territory", "country", "has_partial_list", "all"])
    assert {k: v for k, v in counts.sum(axis=1).items() if v} == expected
    assert {k: v for k, v in counts.stack().items() if v} == cells


@quick
@given(filters)
def test_more_filters_never_keep_more_and_more_values_never_less(
    store: Store, chosen: PriorityFilter
) -> None:
    found = set(ids(store, chosen))
    for field in FIELDS:
        if values := getattr(chosen, field):
            assert found <= set(ids(store, chosen.with_values(field, ())))
            fewer = replace(chosen, **{field: values[1:]}) if len(values) > 1 else chosen
            assert set(ids(store, fewer)) <= found


@quick
@given(filters, st.text(max_size=60))
def test_every_filter_has_a_sentence_that_names_every_value(
    chosen: PriorityFilter, text: str
) -> None:
    sentence = replace(chosen, text=text).sentence({})
    assert sentence
    assert all(code in sentence for field in FIELDS for code in getattr(chosen, field))
    assert all(value.partition(":")[2] in sentence for value in chosen.without)


@pytest.mark.parametrize("field", FIELDS)
def test_every_value_that_is_offered_keeps_a_priority(
    store: Store, facts: Callable[..., object], field: str
) -> None:
    counted = explore(store, PriorityFilter(), 0).facets[field]
    assert set(counted) == set(offered(field))
    assert min(counted.values()) > 0
