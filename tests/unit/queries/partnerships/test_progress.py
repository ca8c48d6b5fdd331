"""Progress of partnerships, against the data files and small facts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest

from s3dash.queries.partnerships import progress
from s3dash.queries.partnerships.progress import ProgressFilter
from s3dash.store.connection import Store
from tests.fixtures.frames import (
    PLATFORMS,
    STAGES,
    Facts,
    filled,
    first_day,
    near_if_any,
)

SmallStore = Callable[..., Store]

LATE = date(2099, 12, 31)
"""After all evidence of the data files."""


def test_stages_come_in_the_order_of_the_method(store: Store, facts: Facts) -> None:
    found = progress.stages(store)
    assert [stage.stage_id for stage in found] == STAGES
    definitions = facts("stage").set_index("stage_id")
    assert [(s.name, s.definition) for s in found] == [
        tuple(definitions.loc[s, ["name", "definition"]]) for s in STAGES
    ]


def test_progress_agrees_with_the_files(store: Store, facts: Facts) -> None:
    found = progress.partnership_progress(store, LATE).set_index("partnership_id")
    evidence, members = facts("stage_evidence"), facts("membership")
    assert sorted(found.index) == sorted(facts("partnership")["partnership_id"])
    for identifier, row in found.iterrows():
        events = evidence[evidence["partnership_id"] == identifier]
        days = events["date"].map(first_day)
        assert list(row["evidence"]) == [(events["stage_id"] == s).sum() for s in STAGES]
        for stage_id, latest in zip(STAGES, row["latest"], strict=True):
            mine = days[near_if_any(events[events["stage_id"] == stage_id]).index]
            assert (first_day(latest) if latest else None) == (max(mine) if len(mine) else None)
            dates = events["date"][events["stage_id"] == stage_id]
            assert latest is None or latest in set(dates)
        near = days[events["basis"] != "related"]
        assert ("" if pd.isna(row["latest_any"]) else first_day(row["latest_any"])) == max(
            near, default=""
        )
        assert row["documented_count"] == (members["partnership_id"] == identifier).sum()


def test_progress_is_in_the_order_of_platforms_then_names(store: Store) -> None:
    found = progress.partnership_progress(store, LATE)
    order = list(zip(found["platform_id"].map(PLATFORMS.index), found["name"], strict=True))
    assert [number for number, _ in order] == sorted(number for number, _ in order)
    for platform in set(found["platform_id"]):
        names = found.loc[found["platform_id"] == platform, "name"].str.casefold().tolist()
        assert names == sorted(names)


@pytest.mark.parametrize("chosen", [["energy"], ["energy", "agri-food"], ["nope"]])
def test_progress_of_chosen_platforms(store: Store, facts: Facts, chosen: list[str]) -> None:
    groups = facts("partnership")
    expected = groups[groups["platform_id"].isin(chosen)]["partnership_id"]
    found = progress.partnership_progress(
        store, LATE, chosen=ProgressFilter(platforms=tuple(chosen))
    )
    assert sorted(found["partnership_id"]) == sorted(expected)


def test_a_partnership_with_nothing_is_listed_with_nothing(small_store: SmallStore) -> None:
    store = small_store(partnership=[{"partnership_id": "a", "name": "A", "stated_count": 45}])
    [row] = progress.partnership_progress(store, LATE).to_dict("records")
    assert list(row["evidence"]) == [0, 0, 0, 0, 0]
    assert list(row["latest"]) == [None] * 5
    assert pd.isna(row["latest_any"])
    assert (row["documented_count"], row["stated_count"]) == (0, 45)


def test_the_latest_date_is_told_as_precisely_as_the_source(small_store: SmallStore) -> None:
    store = small_store(
        partnership=[{"partnership_id": "a", "name": "A"}],
        stage_evidence=[
            {"evidence_id": "1", "partnership_id": "a", "stage_id": "learn", "date": "2019-11-30"},
            {"evidence_id": "2", "partnership_id": "a", "stage_id": "learn", "date": "2020"},
            {"evidence_id": "3", "partnership_id": "a", "stage_id": "scale-up", "date": "2018-05"},
        ],
    )
    [row] = progress.partnership_progress(store, LATE).to_dict("records")
    assert list(row["evidence"]) == [2, 0, 0, 0, 1]
    assert list(row["latest"]) == ["2020", None, None, None, "2018-05"]
    assert row["latest_any"] == "2020"


def test_evidence_of_each_partnership_is_as_in_the_files(store: Store, facts: Facts) -> None:
    columns = ["date", "stage_id", "title", "detail", "note", "source_url"]
    for identifier, expected in facts("stage_evidence").groupby("partnership_id"):
        found = progress.evidence_of(store, str(identifier))
        assert sorted(filled(found)[columns].values.tolist()) == sorted(
            expected[columns].values.tolist()
        )
        assert [f"{day:%Y-%m-%d}" for day in found["date_start"]] == sorted(
            expected["date"].map(first_day)
        )


def test_partnerships_are_counted_per_stage_and_state(store: Store, facts: Facts) -> None:
    evidence = facts("stage_evidence")
    found = progress.partnership_progress(store, LATE)
    some = [
        evidence[evidence["stage_id"] == stage_id]["partnership_id"].nunique()
        for stage_id in STAGES
    ]
    active, earlier, related, none = (
        progress.partnerships_by_state(found, state)
        for state in ("active", "earlier", "related", "none")
    )
    assert sum(related) > 0
    assert [sum(counts) for counts in zip(active, earlier, related, strict=True)] == some
    assert [a + b for a, b in zip(some, none, strict=True)] == [len(found)] * 5


def test_widened_progress_has_a_column_per_stage_and_fact(store: Store) -> None:
    narrow = progress.partnership_progress(store, LATE)
    wide = progress.widened(narrow, progress.stages(store))
    assert len(wide) == len(narrow)
    lists = {"evidence": "evidence", "latest": "latest", "states": "state", "revisits": "revisits"}
    assert not {*lists, "revisited"} & set(wide.columns)
    for number, stage_id in enumerate(STAGES):
        for column, name in lists.items():
            assert filled(wide)[f"{stage_id}_{name}"].tolist() == [
                "" if row[number] is None else str(row[number]) for row in narrow[column]
            ]
    assert "evidence" in narrow.columns


def test_platforms_to_choose_have_a_partnership(store: Store, facts: Facts) -> None:
    names = facts("platform").set_index("platform_id")["name"]
    used = set(facts("partnership")["platform_id"])
    found = progress.platform_names(store)
    assert list(found.items()) == [(p, names[p]) for p in PLATFORMS if p in used]
