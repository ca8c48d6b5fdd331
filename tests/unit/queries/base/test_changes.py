"""The change log and kept versions, told by table, territory and partnership."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from s3dash.queries.base.changes import (
    BEGINNING,
    counts_by,
    logged_changes,
    logged_versions,
)
from s3dash.store.connection import Store

Facts = Callable[[str], pd.DataFrame]
SmallStore = Callable[..., Store]


def logged(version: str, day: str, table: str, key: str, **more: object) -> dict[str, object]:
    return {
        "version": version,
        "made_on": day,
        "made_by": "AB",
        "why": f"why {version}",
        "kind": "changed" if more else "added",
        "table_name": table,
        "row_key": key,
        **more,
    }


@pytest.fixture(scope="module")
def told(lasting_small_store: SmallStore) -> Store:
    """A store whose log has three versions, two of one day."""
    cell = {"column_name": "name", "old_value": "A", "new_value": "B"}
    return lasting_small_store(
        partnership=[{"partnership_id": "one", "name": "One"}],
        membership=[{"partnership_id": "one", "territory_id": "ITI1"}],
        priority=[{"priority_id": "p1", "territory_id": "AT21", "period": "2021-2027"}],
        priority_domain=[{"priority_id": "p1", "domain_code": "C"}],
        change_log=[
            logged("2026.1.0", "2026-01-01", "membership", "one|ITI1"),
            logged("2026.2.0", "2026-02-01", "partnership", "one", **cell),
            logged("2026.2.1", "2026-02-01", "priority_domain", "p1|C"),
            logged("2026.2.1", "2026-02-01", "priority", "gone"),
        ],
    )


def test_versions_are_newest_first_also_within_a_day(told: Store) -> None:
    found = logged_versions(told)
    assert found["version"].tolist() == ["2026.2.1", "2026.2.0", "2026.1.0"]
    assert found["added"].tolist() == [2, 0, 1]
    assert found["changed"].tolist() == [0, 1, 0]


@pytest.mark.parametrize(
    ("since", "until", "versions"),
    [
        (BEGINNING, "2026.2.1", ["2026.2.1", "2026.2.1", "2026.2.0", "2026.1.0"]),
        ("2026.1.0", "2026.2.0", ["2026.2.0"]),
        ("2026.2.0", "2026.2.1", ["2026.2.1", "2026.2.1"]),
        ("2026.2.1", "2026.1.0", []),
        ("2026.2.0", "2026.2.0", []),
        (BEGINNING, "nothing", []),
    ],
)
def test_changes_are_those_after_one_version_up_to_another(
    told: Store, since: str, until: str, versions: list[str]
) -> None:
    assert logged_changes(told, since, until)["version"].tolist() == versions


def test_a_row_is_of_what_it_names_or_refers_to(told: Store) -> None:
    found = logged_changes(told, BEGINNING, "2026.2.1").set_index("row_key")
    found = found.astype(object).where(found.notna(), None)
    assert found.loc["one|ITI1", ["territory", "partnership"]].tolist() == ["Toscana", "One"]
    assert found.loc["one|ITI1", "name"] == "Toscana, One"
    # A domain of a priority is of the priority's territory.
    assert found.loc["p1|C", "territory_id"] == "AT21"
    assert found.loc["one", ["name", "partnership_id"]].tolist() == ["One", "one"]
    assert found.loc["gone", ["name", "territory_id"]].tolist() == ["gone", None]


def test_rows_are_counted_once_however_many_cells_changed(store: Store, facts: Facts) -> None:
    log = facts("change_log")
    found = logged_changes(store, BEGINNING, logged_versions(store)["version"].iloc[0])
    assert len(found) == len(log)
    counts = counts_by(found, ["table_name"]).set_index("table_name")
    rows = log.drop_duplicates(["table_name", "row_key", "kind"])
    for table, of in rows.groupby("table_name"):
        assert counts.loc[table, "added"] == (of["kind"] == "added").sum()
        assert counts.loc[table, "changed"] == of.query("kind != 'added'")["row_key"].nunique()
    assert not counts["removed"].any()


def test_a_partnership_has_the_changes_of_its_events(store: Store, facts: Facts) -> None:
    newest = logged_versions(store)["version"].iloc[0]
    found = logged_changes(store, BEGINNING, newest).query("table_name == 'stage_evidence'")
    of = facts("stage_evidence").set_index("evidence_id")["partnership_id"]
    assert found["partnership_id"].tolist() == [of[key] for key in found["row_key"]]
