"""Topics are matched with priorities as docs/methods/topic.md says, and as well as it says."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from s3dash.folders import DOCS
from s3dash.queries.explorer.filter import PriorityFilter
from s3dash.queries.explorer.priorities import priorities
from s3dash.queries.topic.matching import ENOUGH_ALIKE, matched
from s3dash.queries.topic.subject import Topic
from s3dash.store.connection import Store
from tests.fixtures.plain_search import plain_search

PAIRS = Path(__file__).with_name("judged_pairs.csv")
FIRST = 10


def found_by(store: Store, topic: Topic) -> list[str]:
    """Identifiers of the priorities on a topic, the most alike first."""
    found = matched(store, topic)
    rows = dict(store.rows("SELECT rowid, priority_id FROM priority"))
    return [rows[int(found.index.row_no[place])] for place in found.places]


def judged(half: str) -> dict[str, dict[str, bool]]:
    """Per topic of a half the priorities judged by hand, and whether each is on it."""
    pairs: dict[str, dict[str, bool]] = defaultdict(dict)
    with PAIRS.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["half"] == half:
                pairs[row["topic"]][row["priority_id"]] = row["is_on_topic"] == "yes"
    return pairs


def measured(find: Callable[[str], list[str]], half: str) -> tuple[float, float]:
    """Precision of the first ten judged, and recall; means over the topics of a half.

    Priorities that came after the pairs were judged are left out: nobody said what they are about.
    """
    precision, recall = [], []
    for topic, pairs in judged(half).items():
        found = [code for code in find(topic) if code in pairs]
        on_topic = {code for code, is_on in pairs.items() if is_on}
        first = found[:FIRST]
        precision.append(len(on_topic & set(first)) / max(len(first), 1))
        recall.append(len(on_topic & set(found)) / len(on_topic))
    return float(np.mean(precision)), float(np.mean(recall))


def test_the_pairs_are_of_priorities_there_are_half_of_them_never_tuned_on(store: Store) -> None:
    known = {code for (code,) in store.rows("SELECT priority_id FROM priority")}
    halves = {half: judged(half) for half in ("tuning", "final")}
    assert not halves["tuning"].keys() & halves["final"].keys()
    for pairs in halves.values():
        assert sum(map(len, pairs.values())) >= 30
        assert {code for those in pairs.values() for code in those} <= known


@pytest.mark.parametrize("half", ["tuning", "final"])
def test_topics_find_more_and_better_than_a_plain_search(store: Store, half: str) -> None:
    precision, recall = measured(lambda text: found_by(store, Topic(about=text)), half)
    plain_precision, plain_recall = measured(lambda text: plain_search(store, text), half)
    assert precision > plain_precision + 0.1
    assert recall > plain_recall + 0.1


def test_the_methods_tell_the_figures_of_the_final_half(store: Store) -> None:
    told = re.findall(r"^\| .*?\| ([\d.]+) \| ([\d.]+) \|$", _methods(), re.MULTILINE)
    ways = (
        lambda text: plain_search(store, text),
        lambda text: list(priorities(store, PriorityFilter(text=text))["priority_id"]),
        lambda text: found_by(store, Topic(about=text)),
    )
    made = [tuple(f"{value:.2f}" for value in measured(way, "final")) for way in ways]
    assert told == made


def _methods() -> str:
    return (DOCS / "methods" / "topic.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["Wasserstoff", "υδρογόνο", "vodík", "HYDROGEN"])
def test_a_topic_is_found_in_the_languages_of_the_union(store: Store, name: str) -> None:
    assert found_by(store, Topic(about=name)) == found_by(store, Topic(about="hydrogen"))


def test_other_names_of_the_same_count_less_than_the_word_itself(store: Store) -> None:
    found = found_by(store, Topic(about="aerospace"))
    titles = dict(store.rows("SELECT priority_id, lower(title) FROM priority"))
    first = [n for n, code in enumerate(found) if "aerospace" in titles[code]]
    others = [n for n, code in enumerate(found) if "aeronautics" in titles[code]]
    assert others
    assert min(first) < min(others)


def test_a_domain_counts_only_where_it_is_named_after_the_word(store: Store) -> None:
    health = set(found_by(store, Topic(about="health")))
    security = set(found_by(store, Topic(about="security")))
    assert len(security) < len(health) / 4


@pytest.mark.parametrize("text", ["the of and", "h", "", "-hydrogen", "?!", "a b c"])
def test_what_names_nothing_finds_nothing(store: Store, text: str) -> None:
    assert found_by(store, Topic(about=text)) == []


def test_binding_words_and_capitals() -> None:
    assert Topic(about="all of the h").is_empty
    assert not Topic(about="IT").is_empty
    assert Topic(about="hydrogen for all").search.typed == "hydrogen"


def test_a_word_that_only_a_partnership_has_is_not_corrected(store: Store) -> None:
    found = matched(store, Topic(about="ADMA"))
    assert not found.is_on_topic.any()
    assert not any(match.corrected for match in found.matches)


def test_two_topics_in_one_say_what_each_finds_alone(store: Store) -> None:
    found = matched(store, Topic(about="hydrogen tourism"))
    assert found.whole == 0
    alone = {part.typed: part.found for part in found.parts}
    assert alone["hydrogen"] == len(found_by(store, Topic(about="hydrogen")))
    assert alone["tourism"] > alone["hydrogen"] > 0


@pytest.mark.parametrize("code", ["C10", "D", "NABS05"])
def test_the_topic_of_a_domain_is_what_has_it(store: Store, facts: object, code: str) -> None:
    assert callable(facts)
    held: pd.DataFrame = facts("priority_domain")
    domains: pd.DataFrame = facts("domain")
    below = {code, *domains.loc[domains["parent_code"] == code, "domain_code"]}
    expected = set(held.loc[held["domain_code"].isin(below), "priority_id"])
    assert set(found_by(store, Topic(domains=(code,)))) == expected


def test_parts_of_a_topic_narrow_each_other(store: Store) -> None:
    both = found_by(store, Topic(about="hydrogen", platform_id="energy"))
    assert set(both) == set(found_by(store, Topic(about="hydrogen"))) & set(
        found_by(store, Topic(platform_id="energy"))
    )


def test_a_priority_shares_its_topic_with_those_alike_in_words_and_domains(store: Store) -> None:
    found = matched(store, Topic(priority_id="DE8-2021-01"))
    assert found_by(store, Topic(priority_id="DE8-2021-01"))[0] == "DE8-2021-01"
    assert (found.likeness[found.is_on_topic] >= ENOUGH_ALIKE).all()
    assert 0 < found.is_on_topic.sum() < found_by_energy(store)


def found_by_energy(store: Store) -> int:
    return len(found_by(store, Topic(domains=("D35",))))


def test_every_partnership_is_a_topic(store: Store, facts: object) -> None:
    assert callable(facts)
    for code in facts("partnership")["partnership_id"]:
        found = matched(store, Topic(partnership_id=code))
        assert ((found.likeness >= 0) & (found.likeness <= 1)).all()


@pytest.mark.parametrize("topic", [Topic(about="digital health"), Topic(domains=("C10", "A"))])
def test_likeness_is_between_nothing_and_all(store: Store, topic: Topic) -> None:
    found = matched(store, topic)
    assert found.likeness.min() >= 0
    assert found.likeness.max() <= 1 + 1e-6
    assert (np.diff(found.likeness[found.places]) <= 0).all()


def test_a_store_without_priorities_has_no_topic(store_without_facts: Path) -> None:
    with Store.open(store_without_facts) as empty:
        for topic in (
            Topic(about="hydrogen"),
            Topic(domains=("C10",)),
            Topic(platform_id="energy"),
        ):
            assert not matched(empty, topic).is_on_topic.any()
