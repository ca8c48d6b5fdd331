"""The filter of the priorities page: what it keeps, and how it says so."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from s3dash.queries.priorities import priorities
from s3dash.queries.priority_filter import MAX_SEARCH_WORDS, PriorityFilter
from s3dash.store.connection import Store

LABELS = {"countries": {"IT": "Italy (IT)", "FR": "France (FR)"}, "platforms": {"energy": "Energy"}}
FIELDS = ("countries", "periods", "economic", "objectives", "platforms", "territories")


@pytest.fixture
def kept(small_store: Callable[..., Store]) -> Callable[[PriorityFilter], set[str]]:
    """Identifiers that a filter keeps of four priorities made to tell the fields apart."""
    store = small_store(
        strategy=[
            {"territory_id": "ITI1", "period": "2014-2020"},
            {"territory_id": "FRK", "period": "2021-2027"},
            {"territory_id": "EL30", "period": "2021-2027"},
        ],
        priority=[
            {
                "priority_id": "tuscan-food",
                "territory_id": "ITI1",
                "period": "2014-2020",
                "title": "Agri-food 4.0",
                "description": "100% traceable_food",
            },
            {
                "priority_id": "french-health",
                "territory_id": "FRK",
                "period": "2021-2027",
                "title": "Santé & bien-être",
            },
            {
                "priority_id": "french-chemistry",
                "territory_id": "FRK",
                "period": "2021-2027",
                "title": "Green chemistry",
            },
            {
                "priority_id": "attic-wind",
                "territory_id": "EL30",
                "period": "2021-2027",
                "title": "Wind",
                "description": "Άνεμος, 'offshore'; STRASSE / Straße",
            },
        ],
        priority_domain=[
            {"priority_id": "tuscan-food", "domain_code": "C10"},
            {"priority_id": "tuscan-food", "domain_code": "PO04"},
            {"priority_id": "french-chemistry", "domain_code": "C20"},
            {"priority_id": "attic-wind", "domain_code": "D"},
        ],
        priority_platform=[
            {"priority_id": "tuscan-food", "platform_id": "agri-food"},
            {"priority_id": "attic-wind", "platform_id": "energy"},
        ],
    )
    return lambda chosen: set(priorities(store, chosen)["priority_id"])


EVERY = {"tuscan-food", "french-health", "french-chemistry", "attic-wind"}


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (PriorityFilter(), EVERY),
        (PriorityFilter(countries=("IT",)), {"tuscan-food"}),
        (PriorityFilter(countries=("IT", "EL")), {"tuscan-food", "attic-wind"}),
        (PriorityFilter(periods=("2014-2020",)), {"tuscan-food"}),
        (PriorityFilter(periods=("2014-2020", "2021-2027")), EVERY),
        (PriorityFilter(economic=("C10",)), {"tuscan-food"}),
        (PriorityFilter(economic=("C",)), {"tuscan-food", "french-chemistry"}),
        (PriorityFilter(economic=("C20", "D")), {"french-chemistry", "attic-wind"}),
        (PriorityFilter(economic=("D35",)), set()),
        (PriorityFilter(objectives=("PO04",)), {"tuscan-food"}),
        (PriorityFilter(platforms=("energy",)), {"attic-wind"}),
        (PriorityFilter(platforms=("agri-food", "energy")), {"tuscan-food", "attic-wind"}),
        (PriorityFilter(territories=("FRK",)), {"french-health", "french-chemistry"}),
        (PriorityFilter(territories=("FR",)), set()),
        (PriorityFilter(countries=("IT",), platforms=("energy",)), set()),
        (PriorityFilter("wind", platforms=("energy",)), {"attic-wind"}),
    ],
)
def test_any_value_within_a_field_and_all_fields_together(
    kept: Callable[[PriorityFilter], set[str]], chosen: PriorityFilter, expected: set[str]
) -> None:
    assert kept(chosen) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sante", {"french-health"}),
        ("SANTÉ", {"french-health"}),
        ("food agri", {"tuscan-food"}),
        ("traceable", {"tuscan-food"}),
        ("toscana 4", {"tuscan-food"}),
        ("ανεμος", {"attic-wind"}),
        ("chem", {"french-chemistry"}),
        ("chem wind", set()),
        ("%", EVERY),
        ("' OR 1=1 --", set()),
        ("a\0b", {"tuscan-food", "french-health"}),
    ],
)
def test_all_words_must_be_there_whatever_case_accents_and_order(
    kept: Callable[[PriorityFilter], set[str]], text: str, expected: set[str]
) -> None:
    assert kept(PriorityFilter(text)) == expected


def test_an_underscore_and_a_percent_sign_are_no_wildcards(
    kept: Callable[[PriorityFilter], set[str]],
) -> None:
    assert kept(PriorityFilter("traceable_food")) == {"tuscan-food"}
    assert kept(PriorityFilter("traceabl__food")) == set()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        (" \t\n", []),
        ("?!-- '%;", []),
        ("agri-food, 4.0", ["agri", "food", "4", "0"]),
        ("Ενέργεια طاقة", ["Ενέργεια", "طاقة"]),
        (" ".join(str(n) for n in range(40)), [str(n) for n in range(MAX_SEARCH_WORDS)]),
    ],
)
def test_words_are_letters_and_digits_of_any_script(text: str, words: list[str]) -> None:
    assert PriorityFilter(text).words == words


@pytest.mark.parametrize("field", FIELDS)
def test_values_are_bound_and_never_part_of_the_sql(field: str) -> None:
    hostile = "x'); DROP TABLE priority; --"
    condition, parameters = PriorityFilter("robot'--", **{field: (hostile,)}).condition()
    assert "DROP" not in condition
    assert "robot" not in condition
    assert parameters == {"word0": "robot", field: [hostile]}


def test_no_filter_is_a_condition_that_keeps_all() -> None:
    assert PriorityFilter().condition() == ("true", {})


@pytest.mark.parametrize("field", FIELDS)
def test_a_filter_is_empty_only_when_nothing_narrows(field: str) -> None:
    assert PriorityFilter().is_empty
    assert PriorityFilter("?!").is_empty
    assert not PriorityFilter("wind").is_empty
    assert not PriorityFilter(**{field: ("x",)}).is_empty


def test_a_filter_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        PriorityFilter().text = "other"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (PriorityFilter(), ["all documented priorities"]),
        (PriorityFilter(countries=("IT",)), ["Italy (IT)"]),
        (PriorityFilter(countries=("IT", "FR")), ["Italy (IT) or France (FR)"]),
        (PriorityFilter(countries=("ZZ",)), ["ZZ"]),
        (
            PriorityFilter("solar", periods=("2021-2027",), platforms=("energy",)),
            ["2021-2027", "Energy", "“solar”"],
        ),
        (PriorityFilter(objectives=("PO04",), economic=("C10",)), ["PO04", "C10"]),
        (PriorityFilter(territories=("ITI1",)), ["ITI1"]),
    ],
)
def test_the_sentence_names_every_choice_by_its_label(
    chosen: PriorityFilter, expected: list[str]
) -> None:
    sentence = chosen.sentence(LABELS)
    assert all(piece in sentence for piece in expected), sentence
    assert "\n" not in sentence
