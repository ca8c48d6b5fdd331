"""Organisations, links and capabilities of partnerships, counted again from the data files."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from s3dash.queries.partnerships import capability, helix, partnerships
from s3dash.store.connection import Store

Facts = Callable[[str], pd.DataFrame]
SmallStore = Callable[..., Store]

PARTNERSHIPS = ["high-tech-farming", "water-smart-territories", "food-packaging", "smart-grids"]


def domains(facts: Facts, partnership_id: str, period: str, theme: str, level: str) -> pd.DataFrame:
    """Priority, territory and economic domain at a level, one row each, by pandas alone."""
    rows = facts("priority")[["priority_id", "territory_id", "period"]]
    if period != "both":
        rows = rows[rows["period"] == period]
    if theme == "platform":
        groups = facts("partnership").set_index("partnership_id")
        themed = facts("priority_platform").query(
            f"platform_id == '{groups.platform_id[partnership_id]}'"
        )
        rows = rows[rows["priority_id"].isin(themed["priority_id"])]
    rows = rows.merge(facts("priority_domain")).merge(facts("domain"), on="domain_code")
    rows = rows[rows["taxonomy"] == "economic"]
    if level == "sections":
        code = rows["parent_code"].where(rows["parent_code"] != "", rows["domain_code"])
        rows = rows.assign(domain_code=code)
    else:
        rows = rows[rows["parent_code"] != ""]
    return rows[["priority_id", "territory_id", "domain_code"]].drop_duplicates()


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
    store: Store, facts: Facts, code: str, period: str, theme: str, level: str
) -> None:
    rows = domains(facts, code, period, theme, level)
    members = set(facts("membership").query(f"partnership_id == '{code}'")["territory_id"])
    expected = {}
    for member in members:
        own = rows[rows["territory_id"] == member].groupby("domain_code").size()
        around = rows[[is_around(member, other) for other in rows["territory_id"]]]
        for domain in {*own.index, *around["domain_code"]}:
            expected[member, domain] = (
                own.get(domain, 0),
                int((around["domain_code"] == domain).sum()),
            )
    found = capability.member_domains(store, code, period, theme, level)
    cells = zip(found["territory_id"], found["domain_code"], strict=True)
    assert (
        dict(zip(cells, zip(found["own"], found["around"], strict=True), strict=True)) == expected
    )


@pytest.mark.parametrize("level", capability.LEVELS)
@pytest.mark.parametrize("code", PARTNERSHIPS)
def test_shared_complementary_and_missing_follow_from_the_files(
    store: Store, facts: Facts, code: str, level: str
) -> None:
    members = set(facts("membership").query(f"partnership_id == '{code}'")["territory_id"])
    rows = domains(facts, code, "both", "all", level)
    have = rows[rows["territory_id"].isin(members)].groupby("domain_code")["territory_id"].nunique()
    themed = domains(facts, code, "both", "platform", level)
    others = themed[~themed["territory_id"].isin(members)]
    elsewhere = others.groupby("domain_code")["territory_id"].nunique()
    found = capability.capabilities(
        capability.member_domains(store, code, "both", "all", level),
        capability.domains_elsewhere(store, code, "both", level),
        "own",
    )
    by_kind = {
        "shared": set(have[have > 1].index),
        "complementary": set(have[have == 1].index),
        "missing": set(elsewhere[elsewhere >= 3].index) - set(have.index),
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
