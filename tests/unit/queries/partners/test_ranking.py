"""The ranking of the partner finder: its scores, its order, its refusals."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from s3dash.queries.partners.finder import MODES, PARTS, NoPartners, Wish
from s3dash.queries.partners.lead import LEAD_GROUPS
from s3dash.queries.partners.ranking import partners, ranking
from s3dash.store.connection import Store

SmallStore = Callable[..., Store]

PERIOD = "2021-2027"


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
def test_the_score_is_the_weighted_mean_and_the_unknown_counts_as_0(
    store: Store, mode: str
) -> None:
    found = partners(store, Wish("ITC4", mode=mode, neighbours_only=False))
    assert len(found) > 150
    for row in found.to_dict("records"):
        told = {part: w for part, w in MODES[mode].items() if row[part] == row[part]}
        total = sum(row[part] * w for part, w in told.items())
        assert row["score"] == pytest.approx(100 * total / sum(MODES[mode].values()))
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
