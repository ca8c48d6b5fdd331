"""What a territory can look for partners for."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from s3dash.queries.partners.subjects import own_priorities, own_themes
from s3dash.store.connection import Store

Facts = Callable[[str], pd.DataFrame]


def test_what_a_territory_can_look_for(store: Store, facts: Facts) -> None:
    own = facts("priority").query("territory_id == 'ITC4'")
    assert set(own_priorities(store, "ITC4")) == set(own["priority_id"])
    themed = facts("priority_platform").query("priority_id in @own.priority_id")
    counts = themed["platform_id"].value_counts()
    found = own_themes(store, "ITC4")
    assert set(found) == set(counts.index)
    for code, label in found.items():
        assert label.endswith(f": {counts[code]} matching")
