"""Organisations, links and capabilities of partnerships, counted again from the data files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pandas as pd
import pytest

from s3dash.queries.partnerships import capability, helix, partnerships
from s3dash.store.connection import Store

Facts = Callable[[str], pd.DataFrame]
SmallStore = Callable[..., Store]

PARTNERSHIPS = ["high-tech-farming", "water-smart-territories", "food-packaging", "smart-grids"]


Rows = dict[str, list[tuple[str, str, str, str]]]


@pytest.fixture(scope="module")
def classified(facts: Facts) -> Rows:
    """Per level the priorities with an economic domain, by pandas alone: priority, its territory
    and period, the domain."""
    rows = facts("priority")[["priority_id", "territory_id", "period"]]
    rows = rows.merge(facts("priority_domain")).merge(facts("domain"), on="domain_code")
    rows = rows[rows["taxonomy"] == "economic"]
    section = rows["parent_code"].where(rows["parent_code"] != "", rows["domain_code"])
    of_level = {
        "sections": rows.assign(domain_code=section),
        "divisions": rows[rows["parent_code"] != ""],
    }
    columns = ["priority_id", "territory_id", "period", "domain_code"]
    return {
        level: [*those[columns].drop_duplicates().itertuples(index=False, name=None)]
        for level, those in of_level.items()
    }


def domains(
    classified: Rows, facts: Facts, partnership_id: str, period: str, theme: str, level: str
) -> dict[str, Counter[str]]:
    """Territory -> how many of its priorities have a domain, domain by domain."""
    groups = facts("partnership").set_index("partnership_id")
    themed = facts("priority_platform")
    themed = themed[themed["platform_id"] == groups["platform_id"][partnership_id]]
    on_theme = set(themed["priority_id"])
    found: dict[str, Counter[str]] = {}
    for priority, territory, of, domain in classified[level]:
        if period in ("both", of) and (theme == "all" or priority in on_theme):
            found.setdefault(territory, Counter())[domain] += 1
    return found


def is_around(member: str, other: str) -> bool:
    """Whether one lies in the other, by their codes."""
    if "-" in member or "-" in other:
        return member != other and (other == member[:2] or member == other[:2])
    return member != other and (member.startswith(other) or other.startswith(member))


@pytest.mark.parametrize("level", capability.LEVELS)
@pytest.mark.parametrize("theme", capability.THEMES)
@pytest.mark.parametrize("period", capability.PERIODS)
@pytest.mark.parametrize("code", PARTNERSHIPS)
def test_member_domains_are_those_of_the_files(
    store: Store, facts: Facts, classified: Rows, code: str, period: str, theme: str, level: str
) -> None:
    counts = domains(classified, facts, code, period, theme, level)
    members = facts("membership")
    expected = {}
    for member in set(members[members["partnership_id"] == code]["territory_id"]):
        own = counts.get(member, Counter())
        around: Counter[str] = Counter()
        for other in counts:
            if is_around(member, other):
                around += counts[other]
        for domain in {*own, *around}:
            expected[member, domain] = (own[domain], around[domain])
    found = capability.member_domains(store, code, period, theme, level)
    cells = zip(found["territory_id"], found["domain_code"], strict=True)
    assert (
        dict(zip(cells, zip(found["own"], found["around"], strict=True), strict=True)) == expected
    )


@pytest.mark.parametrize("level", capability.LEVELS)
@pytest.mark.parametrize("code", PARTNERSHIPS)
def test_shared_complementary_and_missing_follow_from_the_files(
    store: Store, facts: Facts, classified: Rows, code: str, level: str
) -> None:
    members = set(facts("membership").query(f"partnership_id == '{code}'")["territory_id"])
    every = domains(classified, facts, code, "both", "all", level)
    have = Counter(domain for place in every if place in members for domain in every[place])
    themed = domains(classified, facts, code, "both", "platform", level)
    elsewhere = Counter(
        domain for place in themed if place not in members for domain in themed[place]
    )
    found = capability.capabilities(
        capability.member_domains(store, code, "both", "all", level),
        capability.domains_elsewhere(store, code, "both", level),
        "own",
    )
    by_kind = {
        "shared": {domain for domain, places in have.items() if places > 1},
        "complementary": {domain for domain, places in have.items() if places == 1},
        "missing": {domain for domain, places in elsewhere.items() if places >= 3} - {*have},
    }
    assert {
        kind: set(found.loc[found["kind"] == kind, "domain_code"]) for kind in by_kind
    } == by_kind
    assert found["kind"].tolist() == sorted(found["kind"], key=list(by_kind).index)
    labels = facts("domain").set_index("domain_code")["label"]
    assert (found["label"] == found["domain_code"].map(labels)).all()


def test_members_count_their_own_priorities_and_those_around(store: Store, facts: Facts) -> None:
    found = capability.members_with_priorities(store, "food-packaging", "2014-2020", "all")
    priorities = facts("priority").query("period == '2014-2020'")["territory_id"]
    partial = facts("strategy").query("completeness == 'partial' and period == '2014-2020'")
    assert len(found) == 11
    for row in found.itertuples():
        assert row.own == (priorities == row.territory_id).sum()
        assert row.around == sum(is_around(row.territory_id, other) for other in priorities)
        assert row.has_partial_list == (row.territory_id in set(partial["territory_id"]))


def test_priorities_set_around_make_a_domain_shared_only_when_asked_for() -> None:
    held = pd.DataFrame(
        [("A", "C", "Making", 1, 0), ("B", "C", "Making", 0, 2)],
        columns=["territory_id", "domain_code", "label", "own", "around"],
    )
    elsewhere = pd.DataFrame({"domain_code": ["D"], "label": ["Power"], "territories": [2]})
    own = capability.capabilities(held, elsewhere, "own")
    around = capability.capabilities(held, elsewhere, "around")
    assert own[["domain_code", "kind"]].to_numpy().tolist() == [["C", "complementary"]]
    assert around[["domain_code", "kind"]].to_numpy().tolist() == [["C", "shared"]]


def test_every_organisation_is_listed_in_its_part(store: Store, facts: Facts) -> None:
    actors = facts("actor")
    assert set(actors["helix"]) <= set(helix.PARTS)
    for code in facts("partnership")["partnership_id"]:
        expected = actors[actors["partnership_id"] == code]
        found = helix.organisations(store, code)
        assert sorted(zip(found["actor_name"], found["helix"], strict=True)) == sorted(
            zip(expected["actor_name"], expected["helix"], strict=True)
        )
        assert found["helix"].tolist() == sorted(found["helix"], key=helix.PARTS.index)


def test_organisations_count_for_the_member_they_are_in(store: Store, facts: Facts) -> None:
    actors = facts("actor")
    for code, expected in actors.groupby("partnership_id"):
        members = set(facts("membership").query(f"partnership_id == '{code}'")["territory_id"])
        found = helix.organisations_by_territory(store, str(code)).set_index(
            "territory_id", drop=False
        )
        assert members <= set(found["territory_id"])
        assert set(found.loc[found["membership"].notna(), "territory_id"]) == members
        counted: dict[str, set[str]] = {}
        for row in expected.itertuples():
            inside = [m for m in members if row.territory_id.startswith(m)]
            counted.setdefault(max(inside, key=len, default=row.territory_id), set()).add(
                row.actor_name
            )
        for territory, names in counted.items():
            of = found[found["territory_id"].fillna("") == territory]
            assert of["organisations"].tolist() == [len(names)], (code, territory)
        assert found["organisations"].sum() == sum(map(len, counted.values()))


def test_an_organisation_in_a_part_of_a_member_counts_for_it(small_store: SmallStore) -> None:
    store = small_store(
        partnership=[{"partnership_id": "a", "name": "A"}],
        membership=[
            {"partnership_id": "a", "territory_id": "ITI"},
            {"partnership_id": "a", "territory_id": "ITI1"},
            {"partnership_id": "a", "territory_id": "MT"},
        ],
        actor=[
            {"partnership_id": "a", "actor_name": "X", "territory_id": "ITI14"},
            {"partnership_id": "a", "actor_name": "Y", "territory_id": "IT", "helix": "public"},
            {"partnership_id": "a", "actor_name": "Z", "helix": "civil-society"},
        ],
    )
    found = helix.organisations_by_territory(store, "a")
    names = found["territory_id"].where(found["territory_id"].notna(), "")
    assert dict(zip(names, found["organisations"], strict=True)) == {
        "ITI": 0,
        "ITI1": 1,
        "MT": 0,
        "IT": 1,
        "": 1,
    }
    assert found.iloc[-1]["civil_society"] == 1


def test_links_count_members_of_both(store: Store, facts: Facts) -> None:
    sets = facts("membership").groupby("partnership_id")["territory_id"].agg(set)
    names = facts("territory").set_index("territory_id")["name"]
    for code in facts("partnership")["partnership_id"]:
        ours = sets.get(code, set())
        expected = {
            other: (len(ours & theirs), len(theirs), sorted(names[list(ours & theirs)]))
            for other, theirs in sets.items()
            if other != code and ours & theirs
        }
        found = partnerships.linked_partnerships(store, code)
        assert {
            row.partnership_id: (row.shared, row.documented, sorted(row.territories.split("; ")))
            for row in found.itertuples()
        } == expected
        assert found["shared"].is_monotonic_decreasing


@pytest.mark.parametrize("code", ["ITI1", "ES51", "UK-england", "MT", "ZZ"])
def test_partners_count_partnerships_in_common(store: Store, facts: Facts, code: str) -> None:
    sets = facts("membership").groupby("territory_id")["partnership_id"].agg(set)
    ours = sets.get(code, set())
    expected = {
        other: len(ours & theirs)
        for other, theirs in sets.items()
        if other != code and ours & theirs
    }
    found = partnerships.partners_of(store, code)
    assert dict(zip(found["territory_id"], found["shared"], strict=True)) == expected


def test_a_tie_is_of_the_kind_that_its_name_states(store: Store, facts: Facts) -> None:
    ties = pd.concat(
        partnerships.affiliations(store, code) for code in facts("partnership")["partnership_id"]
    )
    assert len(ties) == len(facts("affiliation"))
    for row in ties.itertuples():
        assert ("Vanguard" in row.initiative) == (row.kind == "Vanguard Initiative")
        if row.kind == "Other":
            assert not any(
                word in row.initiative for word in ("Interreg", "I3 ", "Horizon", "Strategic")
            )


def test_an_unknown_partnership_has_nothing(store: Store) -> None:
    for found in (
        helix.organisations(store, "nope"),
        helix.organisations_by_territory(store, "nope"),
        partnerships.linked_partnerships(store, "nope"),
        capability.members_with_priorities(store, "nope", "both", "all"),
        capability.member_domains(store, "nope", "both", "platform", "sections"),
        capability.domains_elsewhere(store, "nope", "both", "sections"),
    ):
        assert found.empty
