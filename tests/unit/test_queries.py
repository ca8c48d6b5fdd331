"""Every question to the store, against the data files themselves and on small made-up facts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pandas as pd
import pytest

from s3dash.queries import about, overview, partnerships, platforms, progress, territories
from s3dash.queries import priorities as priority_queries
from s3dash.queries.priority_filter import PriorityFilter
from s3dash.store.connection import Store

Facts = Callable[[str], pd.DataFrame]
SmallStore = Callable[..., Store]

PLATFORMS = ["agri-food", "energy", "industrial-modernisation", "sustainable-blue-economy"]
STAGES = ["learn", "connect", "demonstrate", "commercialise", "scale-up"]
PARTNERSHIP = "high-tech-farming"


def first_day(date: str) -> str:
    """First day that a partial date states."""
    return date + "-01-01"[len(date) - 4 :]


def filled(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame as text, missing cells empty."""
    return frame.astype(object).where(frame.notna(), "").astype(str)


def placed(facts: Facts, name: str) -> pd.DataFrame:
    """A table with the country of its territory."""
    names = facts("territory")[["territory_id", "name", "country_code", "nuts_level"]]
    countries = facts("country")[["country_code", "name"]].rename(columns={"name": "country"})
    return facts(name).merge(names, on="territory_id").merge(countries, on="country_code")


def memberships(facts: Facts) -> pd.DataFrame:
    """All memberships with territory, country and partnership."""
    groups = facts("partnership")[["partnership_id", "platform_id", "name"]]
    return placed(facts, "membership").merge(
        groups.rename(columns={"name": "partnership"}), on="partnership_id"
    )


# About the store


def test_about_says_what_the_store_was_built_from(store: Store, facts: Facts) -> None:
    found = about.about_store(store)
    package = found.package
    assert package["name"]
    assert found.version == package["version"]
    assert {item["name"] for item in package["resources"]} >= {"priority", "territory"}
    assert len(found.data_digest) == len(hashlib.sha256().hexdigest())
    now = datetime.now(UTC).replace(tzinfo=None)
    assert now - timedelta(hours=1) < found.built_at <= now
    assert json.dumps(package)


def test_row_counts_are_those_of_the_files(store: Store, facts: Facts) -> None:
    found = about.row_counts(store).set_index("table_name")
    own = {"source", "build_info"}
    resources = {item["name"] for item in about.about_store(store).package["resources"]}
    assert set(found.index) == resources | own
    for name in resources:
        assert found.loc[name, "row_count"] == len(facts(name)), name
    assert found["description"].str.len().min() > 10


def test_sources_are_all_addresses_that_rows_name(store: Store, facts: Facts) -> None:
    named = [
        (name, url)
        for name in (item["name"] for item in about.about_store(store).package["resources"])
        if "source_url" in facts(name)
        for url in facts(name)["source_url"]
        if url
    ]
    counts = pd.Series([url for _, url in named]).value_counts().to_dict()
    found = about.sources(store)
    assert dict(zip(found["url"], found["row_count"], strict=True)) == counts
    assert found["row_count"].is_monotonic_decreasing
    top = found.iloc[0]
    assert top["tables"] == ", ".join(sorted({name for name, url in named if url == top["url"]}))


def test_source_dates_run_from_first_to_last(small_store: SmallStore) -> None:
    store = small_store(
        source=[
            {
                "source_id": 1,
                "url": "https://a.org/x",
                "host": "a.org",
                "row_count": 2,
                "tables": "priority",
                "as_of_first": "2019",
                "as_of_last": "2021-05",
            },
            {
                "source_id": 2,
                "url": "https://a.org/y",
                "host": "a.org",
                "row_count": 3,
                "tables": "priority",
            },
            {
                "source_id": 3,
                "url": "https://b.org/",
                "host": "b.org",
                "row_count": 4,
                "tables": "actor",
            },
        ]
    )
    assert about.sources(store)["url"].tolist() == [
        "https://b.org/",
        "https://a.org/y",
        "https://a.org/x",
    ]
    assert about.sources(store).iloc[2][["as_of_first", "as_of_last"]].tolist() == [
        "2019",
        "2021-05",
    ]
    hosts = about.source_hosts(store)
    assert hosts.to_dict("list") == {
        "host": ["a.org", "b.org"],
        "kind": ["unclear", "unclear"],
        "pages": [2, 1],
        "row_count": [5, 4],
    }


def test_hosts_add_up_to_the_sources(store: Store) -> None:
    pages = about.sources(store)
    hosts = about.source_hosts(store).set_index("host")
    by_host = pages.assign(host=[urlsplit(url).hostname for url in pages["url"]]).groupby("host")
    assert hosts["pages"].to_dict() == by_host.size().to_dict()
    assert hosts["row_count"].to_dict() == by_host["row_count"].sum().to_dict()


def test_every_site_of_a_source_has_a_kind_and_no_other_has(store: Store, facts: Facts) -> None:
    sites = facts("site").set_index("host")["kind"]
    pages = about.sources(store)
    assert set(sites.index) == {urlsplit(url).hostname for url in pages["url"]}
    assert pages["kind"].tolist() == [sites[urlsplit(url).hostname] for url in pages["url"]]
    hosts = about.source_hosts(store).set_index("host")["kind"]
    assert hosts.to_dict() == sites.to_dict()


def test_values_of_discontinued_codes_are_counted(store: Store, facts: Facts) -> None:
    gone = facts("nuts_correspondence").query("territory_id == ''")
    values = facts("indicator_value").merge(gone, on=["nuts_code", "nuts_vintage"])
    found = about.codes_without_successor(store)
    assert (
        found.set_index("nuts_code")["values"].to_dict()
        == values["nuts_code"].value_counts().to_dict()
    )
    assert found["nuts_code"].is_monotonic_increasing
    assert len(found) > 0


# Overview


def test_key_figures_count_the_files(store: Store, facts: Facts) -> None:
    strategies, members = placed(facts, "strategy"), placed(facts, "membership")
    assert overview.key_figures(store) == overview.KeyFigures(
        priorities=len(facts("priority")),
        strategies=len(strategies),
        strategy_territories=strategies["territory_id"].nunique(),
        strategy_countries=strategies["country_code"].nunique(),
        partnerships=len(facts("partnership")),
        platforms=facts("partnership")["platform_id"].nunique(),
        member_territories=members["territory_id"].nunique(),
        member_countries=members["country_code"].nunique(),
        evidence=len(facts("stage_evidence")),
    )


def test_a_store_without_facts_counts_zero(small_store: SmallStore) -> None:
    store = small_store()
    assert set(vars(overview.key_figures(store)).values()) == {0}
    assert overview.territory_counts(store).empty
    assert overview.latest_evidence(store, 5).empty
    assert overview.platform_cards(store)["partnerships"].tolist() == [0, 0, 0, 0]
    assert progress.partnership_progress(store).empty
    assert progress.platform_names(store) == {}
    assert partnerships.partnership_names(store) == {}
    assert territories.territory_names(store) == {}
    assert priority_queries.priority_options(store) == {}
    assert priority_queries.priority_counts(store, PriorityFilter()).priorities == 0


def test_territory_counts_agree_with_the_files(store: Store, facts: Facts) -> None:
    found = overview.territory_counts(store).set_index("territory_id")
    priorities = facts("priority")["territory_id"].value_counts()
    members = facts("membership")["territory_id"].value_counts()
    partial = facts("strategy").query("completeness == 'partial'")["territory_id"]
    assert set(found.index) == set(priorities.index) | set(members.index)
    assert found.index.is_unique
    assert found["priorities"].to_dict() == priorities.reindex(found.index).fillna(0).to_dict()
    assert found["memberships"].to_dict() == members.reindex(found.index).fillna(0).to_dict()
    assert set(found[found["has_partial_list"]].index) == set(partial)
    territory = facts("territory").set_index("territory_id").loc[found.index]
    assert found["name"].to_dict() == territory["name"].to_dict()
    assert found["nuts_level"].isna().to_dict() == (territory["nuts_level"] == "").to_dict()


def test_a_territory_with_a_strategy_or_a_membership_is_counted_once(
    small_store: SmallStore,
) -> None:
    store = small_store(
        strategy=[
            {"territory_id": "ITI1", "period": "2014-2020", "documented_count": 3},
            {
                "territory_id": "ITI1",
                "period": "2021-2027",
                "documented_count": 4,
                "completeness": "partial",
            },
        ],
        partnership=[{"partnership_id": "a", "name": "A"}, {"partnership_id": "b", "name": "B"}],
        membership=[
            {"partnership_id": "a", "territory_id": "UK-england"},
            {"partnership_id": "b", "territory_id": "UK-england"},
        ],
    )
    rows = overview.territory_counts(store).to_dict("records")
    assert [
        (r["territory_id"], r["priorities"], r["memberships"], r["has_partial_list"]) for r in rows
    ] == [("ITI1", 7, 0, True), ("UK-england", 0, 2, False)]
    assert rows[0]["nuts_level"] == 2
    assert pd.isna(rows[1]["nuts_level"])


def test_platform_cards_agree_with_the_files(store: Store, facts: Facts) -> None:
    cards = overview.platform_cards(store).set_index("platform_id")
    members, evidence = memberships(facts), facts("stage_evidence")
    groups = facts("partnership")
    assert cards.index.tolist() == PLATFORMS
    for platform_id, card in cards.iterrows():
        ours = groups.query("platform_id == @platform_id")["partnership_id"]
        mine = members[members["platform_id"] == platform_id]
        events = evidence[evidence["partnership_id"].isin(ours)]
        assert card["partnerships"] == len(ours)
        assert card["territories"] == mine["territory_id"].nunique()
        assert card["countries"] == mine["country_code"].nunique()
        assert list(card["evidence"]) == [(events["stage_id"] == s).sum() for s in STAGES]
        for stage_id, latest in zip(STAGES, card["latest"], strict=True):
            days = events[events["stage_id"] == stage_id]["date"].map(first_day)
            assert (first_day(latest) if latest else None) == (max(days) if len(days) else None)
        assert card["facts"] == (facts("platform_fact")["platform_id"] == platform_id).sum()


def test_latest_evidence_is_the_newest_whatever_its_precision(small_store: SmallStore) -> None:
    store = small_store(
        partnership=[{"partnership_id": "a", "name": "A"}],
        stage_evidence=[
            {"evidence_id": "1", "partnership_id": "a", "stage_id": "learn", "date": "2021"},
            {"evidence_id": "2", "partnership_id": "a", "stage_id": "connect", "date": "2020-12"},
            {
                "evidence_id": "3",
                "partnership_id": "a",
                "stage_id": "scale-up",
                "date": "2021-02-03",
            },
        ],
    )
    found = overview.latest_evidence(store, 2)
    assert found["date"].tolist() == ["2021-02-03", "2021"]
    assert found["stage"].tolist() == ["Scale-up", "Learn"]
    assert len(overview.latest_evidence(store, 10)) == 3


def test_latest_evidence_is_the_newest_of_the_files(store: Store, facts: Facts) -> None:
    days = facts("stage_evidence")["date"].map(first_day).sort_values(ascending=False)
    found = overview.latest_evidence(store, 20)
    assert found["date"].map(first_day).tolist() == days.head(20).tolist()
    events = set(facts("stage_evidence")[["partnership_id", "date", "title"]].itertuples(False))
    assert set(found[["partnership_id", "date", "title"]].itertuples(False)) <= events


# Platforms


@pytest.mark.parametrize("platform_id", PLATFORMS)
def test_a_platform_agrees_with_the_files(store: Store, facts: Facts, platform_id: str) -> None:
    found = platforms.platform(store, platform_id)
    assert found is not None
    row = facts("platform").set_index("platform_id").loc[platform_id]
    mine = memberships(facts).query("platform_id == @platform_id")
    assert (found.name, found.description, found.launched, found.source_url) == tuple(
        row[["name", "description", "launched", "source_url"]]
    )
    assert found.partnerships == (facts("partnership")["platform_id"] == platform_id).sum()
    assert found.territories == mine["territory_id"].nunique()
    assert found.leading == mine[mine["role"] != "participant"]["territory_id"].nunique()
    assert found.countries == mine["country_code"].nunique()


@pytest.mark.parametrize("platform_id", ["nope", "", "energy' OR 1=1 --"])
def test_an_unknown_platform_is_none(store: Store, platform_id: str) -> None:
    assert platforms.platform(store, platform_id) is None
    assert platforms.platform_territories(store, platform_id).empty
    assert platforms.platform_countries(store, platform_id).empty


@pytest.mark.parametrize("platform_id", PLATFORMS)
def test_territories_and_countries_of_a_platform_agree_with_the_files(
    store: Store, facts: Facts, platform_id: str
) -> None:
    mine = memberships(facts).query("platform_id == @platform_id")
    found = platforms.platform_territories(store, platform_id).set_index("territory_id")
    assert found.index.is_unique
    per_role = pd.crosstab(mine["territory_id"], mine["role"]).reindex(
        columns=["lead", "co-lead", "participant"], fill_value=0
    )
    assert found["leads"].to_dict() == per_role["lead"].to_dict()
    assert found["co_leads"].to_dict() == per_role["co-lead"].to_dict()
    assert found["memberships"].to_dict() == per_role.sum(axis=1).to_dict()
    countries = platforms.platform_countries(store, platform_id).set_index("country")
    by_country = mine.groupby("country")
    assert countries["territories"].to_dict() == by_country["territory_id"].nunique().to_dict()
    assert countries["memberships"].to_dict() == by_country.size().to_dict()
    leads = mine[mine["role"] != "participant"].groupby("country").size()
    assert countries["leads"].to_dict() == leads.reindex(countries.index).fillna(0).to_dict()
    assert countries["territories"].is_monotonic_decreasing


def test_the_strongest_role_counts_and_leads_come_first(small_store: SmallStore) -> None:
    store = small_store(
        partnership=[
            {"partnership_id": "a", "name": "Alpha"},
            {"partnership_id": "b", "name": "Beta"},
            {"partnership_id": "c", "name": "Gamma", "platform_id": "agri-food"},
        ],
        membership=[
            {"partnership_id": "a", "territory_id": "MT"},
            {"partnership_id": "b", "territory_id": "MT"},
            {"partnership_id": "a", "territory_id": "ITI1", "role": "co-lead"},
            {"partnership_id": "b", "territory_id": "ITI1", "role": "lead"},
            {"partnership_id": "a", "territory_id": "FRK", "role": "co-lead"},
            {"partnership_id": "c", "territory_id": "FRK", "role": "lead"},
        ],
    )
    found = platforms.platform_territories(store, "energy")
    assert found[["territory_id", "role", "leads", "co_leads", "memberships"]].values.tolist() == [
        ["ITI1", "lead", 1, 1, 2],
        ["FRK", "co-lead", 0, 1, 1],
        ["MT", "participant", 0, 0, 2],
    ]
    assert found["leads_in"].tolist()[:2] == ["Alpha; Beta", "Alpha"]
    assert pd.isna(found["leads_in"][2])


# Partnerships


def test_every_partnership_can_be_chosen_by_name(store: Store, facts: Facts) -> None:
    names = facts("platform").set_index("platform_id")["name"]
    expected = {
        row.partnership_id: f"{row.name} ({names[row.platform_id]})"
        for row in facts("partnership").itertuples(index=False)
    }
    found = partnerships.partnership_names(store)
    assert found == expected
    assert list(found.values()) == sorted(found.values())


def test_each_partnership_is_as_in_the_files(store: Store, facts: Facts) -> None:
    members = facts("membership")["partnership_id"].value_counts()
    for row in facts("partnership").to_dict("records"):
        found = partnerships.partnership(store, row["partnership_id"])
        assert found is not None
        assert found["documented_count"] == members.get(row["partnership_id"], 0)
        stated = found["stated_count"]
        assert ("" if pd.isna(stated) else str(int(stated))) == row["stated_count"]
        for column in set(row) - {"stated_count"}:
            value = found[column]
            assert ("" if pd.isna(value) else value) == row[column], column


@pytest.mark.parametrize("identifier", ["nope", "", "x'; DROP TABLE partnership; --", "a\0b"])
def test_an_unknown_partnership_is_none_and_has_nothing(store: Store, identifier: str) -> None:
    assert partnerships.partnership(store, identifier) is None
    assert partnerships.members(store, identifier).empty
    assert partnerships.affiliations(store, identifier).empty
    assert partnerships.actors(store, identifier).empty
    assert progress.evidence_of(store, identifier).empty


def test_members_of_each_partnership_are_as_in_the_files(store: Store, facts: Facts) -> None:
    columns = ["territory_id", "name", "country", "role", "basis", "territory_name", "source_url"]
    for identifier, expected in memberships(facts).groupby("partnership_id"):
        found = partnerships.members(store, str(identifier))
        assert sorted(found[columns].itertuples(index=False)) == sorted(
            expected[columns].itertuples(index=False)
        )
        order = found["role"].map(["lead", "co-lead", "participant"].index)
        assert order.is_monotonic_increasing


def test_a_member_without_a_nuts_code_is_listed(store: Store, facts: Facts) -> None:
    without = facts("territory").query("nuts_level == ''")["territory_id"]
    rows = facts("membership")
    rows = rows[rows["territory_id"].isin(without)]
    assert len(rows)
    for row in rows.itertuples():
        found = partnerships.members(store, row.partnership_id).set_index("territory_id")
        assert pd.isna(found.loc[row.territory_id, "nuts_level"])


def test_affiliations_and_actors_are_as_in_the_files(store: Store, facts: Facts) -> None:
    for identifier in facts("partnership")["partnership_id"]:
        for name, ask in (
            ("affiliation", partnerships.affiliations),
            ("actor", partnerships.actors),
        ):
            found = filled(ask(store, identifier))
            expected = facts(name).query("partnership_id == @identifier")[list(found.columns)]
            assert sorted(found.values.tolist()) == sorted(expected.values.tolist())


# Territories


def test_territories_to_choose_have_a_strategy_or_a_membership(store: Store, facts: Facts) -> None:
    ids = set(facts("strategy")["territory_id"]) | set(facts("membership")["territory_id"])
    names = facts("territory").set_index("territory_id")["name"]
    found = territories.territory_names(store)
    assert found == {code: f"{names[code]} ({code})" for code in ids}


def test_territories_to_choose_are_ordered_as_people_look_them_up(small_store: SmallStore) -> None:
    codes = ["SE", "DE1", "DK", "AT34", "EL30"]
    store = small_store(strategy=[{"territory_id": c, "period": "2014-2020"} for c in codes])
    names = list(territories.territory_names(store).values())
    assert names == sorted(names, key=str.lower)


@pytest.mark.parametrize("territory_id", ["ITI1", "MT", "FI194", "UK-england", "AT11"])
def test_a_territory_is_as_in_the_files(store: Store, facts: Facts, territory_id: str) -> None:
    names = facts("territory").set_index("territory_id")
    row = names.loc[territory_id]
    country = facts("country").set_index("country_code").loc[row["country_code"], "name"]
    found = territories.territory(store, territory_id)
    assert found is not None
    text = {key: "" if pd.isna(value) else value for key, value in found.items()}
    assert text["territory_id"] == territory_id
    assert text["country"] == country
    assert text["parent_id"] == row["parent_id"]
    assert text["parent_name"] == (names.loc[row["parent_id"], "name"] if row["parent_id"] else "")
    level = text["nuts_level"]
    assert (str(int(level)) if level != "" else "") == row["nuts_level"]
    for column in ("name", "name_native", "name_latin", "note"):
        assert text[column] == row[column]


@pytest.mark.parametrize("territory_id", ["ZZ", "", "it", "IT'--", "A" * 5000])
def test_an_unknown_territory_is_none_and_has_nothing(store: Store, territory_id: str) -> None:
    assert territories.territory(store, territory_id) is None
    assert territories.strategies_of(store, territory_id).empty
    assert territories.memberships_of(store, territory_id).empty


def test_strategies_of_each_territory_are_as_in_the_files(store: Store, facts: Facts) -> None:
    for territory_id, expected in facts("strategy").groupby("territory_id"):
        found = filled(territories.strategies_of(store, str(territory_id)))
        found["stated_count"] = found["stated_count"].str.removesuffix(".0")
        expected = expected.sort_values("period", ascending=False)
        assert found.values.tolist() == expected[list(found.columns)].values.tolist()


def test_memberships_of_each_territory_are_as_in_the_files(store: Store, facts: Facts) -> None:
    columns = ["partnership_id", "partnership", "platform_id", "role", "basis", "source_url"]
    for territory_id, expected in memberships(facts).groupby("territory_id"):
        found = territories.memberships_of(store, str(territory_id))
        assert sorted(found[columns].itertuples(index=False)) == sorted(
            expected[columns].itertuples(index=False)
        )
        assert found["role"].map(["lead", "co-lead", "participant"].index).is_monotonic_increasing


def test_relatives_are_the_documented_territories_above_and_below(
    small_store: SmallStore,
) -> None:
    store = small_store(
        strategy=[
            {"territory_id": code, "period": "2014-2020", "documented_count": 2}
            for code in ("IT", "ITI1", "ITI2", "ITI14", "FRK")
        ],
        partnership=[{"partnership_id": "a", "name": "A"}],
        membership=[{"partnership_id": "a", "territory_id": "ITI"}],
    )
    found = territories.relatives(store, "ITI1")
    columns = ["territory_id", "relation", "priorities", "memberships"]
    assert found[columns].values.tolist() == [
        ["IT", "above", 2, 0],
        ["ITI", "above", 0, 1],
        ["ITI14", "below", 2, 0],
    ]
    assert territories.relatives(store, "IT")["relation"].unique().tolist() == ["below"]
    assert territories.relatives(store, "MT").empty


def test_relatives_of_a_territory_without_a_code_are_its_country(
    small_store: SmallStore,
) -> None:
    store = small_store(
        strategy=[
            {"territory_id": code, "period": "2014-2020"}
            for code in ("UK", "UK-england", "UKI", "NL")
        ]
    )
    found = territories.relatives(store, "UK-england")
    assert found[["territory_id", "relation"]].values.tolist() == [["UK", "above"]]
    below = territories.relatives(store, "UK").query("relation == 'below'")
    assert below["territory_id"].tolist() == ["UK-england", "UKI"]


def test_sites_of_a_territory_are_those_its_rows_name(store: Store, facts: Facts) -> None:
    rows = pd.concat([facts("priority"), facts("membership")]).query("territory_id == 'ITI1'")
    expected = rows.source_url.map(lambda url: urlsplit(url).hostname).value_counts().to_dict()
    found = territories.sources_of(store, "ITI1")
    assert dict(zip(found["host"], found["row_count"], strict=True)) == expected
    assert found["row_count"].is_monotonic_decreasing
    assert found["as_of_last"].dropna().max() == max(rows.as_of)
    assert territories.sources_of(store, "ITI11").empty


# Progress


def test_stages_come_in_the_order_of_the_method(store: Store, facts: Facts) -> None:
    found = progress.stages(store)
    assert [stage.stage_id for stage in found] == STAGES
    definitions = facts("stage").set_index("stage_id")
    assert [(s.name, s.definition) for s in found] == [
        tuple(definitions.loc[s, ["name", "definition"]]) for s in STAGES
    ]


def test_progress_agrees_with_the_files(store: Store, facts: Facts) -> None:
    found = progress.partnership_progress(store).set_index("partnership_id")
    evidence, members = facts("stage_evidence"), facts("membership")
    assert sorted(found.index) == sorted(facts("partnership")["partnership_id"])
    for identifier, row in found.iterrows():
        events = evidence[evidence["partnership_id"] == identifier]
        days = events["date"].map(first_day)
        assert list(row["evidence"]) == [(events["stage_id"] == s).sum() for s in STAGES]
        for stage_id, latest in zip(STAGES, row["latest"], strict=True):
            mine = days[events["stage_id"] == stage_id]
            assert (first_day(latest) if latest else None) == (max(mine) if len(mine) else None)
            dates = events["date"][events["stage_id"] == stage_id]
            assert latest is None or latest in set(dates)
        assert ("" if pd.isna(row["latest_any"]) else first_day(row["latest_any"])) == max(
            days, default=""
        )
        assert row["documented_count"] == (members["partnership_id"] == identifier).sum()


def test_progress_is_in_the_order_of_platforms_then_names(store: Store) -> None:
    found = progress.partnership_progress(store)
    order = list(zip(found["platform_id"].map(PLATFORMS.index), found["name"], strict=True))
    assert order == sorted(order)


@pytest.mark.parametrize("chosen", [["energy"], ["energy", "agri-food"], ["nope"]])
def test_progress_of_chosen_platforms(store: Store, facts: Facts, chosen: list[str]) -> None:
    groups = facts("partnership")
    expected = groups[groups["platform_id"].isin(chosen)]["partnership_id"]
    found = progress.partnership_progress(store, *chosen)
    assert sorted(found["partnership_id"]) == sorted(expected)


def test_a_partnership_with_nothing_is_listed_with_nothing(small_store: SmallStore) -> None:
    store = small_store(partnership=[{"partnership_id": "a", "name": "A", "stated_count": 45}])
    [row] = progress.partnership_progress(store).to_dict("records")
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
    [row] = progress.partnership_progress(store).to_dict("records")
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


def test_partnerships_with_evidence_are_counted_per_stage(store: Store, facts: Facts) -> None:
    evidence = facts("stage_evidence")
    found = progress.partnerships_with_evidence(progress.partnership_progress(store))
    assert found == [
        evidence[evidence["stage_id"] == stage_id]["partnership_id"].nunique()
        for stage_id in STAGES
    ]


def test_widened_progress_has_a_count_and_a_date_per_stage(store: Store) -> None:
    narrow = progress.partnership_progress(store)
    wide = progress.widened(narrow, progress.stages(store))
    assert len(wide) == len(narrow)
    assert not {"evidence", "latest"} & set(wide.columns)
    for number, stage_id in enumerate(STAGES):
        assert wide[f"{stage_id}_evidence"].tolist() == [row[number] for row in narrow["evidence"]]
        assert filled(wide)[f"{stage_id}_latest"].tolist() == [
            row[number] or "" for row in narrow["latest"]
        ]
    assert "evidence" in narrow.columns


def test_platforms_to_choose_have_a_partnership(store: Store, facts: Facts) -> None:
    names = facts("platform").set_index("platform_id")["name"]
    used = set(facts("partnership")["platform_id"])
    found = progress.platform_names(store)
    assert list(found.items()) == [(p, names[p]) for p in PLATFORMS if p in used]


# Priorities


def test_options_are_the_values_that_occur(store: Store, facts: Facts) -> None:
    found = priority_queries.priority_options(store)
    domains = facts("domain").set_index("domain_code")
    used = set(facts("priority_domain")["domain_code"])
    economic = {code for code in used if domains.loc[code, "taxonomy"] == "economic"}
    sections = {domains.loc[code, "parent_code"] for code in economic} - {""}
    assert set(found) == {"countries", "periods", "economic", "objectives", "platforms"}
    assert set(found["countries"]) == set(placed(facts, "strategy")["country_code"])
    assert list(found["periods"]) == ["2014-2020", "2021-2027"]
    assert list(found["economic"]) == sorted(economic | sections)
    assert set(found["objectives"]) == {
        code for code in used if domains.loc[code, "taxonomy"] == "policy"
    }
    themes = set(facts("priority_platform")["platform_id"])
    assert list(found["platforms"]) == [p for p in PLATFORMS if p in themes]


def test_each_option_keeps_at_least_one_priority(store: Store) -> None:
    for field, options in priority_queries.priority_options(store).items():
        for code in options:
            chosen = PriorityFilter(**{field: (code,)})
            assert priority_queries.priority_counts(store, chosen).priorities > 0, (field, code)


def test_labels_of_options_are_unique(store: Store) -> None:
    """A label stands in the link, so it must name one code only."""
    for options in priority_queries.priority_options(store).values():
        assert len(set(options.values())) == len(options)
        assert not set(options) & (set(options.values()) - set(options))


def test_priorities_are_as_in_the_files(store: Store, facts: Facts) -> None:
    found = filled(priority_queries.priorities(store, PriorityFilter())).set_index("priority_id")
    expected = placed(facts, "priority").set_index("priority_id").loc[found.index]
    assert len(found) == len(facts("priority"))
    renamed = expected.rename(columns={"name": "territory"})
    for column in (
        "title",
        "territory",
        "country",
        "period",
        "description",
        "classified_by",
        "as_of",
        "source_url",
        "territory_id",
    ):
        assert found[column].tolist() == renamed[column].tolist(), column
    lists = facts("strategy").set_index(["territory_id", "period"])["completeness"]
    assert found["completeness"].tolist() == [
        lists[row.territory_id, row.period] for row in expected.itertuples()
    ]


@pytest.mark.parametrize(
    ("column", "taxonomy"), [("economic_domains", "economic"), ("policy_objectives", "policy")]
)
def test_labels_of_domains_stand_in_the_order_of_the_source(
    store: Store, facts: Facts, column: str, taxonomy: str
) -> None:
    links = facts("priority_domain").merge(facts("domain"), on="domain_code")
    links = links[links["taxonomy"] == taxonomy].astype({"position": int}).sort_values("position")
    expected = links.groupby("priority_id")["label"].agg("; ".join).to_dict()
    found = filled(priority_queries.priorities(store, PriorityFilter())).set_index("priority_id")
    assert {code: labels for code, labels in found[column].items() if labels} == expected


def test_platform_themes_stand_in_the_order_of_the_source(store: Store, facts: Facts) -> None:
    links = facts("priority_platform").merge(
        facts("platform")[["platform_id", "name"]], on="platform_id"
    )
    links = links.astype({"position": int}).sort_values("position")
    expected = links.groupby("priority_id")["name"].agg("; ".join).to_dict()
    found = filled(priority_queries.priorities(store, PriorityFilter())).set_index("priority_id")
    themes = found["platform_themes"]
    assert {code: labels for code, labels in themes.items() if labels} == expected


def test_priorities_come_by_country_territory_and_newest_period(store: Store) -> None:
    found = priority_queries.priorities(store, PriorityFilter())
    order = [
        (row.country, row.territory, -int(row.period[:4]), row.priority_id)
        for row in found.itertuples()
    ]
    assert order == sorted(order)


def test_one_priority_has_the_columns_of_the_list(store: Store) -> None:
    frame = priority_queries.priorities(store, PriorityFilter(), 1)
    expected = {key: value for key, value in frame.iloc[0].items() if pd.notna(value)}
    found = priority_queries.priority(store, frame["priority_id"][0])
    assert found is not None
    assert {key: value for key, value in found.items() if pd.notna(value)} == expected


@pytest.mark.parametrize("identifier", ["nope", "", "' OR '1'='1"])
def test_an_unknown_priority_is_none(store: Store, identifier: str) -> None:
    assert priority_queries.priority(store, identifier) is None


def test_counts_name_each_territory_and_its_partial_lists(small_store: SmallStore) -> None:
    store = small_store(
        strategy=[
            {"territory_id": "ITI1", "period": "2014-2020", "completeness": "partial"},
            {"territory_id": "ITI1", "period": "2021-2027"},
            {"territory_id": "UK-england", "period": "2014-2020"},
        ],
        priority=[
            {"priority_id": "1", "territory_id": "ITI1", "period": "2014-2020"},
            {"priority_id": "2", "territory_id": "ITI1", "period": "2021-2027"},
            {"priority_id": "3", "territory_id": "UK-england", "period": "2014-2020"},
        ],
    )
    counts = priority_queries.priority_counts(store, PriorityFilter())
    assert (counts.priorities, counts.territories, counts.countries) == (3, 2, 2)
    assert counts.by_territory[
        ["territory_id", "priorities", "has_partial_list"]
    ].values.tolist() == [
        ["ITI1", 2, True],
        ["UK-england", 1, False],
    ]
    newer = priority_queries.priority_counts(store, PriorityFilter(periods=("2021-2027",)))
    assert newer.by_territory["has_partial_list"].tolist() == [False]
