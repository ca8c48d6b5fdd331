"""The filter of the explorer: what it keeps, and how it says so."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from s3dash.queries.explorer.explore import explore
from s3dash.queries.explorer.filter import FACETS, PriorityFilter, bit_of, facet
from s3dash.queries.explorer.priorities import priorities
from s3dash.store.connection import Store
from tests.fixtures.by_pandas import FIELDS

Kept = Callable[[PriorityFilter], set[str]]
LABELS = {
    "territories": {"IT": "Italy (IT)", "FR": "France (FR)"},
    "platforms": {"energy": "Energy"},
}
EVERY = {"tuscan-food", "italian", "french-health", "french-chemistry", "attic-wind"}


@pytest.fixture(scope="module")
def kept(lasting_small_store: Callable[..., Store]) -> Kept:
    """Identifiers that a filter keeps of five priorities made to tell the fields apart."""
    places = {
        "tuscan-food": ("ITI1", "2014-2020"),
        "italian": ("IT", "2014-2020"),
        "french-health": ("FRK2", "2021-2027"),
        "french-chemistry": ("FRK2", "2021-2027"),
        "attic-wind": ("EL30", "2021-2027"),
    }
    store = lasting_small_store(
        strategy=[
            {
                "territory_id": territory_id,
                "period": period,
                "completeness": "partial" if territory_id == "EL30" else "as-listed",
            }
            for territory_id, period in sorted(set(places.values()))
        ],
        priority=[
            {
                "priority_id": name,
                "territory_id": territory_id,
                "period": period,
                "title": "Wind" if name == "attic-wind" else "Another",
                "classified_by": "source" if name == "italian" else "editorial",
                "source_url": "https://ec.europa.eu/x" if name == "italian" else "https://no.site/",
            }
            for name, (territory_id, period) in places.items()
        ],
        priority_domain=[
            {"priority_id": "tuscan-food", "domain_code": "C10"},
            {"priority_id": "tuscan-food", "domain_code": "PO04", "position": 2},
            {"priority_id": "tuscan-food", "domain_code": "NABS08", "position": 3},
            {"priority_id": "french-chemistry", "domain_code": "C20"},
            {"priority_id": "attic-wind", "domain_code": "D"},
        ],
        source=[
            {
                "source_id": 1,
                "url": "https://ec.europa.eu/x",
                "host": "ec.europa.eu",
                "kind": "eu",
                "row_count": 1,
                "tables": "priority",
            }
        ],
        priority_platform=[
            {"priority_id": "tuscan-food", "platform_id": "agri-food"},
            {"priority_id": "attic-wind", "platform_id": "energy"},
        ],
    )
    return lambda chosen: set(priorities(store, chosen)["priority_id"])


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (PriorityFilter(), EVERY),
        (PriorityFilter(periods=("2014-2020",)), {"tuscan-food", "italian"}),
        (PriorityFilter(periods=("2014-2020", "2021-2027")), EVERY),
        # A territory brings what lies in it, not what lies above.
        (PriorityFilter(territories=("IT",)), {"tuscan-food", "italian"}),
        (PriorityFilter(territories=("ITI",)), {"tuscan-food"}),
        (PriorityFilter(territories=("ITI1", "EL")), {"tuscan-food", "attic-wind"}),
        (PriorityFilter(territories=("FRK",)), {"french-health", "french-chemistry"}),
        (PriorityFilter(territories=("ITI14",)), set()),
        # With what lies above it, and nothing beside it.
        (PriorityFilter(territories=("ITI1",), with_above=True), {"tuscan-food", "italian"}),
        (PriorityFilter(territories=("ITI14",), with_above=True), {"tuscan-food", "italian"}),
        (PriorityFilter(territories=("ITI2",), with_above=True), {"italian"}),
        (PriorityFilter(territories=("EL",), with_above=True), {"attic-wind"}),
        (PriorityFilter(with_above=True), EVERY),
        (PriorityFilter(territories=("nope",), with_above=True), set()),
        # A section brings its divisions, a division not its section.
        (PriorityFilter(economic=("C10",)), {"tuscan-food"}),
        (PriorityFilter(economic=("C",)), {"tuscan-food", "french-chemistry"}),
        (PriorityFilter(economic=("C20", "D")), {"french-chemistry", "attic-wind"}),
        (PriorityFilter(economic=("D35",)), set()),
        (PriorityFilter(scientific=("NABS08",)), {"tuscan-food"}),
        (PriorityFilter(objectives=("PO04",)), {"tuscan-food"}),
        (PriorityFilter(platforms=("energy",)), {"attic-wind"}),
        (PriorityFilter(platforms=("agri-food", "energy")), {"tuscan-food", "attic-wind"}),
        (PriorityFilter(completeness=("partial",)), {"attic-wind"}),
        (PriorityFilter(sources=("eu",)), {"italian"}),
        (PriorityFilter(sources=("unclear",)), EVERY - {"italian"}),
        (PriorityFilter(classified=("source",)), {"italian"}),
        # Left out.
        (PriorityFilter(without=("territory:IT",)), EVERY - {"tuscan-food", "italian"}),
        (PriorityFilter(without=("territory:ITI",)), EVERY - {"tuscan-food"}),
        (PriorityFilter(without=("domain:C",)), EVERY - {"tuscan-food", "french-chemistry"}),
        (PriorityFilter(without=("domain:C", "domain:D")), {"italian", "french-health"}),
        (
            PriorityFilter(without=("domain:C20", "period:2014-2020")),
            {"french-health", "attic-wind"},
        ),
        (PriorityFilter(without=("list:partial",)), EVERY - {"attic-wind"}),
        (PriorityFilter(without=("source:eu",)), EVERY - {"italian"}),
        (PriorityFilter(without=("platform:energy",)), EVERY - {"attic-wind"}),
        (PriorityFilter(without=("nonsense", "domain:", ":", "nope:C")), EVERY),
        (PriorityFilter(economic=("C",), without=("domain:C20",)), {"tuscan-food"}),
        (
            PriorityFilter(territories=("ITI1",), with_above=True, without=("territory:ITI1",)),
            {"italian"},
        ),
        # Fields together.
        (PriorityFilter(territories=("IT",), platforms=("energy",)), set()),
        (PriorityFilter("wind", platforms=("energy",)), {"attic-wind"}),
        (PriorityFilter("-wind", periods=("2021-2027",)), {"french-health", "french-chemistry"}),
    ],
)
def test_any_value_within_a_field_and_all_fields_together(
    kept: Kept, chosen: PriorityFilter, expected: set[str]
) -> None:
    assert kept(chosen) == expected


def test_every_facet_has_its_name_in_links_and_its_own_bit() -> None:
    assert {item.field: item.param for item in FACETS} == FIELDS
    assert [facet(item.param) for item in FACETS] == list(FACETS)
    assert facet("text") is None
    assert sum(bit_of(field) for field in FIELDS) == 2 ** len(FIELDS) - 1


@pytest.mark.parametrize("field", FIELDS)
def test_a_hostile_value_keeps_nothing_and_breaks_nothing(kept: Kept, field: str) -> None:
    for hostile in ("'", "x'); DROP TABLE priority; --", "%", "\0", "x" * 10_000, "🌍", "\u202eא"):
        assert kept(PriorityFilter(**{field: (hostile,)})) == set()
        assert kept(PriorityFilter(without=(f"{FIELDS[field]}:{hostile}",))) == EVERY


@pytest.mark.parametrize("field", FIELDS)
def test_a_filter_is_empty_only_when_nothing_narrows(field: str) -> None:
    assert PriorityFilter().is_empty
    assert PriorityFilter("?!").is_empty
    assert PriorityFilter(with_above=True).is_empty
    assert not PriorityFilter("wind").is_empty
    assert not PriorityFilter(**{field: ("x",)}).is_empty
    assert not PriorityFilter(without=(f"{FIELDS[field]}:x",)).is_empty


def test_a_filter_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        PriorityFilter().text = "other"  # type: ignore[misc]


@pytest.mark.parametrize("field", FIELDS)
def test_one_value_is_removed_and_the_rest_stays(field: str) -> None:
    param = FIELDS[field]
    rest = PriorityFilter("wind -sun", **{field: ("a", "b")}, without=("domain:C", "source:eu"))
    assert rest.removed(param, "a") == dataclasses.replace(rest, **{field: ("b",)})
    assert rest.removed(param, "unknown") == rest
    assert rest.removed("unknown", "a") == rest
    assert rest.removed("without", "domain:C").without == ("source:eu",)
    assert rest.removed("text", "wind").text == "-sun"
    assert rest.removed("text", "-sun").text == "wind"


def test_nothing_lies_above_no_territory() -> None:
    chosen = PriorityFilter(territories=("ITI1", "FRK"), with_above=True)
    assert chosen.removed("territory", "ITI1").with_above
    assert not chosen.removed("territory", "ITI1").removed("territory", "FRK").with_above


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        (PriorityFilter(), "all documented priorities"),
        (PriorityFilter("?!"), "all documented priorities"),
        (PriorityFilter(territories=("IT",)), "in Italy (IT)"),
        (PriorityFilter(territories=("IT", "FR")), "in Italy (IT) or France (FR)"),
        (PriorityFilter(territories=("ZZ",)), "in ZZ"),
        (
            PriorityFilter(territories=("IT",), with_above=True),
            "in Italy (IT) or set by the territories above",
        ),
        (
            PriorityFilter("solar", periods=("2021-2027",), platforms=("energy",)),
            "period 2021-2027; theme of Energy; with “solar”",
        ),
        (
            PriorityFilter('solar "smart grid" -wine', without=("territory:IT", "territory:FR")),
            "not in Italy (IT) or France (FR); with “solar”, “smart grid”; without “wine”",
        ),
    ],
)
def test_the_sentence_names_every_choice_by_its_label(
    chosen: PriorityFilter, sentence: str
) -> None:
    assert chosen.sentence(LABELS) == sentence


def test_all_of_several_domains_is_what_has_them_together(store: Store) -> None:
    both = PriorityFilter(economic=("C16", "F"), with_all=("domain",))
    each = [
        set(priorities(store, PriorityFilter(economic=(code,)))["priority_id"])
        for code in both.economic
    ]
    found = explore(store, both)
    assert set(priorities(store, both)["priority_id"]) == each[0] & each[1]
    assert 0 < found.priorities < min(map(len, each))
    # Of another domain it is said what choosing it as well would leave.
    for code, count in found.facets["economic"].items():
        more = PriorityFilter(economic=("C16", "F", code), with_all=("domain",))
        assert explore(store, more).priorities == count
    assert " and " in both.sentence({})
    assert both.with_values("economic", ("C16",)).with_all == ()
