"""Whom a partnership might invite: the rule, counted again from the data files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from math import log

import pandas as pd
import pytest

from s3dash.queries.partners.candidates import candidates, countries, might_join, words_of
from s3dash.store.connection import Store
from s3dash.ui.parts.reasons import reason

Facts = Callable[[str], pd.DataFrame]
SmallStore = Callable[..., Store]

SOLAR = {"partnership_id": "sun", "name": "Solar Roofs", "scope": "Roofs that give heat."}


def words(text: str) -> set[str]:
    """Words of a text, folded by the standard library alone."""
    plain = unicodedata.normalize("NFD", text.lower())
    return set(re.findall(r"[^\W_]+", "".join(c for c in plain if not unicodedata.combining(c))))


def priority(number: int, territory: str, title: str = "Other things") -> dict[str, object]:
    return {
        "priority_id": f"p{number}",
        "territory_id": territory,
        "period": "2021-2027",
        "title": title,
    }


def themed(*numbers: int) -> list[dict[str, object]]:
    return [{"priority_id": f"p{number}", "platform_id": "energy"} for number in numbers]


def strategies(*territories: str) -> list[dict[str, object]]:
    return [{"territory_id": code, "period": "2021-2027"} for code in territories]


@pytest.mark.parametrize("code", ["hydrogen-valleys", "high-tech-farming", "smart-grids", "berry"])
def test_theme_and_domains_are_those_of_the_files(store: Store, facts: Facts, code: str) -> None:
    found = candidates(store, code).set_index("territory_id")
    members = set(facts("membership").query(f"partnership_id == '{code}'")["territory_id"])
    platform = facts("partnership").set_index("partnership_id")["platform_id"][code]
    priorities = facts("priority")
    on_theme = facts("priority_platform").query(f"platform_id == '{platform}'")["priority_id"]
    counts = priorities[priorities["priority_id"].isin(on_theme)]["territory_id"].value_counts()
    assert not members & set(found.index)
    assert set(counts.index) - members <= set(found.index)
    for territory, row in found.iterrows():
        assert row["theme_priorities"] == counts.get(territory, 0)
        assert row["theme_part"] == round(min(counts.get(territory, 0), 3) / 3, 3)
        # Without a priority on the theme it is here for the text of one.
        assert row["matching_priorities"] > counts.get(territory, 0) or territory in counts.index
        if territory not in counts.index:
            assert row["word_part"] >= 0.25
        if isinstance(row["best_priority_id"], str):
            best = priorities.set_index("priority_id").loc[row["best_priority_id"]]
            assert best["territory_id"] == territory
            assert row["words"]
    assert found["score"].is_monotonic_decreasing
    parts = found[["theme_part", "domain_part", "word_part"]].astype(float)
    assert parts.stack().dropna().between(0, 1).all()
    assert (parts.fillna(0).mean(axis=1) - found["score"].astype(float)).abs().max() < 0.002


def test_the_word_part_weighs_words_by_how_rare_they_are(store: Store, facts: Facts) -> None:
    priorities = facts("priority")
    texts = (priorities["title"] + " " + priorities["description"]).map(words)
    # A word of the name in all its forms and twice, one of the scope as it is and once.
    has_solar = texts.map(lambda text: any(word.startswith("solar") for word in text))
    has_power = texts.map(lambda text: "power" in text)
    weights = [
        2 * log(len(priorities) / has_solar.sum()),
        log(len(priorities) / has_power.sum()),
    ]
    themed = facts("priority_platform").query("platform_id == 'energy'")
    on_theme = priorities["priority_id"].isin(themed["priority_id"])
    # Off the theme the title alone counts.
    titles = priorities["title"].map(words)
    has_solar &= on_theme | titles.map(lambda text: any(w.startswith("solar") for w in text))
    has_power &= on_theme | titles.map(lambda text: "power" in text)
    share = (weights[0] * has_solar + weights[1] * has_power) / sum(weights)
    best = share[on_theme | (share >= 0.25)].groupby(priorities["territory_id"]).max()
    assert words_of(store, "solar-energy") == ["solar", "power"]
    found = candidates(store, "solar-energy").set_index("territory_id")
    members = facts("membership").query("partnership_id == 'solar-energy'")["territory_id"]
    assert set(found.index) == set(best.index) - set(members)
    for territory, part in found["word_part"].items():
        assert part == pytest.approx(best[territory], abs=0.001)


def test_the_domain_part_weighs_domains_by_members(small_store: SmallStore) -> None:
    store = small_store(
        partnership=[SOLAR],
        membership=[{"partnership_id": "sun", "territory_id": code} for code in ("ITI1", "MT")],
        strategy=strategies("ITI1", "MT", "ES51", "ES61", "FI19"),
        priority=[
            priority(1, "ITI1"),
            priority(2, "MT"),
            priority(3, "ES51"),
            priority(4, "ES61"),
            priority(5, "FI19"),
        ],
        priority_platform=themed(1, 2, 3, 4),
        priority_domain=[
            {"priority_id": "p1", "domain_code": "C"},
            {"priority_id": "p1", "domain_code": "D"},
            {"priority_id": "p2", "domain_code": "C"},
            {"priority_id": "p3", "domain_code": "C"},
            {"priority_id": "p4", "domain_code": "D"},
            {"priority_id": "p5", "domain_code": "C"},
        ],
    )
    found = candidates(store, "sun")
    assert found["territory_id"].tolist() == ["ES51", "ES61"]
    # Four of the five territories have C, two have D.
    c, d = 2 * log(1 + 5 / 4), log(1 + 5 / 2)
    expected = [round(c / (c + d), 3), round(d / (c + d), 3)]
    assert found["domain_part"].tolist() == expected
    assert found["domains"].tolist() == [
        "Manufacturing (C, 2 members)",
        "Electricity, gas, steam and air conditioning supply (D, 1 member)",
    ]
    assert found["word_part"].isna().all()
    # One priority on the theme of three that count in full; the words, which cannot be told, are 0.
    assert found["score"].tolist() == pytest.approx(
        [(1 / 3 + part) / 3 for part in expected], abs=0.001
    )


def test_words_that_name_no_topic_and_texts_off_the_theme_give_no_reason(store: Store) -> None:
    # "it", "safe", "sustainable" and "efficient" are no topics.
    assert words_of(store, "space") == ["space"]
    assert not {"safe", "sustainable"} & set(words_of(store, "safe-sustainable-mobility"))
    assert words_of(store, "efficient-sustainable-manufacturing") == ["manufacturing"]
    found = candidates(store, "marine-renewable-energy").set_index("territory_id")
    assert found.loc["PT30", "best_title"] == "Marine resources and technologies"


def test_doubtful_partnerships_come_last_and_members_around_are_named(
    store: Store, facts: Facts
) -> None:
    doubted = set(facts("partnership").dropna(subset="status_note")["partnership_id"])
    assert doubted
    joined = might_join(store, "ES")
    is_doubted = joined["partnership_id"].isin(doubted)
    assert is_doubted.any()
    assert is_doubted.is_monotonic_increasing
    farming = joined.set_index("partnership_id").loc["high-tech-farming"]
    assert "Extremadura" in farming["members_in"]
    within = might_join(store, "ITI1").set_index("partnership_id")
    asked = candidates(store, "berry").set_index("territory_id")
    for column in ("members_in", "members_above"):
        if "berry" in within.index:
            one, other = within.loc["berry", column], asked.loc["ITI1", column]
            assert one == other or (pd.isna(one) and pd.isna(other))


def test_a_text_close_to_the_partnership_matches_without_the_theme(
    small_store: SmallStore,
) -> None:
    store = small_store(
        partnership=[SOLAR],
        strategy=strategies("ES51", "ES61", "FI19"),
        priority=[
            *(priority(n, "FI19") for n in range(30)),
            priority(40, "ES51", "A solar roof for each house"),
            priority(41, "ES61", "Solar fields"),
        ],
    )
    found = candidates(store, "sun")
    assert words_of(store, "sun") == ["roofs", "solar"]
    assert found["territory_id"].tolist() == ["ES51", "ES61"]
    # A word of the name stands for its other forms: roof, roofs.
    assert found["words"].tolist() == ["roofs, solar", "solar"]
    assert found["word_part"].tolist()[0] == 1
    assert found["domain_part"].isna().all(), "no member, so nothing can be shared"
    assert found["best_title"].tolist() == ["A solar roof for each house", "Solar fields"]


def test_members_above_and_below_a_candidate_are_named(small_store: SmallStore) -> None:
    store = small_store(
        partnership=[SOLAR],
        membership=[{"partnership_id": "sun", "territory_id": "ITI1"}],
        strategy=strategies("IT", "ITI14", "MT"),
        priority=[priority(1, "IT"), priority(2, "ITI14"), priority(3, "MT")],
        priority_platform=themed(1, 2, 3),
    )
    found = candidates(store, "sun").set_index("territory_id")
    assert found.loc["IT", "members_in"] == found.loc["ITI14", "members_above"] == "Toscana"
    assert pd.isna(found.loc["IT", "members_above"])
    assert pd.isna(found.loc["ITI14", "members_in"])
    assert found.loc["MT", ["members_in", "members_above"]].isna().all()


def test_a_domain_with_a_semicolon_in_its_name_is_told_as_one(store: Store) -> None:
    found = candidates(store, "high-tech-farming")
    with_wood = found[
        found["domains"].str.contains("wood and cork") & found["shared_domains"].eq(3)
    ]
    told = reason(with_wood.to_dict("records")[0], "Agri-Food")
    assert "plaiting materials (C16, 1 member)." in told
    assert "more" not in told


def test_names_of_members_in_a_candidate_may_hold_commas(small_store: SmallStore) -> None:
    # Peiraias, Nisoi (EL307) and Argolida, Arkadia (EL651).
    store = small_store(
        partnership=[SOLAR],
        membership=[{"partnership_id": "sun", "territory_id": code} for code in ("EL307", "EL651")],
        strategy=strategies("EL"),
        priority=[priority(1, "EL")],
        priority_platform=themed(1),
    )
    row = candidates(store, "sun").to_dict("records")[0]
    assert row["members_in"].split("; ") == ["Argolida, Arkadia", "Peiraias, Nisoi"]
    assert "Argolida, Arkadia; Peiraias, Nisoi, which lie in it, are members already" in reason(
        row, ""
    )


def test_words_of_the_scope_are_topics(store: Store, facts: Facts) -> None:
    titles = facts("priority")["title"].map(words)
    for row in facts("partnership").itertuples():
        for word in words_of(store, row.partnership_id):
            assert word in words(f"{row.name} {row.scope}")
            if word not in words(row.name):
                assert sum(word in title for title in titles) >= 2


def test_what_a_territory_might_join_is_the_same_rule_reversed(store: Store, facts: Facts) -> None:
    for territory in ("ITI1", "FI1D8", "ES"):
        joined = might_join(store, territory)
        of_territory = facts("membership").query(f"territory_id == '{territory}'")
        assert not set(of_territory["partnership_id"]) & set(joined["partnership_id"])
        assert joined[joined["status_note"].isna()]["score"].is_monotonic_decreasing
        for code in ("photonics", "berry", "smart-grids"):
            asked = candidates(store, code).query(f"territory_id == '{territory}'")
            there = joined.query(f"partnership_id == '{code}'")
            assert len(asked) == len(there)
            for column in ("score", "domains", "words", "best_priority_id"):
                assert asked[column].fillna("").tolist() == there[column].fillna("").tolist()


@pytest.mark.parametrize("territory", ["ITI1", "ES51", "FI1D8"])
def test_a_partnership_of_which_little_is_known_is_not_above_one_as_close(
    store: Store, territory: str
) -> None:
    joined = might_join(store, territory)
    parts = joined[["theme_part", "domain_part", "word_part"]].astype(float)
    is_untold = parts.isna().any(axis=1)
    assert is_untold.any()
    assert (joined["score"] - parts.fillna(0).sum(axis=1) / 3).abs().max() < 0.002


def test_the_order_does_not_depend_on_the_run(store: Store) -> None:
    assert candidates(store, "berry").equals(candidates(store, "berry"))


def test_nothing_is_suggested_where_nothing_is_known(store: Store, small_store: SmallStore) -> None:
    assert candidates(store, "nope").empty
    assert words_of(store, "nope") == []
    assert might_join(store, "MT").empty
    assert might_join(store, "ZZ").empty
    nothing = small_store(partnership=[SOLAR])
    assert candidates(nothing, "sun").empty
    assert list(candidates(nothing, "sun").columns) == list(candidates(store, "berry").columns)
    assert countries(nothing) == {}


def test_countries_are_those_with_a_strategy(store: Store, facts: Facts) -> None:
    listed = facts("priority")[["territory_id"]]
    held = listed.merge(facts("territory"), on="territory_id")["country_code"]
    assert set(countries(store)) == set(held)
    assert all(f"({code})" in label for code, label in countries(store).items())
