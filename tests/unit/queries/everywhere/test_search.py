"""One search for everything: kinds, order, misspelt words, nothing found."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from s3dash.queries.everywhere.search import PageEntry, search_everywhere
from s3dash.queries.everywhere.words import BEGINS, IN_TEXT, IN_TITLE, WHOLE, Entry, WordIndex
from s3dash.queries.explorer.explore import explore
from s3dash.queries.explorer.filter import PriorityFilter
from s3dash.store.connection import Store

PAGES = [
    PageEntry("compare", "Compare", "Two to five territories side by side."),
    PageEntry("faq", "Questions", "What newcomers ask."),
]


def firsts(store: Store, typed: str) -> dict[str, str]:
    """Kind -> key of the first result of it, in the order shown."""
    found = search_everywhere(store, typed, PAGES)
    return {group.kind: group.results[0].key for group in found.groups}


@pytest.mark.parametrize(
    ("typed", "kind", "key"),
    [
        ("toscana", "territory", "ITI1"),
        ("TUSCANY", "territory", "ITI1"),
        ("itI1", "territory", "ITI1"),
        ("toscanna", "territory", "ITI1"),
        ("compare", "page", "compare"),
        ("high tech farmng", "partnership", "high-tech-farming"),
        ("why is my region missing", "question", "why-is-my-region-missing"),
    ],
)
def test_what_is_meant_comes_first(store: Store, typed: str, kind: str, key: str) -> None:
    found = firsts(store, typed)
    assert next(iter(found.items())) == (kind, key)


def test_every_record_is_found_by_its_own_name(
    store: Store, facts: Callable[[str], pd.DataFrame]
) -> None:
    for table, kind, key, name in (
        ("partnership", "partnership", "partnership_id", "name"),
        ("hub", "hub", "hub_id", "name"),
        ("document", "document", "document_id", "title"),
    ):
        for code, title in facts(table)[[key, name]].iloc[::12].itertuples(index=False):
            found = search_everywhere(store, title, PAGES)
            [group] = [group for group in found.groups if group.kind == kind]
            assert code in {one.key for one in group.results}, title


def test_priorities_are_those_of_the_explorer(store: Store) -> None:
    for typed in ("hydrogan", "agri-food", "Wasserstoff"):
        found = search_everywhere(store, typed)
        [group] = [group for group in found.groups if group.kind == "priority"]
        told = explore(store, PriorityFilter(text=typed), limit=4)
        assert group.total == told.priorities
        assert [one.key for one in group.results] == told.rows["priority_id"].tolist()


def test_a_word_of_another_language_finds_more_than_priorities(store: Store) -> None:
    assert firsts(store, "Wasserstoff")["partnership"] == firsts(store, "hydrogen")["partnership"]


def test_a_page_is_not_taken_for_a_misspelt_word_of_a_priority(store: Store) -> None:
    found = search_everywhere(store, "compare", PAGES)
    assert "compare" not in found.corrected


def test_where_nothing_is_found_the_nearest_names_are_told(store: Store) -> None:
    found = search_everywhere(store, "toskanaregionen", PAGES)
    assert found.groups == ()
    assert found.corrected == {}
    assert found.nearest


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "?!",
        "a",
        "'; DROP TABLE hub; --",
        "<script>",
        "\x00\ud800",
        "x" * 5000,
        "a " * 900,
    ],
)
def test_odd_words_do_no_harm(store: Store, typed: str) -> None:
    found = search_everywhere(store, typed, PAGES)
    assert all(group.total >= len(group.results) > 0 for group in found.groups)


def test_how_well_a_name_fits() -> None:
    index = WordIndex(
        [
            Entry(("Wind energy", "WE")),
            Entry(("Wind",)),
            Entry(("Energy of wind",)),
            Entry(("Sea",), "wind at sea"),
            Entry(("Sun",)),
        ]
    )
    assert index.find("wind").fits == {0: BEGINS, 1: WHOLE, 2: IN_TITLE, 3: IN_TEXT}
    assert index.find("we").fits[0] == WHOLE
    assert index.find("energy wi").fits == {0: IN_TITLE, 2: IN_TITLE}
    # A word is still typed, and misspelt; one that is known elsewhere is left alone.
    assert index.find("enrgy").corrected == {"enrgy": ("energy",)}
    assert index.find("enrgy", ["enrgy"]).fits == {}
    # Short words are not guessed.
    assert index.find("snu").fits == {}
