"""Hubs, projects and documents, against the CSV files and by hand."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from s3dash.queries.catalogue.catalogues import document_catalogue, hub_catalogue
from s3dash.queries.catalogue.documents import (
    STAGES,
    TOPICS_OF_STAGES,
    documents,
    has_topic,
    helps_at,
    topics_of,
)
from s3dash.queries.catalogue.filters import Choice, choose
from s3dash.queries.catalogue.hubs import KINDS, STATUSES, hubs, hubs_by_territory, hubs_of
from s3dash.queries.catalogue.projects import (
    BASES,
    partners_by_territory,
    partners_of,
    projects,
    projects_of_partnership,
    projects_of_territory,
)
from s3dash.store.connection import Store

Facts = Callable[[str], pd.DataFrame]
SmallStore = Callable[..., Store]


def test_every_hub_is_listed_with_its_place(store: Store, facts: Facts) -> None:
    found, file = hubs(store), facts("hub")
    assert set(found["hub_id"]) == set(file["hub_id"])
    names = facts("territory").set_index("territory_id")["name"]
    for row in found.itertuples():
        assert row.territory == names[row.territory_id]
        assert row.territory_id in row.within
    assert set(found["status"]) <= set(STATUSES)
    assert set(found["kind"]) <= set(KINDS)
    counts = hubs_by_territory(found).set_index("territory_id")["hubs"]
    assert counts.to_dict() == file["territory_id"].value_counts().to_dict()


@pytest.mark.parametrize("code", ["ITC1", "ITC2", "IT", "NL31", "NL3", "FI194", "UK-england"])
def test_hubs_of_a_territory_by_hand(store: Store, facts: Facts, code: str) -> None:
    expected = {}
    for row in facts("hub").itertuples():
        seat = row.territory_id
        served = [part.strip() for part in row.also_serves.split(";") if part.strip()]
        if seat.startswith(code):
            expected[row.hub_id] = "seat"
        elif any(code.startswith(one) or one.startswith(code) for one in served):
            expected[row.hub_id] = "serves"
        elif code.startswith(seat):
            expected[row.hub_id] = "above"
    if code == "UK-england":
        expected = {}
    found = hubs_of(store, code)
    assert dict(zip(found["hub_id"], found["relation"], strict=True)) == expected
    # The page Hubs, its files and pictures keep the same ones.
    listed = choose(store.once(hub_catalogue), Choice(territory=code)).rows
    assert set(listed["hub_id"]) == set(expected)
    if code in ("ITC2", "NL31"):
        assert "serves" in expected.values()
    if code == "FI194":
        assert "above" in expected.values()


def test_every_project_is_listed_with_what_is_known(store: Store, facts: Facts) -> None:
    found, file = projects(store).set_index("project_id"), facts("project").set_index("project_id")
    assert set(found.index) == set(file.index)
    counts = facts("project_partner").groupby("project_id").size()
    for code, row in file.iterrows():
        assert found["partner_count"][code] == counts.get(code, 0)
        assert found["name"][code] == (row["acronym"] or row["title"] or code)
        assert pd.isna(found["eu_contribution_eur"][code]) == (row["eu_contribution_eur"] == "")
    assert set(found["partnership_basis"].dropna()) <= set(BASES)


def test_projects_of_a_territory_have_a_partner_in_it(store: Store, facts: Facts) -> None:
    partners = facts("project_partner")
    for code in ("ES", "ES22", "ITC4", "DE1"):
        is_in = partners["territory_id"].str.startswith(code)
        expected = set(partners.loc[is_in, "project_id"])
        assert set(projects_of_territory(store, code)["project_id"]) == expected
    assert projects_of_territory(store, "UK-england").empty


def test_a_territory_of_a_package_without_projects_has_none(small_store: SmallStore) -> None:
    store = small_store()
    found = projects_of_territory(store, "ITI1")
    assert found.empty
    assert list(found) == list(projects(store))


def test_projects_of_a_partnership(store: Store, facts: Facts) -> None:
    file = facts("project")
    for code in file.loc[file["partnership_id"] != "", "partnership_id"].unique():
        expected = set(file.loc[file["partnership_id"] == code, "project_id"])
        assert set(projects_of_partnership(store, code)["project_id"]) == expected
    assert projects_of_partnership(store, "nothing").empty


def test_partners_of_a_project(store: Store, facts: Facts) -> None:
    file = facts("project_partner").query("project_id == 'i3-regiogreentex'")
    found = partners_of(store, "i3-regiogreentex")
    assert set(found["partner_name"]) == set(file["partner_name"])
    assert found["territory_id"].isna().sum() == (file["territory_id"] == "").sum()
    counts = partners_by_territory(store, ("i3-regiogreentex",)).set_index("territory_id")
    placed = file[file["territory_id"] != ""]["territory_id"].value_counts()
    assert counts["partners"].to_dict() == placed.to_dict()
    assert set(counts["projects"]) == {1}
    assert partners_by_territory(store, ()).empty


def test_a_project_of_which_nothing_is_known(small_store: SmallStore) -> None:
    store = small_store(
        project=[{"project_id": "a"}, {"project_id": "b"}],
        project_partner=[
            {"project_id": "b", "partner_name": "From beyond"},
            {"project_id": "b", "partner_name": "From Tuscany", "territory_id": "ITI1"},
        ],
    )
    found = projects(store).set_index("project_id")
    assert (found["name"]["a"], found["partner_count"]["a"], len(found["places"]["a"])) == (
        "a",
        0,
        0,
    )
    assert set(found["places"]["b"]) == {"ITI1", "ITI", "IT"}
    assert found["countries"]["b"] == "Italy"


def test_a_hub_of_a_place_without_a_code_is_listed_and_found(small_store: SmallStore) -> None:
    hub = {"kind": "DIH", "status": "unclear", "territory_id": "UK-england"}
    store = small_store(hub=[{"hub_id": "a", "name": "Robots", **hub}])
    catalogue = hub_catalogue(store)
    for choice in (Choice(), Choice(text="robot"), Choice(territory="UK-england")):
        assert choose(catalogue, choice).rows["hub_id"].tolist() == ["a"]
    assert choose(catalogue, Choice(territory="ITI1")).rows.empty
    assert hubs_by_territory(hubs(store))["nuts_level"].isna().all()


def test_a_document_without_a_year_has_a_stage_all_the_same(small_store: SmallStore) -> None:
    document = {"document_id": "a", "kind": "guide", "language": "en", "topics": "EDP"}
    chosen = document_catalogue(small_store(document=[document]))
    asked = Choice(codes={"stage": ("discovery",), "year": ("unknown",)})
    assert choose(chosen, asked).rows["document_id"].tolist() == ["a"]


def test_documents_and_their_topics(store: Store, facts: Facts) -> None:
    found, file = documents(store), facts("document")
    assert set(found["document_id"]) == set(file["document_id"])
    assert found["year"].isna().sum() == (file["year"] == "").sum()
    topics = topics_of(found, "topics", 2)
    for name, count in topics.items():
        held = [
            name.casefold() in {part.strip().casefold() for part in cell.split(";")}
            for cell in file["topics"]
        ]
        assert sum(held) == count >= 2
    assert list(topics.values()) == sorted(topics.values(), reverse=True)


def test_a_document_helps_at_the_stages_of_its_topics(store: Store, facts: Facts) -> None:
    chosen = document_catalogue(store)
    found = choose(chosen, Choice(codes={"stage": ("monitoring",)})).rows
    topics = facts("document").set_index("document_id")["topics"].str.casefold()
    words = {"monitoring", "evaluation", "impact", "reviews", "peer review"}
    held = [bool(words & {part.strip() for part in cell.split(";")}) for cell in topics]
    assert set(found["document_id"]) == set(topics.index[held])
    assert not helps_at("nothing of the kind", tuple(STAGES))
    assert not helps_at(None, tuple(STAGES))
    # Every stage has documents, and no topic is misspelt.
    every = {part.strip() for cell in topics for part in cell.split(";")}
    for stage in STAGES:
        assert {topic.casefold() for topic in TOPICS_OF_STAGES[stage]} <= every


def test_topics_by_hand() -> None:
    frame = pd.DataFrame({"topics": ["AI; cyber", "ai", None, "", "Cyber ;AI;AI"]})
    assert topics_of(frame, "topics") == {"AI": 3, "cyber": 2}
    assert topics_of(frame, "topics", 3) == {"AI": 3}
    assert has_topic("AI; cyber", ("Cyber",))
    assert not has_topic("cyber security", ("cyber",))
    assert not has_topic(None, ("AI",))
    assert not has_topic(float("nan"), ("AI",))
