"""The base from a notebook: the answers that pages give."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import s3dash
from s3dash.takeaway.notebook import Base


@pytest.fixture
def base(store_path: Path) -> Iterator[Base]:
    with s3dash.open(store_path) as opened:
        yield opened


def test_tables_are_whole(base: Base, facts: Callable[[str], pd.DataFrame]) -> None:
    assert len(base.tables) > 20
    for name, file in (("stage_evidence", "stage_evidence"), ("territories", "territory")):
        assert len(base.table(name)) == len(facts(file))
    with pytest.raises(KeyError):
        base.table("nothing")


def test_questions_have_the_rows_of_the_pages(
    base: Base, facts: Callable[[str], pd.DataFrame]
) -> None:
    italian = base.priorities(territory=["IT"], period=["2021-2027"])
    held = facts("priority").query("period == '2021-2027'")
    expected = held[held["territory_id"].str.startswith("IT")]
    assert sorted(italian["priority_id"]) == sorted(expected["priority_id"])
    assert set(italian["country_code"]) == {"IT"}
    assert len(base.priorities("hydrogen")) > 3
    either = base.priorities(domain=["A01", "C10"])
    assert 0 < len(base.priorities(domain=["A01", "C10"], all=["domain"])) < len(either)
    assert len(base.progress(date(2021, 6, 30))) == len(facts("partnership"))
    assert len(base.similar("AT21", 5)) == 5
    assert {"score", "reasons"} <= {*base.partners("ITC4", "design").columns}


@pytest.mark.parametrize("filters", [{"territory": ["Atlantis"]}, {"colour": ["red"]}])
def test_what_there_is_not_is_named(base: Base, filters: dict[str, list[str]]) -> None:
    with pytest.raises(ValueError, match=r"Atlantis|colour"):
        base.priorities(**filters)
