"""Definitions of stage progress: active, earlier, revisited, stale, as of any date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest

from s3dash.queries.partnerships import progress
from s3dash.queries.partnerships.progress import ProgressFilter, partnership_progress
from s3dash.queries.partnerships.stage_flow import evidence_by_year
from s3dash.queries.partnerships.workflow import with_evidence_in, workflow_items
from s3dash.store.connection import Store
from tests.fixtures import progress_by_hand as by_hand
from tests.fixtures.frames import STAGES, Facts

SmallStore = Callable[..., Store]
DATES = [
    date(1990, 1, 1),
    date(2015, 6, 1),
    date(2017, 12, 7),
    date(2018, 6, 30),
    date(2020, 2, 29),
    date(2021, 12, 31),
    date(2025, 3, 31),
    date(2099, 1, 1),
]


@pytest.fixture(scope="module")
def events(facts: Facts) -> dict[str, list[dict[str, str]]]:
    """The dated evidence of each partnership, as the file states it."""
    found: dict[str, list[dict[str, str]]] = {
        code: [] for code in facts("partnership")["partnership_id"]
    }
    for event in facts("stage_evidence").to_dict("records"):
        found[event["partnership_id"]].append(event)
    return found


def one(store: Store, as_of: date, window: int = 24) -> dict[str, Any]:
    [row] = partnership_progress(store, as_of, window).to_dict("records")
    return row


@pytest.fixture
def with_events(small_store: SmallStore) -> Callable[..., Store]:
    """A store with one partnership and these events: ``with_events(("learn", "2018"))``."""

    def make(*events: tuple[str, str]) -> Store:
        return small_store(
            partnership=[{"partnership_id": "a", "name": "A"}],
            stage_evidence=[
                {"evidence_id": f"a-{n}", "partnership_id": "a", "stage_id": stage, "date": stated}
                for n, (stage, stated) in enumerate(events)
            ],
        )

    return make


@pytest.mark.parametrize(
    ("as_of", "window"),
    [
        *((as_of, 24) for as_of in DATES),
        *((as_of, window) for as_of in DATES[3::2] for window in progress.WINDOWS if window != 24),
    ],
    ids=str,
)
def test_progress_as_of_a_date_agrees_with_a_count_by_hand(
    store: Store, events: dict[str, list[dict[str, str]]], as_of: date, window: int
) -> None:
    found = partnership_progress(store, as_of, window)
    assert sorted(found["partnership_id"]) == sorted(events)
    for row in found.to_dict("records"):
        mine = events[row["partnership_id"]]
        expected = by_hand.progress(
            [(event["stage_id"], event["date"], event["basis"]) for event in mine], as_of, window
        )
        assert list(row["evidence"]) == expected["evidence"]
        assert list(row["states"]) == expected["states"]
        assert list(row["revisits"]) == expected["revisits"]
        notes = [
            [
                event["note"]
                for event in mine
                if event["stage_id"] == stage and by_hand.days(event["date"])[0] <= as_of
            ]
            for stage in STAGES
        ]
        assert list(row["doubtful"]) == [bool(told) and all(told) for told in notes]
        assert [text is not None for text in row["revisited"]] == [
            count > 0 for count in expected["revisits"]
        ]
        assert (row["life"], row["is_stale"]) == (expected["life"], expected["life"] == "stale")
        assert (None if pd.isna(row["reached"]) else row["reached"]) == expected["reached"]
        assert row["later"] == expected["later"]
        latest = None if pd.isna(row["latest_any"]) else by_hand.days(row["latest_any"])[0]
        assert latest == expected["latest_first_day"]
        last = None if pd.isna(row["last_day"]) else row["last_day"].date()
        assert last == expected["last_day"]


def test_the_last_day_of_a_partial_date(store: Store, facts: Facts) -> None:
    for stated, end in store.rows("SELECT date, date_end FROM stage_evidence"):
        assert end == by_hand.days(stated)[1]
    assert store.rows("SELECT count(*) FROM platform_fact WHERE date_end < date_start") == [(0,)]


def test_no_evidence_is_not_documented_and_not_stale(with_events: Callable[..., Store]) -> None:
    row = one(with_events(), date(2024, 1, 1))
    assert list(row["states"]) == ["none"] * 5
    assert (row["life"], row["is_stale"], row["later"]) == ("none", False, 0)
    assert pd.isna(row["reached"])
    assert pd.isna(row["latest_any"])


def test_an_event_known_by_year_covers_all_of_it(with_events: Callable[..., Store]) -> None:
    store = with_events(("learn", "2018"))
    assert list(one(store, date(2017, 12, 31))["evidence"]) == [0, 0, 0, 0, 0]
    assert one(store, date(2018, 1, 1))["states"][0] == "active"
    # In the window as long as its last day may be: 31 December 2018.
    assert one(store, date(2019, 12, 31), 12)["states"][0] == "active"
    assert one(store, date(2018, 12, 31))["life"] == "recent"
    # Perhaps of December 2018, perhaps of January.
    assert one(store, date(2019, 12, 31))["life"] == "unsure"
    assert one(store, date(2020, 1, 1), 12)["states"][0] == "earlier"
    assert one(store, date(2020, 1, 1))["is_stale"]


def test_future_evidence_is_left_out_and_counted(with_events: Callable[..., Store]) -> None:
    store = with_events(("learn", "2018-03"), ("connect", "2030"), ("scale-up", "2030-05-01"))
    row = one(store, date(2018, 6, 1))
    assert list(row["evidence"]) == [1, 0, 0, 0, 0]
    assert (row["later"], row["reached"], row["latest_any"]) == (2, "learn", "2018-03")
    assert one(with_events(("learn", "2030")), date(2024, 1, 1))["life"] == "none"


def test_before_everything_there_is_nothing_but_what_is_later(store: Store, facts: Facts) -> None:
    found = partnership_progress(store, date(1, 1, 1))
    assert len(found) == len(facts("partnership"))
    assert set(found["life"]) == {"none"}
    assert found["later"].sum() == len(facts("stage_evidence"))
    assert progress.partnerships_by_state(found, "none") == [len(found)] * 5


REVISITS: list[tuple[list[tuple[str, str]], list[int]]] = [
    ([("demonstrate", "2018-05-01"), ("connect", "2018-05-02")], [0, 1, 0, 0, 0]),
    ([("demonstrate", "2018-05-01"), ("connect", "2018-05-01")], [0, 0, 0, 0, 0]),
    # Perhaps before, perhaps after: not certain, so no revisit.
    ([("demonstrate", "2018"), ("connect", "2018-12-31")], [0, 0, 0, 0, 0]),
    ([("demonstrate", "2018-05"), ("connect", "2018")], [0, 0, 0, 0, 0]),
    ([("demonstrate", "2018"), ("connect", "2019")], [0, 1, 0, 0, 0]),
    ([("learn", "2017"), ("connect", "2018"), ("learn", "2019")], [1, 0, 0, 0, 0]),
    ([("learn", "2017"), ("connect", "2018"), ("scale-up", "2019")], [0, 0, 0, 0, 0]),
    (
        [("scale-up", "2016"), ("demonstrate", "2017"), ("learn", "2018"), ("learn", "2019")],
        [2, 0, 1, 0, 0],
    ),
]


def test_a_revisit_is_certainly_after_a_later_stage(small_store: SmallStore) -> None:
    store = small_store(
        partnership=[{"partnership_id": f"p{n}", "name": f"P{n}"} for n in range(len(REVISITS))],
        stage_evidence=[
            {"evidence_id": f"p{n}-{m}", "partnership_id": f"p{n}", "stage_id": stage, "date": day}
            for n, (events, _) in enumerate(REVISITS)
            for m, (stage, day) in enumerate(events)
        ],
    )
    rows = partnership_progress(store, date(2024, 1, 1)).set_index("partnership_id")["revisits"]
    for n, (events, revisits) in enumerate(REVISITS):
        assert list(rows[f"p{n}"]) == revisits, events
        told = progress.evidence_of(store, f"p{n}", date(2024, 1, 1))
        assert told["is_revisit"].sum() == sum(revisits), events


def test_a_revisit_counts_from_its_first_day_on(with_events: Callable[..., Store]) -> None:
    store = with_events(("demonstrate", "2018"), ("learn", "2019-03"), ("learn", "2021"))
    assert sum(one(store, date(2019, 2, 28))["revisits"]) == 0
    row = one(store, date(2019, 3, 1))
    assert (list(row["revisits"]), row["revisited"][0]) == ([1, 0, 0, 0, 0], "2019-03")
    assert one(store, date(2024, 1, 1))["revisited"][0] == "2021"


def test_events_of_a_partnership_say_which_are_later(with_events: Callable[..., Store]) -> None:
    store = with_events(("learn", "2018"), ("connect", "2020-05-05"))
    assert progress.evidence_of(store, "a", date(2019, 1, 1))["is_later"].tolist() == [False, True]
    assert not progress.evidence_of(store, "a")["is_later"].any()


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2024, 1, 15), 24, date(2022, 1, 15)),
        (date(2024, 12, 31), 6, date(2024, 6, 30)),
        (date(1, 5, 1), 60, date(1, 5, 1)),
    ],
)
def test_months_before(day: date, months: int, expected: date) -> None:
    assert progress.months_before(day, months) == expected


# Filters and orders of the board


def members_of(facts: Facts, within: str, roles: set[str]) -> set[str]:
    members = facts("membership")
    members = members[members["role"].isin(roles)]
    country = facts("territory").set_index("territory_id")["country_code"]
    lies = members["territory_id"].str.startswith(within)
    lies |= members["territory_id"].map(country) == within
    return set(members[lies]["partnership_id"])


@pytest.mark.parametrize("roles", [(), ("lead",), ("lead", "co-lead")])
@pytest.mark.parametrize("place", ["IT", "BE2", "ITI1", "UK", "ES61", "UK-england"])
def test_a_place_includes_what_lies_in_it(
    store: Store, facts: Facts, place: str, roles: tuple[str, ...]
) -> None:
    chosen = ProgressFilter(places=(place,), roles=roles)
    found = partnership_progress(store, date(2024, 1, 1), chosen=chosen)
    assert set(found["partnership_id"]) == members_of(facts, place, set(roles or progress.ROLES))


def test_a_role_without_a_place_is_that_of_any_member(store: Store, facts: Facts) -> None:
    found = partnership_progress(store, date(2024, 1, 1), chosen=ProgressFilter(roles=("co-lead",)))
    members = facts("membership")
    assert set(found["partnership_id"]) == set(
        members[members["role"] == "co-lead"]["partnership_id"]
    )


# Together they have every stage and sign of life.
@pytest.mark.parametrize("as_of", DATES[5::2], ids=str)
def test_stage_reached_and_sign_of_life_are_those_at_the_date(store: Store, as_of: date) -> None:
    every = partnership_progress(store, as_of)
    for code in (*STAGES, progress.NO_STAGE):
        found = partnership_progress(store, as_of, chosen=ProgressFilter(reached=(code,)))
        is_it = every["reached"].fillna(progress.NO_STAGE) == code
        assert found["partnership_id"].tolist() == every[is_it]["partnership_id"].tolist()
    for code in progress.LIFE:
        found = partnership_progress(store, as_of, chosen=ProgressFilter(life=(code,)))
        is_it = every["life"] == code
        assert found["partnership_id"].tolist() == every[is_it]["partnership_id"].tolist()


def test_filters_hold_together(store: Store, facts: Facts) -> None:
    chosen = ProgressFilter(
        platforms=("energy",), places=("IT", "ES"), roles=("lead",), life=("stale",)
    )
    found = partnership_progress(store, date(2024, 1, 1), chosen=chosen)
    assert set(found["platform_id"]) <= {"energy"}
    assert set(found["life"]) <= {"stale"}
    assert set(found["partnership_id"]) <= members_of(facts, "IT", {"lead"}) | members_of(
        facts, "ES", {"lead"}
    )


def test_places_to_choose_are_those_of_members(store: Store, facts: Facts) -> None:
    offered = progress.member_places(store)
    for code in facts("membership")["territory_id"]:
        assert code in offered
    countries = set(facts("country")["country_code"])
    kinds = [code in countries for code in offered]
    assert kinds == sorted(kinds, reverse=True)
    assert offered["ITI1"] == "Toscana / Tuscany (ITI1)"
    assert offered["IT"] == "Italy (IT)"


@pytest.mark.parametrize(
    ("order", "column", "is_rising"),
    [
        ("reached", "reached_position", False),
        ("latest", "last_day", False),
        ("oldest", "last_day", True),
        ("members", "documented_count", False),
    ],
)
def test_orders_of_the_board(store: Store, order: str, column: str, is_rising: bool) -> None:
    every = partnership_progress(store, date(2024, 1, 1))
    found = progress.ordered(every, order)
    assert sorted(found["partnership_id"]) == sorted(every["partnership_id"])
    known = found[column].dropna()
    assert known.is_monotonic_increasing if is_rising else known.is_monotonic_decreasing
    assert found[column].isna().tolist() == sorted(found[column].isna())


def test_the_order_by_name_ignores_capitals(store: Store) -> None:
    names = progress.ordered(partnership_progress(store, date(2024, 1, 1)), "name")["name"]
    assert names.str.casefold().is_monotonic_increasing


# Flow over time and the work-flow


@pytest.mark.parametrize("as_of", [date(2018, 6, 30), date(2099, 1, 1)], ids=str)
@pytest.mark.parametrize("platform_id", ["energy", "agri-food", "sustainable-blue-economy"])
def test_the_flow_counts_partnerships_by_year(
    store: Store, facts: Facts, platform_id: str, as_of: date
) -> None:
    groups = facts("partnership")[["partnership_id", "platform_id", "name"]]
    events = facts("stage_evidence").merge(groups, on="partnership_id")
    events = events[(events["platform_id"] == platform_id) & (events["basis"] != "related")]
    is_counted = [by_hand.days(stated)[0] <= as_of for stated in events["date"]]
    events = events.loc[is_counted]
    expected = events.groupby([events["date"].str[:4], "stage_id"])["partnership_id"].nunique()
    found = evidence_by_year(store, platform_id, as_of)
    assert {
        (str(row.year), row.stage_id): row.partnerships for row in found.itertuples()
    } == expected.to_dict()
    assert found["events"].sum() == len(events)
    assert all(
        len(names.split("; ")) == count
        for names, count in zip(found["names"], found["partnerships"], strict=True)
    )


def test_work_flow_items_are_those_of_the_file(store: Store, facts: Facts) -> None:
    found = workflow_items(store)
    items = facts("workflow_item")
    assert sorted(found["item_id"]) == sorted(items["item_id"])
    assert found["stage_id"].isna().sum() == (items["stage_id"] == "").sum()
    for _, of in found.groupby("stage_id", dropna=False):
        assert of["kind"].tolist() == sorted(
            of["kind"], key=["activity", "deliverable", "checklist"].index
        )


@pytest.mark.parametrize("stage_id", STAGES)
def test_partnerships_of_a_step_have_evidence_in_it(
    store: Store, facts: Facts, stage_id: str
) -> None:
    evidence = facts("stage_evidence")
    every = partnership_progress(store, date(2099, 1, 1))
    found = with_evidence_in(every, progress.stages(store), stage_id)
    counts = evidence[evidence["stage_id"] == stage_id]["partnership_id"].value_counts()
    assert dict(zip(found["partnership_id"], found["evidence"], strict=True)) == counts.to_dict()


def test_related_events_are_shown_and_are_no_progress(small_store: Callable[..., Store]) -> None:
    def event(number: int, stage: str, day: str, basis: str | None) -> dict[str, object]:
        return {
            "evidence_id": str(number),
            "partnership_id": "a",
            "stage_id": stage,
            "date": day,
            "basis": basis,
        }

    store = small_store(
        partnership=[{"partnership_id": "a", "name": "A"}],
        stage_evidence=[
            event(1, "connect", "2019-03-01", None),
            event(2, "connect", "2020-03-01", "related"),
            event(3, "demonstrate", "2020-03-01", "project"),
            event(4, "scale-up", "2020-05-01", "related"),
            event(5, "connect", "2020-06-01", "related"),
        ],
    )
    [row] = partnership_progress(store, date(2020, 12, 31), 12).to_dict("records")
    assert list(row["evidence"]) == [0, 3, 1, 0, 1]
    assert list(row["direct"]) == [0, 1, 0, 0, 0]
    assert list(row["related"]) == [0, 2, 0, 0, 1]
    assert list(row["states"]) == ["none", "earlier", "active", "none", "related"]
    assert list(row["revisits"]) == [0] * 5
    assert (row["reached"], row["latest_any"]) == ("demonstrate", "2020-03-01")
    direct = ProgressFilter(bases=("direct",))
    [row] = partnership_progress(store, date(2020, 12, 31), 12, direct).to_dict("records")
    assert list(row["evidence"]) == [0, 1, 0, 0, 0]
