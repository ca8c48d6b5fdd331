"""Names of topics in the languages of the Union find what the English names find."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from s3dash.queries.explorer.filter import PriorityFilter
from s3dash.queries.explorer.priorities import priorities
from s3dash.queries.explorer.search import resolve
from s3dash.queries.explorer.topics import OF_TEXTS
from s3dash.queries.explorer.typed import SearchText
from s3dash.store.connection import Store
from s3dash.ui.look.marks import marked
from tests.fixtures.by_pandas import table

LANGUAGES = 24
PRIORITIES = {
    "hydrogen": "Green hydrogen",
    "wood": "Wood in construction",
    "timber": "Timber buildings",
    "learning": "Artificial intelligence",
    "artificial": "Artificial reefs",
}


@pytest.fixture(scope="module")
def found(lasting_small_store: Callable[..., Store]) -> Callable[[str], list[str]]:
    store = lasting_small_store(
        strategy=[{"territory_id": "ITI1", "period": "2021-2027"}],
        priority=[
            {"priority_id": name, "territory_id": "ITI1", "period": "2021-2027", "title": title}
            for name, title in PRIORITIES.items()
        ],
    )
    return lambda text: priorities(store, PriorityFilter(text))["priority_id"].tolist()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("vodík", ["hydrogen"]),
        ("VODIK", ["hydrogen"]),
        ("Wasserstoff", ["hydrogen"]),
        ("υδρογόνο", ["hydrogen"]),
        ("vert hydrogène", []),
        ("green hydrogène", ["hydrogen"]),
        ("Wasserstoff -green", []),
        ("Holzbau", ["wood", "timber"]),
        ("timber building", ["timber", "wood"]),
        ("timber", ["timber"]),
        ("umelá inteligencia", ["learning"]),
        ("intelligence artificielle", ["learning"]),
        ("Künstliche Intelligenz", ["learning"]),
        ('"Wasserstoff"', []),
        ("artificial -Wasserstoff", ["artificial", "learning"]),
        # What is a name of a topic is no misspelt word.
        ("steel", []),
    ],
)
def test_what_a_name_finds(
    found: Callable[[str], list[str]], typed: str, expected: list[str]
) -> None:
    assert sorted(found(typed)) == sorted(expected)


def test_it_is_told_and_marked(store: Store) -> None:
    (match,) = resolve(store, SearchText("Wasserstoff"))
    assert match.topic
    assert match.topic.typed == ("Wasserstoff",)
    assert match.topic.names == ("hydrogen",)
    assert not match.corrected
    assert marked("Green hydrogen", [match]) == "Green <mark>hydrogen</mark>"
    first, second = resolve(store, SearchText("timber building"))
    assert first.topic
    assert "wood construction" in first.topic.names
    assert second.topic is None
    for plain in ("hydrogen", '"Wasserstoff"', "-Wasserstoff"):
        assert resolve(store, SearchText(plain))[0].topic is None


def test_every_topic_has_a_name_in_every_language() -> None:
    words = table("topic_word")
    assert (words["word"] == words["word"].str.strip()).all()
    assert OF_TEXTS in set(words["language"])
    assert (words.groupby("topic_id")["language"].nunique() == LANGUAGES).all()
    assert ((words["source_url"] != "") == (words["basis"] == "source")).all()
