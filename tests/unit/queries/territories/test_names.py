"""The names by which a chooser finds territories, against the CSV files."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from s3dash.queries.territories.names import named_territories
from s3dash.store.connection import Store

Facts = Callable[[str], pd.DataFrame]


def test_every_territory_is_there_with_every_name_that_the_base_holds(
    store: Store, facts: Facts
) -> None:
    found = {one.territory_id: one for one in named_territories(store)}
    own = facts("territory").set_index("territory_id")
    assert set(found) == set(own.index)
    names = {code: {row.name_native, row.name_latin} for code, row in own.iterrows()}
    for row in facts("territory_name").itertuples():
        names[row.territory_id].add(row.name)
    countries = facts("country").set_index("country_code")["name"]
    for code, one in found.items():
        assert one.name == own["name"][code]
        assert set(one.other_names) == names[code] - {one.name, ""}
        assert len(one.other_names) == len(set(one.other_names))
        assert one.country == countries[own["country_code"][code]]


def test_those_with_something_documented_come_first_each_by_name(
    small_store: Callable[..., Store],
) -> None:
    codes = ["SE", "DE1", "DK", "AT34", "EL30"]
    rows = [{"territory_id": code, "period": "2014-2020"} for code in codes]
    every = named_territories(small_store(strategy=rows))
    assert {one.territory_id for one in every[: len(codes)]} == set(codes)
    assert all(one.is_documented for one in every[: len(codes)])
    assert not any(one.is_documented for one in every[len(codes) :])
    names = [one.name for one in every[: len(codes)]]
    assert names == sorted(names, key=str.lower)
