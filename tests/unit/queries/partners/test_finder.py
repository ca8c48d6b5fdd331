"""The partner finder: its parts counted again by hand, its order, its filters, its refusals."""

from __future__ import annotations

from collections.abc import Callable
from math import log, sqrt

import pandas as pd
import pytest

from s3dash.queries.partners.finder import MODES, PARTS, NoPartners, Wish, partners, ranking
from s3dash.queries.partners.lead import LEAD_GROUPS
from s3dash.queries.partners.places import LESS_DEVELOPED, Places, eu_gdp
from s3dash.queries.partners.subjects import own_priorities, own_themes
from s3dash.store.connection import Store

Facts = Callable[[str], pd.DataFrame]
SmallStore = Callable[..., Store]

PERIOD = "2021-2027"
DOMAINS = {
    "p1": ["C10", "NABS08"],
    "p2": ["C28"],
    "p3": ["C10", "NABS04"],
    "p4": ["C28", "J62"],
    "p5": ["J62"],
}
OWNER = {"p1": "ITC4", "p2": "ITC4", "p3": "ITI1", "p4": "ES51", "p5": "PT11"}


@pytest.fixture
def tiny(small_store: SmallStore) -> Store:
    """Five priorities of four territories whose titles share no word."""
    titles = ["Cheese", "Robots", "Apples", "Sensors", "Clouds"]
    return small_store(
        strategy=[{"territory_id": code, "period": PERIOD} for code in set(OWNER.values())],
        priority=[
            {"priority_id": key, "territory_id": OWNER[key], "period": PERIOD, "title": title}
            for key, title in zip(OWNER, titles, strict=True)
        ],
        priority_domain=[
            {"priority_id": key, "domain_code": code}
            for key, codes in DOMAINS.items()
            for code in codes
        ],
    )


def weight(code: str) -> float:
    """How rare a domain is: the smoothed inverse document frequency."""
    having = sum(code in codes for codes in DOMAINS.values())
    return log((1 + len(DOMAINS)) / (1 + having)) + 1


def cosine(one: str, other: str) -> float:
    first, second = DOMAINS[one], DOMAINS[other]
    common = sum(weight(code) ** 2 for code in set(first) & set(second))
    norm = sqrt(sum(weight(c) ** 2 for c in first)) * sqrt(sum(weight(c) ** 2 for c in second))
    return common / norm


def test_match_is_the_mean_of_the_best_likeness_of_each_priority(tiny: Store) -> None:
    found = partners(tiny, Wish("ITC4")).set_index("territory_id")
    # No word in common: half of the likeness is 0.
    expected = {
        "ITI1": (cosine("p1", "p3") / 2 + 0) / 2,
        "ES51": (0 + cosine("p2", "p4") / 2) / 2,
        "PT11": 0.0,
    }
    assert set(found.index) == set(expected)
    for code, value in expected.items():
        assert found["match"][code] == pytest.approx(value, abs=1e-9)


def test_match_for_one_priority_is_its_best_likeness(tiny: Store) -> None:
    found = partners(tiny, Wish("ITC4", priority_id="p2")).set_index("territory_id")
    assert found["match"]["ES51"] == pytest.approx(cosine("p2", "p4") / 2, abs=1e-9)
    assert found["match"]["ITI1"] == 0


def test_complementarity_is_the_share_of_the_missing_domains_that_go_with_its_own(
    tiny: Store,
) -> None:
    # Beside C10 (p1, p3) stands NABS04 in 1 of 2; beside C28 (p2, p4) J62 in 1 of 2.
    found = partners(tiny, Wish("ITC4")).set_index("territory_id")
    assert found["complement"].to_dict() == pytest.approx({"ITI1": 0.5, "ES51": 0.5, "PT11": 0.5})
    one = partners(tiny, Wish("ITC4", priority_id="p1")).set_index("territory_id")
    assert one["complement"].to_dict() == pytest.approx({"ITI1": 1.0, "ES51": 0.0, "PT11": 0.0})
    assert "research behind" in found["reasons"]["ITI1"]
    assert "brings no domain" in one["reasons"]["PT11"]


def test_who_has_a_section_lacks_none_of_its_divisions(small_store: SmallStore) -> None:
    domains = [("p1", "C"), ("p1", "D35"), ("p2", "D35"), ("p2", "C28"), ("p2", "D"), ("p2", "J62")]
    store = small_store(
        strategy=[{"territory_id": code, "period": PERIOD} for code in ("ITC4", "ITI1", "ES51")],
        priority=[
            {"priority_id": key, "territory_id": code, "period": PERIOD, "title": key}
            for key, code in (("p1", "ITC4"), ("p2", "ITI1"))
        ],
        priority_domain=[{"priority_id": key, "domain_code": code} for key, code in domains],
    )
    found = partners(store, Wish("ITC4"))
    # ES51 has a strategy without a documented priority: it is not ranked.
    assert found["territory_id"].tolist() == ["ITI1"]
    # Only J62 is missing: C28 belongs to C, and D to D35.
    [reason] = found["reasons"]
    assert "Computer programming" in reason
    assert "machinery" not in reason
    assert found["complement"].tolist() == [1.0]


def test_without_a_missing_domain_complementarity_cannot_be_told(small_store: SmallStore) -> None:
    store = small_store(
        strategy=[{"territory_id": code, "period": PERIOD} for code in ("ITC4", "ITI1")],
        priority=[
            {"priority_id": code, "territory_id": code, "period": PERIOD, "title": "Wind"}
            for code in ("ITC4", "ITI1")
        ],
    )
    found = ranking(store, Wish("ITC4", weights={"lead": 0}))
    assert found.frame["complement"].isna().all()
    assert "complement" in found.untold
    with pytest.raises(NoPartners, match="no part that has a weight can be told"):
        ranking(
            store, Wish("ITC4", mode="design", weights={"peer": 0, "match": 0, "complement": 1})
        )


@pytest.mark.parametrize("mode", MODES)
def test_the_score_is_the_weighted_mean_of_the_parts_that_can_be_told(
    store: Store, mode: str
) -> None:
    found = partners(store, Wish("ITC4", mode=mode, neighbours_only=False))
    assert len(found) > 150
    for row in found.to_dict("records"):
        told = {part: w for part, w in MODES[mode].items() if row[part] == row[part]}
        mean = sum(row[part] * w for part, w in told.items()) / sum(told.values())
        assert row["score"] == pytest.approx(100 * mean)
    # Modes that look for those ahead have groups; by score within each.
    groups = found.groupby(found["lead_group"].fillna("all"), sort=False)
    assert [name for name, _ in groups] == (
        [*LEAD_GROUPS] if mode in ("analysis", "implementation") else ["all"]
    )
    assert all(rows["score"].is_monotonic_decreasing for _, rows in groups)
    assert found[[*PARTS]].stack().dropna().between(0, 1).all()


def test_the_order_is_the_same_each_time_and_equal_scores_follow_the_codes(store: Store) -> None:
    wish = Wish("ITC4", weights={"links": 1, "match": 0, "complement": 0, "lead": 0})
    first, second = partners(store, wish), partners(store, wish)
    pd.testing.assert_frame_equal(first, second)
    for _, rows in first.groupby("score"):
        assert rows["territory_id"].is_monotonic_increasing


def test_links_are_the_partnerships_that_both_belong_to(store: Store, facts: Facts) -> None:
    members = facts("membership")
    own = set(members.query("territory_id == 'ITC4'")["partnership_id"])
    found = partners(store, Wish("ITC4", neighbours_only=False)).set_index("territory_id")
    held = members.groupby("territory_id")["partnership_id"].agg(set)
    for code, row in found.iterrows():
        shared = own & held.get(code, set())
        assert set(row["partnership_ids"]) == shared
        assert row["links"] == pytest.approx(min(len(shared) / 3, 1))


def test_neighbours_share_a_border(store: Store, facts: Facts) -> None:
    pairs = facts("neighbour")
    both = pd.concat(
        [
            pairs,
            pairs.rename(columns={"territory_id": "neighbour_id", "neighbour_id": "territory_id"}),
        ]
    )
    beside = set(both.query("territory_id == 'ITC4'")["neighbour_id"])
    found = partners(store, Wish("ITC4", neighbours_only=True))
    assert set(found["territory_id"]) <= beside | {code[:3] for code in beside} | {
        code[:2] for code in beside
    }
    assert {"ITC1", "ITH5", "ITH3"} <= set(found["territory_id"])


def test_across_borders_are_neighbours_of_another_country(store: Store) -> None:
    beside = partners(store, Wish("DE1", neighbours_only=True)).set_index("territory_id")
    across = partners(store, Wish("DE1", mode="cross-border"))
    assert set(across["territory_id"]) == set(beside.index[beside["country"] != "Germany"])
    assert {"FRF", "FRF1"} <= set(across["territory_id"])
    every = partners(store, Wish("DE1", mode="cross-border", abroad_only=False))
    assert set(every["territory_id"]) == set(beside.index)


def test_without_a_neighbour_abroad_the_mode_looks_in_the_macro_region(store: Store) -> None:
    found = ranking(store, Wish("ITC4", mode="cross-border"))
    assert found.is_widened
    assert not found.nobody
    expected = Wish(
        "ITC4", mode="cross-border", neighbours_only=False, abroad_only=True, macro_region_only=True
    )
    assert (
        found.frame["territory_id"].tolist() == partners(store, expected)["territory_id"].tolist()
    )
    assert "Italy" not in set(found.frame["country"])
    # Not where there is a neighbour, nor where the reader decides.
    for wish in (
        Wish("DE1", mode="cross-border"),
        Wish("ITC4", mode="cross-border", neighbours_only=True),
        Wish("ITC4", mode="cross-border", abroad_only=False),
        Wish("ITC4"),
    ):
        assert not ranking(store, wish).is_widened


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (Wish("ITC4", mode="cross-border", neighbours_only=True), "No neighbour of Lombardia in"),
        (Wish("PT20", mode="cross-border"), "Nor does it share a macro-region"),
        (Wish("DE1", mode="cross-border", countries=("ES",)), "meets the filters"),
        (Wish("ES51", macro_region_only=True), "shares no macro-region"),
        (Wish("UK-england", mode="cross-border"), "England has no NUTS code"),
        (Wish("ITC4", most_km=1), "No territory meets all filters"),
    ],
)
def test_why_nobody_is_found_is_told(store: Store, wish: Wish, said: str) -> None:
    found = ranking(store, wish)
    assert found.frame.empty
    assert said in found.nobody
    assert ("NUTS code" in found.nobody) == (wish.territory_id == "UK-england")


def test_a_macro_region_in_common_is_one_that_both_lie_in_if_only_in_part(
    store: Store, facts: Facts
) -> None:
    names = facts("macro_region").set_index("macro_region_id")["name"]
    taking_part = facts("macro_region_territory")

    def lies_in(code: str) -> set[str]:
        nested = [
            code.startswith(other) or other.startswith(code)
            for other in taking_part["territory_id"]
        ]
        return {names[key] for key in taking_part[nested]["macro_region_id"]}

    assert lies_in("ITC4") == {"Adriatic and Ionian Region", "Alpine Region"}
    assert lies_in("DEA") == lies_in("ES51") == set()
    everyone = partners(store, Wish("ITC4")).set_index("territory_id")
    for code, told in everyone["macro_regions"].items():
        named = set() if pd.isna(told) else set(str(told).split("; "))
        assert named == lies_in("ITC4") & lies_in(str(code))
    kept = partners(store, Wish("ITC4", macro_region_only=True))
    assert set(kept["territory_id"]) == set(everyone.index[everyone["macro_regions"].notna()])
    assert 0 < len(kept) < len(everyone)
    assert partners(store, Wish("ES51", macro_region_only=True)).empty


def test_filters_keep_what_they_say(store: Store, facts: Facts) -> None:
    everyone = partners(store, Wish("ITC4"))
    near = partners(store, Wish("ITC4", most_km=300))
    assert set(near["territory_id"]) == set(everyone.query("distance_km <= 300")["territory_id"])
    assert 0 < len(near) < len(everyone)
    assert set(partners(store, Wish("ITC4", countries=("ES",)))["country"]) == {"Spain"}
    assert "Italy" not in set(partners(store, Wish("ITC4", abroad_only=True))["country"])
    assert partners(store, Wish("ITC4", unlinked_only=True))["shared_partnerships"].isna().all()
    assert not everyone["territory_id"].isin(["ITC4", "ITC", "IT"]).any()


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [
        ("DE1", "FRY2", 7330),
        ("DE1", "ES70", 3140),
        ("ES51", "ES70", 2219),
        ("DE1", "ITC4", 329),
        ("DE1", "FR", 545),
    ],
)
def test_kilometres_follow_the_earth_also_to_what_the_map_draws_elsewhere(
    store: Store, one: str, other: str, km: int
) -> None:
    there = Places(store, one, [other]).kilometres()
    back = Places(store, other, [one]).kilometres()
    assert there == back == pytest.approx(km, rel=0.01)


def test_less_developed_regions_follow_from_the_table_of_gdp(store: Store, facts: Facts) -> None:
    values = (
        facts("indicator_value")
        .sort_values("year")
        .drop_duplicates(["indicator_id", "nuts_code"], keep="last")
    )
    wide = values.assign(value=values["value"].astype(float)).pivot(
        index="nuts_code", columns="indicator_id", values="value"
    )
    members = set(facts("country").query("status == 'member'")["country_code"])
    gdp = wide["gdp_pps_per_inhabitant"]
    people = wide["population"]
    eu = gdp.notna() & people.notna() & wide.index.str[:2].isin(members)
    average = (gdp[eu] * people[eu]).sum() / people[eu].sum()
    assert eu_gdp(store)[0] == pytest.approx(average)
    found = partners(store, Wish("ITC4", less_developed_only=True))
    assert len(found)
    for code in found["territory_id"]:
        assert code[:2] in members
        if code in gdp.index:
            assert gdp[code] < LESS_DEVELOPED * average
    everyone = partners(store, Wish("ITC4")).set_index("territory_id")
    assert everyone["is_less_developed"]["DE2"] is False
    assert everyone["is_less_developed"]["AL"] is None
    assert everyone["is_less_developed"]["ITF6"] is True


def test_a_theme_counts_only_what_matches_it(store: Store, facts: Facts) -> None:
    themed = facts("priority_platform").query("platform_id == 'agri-food'")["priority_id"]
    priorities = facts("priority")
    owners = set(priorities.loc[priorities["priority_id"].isin(themed), "territory_id"])
    found = partners(store, Wish("ITC4", platform_id="agri-food"))
    assert set(found.query("match > 0")["territory_id"]) <= owners


def test_a_territory_without_a_nuts_code_has_themes_but_no_structure(store: Store) -> None:
    found = ranking(store, Wish("UK-england", mode="design"))
    assert found.untold == ("peer",)
    assert found.frame[["peer", "difference", "lead", "distance_km"]].isna().all(axis=None)
    assert found.frame["score"].to_numpy() == pytest.approx(100 * found.frame["match"].to_numpy())
    assert "not available" in found.reasons(0)["peer"]
    with pytest.raises(NoPartners, match="similar structure"):
        ranking(store, Wish("UK-england", mode="design", weights={"match": 0}))


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (Wish("XX99"), "not a territory of this base"),
        (Wish("MT"), "No priority of its own"),
        (Wish("ITC4", platform_id="nowhere"), "no platform nowhere"),
        (Wish("ITC4", priority_id="nothing"), "nothing is not a documented priority of ITC4"),
        (Wish("ITC4", mode="dreaming"), "no mode dreaming"),
        (Wish("ITC4", countries=("XX",)), "no country XX"),
        (Wish("ITC4", weights={"luck": 1}), "no part luck"),
        (Wish("ITC4", weights={"match": -1}), "0 or more"),
        (Wish("ITC4", weights={"match": float("nan")}), "0 or more"),
        (Wish("ITC4", weights=dict.fromkeys(PARTS, 0)), "Every weight is 0"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_the_reason(
    store: Store, wish: Wish, said: str
) -> None:
    with pytest.raises(NoPartners, match=said):
        ranking(store, wish)


def test_a_base_without_priorities_has_no_partners(small_store: SmallStore) -> None:
    with pytest.raises(NoPartners, match="No priority of its own"):
        ranking(small_store(), Wish("ITC4"))


def test_filters_that_leave_nobody_give_an_empty_ranking(store: Store) -> None:
    found = ranking(store, Wish("UK-england", most_km=100))
    assert found.frame.empty
    assert found.told().empty


def test_what_a_territory_can_look_for(store: Store, facts: Facts) -> None:
    own = facts("priority").query("territory_id == 'ITC4'")
    assert set(own_priorities(store, "ITC4")) == set(own["priority_id"])
    themed = facts("priority_platform").query("priority_id in @own.priority_id")
    counts = themed["platform_id"].value_counts()
    found = own_themes(store, "ITC4")
    assert set(found) == set(counts.index)
    for code, label in found.items():
        assert label.endswith(f": {counts[code]} matching")
