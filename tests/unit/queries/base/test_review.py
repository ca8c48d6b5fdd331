"""The review calendar: what is due when, and what is not known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest

from s3dash.queries.base.review import by_country, held_of, of_countries, review_calendar
from s3dash.store.connection import Store

Facts = Callable[[str], pd.DataFrame]
DAY = date(2024, 6, 15)


@pytest.fixture(scope="module")
def small(lasting_small_store: Callable[..., Store]) -> Store:
    """Partnerships whose newest evidence is known to the day, the year, or not at all."""
    events = {
        "old": [("2022-03-31", "direct"), ("2021", "direct"), ("2024-06-01", "related")],
        "year": [("2023", "direct")],
        "mixed": [("2023", "project"), ("2023-08-10", "direct")],
        "soon": [("2023-08-31", "direct")],
        "fresh": [("2024-05-01", "direct"), ("2025-01-01", "direct")],
        "none": [],
    }
    return lasting_small_store(
        partnership=[{"partnership_id": name, "name": name.upper()} for name in events],
        membership=[
            {"partnership_id": "old", "territory_id": "ITI1", "role": "lead"},
            {"partnership_id": "old", "territory_id": "ES61", "role": "co-lead"},
            {"partnership_id": "old", "territory_id": "DE1", "role": "participant"},
        ],
        stage_evidence=[
            {
                "evidence_id": f"{name}-{number}",
                "partnership_id": name,
                "stage_id": "learn",
                "date": day,
                "basis": basis,
            }
            for name, found in events.items()
            for number, (day, basis) in enumerate(found)
        ],
        strategy=[
            {"territory_id": "AT21", "period": "2021-2027", "adopted_date": "2021-12"},
            {"territory_id": "AT21", "period": "2014-2020"},
        ],
        priority=[
            {
                "priority_id": "p1",
                "territory_id": "AT21",
                "period": "2021-2027",
                "as_of": "2024-01-31",
            }
        ],
    )


def test_each_record_stands_as_its_dates_allow(small: Store) -> None:
    found = review_calendar(small, DAY, 12).set_index("record")
    states = {
        record.partition(".")[2]: (row["state"], f"{row['due_first']:%F}", f"{row['due_last']:%F}")
        for record, row in found.iterrows()
        if row["state"] != "undated"
    }
    assert states == {
        # Related evidence is no sign of the partnership itself.
        "old": ("overdue", "2023-03-31", "2023-03-31"),
        # Some day of 2023: perhaps due already, perhaps in half a year.
        "year": ("perhaps", "2024-01-01", "2024-12-31"),
        # Not before the day that is known, whatever the year alone leaves open.
        "mixed": ("soon", "2024-08-10", "2024-12-31"),
        "soon": ("soon", "2024-08-31", "2024-08-31"),
        # What lies after the day is not evidence yet.
        "fresh": ("later", "2025-05-01", "2025-05-01"),
        "AT21.2021-2027": ("later", "2025-01-31", "2025-01-31"),
    }
    assert found.loc["partnership.none", "state"] == "undated"
    # A period that is over is not reviewed.
    assert "strategy.AT21.2014-2020" not in found.index
    assert found["state"].drop_duplicates().tolist() == [
        "overdue",
        "perhaps",
        "soon",
        "undated",
        "later",
    ]


def test_a_longer_cycle_makes_less_due(small: Store) -> None:
    found = review_calendar(small, DAY, 36).set_index("record")["state"]
    assert found["partnership.old"] == "later"
    assert found["partnership.none"] == "undated"


def test_a_partnership_is_of_the_countries_of_its_leads(small: Store) -> None:
    found = review_calendar(small, DAY, 12)
    assert of_countries(found, {"ES"})["record"].tolist() == ["partnership.old"]
    assert of_countries(found, {"DE"}).empty
    counts = by_country(found).set_index("country_code")
    assert counts.loc["IT", ["overdue", "records"]].tolist() == [1, 1]
    assert counts.loc["ES", ["overdue", "records"]].tolist() == [1, 1]
    assert counts.loc["", "records"] == 5


def test_the_real_base_has_every_partnership_and_running_strategy_once(
    store: Store, facts: Facts
) -> None:
    found = review_calendar(store, DAY, 12)
    assert found["record"].is_unique
    running = facts("strategy").query("period == '2021-2027'")
    assert found["kind"].value_counts().to_dict() == {
        "partnership": len(facts("partnership")),
        "strategy": len(running),
    }
    dated = found.dropna(subset="newest")
    assert (dated["due_first"] <= dated["due_last"]).all()


def test_what_is_held_is_counted_from_the_rows(store: Store, facts: Facts) -> None:
    held = held_of(store, "partnership.high-tech-farming")
    members = facts("membership").query("partnership_id == 'high-tech-farming'")
    assert held["Members"].startswith(f"{len(members)} documented")
    events = facts("stage_evidence").query(
        "partnership_id == 'high-tech-farming' and stage_id == 'learn'"
    )
    assert held["Stage Learn"].startswith(f"{len(events)} dated event")
    assert held_of(store, "partnership.nothing") == {}
    assert held_of(store, "strategy.AT33.2021-2027")["Adopted"]
    assert held_of(store, "odd") == {}
