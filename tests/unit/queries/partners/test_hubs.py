"""Hubs on subjects of priorities; documents that help; events and the projects they name."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from s3dash.queries.catalogue.documents import documents
from s3dash.queries.catalogue.helping import HELPS, MOST, documents_for
from s3dash.queries.catalogue.projects import events_of_project, projects_named
from s3dash.queries.explorer.explore import explore
from s3dash.queries.explorer.filter import PriorityFilter
from s3dash.queries.partners.hubs import hubs_of_partnership, hubs_on_priorities, hubs_placed_on
from s3dash.store.connection import Store


def test_a_hub_is_on_priorities_that_the_explorer_finds_for_its_subject(store: Store) -> None:
    met = hubs_on_priorities(store, "ES61")
    assert met
    for hub in met.values():
        found = [
            explore(store, PriorityFilter(text=one, territories=("ES61",)), limit=100).rows
            for one in hub.subjects
        ]
        titles = {t for rows in found for t in rows.loc[rows["territory_id"] == "ES61", "title"]}
        assert set(hub.titles) == titles


def test_hubs_of_another_place_are_seen_from_who_looks(small_store: Callable[..., Store]) -> None:
    store = small_store(
        hub=[
            {"hub_id": "a", "territory_id": "ITI14", "specialisation": "regional;tourism"},
            {"hub_id": "b", "territory_id": "ITI1", "technologies": "qqqq"},
            {"hub_id": "c", "territory_id": "MT"},
        ],
        priority=[
            {
                "priority_id": "p",
                "territory_id": "MT",
                "period": "2021-2027",
                "title": "Tourism for all",
            }
        ],
        strategy=[{"territory_id": "MT", "period": "2021-2027"}],
        partnership=[{"partnership_id": "one", "name": "Tourism and more"}],
        membership=[{"partnership_id": "one", "territory_id": "ITI1"}],
    )
    (met,) = hubs_placed_on(store, "ITI1", "MT")
    assert (met.hub_id, met.subjects, met.titles) == ("a", ("tourism",), ("Tourism for all",))
    assert hubs_placed_on(store, "ITI1", "ITI1") == ()
    assert hubs_placed_on(store, "nowhere", "MT") == ()
    assert hubs_of_partnership(store, "one")["hub_id"].tolist() == ["a"]
    assert hubs_of_partnership(store, "none").empty


def test_the_library_helps_everywhere_with_what_it_has(
    store: Store, facts: Callable[[str], pd.DataFrame]
) -> None:
    assert {*facts("stage")["stage_id"], *facts("platform")["platform_id"]} <= set(HELPS)
    known = set(documents(store)["document_id"])
    for what in HELPS:
        found = documents_for(store, what)
        # One alone is no choice.
        assert 1 < len(found) <= MOST, what
        assert set(found["document_id"]) <= known
    assert documents_for(store, "nothing").empty


def test_an_event_names_a_project_and_the_project_the_event(store: Store) -> None:
    named = projects_named(store)
    assert named
    for event, projects in named.items():
        for code, acronym in projects:
            rows = events_of_project(store, code).set_index("evidence_id")
            assert acronym in f"{rows['title'][event]} {rows['detail'][event]}"


def test_a_name_within_a_word_names_nothing(small_store: Callable[..., Store]) -> None:
    store = small_store(
        partnership=[{"partnership_id": "one", "name": "One"}],
        project=[
            {"project_id": "a", "acronym": "TRACK"},
            {"project_id": "b", "acronym": "C++ (x"},
            {"project_id": "c"},
        ],
        stage_evidence=[
            {
                "evidence_id": str(place),
                "partnership_id": "one",
                "stage_id": "learn",
                "date": "2020",
                "title": title,
                "basis": None,
            }
            for place, title in enumerate(["BACKTRACKED", "track", "TRACK starts", "on C++ (x"])
        ],
    )
    assert projects_named(store) == {"2": (("a", "TRACK"),), "3": (("b", "C++ (x"),)}
    # A data package may lack the basis of events.
    assert events_of_project(store, "a")["basis"].tolist() == ["direct"]
