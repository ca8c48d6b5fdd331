"""Columns of tables are as wide as what stands in them; small tables show all rows."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
import streamlit as st

from s3dash.ui.parts import tables


@pytest.fixture(autouse=True)
def without_a_store(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is drawn is kept for a store; here there is none."""
    monkeypatch.setattr(tables, "drawn", lambda make, *arguments: make(*arguments))


def fitted(column: Any, values: pd.Series) -> Any:
    return tables._fitted(column, pd.DataFrame({"shown": values}), "shown")


def test_a_name_gets_room_and_a_number_stays_near_its_heading() -> None:
    names = pd.Series(["Norte", "Kentriki Makedonia (Central Macedonia)"])
    name = fitted("Territory", names)["width"]
    number = fitted(st.column_config.NumberColumn("Leads", width="small"), pd.Series([1, 0]))
    assert name >= 6 * len(names[1])
    assert number["width"] < 70
    assert number["type_config"]["type"] == "number"
    assert fitted("Note", pd.Series(["x" * 500]))["width"] == tables.WIDEST
    assert fitted("Empty", pd.Series([None, float("nan")]))["width"] >= tables.NARROWEST


def test_a_long_number_is_not_cut() -> None:
    population = fitted("Value", pd.Series([10_036_258.0, 6.0, None]))
    shares = fitted(st.column_config.NumberColumn("Share", format="%.2f"), pd.Series([123456.789]))
    assert population["width"] >= 7 * len("10036258") + 16
    assert shares["width"] >= 7 * len("123456.79") + 16
    assert fitted("None", pd.Series([], dtype=float))["width"] == tables.NARROWEST


def test_a_width_that_is_given_is_kept() -> None:
    for column in (
        st.column_config.TextColumn("Which", width="large"),
        st.column_config.TextColumn("Which", width=90),
    ):
        assert fitted(column, pd.Series(["a long text that would need more room"])) == column


@pytest.mark.parametrize(("rows", "shown"), [(1, 1), (13, 13), (15, 15), (16, 12), (300, 12)])
def test_small_tables_show_all_rows(rows: int, shown: int) -> None:
    assert tables._in_sight(rows, 12) == shown
