"""How complete the base is: every figure against the data files themselves."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pandas as pd
import pytest

from s3dash.queries.base import coverage
from s3dash.queries.base.gaps import GAPS, known_gaps
from s3dash.store.connection import Store
from tests.fixtures.frames import with_list

Facts = Callable[[str], pd.DataFrame]
SmallStore = Callable[..., Store]

KINDS = ["authority", "eu", "network", "research", "business", "press", "copy", "unclear"]


def placed(facts: Facts, name: str) -> pd.DataFrame:
    """A table with the country and level of its territory."""
    names = facts("territory")[["territory_id", "name", "country_code", "nuts_level"]]
    countries = facts("country")[["country_code", "name", "status"]]
    countries = countries.rename(columns={"name": "country"})
    return facts(name).merge(names, on="territory_id").merge(countries, on="country_code")


def held_members(facts: Facts) -> pd.DataFrame:
    """Partnerships with the number of memberships held."""
    held = facts("membership").groupby("partnership_id").size().rename("held")
    return facts("partnership").set_index("partnership_id").join(held).fillna({"held": 0})


def test_coverage_counts_documented_rows_by_country(store: Store, facts: Facts) -> None:
    found = coverage.coverage_by_country(store)
    countries = facts("country")["name"]
    assert found["country"].tolist() == sorted(countries)
    found = found.set_index("country")
    strategies = with_list(placed(facts, "strategy"))
    expected = {
        "territories": strategies.groupby("country")["territory_id"].nunique(),
        "strategies_2014": strategies.query("period == '2014-2020'").groupby("country").size(),
        "strategies_2021": strategies.query("period == '2021-2027'").groupby("country").size(),
        "priorities": placed(facts, "priority").groupby("country").size(),
        "partial_lists": strategies.query("completeness == 'partial'").groupby("country").size(),
        "memberships": placed(facts, "membership").groupby("country").size(),
    }
    for column, counts in expected.items():
        assert found[column].to_dict() == counts.reindex(found.index, fill_value=0).to_dict()


def test_the_headline_counts_rows_of_the_files(store: Store, facts: Facts) -> None:
    found = coverage.headline(store)
    strategies = with_list(placed(facts, "strategy"))
    assert found.strategies == len(strategies)
    assert found.priorities == len(facts("priority"))
    assert found.partial_lists == (strategies["completeness"] == "partial").sum()
    assert found.periods == strategies["period"].value_counts().sort_index().to_dict()
    once = strategies.drop_duplicates("territory_id")["nuts_level"].value_counts().to_dict()
    assert found.territories == {int(k) if k else None: n for k, n in once.items()}
    assert [*found.territories][:2] == [0, 1]
    assert found.sites == len(facts("site"))


def test_stated_is_compared_only_where_a_source_states_a_number(store: Store, facts: Facts) -> None:
    found = coverage.headline(store)
    stating = with_list(facts("strategy")).query("stated_count != ''")
    assert found.stating_strategies == len(stating)
    assert found.stated_priorities == stating["stated_count"].astype(int).sum()
    assert found.found_priorities == stating["documented_count"].astype(int).sum()
    groups = held_members(facts).query("stated_count != ''")
    stated = groups["stated_count"].astype(int)
    assert found.stating_partnerships == len(groups)
    assert found.stated_members == stated.sum()
    assert found.found_members == groups["held"].clip(upper=stated).sum()


def test_members_beyond_the_stated_number_make_up_for_no_gap(small_store: SmallStore) -> None:
    store = small_store(
        partnership=[
            {"partnership_id": "over", "name": "Over", "stated_count": 1},
            {"partnership_id": "under", "name": "Under", "stated_count": 5},
            {"partnership_id": "silent", "name": "Silent"},
        ],
        membership=[
            {"partnership_id": "over", "territory_id": "ITI1"},
            {"partnership_id": "over", "territory_id": "ITI2"},
            {"partnership_id": "silent", "territory_id": "ITI2"},
        ],
    )
    found = coverage.headline(store)
    assert (found.stating_partnerships, found.stated_members, found.found_members) == (2, 6, 1)
    gaps = known_gaps(store).set_index("gap")
    assert gaps.loc["members", ["identifier", "documented_count", "stated_count"]].tolist() == [
        "under",
        0,
        5,
    ]


def test_an_empty_base_has_a_coverage_too(small_store: SmallStore) -> None:
    store = small_store()
    assert coverage.headline(store).strategies == 0
    assert coverage.field_completeness(store)["filled"].sum() == 0
    assert coverage.field_completeness(store)["share"].isna().all()
    assert coverage.dates(store).empty
    assert coverage.kinds_of_sources(store).empty
    assert (coverage.strategies_by_level(store)["regional_area"].fillna(0) == 0).all()
    assert (known_gaps(store)["gap"] == "no-strategy").sum() == 27


def test_levels_count_territories_with_a_strategy(store: Store, facts: Facts) -> None:
    found = coverage.strategies_by_level(store)
    assert len(found) == 2 * len(facts("country"))
    strategies = with_list(placed(facts, "strategy"))
    territories = facts("territory")
    for row in found.to_dict("records"):
        own = strategies[
            (strategies["country"] == row["country"]) & (strategies["period"] == row["period"])
        ]
        counts = own["nuts_level"].value_counts()
        for level in range(4):
            assert row[f"level_{level}"] == counts.get(str(level), 0), row
        assert row["no_code"] == counts.get("", 0)
        if row["level_1"]:
            country = own["country_code"].iloc[0]
            same = territories[territories["country_code"] == country]["nuts_level"]
            assert [row["has_1"], row["has_2"], row["has_3"]] == [
                (same == level).sum() for level in "123"
            ]


def test_a_country_links_to_itself_and_to_no_part_of_it(store: Store) -> None:
    found = coverage.strategies_by_level(store).drop_duplicates("country").set_index("country")
    links = found["territory_id"]
    assert links["Italy"] == "IT"
    assert links["Moldova"] == "MD-moldova"
    assert pd.isna(links["Georgia"])
    counts = coverage.coverage_by_country(store).set_index("country")["territory_id"]
    assert counts.fillna("").to_dict() == links.fillna("").to_dict()


def test_a_region_inside_another_adds_no_area(small_store: SmallStore) -> None:
    def area(*territories: str) -> float:
        store = small_store(
            strategy=[{"territory_id": code, "period": "2014-2020"} for code in territories]
        )
        found = coverage.strategies_by_level(store)
        found = found[(found["country"] == "Italy") & (found["period"] == "2014-2020")]
        return float(found["regional_area"].iloc[0])

    assert area("IT") == 0
    assert 0 < area("ITI1") < area("ITI") < 100
    assert area("ITI1", "ITI") == area("ITI") == area("IT", "ITI", "ITI1", "ITI14")
    assert area("ITC", "ITF", "ITG", "ITH", "ITI") == pytest.approx(100, abs=0.5)


def test_fields_count_filled_cells(store: Store, facts: Facts) -> None:
    found = coverage.field_completeness(store).set_index(["table_name", "fact"])
    priorities, events = facts("priority"), facts("stage_evidence")
    classified = facts("priority_domain").merge(facts("domain"), on="domain_code")
    members, partnerships = facts("membership"), facts("partnership")
    expected = {
        ("priority", "description"): (priorities["description"] != "").sum(),
        ("priority", "date of the source"): (priorities["as_of"] != "").sum(),
        ("priority", "theme of a platform"): facts("priority_platform")["priority_id"].nunique(),
        ("priority", "classified by the source, not by us"): (
            priorities["classified_by"] == "source"
        ).sum(),
        ("membership", "stated by the source, not inferred by us"): (
            members["basis"] == "stated"
        ).sum(),
        ("membership", "date of the source"): (members["as_of"] != "").sum(),
        ("partnership", "at least one member territory"): members["partnership_id"].nunique(),
        ("partnership", "at least one dated event"): events["partnership_id"].nunique(),
        ("actor", "territory"): (facts("actor")["territory_id"] != "").sum(),
        ("platform_fact", "date"): (facts("platform_fact")["date"] != "").sum(),
        ("strategy", "list as the source has it, not known to be partial"): (
            with_list(facts("strategy"))["completeness"] == "as-listed"
        ).sum(),
        ("strategy", "number of priorities that a source states"): (
            with_list(facts("strategy"))["stated_count"] != ""
        ).sum(),
    }
    for taxonomy, name in [
        ("economic", "economic domain"),
        ("scientific", "scientific domain"),
        ("policy", "policy objective"),
    ]:
        of = classified[classified["taxonomy"] == taxonomy]
        expected["priority", name] = of["priority_id"].nunique()
    for column, name in [
        ("launched", "date of launch"),
        ("website", "web site"),
        ("stated_count", "number of members that a source states"),
        ("acronym", "acronym"),
        ("as_of", "date of the source"),
    ]:
        expected["partnership", name] = (partnerships[column] != "").sum()
    for length, name in [(10, "day"), (7, "month"), (4, "year")]:
        expected["stage_evidence", f"date known to the {name}"] = (
            events["date"].str.len() == length
        ).sum()
    assert found["filled"].to_dict() == expected
    for (table, _), row in found.iterrows():
        rows = facts(table)
        assert row["row_count"] == len(with_list(rows) if table == "strategy" else rows)
        assert row["share"] == pytest.approx(100 * row["filled"] / row["row_count"], abs=0.06)


DATES = {
    "priority": "as_of",
    "partnership": "as_of",
    "membership": "as_of",
    "stage_evidence": "date",
    "platform_fact": "date",
}


def test_dates_run_from_the_earliest_to_the_latest(store: Store, facts: Facts) -> None:
    found = coverage.dates(store).set_index("table_name")
    assert found.index.tolist() == [*DATES]
    for table, column in DATES.items():
        known = facts(table)[column].loc[lambda dates: dates != ""]
        assert found.loc[table].tolist() == [
            len(facts(table)),
            len(known),
            known.min(),
            known.max(),
        ]


def test_years_add_up_to_all_rows(store: Store, facts: Facts) -> None:
    found = coverage.dates_by_year(store)
    for table, column in DATES.items():
        rows = found[found["table_name"] == table]
        years = ["" if pd.isna(year) else str(year) for year in rows["year"]]
        expected = facts(table)[column].str[:4].value_counts().to_dict()
        assert dict(zip(years, rows["row_count"], strict=True)) == expected


def test_kinds_are_those_of_the_sites_that_rows_name(store: Store, facts: Facts) -> None:
    kind_of = facts("site").set_index("host")["kind"]
    found = coverage.kinds_of_sources(store).set_index(["table_name", "kind"])["row_count"]
    for table in ["priority", "partnership", "membership", "stage_evidence", "actor"]:
        kinds = facts(table)["source_url"].map(lambda url: kind_of[urlsplit(url).hostname])
        assert found[table].to_dict() == kinds.value_counts().to_dict()
    priorities = facts("priority")
    priorities["distance"] = priorities["source_url"].map(
        lambda url: KINDS.index(kind_of[urlsplit(url).hostname])
    )
    closest = priorities.groupby(["territory_id", "period"])["distance"].min()
    assert found["strategy"].to_dict() == closest.map(KINDS.__getitem__).value_counts().to_dict()


def test_every_known_gap_is_listed_once(store: Store, facts: Facts) -> None:
    found = known_gaps(store)
    assert set(found["gap"]) <= set(GAPS)
    assert found["gap"].drop_duplicates().tolist() == [g for g in GAPS if g in set(found["gap"])]
    of = {gap: rows["identifier"].tolist() for gap, rows in found.groupby("gap")}
    strategies = with_list(placed(facts, "strategy"))
    members = set(facts("country").query("status == 'member'")["country_code"])
    current = set(strategies.query("period == '2021-2027'")["country_code"])
    ever = set(strategies["country_code"])
    assert set(of["no-strategy"]) == members - ever
    assert set(of.get("no-strategy-2021", [])) == (members & ever) - current
    partial = strategies.query("completeness == 'partial'")
    assert sorted(of["partial-list"]) == sorted(partial["territory_id"])
    reasons = found[found["gap"] == "partial-list"]["reason"]
    assert sorted(reasons) == sorted(partial["completeness_note"])
    groups = held_members(facts)
    stating = groups[groups["stated_count"] != ""]
    fewer = stating[stating["stated_count"].astype(int) > stating["held"]]
    assert sorted(of["members"]) == sorted(fewer.index)
    silent = set(groups.index) - set(facts("stage_evidence")["partnership_id"])
    assert set(of["no-evidence"]) == silent
    without_code = facts("territory").query("nuts_level == ''")["territory_id"]
    assert sorted(of["no-code"]) == sorted(without_code)
    assert set(of["no-successor"]) == {"HR04", "NO01", "NO03", "NO04", "NO05"}
    assert "no-kind" not in of


def test_a_site_without_a_kind_is_a_known_gap(small_store: SmallStore) -> None:
    store = small_store(
        source=[
            {"source_id": 1, "url": "https://a.zz/", "host": "a.zz", "row_count": 3, "tables": "x"}
        ]
    )
    gaps = known_gaps(store).set_index("gap")
    assert gaps.loc["no-kind", ["identifier", "reason"]].tolist() == [
        "a.zz",
        "3 rows taken from it",
    ]
