"""Names of files: what, which rows, as of when, of which version; safe on every system."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3dash.takeaway.file_names import LONGEST, file_name

DAY = date(2019, 6, 30)


@pytest.mark.parametrize(
    ("what", "filtered", "as_of", "name"),
    [
        ("sites", "", None, "s3dash-sites-2026.11.0.csv"),
        (
            "priorities",
            "in Italy (IT); with “énergie”",
            None,
            "s3dash-priorities-in-Italy-IT-with-energie-2026.11.0.csv",
        ),
        ("progress", "", DAY, "s3dash-progress-asof-2019-06-30-2026.11.0.csv"),
        ("ITI1-partners", "Ελλάδα", None, "s3dash-ITI1-partners-2026.11.0.csv"),
    ],
)
def test_a_name_says_what_is_in_the_file(
    what: str, filtered: str, as_of: date | None, name: str
) -> None:
    assert file_name(what, "csv", version="2026.11.0", filtered=filtered, as_of=as_of) == name


@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=80), st.booleans())
def test_a_name_is_safe_everywhere(what: str, filtered: str, version: str, dated: bool) -> None:
    name = file_name(
        what, "geojson", version=version, filtered=filtered, as_of=DAY if dated else None
    )
    assert re.fullmatch(r"s3dash[A-Za-z0-9.-]*\.geojson", name)
    assert len(name) <= LONGEST
    assert "asof-2019-06-30" in name or not dated


def test_what_is_too_long_is_cut_and_the_version_stays() -> None:
    name = file_name("what " * 50, "csv", version="2026.11.0", filtered="words " * 50)
    assert len(name) <= LONGEST
    assert name.endswith("-2026.11.0.csv")
