"""Two stores compared: every row and cell that differs, and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from s3dash.store.connection import StoreError
from s3dash.store.differences import differences, summary


@pytest.fixture
def changed(store_path: Path, tmp_path: Path) -> Path:
    """A copy of the store with one row fewer, one more, and cells that differ."""
    path = tmp_path / "changed.duckdb"
    shutil.copyfile(store_path, path)
    with duckdb.connect(str(path)) as con:
        con.execute("DELETE FROM membership WHERE partnership_id = 'bioenergy' AND role = 'lead'")
        con.execute("INSERT INTO site VALUES ('new.example.org', 'press', 'editorial')")
        con.execute(
            "UPDATE partnership SET name = 'New', website = NULL WHERE partnership_id = 'bioenergy'"
        )
        # Of the build, and of the log: neither is a difference of the data.
        con.execute("UPDATE stage_evidence SET date_start = DATE '1900-01-01'")
        con.execute("DELETE FROM change_log")
    return path


def test_rows_and_cells_that_differ_are_told(
    store_path: Path, changed: Path, facts: object
) -> None:
    found = differences(store_path, changed)
    partnerships = facts("partnership").set_index("partnership_id")  # type: ignore[operator]
    leads = facts("membership").query("partnership_id == 'bioenergy' and role == 'lead'")  # type: ignore[operator]
    rows = found.astype(object).where(found.notna(), None).to_dict("records")
    cells = [row for row in rows if row["kind"] == "changed"]
    assert [(c["column_name"], c["old_value"], c["new_value"]) for c in cells] == [
        ("name", partnerships.loc["bioenergy", "name"], "New"),
        ("website", partnerships.loc["bioenergy", "website"], None),
    ]
    whole = {(row["kind"], row["table_name"], row["row_key"]) for row in rows if row not in cells}
    assert whole == {
        ("added", "site", "new.example.org"),
        *(("removed", "membership", f"bioenergy|{code}") for code in leads["territory_id"]),
    }
    assert dict(line.split(maxsplit=1) for line in summary(found)) == {
        "partnership": "1 changed",
        "membership": f"{len(leads)} removed",
        "site": "1 added",
    }


def test_the_other_way_round_it_is_the_reverse(store_path: Path, changed: Path) -> None:
    one, other = differences(store_path, changed), differences(changed, store_path)
    reverse = {"added": "removed", "removed": "added", "changed": "changed"}
    other["kind"] = other["kind"].map(reverse)
    other = other.rename(columns={"old_value": "new_value", "new_value": "old_value"})
    pd.testing.assert_frame_equal(other[one.columns], one)


def test_a_table_that_only_one_has_is_told_row_by_row(store_path: Path, changed: Path) -> None:
    with duckdb.connect(str(changed)) as con:
        [(count,)] = con.execute("SELECT count(*) FROM affiliation").fetchall()
        con.execute("DROP TABLE affiliation")
    found = differences(changed, store_path).query("table_name == 'affiliation'")
    assert found["kind"].tolist() == ["added"] * count


def test_the_same_data_differ_in_nothing(store_path: Path) -> None:
    assert differences(store_path, store_path).empty


def test_what_is_no_store_is_named(store_path: Path, tmp_path: Path) -> None:
    for name, content in (("text.duckdb", b"no store"), ("none.duckdb", None)):
        file = tmp_path / name
        if content:
            file.write_bytes(content)
        with pytest.raises(StoreError, match=name):
            differences(store_path, file)
