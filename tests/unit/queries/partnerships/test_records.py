"""Questions about one partnership or territory, against the data files and small facts."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pandas as pd
import pytest

from s3dash.queries.partnerships import helix, partnerships, progress
from s3dash.queries.territories import territories
from s3dash.store.connection import Store
from tests.fixtures.frames import (
    Facts,
    filled,
    memberships,
)

SmallStore = Callable[..., Store]


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
    assert helix.organisations(store, identifier).empty
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
    for name, ask in (
        ("affiliation", partnerships.affiliations),
        ("actor", helix.organisations),
    ):
        rows = facts(name)
        for identifier in facts("partnership")["partnership_id"]:
            found = filled(ask(store, identifier)).drop(columns="kind", errors="ignore")
            expected = rows.loc[rows["partnership_id"] == identifier, list(found.columns)]
            assert sorted(found.values.tolist()) == sorted(expected.values.tolist())


# Territories


def test_a_label_has_the_english_name_beside_another(store: Store, facts: Facts) -> None:
    names = facts("territory").set_index("territory_id")["name"]
    found = dict(store.rows(f"SELECT territory_id, label FROM ({territories.LABELLED})"))
    assert set(found) == set(names.index)
    exonyms = facts("territory_name").query("kind == 'exonym'").set_index("territory_id")["name"]
    assert exonyms.index.is_unique
    for code, label in found.items():
        english = exonyms.get(code, "")
        # Python makes two letters of the capital İ.
        own = names[code].lower().replace("\u0307", "")
        beside = "" if english.lower() in own else f" / {english}"
        assert label == f"{names[code]}{beside} ({code})"
    assert found["ITI1"] == "Toscana / Tuscany (ITI1)"
    assert found["EL43"] == "Kriti (Crete) (EL43)"


def test_other_names_are_other_names_of_the_whole_territory(facts: Facts) -> None:
    own = facts("territory").set_index("territory_id")
    for row in facts("territory_name").itertuples():
        known = {str(own.loc[row.territory_id, c]) for c in ("name", "name_native", "name_latin")}
        assert row.name not in known
        assert "through" not in row.name
        assert row.name == row.name.strip()


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


def test_strategies_of_a_territory_are_as_in_the_files(store: Store, facts: Facts) -> None:
    for territory_id, expected in [*facts("strategy").groupby("territory_id")][::3]:
        found = filled(territories.strategies_of(store, str(territory_id)))
        found["stated_count"] = found["stated_count"].str.removesuffix(".0")
        expected = expected.sort_values("period", ascending=False)
        assert found.values.tolist() == expected[list(found.columns)].values.tolist()


def test_memberships_of_a_territory_are_as_in_the_files(store: Store, facts: Facts) -> None:
    columns = ["partnership_id", "partnership", "platform_id", "role", "basis", "source_url"]
    for territory_id, expected in [*memberships(facts).groupby("territory_id")][::3]:
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
