"""Among whom a partner is looked for: the filters, and what is told where nobody is left."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from s3dash.queries.partners.finder import Wish
from s3dash.queries.partners.ranking import partners, ranking
from s3dash.store.connection import Store

Facts = Callable[[str], pd.DataFrame]


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


def test_filters_keep_what_they_say(store: Store, facts: Facts) -> None:
    everyone = partners(store, Wish("ITC4"))
    near = partners(store, Wish("ITC4", most_km=300))
    assert set(near["territory_id"]) == set(everyone.query("distance_km <= 300")["territory_id"])
    assert 0 < len(near) < len(everyone)
    assert set(partners(store, Wish("ITC4", countries=("ES",)))["country"]) == {"Spain"}
    assert "Italy" not in set(partners(store, Wish("ITC4", abroad_only=True))["country"])
    assert partners(store, Wish("ITC4", unlinked_only=True))["shared_partnerships"].isna().all()
    assert not everyone["territory_id"].isin(["ITC4", "ITC", "IT"]).any()


def test_filters_that_leave_nobody_give_an_empty_ranking(store: Store) -> None:
    found = ranking(store, Wish("UK-england", most_km=100))
    assert found.frame.empty
    assert found.told().empty
