"""What priorities have in common: match and complementarity counted again by hand."""

from __future__ import annotations

from collections.abc import Callable
from math import log, sqrt

import pandas as pd
import pytest

from s3dash.queries.partners import subjects, themes
from s3dash.queries.partners.finder import Wish
from s3dash.queries.partners.priority_vectors import priority_vectors
from s3dash.queries.partners.ranking import partners, ranking
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


@pytest.fixture(scope="module")
def tiny(lasting_small_store: SmallStore) -> Store:
    """Five priorities of four territories whose titles share no word."""
    titles = ["Cheese", "Robots", "Apples", "Sensors", "Clouds"]
    return lasting_small_store(
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


def test_of_many_priorities_some_are_compared_and_the_ranking_says_so(
    tiny: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ranking(tiny, Wish("ITC4")).sample == ""
    monkeypatch.setattr(subjects, "MOST_COMPARED", 1)
    found = ranking(tiny, Wish("ITC4"))
    assert found.sample == "Compared by 1 of its 2 priorities, evenly spread over its list."
    match = found.frame.set_index("territory_id")["match"]
    assert match["ITI1"] == pytest.approx(cosine("p1", "p3") / 2, abs=1e-9)
    assert match["ES51"] == 0
    # Domains are those of all of them.
    assert "machinery" in found.told()["reasons"].str.cat().lower()


def test_a_part_of_its_priorities_at_a_time_gives_what_all_at_once_give(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = partners(store, Wish("ITC4"))
    monkeypatch.setattr(themes, "MOST_PAIRS", 3 * len(priority_vectors(store).titles))
    pd.testing.assert_frame_equal(partners(store, Wish("ITC4")), at_once)


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


def test_a_theme_counts_only_what_matches_it(store: Store, facts: Facts) -> None:
    themed = facts("priority_platform").query("platform_id == 'agri-food'")["priority_id"]
    priorities = facts("priority")
    owners = set(priorities.loc[priorities["priority_id"].isin(themed), "territory_id"])
    found = partners(store, Wish("ITC4", platform_id="agri-food"))
    assert set(found.query("match > 0")["territory_id"]) <= owners
