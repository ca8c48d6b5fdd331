"""The priority filter agrees with the data files for every choice, and survives every text."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from s3dash.queries.priorities import priorities, priority_counts
from s3dash.queries.priority_filter import PriorityFilter
from s3dash.store.connection import Store

DATA = Path(__file__).resolve().parents[2] / "data"
RIGHT_TO_LEFT = "אנרגיה מתחדשת \u202e طاقة"
quick = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@cache
def table(name: str) -> pd.DataFrame:
    return pd.read_csv(DATA / f"{name}.csv", dtype=str, keep_default_na=False)


@cache
def codes(name: str, column: str) -> list[str]:
    return sorted(set(table(name)[column]))


def some(values: Iterable[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """A few of the values, and now and then one that does not exist."""
    return st.lists(st.sampled_from([*values, "nope", "'"]), max_size=4, unique=True).map(tuple)


filters = st.builds(
    PriorityFilter,
    text=st.just(""),
    countries=some(codes("country", "country_code")),
    periods=some(["2014-2020", "2021-2027"]),
    economic=some(code for code in codes("domain", "domain_code")),
    objectives=some(code for code in codes("domain", "domain_code") if code.startswith("PO")),
    platforms=some(codes("platform", "platform_id")),
    territories=some(codes("strategy", "territory_id")) | st.just(()),
)
single = st.sampled_from(
    ["countries", "periods", "economic", "objectives", "platforms", "territories"]
)
wild = st.text(max_size=60) | st.text(alphabet="'\"%_;-\\()[]*.?\0\n\t", max_size=60)


def kept_by_pandas(chosen: PriorityFilter) -> set[str]:
    """The same choice made on the CSV files alone."""
    rows = table("priority").merge(table("territory")[["territory_id", "country_code"]])
    domains = table("priority_domain").merge(table("domain")[["domain_code", "parent_code"]])
    themes = table("priority_platform")
    if chosen.countries:
        rows = rows[rows["country_code"].isin(chosen.countries)]
    if chosen.periods:
        rows = rows[rows["period"].isin(chosen.periods)]
    if chosen.territories:
        rows = rows[rows["territory_id"].isin(chosen.territories)]
    if chosen.economic:
        hit = domains["domain_code"].isin(chosen.economic) | domains["parent_code"].isin(
            chosen.economic
        )
        rows = rows[rows["priority_id"].isin(domains[hit]["priority_id"])]
    if chosen.objectives:
        hit = domains["domain_code"].isin(chosen.objectives)
        rows = rows[rows["priority_id"].isin(domains[hit]["priority_id"])]
    if chosen.platforms:
        hit = themes["platform_id"].isin(chosen.platforms)
        rows = rows[rows["priority_id"].isin(themes[hit]["priority_id"])]
    return set(rows["priority_id"])


def kept(store: Store, chosen: PriorityFilter) -> list[str]:
    return priorities(store, chosen)["priority_id"].tolist()


@pytest.fixture(scope="module")
def digest(store_path: Path) -> Callable[[], str]:
    return lambda: hashlib.sha256(store_path.read_bytes()).hexdigest()


@quick
@given(filters)
@example(PriorityFilter())
def test_every_choice_agrees_with_the_data_files(store: Store, chosen: PriorityFilter) -> None:
    found = kept(store, chosen)
    assert len(found) == len(set(found))
    assert set(found) == kept_by_pandas(chosen)


@quick
@given(filters)
def test_counts_are_those_of_the_rows(store: Store, chosen: PriorityFilter) -> None:
    rows = priorities(store, chosen)
    counts = priority_counts(store, chosen)
    assert counts.priorities == len(rows)
    assert counts.territories == rows["territory_id"].nunique()
    assert counts.countries == rows["country"].nunique()
    per_territory = dict(
        zip(counts.by_territory["territory_id"], counts.by_territory["priorities"], strict=True)
    )
    assert per_territory == rows["territory_id"].value_counts().to_dict()


@quick
@given(filters, st.integers(1, 60), st.integers(0, 20))
def test_pages_put_together_are_the_whole(
    store: Store, chosen: PriorityFilter, size: int, first: int
) -> None:
    whole = kept(store, chosen)
    page = priorities(store, chosen, size, first * size)["priority_id"].tolist()
    assert page == whole[first * size : (first + 1) * size]


@quick
@given(filters, single, st.data())
def test_more_values_in_a_field_never_keep_less(
    store: Store, chosen: PriorityFilter, field: str, data: st.DataObject
) -> None:
    if not getattr(chosen, field):
        chosen = replace(chosen, **{field: ("nope",)})
    more = data.draw(filters.map(lambda other: getattr(other, field)))
    wider = replace(chosen, **{field: (*getattr(chosen, field), *more)})
    assert set(kept(store, chosen)) <= set(kept(store, wider))


@quick
@given(filters, filters, single, st.sampled_from(["", "a", "energy", "agri food"]))
def test_more_filters_never_keep_more(
    store: Store, chosen: PriorityFilter, other: PriorityFilter, field: str, text: str
) -> None:
    open_one = replace(chosen, **{field: ()})
    narrower = replace(open_one, text=text, **{field: getattr(other, field)})
    assert set(kept(store, narrower)) <= set(kept(store, open_one))


@quick
@given(wild)
@example("'; DROP TABLE priority; --")
@example("\"; ATTACH 'x'; --")
@example("x" * 10_000)
@example("x " * 5_000)
@example(RIGHT_TO_LEFT)
@example("?!…—«»")
@example("\0")
@example("\ud800")
@example("İıſẞ ǅ ﬀ")
@example("$word0 ? :name {}")
def test_no_text_raises_or_changes_the_store(
    store: Store, digest: Callable[[], str], text: str
) -> None:
    before = digest()
    found = kept(store, PriorityFilter(text))
    assert priority_counts(store, PriorityFilter(text)).priorities == len(found)
    assert digest() == before


@quick
@given(st.sampled_from(codes("priority", "title")), st.randoms(use_true_random=False))
def test_a_priority_is_found_by_the_words_of_its_title_in_any_order_and_case(
    store: Store, title: str, random: object
) -> None:
    words = PriorityFilter(title).words
    random.shuffle(words)  # type: ignore[attr-defined]
    expected = set(table("priority").query("title == @title")["priority_id"])
    assert expected <= set(kept(store, PriorityFilter(" ".join(words).upper())))


@quick
@given(filters, wild)
def test_every_filter_has_a_sentence(chosen: PriorityFilter, text: str) -> None:
    sentence = replace(chosen, text=text).sentence({})
    assert sentence
    assert all(code in sentence for code in chosen.countries)
